"""Explorers without a browser: values are set as a learner would set them, and what is shown is read back."""

import html
import math
import re
import threading
import time

import numpy as np
import pytest

from helpers import textgen, widgets
from helpers.textgen import explorers
from helpers.textgen.explorers import writing
from helpers.textgen.explorers.controls import NumberField, Sampling
from helpers.textgen.figures import CELL, SURPRISE
from helpers.textgen.inside import FEATURES, correlations
from helpers.textgen.sampling import Settings, distribution
from helpers.textgen.training import TrainingProgress
from tests.char_model.models import random_model

HOSTILE = "<img src=x onerror=alert(1)>"


def alert(message):
    """What a message warns of, or nothing."""
    return html.unescape(re.sub("<[^>]+>", "", message.value)) if 'role="alert"' in message.value else ""


@pytest.fixture
def html_model():
    """A model that knows what markup is made of."""
    return random_model("".join(sorted(set(HOSTILE + "\n"))))


# -- settings


def test_slider_and_box_follow_each_other():
    setting = Sampling(9).temperature
    setting.slider.value = 0.35
    assert (setting.box.value, setting.value) == ("0.35", 0.35)
    setting.box.value = "1.5"
    assert (setting.slider.value, setting.value) == (1.5, 1.5)
    setting.box.value = "7"  # further than the slider reaches
    assert (setting.slider.value, setting.value, setting.ok) == (1.5, 7, True)


def test_the_end_of_a_slider_is_off():
    sampling = Sampling(9)
    assert sampling.settings == Settings(1.0, None, None)
    sampling.top_k.slider.value, sampling.top_p.slider.value = 3, 0.9
    assert sampling.settings == Settings(1.0, 3, 0.9)
    sampling.top_k.slider.value, sampling.top_p.box.value = 9, "off"
    assert sampling.settings == Settings(1.0, None, None)
    assert (sampling.top_k.box.value, sampling.top_p.slider.value) == ("off", 1.0)


@pytest.mark.parametrize(
    ("name", "typed", "answer"),
    [
        ("temperature", "0", "temperature is 0, expected a number > 0"),
        ("temperature", "-1", "temperature is -1, expected a number > 0"),
        ("temperature", "off", "temperature is None, expected a number > 0"),
        ("temperature", "1e999", "temperature is inf, expected a number > 0"),
        ("top_k", "0", "top_k is 0, expected a whole number >= 1"),
        ("top_k", "2.5", "top_k is 2.5, expected a whole number >= 1"),
        ("top_k", "many", "top_k is 'many', expected a whole number >= 1"),
        ("top_p", "0", "top_p is 0, expected a number with 0 < top_p <= 1"),
        ("top_p", "1.5", "top_p is 1.5, expected a number with 0 < top_p <= 1"),
        ("top_p", "nan", "top_p is nan, expected a finite number"),
        ("top_p", HOSTILE, "top_p is '<img"),
    ],
)
def test_a_bad_setting_is_answered_beside_it_and_the_picture_stays(model, name, typed, answer):
    explorer = textgen.explore_sampling(model, "ab")
    field, picture = getattr(explorer.sampling, name), explorer.picture.value
    field.box.value = typed
    assert answer in alert(field.message)
    assert field.message.layout.display != "none"
    assert alert(explorer.readout) == ""  # once is enough
    assert explorer.picture.value == picture
    field.box.value = "1"
    assert (field.ok, field.message.layout.display) == (True, "none")


def test_no_value_of_a_slider_is_a_mistake(model):
    sampling = Sampling(len(model.vocabulary))
    for field in sampling.fields:
        for value in (field.slider.min, field.slider.max):
            field.slider.value = value
            assert field.ok


# -- next-character bars


def test_bars_show_the_distribution_of_the_prompt(model):
    explorer = textgen.explore_sampling(model, "ab")
    explorer.prompt.area.value = "fade"
    for field, value in zip(explorer.sampling.fields, (0.5, 3, 0.9), strict=True):
        field.slider.value = value
    logits = model.logits(model.read("fade")[-1])
    before, after = explorer.probabilities(explorer.sampling.settings)
    np.testing.assert_allclose(before, distribution(logits, 0.5), rtol=1e-6)
    np.testing.assert_allclose(after, distribution(logits, 0.5, 3, 0.9), rtol=1e-6)
    best = model.vocabulary.symbols[after.argmax()]
    assert f"Likeliest: {'␣' if best == ' ' else '⏎' if best == chr(10) else best} " in explorer.readout.value
    assert f"{np.count_nonzero(before) - np.count_nonzero(after)}" == str(explorer.picture.value.count("cut off"))


