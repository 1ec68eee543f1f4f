"use strict";
// The exercises solved, kept by the browser as the content of the notebooks' progress.json (helpers/progress.py).
// What goes wrong with it is told in words, `trouble`, never thrown. `rules` are from exercises.py.

series.progress = (() => {
  const KEY = "neural-networks-by-hand";
  const ASIDE = `${KEY}.damaged`;
  const REFUSED = "this browser keeps nothing for these pages";
  const solvedHere = new Set(); // what the browser has not kept

  // The names in the content of a progress file; an Error says why it is none.
  function parse(text, { version, moved }) {
    const data = fromJSON(text);
    if (![1, version].includes(data?.version)) throw new Error(`it has no version 1 or ${version}`);
    const { solved } = data;
    if (!Array.isArray(solved) || !solved.every((name) => typeof name === "string")) {
      throw new Error("it has no list of solved exercises");
    }
    const renumbered = (name) => (Object.hasOwn(moved, name) ? moved[name] : name.replace(/^06\./, "07."));
    return new Set(data.version === 1 ? solved.map(renumbered) : solved);
  }

  function fromJSON(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error("it is not JSON");
    }
  }

  // The text of a file's bytes; a byte order mark is left out.
  function decode(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new Error("it is not JSON");
    }
  }

  // The content of a progress file, as the notebooks write it.
  function format(solved, { version }) {
    return JSON.stringify({ version, solved: [...solved].sort() }, null, 1);
  }

  // What is solved so far, and what is wrong with what the browser kept.
  function read(rules) {
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      return { solved: new Set(solvedHere), trouble: `Your progress could not be read (${REFUSED}).` };
    }
    try {
      const kept = text === null ? [] : parse(text, rules);
      return { solved: new Set([...solvedHere, ...kept]), trouble: "" };
    } catch ({ message }) {
      const trouble = `What this browser kept is not the progress of this series (${message}); counting starts anew.`;
      return { solved: new Set(solvedHere), trouble, damaged: text };
    }
  }

  // Adds solved exercises to what is kept, and returns the progress with them. What is damaged is set aside.
  function add(names, rules) {
    const { solved, trouble, damaged } = read(rules);
    for (const name of names) {
      solvedHere.add(name);
      solved.add(name);
    }
    try {
      if (damaged !== undefined) localStorage.setItem(ASIDE, damaged);
      localStorage.setItem(KEY, format(solved, rules));
      solvedHere.clear();
      return { solved, trouble };
    } catch {
      return { solved, trouble: `It counts, but your progress could not be saved (${REFUSED}).` };
    }
  }

  // Forgets what is solved, and returns what is wrong with it.
  function clear() {
    solvedHere.clear();
    try {
      localStorage.removeItem(KEY);
      localStorage.removeItem(ASIDE);
      return "";
    } catch {
      return `Your progress could not be cleared (${REFUSED}).`;
    }
  }

  return { parse, decode, format, read, add, clear };
})();
