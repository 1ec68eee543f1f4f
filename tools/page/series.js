"use strict";
// What the moving parts of a page share: models that move them, and data that is loaded when it is needed.
// A page from a folder may not fetch, so data comes as scripts: data/NAME.js calls series.data("NAME", value).

const series = (() => {
  const home = new URL(".", document.currentScript.src);
  const asked = new Map(); // by name: the promise of a value, and what keeps it

  // The data of that name; rejected if its script is missing or blocked.
  function load(name) {
    if (asked.has(name)) return asked.get(name).promise;
    const entry = {};
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    asked.set(name, entry);
    const script = document.createElement("script");
    script.src = new URL(`data/${name}.js`, home);
    script.onerror = () => {
      asked.delete(name); // so that another part with the same data can try again
      entry.reject(new Error(`the data of this part could not be loaded (${name})`));
    };
    document.head.append(script);
    return entry.promise;
  }

  // Called by the script data/NAME.js.
  function data(name, value) {
    asked.get(name).resolve(value);
  }

  // The bytes that tools/page/data.py packed.
  async function unpack(packed) {
    const letters = atob(packed);
    const bytes = new Uint8Array(letters.length); // filled by a loop: Uint8Array.from takes forty times as long
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async function unpackJSON(packed) {
    return JSON.parse(new TextDecoder().decode(await unpack(packed)));
  }

  // An HTML element with its attributes; what stands in it as a string becomes text, never HTML.
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const brought = new WeakMap();

  // Models by name: functions that are given a part of the page and the name of its data, and bring it to move.
  const models = {};

  let begin;
  // Kept as soon as what is near when the page opens moves, or has failed to: what takes long may wait for it.
  const begun = new Promise((resolve) => (begin = resolve));

  // Every part of the page that moves, <div data-model="…" data-name="…"> around its still, as soon as it is near.
  // Until its model is ready, and if the model fails, the still remains.
  function start() {
    const parts = document.querySelectorAll("[data-model]");
    if (!parts.length) begin();
    const observer = new IntersectionObserver((entries) => {
      const near = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
      near.forEach((part) => observer.unobserve(part));
      begin(Promise.all(near.map(bring)));
    }, { rootMargin: "10% 0px" });
    for (const part of parts) observer.observe(part);
  }

  // Bring a part to move, once.
  function bring(part) {
    if (!brought.has(part)) brought.set(part, move(part));
    return brought.get(part);
  }

  async function move(part) {
    try {
      await models[part.dataset.model](part, part.dataset.name);
      part.classList.add("moving");
      part.dispatchEvent(new Event("moving", { bubbles: true }));
    } catch (error) {
      console.warn(`${part.dataset.name} stays still: ${error.message}`);
    }
  }

  // Kept as soon as the page is parsed: DOMContentLoaded waits for MathJax, which is larger than all of this.
  const parsed = new Promise((resolve) => document.addEventListener("readystatechange", resolve, { once: true }));
  parsed.then(start);
  return { load, data, unpack, unpackJSON, element, models, bring, parsed, begun };
})();