def test_bars_at_the_temperature_and_beside_it_are_drawn_ahead(model):
    explorer = textgen.explore_sampling(model, "ab")
    explorer.sampling.top_k.box.value = "2"
    drawn = dict(explorer.ahead.drawings)
    assert sorted(drawn) == [0.95, 1.0, 1.05]
    for temperature, bars in drawn.items():
        explorer.sampling.temperature.slider.value = temperature
        assert explorer.picture.value == bars


def test_every_control_moves_the_picture(model):
    explorer = textgen.explore_sampling(model, "ab")
    seen = [explorer.picture.value]
    for field, value in zip(explorer.sampling.fields, (0.5, 3, 0.4), strict=True):
        field.slider.value = value
        seen.append(explorer.picture.value)
    explorer.prompt.area.value = "abc"
    assert len({*seen, explorer.picture.value}) == 5


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("", "prompt is '', expected at least one"), (HOSTILE, "prompt has characters that this model does not")],
)
def test_a_bad_prompt_is_answered_beneath_it(model, typed, answer):
    explorer = textgen.explore_sampling(model, "ab")
    picture = explorer.picture.value
    explorer.prompt.area.value = typed
    assert answer in alert(explorer.prompt.message)
    assert "<img" not in explorer.prompt.message.value
    assert explorer.picture.value == picture
    explorer.draw_button.click()
    assert "cannot be used yet" in alert(explorer.readout)
    assert explorer.prompt.area.value == typed


def test_drawing_appends_and_undo_takes_back(model):
    explorer, twin = (textgen.explore_sampling(model, "ab", seed=3) for _ in range(2))
    texts = ["ab"]
    for _ in range(5):
        explorer.draw_button.click()
        texts.append(explorer.prompt.area.value)
        assert texts[-1][:-1] == texts[-2]
        assert "Drawn: " in explorer.readout.value
    assert texts[-1] == "ab" + "".join(textgen.stream(model, "ab", 5, seed=3))
    for text in reversed(texts[:-1]):
        explorer.undo_button.click()
        assert explorer.prompt.area.value == text
    explorer.undo_button.click()
    assert "nothing to take back" in alert(explorer.readout)
    twin.draw_button.click()
    assert twin.prompt.area.value == texts[1]


def test_undo_leaves_what_was_typed_alone(model):
    explorer = textgen.explore_sampling(model, "ab")
    explorer.draw_button.click()
    explorer.prompt.area.value = "face"
    explorer.undo_button.click()
    assert explorer.prompt.area.value == "face"


def test_top_k_1_draws_the_likeliest(model):
    explorer = textgen.explore_sampling(model, "ab")
    explorer.sampling.top_k.slider.value = 1
    assert "Greedy" in explorer.readout.value
    explorer.draw_button.click()
    assert explorer.prompt.area.value == "ab" + model.vocabulary.symbols[model.logits(model.read("ab")[-1]).argmax()]


def test_markup_is_shown_as_text(html_model):
    for explorer in (
        textgen.explore_sampling(html_model, HOSTILE),
        textgen.explore_cells(html_model, HOSTILE),
        textgen.explore_surprise(html_model, HOSTILE),
    ):
        assert "<img" not in explorer.picture.value + explorer.readout.value
        assert "&lt;" in explorer.picture.value
    page = textgen.explore_writing(html_model, HOSTILE, length=20).page.value
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page


# -- writing


@pytest.fixture
def writer(model):
    explorer = textgen.explore_writing(model, "ab", length=300, seed=1)
    explorer.slowly.value = False
    yield explorer
    explorer.close()


def written(explorer):
    explorer.writer.thread.join(timeout=20)
    assert not explorer.writer.thread.is_alive()
    return explorer.text


def test_it_writes_what_stream_writes(model, writer):
    writer.write_button.click()
    assert written(writer) == "".join(textgen.stream(model, "ab", 300, temperature=0.8, seed=1))
    assert "Done: 300 characters" in writer.readout.value
    writer.sampling.top_k.slider.value, writer.seed.box.value = 2, "5"
    writer.write_button.click()
    assert written(writer) == "".join(textgen.stream(model, "ab", 300, temperature=0.8, top_k=2, seed=5))


def test_the_same_seed_writes_the_same_and_none_does_not(writer):
    texts = []
    for seed in ("1", "1", "off", "off"):
        writer.seed.box.value = seed
        writer.write_button.click()
        texts.append(written(writer))
    assert texts[0] == texts[1]
    assert len(set(texts)) == 3


