"""The network against two published examples, plain Python, nudges, TensorFlow and Keras."""

import dataclasses
import inspect
import math
import re
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import backprop, checks
from helpers.backprop import MAZUR, WIKIDOCS, Network
from helpers.backprop.chain_rule import format_number, quantities
from helpers.backprop.examples import Example
from helpers.backprop.gradient_check import (
    finite_differences,
    gradient_tape,
    keras_model,
    keras_step,
    largest_difference,
)
from helpers.backprop.parameters import PARAMETERS
from tests.backprop.networks import UNIT, samples, scalar_forward


def after_one_step(example):
    return example.network.step(example.x, example.target, example.learning_rate)


def size(gradients):
    """The largest of the slopes, but 1 at least: what a difference is measured against."""
    return max(1.0, *(np.abs(getattr(gradients, name)).max() for name in PARAMETERS))


# The two published examples


def test_wikidocs_to_all_published_digits():
    x, target, network = WIKIDOCS.x, WIKIDOCS.target, WIKIDOCS.network
    forward = network.forward(x)
    assert forward.hidden.round(8).tolist() == [0.51998934, 0.52747230]
    assert forward.output.round(8).tolist() == [0.60944600, 0.66384491]
    assert (0.5 * (target - forward.output) ** 2).round(8).tolist() == [0.02193381, 0.00203809]
    assert round(network.loss(x, target), 8) == 0.02397190
    stepped = after_one_step(WIKIDOCS)
    assert stepped.output_weights.round(8).tolist() == [[0.43703857, 0.38685205], [0.69629578, 0.59624247]]
    assert stepped.hidden_weights.round(8).tolist() == [[0.29959556, 0.24919112], [0.39964496, 0.34928991]]
    assert (0.5 * (target - stepped.forward(x).output) ** 2).round(8).tolist() == [0.02125445, 0.00198189]
    assert round(stepped.loss(x, target), 8) == 0.02323634


def test_mazur_to_all_published_digits():
    x, target, network = MAZUR.x, MAZUR.target, MAZUR.network
    assert round(network.loss(x, target), 9) == 0.298371109
    stepped = after_one_step(MAZUR)
    assert stepped.output_weights.round(8).tolist() == [[0.35891648, 0.40866619], [0.51130127, 0.56137012]]
    assert stepped.hidden_weights.round(8).tolist() == [[0.14978072, 0.19956143], [0.24975114, 0.29950229]]
    assert stepped.hidden_bias.tolist() == [0.35, 0.35]
    assert stepped.output_bias.tolist() == [0.6, 0.6]


def test_mazurs_error_after_one_step_differs_from_the_printed_one_in_the_seventh_digit():
    error, printed = after_one_step(MAZUR).loss(MAZUR.x, MAZUR.target), 0.291027924
    assert round(error, 8) == 0.29102777
    assert round(error, 6) == round(printed, 6)
    assert round(error, 7) != round(printed, 7)


@pytest.mark.parametrize(
    ("changed", "kind", "message"),
    [
        ({"network": None}, TypeError, "network is None, expected a Network"),
        ({"x": [0.1]}, ValueError, r"x is \[0.1\] with shape \(1,\)"),
        ({"target": [0.1, "b"]}, TypeError, r"target is \[0.1, 'b'\]"),
        ({"learning_rate": -1}, ValueError, "learning_rate is -1, expected a number > 0"),
    ],
)
def test_an_example_fits_together(changed, kind, message):
    with pytest.raises(kind, match=message):
        dataclasses.replace(WIKIDOCS, **changed)


# Forward and backward against something independent


