"""The exercises' forms and the map, in a browser: they reply as the notebook does, and keep what is solved."""

import json

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect

from helpers import progress
from helpers.exercises import Choice, Code, Number
from helpers.mathematics import sigmoid
from tests.browser.axe import barriers
from tests.progress_files import DAMAGED
from tools import lab, notebooks
from tools.page import data, exercises

QUESTIONS = [question for path in notebooks.paths() for question in notebooks.questions(path).values()]
ANSWERED = [question for question in QUESTIONS if not isinstance(question, Code)]
SHARED = ("series.js", "python.js")
SCRIPTS = SHARED + exercises.SCRIPTS
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title>
<link rel="stylesheet" href="{home}_static/page/exercises.css">{scripts}</head>
<body><main><h1>A page</h1>{parts}</main></body></html>"""

# Answers put into forms, one after another: what each form then shows.
PUT = """attempts => attempts.map(([name, typed]) => {
  const form = document.querySelector(`[data-exercise="${name}"]`);
  form.elements.answer.value = typed;
  form.requestSubmit();
  const status = form.querySelector("[role=status]");
  return [status.className, status.textContent];
})"""
SMALL = """() => [...document.querySelectorAll("a, button, summary, label, input:not([type=radio])")]
  .filter(part => part.checkVisibility() && !part.closest("p:not(:has(button))"))
  .filter(part => Math.min(part.offsetWidth, part.offsetHeight) < 44).map(part => part.outerHTML)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder with a page of all forms, and a page with the map."""
    folder = tmp_path_factory.mktemp("site")
    exercises.write(folder / "_static/page")
    data.write(folder / "_static/page", SHARED, {})
    answered = [exercises.answered(nbformat.read(path, as_version=4), path) for path in notebooks.paths()]
    asking = [cell for notebook in answered for cell in notebook.cells if notebooks.asked(cell)]
    forms = "".join(cell.outputs[0].data["text/html"] for cell in asking)
    for home, place, parts in (("../", "notebooks/forms.html", forms), ("", "progress.html", exercises.progress_map())):
        scripts = "".join(f'<script src="{home}_static/page/{name}"></script>' for name in SCRIPTS)
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_text(PAGE.format(home=home, scripts=scripts, parts=parts), encoding="utf-8")
    return folder


@pytest.fixture
def troubles():
    """Errors in the page, and requests out of its folder: none is expected."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def opened(site, browser, troubles):
    """Opens pages that share what the browser keeps; a first script may be run in each."""
    context = browser.new_context(accept_downloads=True)

    def open_page(name="notebooks/forms.html", first="", width=1280):
        page = lab.watched(context.new_page(), site.as_uri(), troubles)
        page.set_viewport_size({"width": width, "height": 720})
        page.add_init_script(first)
        page.goto((site / name).as_uri())
        expect(page.locator(":is(.fields, .progress-files)").first).to_be_visible()
        return page

    yield open_page
    context.close()


def form(page, name):
    return page.locator(f'form[data-exercise="{name}"]')


def said(page, name):
    return form(page, name).get_by_role("status")


def expected(question, reply):
    """The class and the words of a reply, where the page differs from the notebook in two sentences and no more."""
    words = repr(reply).replace(f"For a hint: questions.{question.name[3:]}.hint()", exercises.HINT)
    if isinstance(question, Choice) and reply.kind == "unanswered":
        words = words.replace("put", "choose").replace(" in place of the three dots", "")
    return [f"reply {reply.kind}", words]


# The page replies as the notebook does.


def attempts(question):
    """Answers, as they are typed and as Python reads them: right, known to be wrong, near these, and none."""
    known = [question.answer, *(answer for mistake in question.misconceptions for answer in mistake.answers())]
    if isinstance(question, Choice):
        return [("", ...), *((letter, letter) for letter in question.options)]
    values = [question.read(answer) for answer in known]
    shares = (1e-10, 1e-8, 0.9e-4, -0.9e-3, 1.1e-3, 0.015, -0.19, 0.5)
    near = [value * (1 + share) for value in values for share in shares]
    near += [value + step for value in values for step in (1, -1)]
    return [("", ...), ("...", ...), *((repr(value), value) for value in values + near)]