def test_stop_stops_at_once_and_keeps_the_text(model, writer):
    writer.length.box.value = "100000000"
    writer.write_button.click()
    while len(writer.text) < 400:  # more than stood there at first
        time.sleep(0.005)
    writer.stop_button.click()
    assert not writer.writer.thread.is_alive()
    kept, page = writer.text, writer.page.value
    assert "Stopped, and nothing is lost" in writer.readout.value
    assert kept == "".join(textgen.stream(model, "ab", len(kept), temperature=0.8, seed=1))
    writer.length.box.value = "30"
    writer.write_button.click()
    assert written(writer) == kept[:30]
    assert writer.page.value != page


def test_slow_writing_can_be_read_along_and_stopped(writer):
    writer.slowly.value = True
    writer.length.box.value = "100000"
    writer.write_button.click()
    time.sleep(0.3)
    writer.stop_button.click()
    assert len(writer.text) < 3000
    assert "per second" not in writer.readout.value


def test_only_one_page_is_written_at_a_time(model, writer):
    writer.length.box.value = "100000000"
    writer.write_button.click()
    first = writer.writer.thread
    writer.write_button.click()
    assert not first.is_alive()
    second = writer.writer.thread
    other = textgen.explore_writing(model, "cd", length=100_000_000)  # the cell has been run again
    assert not second.is_alive()
    other.write_button.click()
    other.close()
    assert not other.writer.thread.is_alive()
    assert [t for t in threading.enumerate() if t.name == other.writer.thread.name] == []


def test_a_page_is_not_drawn_for_every_character(writer, monkeypatch):
    pages = []
    writer.page.observe(lambda change: pages.append(change.new), "value")
    monkeypatch.setattr(writing, "SECONDS_PER_FRAME", 1000)
    writer.write_button.click()
    written(writer)
    assert len(pages) <= 1


def test_a_very_long_text_is_shown_by_its_end(writer):
    writer.length.box.value = "9000"
    writer.write_button.click()
    assert len(written(writer)) == 9000
    assert len(writer.page.value) < 3 * writing.MAX_ON_PAGE


@pytest.mark.parametrize(
    ("control", "typed", "answer"),
    [
        ("length", "-1", "length is -1, expected a whole number >= 0"),
        ("length", "2.5", "length is 2.5, expected a whole number >= 0"),
        ("length", "long", "length is 'long', expected a whole number >= 0"),
        ("seed", "-3", "seed is -3, expected a whole number >= 0"),
        ("seed", HOSTILE, "seed is '<img"),
    ],
)
def test_a_bad_number_is_answered_and_nothing_is_written(writer, control, typed, answer):
    field = getattr(writer, control)
    field.box.value = typed
    assert answer in alert(field.message)
    writer.write_button.click()
    assert writer.writer is None
    assert "cannot be used yet" in alert(writer.readout)


def test_a_bad_prompt_is_not_written_on(writer):
    writer.prompt.area.value = ""
    assert "expected at least one character" in alert(writer.prompt.message)
    writer.write_button.click()
    assert writer.writer is None


def test_length_0_is_a_text(writer):
    writer.length.box.value = "0"
    writer.write_button.click()
    assert written(writer) == ""
    assert "Done: 0 characters." in writer.readout.value


def test_an_error_in_the_thread_is_said(writer, monkeypatch):
    def fail(*_):
        raise RuntimeError("no ink")

    monkeypatch.setattr(writing, "generated_html", fail)
    writer.write_button.click()
    writer.writer.thread.join()
    assert "no ink" in alert(writer.readout)


def test_large_numbers_are_said_in_full():
    field = NumberField("length", 12_345_678, lambda value: None)
    assert field.box.value == "12345678"


# -- texts in colours


def test_the_colours_are_those_of_the_states(model):
    explorer = textgen.explore_cells(model, "abc\nfed")
    explorer.unit.value = 4
    states = model.read("abc\nfed")[:, 4]
    drawn = {colour for colour in CELL.colours if f'fill="{colour}" d=' in explorer.picture.value}
    assert drawn == {CELL.colours[min(16, int((state + 1) / 2 * 17))] for state in states}
    signs = [f"{value:+.2f}".replace("-", "−") for value in (states.min(), states.max())]
    assert f"runs from {signs[0]} to {signs[1]}" in explorer.readout.value


