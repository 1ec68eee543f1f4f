"""The three cells in NumPy, with Keras' weights and Keras' equations: SimpleRNN, LSTM and GRU.

A cell is a function of one step, and a layer calls it once for every timestep. ``simple_rnn_step``, ``lstm_step`` and
``gru_step`` are the equations; ``simple_rnn``, ``lstm`` and ``gru`` read whole sequences with them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks

Floats = NDArray[Any]  # of float32 or float64
GATES = ("input", "forget", "output")
BLOCKS = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}
"""The cells by the names of their Keras layers, and how many blocks of columns their kernels have."""


class CellWeights(NamedTuple):
    """What ``layer.get_weights()`` gives."""

    kernel: Floats
    recurrent_kernel: Floats
    bias: Floats


class SimpleRnnStep(NamedTuple):
    state: Floats


class LstmStep(NamedTuple):
    state: Floats
    carry: Floats
    input_gate: Floats
    forget_gate: Floats
    output_gate: Floats
    candidate: Floats


class GruStep(NamedTuple):
    state: Floats
    update_gate: Floats
    reset_gate: Floats
    candidate: Floats


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + e^-x), by way of its logarithm: e^1000 would overflow, log(e^0 + e^1000) does not."""
    return np.exp(-np.logaddexp(0, -x))


