const SCROLLERS = "pre, .cell_output, .table-wrapper, .math, article p:has(> img)";

// What scrolls sideways is reached with Tab and moved with the arrow keys.
function reach() {
  for (const part of document.querySelectorAll(SCROLLERS)) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  reach();
  if (location.hash) document.querySelector(":target")?.scrollIntoView(); // equations above it have pushed it down
  else document.querySelector("article .highlighted")?.scrollIntoView({ block: "center" }); // was searched
});
addEventListener("resize", reach);