def test_units_are_looked_for_where_they_are_not_shown(model):
    shown, rest = "abc def\n" * 18, "fa\nbdc ea\n" * 900
    explorer = textgen.explore_cells(model, shown + rest)
    assert explorer.text.area.value == shown
    follow = FEATURES["place in the line"]
    elsewhere, here = (correlations(model.read(text), follow(text)) for text in (rest[:5000], shown))
    unit = np.abs(elsewhere).argmax()
    assert explorer.found.options[0] == (f"place in the line: {unit}", unit)
    words = f"correlation {elsewhere[unit]:+.2f} in 5,000 characters that are not shown, {here[unit]:+.2f} in this text"
    assert words.replace("-", "−") in explorer.readout.value


def test_every_unit_is_listed_once():
    text = "ab\ncd ef\n" * 9
    for seed in range(9):
        units = [unit for _, unit in textgen.explore_cells(random_model(units=3, seed=seed), text).found.options]
        assert len(units) == len(set(units)) > 1


def test_the_list_and_the_slider_agree(model):
    explorer = textgen.explore_cells(model, "ab\ncd ef\n" * 9)
    (_, first), (_, second) = explorer.found.options[:2]
    assert explorer.unit.value == explorer.found.value == first
    explorer.found.value = second
    assert explorer.unit.value == second
    others = set(range(model.units)) - {unit for _, unit in explorer.found.options}
    for unit in others:
        explorer.unit.value = unit
        assert explorer.found.value is None


def test_a_text_of_one_character_has_no_unit_that_follows(model):
    explorer = textgen.explore_cells(model, "a")
    assert explorer.found.options == ()
    assert "follows nothing that was looked for" in explorer.readout.value


def test_surprise_is_what_surprise_says(model):
    explorer = textgen.explore_surprise(model, "abc\nfed")
    bits = textgen.surprise(model, "abc\nfed")
    np.testing.assert_allclose(explorer.bits, bits, rtol=1e-4)
    assert f"{bits.mean():.2f} bits per character, on average over 7 characters" in explorer.readout.value
    assert explorer.place.value == bits.argmax() + 1
    drawn = {colour for colour in SURPRISE.colours if f'fill="{colour}" d=' in explorer.picture.value}
    assert drawn == {SURPRISE.colours[min(15, int(b / 8 * 16))] for b in bits}


def test_surprise_looks_at_what_was_typed_last(model):
    explorer = textgen.explore_surprise(model, "abc\nfed")
    for text in ("abc\nfeda", "ab", "b"):
        explorer.text.area.value = text
        assert explorer.place.value == explorer.place.max == len(text)
        assert f"Character {len(text)}, after “{text[:-1].replace(chr(10), '⏎')}”" in explorer.readout.value


def test_surprise_says_what_was_expected_instead(model):
    explorer = textgen.explore_surprise(model, "abc")
    explorer.place.value = 3
    probabilities = distribution(model.logits(model.read("ab")[-1]))
    order = np.argsort(-probabilities)[:3]
    expected = [{" ": "␣", "\n": "⏎"}.get(model.vocabulary.symbols[i], model.vocabulary.symbols[i]) for i in order]
    said = re.search(r"Character 3, after “ab”: c had .* bits\. Expected: (.*)\.<", explorer.readout.value)
    assert [guess.split()[0] for guess in said[1].split(", ")] == expected
    assert explorer.picture.value.count("<title>") == 3


@pytest.mark.parametrize("explore", ["explore_cells", "explore_surprise"])
def test_another_text_may_be_typed(model, explore):
    explorer = getattr(textgen, explore)(model, "abc\nfed")
    seen = explorer.picture.value
    explorer.text.area.value = ""
    assert "text is '', expected at least one character" in alert(explorer.text.message)
    explorer.text.area.value = HOSTILE
    assert "does not know" in alert(explorer.text.message)
    assert explorer.trace.text == "abc\nfed"
    explorer.text.area.value = "a"  # shorter than the place that was looked at
    assert explorer.text.ok
    assert explorer.picture.value != seen
    assert alert(explorer.readout) == ""
    explorer.text.area.value = "ab\n" * 50
    assert "The last 96 characters do not fit." in explorer.readout.value


# -- what a page without a kernel shows


@pytest.mark.parametrize("explore", ["explore_sampling", "explore_writing", "explore_cells", "explore_surprise"])
def test_a_still_is_a_picture_and_words(model, explore):
    still = getattr(textgen, explore)(model, "abc")._repr_mimebundle_()
    assert "<svg" in still["text/html"]
    assert len(still["text/plain"]) > 40
    assert "abc" in still["text/plain"]


def test_a_still_is_the_same_each_time(model):
    for explore in ("explore_sampling", "explore_writing", "explore_cells", "explore_surprise"):
        one, two = (getattr(textgen, explore)(model, "abc")._snapshot() for _ in range(2))
        assert one == two


