"""The noise of a batch's slopes, against a network whose slopes can be written down."""

import re

import numpy as np
import pytest

from helpers import batches


@pytest.fixture(scope="module")
def linear():
    """One weight vector, no bias, mean squared error; with the slopes of each of its samples by hand."""
    import keras

    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(64, 3)).astype("float32"), rng.normal(size=64).astype("float32")
    network = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1, use_bias=False)])
    network.compile(optimizer="sgd", loss="mse")
    weights = network.get_weights()[0][:, 0]
    slopes = 2 * (x @ weights - y)[:, None] * x  # (sample, weight)
    return network, x, y, slopes


def test_all_samples_have_no_noise(linear):
    network, x, y, _ = linear
    assert batches.gradient_noise(network, x, y, sizes=[64], draws=2)[64] < 1e-5


def test_the_noise_is_that_of_slopes_by_hand(linear):
    network, x, y, slopes = linear
    mean = slopes.mean(axis=0)
    spread = np.sum((slopes - mean) ** 2) / len(x)  # of one sample, all weights together
    found = batches.gradient_noise(network, x, y, sizes=[1, 4, 16], draws=400)
    for size, noise in found.items():
        # Of a mean of samples drawn without replacement.
        expected = np.sqrt(spread / size * (64 - size) / (64 - 1)) / np.linalg.norm(mean)
        assert noise == pytest.approx(expected, rel=0.15)


def test_the_seed_decides_and_nothing_is_trained(linear):
    network, x, y, _ = linear
    before = network.get_weights()[0].copy()
    first, again, other = (batches.gradient_noise(network, x, y, [4], draws=3, seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert np.array_equal(network.get_weights()[0], before)


@pytest.mark.parametrize(
    ("changed", "kind", "message"),
    [
        ({"sizes": [0]}, ValueError, "sizes is 0, expected a whole number from 1 to 64"),
        ({"sizes": [65]}, ValueError, "sizes is 65, expected a whole number from 1 to 64"),
        ({"sizes": [2.5]}, TypeError, "sizes is 2.5, expected a whole number from 1 to 64"),
        ({"sizes": 3}, TypeError, "sizes is 3, expected several whole numbers >= 1"),
        ({"sizes": "48"}, TypeError, "sizes is '48', expected several whole numbers >= 1"),
        ({"sizes": []}, ValueError, "sizes is empty, expected at least one whole number >= 1"),
        ({"draws": 0}, ValueError, "draws is 0, expected a whole number from 1 to 10,000"),
        ({"draws": 10**30}, ValueError, f"draws is {10**30}, expected a whole number from 1 to 10,000"),
        ({"x": 3}, ValueError, "x is 3 with shape (), expected numbers of shape (any, any)"),
        ({"x": None}, TypeError, "x is None, expected numbers of shape (any, any)"),
        ({"x": [[1, 2], [3]]}, ValueError, "x is [[1, 2], [3]], expected numbers of shape (any, any)"),
        ({"x": np.full((64, 3), np.nan)}, ValueError, "expected numbers of shape (any, any), all finite"),
        ({"x": np.ones((64, 4))}, ValueError, "x has shape (64, 4), expected what network takes"),
        ({"y": "right"}, TypeError, "y is 'right', expected numbers of shape (any,)"),
        ({"network": None}, TypeError, "network is None, expected a Keras model that has been compiled"),
        ({"seed": True}, TypeError, "seed is True, expected a whole number >= 0"),
        ({"y": [1.0]}, ValueError, "x has 64 samples and y has 1, expected as many"),
    ],
)
def test_what_cannot_be_measured_is_named(linear, changed, kind, message):
    network, x, y, _ = linear
    with pytest.raises(kind, match=re.escape(message)):
        batches.gradient_noise(**{"network": network, "x": x, "y": y, "sizes": [4]} | changed)


def test_a_network_that_cannot_be_measured_is_named(linear):
    import keras

    _, x, y, _ = linear
    network = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1, use_bias=False)])
    with pytest.raises(TypeError, match="network is <Sequential .*, expected a Keras model that has been compiled"):
        batches.gradient_noise(network, x, y, [4])
    network.compile(loss="mse")
    with pytest.raises(ValueError, match="network has a slope of length 0 on all samples, expected one > 0"):
        batches.gradient_noise(network, np.zeros((64, 3)), y, [4])
    network.trainable = False
    with pytest.raises(ValueError, match="network has no weights that can be trained, expected some"):
        batches.gradient_noise(network, x, y, [4])
    two = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
    two.compile(loss="mse")
    with pytest.raises(ValueError, match=r"network gives \(1, 2\) for one sample, expected \(1, 1\): one output"):
        batches.gradient_noise(two, x, y, [4])
