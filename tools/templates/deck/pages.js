"use strict";
// Deals a lesson out into slides. A section of the notebook is cut into pieces, which are a paragraph, an item, a line of a
// table, a cell's code or an output; then the pages are chosen that have room for them at the letters of the back row, neither
// walls nor all but empty. The same notebook gives the same slides each time: the fonts come with the deck.
const WIDTH = 1180, HEIGHT = 640, GAP = 14, WORDS = 95, CODE_LINES = 12; // of one page; pixels at a width of 1280
const ASKS = /^(Predict|Guess|Before|Try it|Exercise)/;

function dealOut(slides) {
  for (const stack of [...slides.querySelectorAll(":scope > section")]) {
    const pieces = [...stack.children].flatMap((section) => piecesOf(section)).map(wrapped);
    const notes = pieces.filter(({ kind }) => kind === "notes");
    for (const note of notes) note.after = pieces.slice(0, pieces.indexOf(note)).findLast(({ kind }) => kind !== "notes");
    const dealt = pieces.filter(({ kind }) => kind !== "notes");
    const sheet = document.createElement("section");
    sheet.className = "measured";
    sheet.append(...dealt.map(({ node }) => node));
    stack.replaceChildren(sheet);
    const cut = dealt.flatMap(cutHigh);
    cut.forEach(measure);
    const pages = choose(cut).map(([first, last]) => bind(cut.slice(first, last + 1)));
    stack.replaceChildren(...pages);
    for (const { node, after, answers } of notes) noteUnder(stack, node, answers ? after?.asking ?? after : after);
  }
}

// A speaker's note stands with the page that asks what it answers.
function noteUnder(stack, aside, piece) {
  (piece?.node.closest("section") ?? stack.firstElementChild).append(aside);
}

let groups = 0;

// What a slide of the notebook consists of, in order: nodes that stay whole, and what is known about each.
function piecesOf(section, fragment = 0) {
  const pieces = [];
  const add = (kind, cell, node, loose) => pieces.push({ kind, cell, node, loose, fragment });
  for (const child of [...section.children]) {
    if (child.matches("aside")) pieces.push({ kind: "notes", node: child, answers: child.querySelector(".celltag_answer") });
    else if (child.matches(".fragment")) pieces.push(...piecesOf(child, ++groups));
    else if (child.matches(".jp-MarkdownCell")) {
      for (const block of [...child.querySelector(".jp-MarkdownOutput").children]) prose(block, (node, loose) => add("prose", child, node, loose));
    } else if (child.matches(".jp-CodeCell")) {
      const [input, output] = [".jp-Cell-inputWrapper", ".jp-Cell-outputWrapper"].map((name) => child.querySelector(name));
      const moves = child.querySelector(".explorer, .jupyter-widgets");
      if (input && !moves) add("code", child, input);
      if (output) add(moves ? "explorer" : output.querySelector("img") ? "picture" : "output", child, output);
    } else add("prose", child, child);
  }
  if (pieces.length) pieces[0].starts = !fragment;
  return pieces;
}

// The pieces of a block of prose; `loose` says how gladly a page ends before the piece.
function prose(block, add) {
  const cut = (nodes) => nodes.forEach((node, i) => add(node, i > 0));
  if (block.matches("p")) cut(paragraphs(block));
  else if (block.matches("ul, ol") && count(block.textContent) > 25) cut(items(block));
  else add(block);
}

