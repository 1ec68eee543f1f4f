"""SimpleRNN, LSTM and GRU in NumPy, with Keras' weights and Keras' equations.

``simple_rnn_step``, ``lstm_step`` and ``gru_step`` are the cells, one timestep each: the equations that a learner
writes in lesson 05. ``gru_step`` is also what writes Shakespeare. ``simple_rnn``, ``lstm`` and ``gru`` read whole
sequences with them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from . import checks
from .mathematics import Floats, sigmoid, softmax

GATES = ("input", "forget", "output")
BLOCKS = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}
"""The cells by the names of their Keras layers, and how many blocks of columns their kernels have."""


class CellWeights(NamedTuple):
    """What ``layer.get_weights()`` gives."""

    kernel: Floats
    recurrent_kernel: Floats
    bias: Floats


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


def checked_weights(cell: str, weights: Sequence[ArrayLike], features: int, units: int | None = None) -> CellWeights:
    """What a layer's ``get_weights()`` gives, in float64; a layer without a bias gets one of zeros.

    TypeError or ValueError if it does not fit ``cell``, the number of ``features`` that it reads, or of its ``units``,
    of which None stands for any.
    """
    checks.instance("weights", weights, Sequence, "a list of 3 arrays: kernel, recurrent kernel and bias")
    if len(weights) not in (2, 3):
        wanted = "expected 3: kernel, recurrent kernel and bias; or 2, of a layer without a bias"
        raise ValueError(f"weights has {len(weights)} arrays, {wanted}")
    kernel, recurrent_kernel = weights[:2]
    bias = weights[2] if len(weights) == 3 else None
    units = len(checks.numbers("recurrent_kernel", recurrent_kernel, (units, None)))
    columns = BLOCKS[cell] * units
    bias_shape = (2, columns) if cell == "GRU" else (columns,)
    return CellWeights(
        checks.numbers("kernel", kernel, (features, columns)),
        checks.numbers("recurrent_kernel", recurrent_kernel, (units, columns)),
        checks.numbers("bias", np.zeros(bias_shape) if bias is None else bias, bias_shape),
    )


def simple_rnn_step(x: Floats, state: Floats, kernel: Floats, recurrent_kernel: Floats, bias: Floats) -> Floats:
    """The next state of a SimpleRNN (Elman 1990): x (samples, features), state (samples, units)."""
    return np.tanh(x @ kernel + state @ recurrent_kernel + bias)


def lstm_step(
    x: Floats,  # (samples, features)
    state: Floats,  # (samples, units), as the carry
    carry: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    clamped: Mapping[str, float] = MappingProxyType({}),
) -> LstmStep:
    """One step of an LSTM (Hochreiter & Schmidhuber 1997; its forget gate is by Gers et al. 2000).

    ``clamped`` names the gates that are not the cell's own to choose, and their values.
    """
    i, f, k, o = np.split(x @ kernel + state @ recurrent_kernel + bias, 4, axis=-1)
    gates = {"input": sigmoid(i), "forget": sigmoid(f), "output": sigmoid(o)}
    gates |= {gate: np.full_like(i, value) for gate, value in clamped.items()}
    candidate = np.tanh(k)
    carry = gates["forget"] * carry + gates["input"] * candidate
    state = gates["output"] * np.tanh(carry)  # of the carry that this very step has made
    return LstmStep(state, carry, gates["input"], gates["forget"], gates["output"], candidate)


def gru_step(x_proj: Floats, state: Floats, recurrent_kernel: Floats, recurrent_bias: Floats) -> GruStep:
    """One step of a GRU (Cho et al. 2014, with Keras' ``reset_after``).

    x_proj (..., 3 · units) is ``x @ kernel + bias[0]``, which a character network looks up; state (..., units);
    recurrent_bias is ``bias[1]``.
    """
    h_proj = state @ recurrent_kernel + recurrent_bias  # (..., 3 · units)
    (z, r, k), (z_h, r_h, k_h) = np.split(x_proj, 3, axis=-1), np.split(h_proj, 3, axis=-1)
    update, reset = sigmoid(z + z_h), sigmoid(r + r_h)
    candidate = np.tanh(k + reset * k_h)
    return GruStep(candidate + update * (state - candidate), update, reset, candidate)


class SimpleRnnRun(NamedTuple):
    """What a SimpleRNN made of sequences, (samples, timesteps, units)."""

    states: Floats


class LstmRun(NamedTuple):
    """What an LSTM made of sequences; every array is (samples, timesteps, units)."""

    states: Floats
    carries: Floats
    input_gates: Floats
    forget_gates: Floats
    output_gates: Floats
    candidates: Floats


class GruRun(NamedTuple):
    """What a GRU made of sequences; every array is (samples, timesteps, units)."""

    states: Floats
    update_gates: Floats
    reset_gates: Floats
    candidates: Floats


@dataclass(frozen=True)
class Clamp:
    """A gate of an LSTM, of all its units, forced to ``value`` during the steps ``start <= t < stop``, counted from 0.

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
    x: Floats, kernel: Floats, recurrent_kernel: Floats, bias: Floats, initial_state: Floats | None = None
) -> SimpleRnnRun:
    """What ``keras.layers.SimpleRNN(units, return_sequences=True)`` gives with these weights.

    x (samples, timesteps, features); the weights are what ``layer.get_weights()`` gives: kernel (features, units),
    recurrent_kernel (units, units), bias (units,). ``initial_state`` (samples, units) is zeros if None.
    """

    def step(t: int, state: Floats) -> tuple[Floats]:
        return (simple_rnn_step(x[:, t], state, kernel, recurrent_kernel, bias),)

    return SimpleRnnRun(*_run(step, x, (_initial(initial_state, x, recurrent_kernel),)))