def test_every_answer_gets_the_reply_of_the_notebook_word_for_word(opened):
    page = opened()
    tried = [(question, typed, answer) for question in ANSWERED for typed, answer in attempts(question)]
    found = page.evaluate(PUT, [[question.name, typed] for question, typed, _ in tried])
    wanted = [expected(question, question.check(answer)) for question, _, answer in tried]
    assert len(tried) > 3000
    different = [(each[0].name, *each[1:], f, w) for each, f, w in zip(tried, found, wanted, strict=True) if f != w]
    assert different == []
    kinds = [kind for kind, _ in found]
    assert kinds.count("reply right") >= len(ANSWERED)
    assert kinds.count("reply wrong") >= sum(len(question.misconceptions) for question in ANSWERED)


def test_the_button_that_a_reply_leads_to_is_there(opened):
    page = opened()
    assert "press Hint below" in exercises.HINT
    for question in QUESTIONS:
        expect(form(page, question.name).locator("summary").first).to_have_text("Hint")


ARITHMETIC = """
4 | 0.25 | 2/3 | -(-2100 // 500) | 2 ** 10 | 1e-3 | 10_000 | 0.5**2 / (0.5**2 + 0.3**2 + 0.2**2)
10 + 0x76 + 256 * 0x01 | 0b1011 | 0o17 | 0XFF | 1_0.2_5e+0_1 | .5 | 5. | 5.e1 | 1E3 | 00 | 0_0 | 0.0
-2 ** 2 | (-2) ** 2 | 2 ** -1 | 2 ** 3 ** 2 | -2 ** -2 | 2 ** 0.5 | 2 ** -0.5 | 0 ** 0 | 10 ** 15 | 10 ** 16
10 ** 18 | 2 ** 63 | 2 ** 64 - 1 | 2 ** 64 | -2 ** 63 | -2 ** 63 - 1 | 10 ** 30 | 10 ** 300 | 7 // 2 | -7 // 2
7 // -2 | -7 // -2 | 7 % 3 | -7 % 3 | 7 % -3 | -7 % -3 | 7.5 // 2 | -7.5 // 2 | 7.5 % 2 | -7.5 % 2 | 7.5 % -2
0.0 // 5 | 0.0 // -5 | -0.0 | 0 * -1.5 | -0.5 // 1 | 1 // 0.1 | 1 % 0.1 | 0.0 % -3 | 6 / 2 | 1 / 3 | 9007199254740993
1e16 | 1e15 | 123456789012345680.0 | 1e22 | 1e21 | 1.5e300 * 1e10 | 0.0001 | 0.00001 | 1.5e-7 | 1e-320 | 5e-324
1 + 2 * 3 - 4 / 5 | (1 + 2) * 3 | ((((4)))) | +4 | --4 | -+-4 | 2 - -2 | 2*-3 | 2**-1**2 | - 3 ** 2 + 1 | 1 / 49 * 49
100 - 99.9 | 0.1 + 0.2 | 1 - 0.9 | 3 * 1.1 | 1e308 * 10 | -1e308 * 10 | 1e999 | 1e999 - 1e999 | 1e999 * 0 | 4,
np.tanh(1) | np.exp(-0.3) | 1 / (1 + np.exp(-(0.3 * 1 + 0.25 * 0))) | np.log(14) | sigmoid(4) ** 199 | np.log(0)
0.5 * np.tanh(0.62) | np.tanh(1 + 0.5 * np.tanh(0.5 * np.tanh(1))) | np.sqrt(2) | np.log2(8) | np.log(-1) | np.exp
3,5 | 10,000 | -3,5 | 1,234,567 | 2,5e-3 | (0,25) | 10,000.5 | 1/3, 2 | 1, 2, | () | (4,) | 4, 4 ** 0.5
1,2,3,4,5,6,7,8,9,10,11,12 | 1,2,3,4,5,6,7,8,9,10,11,12,13 | 1e16, 10 ** 20 | 10 ** 400 | -10 ** 400 | True | None
'4' | "4" | '' | "it's" | 'say "4"' | "넷" | False
"""
TYPED = [each.strip() for each in ARITHMETIC.replace("\n", "|").split("|") if each.strip()]
TYPED += [f"'{'ab' * 38}c'", f"'{'ab' * 39}'", f'"{"abc" * 40}"', "9" * 90, "-" + "1234567890" * 12]
TYPED += ["'a\u200bb'", "'a\tb'", "'\x07'", "'" + "\u2028" * 20 + "'"]