@pytest.mark.parametrize("explore", ["explore_sampling", "explore_writing", "explore_cells", "explore_surprise"])
def test_what_cannot_be_explored_is_refused(model, explore):
    name = "prompt" if explore in ("explore_sampling", "explore_writing") else "text"
    for text, error in (("", ValueError), ("xyz", ValueError), (3, TypeError)):
        with pytest.raises(error, match=f"{name} (is|has)"):
            getattr(textgen, explore)(model, text)
    with pytest.raises(TypeError, match="model is None, expected a CharModel"):
        getattr(textgen, explore)(None, "abc")


@pytest.mark.parametrize(("seed", "error"), [(-1, ValueError), ("x", TypeError)])
def test_a_seed_that_is_none_is_refused(model, seed, error):
    with pytest.raises(error, match=f"seed is {seed!r}, expected a whole number >= 0"):
        textgen.explore_sampling(model, "ab", seed)


def test_a_page_of_bad_length_is_refused(model):
    with pytest.raises(TypeError, match="length is 'long', expected a whole number"):
        textgen.explore_writing(model, "ab", length="long")


# -- the live curve


class Shown:
    """In place of a notebook: what was displayed, and how often it was displayed anew."""

    def __init__(self):
        self.times = 0

    def update(self, shown):
        self.times += 1
        self.still = shown._snapshot()


@pytest.fixture
def shown(monkeypatch):
    handle = Shown()
    monkeypatch.setattr(widgets, "display", lambda *_, **__: handle)
    return handle


def test_a_curve_grows_with_the_training(shown):
    curve = textgen.LiveCurve({"counting": 2.27})
    assert "Getting ready" in curve.readout.value
    pictures = {curve.picture.value}
    for step, bits in ((1, 6.0), (20, 4.0), (40, 3.0)):
        curve(TrainingProgress(step, 40, bits, step / 2))
        pictures.add(curve.picture.value)
    assert len(pictures) == 4
    assert [progress.step for progress in curve.history] == [1, 20, 40]
    assert "Done in 20 s: 3.00 bits per character" in curve.readout.value


def test_the_time_left_is_said_but_not_kept(shown):
    curve = textgen.LiveCurve()
    curve(TrainingProgress(10, 40, 3.0, 20.0, 60.0))
    assert "step 10 of 40: 3.00 bits per character, about 60 s left" in curve.readout.value
    assert shown.times == 0
    curve(TrainingProgress(40, 40, 2.5, 80.0))
    assert shown.times == 1
    assert "2.50 at the end, after step 40 of 40" in shown.still["text/plain"]
    assert not re.search(r"\d s\b", shown.still["text/plain"])


def test_a_stopped_training_says_how_to_go_on(shown):
    curve = textgen.LiveCurve()
    curve(TrainingProgress(1, 40, 6.0, 1.0))
    curve(TrainingProgress(5, 40, math.nan, 5.0, stopped=True))
    assert "To go on from it: model = textgen.train(text, model=model)" in curve.readout.value
    assert shown.times == 1


def test_another_training_begins_a_new_curve(shown):
    curve = textgen.LiveCurve()
    for step in (1, 20, 40, 1, 20):
        curve(TrainingProgress(step, 40, 3.0, 1.0))
    assert [progress.step for progress in curve.history] == [1, 20]


def test_a_training_that_stopped_at_once_leaves_the_next_its_own_curve(shown):
    curve = textgen.LiveCurve()
    curve(TrainingProgress(1, 40, math.nan, 1.0, stopped=True))
    curve(TrainingProgress(1, 40, 6.0, 1.0))
    curve(TrainingProgress(20, 40, 4.0, 1.0))
    assert [progress.step for progress in curve.history] == [1, 20]


def test_a_picture_that_fails_does_not_stop_the_training(shown, monkeypatch):
    curve = textgen.LiveCurve()

    def fail(*_):
        raise RuntimeError("no paper")

    monkeypatch.setattr(explorers.live_curve, "live_curve", fail)
    curve(TrainingProgress(1, 40, 6.0, 1.0))
    assert "no paper" in alert(curve.readout)
    assert len(curve.history) == 1


def test_training_reports_to_a_curve(shown):
    curve = textgen.LiveCurve()
    recipe = textgen.Recipe(units=4, embedding=3, batch_size=2, window=5, epochs=1)
    textgen.train("to be or not to be " * 9, recipe=recipe, report=curve)
    assert [progress.step for progress in curve.history] == [1, 10, 17]
    assert shown.times == 1
