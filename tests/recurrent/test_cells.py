"""The three cells against Keras' layers on the same weights, and what they refuse."""

import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import recurrent
from helpers.recurrent import Clamp
from helpers.recurrent.cells import sigmoid

BLOCKS = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}
CELLS = {"SimpleRNN": recurrent.simple_rnn, "LSTM": recurrent.lstm, "GRU": recurrent.gru}
CLOSE = {"float32": 1e-5, "float64": 1e-12}


def weights_of(rng, cell, features, units, dtype, reset_after=True):
    width = BLOCKS[cell] * units
    bias = (2, width) if cell == "GRU" and reset_after else (width,)
    return [rng.normal(size=shape).astype(dtype) for shape in ((features, width), (units, width), bias)]


@st.composite
def sequences(draw, dtype):
    """x, a mask or none, first states and carries or none."""
    samples, timesteps, features, units = (draw(st.integers(1, most)) for most in (3, 6, 3, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = (draw(st.sampled_from([0.1, 1, 10])) * rng.normal(size=(samples, timesteps, features))).astype(dtype)
    steps = st.lists(st.booleans(), min_size=timesteps, max_size=timesteps)
    mask = draw(st.none() | st.lists(steps, min_size=samples, max_size=samples).map(np.array))
    first = rng.normal(size=(2, samples, units)).astype(dtype) if draw(st.booleans()) else None
    return rng, x, mask, first, units


def by_keras(cell, weights, x, mask, states, **options):
    """Outputs at every step, and what is handed on at the end, of the layer in Keras."""
    import keras

    dtype, units = str(x.dtype), len(weights[1])
    layer = getattr(keras.layers, cell)(units, return_sequences=True, return_state=True, dtype=dtype, **options)
    layer.build(x.shape)
    layer.set_weights(weights)
    return [out.numpy() for out in layer(x, mask=mask, initial_state=states)]


def assert_equal_to_keras(cell, case, dtype, **options):
    rng, x, mask, first, units = case
    weights = weights_of(rng, cell, x.shape[2], units, dtype, **options)
    names = ("initial_state", "initial_carry")[: 1 + (cell == "LSTM")]
    start = {} if first is None else dict(zip(names, first, strict=False))
    run = CELLS[cell](x, *weights, **start, mask=mask, **options)
    outputs, *memory = by_keras(cell, weights, x, mask, list(start.values()) or None, **options)
    np.testing.assert_allclose(run.states, outputs, rtol=0, atol=CLOSE[dtype])
    assert run.states.dtype == dtype
    np.testing.assert_allclose(run.last_state, memory[0], rtol=0, atol=CLOSE[dtype])
    if cell == "LSTM":
        # A carry beyond 1 has fewer digits after the point.
        np.testing.assert_allclose(run.last_carry, memory[1], rtol=CLOSE[dtype], atol=CLOSE[dtype])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@settings(max_examples=30)
@given(data=st.data())
def test_simple_rnn_is_keras(dtype, data):
    assert_equal_to_keras("SimpleRNN", data.draw(sequences(dtype)), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@settings(max_examples=30)
@given(data=st.data())
def test_lstm_is_keras(dtype, data):
    assert_equal_to_keras("LSTM", data.draw(sequences(dtype)), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("reset_after", [True, False])
@settings(max_examples=30)
@given(data=st.data())
def test_gru_is_keras(dtype, reset_after, data):
    assert_equal_to_keras("GRU", data.draw(sequences(dtype)), dtype, reset_after=reset_after)


@pytest.mark.parametrize(
    ("cell", "options"), [("SimpleRNN", {}), ("LSTM", {}), ("GRU", {}), ("GRU", {"reset_after": False})]
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@settings(max_examples=10)
@given(data=st.data())
def test_a_layer_without_a_bias_is_keras(cell, options, dtype, data):
    rng, x, mask, first, units = data.draw(sequences(dtype))
    weights = weights_of(rng, cell, x.shape[2], units, dtype)[:2]
    start = {} if first is None else {"initial_state": first[0]}
    states = None if first is None else [first[0], np.zeros_like(first[0])][: 1 + (cell == "LSTM")]
    outputs, *_ = by_keras(cell, weights, x, mask, states, use_bias=False, **options)
    for left_out in ({}, {"bias": None}):
        run = CELLS[cell](x, *weights, **left_out, **start, mask=mask, **options)
        np.testing.assert_allclose(run.states, outputs, rtol=0, atol=CLOSE[dtype])
        assert run.states.dtype == dtype


@pytest.mark.parametrize("cell", CELLS)
def test_padding_keeps_the_state_and_before_the_first_step_there_is_none(cell):
    rng = np.random.default_rng(0)
    mask = np.array([[False, True, False, True], [False] * 4])
    first = rng.normal(size=(2, 3))
    run = CELLS[cell](rng.normal(size=(2, 4, 2)), *weights_of(rng, cell, 2, 3, float), first, mask=mask)
    assert (run.states[0, 2] == run.states[0, 1]).all()
    assert (run.states[0, 3] != run.states[0, 2]).all()
    assert (run.states[0, 0] == 0).all()
    assert (run.states[1] == 0).all()


@given(st.integers(0, 99), st.integers(0, 5), st.booleans())
def test_padding_is_as_if_it_were_not_there(seed, place, reset_after):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(1, 6, 2))
    mask = np.arange(6)[np.newaxis] != place
    for cell, read in CELLS.items():
        weights = weights_of(rng, cell, 2, 3, float, reset_after)
        options = {"reset_after": reset_after} if cell == "GRU" else {}
        padded = read(x, *weights, mask=mask, **options).states[:, -1]
        np.testing.assert_allclose(padded, read(np.delete(x, place, axis=1), *weights, **options).states[:, -1])


def test_a_run_can_be_taken_up_again():
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 7, 3)), weights_of(rng, "LSTM", 3, 4, float)
    whole, begun = recurrent.lstm(x, *weights), recurrent.lstm(x[:, :3], *weights)
    rest = recurrent.lstm(x[:, 3:], *weights, begun.states[:, -1], begun.carries[:, -1])
    np.testing.assert_array_equal(rest.states, whole.states[:, 3:])


@pytest.mark.parametrize("cell", CELLS)
@given(
    st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=2, max_size=2).map(np.array), st.integers(1, 6)
)
def test_a_run_can_be_taken_up_again_wherever_the_padding_is(cell, mask, cut):
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 7, 3)), weights_of(rng, cell, 3, 4, float)
    names = ("initial_state", "initial_carry")[: 1 + (cell == "LSTM")]
    first = dict(zip(names, rng.normal(size=(2, 2, 4)), strict=False))
    whole = CELLS[cell](x, *weights, **first, mask=mask)
    begun = CELLS[cell](x[:, :cut], *weights, **first, mask=mask[:, :cut])
    last = [begun.last_state, begun.last_carry] if cell == "LSTM" else [begun.last_state]
    ended = CELLS[cell](x[:, cut:], *weights, **dict(zip(names, last, strict=True)), mask=mask[:, cut:])
    np.testing.assert_array_equal(ended.last_state, whole.last_state)
    for row, padded in enumerate(~mask.any(axis=1)):
        expected = first["initial_state"] if padded else whole.states[:, -1]
        np.testing.assert_array_equal(whole.last_state[row], expected[row])


