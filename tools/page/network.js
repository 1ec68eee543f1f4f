"use strict";
// The network of lesson 07, as helpers/textgen has it in Python: it reads, scores the next character and writes; and its
// next-character bars as a tree. Nothing here knows of a page. Tests hold all of it to Python, number by number.

const network = (() => {
  // -- Random numbers

  const MASK = (1n << 128n) - 1n;
  const PCG = 0x2360ed051fc65da44385df649fccf645n;

  // 256 bits made of a whole number below 2⁶⁴, as eight words: NumPy's SeedSequence.
  function seedWords(seed) {
    const entropy = [seed % 2 ** 32, Math.floor(seed / 2 ** 32), 0, 0];
    let constant = 0x43b0d7e5;
    const hash = (value) => {
      const mixed = value ^ constant;
      constant = Math.imul(constant, 0x931e8875);
      return fold(Math.imul(mixed, constant));
    };
    const fold = (value) => value ^ (value >>> 16);
    const pool = entropy.map(hash);
    for (const from of pool.keys()) {
      for (const to of pool.keys()) {
        if (from !== to) pool[to] = fold(Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, hash(pool[from])));
      }
    }
    constant = 0x8b51f9dd;
    return Array.from({ length: 8 }, (_, i) => {
      const mixed = pool[i % 4] ^ constant;
      constant = Math.imul(constant, 0x58f38ded);
      return fold(Math.imul(mixed, constant)) >>> 0;
    });
  }

  // Uniform numbers from [0, 1): those of NumPy's default_rng(seed), a PCG64 (O'Neill 2014); for null new ones.
  function uniforms(seed) {
    if (seed === null) return Math.random;
    const words = seedWords(seed).map(BigInt);
    const [high, low, first, second] = [0, 2, 4, 6].map((i) => words[i] | (words[i + 1] << 32n));
    const increment = (((first << 64n) | second) << 1n | 1n) & MASK;
    const advance = (state) => (state * PCG + increment) & MASK;
    let state = advance(increment + ((high << 64n) | low));
    return () => {
      state = advance(state);
      const folded = (state >> 64n) ^ (state & (MASK >> 64n));
      const turn = state >> 122n;
      const turned = BigInt.asUintN(64, (folded >> turn) | (folded << (64n - turn)));
      return Number(turned >> 11n) / 2 ** 53;
    };
  }

  // -- The model

  // Every number that 16 bits can be, as IEEE 754's half precision has it.
  function halves() {
    return Float32Array.from({ length: 2 ** 16 }, (_, bits) => {
      const sign = bits >> 15 ? -1 : 1;
      const exponent = (bits >> 10) & 31;
      const fraction = bits & 1023;
      return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
    });
  }

  // The model that tools/page/writing.py stored: V symbols, U units, embeddings of E numbers, and the bytes of the weights
  // (all the high ones, then all the low ones). Kernels are stored column by column, as a product goes along them.
  function model({ symbols, units: U, embedding: E }, bytes) {
    const V = symbols.length;
    const size = bytes.length / 2;
    const value = halves();
    const numbers = new Float32Array(size);
    for (let i = 0; i < size; i++) numbers[i] = value[bytes[i] * 256 + bytes[size + i]];
    let at = 0;
    const [embedding, kernel, recurrent, bias, recurrentBias, output, outputBias] =
      [V * E, E * 3 * U, U * 3 * U, 3 * U, 3 * U, U * V, V].map((length) => numbers.subarray(at, at += length));
    if (at !== size) throw new Error(`the weights are ${size} numbers, expected ${at}`);
    // What each symbol brings to update gate, reset gate and candidate.
    const brought = Array.from(symbols, (_, i) => product(kernel, bias, embedding.subarray(i * E, (i + 1) * E)));
    return { symbols, units: U, brought, recurrent, recurrentBias, output, outputBias };
  }

  // bias + columns · vector, four columns at a time: each number of the vector is fetched once for four, and no sum waits
  // for another. The last four may go once more over columns that are done.
  function product(columns, bias, vector) {
    const length = vector.length;
    const sums = new Float32Array(bias.length);
    for (let next = 0; next < bias.length; next += 4) {
      const j = Math.min(next, bias.length - 4);
      const [first, second, third, fourth] = [j * length, (j + 1) * length, (j + 2) * length, (j + 3) * length];
      let a = 0, b = 0, c = 0, d = 0;
      for (let i = 0; i < length; i++) {
        const number = vector[i];
        a += columns[first + i] * number;
        b += columns[second + i] * number;
        c += columns[third + i] * number;
        d += columns[fourth + i] * number;
      }
      sums[j] = a + bias[j];
      sums[j + 1] = b + bias[j + 1];
      sums[j + 2] = c + bias[j + 2];
      sums[j + 3] = d + bias[j + 3];
    }
    return sums;
  }

  const sigmoid = (x) => 0.5 + 0.5 * Math.tanh(0.5 * x);

  const initialState = ({ units }) => new Float32Array(units);

  // The state after one more character: a GRU's step (Cho et al. 2014, with Keras' reset_after).
  function step({ units, brought, recurrent, recurrentBias }, state, index) {
    const fromState = product(recurrent, recurrentBias, state);
    const fromSymbol = brought[index];
    return state.map((before, unit) => {
      const update = sigmoid(fromSymbol[unit] + fromState[unit]);
      const reset = sigmoid(fromSymbol[units + unit] + fromState[units + unit]);
      const candidate = Math.tanh(fromSymbol[2 * units + unit] + reset * fromState[2 * units + unit]);
      return candidate + update * (before - candidate);
    });
  }

  // One score per symbol.
  const logits = ({ output, outputBias }, state) => product(output, outputBias, state);

  // -- Sampling

  // The places of a row's numbers, from the largest to the smallest; of equals the first comes first.
  const likeliest = (row) => [...row.keys()].sort((i, j) => row[j] - row[i]);

  const total = (row) => row.reduce((sum, value) => sum + value, 0);

  function shared(row) {
    const sum = total(row);
    return row.map((value) => value / sum);
  }

  // Probabilities of the next character. topK and topP may be null.
  function distribution(scores, { temperature, topK, topP }) {
    const highest = Math.max(...scores);
    let row = Array.from(scores, (score) => Math.exp((score - highest) / temperature));
    if (topK !== null && topK < row.length) {
      for (const i of likeliest(row).slice(topK)) row[i] = 0;
    }
    row = shared(row);
    if (topP === null || topP === 1) return row;
    let sum = 0;
    for (const i of likeliest(row)) {
      const probability = row[i];
      sum += probability;
      if (sum - probability >= topP) row[i] = 0;
    }
    return shared(row);
  }

  // The index on which a uniform number from [0, 1) falls when the probabilities are laid end to end.
  function draw(probabilities, uniform) {
    const place = uniform * total(probabilities);
    let edge = 0;
    return probabilities.findIndex((probability) => (edge += probability) > place);
  }

  // Write on from a prompt. Gives a character at a time, and "" for each that it reads before it begins to write: so
  // whoever asks can stop in between.
  function* stream(model, prompt, length, settings, uniform) {
    let state = initialState(model);
    for (const symbol of prompt) {
      state = step(model, state, model.symbols.indexOf(symbol));
      yield "";
    }
    for (let written = 0; written < length; written++) {
      const index = draw(distribution(logits(model, state), settings), uniform());
      yield model.symbols[index];
      state = step(model, state, index);
    }
  }

  // -- Python's words for values

  const { fixed } = series.numbers;
  const thousands = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

  const isPrintable = (character) => character === " " || !/[\p{C}\p{Z}]/u.test(character);

  const ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

  // repr of a string.
  function quoted(text) {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    const escaped = Array.from(text, (character) => {
      if (character === quote) return `\\${quote}`;
      if (character in ESCAPES) return ESCAPES[character];
      if (isPrintable(character)) return character;
      const code = character.codePointAt(0).toString(16);
      const [letter, digits] = code.length < 3 ? ["x", 2] : code.length < 5 ? ["u", 4] : ["U", 8];
      return `\\${letter}${code.padStart(digits, "0")}`;
    });
    return `${quote}${escaped.join("")}${quote}`;
  }

  // repr of what `parse` gives; a long text is cut in the middle, as helpers.checks.short_repr does.
  function repr(value) {
    if (value === null) return "None";
    if (typeof value === "number") return reprNumber(value);
    const most = 80;
    const head = quoted(Array.from(value).slice(0, most).join(""));
    if (Array.from(head).length <= most) return head;
    const [left, right] = [38, 39];
    const ends = quoted([...Array.from(value).slice(0, left), ...Array.from(value).slice(-right)].join(""));
    const characters = Array.from(ends);
    return [...characters.slice(0, left), "...", ...characters.slice(-right)].join("");
  }

  function reprNumber(number) {
    if (Number.isNaN(number)) return "nan";
    if (!Number.isFinite(number)) return number > 0 ? "inf" : "-inf";
    if (isWhole(number)) return String(number);
    const size = Math.abs(number);
    if (size >= 1e16 || size < 1e-4) return number.toExponential().replace(/([+-])(\d)$/, "$10$2");
    return Number.isInteger(number) ? `${number}.0` : String(number);
  }

  // Whether `parse` makes an int of it.
  const isWhole = (value) => Number.isInteger(value) && Math.abs(value) < 1e15;

  const DIGITS = "\\d+(_\\d+)*";
  const NUMBER = new RegExp(`^[+-]?(${DIGITS}\\.?(${DIGITS})?|\\.${DIGITS})(e[+-]?${DIGITS})?$`, "i");
  const MARGINS = /^[\t-\r\x85\p{Z}]+|[\t-\r\x85\p{Z}]+$/gu; // what Python's float takes for space
  const NO_FINITE = { inf: Infinity, infinity: Infinity, nan: NaN };

  // What somebody typed: a number, null for "off"; what is neither stays text, for `fault` to refuse.
  function parse(text) {
    const word = text.replace(MARGINS, "").toLowerCase();
    const digits = word.replace(/\p{Nd}/gu, digit);
    if (NUMBER.test(digits)) return Number(digits.replaceAll("_", ""));
    const [, sign, name] = word.match(/^([+-]?)(.*)$/s);
    if (Object.hasOwn(NO_FINITE, name)) return sign === "-" ? -NO_FINITE[name] : NO_FINITE[name];
    return ["off", "none"].includes(word) ? null : text;
  }

  // A decimal digit of any script, as one of 0 to 9: in Unicode each script's ten follow each other.
  function digit(character) {
    let zero = character.codePointAt(0);
    const own = zero;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return (own - zero) % 10;
  }

  // f"{value:g}" of what a slider can be.
  const format = (value) => value === null ? "off" : String(Number(value.toPrecision(6)));

  // -- What is wrong with a value

  const isNumber = (value) => typeof value === "number";
  const whole = (value, least) => !isWhole(value) ? "kind" : value < least ? "range" : null;

  // Which of a field's messages a value deserves, if any.
  const FAULTS = {
    temperature: (value) => !isNumber(value) ? "kind" : value > 0 && value < Infinity ? null : "range",
    top_k: (value) => value === null ? null : whole(value, 1),
    top_p: (value) => {
      if (value === null) return null;
      if (!isNumber(value)) return "kind";
      return !Number.isFinite(value) ? "finite" : value > 0 && value <= 1 ? null : "range";
    },
    length: (value) => whole(value, 0),
    seed: (value) => value === null ? null : whole(value, 0),
  };

  const filled = (message, value) => message.replace("{}", () => value);

  // Why a value cannot be used, in the words that Python has for it (`messages`, by field and kind); "" if it can.
  function fault(messages, field, value) {
    const kind = FAULTS[field](value);
    return kind ? filled(messages[field][kind], repr(value)) : "";
  }

  // Why a model cannot go on from a prompt; "" if it can.
  function promptFault(messages, symbols, prompt) {
    if (!prompt) return filled(messages.prompt.empty, quoted(prompt));
    const unknown = [...new Set(prompt)].filter((character) => !symbols.includes(character));
    if (!unknown.length) return "";
    unknown.sort((one, other) => one.codePointAt(0) - other.codePointAt(0));
    const listed = unknown.slice(0, 8).map(quoted).join(" ") + (unknown.length > 8 ? " …" : "");
    return filled(messages.prompt.unknown, listed);
  }

  // -- The next-character bars: helpers/textgen/figures/next_character.py

  const BARS = 20, ROW = 16, TOP = 72, LEFT = 48, TAIL = 44;
  // The bars as in the notebook, and for a phone, where the key stands a line above the heads of the columns.
  const WIDE = { width: 560, bar: 260, tail: TAIL, rise: 0 };
  const NARROW = { width: 390, bar: 90, tail: 36, rise: 20 };
  const SIGNS = { " ": "␣", "\n": "⏎", "\t": "⇥" };

  // Signs in place of characters that leave no ink.
  const visible = (text) => Array.from(text, (c) => SIGNS[c] ?? (isPrintable(c) ? c : "�")).join("");

  // A share of 1 in percent, with as many digits as it takes to see it.
  function percent(share) {
    if (0 < share && share < 0.0005) return "<0.1 %";
    return `${fixed(100 * share, 0 < share && share < 0.0995 ? 1 : 0)} %`;
  }

  function tail(context, most) {
    const characters = Array.from(context);
    return visible(characters.length <= most ? context : `…${characters.slice(1 - most).join("")}`);
  }

  // A distribution in words: how undecided it is, how many characters are in play, which are likeliest.
  function describeNext(symbols, before, after) {
    const inPlay = likeliest(after).filter((i) => after[i] > 0);
    const best = inPlay.slice(0, 3).map((i) => `${visible(symbols[i])} ${percent(after[i])}`).join(", ");
    if (inPlay.length === 1) {
      return `Greedy: only ${best} is in play, and there is nothing left to chance (0 bits of entropy).`;
    }
    const share = percent(total(before.filter((_, i) => after[i] > 0)));
    const bits = -total(inPlay.map((i) => after[i] * Math.log2(after[i])));
    return `Entropy ${fixed(bits, 2)} bits: as undecided as a choice among ${fixed(2 ** bits, 1)} equally likely ` +
      `characters. In play: ${inPlay.length} of ${symbols.length} characters, with ${share} of the probability. ` +
      `Likeliest: ${best}.`;
  }

  const describeBars = (symbols, before, after, context) =>
    `After “${tail(context, TAIL)}”: ${describeNext(symbols, before, after)}`;

  // The likeliest next characters as bars: an SVG element as [name, attributes, ...children], children being text or
  // elements. `look` has the colours and fonts.
  function bars(symbols, before, after, context, look, shape = WIDE) {
    const order = likeliest(before);
    const others = order.slice(BARS);
    const bottom = TOP + ROW * BARS;
    let summed = 0;
    const rows = order.slice(0, BARS).map((i, row) =>
      bar(row, symbols[i], before[i], after[i], summed += before[i], look, shape));
    const rest = `and ${others.length} others, together ${percent(total(others.map((i) => before[i])))} before`;
    const height = bottom + 24;
    return ["svg",
      {
        ...{ width: shape.width, height, viewBox: `0 0 ${shape.width} ${height}`, role: "img" },
        "aria-label": describeBars(symbols, before, after, context),
        ...{ "font-family": look.font, "font-size": 15, fill: look.ink },
      },
      ["rect", { width: shape.width, height, fill: look.paper }],
      ["text", { x: 10, y: 24, "font-family": look.mono, fill: look.input }, tail(context, shape.tail),
        ["tspan", { fill: look.output, "font-weight": "bold" }, " ?"]],
      heads(look, shape),
      ...rows,
      ["text", { x: LEFT, y: bottom + 16, "font-size": 13, fill: look.baseline }, ...(others.length ? [rest] : [])]];
  }

  // Where the columns of numbers end.
  const ends = ({ width, bar }) => [LEFT + bar + 72, LEFT + bar + 142, width - 12];

  function heads(look, shape) {
    const y = TOP - 10;
    const key = y - shape.rise;
    const names = ["now", "before", "summed up"];
    return ["g", { "font-size": 13, fill: look.baseline },
      ["rect", { x: LEFT, y: key - 10, width: 14, height: 11, fill: look.output }],
      ["text", { x: LEFT + 20, y: key }, "now"],
      ["rect", { x: LEFT + 66.5, y: key - 9.5, width: 14, height: 10, fill: "none", stroke: look.baseline }],
      ["text", { x: LEFT + 87, y: key }, "before top-k and top-p"],
      ...ends(shape).map((x, i) => ["text", { x, y, "text-anchor": "end" }, names[i]])];
  }

  function bar(row, symbol, before, after, summed, look, shape) {
    const y = TOP + row * ROW;
    const base = y + 12;
    const [now, was, sum] = ends(shape);
    const length = (share) => fixed(share * shape.bar, 1);
    const filled = ["rect", { x: LEFT, y: y + 1, width: length(after), height: 13, fill: look.output }];
    return ["g", { "font-size": 13, fill: after ? look.ink : look.baseline },
      ...(after ? [filled] : []),
      ["rect",
        { x: LEFT + 0.5, y: y + 1.5, width: length(before), height: 12, fill: "none", stroke: look.baseline }],
      ["text", { x: LEFT - 12, y: base, "text-anchor": "end", "font-family": look.mono, "font-size": 15 },
        visible(symbol)],
      ["g", { "text-anchor": "end" },
        ["text", { x: now, y: base }, after ? percent(after) : "cut off"],
        ["text", { x: was, y: base, fill: look.baseline }, percent(before)],
        ["text", { x: sum, y: base, fill: look.baseline }, percent(summed)]]];
  }

  return {
    ...{ uniforms, model, initialState, step, logits, distribution, draw, stream },
    ...{ fixed, thousands, parse, format, fault, promptFault },
    ...{ visible, percent, describeBars, bars, WIDE, NARROW },
  };
})();
