"""Explorers without a browser: values are set as a learner would set them, and what is shown is read back."""

import itertools
import re
import subprocess
import sys

import numpy as np
import pytest

from helpers import backprop
from helpers.backprop import MAZUR, WIKIDOCS, Network, explorers
from helpers.backprop.examples import Example, random_example
from helpers.backprop.explorers import SATURATED
from helpers.backprop.explorers.numbers import by_name, with_number
from helpers.backprop.training import descent_path
from tests.backprop.networks import scalar_forward
from tests.shown import alert, plain, texts

HOSTILE = "<img src=x onerror=alert(1)>"


def shown(stepper):
    """Everything a stepper shows, as one text."""
    panel = re.search("<svg.*</svg>", stepper.panel.value)[0]
    return " ".join([*texts(stepper.picture.value), plain(stepper.panel.value), *texts(panel)])


def test_it_begins_with_what_is_given():
    stepper = backprop.explore()
    assert stepper.step.name == "start"
    assert "w5 0.45" in texts(stepper.picture.value)
    assert "0.519989" not in shown(stepper)
    assert backprop.explore(MAZUR, at="slope w5").step.name == "slope w5"


def test_next_and_back_change_drawing_equation_words_and_table():
    stepper = backprop.explore()
    seen = []
    for _ in range(len(stepper.steps)):
        seen.append((stepper.picture.value, stepper.panel.value, stepper.table.value))
        stepper.walk.moves["Next"].click()
    drawings, panels, tables = map(set, zip(*seen, strict=True))
    assert len(drawings) == len(panels) == len(stepper.steps)
    assert len(tables) > 20  # not every step: z, E1 and E2 are in the drawing only
    assert stepper.step.name == "new error"
    stepper.walk.moves["Back"].click()
    assert stepper.step.name == "forward again"
    assert (stepper.picture.value, stepper.panel.value, stepper.table.value) == seen[-2]


def test_the_step_that_is_shown_and_those_beside_it_are_drawn_ahead():
    stepper = backprop.explore()
    assert [position for position, _ in stepper.ahead.drawings] == [0, 1]
    stepper.position.value = 4
    stepper.sliders["x1"].value = 0.7
    drawn = dict(stepper.ahead.drawings)
    assert sorted(drawn) == [3, 4, 5]
    for position, drawing in drawn.items():
        stepper.position.value = position
        assert stepper.picture.value == drawing


def test_first_last_and_the_slider_go_anywhere():
    stepper = backprop.explore()
    stepper.walk.moves["Back"].click()
    assert stepper.position.value == 0
    stepper.walk.moves["Last"].click()
    assert (stepper.step.name, stepper.position.value) == ("new error", stepper.position.max)
    stepper.walk.moves["Next"].click()
    assert stepper.step.name == "new error"
    stepper.walk.moves["First"].click()
    assert stepper.step.name == "start"
    stepper.position.value = 12
    assert stepper.step.name == "slope w5"
    assert "How much w5 is to blame." in shown(stepper)


def test_play_and_the_slider_are_one_in_the_page():
    stepper = backprop.explore()
    assert (stepper.walk.play.max, stepper.walk.play.min) == (stepper.position.max, stepper.position.min)


def test_sliders_show_the_numbers_and_change_them():
    stepper = backprop.explore(at="o1")
    assert {name: slider.value for name, slider in stepper.sliders.items()} == by_name(WIKIDOCS)
    changes = {"x1": 1.0, "w2": -0.5, "w5": 2.0, "w6": -3.0, "b1": 0.5, "b3": -1.0}
    for name, value in changes.items():
        stepper.sliders[name].value = value
    network = Network([[0.3, -0.5], [0.4, 0.35]], [[2.0, -3.0], [0.7, 0.6]], [0.5, 0], [-1.0, 0])
    _, output = scalar_forward(network, [1.0, 0.2])
    assert f"{output[0]:.6f}".removeprefix("-") in shown(stepper)
    stepper.sliders["t1"].value, stepper.sliders["η"].value = 0.9, 2.0
    assert (stepper.example.target[0], stepper.example.learning_rate) == (0.9, 2.0)
    assert not alert(stepper.message)


