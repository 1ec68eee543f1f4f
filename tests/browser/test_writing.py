"""The network in the page: it computes what Python computes and says what the notebook says, or leaves the still."""

import html
import itertools
import json
import re
import shutil
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from helpers import style, textgen
from helpers.char_model.model import CharModel
from helpers.textgen.explorers import controls
from helpers.textgen.figures import next_character_bars
from helpers.textgen.figures.drawing import percent
from helpers.textgen.sampling import Settings, distribution
from tests.browser.axe import barriers
from tools import lab
from tools.page import writing

HOSTILE = "<img src=x onerror=alert(1)>"
FILES = ("series.js", "python.js", "network.js", "writing.js", "writing.css")
# A page as the site's theme makes one, for the light and the dark.
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Writing text</title><link rel="stylesheet" href="writing.css">
<style>
  body { margin: 16px; background: var(--color-background-primary); color: var(--color-foreground-primary);
    font: 16px sans-serif; --color-background-primary: #fff; --color-foreground-primary: #000; }
  @media (prefers-color-scheme: dark) { body { --color-background-primary: #131416;
    --color-background-secondary: #1a1c1e; --color-foreground-primary: #cfd0d0; --color-foreground-border: #666; } }
</style></head>
<body data-theme="auto"><main><h1>Writing text</h1>
<div id="writes" data-model="writing" data-name="07-pretrained"><p>a still of the page</p></div>
<div id="bars" data-model="writing" data-name="07-explore-sampling"><p>a still of the bars</p></div></main>
<script src="series.js"></script><script src="python.js"></script>
<script src="network.js"></script><script src="writing.js"></script></body></html>"""
MAKE = """async () => {
  const data = await series.load("writing");
  const model = network.model(data, await series.unpack(data.weights));
  const read = (prompt) => [...prompt].reduce(
    (state, symbol) => network.step(model, state, data.symbols.indexOf(symbol)), network.initialState(model));
  window.made = { data, model, read }; }"""
LOGITS = "prompts => prompts.map(prompt => [...network.logits(made.model, made.read(prompt))])"
STREAM = """([prompt, length, settings, seed]) =>
  [...network.stream(made.model, prompt, length, settings, network.uniforms(seed))].join("")"""
ROUNDING = 4e-5
"""By how much a score may differ: Python adds up in float32, in an order that depends on the machine."""
# Of each kind of settings one. Where a draw falls so near to an edge that rounding decides, texts part: here none does.
RUNS = [
    ("ROMEO:\n", 1, (0.8, None, None)),
    ("ROMEO:\n", 2, (1.0, None, None)),
    ("To be, or not", 3, (0.5, 12, None)),
    ("QUEEN:\n", 4, (1.3, None, 0.9)),
    ("a", 5, (2.0, 40, 0.95)),
    ("KING LEAR:\nBlow, winds", 2**40 + 7, (0.3, None, 0.6)),
    ("\n", 0, (1.0, 1, None)),
    ("0", 999_999_999_999_999, (0.75, 3, 0.999)),
]
LENGTH = 1000


@pytest.fixture(scope="session")
def model():
    return textgen.load_pretrained()


@pytest.fixture(scope="session")
def data():
    return writing.script()


@pytest.fixture(scope="session")
def place(tmp_path_factory, data):
    """A folder with a page in which the two parts move."""
    folder = tmp_path_factory.mktemp("page")
    writing.data.write(folder, FILES, {"writing": data})
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def opened(browser, place):
    """Opens the page and waits until its parts move; afterwards there must have been no error and no stray request."""
    troubles, pages = [], []

    def open_page(width=1280, colours="light", before=""):
        page = lab.new_page(browser, place.as_uri(), troubles, width, 800)
        pages.append(page)
        page.emulate_media(color_scheme=colours)
        page.add_init_script(before)
        page.goto((place / "index.html").as_uri())
        expect(page.locator(".moving")).to_have_count(2)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert troubles == []


@pytest.fixture(scope="module")
def computing(browser, place):
    """The page with the model at hand, for what needs no picture."""
    troubles = []
    page = lab.new_page(browser, place.as_uri(), troubles)
    page.goto((place / "index.html").as_uri())
    page.evaluate(MAKE)
    yield page
    page.close()
    assert troubles == []


def in_page(temperature, top_k=None, top_p=None):
    return {"temperature": temperature, "topK": top_k, "topP": top_p}


# -- what is computed


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31, 2**32 - 1, 2**32, 2**40 + 7, 10**15 - 1])
def test_uniform_numbers_are_those_of_numpy(computing, seed):
    found = computing.evaluate("seed => Array.from({length: 200}, network.uniforms(seed))", seed)
    assert found == np.random.default_rng(seed).random(200).tolist()


def test_no_seed_gives_other_numbers_each_time(computing):
    one, two = computing.evaluate("() => [0, 0].map(() => network.uniforms(null)())")
    assert one != two
    assert 0 <= one < 1


def test_the_scores_are_those_of_python(computing, model):
    prompts = ["a", "ROMEO:\n", textgen.load_pretrained().vocabulary.symbols * 4]
    expected = [model.logits(model.read(prompt)[-1]) for prompt in prompts]
    np.testing.assert_allclose(computing.evaluate(LOGITS, prompts), expected, atol=1e-4)


@pytest.mark.parametrize(("prompt", "seed", "sampling"), RUNS)
def test_it_writes_what_python_writes(computing, model, prompt, seed, sampling):
    expected = "".join(textgen.stream(model, prompt, LENGTH, *sampling, seed))
    assert computing.evaluate(STREAM, [prompt, LENGTH, in_page(*sampling), seed]) == expected


scores = st.lists(st.floats(-20, 20), min_size=1, max_size=80)
temperatures = st.sampled_from([1e-300, 0.1, 0.8, 1, 2, 50])


@settings(deadline=None, max_examples=60)
@given(scores, temperatures, st.none() | st.integers(1, 90), st.none() | st.floats(0.01, 1))
def test_a_distribution_is_that_of_python(computing, logits, temperature, top_k, top_p):
    expected = distribution(np.array(logits), temperature, top_k, top_p)
    if top_p:
        kept = distribution(np.array(logits), temperature, top_k)
        assume(np.abs(np.cumsum(np.sort(kept)[::-1]) - top_p).min() > 1e-9)  # a sum that is rounded differently counts
    sampling = in_page(temperature, top_k, top_p)
    found = computing.evaluate("([scores, settings]) => network.distribution(scores, settings)", [logits, sampling])
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-300)
    assert (np.array(found) == 0).tolist() == (expected == 0).tolist()


@settings(deadline=None, max_examples=60)
@given(scores, st.floats(0, 1, exclude_max=True))
def test_a_draw_is_that_of_python(computing, logits, uniform):
    probabilities = distribution(np.array(logits))
    found = computing.evaluate("([row, uniform]) => network.draw(row, uniform)", [probabilities.tolist(), uniform])
    assert found == textgen.draw(probabilities, uniform)


# -- numbers and words


LOOK = ("input", "output", "baseline", "ink", "paper", "font", "mono")


def tree(element):
    """An element of an SVG document as the page has it: name, attributes, and children in their order."""
    children = [element.text, *itertools.chain.from_iterable([tree(child), child.tail] for child in element)]
    return [element.tag.partition("}")[2], dict(element.attrib), *[child for child in children if child]]


def as_text(node):
    """A tree of the page with its attributes as text."""
    if isinstance(node, str):
        return node
    name, attributes, *children = node
    written = {key: str(value) for key, value in attributes.items()}
    return [name, written, *[as_text(child) for child in children if child]]


def states():
    """Distributions before and after top-k and top-p, among them numbers halfway between two that could be written."""
    rng = np.random.default_rng(3)
    contexts = ["a", "", "to be\n", HOSTILE, "x" * 44, "y" * 45, "tab\there \x07 & “é” \u2028😀" * 3]
    samplings = [(0.4, None, None), (1, 5, None), (1.7, None, 0.8), (1, 1, None), (9, 60, 0.99)]
    for context, (temperature, top_k, top_p) in itertools.product(contexts, samplings):
        logits = rng.normal(0, 3, 74)
        yield distribution(logits, temperature), distribution(logits, temperature, top_k, top_p), context
    halves = np.array([0.5, 0.125, 0.125, 0.0625, 0.0625, *[0.03125] * 3, *[0.015625] * 2] + [0.0] * 64)
    tenths = np.array([0.365, 0.245, 0.155, 0.105, 0.085, 0.0995, 0.0005, 0.0004] + [0.0] * 66)
    for row in (halves, tenths, np.full(74, 1 / 74), np.eye(74)[9]):
        yield row, row, "ties"


def test_the_bars_are_those_of_python(computing, model):
    symbols = model.vocabulary.symbols
    look = {name: getattr(style, name.upper()) for name in LOOK}
    expected = [next_character_bars(symbols, *state) for state in states()]
    asked = [[symbols, before.tolist(), after.tolist(), context, look] for before, after, context in states()]
    found = computing.evaluate("asked => asked.map(state => network.bars(...state))", asked)
    assert list(map(as_text, found)) == [tree(ElementTree.fromstring(drawing.svg)) for drawing in expected]
    words = computing.evaluate("asked => asked.map(state => network.describeBars(...state))", asked)
    assert words == [drawing.words for drawing in expected]


def test_a_short_vocabulary_has_no_others(computing):
    row = [0.75, 0.25]
    look = dict.fromkeys(LOOK, "none")
    found = computing.evaluate("state => network.bars(...state)", ["ab", row, row, "a", look])
    assert len(tree(ElementTree.fromstring(next_character_bars("ab", *map(np.array, (row, row))).svg))) == len(found)
    assert found[-1][2:] == []


@settings(deadline=None)
@given(st.floats(0, 1) | st.integers(0, 4096).map(lambda n: n / 4096))
def test_percentages_are_those_of_python(computing, share):
    assert computing.evaluate("share => network.percent(share)", share) == percent(share)


def judged(model, field, value):
    """Why Python refuses a value, or "" if it does not."""
    known = model.vocabulary.symbols[0]
    try:
        if field in ("temperature", "top_k", "top_p"):
            Settings(**{field: value})
        else:
            textgen.stream(model, **{"prompt": known, "length": 0, field: value})
    except (TypeError, ValueError) as error:
        return str(error)
    return ""


# Characters that this Python knows: a browser may know newer ones.
texts = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=100)
TYPED = ["off", "NONE", "abc", "-1", "-0", "0", "0.0", "1.5", "65", "0.05", "1,5", ".5", "5.", ".", "+.5e-3", "0x10"]
TYPED += ["1e3", "1_000", "1__0", "_1", "1_", "1._5", "1e15", "-1e15", "999999999999999", "1e16", "1e-5", "1e400"]
TYPED += ["inf", "-Infinity", "NaN", "٣", "１２．５", "１２", "𝟙𝟚", "½", "²", "'", '"', "'\"", "\\", "{}", "$&"]
TYPED += ["", " ", " Off ", "1 2", "\x1c7", "\u20037\x85", "\ufeff7", "a\tb", "\u200b\u2028\xad", HOSTILE]
TYPED += ["x" * 78, "x" * 79, "x" * 100, "'" * 79, "\n" * 50, "😀" * 90]


@settings(deadline=None, max_examples=150)
@given(st.one_of(texts, st.floats().map(repr), st.integers().map(str), st.sampled_from(TYPED)))
def test_what_cannot_be_used_is_refused_in_python_s_words(computing, model, typed):
    check_refusals(computing, model, typed)


@pytest.mark.parametrize("typed", TYPED)
def test_mistakes_that_were_met_are_refused_in_python_s_words(computing, model, typed):
    check_refusals(computing, model, typed)


def check_refusals(computing, model, typed):
    fields = ["temperature", "top_k", "top_p", "length", "seed"]
    ask = "([fields, typed]) => fields.map(f => network.fault(made.data.messages, f, network.parse(typed)))"
    expected = [judged(model, field, controls.parse(typed)) for field in fields]
    assert computing.evaluate(ask, [fields, typed]) == expected
    ask = "typed => network.promptFault(made.data.messages, made.data.symbols, typed)"
    assert computing.evaluate(ask, typed) == judged(model, "prompt", typed)


# -- the page


def answer(message):
    """What a message of the notebook's says, as text."""
    return html.unescape(re.sub("<[^>]+>", "", message.value))


def box(part, label):
    return part.get_by_label(re.compile(f"^{label}(: type|$)")).and_(part.locator("input[type=text]"))


def type_in(part, label, typed):
    box(part, label).fill(typed)
    box(part, label).press("Enter")


def test_the_settings_are_those_of_the_notebook(opened):
    writes, bars = (opened().locator(part) for part in ("#writes", "#bars"))
    values = "part => [...part.querySelectorAll('input, textarea')].map(field => field.value)"
    assert writes.evaluate(values) == ["ROMEO:\n", "2000", "1", "0.8", "0.8", "74", "off", "1", "off", "on"]
    assert bars.evaluate(values) == ["MACBETH:\nTo-morrow, and to-m", "1", "1", "74", "off", "1", "off"]


@pytest.mark.parametrize(
    ("label", "typed"),
    [
        ("temperature", "0"),
        ("temperature", "abc"),
        ("temperature", "off"),
        ("temperature", "1e999"),
        ("top-k", "0"),
        ("top-k", "2.5"),
        ("top-p", "0"),
        ("top-p", "nan"),
        ("top-p", HOSTILE),
        ("length", "-1"),
        ("length", "off"),
        ("seed", "-3"),
        ("seed", "two"),
        ("prompt", ""),
        ("prompt", f"Ünder {HOSTILE} 日本"),
    ],
)
def test_bad_input_is_answered_as_in_the_notebook(opened, model, label, typed):
    notebook = textgen.explore_writing(model, length=0)
    page = opened().locator("#writes")
    if label == "prompt":
        field, control = notebook.prompt, page.get_by_label("prompt")
        field.area.value = typed
        control.fill(typed)
    else:
        field = getattr(notebook if label in ("length", "seed") else notebook.sampling, label.replace("-", "_"))
        control = box(page, label)
        field.box.value = typed
        type_in(page, label, typed)
    expect(page.get_by_role("alert").filter(has_text="Not yet")).to_have_text(answer(field.message))
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(page.locator("img")).to_have_count(0)
    notebook.write_button.click()
    page.get_by_role("button", name="Write").click()
    expect(page.get_by_role("status")).to_have_text(answer(notebook.readout))
    control.fill("1")
    control.press("Tab")
    expect(control).to_have_attribute("aria-invalid", "false")
    expect(page.get_by_role("alert").filter(has_text="Not yet")).to_have_count(0)


def start_fast(part, **typed):
    part.get_by_label("slowly").uncheck()
    for label, value in typed.items():
        type_in(part, label, value)
    part.get_by_role("button", name="Write").press("Enter")


SPEED = re.compile(r"[\d,]+(?= per second)")
WATCH = """part => {
  window.said = [];
  const watched = part.querySelector("[role=status]");
  new MutationObserver(() => said.push(watched.textContent)).observe(watched, {childList: true, characterData: true,
    subtree: true}); }"""


def test_it_writes_and_says_so_as_in_the_notebook(opened, model):
    page = opened()
    part = page.locator("#writes")
    notebook = textgen.explore_writing(model)
    expect(part.locator(".paper")).to_have_text(f"ROMEO:\n{notebook.text}")
    expect(part.get_by_role("status")).to_have_text(answer(notebook.readout))
    part.evaluate(WATCH)
    start_fast(part, length="300", seed="7")
    expect(part.get_by_role("status")).to_contain_text("Done")
    written = "".join(textgen.stream(model, "ROMEO:\n", 300, 0.8, seed=7))
    assert part.locator(".paper").text_content() == f"ROMEO:\n{written}"
    said = []
    notebook.readout.observe(lambda change: said.append(answer(notebook.readout)), "value")
    notebook.slowly.value, notebook.length.box.value = False, "300"
    notebook.write_button.click()
    notebook.writer.thread.join()
    assert [SPEED.sub("n", words) for words in page.evaluate("said")] == [SPEED.sub("n", words) for words in said]
    assert len(said) == 2


def test_stop_keeps_what_is_written(opened, model):
    part = opened().locator("#writes")
    start_fast(part, length="100000000")
    paper = part.locator(".paper")
    expect(part.get_by_role("status")).to_contain_text("Writing")
    expect(paper).to_have_attribute("aria-busy", "true")
    part.page.wait_for_function("document.querySelector('.paper').textContent.length > 100")
    part.get_by_role("button", name="Stop").press("Enter")
    words = part.get_by_role("status").text_content()
    written = int(re.match(r"Stopped, and nothing is lost: (\d+) characters, [\d,]+ per second\.$", words)[1])
    assert paper.text_content() == "ROMEO:\n" + "".join(textgen.stream(model, "ROMEO:\n", written, 0.8, seed=1))
    part.page.wait_for_timeout(200)
    assert len(paper.text_content()) == written + len("ROMEO:\n")


def test_a_page_is_written_by_one(opened, model):
    part = opened().locator("#writes")
    start_fast(part, length="100000000", seed="3")
    start_fast(part, length="50", seed="4")
    expect(part.get_by_role("status")).to_contain_text("Done: 50 characters")
    written = "".join(textgen.stream(model, "ROMEO:\n", 50, 0.8, seed=4))
    assert part.locator(".paper").text_content() == f"ROMEO:\n{written}"


def test_a_long_text_is_shown_by_its_end(opened, model):
    part, prompt = opened().locator("#writes"), "word " * 810
    part.get_by_label("prompt").fill(prompt)
    start_fast(part, length="20")
    expect(part.get_by_role("status")).to_contain_text("Done: 20 characters")
    written = "".join(textgen.stream(model, prompt, 20, 0.8, seed=1))
    assert part.locator(".paper").text_content() == "… " + (prompt + written)[-4000:]


def test_slow_writing_is_slow_and_says_no_speed(opened):
    part = opened().locator("#writes")
    type_in(part, "length", "8")
    part.get_by_role("button", name="Write").click()
    expect(part.get_by_role("status")).to_have_text("Done: 8 characters.")


HIDE = """const nextFrame = requestAnimationFrame;
requestAnimationFrame = (show) => nextFrame((now) => window.hidden ? requestAnimationFrame(show) : show(now));"""


def test_while_the_page_is_out_of_sight_no_time_is_counted(opened):
    page = opened(before=HIDE)
    part = page.locator("#writes")
    start_fast(part, length="100000000")
    page.wait_for_function("document.querySelector('.paper').textContent.length > 100")
    page.evaluate("hidden = true")
    page.wait_for_timeout(3000)
    page.evaluate("hidden = false")
    page.wait_for_function("document.querySelector('[aria-busy=true]').textContent.length > 300")
    part.get_by_role("button", name="Stop").click()
    words = part.get_by_role("status").text_content()
    written, speed = (int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words))
    assert written / speed < 3


NUMBER = re.compile(r"\d+(?:\.\d+)?")


def alike(found, expected):
    """Whether two texts differ at most by one in the last digit of a number: the rounding of float32 differs."""
    numbers = [list(map(float, NUMBER.findall(text))) for text in (found, expected)]
    digits = [10.0 ** -len(number.partition(".")[2]) for number in NUMBER.findall(expected)]
    if NUMBER.sub("", found) != NUMBER.sub("", expected):
        return False
    return bool((np.abs(np.subtract(*numbers)) <= 1.01 * np.array(digits)).all())


def test_bars_follow_every_control_as_in_the_notebook(opened, model):
    part = opened().locator("#bars")
    notebook = textgen.explore_sampling(model, "MACBETH:\nTo-morrow, and to-m")

    def check():
        expect(part.get_by_role("status")).to_contain_text(notebook.drawing.words.split(":")[0])
        assert alike(part.get_by_role("status").text_content(), answer(notebook.readout))
        found = part.locator("svg text").evaluate_all("texts => texts.map(text => text.textContent)")
        drawn = ElementTree.fromstring(notebook.drawing.svg)
        texts = ["".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert len(found) == len(texts)
        assert all(map(alike, found, texts))

    check()
    part.get_by_label("prompt").fill("ROMEO:\nO, sh")
    notebook.prompt.area.value = "ROMEO:\nO, sh"
    check()
    slider = part.get_by_label("temperature", exact=True)
    slider.press("ArrowRight")
    notebook.sampling.temperature.slider.value = 1.05
    check()
    type_in(part, "top-k", "5")
    notebook.sampling.top_k.box.value = "5"
    check()
    type_in(part, "top-k", "off")
    notebook.sampling.top_k.box.value = "off"
    part.get_by_label("top-p", exact=True).fill("0.6")
    notebook.sampling.top_p.slider.value = 0.6
    check()


def test_slider_and_box_follow_each_other(opened):
    part = opened().locator("#bars")
    slider = part.get_by_label("top-k", exact=True)
    slider.press("Home")
    expect(box(part, "top-k")).to_have_value("1")
    expect(part.get_by_role("status")).to_contain_text("Greedy")
    slider.press("End")
    expect(box(part, "top-k")).to_have_value("off")
    type_in(part, "top-k", "12")
    expect(slider).to_have_value("12")
    expect(slider).to_have_attribute("aria-valuetext", "12")
    type_in(part, "temperature", "7")  # further than the slider reaches
    expect(part.get_by_label("temperature", exact=True)).to_have_value("1")
    expect(part.get_by_role("status")).to_contain_text("Entropy")


def test_draw_one_and_undo(opened, model):
    page = opened(before="Math.random = () => 0.3")
    part = page.locator("#bars")
    prompt, status = part.get_by_label("prompt"), part.get_by_role("status")
    notebook = textgen.explore_sampling(model, "MACBETH:\nTo-morrow, and to-m")
    notebook._uniforms = type("Always", (), {"random": lambda self: 0.3})()
    texts = [prompt.input_value()]
    for _ in range(3):
        part.get_by_role("button", name="Draw one").click()
        notebook.draw_button.click()
        expect(prompt).to_have_value(notebook.prompt.value)
        assert alike(status.text_content(), answer(notebook.readout))
        texts.append(prompt.input_value())
    for text in reversed(texts[:-1]):
        part.get_by_role("button", name="Undo").click()
        expect(prompt).to_have_value(text)
    part.get_by_role("button", name="Undo").click()
    for _ in range(4):
        notebook.undo_button.click()
    expect(status).to_have_text(answer(notebook.readout))
    prompt.fill("")
    part.get_by_role("button", name="Draw one").click()
    expect(status).to_contain_text("cannot be used yet")
    expect(prompt).to_have_value("")


def test_a_prompt_that_is_long_is_read_and_typed_on(opened, model):
    part = opened().locator("#bars")
    long = (model.vocabulary.symbols * 20)[:1300]
    part.get_by_label("prompt").fill(long)
    for text in (long, long + "Ro", long[:900], long[:50]):
        part.get_by_label("prompt").fill(text)
        before = distribution(model.logits(model.read(text)[-1]))
        words = next_character_bars(model.vocabulary.symbols, before, before, text).words
        expect(part.get_by_role("status")).to_contain_text(words.split(":")[0])
        part.page.wait_for_timeout(50)
        assert alike(part.get_by_role("status").text_content(), words)


def test_only_a_field_with_a_fault_is_marked(opened):
    """With colours forced, as for high contrast, a mark that is there but transparent would show."""
    part = opened().locator("#writes")
    widths = "fields => fields.map(field => getComputedStyle(field).borderLeftWidth)"
    assert set(part.locator(".field").evaluate_all(widths)) == {"0px"}
    type_in(part, "seed", "x")
    assert sorted(part.locator(".field").evaluate_all(widths)) == ["0px"] * 5 + ["4px"]


def test_the_bars_say_that_they_wait_for_a_long_prompt(opened):
    part = opened().locator("#bars")
    expect(part.locator(".picture")).to_have_attribute("aria-busy", "false")
    part.get_by_label("prompt").fill("word " * 200)
    assert part.locator(".picture").get_attribute("aria-busy") == "true"
    expect(part.locator(".picture")).to_have_attribute("aria-busy", "false")
    expect(part.get_by_role("status")).to_contain_text("word␣”")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_keeps_people_out(opened, width, colours):
    page = opened(width, colours)
    type_in(page.locator("#writes"), "seed", "x")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#bars svg")).to_have_attribute("width", "390" if width == 390 else "560")
    if width == 390:
        heights = "parts => parts.map(part => part.getBoundingClientRect().height)"
        assert min(page.locator("button, input:not([type=checkbox]), textarea, .check").evaluate_all(heights)) >= 44
    over = """texts => texts.filter(text => {
      const [own, whole] = [text, text.ownerSVGElement].map(part => part.getBoundingClientRect());
      return own.right > whole.right || own.left < whole.left; }).map(text => text.textContent)"""
    page.locator("#bars").get_by_label("prompt").fill("W" * 60)
    assert page.locator("#bars svg text").evaluate_all(over) == []


@pytest.mark.parametrize("broken", ["missing", "cut short", "another"])
def test_where_the_data_is_broken_the_still_remains(browser, place, tmp_path, data, broken):
    folder = shutil.copytree(place, tmp_path / "page")
    script = folder / "data" / "writing.js"
    if broken == "missing":
        script.unlink()
    else:
        value = json.loads(data[data.index(", ") + 1 : data.rindex(")")])
        value["weights"] = value["weights"][:4000] if broken == "cut short" else "no weights"
        script.write_text(writing.data.script("writing", value), encoding="utf-8")
    page = lab.new_page(browser, folder.as_uri(), [])
    with page.expect_console_message(lambda said: "07-pretrained stays still" in said.text):
        page.goto((folder / "index.html").as_uri())
    expect(page.locator("#writes")).to_have_text("a still of the page")
    expect(page.locator(".moving")).to_have_count(0)
    page.close()


# -- the data


def test_the_data_is_small(data):
    assert len(data) < 2_500_000


def test_weights_that_are_no_halves_are_refused(model):
    thirds = CharModel(model.vocabulary, *(weight / 3 for weight in model.weights()))
    with pytest.raises(ValueError, match="not exact in half precision"):
        writing.packed_halves(thirds)


def test_no_draw_hangs_on_how_sums_are_rounded(model):
    noise = np.random.default_rng(0)
    for prompt, seed, sampling in RUNS:
        uniforms, state = np.random.default_rng(seed), model.read(prompt)[-1]
        for _ in range(LENGTH):
            scores, uniform = model.logits(state), uniforms.random()
            nearby = [scores, *scores + noise.uniform(-ROUNDING, ROUNDING, (4, len(scores)))]
            drawn = {textgen.draw(distribution(logits, *sampling), uniform) for logits in nearby}
            assert len(drawn) == 1
            state = model.step(state, drawn.pop())
