"""Every slide of every deck at a projector's size: nothing cut off, unset, missing, too small or fetched."""

import json
import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.axe import barriers
from tests.browser.pictures import expect_names, stored_words
from tools import lab, notebooks, slides
from tools.page import moving

LIMITS = {"width": 1280, "height": 720, "lines": 12, "moving": 0.8, "prose": 30, "code": 26, "words": 95, "used": 0.25}
"""A slide's pixels; its lines of code; the scale of a picture that moves; the pixels of letters, of prose and of all
others; its words of prose; the part of its height that is used."""

# What is wrong with each slide, and where. Fragments take up their place before they are shown.
FAULTS = """(limits) => Reveal.getSlides().flatMap((slide) => {
  const {h, v} = Reveal.getIndices(slide);
  const faults = [];
  Reveal.slide(h, v, -1);
  const asked = [...slide.querySelectorAll("strong")].find((part) => /^(Predict|Guess|Before)/.test(part.textContent));
  const after = (part) => asked.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING;
  const shown = (part) => !part.closest("aside") && getComputedStyle(part).visibility === "visible";
  const answers = slide.querySelectorAll(".jp-Cell-outputWrapper");
  if (asked && shown(asked) && [...answers].some((part) => after(part) && shown(part)))
    faults.push("an answer beside its question");
  Reveal.slide(h, v, Infinity);
  const words = (part) => part.textContent.replace(/\\s+/g, " ").trim().slice(0, 40);

  const over = slide.scrollHeight - slide.clientHeight;
  if (over > 0) faults.push(`${over} pixels too high`);
  const beyond = [...slide.querySelectorAll("*")].find((part) => {
    if (part.closest("aside, mjx-assistive-mml, svg *, .player-list *") || !part.getClientRects().length) return false;
    const {left, right, bottom} = part.getBoundingClientRect();
    return left < 0 || right > limits.width + 1 || bottom > limits.height + 1;
  });
  if (beyond) faults.push(`cut off: ${beyond.tagName} “${words(beyond)}”`);

  const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.closest("code, pre") && /\\$[^$]+\\$|\\\\(begin|frac)/.test(text.data))
      faults.push(`an equation that is not set: ${text.data}`);
  }
  if (slide.querySelector("mjx-merror, [data-mjx-error]")) faults.push("an equation with an error in it");

  for (const image of slide.querySelectorAll("img")) {
    if (!image.naturalWidth) faults.push("a picture that is missing");
    if (!image.alt) faults.push("a picture without words");
    const width = image.getAttribute("width") ?? image.naturalWidth;
    const high = image.clientHeight / (width * image.naturalHeight / image.naturalWidth);
    if (Math.min(image.clientWidth / width, high) < 1) faults.push("a picture that is smaller than in the notebook");
  }

  for (const picture of slide.querySelectorAll(".player-picture > svg")) {
    const {width, height} = picture.viewBox.baseVal;
    if (Math.min(picture.clientWidth / width, picture.clientHeight / height) < limits.moving)
      faults.push("a moving picture that is too small");
  }
  for (const still of slide.querySelectorAll("[data-model]:not(.moving)")) faults.push("an explorer that stays still");

  const code = [...slide.querySelectorAll(".highlight pre")];
  const small = (part, limit) => parseFloat(getComputedStyle(part).fontSize) * Reveal.getScale() < limit - 0.01;
  const lines = code.reduce((sum, part) => sum + part.textContent.trimEnd().split("\\n").length, 0);
  if (lines > limits.lines) faults.push(`${lines} lines of code`);
  if ([...slide.querySelectorAll("pre")].some((part) => !part.closest("aside") && small(part, limits.code)))
    faults.push("code that is too small");
  const prose = [...slide.querySelectorAll(".jp-MarkdownOutput :is(p, li, blockquote)")]
    .filter((part) => !part.closest("aside, .jp-Cell-outputWrapper"));
  if (prose.some((part) => small(part, limits.prose))) faults.push("prose that is too small");
  const written = (part) => [...part.childNodes].some((child) => child.data?.trim());
  const labels = [...slide.querySelectorAll("th, td, .spoken, .player *, .jp-OutputArea b")]
    .filter((part) => written(part) && !part.closest("aside, svg"));
  if (labels.some((part) => small(part, limits.code)))
    faults.push("words that are too small");

  const text = prose.filter((part) => !part.parentElement.closest("li, blockquote, p")).map((part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("mjx-container, code").forEach((inner) => inner.remove());
    return copy.textContent;
  }).join(" ");
  const said = text.match(/[\\p{L}\\d][\\p{L}\\d'’-]*/gu)?.length ?? 0;
  if (said > limits.words) faults.push(`a wall of ${said} words`);

  const asking = [...slide.querySelectorAll("strong")].filter((part) =>
    !part.closest("aside") && /^(Predict|Guess|Before|Try it|Exercise)/.test(part.textContent));
  const parts = [...slide.children].filter((part) => !part.matches("aside"));
  const bottom = Math.max(...parts.map((part) => part.getBoundingClientRect().bottom));
  const used = (bottom - slide.getBoundingClientRect().top) / limits.height;
  if (used < limits.used && !asking.length) faults.push(`all but empty: ${Math.round(100 * used)} %`);
  if (asking.length && !slide.querySelector("aside, .fragment")) faults.push("a question without its answer");
  return faults.map((fault) => `slide ${h + 1}.${v + 1} “${words(slide)}”: ${fault}`);
})"""

