"""The gate view without a browser: what is typed, picked and clicked is set, and what is shown is read back."""

import html
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from helpers import recurrent, widgets
from helpers.cells import Clamp
from helpers.recurrent.explorers import gates

SVG = "{http://www.w3.org/2000/svg}"
SIGNAL = "..........f..................."


def texts(svg):
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def said(message):
    return html.unescape(re.sub(r"<[^>]*>", "", message.value))


def warned(message):
    return said(message) if 'role="alert"' in message.value else ""


def test_it_begins_where_the_second_letter_comes_in():
    explorer = recurrent.explore_gates()
    assert isinstance(explorer, widgets.Explorer)
    assert said(explorer.message).startswith("t = 7: the letter f comes in.")
    assert "answer: f 99 %" in texts(explorer.picture.value)
    assert explorer.reading.clamps == ()
    assert explorer.steps.disabled
    assert explorer.example.value == explorer.text.value


def test_a_walk_goes_through_the_text():
    explorer = recurrent.explore_gates("abc")
    assert explorer.walk.position.value == 2
    for name, at in (("First", 0), ("Next", 1), ("Next", 2), ("Next", 2), ("Back", 1), ("Last", 2), ("First", 0)):
        explorer.walk.moves[name].click()
        assert explorer.walk.position.value == at
        assert said(explorer.message).startswith(f"t = {at}: the letter {'abc'[at]} comes in.")
    explorer.walk.moves["Back"].click()
    assert explorer.walk.position.value == 0


def test_what_is_typed_is_read():
    explorer = recurrent.explore_gates()
    explorer.text.value = "..c....f.g"
    assert explorer.reading.text == "..c....f.g"
    assert explorer.walk.position.max == explorer.walk.play.max == explorer.steps.max == 9
    assert explorer.walk.position.value == 7
    assert explorer.example.value is None
    explorer.walk.moves["Last"].click()
    assert "The network says g" in said(explorer.message)
    explorer.text.value = "b"
    assert explorer.walk.position.value == 0
    assert "The network says b" in said(explorer.message)
    explorer.text.value = "." * 48
    assert "a guess" in said(explorer.message)


def test_an_example_is_taken_and_shown():
    explorer = recurrent.explore_gates()
    for text in gates.EXAMPLES.values():
        explorer.example.value = text
        assert explorer.text.value == explorer.reading.text == text
        assert not warned(explorer.message)


def test_a_clamp_begins_where_the_walk_stands():
    explorer = recurrent.explore_gates(SIGNAL)
    explorer.walk.position.value = 20
    explorer.clamp.value = "forget = 0"
    assert explorer.reading.clamps == (Clamp("forget", 0, 20, 21),)
    assert "Clamped: forget = 0." in said(explorer.message)
    assert {"forget = 0", "clamped at 0"} <= set(texts(explorer.picture.value))
    explorer.walk.moves["Last"].click()
    assert said(explorer.message).endswith("right.")
    explorer.clamp.value = "forget = 0, input = 0"  # at the same step
    assert explorer.reading.clamps == (Clamp("forget", 0, 20, 21), Clamp("input", 0, 20, 21))
    assert said(explorer.message).endswith("wrong, f came last.")
    explorer.clamp.value = "nothing"
    assert explorer.reading.clamps == ()
    assert explorer.steps.disabled
    assert said(explorer.message).endswith("right.")


def test_steps_are_clamped_here_from_here_on_or_wherever_the_slider_says():
    explorer = recurrent.explore_gates(SIGNAL)
    explorer.walk.position.value = 11
    explorer.clamp.value = "forget = 1, input = 0"
    explorer.onwards.click()
    assert explorer.reading.clamps == (Clamp("forget", 1, 11, 30), Clamp("input", 0, 11, 30))
    explorer.walk.position.value = 29
    assert said(explorer.message).endswith("right.")
    explorer.here.click()
    assert explorer.steps.value == (29, 29)
    assert explorer.reading.clamps[0] == Clamp("forget", 1, 29, 30)
    explorer.clamp.value = "output = 0"
    explorer.steps.value = (10, 28)
    assert explorer.reading.clamps == (Clamp("output", 0, 10, 29),)
    assert said(explorer.message).endswith("wrong, f came last.")


def test_a_hold_follows_a_text_that_gets_shorter():
    explorer = recurrent.explore_gates(SIGNAL)
    explorer.walk.position.value = 20
    explorer.clamp.value = "forget = 0"
    explorer.onwards.click()
    explorer.text.value = "..f.."
    assert explorer.reading.clamps == (Clamp("forget", 0, 4, 5),)
    assert explorer.steps.value == (4, 4)
    assert explorer.walk.position.value == 4


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("..z", "text has characters that this model does not know: 'z'; expected only 'abcdefgh.'"),
        ("", "text is '', expected at least one character"),
        ("a" * 49, "text has 49 characters, expected at most 48"),
    ],
)
def test_what_cannot_be_read_is_answered_until_it_is_mended(typed, answer):
    explorer = recurrent.explore_gates()
    before = explorer.picture.value
    explorer.text.value = typed
    assert answer in warned(explorer.message)
    assert explorer.picture.value == before
    explorer.walk.moves["Next"].click()  # the text before is still there to walk through
    assert explorer.picture.value != before
    assert answer in warned(explorer.message)
    explorer.clamp.value = "forget = 0"
    assert answer in warned(explorer.message)
    explorer.text.value = "..a"
    assert not warned(explorer.message)


def test_typed_text_is_escaped():
    explorer = recurrent.explore_gates()
    explorer.text.value = "<img src=x onerror=alert(1)>"
    assert "<" in warned(explorer.message)
    assert "<img" not in explorer.message.value + explorer.picture.value


def test_every_control_has_a_name():
    explorer = recurrent.explore_gates()
    for control in (explorer.text, explorer.example, explorer.clamp, explorer.steps, explorer.walk.position):
        assert control.description
    for button in (explorer.here, explorer.onwards, *explorer.walk.moves.values()):
        assert button.description


def test_it_leaves_a_still():
    explorer = recurrent.explore_gates(SIGNAL)
    still = explorer._repr_mimebundle_()
    assert explorer.picture.value in still["text/html"]
    assert still["text/plain"].startswith("t = 7: nothing comes in.")
    assert "application/vnd.jupyter.widget-view+json" in still


@pytest.mark.parametrize(
    ("arguments", "error", "answer"),
    [
        ({"text": "xyz"}, ValueError, "text has characters that this model does not know: 'x' 'y' 'z'"),
        ({"text": ""}, ValueError, "text is '', expected at least one character"),
        ({"text": 5}, TypeError, "text is 5, expected a string"),
        ({"text": "a" * 49}, ValueError, "text has 49 characters, expected at most 48"),
    ],
)
def test_what_it_cannot_begin_with_is_named(arguments, error, answer):
    with pytest.raises(error, match=answer):
        recurrent.explore_gates(**arguments)


def test_exploring_takes_no_tensorflow():
    code = "from helpers import recurrent; recurrent.explore_gates(); import sys; print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.split()[-1] == "False"