def test_records_hold_the_gates_at_every_step():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 3))
    run = recurrent.lstm(x, *weights_of(rng, "LSTM", 3, 4, float))
    assert {getattr(run, name).shape for name in run.__dataclass_fields__} == {(2, 5, 4)}
    kept = run.forget_gates[:, 1:] * run.carries[:, :-1] + run.input_gates[:, 1:] * run.candidates[:, 1:]
    np.testing.assert_allclose(run.carries[:, 1:], kept)
    np.testing.assert_allclose(run.states, run.output_gates * np.tanh(run.carries))
    run = recurrent.gru(x, *weights_of(rng, "GRU", 3, 4, float))
    assert {getattr(run, name).shape for name in run.__dataclass_fields__} == {(2, 5, 4)}
    share = run.update_gates[:, 1:]
    np.testing.assert_allclose(run.states[:, 1:], share * run.states[:, :-1] + (1 - share) * run.candidates[:, 1:])
    assert ((run.reset_gates > 0) & (run.reset_gates < 1)).all()


@pytest.mark.parametrize(
    ("dtypes", "result"),
    [
        (("float32", "float32"), "float32"),
        (("int64", "float32"), "float64"),
        (("int8", "int8"), "float64"),
        (("float64", "float32"), "float64"),
    ],
)
def test_the_dtype_is_that_of_numpy(dtypes, result):
    x, weights = np.ones((1, 2, 1), dtypes[0]), [np.ones(shape, dtypes[1]) for shape in ((1, 4), (1, 4), (4,))]
    run = recurrent.lstm(x, *weights, initial_state=np.ones((1, 1)))
    assert {getattr(run, name).dtype for name in run.__dataclass_fields__} == {np.dtype(result)}


