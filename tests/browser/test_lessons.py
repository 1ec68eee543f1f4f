"""Lessons in a real browser: every explorer is moved, what should follow is seen to follow, and all is photographed.

Run are the cells that show widgets, and those that these need. What the others print nbval has compared, and of every
cell it has seen that it shows no widget which is not looked at here (see `tests.notebooks.outputs`).
"""

import re
import time
from contextlib import contextmanager

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tests.browser.pictures import expect_names_in_lab, expect_some_names, stored_words
from tools import dev, lab, notebooks
from tools.explorers import EXPLORERS, with_widgets

SCREENSHOTS = dev.ROOT / "build" / "screenshots"
DRAWING = ".widget-html-content svg"
COLUMN = 760  # pixels, as in jupyter/custom.css
WORDS = '[role="status"]'
LEFT_AND_WIDTH = """() => {
  const parts = ".jp-MarkdownOutput, .jp-InputArea-editor, .jp-OutputArea-output";
  const cells = [...document.querySelectorAll(".jp-Notebook .jp-Cell")];
  const boxes = cells.flatMap((cell) => [...cell.querySelectorAll(parts)].map((part) => [cell, part]));
  return boxes
    .filter(([, part]) => part.clientWidth && !part.matches(".explorer.wide, :has(.explorer.wide)"))
    .map(([cell, part]) => [part.getBoundingClientRect().left, part.scrollWidth, cell.textContent.slice(0, 80)]);
}"""
MARKUP = "parts => parts.map(part => part.outerHTML).join()"


@contextmanager
def changing(*parts):
    """Each part of the page looks otherwise soon afterwards."""
    before = [part.evaluate_all(MARKUP) for part in parts]
    yield
    until = time.monotonic() + 60
    for part, was in zip(parts, before, strict=True):
        while part.evaluate_all(MARKUP) == was:
            assert time.monotonic() < until, f"{part} did not change"
            time.sleep(0.02)


@pytest.mark.parametrize("name", [path.name for path in notebooks.paths()])
def test_every_picture_has_its_words_and_every_explorer_follows_its_control(opened, name):
    page = opened(name)
    expect(page.locator(".jp-DirListing")).to_be_hidden()
    expect_names_in_lab(page, stored_words(nbformat.read(notebooks.FOLDER / name, as_version=4).cells))
    run(page, name)
    assert out_of_column(page) == []
    assert lab.movable(page) == [explorer.cell for explorer in EXPLORERS[name]]
    for explorer in EXPLORERS[name]:
        cell = lab.cell(page, name, explorer.cell)
        with changing(cell.locator(explorer.picture), cell.locator(WORDS)):
            explorer.moves[0].on(cell)
        if explorer.stop:
            explorer.stop.on(cell)
        expect_some_names(cell)
        photograph(page, cell.locator(".jupyter-widgets").first, SCREENSHOTS / f"{name[:2]}-{explorer.cell}.png")
    look_closer = CLOSER.get(name, lambda cell: None)
    look_closer(lambda cell_id: lab.cell(page, name, cell_id))


def run(page, name):
    """Run what shows widgets, to the end; trainings that take long are interrupted when they have begun."""
    notebook = nbformat.read(notebooks.FOLDER / name, as_version=4)
    lab.start_some(page, notebooks.needed(notebook, with_widgets(name)))
    for training in notebooks.TRAININGS.get(name, ()):
        lab.cell(page, name, training).get_by_text("s left").first.wait_for(timeout=5 * lab.MINUTE)
        page.get_by_role("button", name="Interrupt the kernel").click()
    lab.await_end(page)


def out_of_column(page):
    """What does not begin at the column's left edge, or is wider than it; an explorer that is wide by design may be."""
    found = page.evaluate(LEFT_AND_WIDTH)
    left = found[0][0]
    assert left > 0
    return [part for part in found if abs(part[0] - left) > 2 or part[1] > COLUMN + 2]


def photograph(page, part, path):
    """Write a picture of a part of the page, in a window that is as high as the part needs."""
    window = page.viewport_size
    page.set_viewport_size(window | {"height": max(window["height"], round(part.bounding_box()["height"]) + 200)})
    path.parent.mkdir(parents=True, exist_ok=True)
    part.screenshot(path=path)
    page.set_viewport_size(window)


def start_here(cell):
    exercise = cell("exercise-border")  # as it is stored: the hints need no kernel
    expect(exercise.locator("summary:visible")).to_have_text(["Hint"])
    for key, shown in (("Enter", "Hint 1 of 2:"), ("Space", "Hint 2 of 2:"), ("Enter", "Solution:")):
        exercise.locator("summary:visible").last.press(key)
        expect(exercise.get_by_text(shown)).to_be_visible()
    box = cell("exercises-answer").locator(".exercise")
    expect(box).to_have_css("border-left-width", "5px")
    expect(exercise.locator(".jp-InputArea-editor")).to_have_css("border-left-width", "5px")


