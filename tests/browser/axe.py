"""axe-core, on a page that is open: what keeps people out."""

from axe_playwright_python.base import AXE_SCRIPT

# MathJax answers for its equations, and of each kind of code one word is enough: fewer parts are judged sooner.
BARRIERS = """async (part) => {
  for (const equation of document.querySelectorAll("mjx-container")) equation.replaceChildren();
  const kinds = new Set();
  for (const word of document.querySelectorAll(".highlight span")) {
    const kind = `${word.className} ${word.closest(".cell_output, .jp-OutputArea")?.className}`;
    if (kinds.has(kind)) word.replaceWith(word.textContent);
    kinds.add(kind);
  }
  const options = {preload: false, resultTypes: ["violations"], selectors: false};
  const {violations} = await axe.run({include: [part], exclude: ["mjx-container"]}, options);
  return violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .map(({id, nodes}) => [id, ...nodes.map(({html}) => html.slice(0, 200))]);
}"""


def barriers(page, part="html"):
    """The serious and the critical findings: the rule, and what breaks it, in the parts that a CSS selector finds."""
    page.evaluate(f"{AXE_SCRIPT}; 0")
    return page.evaluate(BARRIERS, part)
