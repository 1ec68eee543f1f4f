"""The site, opened from its folder: whole on a desk and on a phone, in light and dark, found through and searched."""

import json
import re
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser.axe import barriers
from tests.browser.pictures import expect_names, stored_words
from tools import glossary, lab, notebooks, site
from tools.explorers import EXPLORERS

LESSONS = [f"notebooks/{path.stem}.html" for path in notebooks.paths()]
PAGES = ["index.html", *LESSONS, "CLAIMS.html", "CONTRIBUTING.html", "GLOSSARY.html", "LICENSES.html"]
PAGES += ["progress.html", "search.html"]
SET = "async () => { await window.MathJax?.startup?.promise; }"
LAID = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))"

# What is wrong with a page.
FAULTS = """() => {
  const faults = [];
  const scrolls = (part) => /auto|scroll/.test(getComputedStyle(part).overflowX);
  const inScroller = (part) => part && part.tagName !== "ARTICLE" && (scrolls(part) || inScroller(part.parentElement));
  const visible = ":not(mjx-assistive-mml *, svg *)";
  for (const part of document.querySelectorAll(`article, article ${visible}, header ${visible}`)) {
    const beyond = part.getBoundingClientRect().right - innerWidth;  // the theme would cut it off
    if (beyond > 1 && !inScroller(part.parentElement)) faults.push(`${beyond} pixels too wide: ${part.outerHTML}`);
    if (part.scrollWidth > part.clientWidth && scrolls(part) && part.tabIndex < 0)
      faults.push(`out of the keyboard's reach: ${part.className || part.tagName}`);
  }

  for (const math of document.querySelectorAll(".math"))
    if (!math.querySelector("mjx-container svg")) faults.push(`an equation that is not set: ${math.textContent}`);
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const raw = /\\$[^$]+\\$|\\\\(begin|frac|\\(|\\[)/.test(text.data);
    if (raw && !text.parentElement.closest("code, pre, script, mjx-container"))
      faults.push(`an equation that is not set: ${text.data}`);
  }
  if (document.querySelector("mjx-merror, [data-mjx-error]")) faults.push("an equation with an error in it");

  for (const image of document.querySelectorAll("img")) {
    if (!image.naturalWidth) faults.push("a picture that is missing");
    if (!image.alt) faults.push("a picture without words");
  }
  return faults;
}"""


@pytest.fixture(scope="session")
def start(tmp_path_factory):
    """The start page of the site, built anew."""
    return site.build(tmp_path_factory.mktemp("built") / "site")


@pytest.fixture
def opened(start, browser):
    """Opens a page of the site; afterwards there must have been no error and no request out of its folder."""
    troubles = []
    pages = []

    def open_page(name, width=1280, colours="light"):
        page = lab.new_page(browser, start.parent.as_uri(), troubles, width, 720)
        pages.append(page)
        page.emulate_media(color_scheme=colours)
        page.goto((start.parent / name).as_uri())
        page.evaluate(SET)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert troubles == []


def read(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def follow(path, link):
    """The page that a page's only link of a kind leads to."""
    (found,) = read(path).select(link)
    return (path.parent / found["href"]).resolve()


def said(found):
    return json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_open_to_all(name, opened):
    page = opened(name)
    desk = page.evaluate(FAULTS)
    page.set_viewport_size({"width": 400, "height": 720})
    page.evaluate(LAID)
    phone = page.evaluate(FAULTS)
    assert (desk, phone) == ([], []), said([desk, phone])
    page.emulate_media(color_scheme="dark")
    dark_phone = barriers(page)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="light")
    light_desk = barriers(page)
    assert (light_desk, dark_phone) == ([], []), said([light_desk, dark_phone])


HARMS = {
    "pixels too wide": "<div style='width: 2000px'></div>",
    "an equation that is not set: $x_1$": "<p>$x_1$</p>",
    "an equation that is not set: x": "<span class=math>x</span>",
    "a picture that is missing": "<img alt=nothing src='data:image/png;base64,none'>",
    "a picture without words": "<img src='data:image/png;base64,none'>",
    "out of the keyboard's reach: narrow": "<div class=narrow style='overflow: auto'><hr style='width: 2000px'></div>",
}


