// What scrolls sideways is reached with Tab and moved with the arrow keys.
function reach() {
  for (const part of document.querySelectorAll("pre, .cell_output, .table-wrapper, div.math, article p:has(> img)")) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  reach();
});
addEventListener("resize", reach);