def test_arithmetic_is_pythons(opened):
    page = opened()
    probe = Number(name="00.probe", compute=lambda: 123.5, code="", why="", hints=("",))
    names = {"np": np, "sigmoid": lambda x: float(sigmoid(np.array(float(x))))}
    judge = "([judged, rules, all]) => all.map(typed => series.answers.judge(judged, typed, rules))"
    rules = {"commas": exercises.COMMAS, "hint": exercises.HINT}
    found = page.evaluate(judge, [exercises.judged(probe), rules, TYPED])
    with np.errstate(all="ignore"):
        wanted = [expected(probe, probe.check(eval(typed, names)))[1] for typed in TYPED]
    words = [f"{reply['head']} {reply['text']}" for reply in found]
    assert list(zip(TYPED, words, strict=True)) == list(zip(TYPED, wanted, strict=True))


NO_NUMBER = "cannot be read as a number, expected one such as 0.25 or 4."
NAMES = f"{NO_NUMBER} The notebook's names are not known here: put in their numbers."
BAD = {
    "four": f"four {NAMES}",
    "o[1] * h[0]": f"o[1] * h[0] {NAMES}",
    "sum(1, 2)": f"sum(1, 2) {NAMES}",
    "np.exp(1, 2)": f"np.exp(1, 2) {NAMES}",
    "constructor": f"constructor {NAMES}",
    "np.constructor(1)": f"np.constructor(1) {NAMES}",
    "alert(1)": f"alert(1) {NAMES}",
    "10k": f"10k {NAMES}",
    "50%": f"50% {NO_NUMBER}",
    "10 000": f"10 000 {NO_NUMBER}",
    "1__0": f"1__0 {NO_NUMBER}",
    "1.2.3": f"1.2.3 {NO_NUMBER}",
    "1 +": f"1 + {NO_NUMBER}",
    "* 3": f"* 3 {NO_NUMBER}",
    "2 ** * 3": f"2 ** * 3 {NO_NUMBER}",
    "(1": f"(1 {NO_NUMBER}",
    "1)": f"1) {NO_NUMBER}",
    "1,,2": f"1,,2 {NO_NUMBER}",
    "(1, 2), 3": f"(1, 2), 3 {NO_NUMBER}",
    "-(1, 2)": f"-(1, 2) {NO_NUMBER}",
    "2 * (1, 2)": f"2 * (1, 2) {NO_NUMBER}",
    "4 = 4": f"4 = 4 {NO_NUMBER}",
    "넷": f"넷 {NO_NUMBER}",
    "=": f"= {NO_NUMBER}",
    "(" * 200: f"{'(' * 38}...{'(' * 39} {NO_NUMBER}",
    "5 / 0": "There is a division by 0 in it; one number is expected.",
    "5 // (2 - 2)": "There is a division by 0 in it; one number is expected.",
    "5.0 % 0": "There is a division by 0 in it; one number is expected.",
    "0 ** -1": "There is a division by 0 in it; one number is expected.",
    "(-8) ** (1/3)": f"A root of a negative number is complex: it {NO_NUMBER}",
    "10 ** 10 ** 10": "A number on the way is too large to compute with; a smaller one is expected.",
    "10.0 ** 400": "A number on the way is too large to compute with; a smaller one is expected.",
    "10 ** 400 * 0.5": "A number on the way is too large to compute with; a smaller one is expected.",
    "2,05": f"(2, 5) is 2 numbers; one number is expected. {exercises.COMMAS}",
}