@given(samples())
def test_the_forward_pass_is_that_of_plain_python(sample):
    network, x, target = sample
    hidden, output = scalar_forward(network, x)
    forward = network.forward(x)
    np.testing.assert_allclose(forward.hidden, hidden, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(forward.output, output, rtol=1e-11, atol=1e-11)
    assert network.loss(x, target) == pytest.approx(
        sum((t - o) ** 2 for t, o in zip(target, output, strict=True)) / 2, abs=1e-11
    )


def test_z_is_what_goes_into_the_units():
    forward = MAZUR.network.forward(MAZUR.x)
    np.testing.assert_allclose(forward.hidden_z, [0.15 * 0.05 + 0.2 * 0.1 + 0.35, 0.25 * 0.05 + 0.3 * 0.1 + 0.35])
    np.testing.assert_allclose(forward.output, 1 / (1 + np.exp(-forward.output_z)))


@pytest.mark.parametrize("example", [WIKIDOCS, MAZUR], ids=lambda example: example.name)
def test_all_gradients_agree_on_the_published_examples(example):
    table = backprop.check_gradients(example.network, example.x, example.target)
    assert [row.method for row in table] == ["finite differences", "tf.GradientTape", "Keras, one training step"]
    assert max(row.largest_difference for row in table) < 1e-11


@given(samples(scales=(1, 3)))
def test_gradients_agree_with_finite_differences(sample):
    network, x, target = sample
    nudged = finite_differences(network, x, target)
    assert largest_difference(network.gradients(x, target), nudged) <= 1e-8


@given(samples())
def test_gradients_of_saturated_networks_agree_with_finite_differences(sample):
    network, x, target = sample
    by_hand, nudged = network.gradients(x, target), finite_differences(network, x, target)
    assert largest_difference(by_hand, nudged) <= 1e-8 * size(by_hand)


@settings(max_examples=50)
@given(samples())
def test_gradients_agree_with_the_gradient_tape(sample):
    network, x, target = sample
    by_hand = network.gradients(x, target)
    assert largest_difference(by_hand, gradient_tape(network, x, target)) <= 1e-6


@settings(max_examples=25)
@given(samples())
def test_gradients_agree_with_a_training_step_of_keras(sample):
    network, x, target = sample
    np.testing.assert_allclose(keras_model(network)(x[np.newaxis]).numpy()[0], network.forward(x).output, atol=1e-6)
    by_hand = network.gradients(x, target)
    assert largest_difference(by_hand, keras_step(network, x, target)) <= 1e-6


@given(samples(scales=(350, 700)))
def test_saturation_raises_no_floating_point_warning(sample):
    network, x, target = sample
    with np.errstate(all="raise"):
        gradients = network.gradients(x, target)
        stepped = network.step(x, target, 0.5, train_biases=True)
        assert math.isfinite(stepped.loss(x, target))
    assert all(np.isfinite(getattr(gradients, name)).all() for name in PARAMETERS)


# One step


@given(samples(scales=(1, 3)), st.floats(0.01, 10))
def test_a_step_moves_the_weights_against_their_slopes_and_leaves_the_biases(sample, learning_rate):
    network, x, target = sample
    nudged = finite_differences(network, x, target)
    stepped = network.step(x, target, learning_rate)
    for name in ("hidden_weights", "output_weights"):
        wanted = getattr(network, name) - learning_rate * getattr(nudged, name)
        np.testing.assert_allclose(getattr(stepped, name), wanted, atol=1e-7)
    np.testing.assert_array_equal(stepped.hidden_bias, network.hidden_bias)
    np.testing.assert_array_equal(stepped.output_bias, network.output_bias)
    both = network.step(x, target, learning_rate, train_biases=True)
    np.testing.assert_array_equal(both.hidden_weights, stepped.hidden_weights)
    np.testing.assert_allclose(both.hidden_bias, network.hidden_bias - learning_rate * nudged.hidden_bias, atol=1e-7)
    np.testing.assert_allclose(both.output_bias, network.output_bias - learning_rate * nudged.output_bias, atol=1e-7)


def test_a_network_cannot_be_changed_behind_its_back():
    weights = np.ones((2, 2))
    network = Network(weights, np.ones((2, 2)))
    weights[0, 0] = 5
    assert network.weight("w1") == 1
    with pytest.raises(ValueError, match="read-only"):
        network.hidden_weights[0, 0] = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        network.hidden_weights = weights


# Weights by name


def test_names_run_row_by_row_and_the_hidden_layer_first():
    network = Network([[1, 2, 3], [4, 5, 6]], [[7, 8]])
    assert network.weights == {f"w{i}": i for i in range(1, 9)}
    assert network.sizes == (3, 2, 1)


@given(samples(), st.data())
def test_setting_a_weight_changes_that_one_only(sample, data):
    network, x, target = sample
    name = data.draw(st.sampled_from(sorted(network.weights)))
    changed = network.with_weight(name, 0.125)
    assert changed.weights == network.weights | {name: 0.125}
    assert changed.hidden_bias.tolist() == network.hidden_bias.tolist()
    gradients = network.gradients(x, target)
    layer, to, source = network.place(name)
    assert gradients.weight(name) == getattr(gradients, layer)[to, source]


# The chain of one weight


@given(samples(scales=(1, 3)), st.data())
def test_the_three_factors_multiply_to_the_slope(sample, data):
    network, x, target = sample
    name = data.draw(st.sampled_from(sorted(network.weights)))
    chain = backprop.chain(network, x, target, name)
    assert chain.product == pytest.approx(finite_differences(network, x, target).weight(name), abs=1e-8)
    assert all(a.by == b.of for path in (chain.factors, *chain.paths) for a, b in pairwise(path))
    assert (chain.factors[0].of, chain.factors[2].by) == ("E", name)
    if chain.paths:
        assert len(chain.paths) == network.sizes[2]
        through_outputs = sum(math.prod(factor.value for factor in path) for path in chain.paths)
        assert chain.factors[0].value == pytest.approx(through_outputs)


@given(samples(scales=(1, 3)), st.data())
def test_each_factors_formula_gives_its_value(sample, data):
    network, x, target = sample
    chain = backprop.chain(network, x, target, data.draw(st.sampled_from(sorted(network.weights))))
    values = quantities(network, x, target)
    for factor in (*chain.factors, *(factor for path in chain.paths for factor in path)):
        python = factor.formula.replace(" · ", " * ").replace("1(", "1 * (").replace("2(", "2 * (")
        python = python.replace("3(", "3 * (").replace("4(", "4 * (")
        assert eval(python, {}, values) == pytest.approx(factor.value, abs=1e-12)


def test_the_chain_of_w5_in_words():
    chain = backprop.chain(WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target, "w5")
    assert str(chain) == "∂E/∂w5 = ∂E/∂o1 · ∂o1/∂z3 · ∂z3/∂w5 = 0.209446 · 0.238022 · 0.519989 = 0.025923"


def test_the_chain_of_w1_comes_back_through_both_outputs():
    chain = backprop.chain(WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target, "w1")
    assert [factor.symbol for factor in chain.factors] == ["∂E/∂h1", "∂h1/∂z1", "∂z1/∂w1"]
    assert [[factor.symbol for factor in path] for path in chain.paths] == [
        ["∂E/∂o1", "∂o1/∂z3", "∂z3/∂h1"],
        ["∂E/∂o2", "∂o2/∂z4", "∂z4/∂h1"],
    ]
    assert chain.factors[0].formula == "(o1 - t1) · o1(1 - o1) · w5 + (o2 - t2) · o2(1 - o2) · w7"


def test_every_quantity_of_the_drawing_has_its_name():
    values = quantities(WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target)
    letters = {"x": 2, "w": 8, "z": 4, "h": 2, "o": 2, "t": 2, "E": 2}
    assert set(values) == {f"{letter}{i}" for letter, n in letters.items() for i in range(1, n + 1)} | {"E"}
    assert (round(values["E1"], 8), round(values["E2"], 8), round(values["E"], 8)) == (
        0.02193381,
        0.00203809,
        0.0239719,
    )
    assert values["z3"] == pytest.approx(0.45 * values["h1"] + 0.4 * values["h2"])


def test_small_numbers_are_not_hidden():
    assert [format_number(value) for value in (0.25, -0.0000123, 2e-17)] == ["0.250000", "-1.23e-05", "0.000000"]


# Nudges


def test_nudges_close_in_on_the_chain_rules_answer():
    table = backprop.nudges(WIKIDOCS.network, "w5", WIKIDOCS.x, WIKIDOCS.target, sizes=[1e-1, 1e-2, 1e-3, 1e-4])
    assert [row.size for row in table] == [1e-1, 1e-2, 1e-3, 1e-4]
    assert round(table[1].slope, 6) == 0.025985  # what the lesson's text says
    exact = WIKIDOCS.network.gradients(WIKIDOCS.x, WIKIDOCS.target).weight("w5")
    assert all(row.difference == row.slope - exact for row in table)
    ratios = [a.difference / b.difference for a, b in pairwise(table)]
    assert all(9 < ratio < 11 for ratio in ratios)
    assert repr(table).splitlines()[0] == "| size   | slope       | difference   |"
    assert table._repr_markdown_() == repr(table)


# Bad input

METHODS = {
    "loss": Network.loss,
    "gradients": Network.gradients,
    "step": lambda network, x, target: network.step(x, target, 0.5),
}
FUNCTIONS = {
    "chain": lambda network, x, target: backprop.chain(network, x, target, "w5"),
    "check_gradients": backprop.check_gradients,
    "descend": lambda network, x, target: backprop.descend(network, x, target, 0.5, 2),
    "diagram": backprop.diagram,
    "error_surface": backprop.error_surface,
    "Example": lambda network, x, target: Example("mine", network, x, target),
    "learning_rates": backprop.learning_rates,
    "nudges": lambda network, x, target: backprop.nudges(network, "w5", x, target, [0.1]),
}
"""All that a notebook gives a network, inputs and targets."""


@pytest.mark.parametrize("argument", ["x", "target"])
@pytest.mark.parametrize("call", [*METHODS.values(), *FUNCTIONS.values()], ids=[*METHODS, *FUNCTIONS])
def test_bad_inputs_and_targets_are_named(call, argument):
    for bad, error in (
        ("abc", TypeError),
        ([0.1, "0.2"], TypeError),
        ([0.1], ValueError),
        ([0.1, math.nan], ValueError),
    ):
        with pytest.raises(error) as caught:
            call(MAZUR.network, **{"x": MAZUR.x, "target": MAZUR.target, argument: bad})
        assert str(caught.value).startswith(f"{argument} is {bad!r}")
        assert "expected numbers of shape (2,)" in str(caught.value)


@pytest.mark.parametrize("bad", [MAZUR, None, MAZUR.network.gradients(MAZUR.x, MAZUR.target)])
@pytest.mark.parametrize("call", FUNCTIONS.values(), ids=FUNCTIONS)
def test_what_is_no_network_is_named(call, bad):
    message = f"^network is {re.escape(checks.short_repr(bad))}, expected a Network, such as MAZUR.network$"
    with pytest.raises(TypeError, match=message):
        call(bad, MAZUR.x, MAZUR.target)


def test_every_function_that_takes_a_network_is_in_the_tests_above():
    exported = {name: getattr(backprop, name) for name in backprop.__all__ if name != "questions"}
    takers = {name for name, f in exported.items() if callable(f) and "network" in inspect.signature(f).parameters}
    assert takers == set(FUNCTIONS) - {"Example"}


@pytest.mark.parametrize("argument", PARAMETERS)
@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ("abc", TypeError),
        ([["a", "b"], ["c", "d"]], TypeError),
        (np.ones(5), ValueError),
        (True, TypeError),
        ([[math.nan, 1.0], [1.0, 1.0]], ValueError),
        ([math.inf, 1.0], ValueError),
    ],
    ids=repr,
)
def test_bad_weights_and_biases_are_named(argument, bad, error):
    good = {name: getattr(MAZUR.network, name) for name in PARAMETERS}
    with pytest.raises(error) as caught:
        Network(**good | {argument: bad})
    assert str(caught.value).startswith(f"{argument} is {bad!r}")
    assert "expected numbers of shape" in str(caught.value)


