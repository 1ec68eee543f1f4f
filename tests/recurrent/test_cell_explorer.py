"""The stepper of a cell and its drawings, without a browser: what is typed and clicked is set, what is shown read."""

import html
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from helpers import recurrent, style, widgets
from helpers.cells import gru, lstm, simple_rnn
from helpers.recurrent import figures, walk

SVG = "{http://www.w3.org/2000/svg}"
KINDS = tuple(walk.OPERATIONS)
CELLS = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}


def texts(svg):
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def plain(markup):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", markup))).strip()


def warned(explorer):
    return plain(explorer.message.value) if 'role="alert"' in explorer.message.value else ""


def lit(svg):
    """How many arrows are lit."""
    return svg.count(f'stroke="{style.ACTIVE}" stroke-width="4.5"')


@pytest.mark.parametrize("kind", KINDS)
def test_a_finished_drawing_holds_the_numbers_of_the_cell(kind):
    x = [1.0, -0.5, 2.0]
    drawing = recurrent.draw_cell(kind, x, t=3)
    run = CELLS[kind](np.array(x)[None, :, None], *map(np.array, walk.WEIGHTS[kind]))
    seen = texts(drawing.svg)
    for field, row in run._asdict().items():
        # Of gates and candidates those of the last timestep are drawn.
        for value in row[0, slice(None) if field in ("states", "carries") else slice(2, 3), 0]:
            assert walk.shown(value) in seen, field
    assert 'width="750"' in drawing.svg


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_an_empty_box(kind):
    begun = recurrent.draw_cell(kind, t=0)
    assert begun.svg.count("stroke-dasharray") > recurrent.draw_cell(kind, t=6).svg.count("stroke-dasharray")
    assert not re.search(r"\d\.\d{3}", " ".join(texts(begun.svg)))
    assert lit(begun.svg) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_operation_is_lit_and_drawn_inside_the_picture(kind):
    for step in walk.steps(kind)[1:]:
        svg = figures.draw_step(step).svg
        assert lit(svg)
        height = float(re.search(r'height="(\d+)"', svg)[1])
        for text in ET.fromstring(svg).iter(f"{SVG}text"):
            assert 0 < float(text.get("x")) < 750
            assert 10 < float(text.get("y")) < height
            assert float(text.get("font-size")) >= 14


@pytest.mark.parametrize("kind", KINDS)
def test_words_and_panel_say_the_step(kind):
    for step in walk.steps(kind):
        drawing = figures.draw_step(step)
        assert drawing.words.startswith(step.words)
        panel = plain(figures.explain(step))
        for part in (step.title, step.why, step.symbols, step.numbers):
            assert plain(part) in panel
        if step.t:
            assert f"{step.unit.symbol(step.name, step.t)} = {step.numbers.rpartition('= ')[2]}" in drawing.words


def test_the_weights_stand_at_their_arrows():
    seen = texts(recurrent.draw_cell("LSTM").svg)
    assert {"w −2, u 1", "b 2", "w 3, u 1", "b −2", "w 2, u 0.5", "w 1, u 1"} <= set(seen)
    assert {"w 1", "u 0.5", "tanh"} <= set(texts(recurrent.draw_cell("SimpleRNN").svg))


@pytest.mark.parametrize("t", [-1, 7, 1.5])
def test_a_timestep_that_is_not_there_is_refused(t):
    with pytest.raises((TypeError, ValueError), match="expected a whole number from 0 to 6"):
        recurrent.draw_cell("LSTM", t=t)


@pytest.mark.parametrize("kind", KINDS)
def test_next_and_back_go_from_operation_to_operation(kind):
    explorer = recurrent.explore_cell(kind)
    assert isinstance(explorer, widgets.Explorer)
    assert explorer.step.name == "start"
    seen = []
    for _ in explorer.steps:
        seen.append((explorer.picture.value, explorer.message.value))
        explorer.navigator.moves["Next"].click()
    assert len({*seen}) == len(explorer.steps) == 1 + 6 * len(walk.OPERATIONS[kind])
    assert (explorer.step.t, explorer.step.name) == (6, "h")
    explorer.navigator.moves["Back"].click()
    assert (explorer.picture.value, explorer.message.value) == seen[-2]
    explorer.navigator.moves["First"].click()
    assert (explorer.picture.value, explorer.message.value) == seen[0]


def test_drawings_are_ready_before_they_are_asked_for():
    explorer = recurrent.explore_cell("GRU")
    explorer.navigator.position.value = 4
    for position, drawing in explorer.prefetch.drawings:
        explorer.navigator.position.value = position
        assert explorer.picture.value == drawing


def test_other_inputs_are_read_from_the_start():
    explorer = recurrent.explore_cell("LSTM")
    explorer.navigator.moves["Last"].click()
    explorer.inputs.value = "2, -1.5"
    assert explorer.step.name == "start"
    assert explorer.navigator.position.max == explorer.navigator.play.max == 12
    explorer.navigator.moves["Last"].click()
    run = lstm(np.array([[[2.0], [-1.5]]]), *map(np.array, walk.WEIGHTS["LSTM"]))
    assert explorer.step.numbers.endswith(walk.shown(run.states[0, -1, 0]))


def test_another_cell_reads_the_same_inputs_and_the_first_keeps_its_weights():
    weights = ([[1.0]], [[2.0]], [0.0])
    explorer = recurrent.explore_cell("SimpleRNN", [1, 0, 0], weights)
    explorer.navigator.moves["Last"].click()
    assert explorer.step.numbers == "= tanh(1.819) = 0.949"
    explorer.kind.value = "GRU"
    assert explorer.step.unit.kind == "GRU"
    assert explorer.step.unit.x == (1, 0, 0)
    explorer.kind.value = "SimpleRNN"
    assert explorer.step.unit.blocks["s"].u == 2


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1, zero", "x is '1, zero', expected numbers such as 1, 0, 0"),
        ("", "x is []"),
        ("0 0 0 0 0 0 0", "x has 7 numbers, expected at most 6"),
        ("1e9", "expected numbers from −10 to 10"),
        ("nan", "all finite"),
        ("<img src=x>", "x is '<img src=x>'"),
    ],
)
def test_what_cannot_be_read_is_answered_until_it_is_mended(typed, answer):
    explorer = recurrent.explore_cell("LSTM")
    before = explorer.picture.value
    explorer.inputs.value = typed
    assert answer in html.unescape(warned(explorer))
    assert "<img" not in explorer.message.value
    assert explorer.picture.value == before
    explorer.navigator.moves["Next"].click()  # what was there before can still be walked through
    assert explorer.picture.value != before
    assert warned(explorer)
    explorer.inputs.value = "1, 1"
    assert not warned(explorer)


def test_it_leaves_a_still_of_a_timestep_that_is_done():
    still = recurrent.explore_cell("LSTM")._repr_mimebundle_()
    assert recurrent.draw_cell("LSTM", t=2).svg in still["text/html"]
    assert still["text/plain"].startswith("t = 2. The state.")
    assert recurrent.explore_cell("GRU", [1])._repr_mimebundle_()["text/plain"].startswith("t = 1. The state.")


@pytest.mark.parametrize(
    ("arguments", "error", "answer"),
    [
        ({"kind": "rnn"}, ValueError, "kind is 'rnn', expected one of"),
        ({"x": "1 0"}, TypeError, "x is '1 0', expected numbers"),
        ({"weights": 1}, TypeError, "weights is 1, expected a list of 3 arrays: kernel"),
    ],
)
def test_what_it_cannot_begin_with_is_named(arguments, error, answer):
    with pytest.raises(error, match=answer):
        recurrent.explore_cell(**arguments)
