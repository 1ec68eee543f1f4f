"""The walk's numbers against the published ones, plain Python's and those of nudges."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from helpers.backprop import MAZUR, WIKIDOCS, Network, walk
from helpers.backprop.examples import Example, random_example
from tests.backprop.networks import samples, scalar_forward
from tests.backprop.shown import number, numbers

OUTPUT_SLOPES = ["slope w5", "slope w6", "slope w7", "slope w8"]
HIDDEN_SLOPES = ["blame h1", "slope w1", "slope w2", "blame h2", "slope w3", "slope w4"]
NAMES = [
    *["start", "z1", "h1", "z2", "h2", "z3", "o1", "z4", "o2", "E1", "E2", "E"],
    *OUTPUT_SLOPES,
    *HIDDEN_SLOPES,
    *["update output", "update hidden", "forward again", "new error"],
]


def steps_of(example):
    return {step.name: step for step in walk.steps(example)}


def scalar_loss(network, x, target):
    _, output = scalar_forward(network, x)
    return sum((t - o) ** 2 / 2 for t, o in zip(target, output, strict=True))


def scalar_blame(network, x, target, unit, size=1e-5):
    """The slope of the error along a hidden value, by nudging that value both ways."""

    def loss(nudge):
        hidden, _ = scalar_forward(network, x)
        hidden[unit] += nudge
        weights, bias = network.output_weights.tolist(), network.output_bias.tolist()
        z = [b + w1 * hidden[0] + w2 * hidden[1] for (w1, w2), b in zip(weights, bias, strict=True)]
        return sum((t - 1 / (1 + math.exp(-z))) ** 2 / 2 for t, z in zip(target, z, strict=True))

    return (loss(size) - loss(-size)) / (2 * size)


def scalar_slope(network, x, target, name, size=1e-5):
    nudged = [network.with_weight(name, network.weight(name) + side * size) for side in (1, -1)]
    return (scalar_loss(nudged[0], x, target) - scalar_loss(nudged[1], x, target)) / (2 * size)


def test_the_walk_goes_forward_back_and_forward_again():
    assert list(steps_of(WIKIDOCS)) == NAMES


def test_wikidocs_to_all_published_digits():
    known = steps_of(WIKIDOCS)["new error"].known
    published = {
        "h1": 0.51998934, "h2": 0.52747230, "o1": 0.60944600, "o2": 0.66384491, "E1": 0.02193381, "E2": 0.00203809,
        "E": 0.02397190, "new w5": 0.43703857, "new w6": 0.38685205, "new w7": 0.69629578, "new w8": 0.59624247,
        "new w1": 0.29959556, "new w2": 0.24919112, "new w3": 0.39964496, "new w4": 0.34928991, "new E1": 0.02125445,
        "new E2": 0.00198189, "new E": 0.02323634,
    }  # fmt: skip
    assert {name: round(known[name], 8) for name in published} == published


@given(samples(scales=(1,), sizes=(2, 2, 2)))
def test_every_number_of_the_walk_is_confirmed_by_plain_python_and_nudges(sample):
    network, x, target = sample
    known = walk.steps(Example("", network, x, target))[-1].known
    hidden, output = scalar_forward(network, x)
    assert [known["h1"], known["h2"]] == pytest.approx(hidden)
    assert [known["o1"], known["o2"]] == pytest.approx(output)
    assert known["E"] == pytest.approx(scalar_loss(network, x, target))
    for i in (1, 2):
        assert known[f"∂E/∂h{i}"] == pytest.approx(scalar_blame(network, x, target, i - 1), abs=1e-8)
    for name, weight in network.weights.items():
        slope = scalar_slope(network, x, target, name)
        assert known[f"∂E/∂{name}"] == pytest.approx(slope, abs=1e-8)
        assert known[f"new {name}"] == pytest.approx(weight - 0.5 * slope, abs=1e-8)


@pytest.mark.parametrize("example", [WIKIDOCS, MAZUR, *(random_example(seed, "") for seed in range(5))])
def test_the_factors_in_the_equations_multiply_to_the_slopes(example):
    steps = steps_of(example)
    for name in example.network.weights:
        *factors, result = numbers(steps[f"slope {name}"].equation[-1])
        assert len(factors) == 3
        assert result == pytest.approx(math.prod(factors), abs=2e-6)
        assert result == pytest.approx(scalar_slope(example.network, example.x, example.target, name), abs=1e-6)
    for h in ("h1", "h2"):
        *factors, result = numbers(steps[f"blame {h}"].equation[-1])
        assert result == pytest.approx(math.prod(factors[:3]) + math.prod(factors[3:]), abs=5e-6)


def test_the_other_equations_come_out():
    steps = steps_of(MAZUR)
    w1, x1, w2, x2, b1, z1 = numbers(steps["z1"].equation[-1])
    assert z1 == pytest.approx(w1 * x1 + w2 * x2 + b1)
    z3, o1 = (number(cell) for cell in (steps["o1"].equation[-1][3], steps["o1"].equation[-1][-1]))
    assert o1 == pytest.approx(1 / (1 + math.exp(-z3)), abs=1e-6)
    for row in (*steps["update output"].equation[1:], *steps["update hidden"].equation[1:]):
        weight, rate, slope, new = (number(row[i]) for i in (2, 4, 6, 8))
        assert new == pytest.approx(weight - rate * slope, abs=1e-6)
    for row in steps["new error"].equation[1:]:
        first, second, total = (number(row[i]) for i in (1, 3, 5))
        assert total == pytest.approx(first + second, abs=2e-6)


def test_symbols_stand_above_their_numbers():
    symbols, values = steps_of(WIKIDOCS)["z1"].equation
    assert " ".join(symbols).strip() == "z1 = w1 · x1 + w2 · x2"
    assert " ".join(values).strip() == "= 0.3 · 0.1 + 0.25 · 0.2 = 0.080000"
    assert {len(row) for step in steps_of(MAZUR).values() for row in step.equation if step.name == "blame h1"} == {15}


def test_a_bias_is_in_the_equation_only_where_there_are_biases():
    assert "b3" not in steps_of(WIKIDOCS)["z3"].equation[0]
    assert "b3" in steps_of(MAZUR)["z3"].equation[0]


def test_what_is_known_grows_by_what_is_found():
    steps = list(steps_of(MAZUR).values())
    for before, after in itertools.pairwise(steps):
        assert after.known == {**before.known, **after.new_values}
        assert not set(after.new_values) & set(before.known)
        assert after.new_values


def test_new_values_take_the_place_of_the_old_and_old_slopes_go():
    steps = steps_of(WIKIDOCS)
    assert steps["update output"].values["w5"] == steps["update output"].known["new w5"]
    assert steps["update output"].values["w1"] == 0.3
    again = steps["forward again"].values
    assert again["o1"] == steps["forward again"].known["new o1"]
    assert "E" not in again
    assert not [name for name in again if name.startswith("∂")]


def test_a_step_lights_what_it_uses_and_what_it_finds():
    steps = steps_of(MAZUR)
    assert steps["z3"].highlighted == {"h1", "h2", "w5", "w6", "b3", "z3"}
    assert steps["slope w7"].highlighted == {"E", "E2", "E2-E", "o2-E2", "o2", "z4", "w7", "h1"}
    assert {"w5", "w7", "o1", "o2", "h1"} <= steps["blame h1"].highlighted
    assert not {"w6", "w8", "h2"} & steps["blame h1"].highlighted
    assert steps["slope w4"].highlighted == {"h2", "z2", "w4", "x2"}


def test_words_say_which_way_a_weight_will_go():
    steps = steps_of(MAZUR)
    assert "w5 will go down" in steps["slope w5"].words
    assert "w7 will go up" in steps["slope w7"].words
    assert "too high" in steps["o1"].words
    assert "too low" in steps["o2"].words


def test_words_tell_a_step_that_helps_from_one_that_does_not():
    assert "fell" in walk.steps(WIKIDOCS)[-1].words
    assert "rose" in walk.steps(replace(WIKIDOCS, learning_rate=500))[-1].words
    still = walk.steps(replace(WIKIDOCS, target=WIKIDOCS.network.forward(WIKIDOCS.x).output))
    assert "stays" in still[-1].words
    assert "meets it exactly" in still[walk.find(still, "o1")].words


def test_a_number_is_as_short_as_it_was_given_and_as_exact_as_it_was_computed():
    assert [walk.format_value("w1", value) for value in (0.5, -0.25, 0.0, 2.0)] == ["0.5", "−0.25", "0", "2"]
    assert walk.format_value("h1", 0.5) == "0.500000"
    for value in (1e-5, -2.34e-9, 0.123456, -3.5, 12.5, -432.125, 98765.4321, 1.5e9):
        assert number(walk.format_value("z1", value)) == pytest.approx(value, rel=5e-3, abs=5e-7)
        assert len(walk.format_value("z1", value)) <= 10


def test_a_network_of_another_shape_is_named():
    with pytest.raises(ValueError, match=r"network has \(2, 3, 1\).*expected \(2, 2, 2\)"):
        walk.steps(Example("", Network(np.ones((3, 2)), np.ones((1, 3))), [1, 2], [0]))


@pytest.mark.parametrize("bad", ["w9", 5])
def test_a_step_that_does_not_exist_is_named_with_those_that_do(bad):
    steps = walk.steps(WIKIDOCS)
    assert steps[walk.find(steps, "slope w5")].name == "slope w5"
    with pytest.raises(ValueError, match=f"at is {bad!r}, expected one of 'start', 'z1', .*, 'new error'"):
        walk.find(steps, bad)