def test_layers_that_do_not_fit_each_other_are_named():
    with pytest.raises(ValueError, match=r"(?s)^output_weights is .* shape \(2, 2\), expected .* shape \(any, 3\)$"):
        Network(np.ones((3, 5)), np.ones((2, 2)))


@pytest.mark.parametrize(
    ("bad", "error"),
    [(0, ValueError), (-0.5, ValueError), (math.nan, ValueError), (math.inf, ValueError)]
    + [(value, TypeError) for value in ("0.5", None, True, [0.5])],
)
def test_a_bad_learning_rate_is_named(bad, error):
    with pytest.raises(error) as caught:
        WIKIDOCS.network.step(WIKIDOCS.x, WIKIDOCS.target, bad)
    assert str(caught.value) == f"learning_rate is {bad!r}, expected a number > 0"


@pytest.mark.parametrize("bad", ["w0", "w9", "b1", 5])
def test_an_unknown_weight_is_named(bad):
    network, x, target = WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target
    calls = [
        lambda: network.weight(bad),
        lambda: network.with_weight(bad, 0.5),
        lambda: network.gradients(x, target).weight(bad),
        lambda: backprop.chain(network, x, target, bad),
        lambda: backprop.nudges(network, bad, x, target, [0.1]),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=f"^name is {bad!r}, expected a weight from 'w1' to 'w8'$"):
            call()


