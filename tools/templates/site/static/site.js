// Setting the equations takes seconds on a small machine: what is near moves, and is painted, before; unless it is late.
const PATIENCE = 2000; // milliseconds
async function setEquations() {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  if (typeof series !== "undefined") await Promise.race([series.begun.then(painted), late]);
  await MathJax.startup.defaultPageReady();
}
if (window.MathJax) MathJax.startup = { pageReady: setEquations }; // its settings so far: it is loaded after this

const SCROLLERS = "pre, .cell_output, .table-wrapper, .math, article p:has(> img)";

// What scrolls sideways is reached with Tab and moved with the arrow keys.
function reach() {
  for (const part of document.querySelectorAll(SCROLLERS)) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
    // The frame of a picture that stays still; an explorer says it of its own.
    part.classList.toggle("goes-on", part.tabIndex === 0 && part.matches(".cell_output:has(.picture):not(:has(.player))"));
  }
}

// Whoever comes from a search sees the first word found: in the section that the link leads to, or on the page.
function showFound() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = place ? place.closest("section") ?? place : document.querySelector("article");
  section.querySelector(".highlighted")?.scrollIntoView({ block: "center" });
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  reach();
  if (location.hash) document.querySelector(":target")?.scrollIntoView(); // equations above it have pushed it down
  showFound();
});
addEventListener("resize", reach);
