// Starts a deck: equations first, while reveal.js has not yet hidden the slides that they stand on.
async function start(size) {
  await Promise.all([...document.fonts].map((face) => face.load())); // places depend on their widths
  await MathJax.startup.defaultPageReady();
  // A line may end between an equation and the full stop behind it, unless a word joiner (U+2060) forbids it.
  for (const equation of document.querySelectorAll("mjx-container:not([display])"))
    if (/^[.,;:?!)]/.test(equation.nextSibling?.data)) equation.nextSibling.data = "\u2060" + equation.nextSibling.data;
  Reveal.on("ready", lay);
  Reveal.on("slidechanged", lay);
  await Reveal.initialize({
    ...size, margin: 0, center: false, display: "flex", navigationMode: "linear", controls: false, hash: true,
    transition: "none", slideNumber: "c/t", plugins: [RevealNotes],
  });
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