// A long paragraph becomes several, cut where a sentence ends.
function paragraphs(block, most = 60) {
  const words = count(block.textContent);
  if (words <= most || block.querySelector("mjx-container[display], img")) return [block];
  const wanted = words / Math.ceil(words / most);
  let [best, distance] = [null, Infinity];
  let [before, beforeText] = [0, ""];
  for (const node of block.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      for (const end of node.data.matchAll(/(?:^|[\p{L}\d)”’"])[.?!:]["”)]?(\s+(?=[\p{Lu}“"(])|\s+$)/gu)) {
        const place = end.index + end[0].length;
        if (place === node.length && !node.nextSibling) continue;
        if (open(beforeText + node.data.slice(0, place))) continue;
        const far = Math.abs(before + count(node.data.slice(0, place)) - wanted);
        if (far < distance) [best, distance] = [[node, place], far];
      }
    }
    before += count(node.textContent);
    beforeText += node.textContent;
  }
  if (!best || (distance > 0.6 * wanted && words <= WORDS)) return [block];
  const range = document.createRange();
  range.setStart(...best);
  range.setEnd(block, block.childNodes.length);
  const rest = block.cloneNode();
  rest.append(range.extractContents());
  return [block, ...paragraphs(rest, most)];
}

const open = (text) => text.split("(").length !== text.split(")").length; // inside brackets

function items(list) {
  const start = list.start ?? 1;
  return [...list.children].map((item, i) => {
    const part = list.cloneNode();
    if (list.matches("ol")) part.start = start + i;
    part.append(item);
    return part;
  });
}

// A text or a table that is higher than a page becomes several, of about as many lines each; a table's head stands on each.
function cutHigh(piece) {
  const { node } = piece;
  const many = Math.ceil(node.getBoundingClientRect().height / HEIGHT);
  const [block, ...others] = node.querySelectorAll("pre, table");
  if (many < 2 || !block || others.length || piece.picture || piece.kind === "code") return [piece];
  const lines = block.matches("table") ? [...block.tBodies[0].rows] : block.innerHTML.trimEnd().split("\n");
  const ends = Array.from({ length: many }, (_, i) => endNear(lines, Math.ceil((lines.length * (i + 1)) / many)));
  const parts = [piece];
  for (let i = 1; i < many; i++) {
    const part = node.cloneNode(true);
    part.removeAttribute("id");
    keep(part.querySelector("pre, table"), lines, ends[i - 1], ends[i]);
    parts.push({ ...piece, node: part, loose: true, starts: false });
  }
  keep(block, lines, 0, ends[0]);
  parts.slice(1).reduce((before, { node: part }) => (before.after(part), part), node);
  return parts;
}

// A text rather ends at an empty line, if there is one near.
function endNear(lines, wanted) {
  const places = [0, -1, 1, -2, 2, -3].map((far) => wanted + far);
  return wanted === lines.length ? wanted : places.find((place) => lines[place - 1] === "") ?? wanted;
}

function keep(block, lines, first, end) {
  if (block.matches("pre")) block.innerHTML = lines.slice(first, end).join("\n");
  else [...block.tBodies[0].rows].forEach((row, i) => (i < first || i >= end) && row.remove());
}

// Each piece stands in a cell of its own, so that the looks of cells hold for it.
function wrapped(piece) {
  if (piece.kind === "notes") return piece;
  const place = piece.cell.cloneNode();
  piece.cell.removeAttribute("id"); // the cell's first piece has it
  place.classList.add("piece", piece.kind);
  if (piece.node !== piece.cell) {
    const inner = document.createElement("div");
    inner.className = piece.kind === "prose" ? "jp-RenderedHTMLCommon jp-MarkdownOutput" : "";
    inner.append(piece.node);
    place.append(inner);
  }
  return { ...piece, node: place };
}

const count = (text) => text.match(/[\p{L}\d][\p{L}\d'’-]*/gu)?.length ?? 0;

// How high a piece is, how many words and lines it has, and whether it asks.
function measure(piece, i, all) {
  const { node, kind } = piece;
  const image = kind === "picture" ? node.querySelector("img") : null;
  piece.height = node.getBoundingClientRect().height;
  piece.words = kind === "prose" ? count(spokenText(node)) : 0;
  piece.lines = kind === "code" ? node.textContent.trim().split("\n").length : 0;
  piece.heading = Boolean(node.querySelector("h1, h2, h3"));
  piece.asks = kind === "prose" && [...node.querySelectorAll("strong")].some(({ textContent }) => ASKS.test(textContent));
  piece.leads = kind === "prose" && /:\s*$/.test(node.textContent);
  piece.list = Boolean(node.querySelector("ul, ol, table"));
  piece.formula = kind === "prose" && Boolean(node.querySelector("mjx-container[display]"));
  if (image) {
    const width = image.getAttribute("width") ?? image.naturalWidth;
    piece.picture = { width, height: (width * image.naturalHeight) / image.naturalWidth };
  }
  piece.asking = piece.asks ? piece : all[i - 1]?.asking;
}

const spokenText = (node) => {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("mjx-container, code").forEach((part) => part.remove());
  return copy.textContent;
};

// The cheapest way to cut pieces into pages: [first, last] of each.
function choose(pieces) {
  const cost = [0], from = [];
  for (let end = 1; end <= pieces.length; end++) {
    cost[end] = Infinity;
    for (let first = end - 1; first >= 0; first--) {
      const sum = cost[first] + pageCost(pieces.slice(first, end)) + (first ? breakCost(pieces[first - 1], pieces[first]) : 0);
      if (sum < cost[end]) [cost[end], from[end]] = [sum, first];
    }
  }
  const pages = [];
  for (let end = pieces.length; end > 0; end = from[end]) pages.unshift([from[end], end - 1]);
  return pages;
}

function pageCost(page) {
  const sum = (value) => page.reduce((total, piece) => total + value(piece), 0);
  const only = page.length === 1;
  const pictures = page.filter(({ picture }) => picture);
  let used = sum(({ height }) => height) + GAP * (page.length - 1);
  let cost = 1;
  if (page.some(({ kind }) => kind === "explorer")) return only ? cost : 1e6;
  if (pictures.length > 1) cost += 10 * (pictures.length - 1);
  if (pictures.length) {
    const room = HEIGHT - used;
    const scale = Math.min(room / sum(({ picture }) => picture?.height ?? 0), WIDTH / pictures[0].picture.width);
    if (scale < 1) return 1e4 * (2 - scale) + (only ? 0 : 1e5);
    return cost + 4 * Math.max(0, 1.6 - scale);
  }
  if (used > HEIGHT) return only ? 1e4 : 1e6;
  if (sum(({ words }) => words) > WORDS && !only) cost += 1e3;
  if (sum(({ lines }) => lines) > CODE_LINES && !only) cost += 1e3;
  const empty = 1 - used / HEIGHT;
  if (empty > 0.7) cost += page.some(({ asks }) => asks) ? 1 : 30;
  return cost + empty * empty * 2;
}

function breakCost(before, after) {
  if (before.heading) return 1e5;
  if (before.leads) return 6;
  if (after.formula) return 3;
  if (before.kind === "code" && after.cell === before.cell) return after.picture ? 1 : 3;
  if (after.list && !before.list && after.cell === before.cell) return 3;
  if (after.heading) return -1.4;
  if (after.starts) return -0.8;
  if (after.kind === "code" && before.kind === "prose") return 1.2;
  if (before.asks) return -0.2;
  if (after.loose) return 1;
  return after.cell === before.cell ? 0.4 : 0;
}

// A page of these pieces; what a key shows later is marked.
function bind(pieces) {
  const page = document.createElement("section");
  page.append(...pieces.map(({ node }) => node));
  const asks = pieces.findIndex(({ node }) =>
    [...node.querySelectorAll("strong")].some(({ textContent }) => /^(Predict|Guess|Before)/.test(textContent)));
  let step = -1, last = null;
  pieces.forEach((piece, i) => {
    const held = asks >= 0 && i > asks && piece.cell !== pieces[asks].cell && piece.kind !== "code" && piece.cell;
    const group = held || (piece.fragment !== pieces[0].fragment && piece.fragment);
    if (!group) return;
    if (group !== last) step++;
    last = group;
    piece.node.classList.add("fragment");
    piece.node.dataset.fragmentIndex = step;
  });
  pieces.reduceRight((after, before) => (join(before, after), before));
  return page;
}

// Items of one list that have come onto the same page are one list again.
function join(before, after) {
  const [list, rest] = [before, after].map(({ node }) => node.querySelector(":scope > div > :is(ul, ol):only-child"));
  if (!list || !rest || !after.loose || before.cell !== after.cell || list.tagName !== rest.tagName) return;
  list.append(...rest.children);
  after.node.remove();
  after.node = before.node; // where its notes go
}