# Gates held


def test_a_gate_held_is_held_for_its_steps_and_no_others():
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 6, 3)), weights_of(rng, "LSTM", 3, 4, float)
    free = recurrent.lstm(x, *weights)
    run = recurrent.lstm(x, *weights, clamps=[Clamp("forget", 0, 2, 4), Clamp("output", 0.5, 3, 99)])
    np.testing.assert_array_equal(run.carries[:, :2], free.carries[:, :2])
    assert (run.forget_gates[:, 2:4] == 0).all()
    assert (run.forget_gates[:, 4:] > 0).all()
    assert (run.output_gates[:, 3:] == 0.5).all()
    np.testing.assert_allclose(run.carries[:, 2:4], run.input_gates[:, 2:4] * run.candidates[:, 2:4])


def test_a_forget_gate_of_1_and_an_input_gate_of_0_keep_the_carry():
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(2, 6, 3)), weights_of(rng, "LSTM", 3, 4, float)
    run = recurrent.lstm(x, *weights, clamps=(Clamp("forget", 1, 3, 6), Clamp("input", 0, 3, 6)))
    for t in range(3, 6):
        np.testing.assert_array_equal(run.carries[:, t], run.carries[:, 2])


def test_of_two_that_hold_one_gate_the_later_counts():
    x, weights = np.ones((1, 1, 1)), [np.ones(shape) for shape in ((1, 4), (1, 4), (4,))]
    run = recurrent.lstm(x, *weights, clamps=[Clamp("input", 0, 0, 1), Clamp("input", 1, 0, 1)])
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


def test_sums_that_are_no_numbers_are_named():
    big = np.finfo(float).max
    with pytest.raises(ValueError, match="x and the weights are too large for float64"):
        recurrent.simple_rnn([[[10.0]]], [[big]], [[-big]], [0.0], initial_state=[[10.0]])


def test_a_sigmoid_far_out_is_small_not_zero():
    np.testing.assert_allclose(sigmoid(np.array([0.0, -700.0, 1e300, -1e300])), [0.5, np.exp(-700), 1, 0], rtol=1e-12)


# What is refused

X = np.zeros((2, 5, 3))
GOOD = {"x": X, "kernel": np.zeros((3, 8)), "recurrent_kernel": np.zeros((2, 8)), "bias": np.zeros(8)}