def test_what_is_no_number_is_told_in_words(opened):
    found = opened().evaluate(PUT, [["02.more_noise", typed] for typed in BAD])
    assert found == [["reply wrong", f"Not yet. {words}"] for words in BAD.values()]


@pytest.mark.parametrize("typed", ["answer = 64", "answer=16 * 2**2", " 64 ", "−(−64)", "\t64.0"])
def test_the_line_of_the_notebook_and_the_lessons_minus_are_read_too(typed, opened):
    assert opened().evaluate(PUT, [["02.more_noise", typed]])[0][0] == "reply right"


def test_what_is_typed_is_text(opened):
    page = opened()
    typed = '<img src="none" onerror="document.title = 1"><b>4</b>'
    form(page, "02.more_noise").get_by_label("Your answer").fill(typed)
    form(page, "02.more_noise").get_by_role("button", name="Check").click()
    expect(said(page, "02.more_noise")).to_contain_text(typed)
    assert page.locator("[role=status] :not(b:first-child)").count() == 0
    assert page.title() == "A page"


# With the keyboard, and kept


def test_an_exercise_is_solved_with_the_keyboard_and_stays_solved(opened):
    page = opened()
    part = form(page, "03.blame_w7")
    part.get_by_label("Your answer to exercise").focus()
    page.keyboard.type("0.0148")
    page.keyboard.press("Enter")
    expect(said(page, "03.blame_w7")).to_contain_text("Not yet.")
    page.keyboard.press("Tab")
    expect(part.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part.get_by_text("Hint 1 of 3:")).to_be_visible()
    expect(part.get_by_text("Solution:")).to_be_hidden()
    expect(part.get_by_text("✓ solved")).to_be_hidden()
    part.get_by_label("Your answer to exercise").fill("0.063845 * 0.223155 * 0.519989")
    page.keyboard.press("Enter")
    expect(said(page, "03.blame_w7")).to_contain_text("Right. w7 carries h1 to o2")
    expect(part.get_by_text("✓ solved")).to_be_visible()

    part = form(page, "00.in_between")
    part.get_by_role("radio", name="a the sliders end too early").focus()
    page.keyboard.press("ArrowDown")
    expect(part.get_by_role("radio", name="b the sum")).to_be_checked()
    page.keyboard.press("Enter")
    expect(said(page, "00.in_between")).to_contain_text("Right.")
    page.reload()
    for name in ("03.blame_w7", "00.in_between"):
        expect(form(page, name).get_by_text("✓ solved")).to_be_visible()
    expect(page.get_by_text("✓ solved").locator("visible=true")).to_have_count(2)


def test_the_map_shows_what_is_solved_on_other_pages(opened):
    page, there = opened(), opened("progress.html")
    links = there.get_by_role("list").first.get_by_role("link")
    expect(there.get_by_text(" of 2 solved")).to_have_text("0 of 2 solved")
    page.evaluate(PUT, [["00.border", "3"]])
    expect(there.get_by_text(" of 2 solved")).to_have_text("1 of 2 solved")
    expect(links.filter(has_text="✓")).to_have_text(["1 ✓"])
    expect(there.get_by_label("Exercise 1, solved", exact=True)).to_have_attribute(
        "href", "notebooks/00_start_here.html#exercise-border"
    )
    page.close()
    there.reload()
    expect(there.get_by_text(" of 2 solved")).to_have_text("1 of 2 solved")


def test_an_option_is_chosen_by_pressing_its_words(opened):
    page = opened(width=390)
    part = form(page, "00.in_between")
    part.get_by_text("some weight and bias would do it").click()
    part.get_by_role("button", name="Check").click()
    expect(said(page, "00.in_between")).to_contain_text("Not yet.")
    part.get_by_text("in only one place").click()
    part.get_by_role("button", name="Check").click()
    expect(said(page, "00.in_between")).to_contain_text("Right.")


