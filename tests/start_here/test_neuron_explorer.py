import re
import xml.etree.ElementTree as ET

import pytest

from helpers import start_here, style
from helpers.start_here import figures
from helpers.start_here.neuron import GOALS, Neuron

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def explorer():
    return start_here.explore()


def drawing(explorer):
    return ET.fromstring(explorer.picture.value)


def crosses(explorer):
    return len(drawing(explorer).findall(f".//{SVG}path"))


def texts(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_at_first_one_target_is_missed_and_the_bias_mends_it(explorer):
    assert crosses(explorer) == 1
    assert "6 of 7 targets are met" in explorer.verdict.value
    explorer.bias.value = -2
    assert crosses(explorer) == 0
    assert "Goal reached:" in explorer.verdict.value
    assert "changes its mind at x = 2. No target is missed." in explorer.readout.value


def test_the_weight_alone_does_not_move_the_first_border(explorer):
    for weight in (0.5, 3, 8):
        explorer.weight.value = weight
        assert "6 of 7 targets are met" in explorer.verdict.value


@pytest.mark.parametrize(("goal", "weight", "bias"), [(0, 1, -2), (1, 5, -10), (2, -1, -1)])
def test_a_way_to_each_goal(explorer, goal, weight, bias):
    explorer.goal.value = GOALS[goal]
    assert "Goal reached" not in explorer.verdict.value
    explorer.weight.value, explorer.bias.value = weight, bias
    assert "Goal reached" in explorer.verdict.value
    assert crosses(explorer) == 0


def test_what_each_slider_shows_next_is_drawn_ahead(explorer):
    sliders = [explorer.weight, explorer.bias, explorer.input]
    explorer.weight.value = 8  # at its end: there is nothing beyond
    for slider, ahead in zip(sliders, explorer.prefetches, strict=True):
        here, drawn = slider.value, dict(ahead.drawings)
        assert sorted(drawn) == ([7.5, 8] if slider is explorer.weight else [here - 0.5, here, here + 0.5])
        for value, picture in drawn.items():
            slider.value = value
            assert explorer.picture.value == picture
        slider.value = here


def test_a_steep_neuron_is_not_yet_sure_enough(explorer):
    explorer.goal.value = GOALS[1]
    explorer.weight.value, explorer.bias.value = 4, -8  # 0.88 at 2.5
    assert crosses(explorer) == 2


def test_the_formula_has_the_sliders_numbers_in_it(explorer):
    explorer.weight.value, explorer.bias.value, explorer.input.value = -1.5, -2, -3
    assert "σ(w · x + b) = σ(−1.5 · (−3) − 2) = σ(2.5) = 0.92" in texts(drawing(explorer))


def test_every_control_changes_the_picture(explorer):
    seen = {explorer.picture.value}
    for control, value in [
        (explorer.weight, 2),
        (explorer.bias, 3),
        (explorer.input, -1),
        (explorer.goal, GOALS[2]),
    ]:
        control.value = value
        seen.add(explorer.picture.value)
    assert len(seen) == 5


def test_the_picture_keeps_its_size(explorer):
    for weight in (-8, 0, 8):
        for bias in (-16, 0, 16):
            explorer.weight.value, explorer.bias.value = weight, bias
            root = drawing(explorer)
            assert (root.get("width"), root.get("height")) == (str(figures.WIDTH), str(figures.HEIGHT))
            assert "nan" not in explorer.picture.value
            numbers = re.findall(r"-?\d+\.?\d*", root.find(f"{SVG}polyline").get("points"))
            assert all(0 <= float(number) <= figures.WIDTH for number in numbers)


def test_the_curve_goes_through_the_neurons_answers():
    root = ET.fromstring(figures.answer_curve(Neuron(1, 0), 0, GOALS[0]))
    points = [tuple(map(float, pair.split(","))) for pair in root.find(f"{SVG}polyline").get("points").split()]
    across, down = points[len(points) // 2]
    assert across == pytest.approx((figures.LEFT + figures.RIGHT) / 2, abs=0.1)
    assert down == pytest.approx((figures.TOP + figures.BOTTOM) / 2, abs=0.1)
    assert points[0][1] > points[-1][1], "it rises to the right"


def test_the_picture_is_described_in_words(explorer):
    assert drawing(explorer).get("aria-label") == explorer.words
    explorer.input.value = 4
    assert drawing(explorer).get("aria-label") == explorer.words
    assert explorer.words.startswith("At x = 4 the neuron answers 0.98: a sure yes.")


@pytest.mark.parametrize(
    ("neuron", "x", "words"),
    [
        (Neuron(1, 0), 0, "neither yes nor no. It changes its mind at x = 0."),
        (Neuron(1, -4), 0, "0.02: a sure no. It changes its mind at x = 4."),
        (Neuron(-1, -1), 0, "0.27: more no than yes. It changes its mind at x = −1."),
        (Neuron(0, 1), 5, "0.73: more yes than no. With a weight of 0 it gives every input the same answer."),
    ],
)
def test_an_answer_in_words(neuron, x, words):
    assert f"{words} " in figures.describe(neuron, x, GOALS[0])


@pytest.mark.parametrize(
    ("value", "written"), [(-0.0, "0"), (-0.001, "0"), (2.0, "2"), (-1.5, "−1.5"), (1 / 3, "0.33"), (-16.0, "−16")]
)
def test_numbers_are_written_as_in_a_formula(value, written):
    assert figures.number(value) == written


def test_without_a_kernel_there_is_a_picture(explorer):
    bundle = explorer._repr_mimebundle_()
    assert explorer.picture.value in bundle["text/html"]
    assert bundle["text/plain"] == explorer.words


def test_controls_are_labelled(explorer):
    labels = [control.description for control in (explorer.goal, explorer.weight, explorer.bias, explorer.input)]
    assert labels == ["Goal", "weight w", "bias b", "input x"]


def test_missed_targets_have_the_colour_of_errors(explorer):
    group = drawing(explorer).find(f".//{SVG}g")
    assert group.get("stroke") == style.ERROR
