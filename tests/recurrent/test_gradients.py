"""The product of Jacobians against TensorFlow's tape and against a nudge, at the start, trained, and scaled up."""

import re
from functools import cache

import numpy as np
import pytest

from helpers import recurrent
from helpers.cells import gru, lstm, simple_rnn

CELLS = ("SimpleRNN", "LSTM", "GRU")
TIMESTEPS, UNITS = 40, 8


@cache
def layer_weights(cell, trained):
    """A layer's weights as Keras makes them, or after 60 steps at telling the sign of the first number."""
    import keras

    keras.utils.set_random_seed(0)
    layer = getattr(keras.layers, cell)(UNITS, dtype="float64")
    model = keras.Sequential([layer, keras.layers.Dense(1, dtype="float64")])
    x = sequences(64)
    model.build(x.shape)
    if trained:
        model.compile(keras.optimizers.Adam(0.02), "mse")
        model.fit(x, np.sign(x[:, -10, 0]), epochs=30, verbose=0)
    return layer.get_weights()


def sequences(samples):
    return np.random.default_rng(0).normal(size=(samples, TIMESTEPS, 2))


def both(cell, weights, x):
    return [compute(cell, weights, x) for compute in (recurrent.gradient_norms, recurrent.gradient_norms_by_tape)]


@pytest.mark.parametrize("scale", [1, 2.5])
@pytest.mark.parametrize("trained", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_jacobians_multiplied_are_the_tapes(cell, trained, scale):
    ours, theirs = both(cell, [scale * weight for weight in layer_weights(cell, trained)], sequences(5))
    assert ours.cell == theirs.cell == cell
    for kind in ("lags", "state", "memory", "carry"):
        a, b = getattr(ours, kind), getattr(theirs, kind)
        if kind == "carry" and cell != "LSTM":
            assert a is b is None
        else:
            assert len(a) == TIMESTEPS
            np.testing.assert_allclose(a, b, rtol=1e-8, atol=0)


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("left_out", [[], [None]])
def test_a_layer_without_a_bias_is_one_with_a_bias_of_zeros(cell, left_out):
    *kernels, bias = layer_weights(cell, True)
    for ours, zeros in zip(
        both(cell, [*kernels, *left_out], sequences(2)), both(cell, [*kernels, 0 * bias], sequences(2)), strict=True
    ):
        np.testing.assert_array_equal(ours.memory, zeros.memory)


def test_norms_of_1e_20_and_less_still_agree():
    weights = [0.2 * weight for weight in layer_weights("SimpleRNN", False)]
    ours, theirs = both("SimpleRNN", weights, sequences(3))
    assert ours.state[-1] < 1e-20
    np.testing.assert_allclose(ours.state, theirs.state, rtol=1e-8, atol=0)


def test_a_norm_beyond_the_square_root_of_the_smallest_number_is_not_lost():
    weights = [np.ones((1, 1)), np.array([[1e-100]]), np.zeros(1)]
    norms = recurrent.gradient_norms("SimpleRNN", weights, np.zeros((1, 4, 1)))
    np.testing.assert_allclose(norms.state, [1, 1e-100, 1e-200, 1e-300])


@pytest.mark.parametrize("cell", CELLS)
def test_a_nudge_arrives_as_the_norm_says(cell):
    """The last state moves by the norm of the Jacobian, for small moves of an earlier one, root mean square."""
    lag, step = 4, 1e-6
    weights, x = layer_weights(cell, True), sequences(1)
    read = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}[cell]
    run = read(x[:, :-lag], *weights)
    carry = {"initial_carry": run.carries[:, -1]} if cell == "LSTM" else {}
    ends = [
        read(x[:, -lag:], *weights, initial_state=run.states[:, -1] + sign * step * unit, **carry).states[0, -1]
        for unit in np.eye(UNITS)
        for sign in (1, -1)
    ]
    jacobian = (np.array(ends[::2]) - np.array(ends[1::2])) / (2 * step)
    norms = recurrent.gradient_norms(cell, weights, x)
    np.testing.assert_allclose(np.sqrt((jacobian**2).sum() / UNITS), norms.state[lag], rtol=1e-6)


def test_nothing_is_lost_at_lag_0_and_an_orthogonal_memory_keeps_its_size():
    norms = recurrent.gradient_norms("LSTM", layer_weights("LSTM", False), sequences(2))
    assert (norms.lags == np.arange(TIMESTEPS)).all()
    assert norms.state[0] == norms.carry[0] == norms.memory[0] == 1
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(5, 5)))[0]
    kept = recurrent.gradient_norms("SimpleRNN", [np.zeros((2, 5)), turn, np.zeros(5)], sequences(2))
    np.testing.assert_allclose(kept.state, 1)  # tanh has the slope 1 at 0, where this network stays


W = [np.zeros((2, 12)), np.zeros((3, 12)), np.zeros(12)]


@pytest.mark.parametrize("compute", [recurrent.gradient_norms, recurrent.gradient_norms_by_tape])
@pytest.mark.parametrize(
    ("arguments", "error", "answer"),
    [
        (("Lstm", W, sequences(1)), ValueError, "cell is 'Lstm', expected one of 'SimpleRNN', 'LSTM', 'GRU'"),
        (("LSTM", W[:1], sequences(1)), ValueError, "weights has 1 arrays, expected 3: kernel, recurrent kernel and"),
        (("LSTM", [*W, W[2]], sequences(1)), ValueError, "weights has 4 arrays, expected 3: kernel, recurrent kernel"),
        (("GRU", W, sequences(1)), ValueError, "with shape (2, 12), expected numbers of shape (2, 9)"),
        (
            ("LSTM", [*W[:2], [[1], [1, 2]]], sequences(1)),
            ValueError,
            "bias is [[1], [1, 2]], expected numbers of shape (12,)",
        ),
        (("LSTM", [W[0] * np.nan, *W[1:]], sequences(1)), ValueError, "expected numbers of shape (2, 12), all finite"),
        (("LSTM", W, sequences(1)[0]), ValueError, "with shape (40, 2), expected numbers of shape (any, any, any)"),
        (("LSTM", W, sequences(1)[:, :0]), ValueError, "with shape (1, 0, 2), expected"),
        (
            ("LSTM", [W[0], W[1][0, 0], W[2]], sequences(1)),
            ValueError,
            "recurrent_kernel is np.float64(0.0) with shape (), expected",
        ),
        (
            ("LSTM", [W[0], W[1][:, :3], W[2]], sequences(1)),
            ValueError,
            "with shape (3, 3), expected numbers of shape (3, 12)",
        ),
        (("LSTM", [*W[:2], [None] * 12], sequences(1)), TypeError, "bias is [None, None"),
        (("LSTM", W, "abc"), TypeError, "x is 'abc', expected numbers of shape (any, any, any)"),
    ],
)
def test_what_does_not_fit_is_named(compute, arguments, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        compute(*arguments)