def test_who_starts_anew_is_asked_first_and_what_other_pages_solved_is_gone(opened):
    page, there = opened(), opened("progress.html")
    page.evaluate(PUT, [["00.border", "3"]])
    expect(there.get_by_text(" of 2 solved")).to_have_text("1 of 2 solved")
    asked = []
    there.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    there.get_by_role("button", name="Start anew").click()
    expect(there.get_by_text(" of 2 solved")).to_have_text("1 of 2 solved")
    assert "Export saves them" in asked[0]
    there.once("dialog", lambda dialog: dialog.accept())
    there.get_by_role("button", name="Start anew").click()
    expect(there.get_by_text(" of 2 solved")).to_have_text("0 of 2 solved")
    expect(there.get_by_role("status")).to_have_text("Cleared. In this browser, no exercise is solved.")
    assert there.evaluate("localStorage.length") == 0
    expect(form(page, "00.border").get_by_text("✓ solved")).to_be_hidden()
    page.evaluate(PUT, [["03.blame_w7", "0.063845 * 0.223155 * 0.519989"]])
    assert json.loads(there.evaluate("localStorage['neural-networks-by-hand']"))["solved"] == ["03.blame_w7"]


def exported(page, place):
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "progress.json"
    download.value.save_as(place)
    return place


def imported(page, content):
    page.locator("[type=file]").set_input_files({"name": "progress.json", "mimeType": "", "buffer": content})
    return page.get_by_role("status")


def test_the_notebooks_read_what_is_exported(opened, tmp_path, monkeypatch):
    solved = ["03.blame_w7", "00.border", "07.mean_bits"]
    right = {question.name: repr(question.read(question.answer)) for question in ANSWERED}
    opened().evaluate(PUT, [[name, right[name]] for name in solved])
    file = exported(opened("progress.html"), tmp_path / "exported.json")
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(tmp_path / "written.json"))
    for name in solved:
        progress.record(name)
    assert file.read_bytes() == (tmp_path / "written.json").read_bytes()
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(file))
    assert progress.read() == progress.Progress(frozenset(solved))


def test_what_the_notebooks_wrote_is_added(opened, tmp_path):
    page = opened("progress.html")
    page.evaluate("series.progress.add(['00.border'], {version: 2, moved: {}})")
    names = ["00.border", "03.one_step", "99.of_a_later_series"]
    status = imported(page, b"\xef\xbb\xbf" + json.dumps({"version": 2, "solved": names}).encode())
    expect(status).to_have_text("Imported. 2 exercises were added.")
    expect(page.get_by_label("Exercise 1, solved", exact=True)).to_have_count(1)
    old = {"version": 1, "solved": ["05.keeps", "05.balanced", "06.mean_bits"]}
    expect(imported(page, json.dumps(old).encode())).to_have_text("Imported. 3 exercises were added.")
    expect(imported(page, json.dumps(old).encode())).to_have_text("Imported. 0 exercises were added.")
    kept = json.loads(exported(page, tmp_path / "exported.json").read_text(encoding="utf-8"))
    assert kept == {"version": 2, "solved": sorted([*names, "05.keeps", "06.balanced", "07.mean_bits"])}
    page.goto(page.url.replace("progress.html", "notebooks/forms.html"))
    expect(form(page, "03.one_step").get_by_text("✓ solved")).to_be_visible()


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_changes_nothing_and_is_told_in_the_notebooks_words(content, opened, tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    file.write_bytes(content)
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(file))
    reason = progress.read().trouble.partition("(")[2].partition(")")[0]
    page = opened("progress.html")
    page.evaluate("series.progress.add(['00.border'], {version: 2, moved: {}})")
    before = page.evaluate("({...localStorage})")
    words = f"Not imported. This progress file was not one of this series ({reason}). Nothing has changed."
    expect(imported(page, content)).to_have_text(words)
    assert page.evaluate("({...localStorage})") == before != {}


