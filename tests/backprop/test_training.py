"""Many steps against a published error, Keras and one network at a time."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import backprop
from helpers.backprop import MAZUR, WIKIDOCS, XOR, Network
from helpers.backprop.gradient_check import keras_model
from helpers.backprop.training import descent_path, loss_surface
from helpers.backprop.xor import XorRuns, random_network
from tests.backprop.networks import samples

NETWORK, X, TARGET = WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target


def test_mazurs_error_after_ten_thousand_steps():
    errors = backprop.descend(MAZUR.network, MAZUR.x, MAZUR.target, MAZUR.learning_rate, 10_000)
    assert errors.shape == (10_001,)
    assert round(errors[0], 9) == 0.298371109
    assert round(errors[1], 8) == 0.29102777
    assert f"{errors[-1]:.6e}" == "3.510188e-05"
    assert (np.diff(errors) < 0).all()


def test_mazurs_printed_results_are_those_of_a_rule_that_is_too_early():
    network = MAZUR.network
    for step in range(10_000):
        forward, slopes = network.forward(MAZUR.x), network.gradients(MAZUR.x, MAZUR.target)
        output_weights = network.output_weights - 0.5 * slopes.output_weights
        blame = output_weights.T @ ((forward.output - MAZUR.target) * forward.output * (1 - forward.output))
        hidden_slopes = np.outer(blame * forward.hidden * (1 - forward.hidden), MAZUR.x)
        network = dataclasses.replace(
            network, hidden_weights=network.hidden_weights - 0.5 * hidden_slopes, output_weights=output_weights
        )
        if step == 0:
            assert round(network.loss(MAZUR.x, MAZUR.target), 9) == 0.291027924  # as he prints it
            assert round(network.weights["w1"], 6) == 0.149818  # he prints the right rule's 0.149781
    assert network.forward(MAZUR.x).output.round(9).tolist() == [0.015912196, 0.984065734]  # as he prints them
    assert f"{network.loss(MAZUR.x, MAZUR.target):.10f}" == "0.0000350848"


def test_descent_is_what_keras_does():
    import keras

    model = keras_model(NETWORK)
    for layer in model.layers:
        layer.bias.trainable = False
    model.compile(keras.optimizers.SGD(0.5), keras.losses.MeanSquaredError(dtype="float64"), run_eagerly=True)
    for _ in range(20):
        model.train_on_batch(X[np.newaxis], TARGET[np.newaxis])
    by_keras = 0.5 * np.sum((TARGET - model(X[np.newaxis]).numpy()) ** 2)
    assert backprop.descend(NETWORK, X, TARGET, 0.5, 20)[-1] == pytest.approx(by_keras, abs=1e-12)


# The surface that two weights see


@settings(max_examples=30)
@given(samples(scales=(1, 30)), st.data())
def test_the_surface_is_the_loss_with_two_weights_set(sample, data):
    network, x, target = sample
    names = data.draw(st.lists(st.sampled_from(sorted(network.weights)), min_size=2, max_size=2, unique=True))
    values_a, values_b = np.array([-2.0, 0.5, 3.0]), np.array([0.0, 1.5])
    surface = loss_surface(network, x, target, tuple(names), values_a, values_b)
    assert surface.shape == (2, 3)
    for row, b in enumerate(values_b):
        for column, a in enumerate(values_a):
            there = network.with_weight(names[0], a).with_weight(names[1], b)
            assert surface[row, column] == pytest.approx(there.loss(x, target), abs=1e-12)


def test_the_path_lies_on_the_surface_and_goes_down():
    path = descent_path(NETWORK, X, TARGET, ("w5", "w1"), 0.5, 50)
    assert path.weights.shape == (51, 2)
    assert path.weights[0].tolist() == [0.45, 0.3]
    assert path.weights[1].round(8).tolist() == [0.43703857, 0.29959556]  # the published step, for these two
    for (a, b), error in zip(path.weights, path.errors, strict=True):
        surface = loss_surface(NETWORK, X, TARGET, ("w5", "w1"), np.array([a]), np.array([b]))
        assert surface[0, 0] == pytest.approx(error, abs=1e-14)
    assert (np.diff(path.errors) < 0).all()


def test_too_large_a_learning_rate_makes_the_error_rise():
    errors = descent_path(NETWORK, X, TARGET, ("w5", "w6"), 100.0, 20).errors
    assert errors[1] > errors[0]
    assert np.isfinite(errors).all()


# XOR


def keras_xor(network, learning_rate, steps):
    """The same training by Keras: all four samples a step. Its mean is our sum times 2/4."""
    import keras

    model = keras_model(network)
    optimizer = keras.optimizers.SGD(2 * learning_rate)
    model.compile(optimizer, keras.losses.MeanSquaredError(dtype="float64"), run_eagerly=True)
    for _ in range(steps):
        model.train_on_batch(XOR.inputs.copy(), XOR.targets.copy())
    return model(XOR.inputs).numpy()[:, 0]


@pytest.mark.parametrize("hidden", [2, 3])
def test_xor_is_trained_as_keras_would(hidden):
    runs = backprop.train_xor(range(3), hidden, learning_rate=2.0, steps=25)
    for seed, answers in zip(runs.seeds, runs.answers, strict=True):
        by_keras = keras_xor(random_network(seed, hidden), 2.0, 25)
        np.testing.assert_allclose(answers, by_keras, atol=1e-9)


def test_errors_are_summed_over_the_samples_from_the_untrained_network_on():
    runs = backprop.train_xor([3, 5], steps=40)
    untrained = [random_network(seed, 2) for seed in (3, 5)]
    for index, networks in ((0, untrained), (-1, runs.networks)):
        wanted = [sum(n.loss(x, t) for x, t in zip(XOR.inputs, XOR.targets, strict=True)) for n in networks]
        np.testing.assert_allclose(runs.errors[index], wanted)
    assert runs.errors.shape == (41, 2)


def test_a_seed_does_not_care_for_its_company():
    alone, among = backprop.train_xor(7, steps=200), backprop.train_xor(range(10), steps=200)
    np.testing.assert_allclose(alone.errors[:, 0], among.errors[:, 7], rtol=1e-9)


def test_two_hidden_units_fail_for_a_good_part_of_the_seeds_and_four_for_none():
    two, four = backprop.train_xor(range(100), hidden=2), backprop.train_xor(range(100), hidden=4)
    assert 0.2 < len(two.failed) / len(two.seeds) < 0.4
    assert set(two.failed) < set(range(100))
    assert four.failed == ()
    assert (four.answers.round() == XOR.targets[:, 0]).all()
    failed = np.isin(two.seeds, two.failed)
    assert two.errors[-1][failed].min() > 0.2  # a network that fails answers one half where it should decide
    assert two.errors[-1][~failed].max() < 0.05


def test_an_answer_counts_by_its_side_of_one_half():
    runs = backprop.train_xor(3)
    assert runs.failed == ()
    trained = runs.networks[0]
    undecided = Network(
        trained.hidden_weights, 0.01 * trained.output_weights, trained.hidden_bias, 0.01 * trained.output_bias
    )
    assert np.abs(XorRuns((3,), (undecided,), runs.errors).answers - 0.5).max() < 0.05
    assert XorRuns((3,), (undecided,), runs.errors).failed == ()


def test_the_same_seed_draws_the_same_network():
    assert random_network(4, 2).weights == random_network(4, 2).weights
    assert random_network(4, 2).weights != random_network(5, 2).weights
    assert random_network(4, hidden=3).sizes == (2, 3, 1)


# Bad input


@pytest.mark.parametrize(
    ("name", "bad", "error"),
    [
        ("learning_rate", 0, ValueError),
        ("learning_rate", "0.5", TypeError),
        ("steps", -1, ValueError),
        ("steps", 1.5, TypeError),
        ("steps", True, TypeError),
    ],
)
def test_bad_arguments_of_a_descent_are_named(name, bad, error):
    with pytest.raises(error, match=f"^{name} is .*expected"):
        backprop.descend(NETWORK, X, TARGET, **{"learning_rate": 0.5, "steps": 2, name: bad})


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"seeds": []}, ValueError, "seeds is empty, expected"),
        ({"seeds": -1}, ValueError, "seeds is -1, expected a whole number >= 0"),
        ({"seeds": [1, "2"]}, TypeError, "seeds is '2', expected a whole number"),
        ({"seeds": None}, TypeError, "seeds is None, expected a whole number"),
        ({"seeds": 1.5}, TypeError, "seeds is 1.5, expected"),
        ({"seeds": 1, "hidden": 0}, ValueError, "hidden is 0, expected a whole number >= 1"),
        ({"seeds": 1, "learning_rate": -1}, ValueError, "learning_rate is -1, expected a number > 0"),
        ({"seeds": 1, "steps": 2.0}, TypeError, "steps is 2.0, expected a whole number"),
    ],
)
def test_bad_arguments_of_xor_are_named(arguments, error, message):
    with pytest.raises(error) as caught:
        backprop.train_xor(**arguments)
    assert str(caught.value).startswith(message)
