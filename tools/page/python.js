"use strict";
// Numbers and strings as Python writes them: its formats round a tie to the even digit, JavaScript's up.

series.python = (() => {
  // As helpers/mathematics.py has it.
  const sigmoid = (x) => 0.5 + 0.5 * Math.tanh(0.5 * x);

  // f"{value:.{digits}f}"
  function fixed(value, digits) {
    const rounded = value.toFixed(digits);
    const [, last, beyond] = value.toFixed(digits + 40).match(new RegExp(`(\\d)\\.?(\\d{40})$`)) ?? [];
    const tie = /^50*$/.test(beyond ?? "");
    if (!tie || Number(last) % 2) return rounded;
    const kept = value.toFixed(digits + 40).slice(0, -40);
    return kept.replace(/\.$/, "");
  }

  // f"{value:.{digits}g}", for which Python's exponents have two digits at least.
  function general(value, digits) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
    if (exponent < -4 || exponent >= digits) {
      return `${bare(mantissa)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
    }
    return bare(fixed(value, digits - 1 - exponent));
  }

  // str(value) of a float.
  function str(value) {
    if (Number.isNaN(value)) return "nan";
    if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
    const sign = Object.is(value, -0) || value < 0 ? "-" : "";
    const [digits, power] = Math.abs(value).toExponential().split("e");
    const exponent = Number(power);
    if (value && (exponent < -4 || exponent >= 16)) {
      return `${sign}${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
    }
    const plain = digits.replace(".", "");
    if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${plain}`;
    const whole = plain.slice(0, exponent + 1).padEnd(exponent + 1, "0");
    return `${sign}${whole}.${plain.slice(exponent + 1) || "0"}`;
  }

  // With a true minus sign.
  const minus = (text) => text.replaceAll("-", "−");

  // Whether Python prints a character as it is.
  const isPrintable = (character) => character === " " || !/[\p{C}\p{Z}]/u.test(character);

  const ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

  // repr(text)
  function repr(text) {
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

  const [LONGEST, HEAD, TAIL] = [80, 38, 39]; // characters: of a value that is quoted, of its ends if it is cut

  function cut(text) {
    const characters = Array.from(text);
    return `${characters.slice(0, HEAD).join("")}...${characters.slice(-TAIL).join("")}`;
  }

  // A text as Python's reprlib shows it: whole if it is short, or its beginning and its end.
  const shorten = (text) => (Array.from(text).length <= LONGEST ? text : cut(text));

  // The repr of a text, cut in the middle if it is long: helpers.checks.short_repr.
  function shortRepr(text) {
    const characters = Array.from(text);
    const head = repr(characters.slice(0, LONGEST).join(""));
    if (Array.from(head).length <= LONGEST) return head;
    return cut(repr([...characters.slice(0, HEAD), ...characters.slice(-TAIL)].join("")));
  }

  return { sigmoid, fixed, general, str, minus, isPrintable, repr, shorten, shortRepr };
})();