@pytest.mark.parametrize(
    ("changed", "error", "answer"),
    [
        ({"x": X[0]}, ValueError, "x has shape (5, 3), expected (samples, timesteps, features), each at least 1"),
        ({"x": X[0, 0]}, ValueError, "x has shape (3,), expected (samples, timesteps, features), each at least 1"),
        ({"x": X[:, :0]}, ValueError, "x has shape (2, 0, 3), expected (samples, timesteps, features), each at least"),
        ({"x": X[:0]}, ValueError, "x has shape (0, 5, 3), expected (samples, timesteps, features), each at least 1"),
        ({"x": X * np.nan}, ValueError, "x holds values that are not finite, expected numbers only"),
        ({"x": "abc"}, TypeError, "x has dtype <U3, expected an array of numbers"),
        ({"x": [[[1.0], [1.0, 2.0]]]}, ValueError, "x has rows of different lengths, expected an array"),
        ({"kernel": np.zeros((4, 8))}, ValueError, "kernel has shape (4, 8), expected (3, 8)"),
        ({"kernel": np.zeros((3, 6))}, ValueError, "kernel has shape (3, 6), expected (3, 8)"),
        ({"recurrent_kernel": np.zeros((2, 2))}, ValueError, "recurrent_kernel has shape (2, 2), expected (2, 8)"),
        ({"recurrent_kernel": np.zeros((2, 6))}, ValueError, "recurrent_kernel has shape (2, 6), expected (2, 8)"),
        ({"recurrent_kernel": np.zeros(())}, ValueError, "recurrent_kernel has shape (), expected (units, 4 · units)"),
        ({"recurrent_kernel": np.zeros((0, 8))}, ValueError, "recurrent_kernel has shape (0, 8), expected (units, 4"),
        ({"recurrent_kernel": np.full((2, 8), np.inf)}, ValueError, "recurrent_kernel holds values that are"),
        ({"bias": np.zeros((2, 8))}, ValueError, "bias has shape (2, 8), expected (8,)"),
        ({"bias": [None] * 8}, TypeError, "bias has dtype object, expected an array of numbers"),
        ({"initial_state": np.zeros(2)}, ValueError, "initial_state has shape (2,), expected (2, 2)"),
        ({"initial_state": [[np.nan, 0]] * 2}, ValueError, "initial_state holds values that are not finite"),
        ({"initial_carry": np.zeros((2, 3))}, ValueError, "initial_carry has shape (2, 3), expected (2, 2)"),
        ({"mask": np.ones((2, 4), bool)}, ValueError, "mask has shape (2, 4), expected (2, 5)"),
        ({"mask": np.ones((2, 5, 1), bool)}, ValueError, "mask has shape (2, 5, 1), expected (2, 5)"),
        ({"mask": np.ones((2, 5))}, TypeError, "mask has dtype float64, expected bool"),
        ({"mask": [[True], [True, False]]}, ValueError, "mask has rows of different lengths"),
        ({"clamps": Clamp("input", 0, 0, 1)}, TypeError, "expected a sequence of Clamp"),
        ({"clamps": ["input"]}, TypeError, "clamps[0] is 'input', expected a Clamp"),
    ],
)  # fmt: skip
def test_an_lstm_names_what_does_not_fit(changed, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        recurrent.lstm(**GOOD | changed)


@pytest.mark.parametrize(
    ("call", "error", "answer"),
    [
        (
            lambda: recurrent.simple_rnn(X, np.zeros((3, 8)), np.zeros((2, 8)), np.zeros(8)),
            ValueError,
            "kernel has shape (3, 8), expected (3, 2)",
        ),
        (lambda: recurrent.simple_rnn(X[0], *[np.zeros(1)] * 3), ValueError, "x has shape (5, 3), expected (samples"),
        (
            lambda: recurrent.gru(X, np.zeros((3, 6)), np.zeros((2, 6)), np.zeros(6)),
            ValueError,
            "bias has shape (6,), expected (2, 6)",
        ),
        (
            lambda: recurrent.gru(X, np.zeros((3, 6)), np.zeros((2, 6)), np.zeros((2, 6)), reset_after=False),
            ValueError,
            "bias has shape (2, 6), expected (6,)",
        ),
        (
            lambda: recurrent.gru(X, np.zeros((3, 6)), np.zeros((2, 6)), np.zeros((2, 6)), reset_after="no"),
            TypeError,
            "reset_after is 'no', expected True or False",
        ),
    ],
)
def test_the_other_cells_name_what_does_not_fit(call, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        call()


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
