// Voilà shows the cells when its theme has come; only then can reveal.js measure them.
MathJax.startup.pageReady = async () => {
  while (!document.getElementById("rendered_cells").offsetHeight) await new Promise(requestAnimationFrame);
  await start();
  Reveal.on("slidechanged", ({ currentSlide }) => watch(currentSlide));
  watch(Reveal.getCurrentSlide());
};

// An output may change its height when it is first seen, and an explorer when it is used.
const heights = new ResizeObserver(() => arrange(Reveal.getCurrentSlide()));

function watch(slide) {
  heights.disconnect();
  for (const cell of slide.querySelectorAll(".jp-Cell")) heights.observe(cell);
}

// Lay a slide out; its explorer is as large as there is room for.
function arrange(slide) {
  lay({ currentSlide: slide });
  const explorer = slide.querySelector(".jupyter-widgets");
  if (!explorer) return;
  for (let zoom = 1.6; zoom > 0.7; zoom -= 0.05) {
    explorer.style.zoom = zoom;
    if (slide.scrollHeight <= slide.clientHeight && explorer.scrollWidth <= explorer.clientWidth) break;
  }
}
