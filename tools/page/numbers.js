"use strict";
// Numbers as Python writes them: its formats round a tie to the even digit, JavaScript's up.

series.numbers = (() => {
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

  // With a true minus sign.
  const minus = (text) => text.replaceAll("-", "−");

  return { fixed, general, minus };
})();