@pytest.mark.parametrize(
    ("bad", "error"), [("1", TypeError), (None, TypeError), (True, TypeError), (math.nan, ValueError)]
)
def test_a_bad_weight_value_is_named(bad, error):
    with pytest.raises(error, match=f"^value is {bad!r}, expected a"):
        WIKIDOCS.network.with_weight("w5", bad)


@pytest.mark.parametrize(
    ("bad", "error"), [([], ValueError), ([0.1, 0], ValueError), ([-0.1], ValueError), (["a"], TypeError)]
)
def test_bad_nudges_are_named(bad, error):
    with pytest.raises(error, match="^sizes is .*expected"):
        backprop.nudges(WIKIDOCS.network, "w5", WIKIDOCS.x, WIKIDOCS.target, bad)


@given(st.lists(UNIT, min_size=2, max_size=2))
def test_lists_tuples_integers_and_tensors_are_as_good_as_arrays(values):
    wanted = WIKIDOCS.network.forward(np.array(values)).output.tolist()
    assert WIKIDOCS.network.forward(values).output.tolist() == wanted
    assert WIKIDOCS.network.forward(tuple(values)).output.tolist() == wanted
    assert WIKIDOCS.network.forward([1, 0]).output.tolist() == WIKIDOCS.network.forward([1.0, 0.0]).output.tolist()


# The package


def test_the_model_imports_neither_tensorflow_nor_anything_that_draws():
    code = (
        "import sys; from helpers import backprop; backprop.worksheet(1); backprop.train_xor(0, steps=2); "
        "print(sorted({'tensorflow', 'keras', 'matplotlib', 'ipywidgets'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_number_is_the_bias_of_a_whole_layer():
    mazur = MAZUR.network
    shared = Network(mazur.hidden_weights, mazur.output_weights, 0.35, 0.60)
    np.testing.assert_array_equal(shared.forward(MAZUR.x).output, mazur.forward(MAZUR.x).output)
    ones = Network(mazur.hidden_weights, mazur.output_weights, np.int64(1), np.float32(1))
    assert ones.hidden_bias.tolist() == ones.output_bias.tolist() == [1, 1]
    with pytest.raises((TypeError, ValueError), match="hidden_bias is"):
        Network(mazur.hidden_weights, mazur.output_weights, "warm", 0.60)