# axe judges what is to be seen: all slides at once, one below the other.
UNROLLED = """
html, body, main, .reveal, .slides { height: auto !important; overflow: visible !important; transform: none !important }
.slides { position: static !important }
.slides section, .fragment { display: block !important; opacity: 1 !important; visibility: visible !important }
.slides section { position: static !important; transform: none !important }
"""
SHOWN = """() => {
  for (const slide of document.querySelectorAll("section")) for (const name of ["hidden", "aria-hidden"])
    slide.removeAttribute(name);
}"""


@contextmanager
def deck_of(path, folder, browser):
    """A deck, opened from its file; afterwards it must have had no error and asked for nothing outside its folder."""
    opened = slides.build(path, folder)
    troubles = []
    page = lab.new_page(browser, opened.parent.as_uri(), troubles, LIMITS["width"], LIMITS["height"])
    page.goto(opened.as_uri())
    page.wait_for_function("Reveal.isReady()")
    page.evaluate("() => Promise.all([...document.querySelectorAll('[data-model]')].map(series.bring))")
    yield page
    page.close()
    assert troubles == []


@pytest.fixture(params=notebooks.paths(), ids=lambda path: path.stem)
def deck(request, tmp_path, browser):
    with deck_of(request.param, tmp_path, browser) as page:
        yield page


def test_every_slide_is_whole_and_open_to_all(deck):
    assert deck.evaluate(FAULTS, LIMITS) == []
    assert deck.evaluate("[document.documentElement.lang, document.title.length > 10]") == ["en", True]
    deck.add_style_tag(content=UNROLLED)
    deck.evaluate(SHOWN)
    found = barriers(deck)
    assert found == [], json.dumps(found, indent=1)
    for picture in deck.locator(".player-picture > :is(svg, img)").all():
        expect(picture).to_have_accessible_name(re.compile(r"\w"))
    deck.evaluate("document.querySelectorAll('[data-model]').forEach((part) => part.remove())")
    name = f"{Path(urlsplit(deck.url).path).parent.name}.ipynb"
    stored = nbformat.read(notebooks.FOLDER / name, as_version=4).cells
    still = [cell for cell in stored if cell.id not in moving.MOVING.get(name, {})]
    expect_names(deck.locator("main"), stored_words(c for c in still if c.metadata.slideshow.slide_type != "skip"))


def test_folded_answers_are_notes(deck):
    assert deck.evaluate("document.querySelectorAll('section details').length") == 0


