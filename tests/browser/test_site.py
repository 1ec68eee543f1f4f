"""The site, from a folder and a server: whole on a desk and on a phone, light and dark, searched and printed."""

import colorsys
import io
import json
import re
import subprocess
import sys
import zipfile
from urllib.parse import quote, unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from matplotlib.colors import to_rgb
from PIL import Image
from playwright.sync_api import expect

from bench.page import first_load
from helpers import style
from tests.browser.axe import barriers
from tests.browser.pictures import expect_names, stored_words
from tools import dev, glossary, lab, notebooks, site
from tools.explorers import EXPLORERS

LESSONS = [f"notebooks/{path.stem}.html" for path in notebooks.paths()]
ABOUT = [
    f"{name}.html"
    for name in ("progress", "README", "GLOSSARY", "CONTRIBUTING", "CLAIMS", "CLUSTER", "LICENSES", "MOVING")
]
PAGES = ["index.html", *LESSONS, *ABOUT, "search.html"]
ALL = """() => Promise.all([...document.querySelectorAll("img")].map(picture => {
  picture.loading = "eager";
  return picture.decode().catch(() => 0); }))"""
SET = "async () => { await window.MathJax?.startup?.promise; }"
PHONE = {"width": 390, "height": 844}
LAID = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))"

# What is wrong with a page.
FAULTS = """() => {
  const faults = [];
  const scrolls = (part) => /auto|scroll/.test(getComputedStyle(part).overflowX);
  const inScroller = (part) => part && part.tagName !== "ARTICLE" && (scrolls(part) || inScroller(part.parentElement));
  const visible = ":not(mjx-assistive-mml, mjx-assistive-mml *, svg *)";
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

# Of each picture: its own width, the width that it is shown in, its frame's, and whether the keyboard moves the frame.
FRAMES = """() => [...document.querySelectorAll(".picture")].map(picture => {
  const frame = picture.closest(".player-picture, .player-equation, .cell_output");
  const drawn = parseFloat(picture.style.getPropertyValue("--width"));
  return [drawn, picture.clientWidth, frame.clientWidth, frame.tabIndex === 0]; })"""

# What has a light ground in the dark, and is not turned over.
GROUNDS = """() => [...document.querySelectorAll("article, article *:not(mjx-container *, svg *)")].filter(part => {
  const ground = getComputedStyle(part).backgroundColor.match(/[\\d.]+/g).map(Number);
  const light = part.matches("img, svg") || (ground[3] !== 0 && Math.max(...ground.slice(0, 3)) > 100);
  const turned = (each) => each && (getComputedStyle(each).filter.includes("#dark") || turned(each.parentElement));
  return light && !turned(part); }).map(part => part.outerHTML.slice(0, 200))"""

# What would be cut off on paper.
CUT = """() => [...document.querySelectorAll("article, article *:not(mjx-container *, svg *)")]
  .filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.outerHTML.slice(0, 200))"""

# How many parts of a page move by themselves.
MOVING = """() => [...document.querySelectorAll("*")].map(part => getComputedStyle(part)).filter(look =>
  look.scrollBehavior === "smooth" || /[1-9]/.test(look.transitionDuration) || look.animationName !== "none").length"""


@pytest.fixture(scope="session")
def start(tmp_path_factory):
    """The start page of the site, built anew."""
    return site.build(tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def homes(start):
    """The address of the site: in its folder, and at a server on this machine that serves this folder."""
    with lab.serve_folder(start.parent) as server:
        yield {"folder": start.parent.as_uri(), "server": server}


@pytest.fixture
def opened(homes, browser):
    """Opens a page of the site; afterwards there must have been no error and no request that leaves it."""
    troubles = []
    pages = []

    def open_page(name, width=1280, height=720, colours="light", home="folder"):
        page = lab.new_page(browser, homes[home], troubles, width, height)
        pages.append(page)
        page.emulate_media(color_scheme=colours)
        page.goto(f"{homes[home]}/{name}")
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
    page.evaluate(ALL)
    desk = page.evaluate(FAULTS)
    page.set_viewport_size(PHONE)
    page.evaluate(LAID)
    phone = page.evaluate(FAULTS)
    assert (desk, phone) == ([], []), said([desk, phone])
    for drawn, shown, frame, reached in page.evaluate(FRAMES):
        assert shown >= min(0.7 * drawn, frame) - 1  # else it could not be read
        assert shown <= frame or reached
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUNDS) == []
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
    assert len(page.select(".cell_output .spoken")) == sum(explorer.speaks for explorer in EXPLORERS[path.name])


def test_a_server_gives_the_same_pages(opened):
    page = opened("index.html", home="server")
    home = page.url.removesuffix("index.html")
    for name in PAGES:
        page.goto(home + name)
        expect(page.locator("article")).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_comes_at_once(name, homes, browser):
    assert 2e5 < first_load(browser, f"{homes['server']}/{name}") < 3e6


@pytest.mark.parametrize("name", ["index.html", LESSONS[3], "search.html?q=bias"])
def test_at_200_percent_a_page_is_whole(name, opened):
    page = opened(name, width=640, height=360)  # a desk of 1280 × 720, seen twice as large
    page.evaluate(ALL)
    assert page.evaluate(FAULTS) == []


def test_the_page_to_install_says_where_the_folder_is(start):
    page = read(start.parent / "README.html")
    assert page.h1.text.startswith("Install and run")
    assert BeautifulSoup(site.THERE, "html.parser").text in page.text
    assert site.HERE.partition(",")[0] not in page.text
    assert page.find(id="start")
    assert page.find(id="for-teachers")
    assert read(start).find(id="start")  # as long as the README was the start page, links led there


@pytest.mark.parametrize("screen", [(1366, 768), (PHONE["width"], PHONE["height"])], ids=["desk", "phone"])
def test_the_first_screen_has_the_neuron(screen, opened):
    width, height = screen
    page = opened("index.html", width, height)
    expect(page.locator(".explorer .picture")).to_be_in_viewport(
        ratio=0.6
    )  # on a phone its right part can be scrolled to
    expect(page.get_by_role("slider").first).to_be_in_viewport(ratio=1)


def test_the_start_page_has_a_card_for_each_lesson(start):
    page = read(start)
    cards = page.select(".lessons li")
    assert len(cards) == len(LESSONS)
    for path, name, card in zip(notebooks.paths(), LESSONS, cards, strict=True):
        title, sentence, size = (part.text for part in card.select("p"))
        assert card.a["href"] == name
        assert title == read(start.parent / name).h1.text.removesuffix("¶")
        assert re.fullmatch(r"[A-Z][^.]+\.", sentence)
        cells = nbformat.read(path, as_version=4).cells
        exercises = sum(".check(" in cell.source for cell in cells if cell.cell_type == "code")
        assert size == f"{notebooks.minutes(path)} minutes · {exercises} exercises"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_says_how_to_open_it_in_jupyterlab(name, start):
    hint = read(start.parent / name).select_one("blockquote")
    install, *others = (link["href"] for link in hint.select("a"))
    assert install == "../README.html#start"
    assert sorted(others) == ["../MOVING.html", f"../{site.ARCHIVE}"]
    assert hint.code.text == name.replace(".html", ".ipynb")


def test_the_series_as_one_file_is_complete_and_can_be_used(start, tmp_path):
    archive = start.parent / site.ARCHIVE
    assert site.write_archive(tmp_path / "again.zip").read_bytes() == archive.read_bytes()
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    series = tmp_path / site.NAME
    for path in [*notebooks.paths(), dev.ROOT / "helpers/textgen/pretrained.npz", dev.LOCK, dev.LAYOUT]:
        assert (series / path.relative_to(dev.ROOT)).read_bytes() == path.read_bytes()
    assert not list(series.glob("*/__pycache__"))
    helped = subprocess.run([sys.executable, series / "tools/dev.py", "--help"], capture_output=True, check=True)
    assert b"lab" in helped.stdout


def test_where_git_knows_nothing_the_file_has_what_git_would_not_ignore(monkeypatch, tmp_path):
    kept = ["README.md", "helpers/style.py"]
    left_out = [".git/config", ".venv/bin/python", "build/site/index.html", "helpers/__pycache__/style.pyc"]
    for name in [*kept, *left_out]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".gitignore").write_bytes((dev.ROOT / ".gitignore").read_bytes())
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert [path.relative_to(tmp_path).as_posix() for path in site.files()] == [".gitignore", *kept]


def test_the_site_is_small(start):
    assert sum(path.stat().st_size for path in start.parent.rglob("*") if path.is_file()) < 30e6


DARK = {"INPUT", "HIDDEN", "OUTPUT", "ERROR", "ACTIVE", "BASELINE", "INK"}


def lightness(colour):
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted(map(lightness, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def apart(one, other):
    """How far apart the hues of two colours are: at most 0.5, half of the circle."""
    between = abs(colorsys.rgb_to_hsv(*one)[0] - colorsys.rgb_to_hsv(*other)[0])
    return min(between, 1 - between)


def test_in_the_dark_colours_can_be_seen_and_mean_the_same(opened):
    names = ["PAPER", *sorted(DARK)]
    colours = [getattr(style, name) for name in names]
    squares = "".join(f'<rect x="{20 * i}" width="20" height="20" fill="{c}"/>' for i, c in enumerate(colours))
    image = style.img("svg+xml", style.svg(20 * len(names), 20, squares, "colours").encode(), "", 'class="picture"')
    page = opened("LICENSES.html", colours="dark")
    page.evaluate("image => document.querySelector('article').insertAdjacentHTML('afterbegin', image)", image)
    shot = Image.open(io.BytesIO(page.locator("article > .picture").screenshot())).convert("RGB")
    seen = {name: [c / 255 for c in shot.getpixel((20 * i + 10, 10))] for i, name in enumerate(names)}
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert seen["PAPER"] == pytest.approx([int(c) / 255 for c in re.findall(r"\d+", ground)], abs=0.006)
    for name in DARK:
        assert contrast(seen[name], seen["PAPER"]) > 4.5, name
    for name in DARK - {"INK", "BASELINE"}:  # greys have no hue to speak of
        assert apart(seen[name], to_rgb(getattr(style, name))) < 0.06, name


INK_ON_AMBER = """
<rect width="120" height="60" fill="#FFFFFF"/><rect x="10" y="5" width="100" height="50" fill="{amber}"/>
<text x="60" y="36" font-size="15" text-anchor="middle" fill="{ink}" font-family="DejaVu Sans">0.519</text>"""


def test_in_the_dark_ink_can_be_read_on_amber(opened):
    page = opened("LICENSES.html", colours="dark")
    drawn = style.svg(120, 60, INK_ON_AMBER.format(amber=style.ACTIVE, ink=style.INK), "a number")
    image = style.img("svg+xml", drawn.encode(), "", 'class="picture"')
    page.evaluate("image => document.querySelector('article').insertAdjacentHTML('afterbegin', image)", image)
    shot = Image.open(io.BytesIO(page.locator("article > .picture").screenshot())).convert("RGB")
    inside = shot.crop((15, 10, 105, 50))
    seen = [[c / 255 for c in colour] for _, colour in inside.getcolors(10_000)]
    darkest, lightest = min(seen, key=lightness), max(seen, key=lightness)
    assert lightest == pytest.approx(to_rgb(style.ACTIVE), abs=0.01)  # nothing is lighter than amber
    assert contrast(darkest, lightest) > 4.5


def test_in_lesson_00s_map_the_exercises_solved_are_counted(opened):
    page = opened("notebooks/00_start_here.html")
    row = page.locator("[data-counts]")
    expect(row).to_have_count(len(LESSONS))
    form = page.locator("#exercise-border")
    form.get_by_role("textbox").fill("3")
    form.get_by_role("textbox").press("Enter")
    expect(row.first).to_have_text("1 of 2")
    expect(row.nth(1)).to_have_text("0 of 10")
    assert row.first.locator("xpath=./div/div").evaluate("bar => bar.style.width") == "50px"


def test_on_a_phone_a_still_picture_that_goes_on_says_so(opened):
    page = opened("notebooks/05_memory.html", **PHONE)
    page.evaluate(ALL)
    page.evaluate("reach()")
    told = """frames => frames.map((frame) =>
      [frame.scrollWidth > frame.clientWidth, getComputedStyle(frame, "::after").content.includes("sideways")])"""
    found = page.locator(".cell_output:has(.picture):not(:has(.player))").evaluate_all(told)
    assert [True, True] in found
    assert all(wider == says for wider, says in found)


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


SEARCHES = [
    ("padding", "04_embeddings", "padding"),
    ("chain rule", "05_memory", "chain rule"),
    ("perplexities", "07_writing_text", "perplexity"),
]


@pytest.mark.parametrize("home", ["folder", "server"])
@pytest.mark.parametrize(("words", "lesson", "found"), SEARCHES)
def test_a_search_shows_the_sentence_and_leads_to_its_section(words, lesson, found, home, opened):
    page = opened("index.html", home=home)
    page.get_by_role("textbox", name="Search").fill(words)
    page.keyboard.press("Enter")
    result = page.locator("#search-results li", has=page.locator(f"a[href*={lesson!r}]")).first
    expect(result).to_contain_text(found, ignore_case=True)
    assert " ".join(result.locator(".context mark").all_inner_texts()).lower() == found
    expect(page.get_by_role("status")).to_contain_text("section")
    result.get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"{lesson}\.html#"))
    page.wait_for_load_state()
    place = page.locator(f"section[id='{urlsplit(page.url).fragment}']")
    expect(place).to_contain_text(found.split()[0], ignore_case=True)
    if words == found:  # Sphinx marks words as they were typed
        expect(place.locator(".highlighted").first).to_be_in_viewport()


def test_every_section_found_is_there(start):
    said = (start.parent / "_static" / "sentences.js").read_text(encoding="utf-8")
    pages = json.loads(said.removeprefix("const SENTENCES = ").removesuffix(";\n"))
    assert {f"{name}.html" for name in pages} == set(PAGES) - {"search.html"}
    for name, known in pages.items():
        page = read(start.parent / f"{name}.html")
        for place, heading, sentences in known["sections"]:
            assert page.find(id=place).find(re.compile(r"h\d")).text.startswith(heading[:4])
            assert all("\\(" not in sentence for sentence in sentences)


def test_without_a_word_the_search_asks_for_one(opened):
    page = opened("search.html", **PHONE)
    page.get_by_role("searchbox", name="Words to find").fill("sigmoid")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found: “sigmoid”")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("sigmoid")


def test_what_is_typed_into_the_search_is_text(opened):
    typed = "<img src=x onerror=alert(1)> nothingness"
    page = opened(f"search.html?q={quote(typed)}")
    expect(page.get_by_role("heading", name=f"Nothing found for “{typed}”")).to_be_visible()
    assert page.locator("#search-results img").count() == 0


@pytest.mark.parametrize("name", ["index.html", LESSONS[3], LESSONS[5], "README.html"])
def test_printed_it_is_the_article_alone_and_nothing_is_cut(name, opened):
    page = opened(name, width=718, height=1000, colours="dark")  # A4 with margins of 1 cm
    page.evaluate(ALL)
    page.emulate_media(media="print")
    page.evaluate(LAID)
    for part in page.locator("aside, header, footer, .content-icon-container, .back-to-top").all():
        expect(part).to_be_hidden()
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(CUT) == []
    assert page.locator("details[open]").count() == 0
    if pictures := page.locator(".picture").all():
        shot = Image.open(io.BytesIO(pictures[0].screenshot())).convert("RGB")
        assert min(shot.getpixel((1, 1))) > 250  # white paper, though the screen is dark


def test_nothing_moves_for_those_who_ask_for_less_motion(opened):
    page = opened("index.html", width=390)
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0


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