def lstm(
    x: Floats,
    kernel: Floats,
    recurrent_kernel: Floats,
    bias: Floats,
    initial_state: Floats | None = None,
    initial_carry: Floats | None = None,
    clamps: Sequence[Clamp] = (),
) -> LstmRun:
    """What ``keras.layers.LSTM(units, return_sequences=True)`` gives with these weights, and what its gates did.

    As `simple_rnn`, with the columns of input gate, forget gate, candidate and output gate side by side. Where two
    ``clamps`` force the same gate at the same step, the later one counts.
    """

    def step(t: int, state: Floats, carry: Floats) -> LstmStep:
        clamped = {clamp.gate: clamp.value for clamp in clamps if clamp.start <= t < clamp.stop}
        return lstm_step(x[:, t], state, carry, kernel, recurrent_kernel, bias, clamped)

    return LstmRun(*_run(step, x, tuple(_initial(h, x, recurrent_kernel) for h in (initial_state, initial_carry))))


def gru(
    x: Floats, kernel: Floats, recurrent_kernel: Floats, bias: Floats, initial_state: Floats | None = None
) -> GruRun:
    """What ``keras.layers.GRU(units, return_sequences=True)`` gives with these weights, and what its gates did.

    As `simple_rnn`, with the columns of update gate, reset gate and candidate side by side; bias (2, 3 · units).
    """

    def step(t: int, state: Floats) -> GruStep:
        return gru_step(x[:, t] @ kernel + bias[0], state, recurrent_kernel, bias[1])

    return GruRun(*_run(step, x, (_initial(initial_state, x, recurrent_kernel),)))


LAYERS: Mapping[str, Callable[..., Any]] = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}
"""What reads whole sequences, by cell."""


def _initial(state: Floats | None, x: Floats, recurrent_kernel: Floats) -> Floats:
    return np.zeros((len(x), len(recurrent_kernel)), x.dtype) if state is None else state


@np.errstate(all="ignore")  # a sum that is infinite shuts or opens a gate, no harm done
def _run(step: Callable[..., tuple[Floats, ...]], x: Floats, memory: tuple[Floats, ...]) -> list[Floats]:
    """Every field of every step, (samples, timesteps, units) each; a step's first fields are the next memory."""
    steps: list[tuple[Floats, ...]] = []
    for t in range(x.shape[1]):
        steps.append(step(t, *memory))
        memory = steps[-1][: len(memory)]
    return [np.stack(field, axis=1) for field in zip(*steps, strict=True)]


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