@pytest.mark.parametrize("fault", HARMS)
def test_a_fault_is_found(fault, opened):
    page = opened("LICENSES.html")
    page.evaluate("harm => document.querySelector('article').insertAdjacentHTML('beforeend', harm)", HARMS[fault])
    found = page.evaluate(FAULTS)
    assert any(fault in each for each in found), said(found)


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
def test_each_picture_says_what_the_notebook_says_of_it(path, opened):
    page = opened(f"notebooks/{path.stem}.html")
    expect_names(page.locator(".cell_output"), stored_words(nbformat.read(path, as_version=4).cells))


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
def test_explorers_speak_and_exercises_have_their_solutions_folded(path, start):
    page, questions = read(start.parent / "notebooks" / f"{path.stem}.html"), notebooks.questions(path)
    asked = filter(None, map(notebooks.asked, nbformat.read(path, as_version=4).cells))
    folded = page.select(".cell_output details:not([open]) > div > pre")
    assert [each.text for each in folded] == [questions[name].code for name in asked]
    assert len(folded) == len(page.select(".exercise")) == len(questions)
    written = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    answers = page.select("details:not(.cell_output *, [open])")
    assert len([each for each in answers if each.p]) == sum(text.count("<details>") for text in written)
    assert len(page.select(".cell + .spoken")) == sum(explorer.speaks for explorer in EXPLORERS[path.name])


def test_the_start_page_says_that_the_folder_is_elsewhere(start):
    words = read(start).text
    assert site.THERE in words
    assert site.HERE not in words.replace(site.THERE, "")


def test_next_leads_through_all_lessons_and_previous_back(start):
    path = start
    for name in LESSONS:
        before, path = path, follow(path, "a.next-page")
        assert path == start.parent / name
        assert follow(path, "a.prev-page") == before
        assert read(path).h1.text.startswith(f"{path.name[:2]} · ")


def test_every_link_within_the_site_leads_somewhere(start):
    pages = {path: read(path) for path in start.parent.rglob("*.html")}
    assert len(pages) == len(PAGES)
    for path, page in pages.items():
        for link in page.select("a[href]"):
            place = urlsplit(link["href"])
            if not place.scheme:
                target = (path.parent / unquote(place.path)).resolve() if place.path else path
                assert target.is_file(), (path.name, link)
                assert not place.fragment or pages[target].find(id=unquote(place.fragment)), (path.name, link)


def test_the_glossary_leads_to_the_cells_that_its_terms_are_in(start):
    page = read(start.parent / "GLOSSARY.html")
    terms = page.select("article h2")
    assert [next(term.stripped_strings) for term in terms] == [entry.term for entry in glossary.load()]
    for entry, term in zip(glossary.load(), terms, strict=True):
        place = urlsplit(term.find_next("p").a["href"])
        assert (place.path, place.fragment) == (f"notebooks/{entry.path.stem}.html", entry.anchor)


def test_on_a_phone_the_list_of_pages_comes_out_for_the_keyboard(opened):
    page = opened("index.html", width=400)
    search = page.get_by_role("textbox", name="Search")
    expect(search).not_to_be_in_viewport()
    search.focus()
    expect(search).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("words", "lesson"), [("padding", "04_embeddings"), ("chain rule", "03_network_by_hand")])
def test_a_search_finds_its_page(words, lesson, opened):
    page = opened("index.html")
    page.get_by_role("textbox", name="Search").fill(words)
    page.keyboard.press("Enter")
    page.locator(f"#search-results a[href*={lesson!r}]").first.click()
    expect(page).to_have_url(re.compile(lesson))
    expect(page.locator("article .highlighted").first).to_be_in_viewport()
    page.wait_for_load_state()


def test_the_readers_choice_of_dark_is_for_the_whole_page(opened):
    page = opened("notebooks/00_start_here.html")
    shown = "[...document.querySelectorAll('body, article *')].map(part => getComputedStyle(part).backgroundColor)"
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(shown)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(shown) != dark
    while page.evaluate("document.body.dataset.theme") != "dark":
        page.locator(".theme-toggle-content button").click()
    assert page.evaluate(shown) == dark


def test_an_exercise_answers_in_its_page_and_the_map_leads_to_it(opened):
    page = opened("notebooks/03_network_by_hand.html", width=390)
    for form in page.locator("form.exercise-answer").filter(has=page.get_by_role("textbox")).all():
        form.get_by_role("textbox").fill("0.00740844")
        form.get_by_role("textbox").press("Enter")
    replies = page.locator("form.exercise-answer").get_by_role("status")
    expect(replies.filter(has_text="Right. w7 carries h1 to o2")).to_have_count(1)
    expect(replies.filter(has_text="Not yet.").first).to_be_visible()
    page.goto((page.url.rpartition("/notebooks/")[0]) + "/progress.html")
    page.get_by_role("link", name=re.compile("^Exercise .*solved$")).click()
    expect(page.locator("#exercise-blame_w7")).to_be_in_viewport()
    expect(page.locator("#exercise-blame_w7").get_by_text("✓ solved")).to_be_visible()
