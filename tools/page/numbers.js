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

  return { fixed, general, str, minus };
})();