def array_files(cell):
    explorer = cell("explore")
    drawing, words = explorer.locator(DRAWING), explorer.locator(WORDS)
    with changing(drawing, words):
        explorer.get_by_label("field", exact=True).select_option(index=5)  # shape
    expect(words).to_contain_text("2 × 3: 6 items")
    typed = explorer.get_by_label("typed", exact=True)
    with changing(drawing, words):
        typed.fill("133")
        typed.press("Enter")
    expect(words).to_contain_text("Item [0, 0] is 1.5")
    typed.fill("900")
    typed.press("Enter")
    expect(explorer.get_by_role("alert")).to_contain_text("expected a number from 0 to 175")


def batches(cell):
    player = cell("explore")
    drawing, words = player.locator(DRAWING), player.locator(WORDS)
    with changing(drawing, words):
        player.get_by_role("button", name="Next").click()
    with changing(drawing, words):
        player.get_by_role("checkbox").press("Space")
    samples = player.locator(".widget-text input").first
    samples.fill("many")
    samples.press("Enter")
    expect(player.get_by_role("alert")).to_contain_text("samples is 'many', expected a whole number from 1 to 2,000")
    with changing(drawing):
        samples.fill("24")
        samples.press("Enter")
    expect(player.get_by_role("alert")).to_have_count(0)
    buffer = cell("explore-buffer")
    drawing, words = buffer.locator(DRAWING), buffer.locator(WORDS)
    for handle in (1, 2):  # the item that is followed, how many have left
        with changing(drawing, words):
            buffer.locator(".noUi-handle").nth(handle).press("ArrowRight")
    with changing(drawing, words):
        buffer.get_by_role("button", name="Back").press("Enter")


def backprop(cell):
    explorer = cell("explore")
    drawing, equation = explorer.locator(DRAWING).first, explorer.locator(DRAWING).nth(1)
    with changing(drawing, equation):
        explorer.get_by_role("button", name="Next").click()
    with changing(drawing, equation):
        explorer.get_by_role("button", name="Back").press("Enter")
    run_and_go_on(explorer)
    for part in (explorer.locator(DRAWING).first, *explorer.get_by_role("button").all()):
        expect(part).to_be_in_viewport(ratio=1)
    expect(cell("first-touch-after").locator("details p")).to_be_hidden()
    explorer.get_by_role("tab", name="Weights").click()
    network, slider = drawing.bounding_box(), explorer.locator(".noUi-handle:visible").last.bounding_box()
    assert slider["x"] > network["x"] + network["width"]
    assert slider["y"] < network["y"] + network["height"]
    expect(explorer.get_by_label("example", exact=True)).to_have_value("wikidocs")


def run_and_go_on(cell):
    """Run a cell as a learner does, with Shift and Enter, which selects the next one."""
    before = cell.locator(".jp-InputPrompt").text_content()
    cell.locator(".cm-content").click()
    cell.page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-InputPrompt")).not_to_have_text(before)
    lab.await_end(cell.page)


def embeddings(cell):
    lookup = cell("explore-lookup")
    sentence = lookup.locator("input[type=text]")
    sentence.press("End")
    with changing(lookup.locator(DRAWING)):
        sentence.press_sequentially(" friend")
    expect(lookup.locator(WORDS)).to_contain_text("“friend”")
    sums = cell("explore-analogies")
    field = sums.locator("input[type=text]")
    with changing(sums.locator(DRAWING)):
        field.fill("tokyo - japan + korea")
    expect(sums.locator(WORDS)).to_contain_text("seoul")
    field.fill("tokyo - japan + <b>koreaa</b>")
    expect(sums.get_by_role("alert")).to_contain_text("koreaa")


def recurrent(cell):
    stepper = cell("explore-lstm")
    drawing, words = stepper.locator(DRAWING), stepper.locator(WORDS)
    for name in ("Next", "Back"):
        with changing(drawing, words):
            stepper.get_by_role("button", name=name).press("Enter")
    with changing(drawing, words):
        stepper.get_by_label("cell", exact=True).select_option("GRU")
    stepper.locator("input[type=text]").fill("1, zero")
    expect(stepper.get_by_role("alert")).to_contain_text("expected numbers such as 1, 0, 0")
    gates = cell("explore-gates")
    drawing, words = gates.locator(DRAWING), gates.locator(WORDS)
    with changing(drawing):
        gates.get_by_label("clamp", exact=True).select_option("forget = 0, input = 0")
    text = gates.locator("input[type=text]").first
    with changing(drawing, words):
        text.fill("..b..")
    text.fill("..<b>..")
    expect(gates.get_by_role("alert")).to_contain_text("'<'")


