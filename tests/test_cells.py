"""The three cells against Keras' layers on the same weights, gates clamped, and numbers of any size."""

import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cells import BLOCKS, Clamp, gru, lstm, simple_rnn

CELLS = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}
CLOSE = {"float32": 1e-5, "float64": 1e-12}


def weights_of(rng, cell, features, units, dtype):
    width = BLOCKS[cell] * units
    bias = (2, width) if cell == "GRU" else (width,)
    return [rng.normal(size=shape).astype(dtype) for shape in ((features, width), (units, width), bias)]


@st.composite
def sequences(draw, dtype):
    """x, and first states and carries or none."""
    samples, timesteps, features, units = (draw(st.integers(1, most)) for most in (3, 6, 3, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = (draw(st.sampled_from([0.1, 1, 10])) * rng.normal(size=(samples, timesteps, features))).astype(dtype)
    first = rng.normal(size=(2, samples, units)).astype(dtype) if draw(st.booleans()) else None
    return rng, x, first, units


def by_keras(cell, weights, x, states):
    """Outputs at every step, and what is handed on at the end, of the layer in Keras."""
    import keras

    dtype, units = str(x.dtype), len(weights[1])
    layer = getattr(keras.layers, cell)(units, return_sequences=True, return_state=True, dtype=dtype)
    layer.build(x.shape)
    layer.set_weights(weights)
    return [out.numpy() for out in layer(x, initial_state=states)]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("cell", CELLS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_cell_is_keras(cell, dtype, data):
    rng, x, first, units = data.draw(sequences(dtype))
    weights = weights_of(rng, cell, x.shape[2], units, dtype)
    start = [] if first is None else list(first[: 1 + (cell == "LSTM")])
    run = CELLS[cell](x, *weights, *start)
    outputs, *memory = by_keras(cell, weights, x, start or None)
    np.testing.assert_allclose(run.states, outputs, rtol=0, atol=CLOSE[dtype])
    assert run.states.dtype == dtype
    if cell == "LSTM":
        # A carry beyond 1 has fewer digits after the point.
        np.testing.assert_allclose(run.carries[:, -1], memory[1], rtol=CLOSE[dtype], atol=CLOSE[dtype])


def test_a_run_can_be_taken_up_again():
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 7, 3)), weights_of(rng, "LSTM", 3, 4, float)
    whole, begun = lstm(x, *weights), lstm(x[:, :3], *weights)
    rest = lstm(x[:, 3:], *weights, begun.states[:, -1], begun.carries[:, -1])
    np.testing.assert_array_equal(rest.states, whole.states[:, 3:])


def test_records_hold_the_gates_at_every_step():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 3))
    run = lstm(x, *weights_of(rng, "LSTM", 3, 4, float))
    assert {getattr(run, name).shape for name in run._fields} == {(2, 5, 4)}
    kept = run.forget_gates[:, 1:] * run.carries[:, :-1] + run.input_gates[:, 1:] * run.candidates[:, 1:]
    np.testing.assert_allclose(run.carries[:, 1:], kept)
    np.testing.assert_allclose(run.states, run.output_gates * np.tanh(run.carries))
    run = gru(x, *weights_of(rng, "GRU", 3, 4, float))
    assert {getattr(run, name).shape for name in run._fields} == {(2, 5, 4)}
    share = run.update_gates[:, 1:]
    np.testing.assert_allclose(run.states[:, 1:], share * run.states[:, :-1] + (1 - share) * run.candidates[:, 1:])
    assert ((run.reset_gates > 0) & (run.reset_gates < 1)).all()


# Gates clamped


def test_a_gate_held_is_held_for_its_steps_and_no_others():
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 6, 3)), weights_of(rng, "LSTM", 3, 4, float)
    free = lstm(x, *weights)
    run = lstm(x, *weights, clamps=[Clamp("forget", 0, 2, 4), Clamp("output", 0.5, 3, 99)])
    np.testing.assert_array_equal(run.carries[:, :2], free.carries[:, :2])
    assert (run.forget_gates[:, 2:4] == 0).all()
    assert (run.forget_gates[:, 4:] > 0).all()
    assert (run.output_gates[:, 3:] == 0.5).all()
    np.testing.assert_allclose(run.carries[:, 2:4], run.input_gates[:, 2:4] * run.candidates[:, 2:4])


def test_a_forget_gate_of_1_and_an_input_gate_of_0_keep_the_carry():
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 6, 3)), weights_of(rng, "LSTM", 3, 4, float)
    run = lstm(x, *weights, clamps=(Clamp("forget", 1, 3, 6), Clamp("input", 0, 3, 6)))
    for t in range(3, 6):
        np.testing.assert_array_equal(run.carries[:, t], run.carries[:, 2])


def test_of_two_that_hold_one_gate_the_later_counts():
    x, weights = np.ones((1, 1, 1)), [np.ones(shape) for shape in ((1, 4), (1, 4), (4,))]
    run = lstm(x, *weights, clamps=[Clamp("input", 0, 0, 1), Clamp("input", 1, 0, 1)])
    assert run.input_gates.item() == 1


# Numbers of any size


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_huge_numbers_saturate_without_a_warning(cell, dtype):
    weights = weights_of(np.random.default_rng(0), cell, 1, 3, dtype)
    x = np.full((1, 4, 1), np.finfo(dtype).max)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = CELLS[cell](x, *[np.sign(w) * 3 for w in weights])
    assert np.isfinite(run.states).all()
    assert (np.abs(run.states) <= 1).all()


@pytest.mark.parametrize(
    ("arguments", "error", "answer"),
    [
        (("reset", 0, 0, 1), ValueError, "gate is 'reset', expected one of 'input', 'forget', 'output'"),
        (("input", 1.5, 0, 1), ValueError, "value is 1.5, expected a number from 0 to 1"),
        (("input", -0.1, 0, 1), ValueError, "value is -0.1, expected a number from 0 to 1"),
        (("input", float("nan"), 0, 1), ValueError, "value is nan, expected a finite number"),
        (("input", "0", 0, 1), TypeError, "value is '0', expected a number"),
        (("input", 0, -1, 1), ValueError, "start is -1, expected a whole number >= 0"),
        (("input", 0, 3, 3), ValueError, "stop is 3, expected a whole number >= 4"),
        (("input", 0, 0.5, 3), TypeError, "start is 0.5, expected a whole number >= 0"),
    ],
)
def test_a_clamp_that_is_none_is_named(arguments, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        Clamp(*arguments)
