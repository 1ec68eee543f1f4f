"use strict";
// The descent on the error's surface, computed: the maps are recorded, the path on them is worked out in the page.
// As helpers/backprop has it, from which the data comes: maps, and the network of two inputs, hidden units and outputs.

series.models.surface = async (part, name) => {
  series.player.play(part, series.surface.source(await series.unpackJSON(await series.load(name))));
};

series.surface = (() => {
  const { fixed, general, minus } = series.numbers;
  const sigmoid = (z) => 0.5 + 0.5 * Math.tanh(0.5 * z);
  const lowered = (text) => text.replace(/w(\d)/g, (_, digit) => `w${"₀₁₂₃₄₅₆₇₈₉"[digit]}`);
  const raised = (text) => text.replace(/[-\d]/g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);

  // Weights w1 to w8: those of the hidden units, two each, then those of the outputs.
  function forward({ x, biases }, w) {
    const h = [0, 1].map((i) => sigmoid(w[2 * i] * x[0] + w[2 * i + 1] * x[1] + biases[i]));
    const o = [0, 1].map((i) => sigmoid(w[4 + 2 * i] * h[0] + w[5 + 2 * i] * h[1] + biases[2 + i]));
    return { h, o };
  }

  function loss(network, w) {
    const { o } = forward(network, w);
    return 0.5 * network.target.reduce((sum, wanted, i) => sum + (wanted - o[i]) ** 2, 0);
  }

  function gradient(network, w) {
    const { h, o } = forward(network, w);
    const atOutput = o.map((answer, i) => (answer - network.target[i]) * answer * (1 - answer));
    const atHidden = h.map((state, j) =>
      (atOutput[0] * w[4 + j] + atOutput[1] * w[6 + j]) * state * (1 - state));
    return [0, 1, 2, 3].map((k) => atHidden[k >> 1] * network.x[k % 2])
      .concat([0, 1, 2, 3].map((k) => atOutput[k >> 1] * h[k % 2]));
  }

  // Where two weights stand at the start and after every step, the others as they are; and the error at both ends.
  function descend(network, moved, rate, steps) {
    let w = network.weights.slice();
    const start = loss(network, w), places = [moved.map((k) => w[k])];
    for (let step = 0; step < steps; step++) {
      const slopes = gradient(network, w);
      w = w.slice();
      for (const k of moved) w[k] -= rate * slopes[k];
      places.push(moved.map((k) => w[k]));
    }
    return { places, errors: [start, loss(network, w)] };
  }

  function short(error) {
    if (error === 0 || error >= 1e-4) return general(error, 3);
    if (error < 1e-15) return "0"; // what rounding leaves of nought
    const [digits, power] = error.toExponential(2).split("e");
    return `${digits}·10${raised(String(Number(power)))}`;
  }

  function describe(ground, { places, errors }, rate) {
    const at = (place) => minus(ground.names.map((name, i) => `${name} = ${fixed(place[i], 2)}`).join(", "));
    const outside = places.some((place) => place.some((value, i) => value < ground.limits[i][0] || value > ground.limits[i][1]));
    return `The error over ${ground.names.join(" and ")}. Gradient descent with a learning rate of ${general(rate, 3)} begins at ` +
      `${at(places[0])}, error ${short(errors[0])}; after ${places.length - 1} steps it is at ${at(places.at(-1))}, ` +
      `error ${short(errors[1])}.${outside ? " On its way it leaves the map." : ""}`;
  }

  function draw(ground, { places }, alt, { width, height, colours }) {
    const [[left, right], [top, bottom]] = ground.box;
    const across = (value) => ((value - ground.limits[0][0]) / (ground.limits[0][1] - ground.limits[0][0])) * (right - left);
    const up = (value) => ((ground.limits[1][1] - value) / (ground.limits[1][1] - ground.limits[1][0])) * (bottom - top);
    const points = places.map(([a, b]) => [across(a).toFixed(1), up(b).toFixed(1)]);
    const dot = ([x, y], r, more) => `<circle cx="${x}" cy="${y}" r="${r}" ${more}/>`;
    const ink = `fill="${colours.ink}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" aria-label="${alt}"><image href="${ground.map}" width="${width}" height="${height}"/>` +
      `<svg x="${left}" y="${top}" width="${right - left}" height="${bottom - top}">` +
      `<polyline points="${points.join(" ")}" fill="none" stroke="${colours.ink}" stroke-width="1.9"/>` +
      points.map((point) => dot(point, 2.7, ink)).join("") + dot(points[0], 7.3, ink) +
      dot(points.at(-1), 8, `fill="${colours.active}" stroke="${colours.ink}" stroke-width="1.3"`) + "</svg></svg>";
  }

  // `data`: what tools/page/computed.py makes of helpers/backprop.
  function source(data) {
    const names = Object.keys(data.network.weights);
    const network = { ...data.network, weights: Object.values(data.network.weights) };
    return {
      controls: data.controls,
      parts: ["picture", "words"],
      count: () => data.controls.at(-1).options.length,
      show([pair, rate, steps]) {
        const ground = data.grounds[pair];
        const path = descend(network, ground.names.map((name) => names.indexOf(name)), data.rates[rate], steps);
        const words = describe(ground, path, data.rates[rate]);
        return [draw(ground, path, words, data), lowered(words)];
      },
    };
  }

  return { source };
})();
