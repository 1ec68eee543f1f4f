"use strict";
// Lesson 07 in the page: the network writes, and the bars of its next character follow a prompt. The explorers of
// helpers/textgen/explorers, with the same words. What is computed stands in network.js.

series.models.writing = (() => {
  const PACE = 60; // characters a second that one can read along
  const SLICE = 12; // milliseconds of a frame's 16 that may be computed in: the page answers in between
  const LONG = 200; // milliseconds: no frame of a page in sight takes longer
  const SHOWN = 50; // milliseconds from one update of a page that is written fast to the next: laying it out takes time
  const ON_PAGE = 4000; // characters on the page
  const KEPT = 500; // states of a prompt that are kept, so that typing at its end need not read it all again
  const PHONE = 480; // pixels: below, the bars are drawn for a phone
  const { element } = series;
  const SVG = "http://www.w3.org/2000/svg";
  const UNUSABLE = "a value above cannot be used yet; the reason is given below it";
  const PARTS = { "07-pretrained": writingPart, "07-explore-sampling": samplingPart };

  // -- Elements

  // The SVG element of a tree [name, attributes, ...children].
  function drawn([name, attributes, ...children]) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children.map((child) => typeof child === "string" ? child : drawn(child)));
    return made;
  }

  // A line of words, read aloud when they change, and the way to say what was wrong.
  function words(role) {
    const line = element("p", { class: "words", role });
    const show = (warned, ...content) => {
      line.classList.toggle("warned", warned);
      line.replaceChildren(...content);
    };
    return {
      element: line,
      say: (text) => show(false, text),
      warn: (text) => show(true, element("b", {}, "Not yet:"), ` ${text}`),
    };
  }

  // -- Controls

  let fields = 0;

  // Controls that hold one value, and room beneath them for why it cannot be used; `judge` gives that, or "".
  function field(controls, inputs, judge, initial) {
    const answer = words("alert");
    answer.element.id = `writing-field-${++fields}`;
    const self = {
      element: element("div", { class: "field" }, ...controls, answer.element),
      value: undefined,
      ok: false,
      take(value) {
        const fault = judge(value);
        Object.assign(self, { value, ok: !fault });
        for (const input of inputs) {
          if (fault) input.setAttribute("aria-describedby", answer.element.id);
          else input.removeAttribute("aria-describedby");
          input.setAttribute("aria-invalid", Boolean(fault));
        }
        if (fault) answer.warn(fault);
        else answer.say("");
        self.changed();
      },
      changed() {},
    };
    self.take(initial);
    return self;
  }

  const textBox = (value, attributes = {}) =>
    element("input", { type: "text", value, autocomplete: "off", spellcheck: false, ...attributes });

  const labelled = (label, control) => element("label", {}, element("span", {}, label), control);

  // Several lines of text, taken over while they are typed.
  function promptField({ messages, symbols }, prompt, rows) {
    const area =
      element("textarea", { rows, spellcheck: false, autocapitalize: "off", autocomplete: "off" }, prompt);
    const judge = (text) => network.promptFault(messages, symbols, text);
    const self = field([labelled("prompt", area)], [area], judge, prompt);
    area.addEventListener("input", () => self.take(area.value));
    return Object.assign(self, {
      set(text) {
        area.value = text;
        self.take(text);
      },
    });
  }

  // A box for a number, taken over when it has been typed.
  function numberField({ messages }, name, value) {
    const box = textBox(network.format(value), { inputmode: "numeric" });
    const self = field([labelled(name, box)], [box], (typed) => network.fault(messages, name, typed), value);
    box.addEventListener("change", () => self.take(network.parse(box.value)));
    return self;
  }

  // A slider and a box to type in that hold one number. With `off` the high end of the slider stands for null, as there
  // it would change nothing.
  function settingField({ messages }, label, name, value, [min, max, step], off = false) {
    const slider = element("input", { type: "range", min, max, step, autocomplete: "off" });
    slider.value = value ?? max; // after its bounds, which would cut it
    const hint = `${label}: type a number${off ? " or off" : ""}`;
    const box = textBox(network.format(value), { "aria-label": hint });
    const judge = (typed) => network.fault(messages, name, typed);
    const self = field([labelled(label, slider), box], [slider, box], judge, value);
    self.element.classList.add("setting");
    const tell = () => slider.setAttribute("aria-valuetext", box.value);
    slider.addEventListener("input", () => {
      const moved = off && slider.valueAsNumber >= max ? null : slider.valueAsNumber;
      box.value = network.format(moved);
      tell();
      self.take(moved);
    });
    box.addEventListener("change", () => {
      const typed = network.parse(box.value);
      self.take(typed);
      if (!self.ok) return;
      const place = typed ?? max;
      if (min <= place && place <= max) slider.value = place;
      tell();
    });
    tell();
    return self;
  }

  // Temperature, top-k and top-p.
  function samplingFields(data, temperature = 1) {
    const fields = {
      temperature: settingField(data, "temperature", "temperature", temperature, [0.1, 2, 0.05]),
      topK: settingField(data, "top-k", "top_k", null, [1, data.symbols.length, 1], true),
      topP: settingField(data, "top-p", "top_p", null, [0.05, 1, 0.05], true),
    };
    const all = Object.values(fields);
    return {
      all,
      elements: all.map(({ element }) => element),
      settings: () => Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
    };
  }

  function button(name, hint, pressed) {
    const made = element("button", { type: "button", title: hint }, name);
    made.addEventListener("click", pressed);
    return made;
  }

  // -- Time

  const frame = () => new Promise(requestAnimationFrame);

  // Take from an iterator until `enough`, or its end, or the end of this frame's time; whether it has ended.
  function takeFrom(iterator, take, enough = () => false) {
    const until = performance.now() + SLICE;
    while (!enough() && performance.now() < until) {
      const { done, value } = iterator.next();
      if (done) return true;
      take(value);
    }
    return false;
  }

  // -- The network writes

  let writer = null; // one page is written at a time

  const stop = () => writer?.stop();

  function writingPart({ data, model, look }, { prompt, length, seed, temperature }) {
    const fields = {
      prompt: promptField(data, prompt, 4),
      length: numberField(data, "length", length),
      seed: numberField(data, "seed", seed),
    };
    const sampling = samplingFields(data, temperature);
    const slowly = element("input", { type: "checkbox", checked: "", autocomplete: "off" });
    const readout = words("status");
    const paper = writingPaper(look);
    paper.show(prompt, data.beginning, data.beginning.length);
    readout.say("The beginning of what this seed writes. Press Write to watch it being written.");

    async function write() {
      stop();
      if (![...Object.values(fields), ...sampling.all].every(({ ok }) => ok)) {
        readout.warn(UNUSABLE);
        return;
      }
      const given = fields.prompt.value;
      const characters =
        network.stream(model, given, fields.length.value, sampling.settings(), network.uniforms(fields.seed.value));
      let before = performance.now();
      let [written, end, owed, slow, took, shown] = [0, "", 0, slowly.checked, 0, before];
      let ended = false;
      function show() {
        end = end.slice(-ON_PAGE);
        paper.show(given, end, written);
      }
      function finish(words) {
        writer = null;
        ended = true;
        show();
        paper.element.removeAttribute("aria-busy");
        took += Math.min(performance.now() - before, LONG);
        const perSecond = Math.round(written / took * 1000).toLocaleString("en");
        const speed = written && !slow ? `, ${perSecond} per second` : "";
        readout.say(`${words}: ${written} characters${speed}.`);
      }
      writer = { stop: () => finish("Stopped, and nothing is lost") };
      readout.say("Writing. Stop keeps what has been written so far.");
      paper.element.setAttribute("aria-busy", true);
      while (!ended) {
        const now = await frame();
        if (ended) return;
        // A page out of sight gets no frames: it goes on when it is seen again, does not catch up in one go, and does
        // not count that time.
        const passed = Math.min(now - before, LONG);
        before = now;
        took += passed;
        owed = slowly.checked ? Math.min(owed, 1) + passed / 1000 * PACE : Infinity;
        slow ||= slowly.checked;
        const done = takeFrom(characters, (character) => {
          end += character;
          written += character.length;
          owed -= character.length;
        }, () => owed < 1);
        if (done) finish("Done");
        else if (slowly.checked || now - shown > SHOWN) {
          show();
          shown = now;
        }
      }
    }

    return element("div", { class: "writing" },
      element("div", { class: "settings" },
        ...Object.values(fields).map(({ element }) => element),
        ...sampling.elements,
        element("label", { class: "check" }, slowly, element("span", {}, "slowly enough to read along")),
        element("div", { class: "buttons" },
          button("Write", "Write on from the prompt", write),
          button("Stop", "Stop; what is written stays", stop)),
        readout.element),
      paper.element);
  }

  // A prompt, bold, and the end of what was written after it. What is longer than the paper shows its end.
  function writingPaper(look) {
    const [dots, own, text] = ["", "", ""].map((nothing) => document.createTextNode(nothing));
    const bold = element("b", {}, own);
    const rest = element("span", {}, text);
    const lines = element("div", {}, dots, bold, rest);
    const attributes = { class: "paper", role: "region", "aria-label": "what the network writes", tabindex: 0 };
    const paper = element("div", attributes, lines);
    paper.style.background = look.paper;
    lines.style.color = look.ink;
    lines.style.fontFamily = look.mono;
    bold.style.color = look.input;
    rest.style.color = look.output;
    return {
      element: paper,
      show(prompt, end, written) {
        const length = prompt.length + written;
        dots.data = length > ON_PAGE ? "… " : "";
        own.data = prompt.slice(Math.max(0, length - ON_PAGE));
        text.data = end;
      },
    };
  }

  // -- The bars of the next character

  function samplingPart({ data, model, look }, { prompt: initial, seed }) {
    const prompt = promptField(data, initial, 5);
    const sampling = samplingFields(data);
    const picture = element("div", { class: "picture" });
    const readout = words("status");
    const uniform = network.uniforms(seed);
    const read = reader(model);
    const turns = []; // the prompt before and after each draw
    const ok = () => [prompt, ...sampling.all].every((field) => field.ok);
    let [turn, shown, shape] = [0, null, null];

    // What each symbol gets before top-k and top-p, and after them.
    function probabilities(state) {
      const scores = network.logits(model, state);
      const settings = sampling.settings();
      const off = { temperature: settings.temperature, topK: null, topP: null };
      return [network.distribution(scores, off), network.distribution(scores, settings)];
    }

    // Bars and words of what the controls hold; the words begin with `first`.
    async function update(first = "") {
      if (!ok()) return null;
      const mine = ++turn;
      const text = prompt.value;
      picture.setAttribute("aria-busy", true);
      const state = await read(text, () => turn !== mine);
      if (turn !== mine) return null; // something else is to be shown by now
      picture.setAttribute("aria-busy", false);
      const [before, after] = probabilities(state);
      shown = { text, before, after };
      paint();
      readout.say(first + network.describeBars(data.symbols, before, after, text));
      return shown;
    }

    const fitting = () => picture.clientWidth && picture.clientWidth < PHONE ? network.NARROW : network.WIDE;

    function paint() {
      shape = fitting();
      picture.replaceChildren(drawn(network.bars(data.symbols, shown.before, shown.after, shown.text, look, shape)));
    }

    async function drawOne() {
      if (!ok()) {
        readout.warn(UNUSABLE);
        return;
      }
      const now = await update();
      if (!now) return;
      const index = network.draw(now.after, uniform());
      const symbol = data.symbols[index];
      turns.push([now.text, now.text + symbol]);
      prompt.set(now.text + symbol);
      await update(`Drawn: ${network.visible(symbol)}, which had ${network.percent(now.after[index])}. `);
    }

    function undo() {
      if (!turns.length || turns.at(-1)[1] !== prompt.value) {
        turns.length = 0;
        readout.warn("nothing has been drawn since the prompt was typed, so there is nothing to take back");
        return;
      }
      prompt.set(turns.pop()[0]);
    }

    for (const field of [prompt, ...sampling.all]) field.changed = () => void update();
    new ResizeObserver(() => {
      if (shown && fitting() !== shape) paint();
    }).observe(picture);
    void update();
    return element("div", { class: "writing" },
      element("div", { class: "settings" },
        prompt.element,
        element("div", { class: "buttons" },
          button("Draw one", "Draw the next character and write it after the prompt", drawOne),
          button("Undo", "Take back the character that was drawn last", undo)),
        ...sampling.elements,
        readout.element),
      picture);
  }

  // Gives the state after a text, read a frame's time at once; null if `given up` meanwhile. What the text and the one
  // before begin with is not read again.
  function reader(model) {
    let text = "", first = 0, states = [network.initialState(model)]; // after `first` characters, and each one more

    function* reading(wanted) {
      const same = [...wanted].findIndex((symbol, i) => symbol !== text[i]);
      const kept = same < 0 ? Math.min(wanted.length, text.length) : same;
      [text, first, states] = kept < first
        ? ["", 0, [network.initialState(model)]]
        : [text.slice(0, kept), first, states.slice(0, kept - first + 1)];
      while (text.length < wanted.length) {
        const symbol = wanted[text.length];
        states.push(network.step(model, states.at(-1), model.symbols.indexOf(symbol)));
        text += symbol;
        if (states.length > 2 * KEPT) first += states.splice(0, KEPT).length;
        yield;
      }
    }

    return async (wanted, givenUp) => {
      const steps = reading(wanted);
      while (!takeFrom(steps, () => {})) {
        await frame();
        if (givenUp()) return null;
      }
      return states.at(-1);
    };
  }

  // -- The parts

  let loading = null;

  // Data, model and look, made once for all parts of the page.
  async function load() {
    const data = await series.load("writing");
    const model = network.model(data, await series.unpack(data.weights));
    // The page may have colours of its own, for the dark.
    const colours = Object.entries(data.colours).map(([name, colour]) => [name, `var(--${name}, ${colour})`]);
    return { data, model, look: { ...Object.fromEntries(colours), ...data.fonts } };
  }

  return async (part, name) => {
    loading ??= load();
    const made = await loading.catch((error) => {
      loading = null; // so that one can try again
      throw error;
    });
    part.replaceChildren(PARTS[name](made, made.data.parts[name]));
  };
})();