def test_nothing_is_lost_and_a_second_time_gives_the_same_slides(deck):
    name = Path(urlsplit(deck.url).path).parent.name
    cells = nbformat.read(notebooks.FOLDER / f"{name}.ipynb", as_version=4).cells
    ids = [f"cell-id={cell.id}" for cell in cells if cell.metadata.slideshow.slide_type not in ("skip", "notes")]
    found = deck.evaluate("[...document.querySelectorAll('section > .jp-Cell[id]')].map((cell) => cell.id)")
    assert found == ids
    dealt = "Reveal.getSlides().map((slide) => [slide.textContent, JSON.stringify(Reveal.getIndices(slide))])"
    before = deck.evaluate(dealt)
    deck.evaluate("Reveal.slide(0, 0)")
    deck.reload()
    deck.wait_for_function("window.Reveal?.isReady()")
    deck.evaluate("() => Promise.all([...document.querySelectorAll('[data-model]')].map(series.bring))")
    assert [place for _, place in deck.evaluate(dealt)] == [place for _, place in before]


def test_keys_move_an_explorer_that_has_the_focus_and_slides_once_it_was_pointed_at(tmp_path, browser):
    path = next(path for path in notebooks.paths() if path.stem == "05_memory")
    with deck_of(path, tmp_path, browser) as page:
        page.evaluate("location.hash = '/cell-id=explore-loop'")
        part = page.locator("#cell-id\\=explore-loop [data-model]")
        expect(part).to_be_visible()
        here, count = page.evaluate("Reveal.getIndices()"), part.locator(".player-walk .player-value")
        step, last = (int(number) for number in count.text_content().split(" of "))
        part.get_by_role("button", name="Next").press("Space")
        part.locator("input[type=range]").press("ArrowRight")
        expect(count).to_have_text(f"{step + 2} of {last}")
        assert page.evaluate("Reveal.getIndices()") == here
        part.get_by_role("button", name="Next").click()
        expect(count).to_have_text(f"{step + 3} of {last}")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.getIndices()") != here
        expect(count).to_have_text(f"{step + 3} of {last}")


HARMS = {
    "an answer beside its question": "<p><strong>Predict</strong></p><div class=jp-Cell-outputWrapper>42</div>",
    "pixels too high": "<div style='min-height: 800px'></div>",
    "cut off: DIV “wide”": "<div style='width: 2000px'>wide</div>",
    "an equation that is not set: $x_1$": "<p>$x_1$</p>",
    "a picture that is missing": "<img alt=nothing src='data:image/png;base64,none'>",
    "a picture without words": "<img src='data:image/png;base64,none'>",
    "13 lines of code": "<div class=highlight><pre>" + 13 * "x = 1\n" + "</pre></div>",
    "code that is too small": "<div class=highlight><pre style='font-size: 12px'>x</pre></div>",
    "prose that is too small": "<div class=jp-MarkdownOutput><p style='font-size: 29px'>x</p></div>",
    "words that are too small": "<p class=spoken style='font-size: 25px'>x</p>",
    "a wall of ": f"<div class=jp-MarkdownOutput><p style='font-size: 30px'>{'a ' * 90}</p></div>",
    "all but empty: ": "<style>section:has(#harm) > :not(#harm) { display: none }</style>",
    "a question without its answer": "<p><strong>Exercise 1.</strong></p>",
    "a moving picture that is too small": "<div class=player-picture><svg viewBox='0 0 700 300' height=30></svg></div>",
    "an explorer that stays still": "<div data-model=none></div>",
}


@pytest.fixture(scope="module")
def to_harm(tmp_path_factory, browser):
    with deck_of(notebooks.paths()[0], tmp_path_factory.mktemp("decks"), browser) as page:
        yield page


@pytest.mark.parametrize("fault", HARMS)
def test_a_fault_is_found_and_its_place_is_said(fault, to_harm):
    harm = f"<div id=harm>{HARMS[fault]}</div>"
    to_harm.evaluate("harm => Reveal.getSlides()[1].insertAdjacentHTML('beforeend', harm)", harm)
    said = to_harm.evaluate(FAULTS, LIMITS)
    to_harm.evaluate("document.getElementById('harm').remove()")
    assert to_harm.evaluate(FAULTS, LIMITS) == []
    assert [where for where in said if where.startswith("slide 2.1 “A neuron to drag") and fault in where], said