@pytest.mark.parametrize("name", list(by_name(MAZUR)))
def test_a_slider_changes_its_own_number_only(name):
    value = 0.77
    changed = by_name(with_number(MAZUR, name, value))
    assert changed == by_name(MAZUR) | {name: value}


def test_no_slider_makes_a_number_that_is_not_the_sliders():
    stepper = backprop.explore(at="new error")
    stepper.apply.click()
    exact = stepper.example.network.weights
    for name, weight in exact.items():
        slider = stepper.sliders[name]
        assert slider.value == weight
        # What a page sends back of what it was told to show.
        slider.value = slider.min + round((weight - slider.min) / slider.step) * slider.step
    assert stepper.example.network.weights == exact
    stepper.sliders["w5"].value += stepper.sliders["w5"].step
    assert stepper.example.network.weights == pytest.approx(exact | {"w5": exact["w5"] + 0.05})


def test_presets():
    stepper = backprop.explore(at="E")
    names = [name for name, _ in stepper.preset.options]
    assert names == ["wikidocs", "Mazur", "saturated", "random"]
    stepper.preset.value = MAZUR
    assert "0.298371" in shown(stepper)
    assert "+ b1 0.35" in shown(stepper)
    assert stepper.seed.layout.visibility == "hidden"
    stepper.preset.value = "random"
    assert stepper.seed.layout.visibility == "visible"
    stepper.seed.value = 7
    assert stepper.example.network.weights == random_example(7, "").network.weights
    stepper.preset.value = WIKIDOCS
    assert "0.023972" in shown(stepper)


def test_the_saturated_network_is_wrong_and_hardly_learns():
    slopes = SATURATED.network.gradients(SATURATED.x, SATURATED.target).weights.values()
    assert SATURATED.network.loss(SATURATED.x, SATURATED.target) > 0.99
    assert max(map(abs, slopes)) < 1e-4


def test_an_own_example_comes_first():
    own = random_example(3, "mine")
    stepper = backprop.explore(own)
    assert [name for name, _ in stepper.preset.options][:2] == ["mine", "wikidocs"]
    assert stepper.preset.value is own


def test_a_bad_input_is_answered_and_changes_nothing():
    stepper = backprop.explore(at="new error")
    stepper.preset.value = "random"
    before = shown(stepper)
    stepper.seed.value = -1
    assert alert(stepper.message) == "Not yet: seed is -1, expected a whole number >= 0"
    assert shown(stepper) == before
    stepper.sliders["w5"].value = 1.0
    assert not alert(stepper.message)
    stepper.sliders["η"].value = 0  # a rate that would be refused cannot be reached
    assert stepper.example.learning_rate == 0.5


def test_updates_by_hand_are_the_same_as_training():
    stepper = backprop.explore(at="new error")
    for _ in range(3):
        stepper.apply.click()
    errors = backprop.descend(WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target, 0.5, 4)
    assert plain(stepper.message.value) == f"3 updates applied: the error was {errors[0]:.6f}, and is {errors[3]:.6f}."
    assert f"from {errors[3]:.6f} to {errors[4]:.6f}" in shown(stepper)
    stepper.sliders["η"].value = 5.0  # still the same training
    assert plain(stepper.message.value).startswith("3 updates")
    stepper.sliders["x1"].value = 1.0  # another one
    assert not plain(stepper.message.value).startswith("3 updates")


def test_an_update_cannot_be_applied_before_it_is_known():
    stepper = backprop.explore(at="update output")
    assert stepper.apply.disabled
    stepper.walk.moves["Next"].click()
    assert not stepper.apply.disabled


def test_reset_brings_the_numbers_back_and_stays_at_the_step():
    stepper = backprop.explore(at="new error")
    before = shown(stepper)
    stepper.apply.click()
    stepper.sliders["b2"].value = 1.0
    stepper.reset.click()
    assert shown(stepper) == before
    assert {name: slider.value for name, slider in stepper.sliders.items()} == by_name(WIKIDOCS)


def test_a_slider_grows_where_a_number_lies_beyond_it():
    stepper = backprop.explore(at="new error")
    stepper.sliders["w5"].value = 10
    stepper.sliders["η"].value = 100
    for name in ("t1", "t2"):
        stepper.sliders[name].value = 1
    for _ in range(5):
        stepper.sliders["w6"].value = -9.5
        stepper.apply.click()
    assert {name: slider.value for name, slider in stepper.sliders.items()} == by_name(stepper.example)


