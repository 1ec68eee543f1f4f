"use strict";
// The first explorer, computed: a neuron's answers, its goal's targets, and their words. As helpers/start_here has it,
// from which the data comes: places, colours, goals.

series.models.neuron = async (part, name) => {
  series.player.play(part, series.neuron.source(await series.unpackJSON(await series.load(name))));
};

series.neuron = (() => {
  const { fixed, minus } = series.numbers;
  const sigmoid = (z) => 0.5 + 0.5 * Math.tanh(0.5 * z);
  const number = (value) => minus(String(Number(fixed(value, 2)) + 0));
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  const output = ({ weight, bias }, x) => sigmoid(weight * x + bias);
  const border = ({ weight, bias }) => (weight ? -bias / weight : NaN);
  const missed = (neuron, goal) =>
    goal.targets.filter(([x, wanted]) => Math.abs(wanted - output(neuron, x)) >= goal.margin);

  function certainty(answer) {
    const distance = Math.abs(answer - 0.5);
    if (distance < 0.005) return "neither yes nor no";
    if (distance > 0.4) return answer > 0.5 ? "a sure yes" : "a sure no";
    return answer > 0.5 ? "more yes than no" : "more no than yes";
  }

  function listMissed(neuron, goal) {
    const wrong = missed(neuron, goal);
    const parts = [[1, "yes"], [0, "no"]].flatMap(([answer, word]) => {
      const inputs = wrong.filter(([, wanted]) => wanted === answer).map(([x]) => number(x));
      return inputs.length ? [`${inputs.join(", ")} (should be ${word})`] : [];
    });
    return parts.length ? `Still wrong at x = ${parts.join("; ")}.` : "No target is missed.";
  }

  function describe(neuron, x, goal) {
    const answer = output(neuron, x);
    const turns = neuron.weight
      ? `It changes its mind at x = ${number(border(neuron))}.`
      : "With a weight of 0 it gives every input the same answer.";
    return `At x = ${number(x)} the neuron answers ${fixed(answer, 2)}: ${certainty(answer)}. ${turns} ` +
      listMissed(neuron, goal);
  }

  function judge(neuron, goal, looks) {
    const met = goal.targets.length - missed(neuron, goal).length;
    const reached = met === goal.targets.length;
    const [kind, head, text] = reached
      ? ["right", "Goal reached:", `all ${met} targets are met.`]
      : ["unanswered", "Goal:", `${goal.task} ${met} of ${goal.targets.length} targets are met.`];
    const [line, ground] = looks.boxes[kind];
    return `<div class="player-box" style="border-left: 5px solid ${line}; background: ${ground}">` +
      `<b>${head}</b> ${escaped(text)}</div>`;
  }

  function draw(neuron, x, goal, looks) {
    const { width, height, left, right, top, bottom, low, high, colours: c } = looks;
    const across = (value) => left + ((value - low) / (high - low)) * (right - left);
    const down = (answer) => bottom - answer * (bottom - top);
    const at = (value) => fixed(value, 1);

    function yesSide() {
      const turn = Math.min(Math.max(border(neuron), low), high);
      const flat = neuron.bias > 0 ? [low, high] : [low, low];
      const [begin, end] = (!neuron.weight ? flat : neuron.weight > 0 ? [turn, high] : [low, turn]).map(across);
      const label = `<text x="${at((begin + end) / 2)}" y="${top - 13}" text-anchor="middle" fill="${c.output}">yes</text>`;
      return `<rect x="${at(begin)}" y="${top - 9}" width="${at(end - begin)}" height="${bottom - top + 18}"` +
        ` fill="${c.output}" opacity="0.12"/>${end - begin > 30 ? label : ""}`;
    }

    function target([value, wanted]) {
      const place = across(value), row = down(wanted);
      if (Math.abs(wanted - output(neuron, value)) < goal.margin)
        return `<circle cx="${at(place)}" cy="${row}" r="7" fill="${c.baseline}"/>`;
      return `<g stroke="${c.error}" stroke-width="3"><line x1="${at(place)}" x2="${at(place)}" y1="${row}"` +
        ` y2="${at(down(output(neuron, value)))}" stroke-dasharray="4 4"/>` +
        `<path d="M${at(place - 7)} ${row - 7} l14 14 m0 -14 l-14 14"/></g>`;
    }

    function curve() {
      const points = Array.from({ length: 241 }, (_, i) => low + ((high - low) * i) / 240);
      const line = points.map((value) => `${at(across(value))},${at(down(output(neuron, value)))}`).join(" ");
      return `<polyline points="${line}" fill="none" stroke="${c.output}" stroke-width="3.5"/>`;
    }

    function marker() {
      const place = at(across(x)), row = at(down(output(neuron, x)));
      return `<line x1="${place}" x2="${place}" y1="${bottom}" y2="${row}" stroke="${c.active}" stroke-width="2"/>` +
        `<circle cx="${place}" cy="${row}" r="8" fill="${c.active}" stroke="${c.paper}" stroke-width="2"/>`;
    }

    function formula() {
      const input = `<tspan fill="${c.input}">${x < 0 ? `(${number(x)})` : number(x)}</tspan>`;
      const answer = `<tspan fill="${c.output}">${fixed(output(neuron, x), 2)}</tspan>`;
      const weighted = `${number(neuron.weight)} · ${input} ${neuron.bias < 0 ? "−" : "+"} ${number(Math.abs(neuron.bias))}`;
      const total = number(neuron.weight * x + neuron.bias);
      return `<text x="${left}" y="26" font-size="19">σ(w · <tspan fill="${c.input}">x</tspan> + b) = σ(${weighted})` +
        ` = σ(${total}) = ${answer}</text>`;
    }

    const body = [yesSide(), looks.axes, ...goal.targets.map(target), curve(), marker(), formula()].join("");
    return looks.svg.replace("ALT", () => escaped(describe(neuron, x, goal))).replace("BODY", () => body);
  }

  // `data`: what tools/page/computed.py makes of helpers/start_here.
  function source(data) {
    return {
      controls: data.controls,
      parts: ["verdict", "picture", "words"],
      count: () => data.values.at(-1).length,
      show(places) {
        const goal = data.goals[places[0]];
        const [weight, bias, x] = [1, 2, 3].map((i) => data.values[i - 1][places[i]]);
        const neuron = { weight, bias };
        return [judge(neuron, goal, data), draw(neuron, x, goal, data), escaped(describe(neuron, x, goal))];
      },
    };
  }

  return { source };
})();
