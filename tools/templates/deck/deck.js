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
  document.querySelectorAll(".slides > section > section").forEach(holdBack);
  document.querySelectorAll(".highlight pre").forEach(indentFurther);
  Reveal.on("ready", lay);
  Reveal.on("slidechanged", lay);
  addEventListener("moving", () => lay({ currentSlide: Reveal.getCurrentSlide() }));
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

// A line of code that is longer than the slide is wide goes on further in than it began.
function indentFurther(code) {
  code.innerHTML = code.innerHTML.trimEnd().split("\n").map((line) => {
    const began = line.replace(/<[^>]*>/g, "").search(/\S|$/);
    return `<span class="line" style="--further: ${began + 4}ch">${line}\n</span>`;
  }).join("");
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
function lay({ currentSlide: slide }) {
  const overflows = () => slide.scrollHeight > slide.clientHeight ||
    [...slide.querySelectorAll("pre, mjx-container[display]")].some((part) => part.scrollWidth > part.clientWidth);
  slide.classList.toggle("large", !slide.querySelector("img"));
  if (overflows()) slide.classList.remove("large");
  const headings = [...slide.parentElement.querySelectorAll("h1, h2, h3")];
  const last = headings.findLast((heading) => heading.compareDocumentPosition(slide) & Node.DOCUMENT_POSITION_FOLLOWING);
  document.querySelector(".section").innerHTML = slide.querySelector("h1, h2, h3") ? "" : (last?.innerHTML ?? "");
}