def softmax(scores: Floats) -> Floats:
    """Shares of 1 over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def dense_softmax(states: Floats, output_kernel: Floats, output_bias: Floats) -> Floats:
    """The probabilities that a dense layer with a softmax makes of states, over the last axis.

    Raises
    ------
    ValueError
        If the weights are so large that their sums are no numbers.
    """
    with np.errstate(all="ignore"):  # what overflows is refused below
        shares = softmax(states @ output_kernel + output_bias)
    if not np.isfinite(shares).all():
        raise ValueError(f"output_kernel and output_bias are too large for {shares.dtype}, expected smaller numbers")
    return shares


def simple_rnn_step(x: Floats, state: Floats, kernel: Floats, recurrent_kernel: Floats, bias: Floats) -> SimpleRnnStep:
    """One step of a SimpleRNN (Elman 1990): x (samples, features), state (samples, units)."""
    return SimpleRnnStep(np.tanh(x @ kernel + state @ recurrent_kernel + bias))


def lstm_step(
    x: Floats,
    state: Floats,
    carry: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    held: Mapping[str, float] | None = None,
) -> LstmStep:
    """One step of an LSTM (Hochreiter & Schmidhuber 1997; its forget gate is by Gers et al. 2000).

    x (samples, features), state and carry (samples, units). ``held`` names the gates that are not the cell's own to
    choose, and their values.
    """
    sums = np.split(x @ kernel + state @ recurrent_kernel + bias, 4, axis=-1)
    input_gate, forget_gate, output_gate = (
        np.full_like(total, held[gate]) if held and gate in held else sigmoid(total)
        for gate, total in (("input", sums[0]), ("forget", sums[1]), ("output", sums[3]))
    )
    candidate = np.tanh(sums[2])
    carry = forget_gate * carry + input_gate * candidate
    state = output_gate * np.tanh(carry)  # of the carry that this very step has made
    return LstmStep(state, carry, input_gate, forget_gate, output_gate, candidate)


def gru_step(
    x: Floats, state: Floats, kernel: Floats, recurrent_kernel: Floats, bias: Floats, reset_after: bool = True
) -> GruStep:
    """One step of a GRU (Cho et al. 2014): x (samples, features), state (samples, units).

    In the paper the reset gate is applied to the state, before the matrix. With ``reset_after`` it is applied to what
    the matrix makes of the state, and ``bias`` has two rows, the second of them for that product.
    """
    units = state.shape[-1]
    input_bias, recurrent_bias = bias if reset_after else (bias, np.zeros_like(bias))
    of_input, of_state = x @ kernel + input_bias, recurrent_bias + state @ recurrent_kernel
    gates = sigmoid(of_input[..., : 2 * units] + of_state[..., : 2 * units])
    update_gate, reset_gate = np.split(gates, 2, axis=-1)
    if reset_after:
        recalled = reset_gate * of_state[..., 2 * units :]
    else:
        recalled = (reset_gate * state) @ recurrent_kernel[:, 2 * units :]
    candidate = np.tanh(of_input[..., 2 * units :] + recalled)
    return GruStep(update_gate * state + (1 - update_gate) * candidate, update_gate, reset_gate, candidate)


@dataclass(frozen=True, eq=False)
class SimpleRnnRun:
    """What a SimpleRNN made of sequences; every array is (samples, timesteps, units).

    ``handed_on`` is the state that the next step begins from: where ``states`` is 0, before the first step that is not
    padded, it is the initial state still.
    """

    states: Floats
    handed_on: Floats

    @property
    def last_state(self) -> Floats:
        """The state to go on from, (samples, units): what a Keras layer with ``return_state`` gives."""
        return self.handed_on[:, -1]


@dataclass(frozen=True, eq=False)
class LstmRun:
    """What an LSTM made of sequences; every array is (samples, timesteps, units).

    At a padded step gates and candidates are what they would have been: nothing followed from them. ``handed_on`` and
    ``last_state`` are those of `SimpleRnnRun`.
    """

    states: Floats
    carries: Floats
    input_gates: Floats
    forget_gates: Floats
    output_gates: Floats
    candidates: Floats
    handed_on: Floats

    @property
    def last_state(self) -> Floats:
        """The state to go on from, (samples, units)."""
        return self.handed_on[:, -1]

    @property
    def last_carry(self) -> Floats:
        """The carry to go on from, (samples, units)."""
        return self.carries[:, -1]


@dataclass(frozen=True, eq=False)
class GruRun:
    """What a GRU made of sequences; every array is (samples, timesteps, units).

    At a padded step gates and candidates are what they would have been: nothing followed from them. ``handed_on`` and
    ``last_state`` are those of `SimpleRnnRun`.
    """

    states: Floats
    update_gates: Floats
    reset_gates: Floats
    candidates: Floats
    handed_on: Floats

    @property
    def last_state(self) -> Floats:
        """The state to go on from, (samples, units)."""
        return self.handed_on[:, -1]


@dataclass(frozen=True)
class Clamp:
    """A gate of an LSTM, of all its units, held at ``value`` during the steps ``start <= t < stop``, counted from 0.

    Raises
    ------
    TypeError, ValueError
        If ``gate`` is not "input", "forget" or "output", ``value`` is no number from 0 to 1, or the steps are no whole
        numbers with 0 <= start < stop.
    """

    gate: str
    value: float
    start: int
    stop: int

    def __post_init__(self) -> None:
        checks.one_of("gate", self.gate, GATES)
        if not 0 <= checks.number("value", self.value) <= 1:
            raise ValueError(f"value is {self.value!r}, expected a number from 0 to 1")
        checks.integer("start", self.start, 0)
        checks.integer("stop", self.stop, self.start + 1)


def simple_rnn(
    x: ArrayLike,
    kernel: ArrayLike,
    recurrent_kernel: ArrayLike,
    bias: ArrayLike | None = None,
    initial_state: ArrayLike | None = None,
    mask: ArrayLike | None = None,
) -> SimpleRnnRun:
    """What ``keras.layers.SimpleRNN(units, return_sequences=True)`` gives with these weights.

    Parameters
    ----------
    x
        Sequences, (samples, timesteps, features).
    kernel, recurrent_kernel, bias
        (features, units), (units, units) and (units,): what ``layer.get_weights()`` gives. Of a layer with
        ``use_bias=False`` these are two arrays: no bias, or None, stands for zeros.
    initial_state
        (samples, units); None stands for zeros.
    mask
        Booleans, (samples, timesteps). False marks a padded step, which leaves the state as it was. Before the first
        step that is not padded ``states`` is 0, whatever the initial state, which only then comes in: so does Keras.
        To read on from here, take the run's ``last_state``: it is carried over padding.

    Raises
    ------
    TypeError, ValueError
        If an array has another shape, no entries, or entries that are no finite numbers; if ``mask`` is not of
        booleans; if the numbers are so large that their sums overflow to no number at all.
    """
    x, weights = checked_arrays(BLOCKS["SimpleRNN"], x, kernel, recurrent_kernel, bias)
    memory = (initial("initial_state", initial_state, x, weights),)
    return SimpleRnnRun(*_read(x, mask, memory, lambda t, x, h: simple_rnn_step(x, h, *weights)))


def lstm(
    x: ArrayLike,
    kernel: ArrayLike,
    recurrent_kernel: ArrayLike,
    bias: ArrayLike | None = None,
    initial_state: ArrayLike | None = None,
    initial_carry: ArrayLike | None = None,
    mask: ArrayLike | None = None,
    clamps: Sequence[Clamp] = (),
) -> LstmRun:
    """What ``keras.layers.LSTM(units, return_sequences=True)`` gives with these weights, and what its gates did.

    As `simple_rnn`, but ``kernel`` (features, 4 · units), ``recurrent_kernel`` (units, 4 · units) and ``bias``
    (4 · units,) have the columns of input gate, forget gate, candidate and output gate side by side.

    Parameters
    ----------
    initial_carry
        (samples, units); None stands for zeros.
    clamps
        Gates that are held; where two hold the same gate at the same step, the later one counts.

    Raises
    ------
    TypeError, ValueError
        As `simple_rnn`, and if ``clamps`` is no sequence of `Clamp`.
    """
    x, weights = checked_arrays(BLOCKS["LSTM"], x, kernel, recurrent_kernel, bias)
    memory = (
        initial("initial_state", initial_state, x, weights),
        initial("initial_carry", initial_carry, x, weights),
    )
    held = _held(clamps, x.shape[1])
    return LstmRun(*_read(x, mask, memory, lambda t, x, h, c: lstm_step(x, h, c, *weights, held=held[t])))


def gru(
    x: ArrayLike,
    kernel: ArrayLike,
    recurrent_kernel: ArrayLike,
    bias: ArrayLike | None = None,
    initial_state: ArrayLike | None = None,
    mask: ArrayLike | None = None,
    reset_after: bool = True,
) -> GruRun:
    """What ``keras.layers.GRU(units, return_sequences=True)`` gives with these weights, and what its gates did.

    As `simple_rnn`, but ``kernel`` (features, 3 · units) and ``recurrent_kernel`` (units, 3 · units) have the columns
    of update gate, reset gate and candidate side by side; ``bias`` is (2, 3 · units) with ``reset_after``, which is
    Keras' default, and (3 · units,) without.

    Raises
    ------
    TypeError, ValueError
        As `simple_rnn`, and if ``reset_after`` is neither True nor False.
    """
    rows = 2 if checks.boolean("reset_after", reset_after) else None
    x, weights = checked_arrays(BLOCKS["GRU"], x, kernel, recurrent_kernel, bias, rows)
    memory = (initial("initial_state", initial_state, x, weights),)
    return GruRun(*_read(x, mask, memory, lambda t, x, h: gru_step(x, h, *weights, reset_after=reset_after)))


def _read(
    x: Floats, mask: ArrayLike | None, memory: tuple[Floats, ...], step: Callable[..., tuple[Floats, ...]]
) -> list[Floats]:
    """Every field of every step, (samples, timesteps, units) each, and last the states as they were handed on.

    The first fields of a step are the next memory.
    """
    read = _checked_mask(mask, x.shape[:2])
    made = []
    with np.errstate(all="ignore"):  # a sum that is infinite shuts or opens a gate, no harm done
        for t in range(x.shape[1]):
            now = step(t, x[:, t], *memory)
            kept = zip(now[: len(memory)], memory, strict=True)
            memory = tuple(np.where(read[:, t, np.newaxis], new, old) for new, old in kept)
            made.append((*memory, *now[len(memory) :]))
    states, *others = (np.stack(column, axis=1) for column in zip(*made, strict=True))
    if not all(np.isfinite(field).all() for field in (states, *others)):
        raise ValueError(
            f"x and the weights are too large for {x.dtype}: their sums are no numbers, expected smaller ones"
        )
    begun = np.logical_or.accumulate(read, axis=1)[..., np.newaxis]
    return [np.where(begun, states, np.zeros_like(states)), *others, states]


def _held(clamps: Sequence[Clamp], timesteps: int) -> list[dict[str, float]]:
    """For every step the gates that are held, and their values."""
    for i, clamp in enumerate(checks.instance("clamps", clamps, Sequence, "a sequence of Clamp")):
        checks.instance(f"clamps[{i}]", clamp, Clamp, "a Clamp")
    return [{c.gate: c.value for c in clamps if c.start <= t < c.stop} for t in range(timesteps)]


def checked_arrays(
    blocks: int,
    x: ArrayLike,
    kernel: ArrayLike,
    recurrent_kernel: ArrayLike,
    bias: ArrayLike | None,
    bias_rows: int | None = None,
) -> tuple[Floats, CellWeights]:
    """The sequences and the weights of a cell with ``blocks`` blocks of columns, if they fit, in one dtype.

    No bias is one of zeros.

    Raises
    ------
    TypeError, ValueError
        As `simple_rnn` says.
    """
    given = {"x": x, "kernel": kernel, "recurrent_kernel": recurrent_kernel}
    if bias is not None:
        given["bias"] = bias
    found = {name: numeric(name, value) for name, value in given.items()}
    if found["x"].ndim != 3 or not found["x"].size:
        raise ValueError(f"x has shape {found['x'].shape}, expected (samples, timesteps, features), each at least 1")
    units = len(found["recurrent_kernel"]) if found["recurrent_kernel"].ndim else 0
    if not units:
        raise ValueError(
            f"recurrent_kernel has shape {found['recurrent_kernel'].shape}, expected (units, {blocks} · units)"
        )
    width = blocks * units
    _fits("kernel", found["kernel"], (found["x"].shape[2], width))
    _fits("recurrent_kernel", found["recurrent_kernel"], (units, width))
    bias_shape = (width,) if bias_rows is None else (bias_rows, width)
    _fits("bias", found.setdefault("bias", np.zeros(bias_shape, found["kernel"].dtype)), bias_shape)
    common = np.result_type(*found.values())
    x, *weights = (array.astype(common if common.kind == "f" else np.float64) for array in found.values())
    return x, CellWeights(*weights)


def initial(name: str, value: ArrayLike | None, x: Floats, weights: CellWeights) -> Floats:
    """The memory before the first step, (samples, units), of the dtype of ``x``; None stands for zeros."""
    shape = (len(x), len(weights.recurrent_kernel))
    return np.zeros(shape, x.dtype) if value is None else _fits(name, numeric(name, value), shape).astype(x.dtype)


def numeric(name: str, value: ArrayLike) -> Floats:
    """``value`` as an array, if all of it is finite numbers; TypeError or ValueError otherwise."""
    array = as_array(name, value)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} has dtype {array.dtype}, expected an array of numbers")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds values that are not finite, expected numbers only")
    return array


def as_array(name: str, value: ArrayLike) -> NDArray[Any]:
    """``value`` as an array; ValueError if its rows are of different lengths."""
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths, expected an array") from None


def _fits(name: str, array: Floats, shape: tuple[int, ...]) -> Floats:
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
    return array


def _checked_mask(mask: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The mask; without one every step is read."""
    if mask is None:
        return np.ones(shape, bool)
    array = as_array("mask", mask)
    if array.dtype != bool:
        raise TypeError(f"mask has dtype {array.dtype}, expected bool")
    return _fits("mask", array, shape)
