"use strict";
// What an exercise replies to what is typed in the page: as helpers/exercises.py replies in the notebook, in the same
// words. What is typed is never run: a small parser reads Python's arithmetic. Nothing here needs a page.

series.answers = (() => {
  const MOST_ITEMS = 12;
  const MOST_BITS = 10_000; // of an integer
  const EXPECTED = "cannot be read as a number, expected one such as 0.25 or 4.";
  const KINDS = { True: "bool", False: "bool", None: "NoneType" };
  const { sigmoid, str, shorten, shortRepr } = series.python;
  const UNANSWERED = ["", "...", "…"];

  // An answer that cannot be compared; its message is the reply.
  class Unread extends Error {}

  // The reply to what is typed, or to the letter that is chosen. `question` and `rules` are from exercises.py.
  function judge(question, typed, rules) {
    const text = typed.trim().replace(/^answer\s*=(?!=)\s*/, "");
    if (UNANSWERED.includes(text)) return { kind: "unanswered", head: "Not answered yet:", text: question.unanswered };
    try {
      return compare(question, typeof question.right[0] === "string" ? letter(text) : read(text, rules), rules);
    } catch (error) {
      if (error instanceof Unread) return wrong(error.message);
      throw error;
    }
  }

  function compare(question, { value, miss }, rules) {
    const same = ([other, tolerance]) => isClose(value, other, tolerance);
    if (same(question.right)) return { kind: "right", head: "Right.", text: question.why };
    const mistake = question.wrong.find((known) => known.answers.some(same));
    if (mistake) return wrong(mistake.reply);
    const close = isClose(value, question.right[0], question.close);
    return wrong(`${miss(close)} ${rules.hint}`);
  }

  function wrong(text) {
    return { kind: "wrong", head: "Not yet.", text };
  }

  // Python's math.isclose; of letters, whether they are equal.
  function isClose(a, b, tolerance) {
    return a === b || Math.abs(a - b) <= Math.max(Math.abs(tolerance * a), Math.abs(tolerance * b));
  }

  function letter(value) {
    return { value, miss: () => `It is not '${value}'.` };
  }

  // What is typed, as a number and with what to say if it is wrong.
  function read(text, rules) {
    const string = /^("([^"\\]*)"|'([^'\\]*)')$/.exec(text);
    if (string) {
      throw new Unread(`${shortRepr(string[2] ?? string[3])} is a string; a number is expected, without quotation marks.`);
    }
    if (Object.hasOwn(KINDS, text)) throw new Unread(`${text} (${KINDS[text]}) ${EXPECTED}`);
    const exact = single(calculate(text), rules);
    const value = Number(exact);
    const shown = isWhole(exact) && fitsArray(exact) ? String(exact) : str(value);
    if (isWhole(exact) && !Number.isFinite(value)) throw new Unread(`${shorten(String(exact))} (int) ${EXPECTED}`);
    if (!Number.isFinite(value)) {
      throw new Unread(`${shown} cannot be compared. Was there a division by 0 on the way, or log(0)?`);
    }
    const miss = (close) => `${shown} is ${close ? "close, but not close enough: work with more digits" : "not it"}.`;
    return { value, miss };
  }

  // The one number that there should be: a tuple of one number is taken for it, as NumPy does.
  function single(result, { commas }) {
    if (!Array.isArray(result)) return result;
    if (result.length === 1) return result[0];
    if (!result.length) throw new Unread("This is an array of shape (0,); one number is expected.");
    const items = result.slice(0, MOST_ITEMS).map((item) => (isWhole(item) ? shorten(String(item)) : str(item)));
    if (result.length > MOST_ITEMS) items.push("...");
    throw new Unread(`(${items.join(", ")}) is ${result.length} numbers; one number is expected. ${commas}`);
  }

  // Python's numbers: a BigInt is an int, a Number a float.

  function isWhole(value) {
    return typeof value === "bigint";
  }

  // Whether NumPy has an integer for it; it makes floats of larger ones.
  function fitsArray(whole) {
    return whole >= -(2n ** 63n) && whole < 2n ** 64n;
  }

  function float(value) {
    const result = Number(value);
    if (isWhole(value) && !Number.isFinite(result)) tooLarge();
    return result;
  }

  function divisor(value) {
    if (Number(value) === 0) throw new Unread("There is a division by 0 in it; one number is expected.");
    return value;
  }

  function tooLarge() {
    throw new Unread("A number on the way is too large to compute with; a smaller one is expected.");
  }

  const isBelowZero = (value) => value < 0;

  const WHOLE = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => FLOAT["/"](float(a), float(b)),
    "//": (a, b) => (a - WHOLE["%"](a, b)) / b,
    "%": (a, b) => {
      const remainder = a % divisor(b);
      return remainder && isBelowZero(remainder) !== isBelowZero(b) ? remainder + b : remainder;
    },
    "**": (a, b) => {
      if (b < 0n) return FLOAT["**"](float(a), float(b));
      if (a.toString(2).length * Number(b) > MOST_BITS) tooLarge();
      return a ** b;
    },
  };

  const FLOAT = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => a / divisor(b),
    "//": (a, b) => {
      const quotient = (a - FLOAT["%"](a, b)) / b;
      const floor = Math.floor(quotient);
      if (quotient - floor > 0.5) return floor + 1;
      return floor || 0 * (a / b); // a zero has a sign, too
    },
    "%": (a, b) => {
      const remainder = a % divisor(b);
      if (!remainder) return b < 0 ? -0 : 0;
      return isBelowZero(remainder) !== isBelowZero(b) ? remainder + b : remainder;
    },
    "**": (a, b) => {
      if (a === 0 && b < 0) divisor(a);
      if (a < 0 && !Number.isInteger(b)) throw new Unread(`A root of a negative number is complex: it ${EXPECTED}`);
      const power = a ** b;
      if (Number.isFinite(a) && !Number.isFinite(power)) tooLarge();
      return power;
    },
  };

  function apply(operator, a, b) {
    if (Array.isArray(a) || Array.isArray(b)) throw new SyntaxError("no arithmetic with tuples");
    return isWhole(a) && isWhole(b) ? WHOLE[operator](a, b) : FLOAT[operator](float(a), float(b));
  }

  // With these the lessons' solutions are written, as np.tanh(0.5) or as tanh(0.5).
  const FUNCTIONS = {
    exp: Math.exp,
    log: Math.log,
    log2: Math.log2,
    sqrt: Math.sqrt,
    tanh: Math.tanh,
    sigmoid,
  };

  // Python's arithmetic

  const DIGITS = String.raw`\d(?:_?\d)*`;
  const EXPONENT = String.raw`[eE][+-]?${DIGITS}`;
  const TOKEN = new RegExp(
    [
      String.raw`\s*(?:(?<whole>0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|${DIGITS})(?![\w.])`,
      String.raw`(?<float>(?:${DIGITS}\.(?:${DIGITS})?|\.${DIGITS})(?:${EXPONENT})?|${DIGITS}${EXPONENT})(?![\w.])`,
      String.raw`(?<name>(?:(?:np|math)\.)?[a-z]\w*)`,
      String.raw`(?<sign>\*\*|\/\/|[-+*/%(),]))`,
    ].join("|"),
    "y",
  );

  // The value of what is typed: an int, a float, or a tuple of these as an array.
  function calculate(text) {
    try {
      return parse(tokens(text.replaceAll("−", "-").trim())); // the minus of the lessons' prose
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const names = /[a-z]/i.test(text) ? " The notebook's names are not known here: put in their numbers." : "";
      throw new Unread(`${shorten(text)} ${EXPECTED}${names}`);
    }
  }

  function tokens(text) {
    const found = [];
    for (let at = 0; at < text.length; ) {
      TOKEN.lastIndex = at;
      const { groups } = TOKEN.exec(text) ?? {};
      if (!groups) throw new SyntaxError("no such token");
      found.push(groups);
      at = TOKEN.lastIndex;
    }
    return found;
  }

  // By descent, a function for each level of Python's grammar, from the loosest operator to the tightest.
  function parse(found) {
    let at = 0;
    const next = (...signs) => signs.includes(found[at]?.sign);

    function chain(level, ...operators) {
      let value = level();
      while (next(...operators)) {
        const { sign } = found[at++];
        value = apply(sign, value, level());
      }
      return value;
    }

    const sum = () => chain(product, "+", "-");
    const product = () => chain(signed, "*", "/", "//", "%");

    function signed() {
      if (!next("+", "-")) return power();
      const { sign } = found[at++];
      const value = signed();
      if (Array.isArray(value)) throw new SyntaxError("no arithmetic with tuples");
      return sign === "-" ? -value : value;
    }

    function power() {
      const base = atom();
      if (!next("**")) return base;
      at += 1;
      return apply("**", base, signed());
    }

    function atom() {
      const token = found[at++] ?? {};
      if (token.whole) return BigInt(token.whole.replaceAll("_", ""));
      if (token.float) return Number(token.float.replaceAll("_", ""));
      if (token.name) return call(token.name.replace(/^\w+\./, ""));
      if (token.sign !== "(") throw new SyntaxError("a number expected");
      const value = next(")") ? [] : items();
      if (found[at++]?.sign !== ")") throw new SyntaxError(") expected");
      return value;
    }

    function call(name) {
      if (!Object.hasOwn(FUNCTIONS, name)) throw new SyntaxError("no such name");
      if (!next("(")) throw new Unread("This is a function; a number is expected. Call it, with parentheses.");
      const argument = atom();
      if (Array.isArray(argument)) throw new SyntaxError("one argument expected");
      return FUNCTIONS[name](float(argument));
    }

    // An expression, or a tuple of several.
    function items() {
      const first = sum();
      if (!next(",")) return first;
      const tuple = [first];
      while (next(",")) {
        at += 1;
        if (at < found.length && !next(")")) tuple.push(sum());
      }
      if (tuple.some(Array.isArray)) throw new SyntaxError("a tuple within a tuple");
      return tuple;
    }

    const value = items();
    if (at < found.length) throw new SyntaxError("too much");
    return value;
  }

  return { judge };
})();