def test_what_the_browser_kept_and_is_damaged_is_told_and_set_aside(opened):
    page = opened("progress.html", first="localStorage['neural-networks-by-hand'] ??= '{ half a'")
    told = "What this browser kept is not the progress of this series (it is not JSON); counting starts anew."
    expect(page.get_by_role("status")).to_have_text(f"Your progress: {told}")
    page.goto(page.url.replace("progress.html", "notebooks/forms.html"))
    expect(said(page, "00.border")).to_be_attached()
    ((_, words),) = page.evaluate(PUT, [["00.border", "3"]])
    assert words.endswith(f"\n{told}")
    assert page.evaluate("localStorage['neural-networks-by-hand.damaged']") == "{ half a"
    assert json.loads(page.evaluate("localStorage['neural-networks-by-hand']"))["solved"] == ["00.border"]


REFUSING = {
    "all": "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})",
    "to write": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
}


@pytest.mark.parametrize("refused", REFUSING)
def test_a_browser_that_keeps_nothing_is_told_and_the_answer_counts(refused, opened):
    page = opened(first=REFUSING[refused])
    ((_, words),) = page.evaluate(PUT, [["00.border", "3"]])
    told = "It counts, but your progress could not be saved (this browser keeps nothing for these pages)."
    assert words.startswith("Right. ")
    assert words.endswith(f"\n{told}")
    expect(form(page, "00.border").get_by_text("✓ solved")).to_be_visible()
    if refused == "all":
        there = opened("progress.html", first=REFUSING[refused])
        words = "Your progress: Your progress could not be read (this browser keeps nothing for these pages)."
        expect(there.get_by_role("status")).to_have_text(words)


# Whatever fails, and whoever reads


def test_without_scripts_or_data_hints_and_solution_remain(site, browser):
    still = browser.new_context(java_script_enabled=False)
    blocked = browser.new_context()
    blocked.route("**/data/exercises.js", lambda route: route.abort())
    for context in (still, blocked):
        page = context.new_page()
        page.goto((site / "notebooks/forms.html").as_uri())
        expect(page.get_by_role("button", name="Check")).to_have_count(0)
        expect(page.get_by_role("textbox")).to_have_count(0)
        expect(page.get_by_role("radio")).to_have_count(0)
        expect(page.get_by_text("the sliders end too early")).to_be_visible()
        part = form(page, "03.blame_w7")
        for word in ("Hint", "Next hint", "Next hint", "Solution"):
            expect(part.locator("summary:visible").last).to_have_text(word)
            part.locator("summary:visible").last.click()
        expect(part.locator("pre")).to_have_text("answer = (o[1] - target[1]) * o[1] * (1 - o[1]) * h[0]")
        page.goto((site / "progress.html").as_uri())
        expect(page.get_by_role("button")).to_have_count(0)
        expect(page.get_by_text("2 exercises", exact=True)).to_be_visible()
        context.close()


@pytest.mark.parametrize("script", ["python.js", "answers.js", "progress.js"])
def test_no_field_shows_that_could_not_answer(site, browser, script):
    context = browser.new_context()
    context.route(f"**/{script}", lambda route: route.abort())
    page = context.new_page()
    for name in ("notebooks/forms.html", "progress.html"):
        with page.expect_event("pageerror"):
            page.goto((site / name).as_uri())
        assert page.locator(":is(.fields, .progress-files):visible").count() == 0
    context.close()


@pytest.mark.parametrize("name", ["notebooks/forms.html", "progress.html"])
def test_on_a_phone_all_fits_and_is_open_to_all(name, opened):
    page = opened(name, width=390)
    if "forms" in name:
        page.evaluate(PUT, [["00.border", "3"], ["02.more_noise", "2,05"], ["00.in_between", ""]])
        for summary in form(page, "03.blame_w7").locator("summary").all():
            summary.click()
    else:
        page.evaluate("series.progress.add(['00.border'], {version: 2, moved: {}})")
        imported(page, b"")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL) == []
    assert barriers(page) == []
