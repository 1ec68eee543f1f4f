"use strict";
// Plays an explorer: native controls for its state, and its picture and words for each. What is shown comes from a
// source, {controls, parts, count(places), show(places)}: a recording, or a small model that computes it in the page.

series.player = (() => {
  const { element } = series;
  const DRAWN = ["picture", "equation"]; // parts that are pictures
  const LIT = ["fill", "stroke"].map((kind) => `.player-picture [${kind}="#E69F00"]`).join(); // style.ACTIVE
  let made = 0;

  // Puts the player of a source in the place of the still. `starts`: where its controls begin, if not where they say.
  function play(part, source, starts = []) {
    const state = source.controls.map((control, i) => starts[i] ?? control.start);
    const shown = source.parts.map(partOf);
    const controls = source.controls.map((control, i) => CONTROLS[control.kind](control, (place) => move(i, place)));
    const last = controls.length - 1;

    function move(i, place) {
      state[i] = place;
      show();
      follow(box.querySelector(".player-picture"));
    }

    function show() {
      const end = source.count(state) - 1;
      state[last] = Math.min(state[last], end);
      controls[last].stretch?.(end);
      controls.forEach((control, j) => control.set(state[j]));
      source.show(state).forEach((html, j) => {
        if (shown[j].html === html) return;
        shown[j].html = html;
        shown[j].place.innerHTML = html;
        if (html && DRAWN.includes(shown[j].name)) fit(shown[j].place.firstElementChild);
      });
    }

    const words = shown.filter(({ name }) => name === "words").map(({ place }) => place);
    const places = shown.map(({ place }) => place);
    const below = 1 + Math.max(...DRAWN.map((name) => source.parts.indexOf(name)));
    const box = element("div", { class: "player" }, ...places.slice(0, below),
      element("div", { class: "player-moves" }, ...controls.map((control) => control.node)), ...places.slice(below));
    show();
    part.replaceChildren(box);
    follow(box.querySelector(".player-picture"));
    for (const { name, place } of shown.slice(0, below)) watch(place, DRAWN.includes(name));
    // What would be read aloud waits while a walk plays.
    controls.forEach((control) => control.onPlay?.((plays) =>
      words.forEach((place) => place.setAttribute("aria-live", plays ? "off" : "polite"))));
  }

  function partOf(name) {
    const attributes = { class: `player-${name}` };
    if (name === "words") attributes.role = "status";
    return { name, place: element("div", attributes), html: null };
  }

  // A picture knows its own width, for the style sheet to shrink it by.
  function fit(picture) {
    picture.classList.add("picture");
    picture.style.setProperty("--width", `${picture.getAttribute("width")}px`);
  }

  // Where a picture is wider than its place, what is lit in it comes into sight, if it has room there.
  function follow(place) {
    const lit = [...place.querySelectorAll(LIT)].map((part) => part.getBoundingClientRect());
    if (!lit.length || place.scrollWidth <= place.clientWidth) return;
    const [left, right] = [Math.min(...lit.map((box) => box.left)), Math.max(...lit.map((box) => box.right))];
    const frame = place.getBoundingClientRect();
    if (right - left > frame.width || (left >= frame.left && right <= frame.right)) return;
    place.scrollLeft += (left + right - frame.left - frame.right) / 2;
  }

  // A place that once was as high stays as high, so that the controls below it do not move, until its width changes;
  // and a picture that is wider than its place can be scrolled from the keyboard, and says that it goes on.
  function watch(place, isDrawn) {
    if (!isDrawn) return keep(place);
    const words = "The picture is wider than this page: push it sideways.";
    const more = element("p", { class: "player-more", "aria-hidden": "true" }, words);
    place.after(more);
    const fade = () => {
      place.classList.toggle("more-left", place.scrollLeft > 1);
      place.classList.toggle("more-right", place.scrollLeft + place.clientWidth < place.scrollWidth - 1);
    };
    keep(place, () => {
      const isWider = place.scrollWidth > place.clientWidth;
      if (isWider) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
      more.hidden = !isWider;
      fade();
    });
    place.addEventListener("scroll", fade, { passive: true });
  }

  function keep(place, then = () => {}) {
    let width = 0;
    new ResizeObserver(() => {
      if (place.clientWidth !== width) place.style.minHeight = "";
      width = place.clientWidth;
      place.style.minHeight = `${place.offsetHeight}px`;
      then();
    }).observe(place);
  }

  function named(control, field) {
    field.id = `player-${++made}`;
    return element("label", { for: field.id }, control.label);
  }

  // A slider over positions that have names.
  function slider(control, move) {
    const field = element("input", { type: "range", min: 0, max: control.options.length - 1 });
    const readout = element("span", { class: "player-value", "aria-hidden": "true" });
    const set = (place) => {
      field.value = place;
      readout.textContent = control.options[place];
      field.setAttribute("aria-valuetext", control.options[place]);
    };
    field.addEventListener("input", () => move(Number(field.value)));
    return { node: element("div", { class: "player-slider" }, named(control, field), field, readout), set };
  }

  function menu(control, move) {
    const field = element("select", {}, ...control.options.map((option, i) => element("option", { value: i }, option)));
    field.addEventListener("change", () => move(Number(field.value)));
    const set = (place) => (field.value = place);
    return { node: element("div", { class: "player-menu" }, named(control, field), field), set };
  }

  function toggle(control, move) {
    const field = element("input", { type: "checkbox" });
    field.addEventListener("change", () => move(Number(field.checked)));
    const set = (place) => (field.checked = place > 0);
    const label = named(control, field);
    return { node: element("div", { class: "player-switch" }, field, label), set };
  }

  // Buttons, and a slider over numbered positions.
  function walk(control, move) {
    const field = element("input", { type: "range", min: 0, max: 0 });
    const count = element("span", { class: "player-value", "aria-hidden": "true" });
    const listeners = [];
    let here = 0, last = 0, timer = null;

    const steps = { First: () => 0, Back: () => here - 1, Next: () => here + 1, Last: () => last };
    const buttons = Object.entries(steps).map(([name, place]) => {
      const button = element("button", { type: "button" }, name);
      button.addEventListener("click", () => go(place()));
      return button;
    });
    const playing = element("button", { type: "button", "aria-pressed": "false" }, "Play");
    playing.addEventListener("click", () => (timer ? stop() : begin()));

    function go(place) {
      stop();
      if (place >= 0 && place <= last) move(place);
    }
    function begin() {
      if (here === last) move(0);
      timer = setInterval(() => (here < last ? move(here + 1) : stop()), control.interval);
      tell(true);
    }
    function stop() {
      if (!timer) return;
      clearInterval(timer);
      timer = null;
      tell(false);
    }
    function tell(plays) {
      playing.textContent = plays ? "Pause" : "Play";
      playing.setAttribute("aria-pressed", plays);
      listeners.forEach((listener) => listener(plays));
    }
    function say() {
      count.textContent = `${here.toLocaleString("en")} of ${last.toLocaleString("en")}`;
      field.setAttribute("aria-valuetext", count.textContent);
      const [first, back, next, end] = buttons;
      // Not disabled, or the button that was pressed last would lose the focus.
      for (const button of [first, back]) button.setAttribute("aria-disabled", here === 0);
      for (const button of [next, end]) button.setAttribute("aria-disabled", here === last);
    }
    field.addEventListener("input", () => go(Number(field.value)));
    return {
      node: element("div", { class: "player-walk" },
        element("div", { class: "player-buttons" }, ...buttons, playing), named(control, field), field, count),
      set(place) {
        here = place;
        field.value = place;
        say();
      },
      stretch(end) {
        last = end;
        field.max = end;
      },
      onPlay: (listener) => listeners.push(listener),
    };
  }

  const CONTROLS = { slider, menu, switch: toggle, walk };

  // A recording, as tools/page/recording.py packs it, as a source.
  function recorded({ controls, parts, counts, pieces, frames }) {
    const begins = [0];
    for (const count of counts) begins.push(begins.at(-1) + count);
    const outer = controls.slice(0, -1);
    const row = (places) => outer.reduce((sum, control, i) => sum * control.options.length + places[i], 0);

    let last = { number: -1, pieces: [] }; // what was shown last is near what is shown next

    // A frame says how it differs from its base, and that how it differs from its own.
    function piecesOf(number) {
      const chain = [];
      let at = number;
      while (at !== last.number && frames[at][0] !== at) {
        chain.push(at);
        at = frames[at][0];
      }
      const pieces = at === last.number ? last.pieces.slice() : frames[at].slice(1);
      for (const link of chain.reverse()) change(pieces, frames[link]);
      last = { number, pieces };
      return pieces;
    }
    function change(pieces, coded) {
      for (let i = 1, place = 0; i < coded.length; i += 2) {
        place += coded[i];
        pieces[place] = coded[i + 1];
      }
    }
    function show(places) {
      const shown = [""];
      for (const piece of piecesOf(begins[row(places)] + places.at(-1))) {
        if (piece === 0) shown.push("");
        else shown[shown.length - 1] += pieces[piece];
      }
      return shown;
    }
    return { controls, parts, count: (places) => counts[row(places)], show };
  }

  return { play, recorded };
})();

series.models.recording = async (part, name) => {
  const recording = await series.unpackJSON(await series.load(name));
  const starts = part.dataset.start ? part.dataset.start.split(" ").map(Number) : [];
  series.player.play(part, series.player.recorded(recording), starts);
};
