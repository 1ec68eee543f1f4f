"""Lessons in a real browser: what a learner moves is moved, and what should follow is seen to follow."""

from contextlib import contextmanager

from playwright.sync_api import expect

from tools import lab

DRAWING = ".widget-html-content svg"
WORDS = '[role="status"]'


@contextmanager
def changing(*parts):
    """Each part of the page looks otherwise soon afterwards."""
    before = [part.inner_html() for part in parts]
    yield
    for part, was in zip(parts, before, strict=True):
        expect(part).not_to_have_js_property("innerHTML", was, timeout=lab.MINUTE)


def test_the_neuron_of_00_follows_its_slider(opened):
    page = opened("00_start_here.ipynb")
    lab.run_all(page)
    explorer = lab.cell(page, "00_start_here.ipynb", "drag")
    with changing(explorer.locator(DRAWING).first, explorer.locator(WORDS).first):
        explorer.locator(".noUi-handle").first.press("ArrowRight")


def test_the_bytes_of_01_are_picked(opened):
    page = opened("01_array_files.ipynb")
    lab.run_all(page)
    expect(lab.cell(page, "01_array_files.ipynb", "clean-up")).to_contain_text("the folder is there: False")
    explorer = lab.cell(page, "01_array_files.ipynb", "explore")
    drawing, words = explorer.locator(DRAWING).first, explorer.locator(WORDS).first
    with changing(drawing, words):
        explorer.get_by_label("field", exact=True).select_option(index=5)  # shape
    expect(words).to_contain_text("2 × 3: 6 items")
    with changing(drawing, words):
        explorer.locator(".noUi-handle").first.press("ArrowRight")
    typed = explorer.get_by_label("typed", exact=True)
    with changing(drawing, words):
        typed.fill("133")
        typed.press("Enter")
    expect(words).to_contain_text("Item [0, 0] is 1.5")
    typed.fill("900")
    typed.press("Enter")
    expect(explorer.get_by_role("alert")).to_contain_text("expected a number from 0 to 175")


def test_the_batches_of_02_are_played_and_its_buffer_grows(opened):
    page = opened("02_epochs_batches_iterations.ipynb")
    lab.run_all(page)
    player = lab.cell(page, "02_epochs_batches_iterations.ipynb", "explore")
    drawing, words = player.locator(DRAWING).first, player.locator(WORDS).first
    with changing(drawing, words):
        player.get_by_role("button", name="Next").click()
    with changing(drawing, words):
        player.locator(".noUi-handle").first.press("ArrowRight")
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
    buffer = lab.cell(page, "02_epochs_batches_iterations.ipynb", "explore-buffer")
    drawing, words = buffer.locator(DRAWING).first, buffer.locator(WORDS).first
    for handle in (0, 1, 2):  # the buffer size, the item that is followed, how many have left
        with changing(drawing, words):
            buffer.locator(".noUi-handle").nth(handle).press("ArrowRight")
    with changing(drawing, words):
        buffer.get_by_role("button", name="Back").press("Enter")


def test_the_stepper_of_03_walks(opened):
    page = opened("03_network_by_hand.ipynb")
    lab.run_all(page)
    explorer = lab.cell(page, "03_network_by_hand.ipynb", "explore")
    drawing, equation = explorer.locator(DRAWING).first, explorer.locator(DRAWING).nth(1)
    with changing(drawing, equation):
        explorer.get_by_role("button", name="Next").click()
    with changing(drawing, equation):
        explorer.locator(".noUi-handle").first.press("ArrowRight")
    with changing(drawing, equation):
        explorer.get_by_role("button", name="Back").press("Enter")


def test_the_explorers_of_04_answer_while_one_types(opened):
    page = opened("04_embeddings.ipynb")
    lab.run_all(page)
    lookup = lab.cell(page, "04_embeddings.ipynb", "explore-lookup")
    sentence = lookup.locator("input[type=text]").first
    sentence.press("End")
    with changing(lookup.locator(DRAWING).first):
        sentence.press_sequentially(" friend")
    expect(lookup.locator(WORDS).first).to_contain_text("“friend”")
    sums = lab.cell(page, "04_embeddings.ipynb", "explore-analogies")
    field = sums.locator("input[type=text]").first
    with changing(sums.locator(DRAWING).first):
        field.fill("tokyo - japan + korea")
    expect(sums.locator(WORDS).first).to_contain_text("seoul", timeout=lab.MINUTE)
    field.fill("tokyo - japan + <b>koreaa</b>")
    expect(sums.get_by_role("alert")).to_contain_text("koreaa")


def test_the_gates_of_05_are_walked_and_held(opened):
    page = opened("05_memory.ipynb")
    lab.start_all(page)
    training = lab.cell(page, "05_memory.ipynb", "memory-run")
    training.get_by_text("s left").first.wait_for(timeout=5 * lab.MINUTE)
    page.get_by_role("button", name="Interrupt the kernel").click()
    lab.await_end(page)
    view = lab.cell(page, "05_memory.ipynb", "explore-gates")
    drawing, words = view.locator(DRAWING).first, view.locator(WORDS).first
    with changing(drawing, words):
        view.locator(".noUi-handle").first.press("ArrowRight")
    with changing(drawing):
        view.get_by_label("hold", exact=True).select_option("forget = 0, input = 0")
    text = view.locator("input[type=text]").first
    with changing(drawing, words):
        text.fill("..b..")
    text.fill("..<b>..")
    expect(view.get_by_role("alert")).to_contain_text("'<'")


def test_the_bars_of_06_follow_the_temperature_and_a_training_is_stopped(opened):
    page = opened("06_writing_text.ipynb")
    training = lab.cell(page, "06_writing_text.ipynb", "train")
    lab.start_all(page)
    training.get_by_text("s left").first.wait_for(timeout=5 * lab.MINUTE)
    page.get_by_role("button", name="Interrupt the kernel").click()
    lab.await_end(page)
    expect(training).to_contain_text("You have the model")
    explorer = lab.cell(page, "06_writing_text.ipynb", "explore-sampling")
    with changing(explorer.locator(DRAWING).first, explorer.locator(WORDS).first):
        explorer.locator(".noUi-handle").first.press("ArrowRight")
