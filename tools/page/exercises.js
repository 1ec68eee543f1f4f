"use strict";
// Forms that answer below the exercises, and the map of what is solved. tools/page/exercises.py writes their HTML, with
// the fields hidden until this script has what it needs: if it fails, the folded hints and solution remain.

(() => {
  // Without either of these, this script ends here, and no field shows that could not answer.
  const { judge } = series.answers;
  const { parse, decode, format, read, add, clear } = series.progress;
  const SURE = "Clear which exercises are solved, in this browser? Export saves them as a file first.";

  // A reply in the place for it: as text, whatever is in it, and announced.
  function show(place, { kind, head, text }) {
    const bold = document.createElement("b");
    bold.textContent = head;
    place.className = `reply ${kind}`;
    place.replaceChildren(bold, ` ${text}`);
  }

  function fill(form, rules) {
    const name = form.dataset.exercise;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const reply = judge(rules.questions[name], form.elements.answer.value, rules);
      if (reply.kind === "right") {
        const { solved, trouble } = add([name], rules);
        reply.text = `${reply.text}\n${trouble}`.trimEnd();
        mark(solved);
      }
      show(form.querySelector("[role=status]"), reply);
    });
    for (const part of form.querySelectorAll(".fields, [type=radio]")) part.hidden = false;
  }

  // What is solved, told at each form and at each place on the map.
  function mark(solved) {
    for (const form of document.querySelectorAll("form[data-exercise]")) {
      form.querySelector(".solved").hidden = !solved.has(form.dataset.exercise);
    }
    for (const lesson of document.querySelectorAll(".progress-map > ul > li")) {
      const links = [...lesson.querySelectorAll("[data-solves]")];
      const done = links.filter((link) => solved.has(link.dataset.solves));
      for (const [index, link] of links.entries()) {
        const isDone = done.includes(link);
        link.classList.toggle("done", isDone);
        link.textContent = isDone ? `${index + 1} ✓` : index + 1;
        link.setAttribute("aria-label", `Exercise ${index + 1}${isDone ? ", solved" : ""}`);
      }
      lesson.querySelector(".count").textContent = `${done.length} of ${links.length} solved`;
    }
    for (const row of document.querySelectorAll("[data-counts]")) { // of lesson 00's map
      const { counts, of } = row.dataset;
      const done = Math.min(of, [...solved].filter((name) => name.startsWith(`${counts}.`)).length);
      row.querySelector("[data-counts] > div > div").style.width = `${(100 * done) / of}px`;
      row.querySelector("span").textContent = `${done} of ${of}`;
    }
  }

  function bringFiles(map, rules) {
    const [place, status] = [map.querySelector(".progress-files"), map.querySelector("[role=status]")];
    const file = map.querySelector("[type=file]");
    map.querySelector("[name=export]").addEventListener("click", () => save(read(rules).solved, rules));
    map.querySelector("[name=import]").addEventListener("click", () => file.click());
    map.querySelector("[name=clear]").addEventListener("click", () => {
      if (confirm(SURE)) show(status, startAnew(rules));
    });
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      show(status, await merge(chosen, rules));
      file.value = ""; // so that the same file can be chosen again
    });
    place.hidden = false;
  }

  // Hands the progress to the learner, as the file that the notebooks write.
  function save(solved, rules) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([format(solved, rules)], { type: "application/json" }));
    link.download = "progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be asking where to put it
  }

  function startAnew(rules) {
    const trouble = clear();
    mark(read(rules).solved);
    if (trouble) return { kind: "wrong", head: "Not cleared.", text: trouble };
    return { kind: "right", head: "Cleared.", text: "In this browser, no exercise is solved." };
  }

  // Adds what is solved in a file, and says so; a file that is none changes nothing.
  async function merge(file, rules) {
    try {
      const names = parse(decode(await file.arrayBuffer()), rules);
      const before = read(rules).solved.size;
      const { solved, trouble } = add(names, rules);
      mark(solved);
      const count = solved.size - before;
      const text = `${count === 1 ? "1 exercise was" : `${count} exercises were`} added. ${trouble}`;
      return { kind: "right", head: "Imported.", text: text.trimEnd() };
    } catch ({ message }) {
      const text = `This progress file was not one of this series (${message}). Nothing has changed.`;
      return { kind: "wrong", head: "Not imported.", text };
    }
  }

  async function start() {
    const forms = document.querySelectorAll("form[data-exercise]");
    const maps = document.querySelectorAll("[data-exercises=map]");
    if (!forms.length && !maps.length) return;
    const rules = await series.load("exercises");
    for (const form of forms) if (form.elements.answer) fill(form, rules);
    for (const map of maps) bringFiles(map, rules);
    refresh(rules);
    addEventListener("storage", () => refresh(rules)); // another page has solved one
    addEventListener("pageshow", () => refresh(rules)); // or this one was left and is shown again as it was
  }

  function refresh(rules) {
    const { solved, trouble } = read(rules);
    mark(solved);
    for (const status of document.querySelectorAll("[data-exercises=map] [role=status]")) {
      if (trouble) show(status, { kind: "wrong", head: "Your progress:", text: trouble });
    }
  }

  series.parsed.then(start).catch(({ message }) => console.warn(`The exercises do not answer: ${message}.`));
})();
