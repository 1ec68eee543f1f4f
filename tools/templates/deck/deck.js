// Starts a deck: equations first, while reveal.js has not yet hidden the slides that they stand on.
window.MathJax = {
  tex: { inlineMath: [["$", "$"]], processEscapes: true },
  svg: { scale: 0.85 }, // as high as the letters of the text
  options: { enableMenu: false },
  startup: { pageReady: start },
};

async function start() {
  await Promise.all([...document.fonts].map((face) => face.load())); // places depend on their widths
  await MathJax.startup.defaultPageReady();
  document.querySelectorAll("mjx-container:not([display])").forEach(keepStop);
  document.querySelectorAll(".highlight pre").forEach(indentFurther);
  document.querySelectorAll("pre:not(.highlight pre)").forEach(tighten);
  for (const table of document.querySelectorAll("table")) table.classList.toggle("narrow", table.rows[0].cells.length > 7);
  document.querySelectorAll("mjx-container[display] > svg").forEach(fitEquation);
  await Promise.allSettled([...document.images].map((image) => image.decode())); // their heights are needed
  // Live outputs come later and may not be moved: there the slides stay as the notebook has them, and scroll.
  if (document.body.dataset.voila) document.querySelectorAll(".slides > section > section").forEach(holdBack);
  else dealOut(document.querySelector(".slides"));
  Reveal.on("ready", lay);
  Reveal.on("slidechanged", lay);
  addEventListener("moving", ({ target }) => {
    target.querySelectorAll(".player").forEach(place);
    lay({ currentSlide: Reveal.getCurrentSlide() });
  });
  await Reveal.initialize({
    width: 1280, height: 720, margin: 0, center: false, display: "flex", navigationMode: "linear", controls: false,
    hash: true, transition: "none", slideNumber: "c/t", plugins: [RevealNotes],
    keyboardCondition: ({ key, target }) => !target.closest?.(".explorer") || /^Page(Up|Down)$/.test(key),
  });
}

// Whoever points at a control goes on with the arrow keys to the next slide; whoever reached it with Tab moves it.
let pointed = false;
addEventListener("keydown", () => (pointed = false), true);
addEventListener("pointerdown", () => (pointed = true), true);
for (const type of ["click", "change"]) {
  addEventListener(type, ({ target }) => {
    if (pointed && target.matches(".explorer :is(button, [type=range], [type=checkbox])")) target.blur();
    if (pointed && type === "change" && target.matches(".explorer select")) target.blur();
  });
}

// A line of code that is longer than the slide is wide goes on further in than it began.
function indentFurther(code) {
  code.innerHTML = code.innerHTML.trimEnd().split("\n").map((line) => {
    const began = line.replace(/<[^>]*>/g, "").search(/\S|$/);
    return `<span class="line" style="--further: ${began + 4}ch">${line}\n</span>`;
  }).join("");
}

// Whoever is asked to predict does not see the answer: what follows on the slide waits for a key, a cell's code excepted.
function holdBack(slide) {
  const cells = [...slide.querySelectorAll(".jp-Cell")].filter((cell) => !cell.closest("aside"));
  const asking = cells.findIndex((cell) =>
    [...cell.querySelectorAll("strong")].some((words) => /^(Predict|Guess|Before)/.test(words.textContent)));
  for (const cell of asking < 0 ? [] : cells.slice(asking + 1)) {
    const answer = cell.matches(".jp-MarkdownCell") ? cell : cell.querySelector(".jp-Cell-outputWrapper");
    if (!answer?.closest(".fragment")) answer?.classList.add("fragment");
  }
}

// A picture that is not much wider than high has its controls and words beside it, a wide one below it.
function place(player) {
  const picture = player.querySelector(".player-picture > *");
  const [width, height] = ["width", "height"].map((name) => Number(picture?.getAttribute(name)));
  player.classList.toggle("beside", width / height < 1.3);
}

// A long output in short lines stands in two columns; one whose lines are a little too long is set closer, so that they hold.
function tighten(output) {
  const lines = output.textContent.split("\n").map((line) => line.length);
  const longest = Math.max(...lines);
  output.classList.toggle("columns", lines.length > 14 && longest <= 34);
  if (longest > 82 && lines.length <= 12) indentFurther(output);
  else if (longest > 73 && longest <= 82) output.style.letterSpacing = `${(1150 / longest / 26.1 - 0.602).toFixed(3)}em`;
}

// An equation that is wider than the slide is set in smaller letters.
function fitEquation(equation) {
  const wide = equation.getBoundingClientRect().width / WIDTH;
  if (wide > 1) equation.parentElement.style.fontSize = `${Math.floor(100 / wide)}%`;
}

// No line begins with the full stop behind an equation.
function keepStop(equation) {
  const text = equation.nextSibling;
  if (!/^[.,;:?!)]/.test(text?.data)) return;
  const together = document.createElement("span");
  together.style.whiteSpace = "nowrap";
  equation.replaceWith(together);
  together.append(equation, text.data[0]);
  text.data = text.data.slice(1);
}

// What has room for larger letters gets them, and a slide without a heading says below which section it is in.
const LARGER = [38, 36, 34, 32]; // pixels
function lay({ currentSlide: slide }) {
  const fits = () => slide.scrollHeight <= slide.clientHeight &&
    [...slide.querySelectorAll("pre, mjx-container[display]")].every((part) => part.scrollWidth <= part.clientWidth);
  slide.classList.add("tried"); // lines of code are not to break for the sake of larger letters
  const sizes = slide.querySelector("img, .explorer, .jupyter-widgets") ? [] : LARGER;
  const fitting = sizes.find((size) => {
    slide.style.fontSize = `${size}px`;
    return fits();
  });
  slide.style.fontSize = fitting ? `${fitting}px` : "";
  slide.classList.toggle("tried", Boolean(fitting));
  const headings = [...slide.parentElement.querySelectorAll("h1, h2, h3")];
  const last = headings.findLast((heading) => heading.compareDocumentPosition(slide) & Node.DOCUMENT_POSITION_FOLLOWING);
  document.querySelector(".section").innerHTML = slide.querySelector("h1, h2, h3") ? "" : (last?.innerHTML ?? "");
}