def test_nothing_fails_at_the_ends_of_the_sliders():
    stepper = backprop.explore(MAZUR)
    sliders = stepper.sliders.values()
    for ends in (("min", "max"), ("max", "min")):
        for slider, end in zip(sliders, itertools.cycle(ends), strict=False):
            slider.value = getattr(slider, end) or 0.5
            assert not alert(stepper.message)
    for end in ("min", "max"):
        for slider in sliders:
            slider.value = getattr(slider, end)
        for position in range(len(stepper.steps)):
            stepper.position.value = position
            assert "nan" not in shown(stepper)
            stepper.walk.moves["Last"].click()
            stepper.apply.click()
            assert not alert(stepper.message)


def test_markup_in_a_name_is_text():
    own = Example(HOSTILE, WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target)
    stepper = backprop.explore(own)
    bundle = stepper._repr_mimebundle_()
    for value in (stepper.picture.value, stepper.panel.value, stepper.table.value, stepper.message.value):
        assert "<img" not in value
    assert "<img src=x" not in bundle["text/html"]


def test_without_a_kernel_there_is_a_still_with_words():
    bundle = backprop.explore(at="slope w5")._repr_mimebundle_()
    assert "0.025923" in texts(re.search("<svg.*</svg>", bundle["text/html"])[0])
    assert bundle["text/plain"].startswith("How much w5 is to blame.")
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((WIKIDOCS.network,), TypeError, "(?s)example is Network.*expected an Example"),
        ((WIKIDOCS, "w5"), ValueError, "at is 'w5', expected one of 'start'"),
        (
            (Example("3-2-1", Network(np.ones((2, 3)), np.ones((1, 2))), np.ones(3), np.ones(1)),),
            ValueError,
            "network has .*expected",
        ),
    ],
)
def test_what_it_cannot_begin_with_is_named(arguments, kind, message):
    with pytest.raises(kind, match=message):
        backprop.explore(*arguments)


# The error surface


def test_the_surface_follows_its_controls():
    surface = backprop.explore_surface()
    seen = {surface.picture.value}
    for change in ({"learning_rate": 50.0}, {"steps": 3}, {"across": "w1"}, {"upwards": "w8"}):
        ((name, value),) = change.items()
        getattr(surface, name).value = value
        assert surface.picture.value not in seen
        seen.add(surface.picture.value)
        assert plain(surface.message.value) == surface.words
    path = descent_path(WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target, ("w1", "w8"), 50.0, 3)
    assert f"after 3 steps it is at w1 = {path.weights[-1, 0]:.2f}" in surface.words.replace("−", "-")


def test_the_surface_answers_a_bad_choice_and_goes_on():
    surface = backprop.explore_surface()
    before = surface.picture.value
    surface.upwards.value = "w5"
    assert "expected two different weights" in alert(surface.message)
    assert surface.picture.value == before
    assert "w5 and w6" in surface._repr_mimebundle_()["text/plain"].replace("₅", "5").replace("₆", "6"), "the still"
    surface.upwards.value = "w6"
    assert not alert(surface.message)
    assert surface.picture.value == before


def test_nothing_fails_at_the_ends_of_the_surfaces_controls():
    surface = backprop.explore_surface(MAZUR)
    for rate, steps in itertools.product((0.1, 1000), (0, 200)):
        surface.learning_rate.value, surface.steps.value = rate, steps
        assert not alert(surface.message)


def test_a_small_network_has_a_surface_too():
    small = Example("1-1-1", Network(np.ones((1, 1)), np.ones((1, 1))), np.ones(1), np.ones(1))
    assert backprop.explore_surface(small).names == ("w1", "w2")


def test_the_surface_has_a_still_with_words():
    surface = explorers.explore_surface()
    data = surface._repr_mimebundle_()
    assert "data:image/png;base64,iVBOR" in data["text/html"]
    assert data["text/plain"] == surface.words
    assert "application/vnd.jupyter.widget-view+json" in data
    with pytest.raises(TypeError, match="example is None, expected an Example"):
        explorers.explore_surface(None)


def test_the_model_alone_imports_neither_widgets_nor_matplotlib():
    code = "import sys, helpers.backprop; print(sorted({'ipywidgets', 'matplotlib', 'tensorflow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"