def surnames(cell):
    names = cell("explore-names")
    with changing(names.locator(DRAWING)):
        names.locator("input[type=text]").fill("Kowalski")
    expect(names.locator(WORDS)).to_contain_text("“kowalski”: Poland")
    confusion = cell("explore-confusion")
    pressed = confusion.get_by_title("Norway, taken for Denmark")
    count = pressed.text_content()
    pressed.click()
    expect(pressed).to_contain_class("mod-active")
    expect(confusion.locator(WORDS)).to_contain_text(f"Norway, taken for Denmark: {count} of its")


def textgen(cell):
    expect(cell("train")).to_contain_text("You have the model")
    expect(cell("pretrained").locator(WORDS)).to_contain_text("Stopped, and nothing is lost")


def scaleout(cell):
    training = cell("explore-failure")
    words = training.locator(WORDS)

    def press(name, then):
        training.get_by_role("button", name=name).press("Enter")
        expect(words).to_contain_text(then, timeout=lab.MINUTE)

    expect(words).to_contain_text("Press Resume", timeout=lab.MINUTE)  # worker 0 was killed above
    press("Start", re.compile(r"Newest checkpoint: step [1-9]"))
    press("Kill worker 1", "Press Resume to go on from there")
    expect(words).to_contain_text("Worker 1 has ended")
    expect(words).to_contain_text("Worker 0 says: “a neighbour of worker 0 has gone”")
    press("Resume", "Done: 200 steps")
    press("Unbroken run", "equal, to the bit")


CLOSER = {
    "00_start_here.ipynb": start_here,
    "01_array_files.ipynb": array_files,
    "02_epochs_batches_iterations.ipynb": batches,
    "03_network_by_hand.ipynb": backprop,
    "04_embeddings.ipynb": embeddings,
    "05_memory.ipynb": recurrent,
    "06_names_and_countries.ipynb": surnames,
    "07_writing_text.ipynb": textgen,
    "08_beyond_one_machine.ipynb": scaleout,
}
"""What else is looked at when every explorer of a notebook has been moved; given what finds a cell by its id."""


@pytest.mark.parametrize("explorer", ["start_here.explore()", "backprop.explore()"])
def test_the_next_drawing_is_there_while_the_kernel_is_busy(browser, url, folder, explorer):
    sources = {"imports": "import time\nfrom helpers import backprop, start_here", "explorer": explorer}
    cells = [new_code_cell(source, id=name) for name, source in (sources | {"busy": "time.sleep(600)"}).items()]
    nbformat.write(notebooks.clean(new_notebook(cells=cells)), folder / "notebooks" / "ahead.ipynb")
    page = lab.open_notebook(browser, url, "ahead.ipynb", [])
    lab.start_all(page)
    cell, busy = page.locator(".jp-CodeCell").nth(1), page.locator(".jp-CodeCell").nth(2)
    handles, drawing = cell.locator(".noUi-handle:visible"), cell.locator(DRAWING).first
    expect(handles.first).to_be_visible()
    with changing(drawing):
        handles.first.press("ArrowRight")
    moved = drawing.evaluate_all(MARKUP)
    handles.last.press("ArrowRight")  # if it is another one, its drawing is of where the first was
    page.wait_for_timeout(300)
    assert drawing.evaluate_all(MARKUP) == moved
    expect(busy.locator(".jp-InputPrompt")).to_have_text("[*]:")
    page.get_by_role("button", name="Interrupt the kernel").click()
    lab.await_end(page)
    lab.close(page)


def test_a_widget_that_is_not_drawn_is_found(browser, url, folder):
    sources = {
        "whole": "import ipywidgets, traitlets\nipywidgets.IntSlider()",
        "unknown": "class Own(ipywidgets.HTML):\n    _view_name = traitlets.Unicode('Own').tag(sync=True)\nOwn()",
        "lost": f"display({{{lab.WIDGET!r}: {{'model_id': 'lost'}}}}, raw=True)",
        "flat": "ipywidgets.HTML('text', layout={'display': 'none'})",
    }
    notebook = new_notebook(cells=[new_code_cell(source, id=name) for name, source in sources.items()])
    nbformat.write(notebooks.clean(notebook), folder / "notebooks" / "broken.ipynb")
    troubles = []
    page = lab.open_notebook(browser, url, "broken.ipynb", troubles)
    lab.run_all(page)
    assert lab.movable(page) == ["whole"]
    found = lab.unrendered(page)
    assert {line.partition(":")[0] for line in found} == {"unknown", "lost", "flat"}, found
    assert troubles  # the console tells of them, too
    lab.close(page)
