"""The gradient written out in NumPy, against the one that TensorFlow derives from Keras' layers."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from helpers import textgen
from helpers.char_model.bptt import BPTT, dropout_mask
from helpers.char_model.recipe import initial_network

ROWS, WINDOW, SYMBOLS = 3, 7, 9


@pytest.fixture(scope="module")
def weights():
    shapes = [weight.shape for weight in initial_network(SYMBOLS, textgen.Recipe(units=12, embedding=5)).get_weights()]
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape) for shape in shapes]


@pytest.fixture
def float64():
    policy = keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy(policy)
    keras.config.set_floatx("float32")


def batches(number):
    return np.random.default_rng(1).integers(SYMBOLS, size=(number, 2, ROWS, WINDOW), dtype=np.int32)


def loss_of(network, x, y, state):
    logits, state = network([x, state])
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)), state


@pytest.mark.usefixtures("float64")
def test_loss_and_gradient_are_those_that_tensorflow_derives_from_keras(weights):
    network = initial_network(SYMBOLS, textgen.Recipe(units=12, embedding=5))
    network.set_weights(weights)
    reader, found = BPTT(weights, ROWS, WINDOW), [np.empty_like(weight) for weight in weights]
    state = tf.zeros((ROWS, 12), "float64")
    for x, y in batches(3):  # the state is carried on
        with tf.GradientTape() as tape:
            expected, state = loss_of(network, tf.constant(x), tf.constant(y), state)
        derived = tape.gradient(expected, [variable.value for variable in network.trainable_variables])
        assert reader.gradient(x, y, x.size, found) == pytest.approx(float(expected), abs=1e-12)
        for ours, theirs in zip(found, map(tf.convert_to_tensor, derived), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-12, rtol=1e-12)
        np.testing.assert_allclose(reader.states[-1], state, atol=1e-12)


def test_reset_begins_with_states_of_zeros(weights):
    (x, y), (before, _) = batches(2)
    out = [np.empty_like(weight) for weight in weights]
    fresh, used = BPTT(weights, ROWS, WINDOW), BPTT(weights, ROWS, WINDOW)
    used.gradient(before, before, before.size, out)
    carried = used.gradient(x, y, x.size, out)
    used.reset()
    assert used.gradient(x, y, x.size, out) == fresh.gradient(x, y, x.size, out) != carried


def test_the_gradient_with_dropout_is_the_slope_of_the_loss(weights):
    (x, y), *_ = batches(1)
    out, other = ([np.empty_like(weight) for weight in weights] for _ in range(2))

    def loss(moved, into):
        return BPTT(moved, ROWS, WINDOW, dropout=0.4, seed=(5,)).gradient(x, y, x.size, into)

    loss(weights, out)
    for place, (weight, slope) in enumerate(zip(weights, out, strict=True)):
        step = np.random.default_rng(place).normal(size=weight.shape) * 1e-5
        up, down = ([w + sign * step if w is weight else w for w in weights] for sign in (1, -1))
        assert loss(up, other) - loss(down, other) == pytest.approx(2 * (step * slope).sum(), rel=1e-5)


def test_dropout_silences_its_share_and_makes_the_others_larger():
    mask = dropout_mask(np.random.default_rng(0), (400, 300), 0.25, np.dtype("float64"))
    assert sorted(set(mask.ravel())) == [0, pytest.approx(4 / 3)]
    assert (mask == 0).mean() == pytest.approx(0.25, abs=0.005)
