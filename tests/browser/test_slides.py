"""Every slide of every deck at a projector's size: whole, its equations set, its pictures there, and nothing fetched."""

import pytest

from tools import notebooks, slides

CODE_LINES = 12
SMALLEST = 20  # pixels of a letter of code

# What is wrong with each slide, as (where it is, what is wrong). Fragments take their place before they are shown.
FAULTS = """([height, width, lines, smallest]) => Reveal.getSlides().flatMap((slide) => {
  const {h, v} = Reveal.getIndices(slide);
  Reveal.slide(h, v, Infinity);
  const faults = [];
  const words = (part) => part.textContent.replace(/\\s+/g, " ").trim();
  const beyond = [...slide.querySelectorAll("*")].find((part) => {
    if (part.closest("aside, mjx-assistive-mml, svg *") || !part.getClientRects().length) return false;
    const {left, right, bottom} = part.getBoundingClientRect();
    return left < 0 || right > width + 1 || bottom > height + 1;
  });
  if (slide.scrollHeight > slide.clientHeight) faults.push(`${slide.scrollHeight - slide.clientHeight} pixels too high`);
  if (beyond) faults.push(`cut off: ${beyond.tagName} “${words(beyond).slice(0, 40)}”`);
  const text = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (text.nextNode())
    if (!text.currentNode.parentElement.closest("code, pre") && /\\$[^$]+\\$|\\\\(begin|frac)/.test(text.currentNode.data))
      faults.push(`an equation that is not set: ${text.currentNode.data}`);
  for (const wrong of slide.querySelectorAll("mjx-merror, [data-mjx-error]")) faults.push(`an equation with an error`);
  for (const image of slide.querySelectorAll("img")) {
    if (!image.naturalWidth) faults.push("a picture that is missing");
    if (!image.alt) faults.push("a picture without words");
    const scale = Math.min(
      image.clientWidth / (image.getAttribute("width") ?? image.naturalWidth),
      image.clientHeight / (image.getAttribute("height") ?? image.naturalHeight));
    if (scale < 1) faults.push(`a picture at ${Math.round(100 * scale)} % of its size in the notebook`);
  }
  const code = [...slide.querySelectorAll(".highlight pre")];
  const sum = code.reduce((sum, part) => sum + part.textContent.trimEnd().split("\\n").length, 0);
  if (sum > lines) faults.push(`${sum} lines of code`);
  if (code.some((part) => parseFloat(getComputedStyle(part).fontSize) * Reveal.getScale() < smallest))
    faults.push("code too small to read");
  return faults.map((fault) => `${h + 1}.${v + 1} “${words(slide).slice(0, 40)}”: ${fault}`);
})"""


@pytest.fixture(scope="session")
def decks(tmp_path_factory):
    return tmp_path_factory.mktemp("decks")


@pytest.fixture(params=notebooks.paths(), ids=lambda path: path.stem)
def deck(request, decks, browser):
    """An opened deck; afterwards, it must have had no error and asked nothing of another machine."""
    opened = slides.build(request.param, decks)
    troubles = []
    page = browser.new_page(viewport={"width": slides.WIDTH, "height": slides.HEIGHT})
    page.on("console", lambda said: troubles.extend([said.text] if said.type == "error" else []))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(f"not there: {request.url}"))

    def stay(route):
        if route.request.url.startswith((opened.parent.as_uri(), "data:")):
            route.continue_()
        else:
            troubles.append(f"left the machine: {route.request.url}")
            route.abort()

    page.route("**/*", stay)
    page.goto(opened.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    yield page
    page.close()
    assert troubles == []


def test_every_slide_is_whole(deck):
    assert deck.evaluate(FAULTS, [slides.HEIGHT, slides.WIDTH, CODE_LINES, SMALLEST]) == []
