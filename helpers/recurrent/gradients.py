"""How much of a small change in the past reaches the end: the size of ∂h_T/∂h_t, for every lag T − t.

One step of a cell has a Jacobian, ∂h_t/∂h_{t−1}; the Jacobian over many steps is the product of theirs (Pascanu et al.
2013, after Bengio et al. 1994). ``gradient_norms`` writes the Jacobians out and multiplies them;
``gradient_norms_by_tape`` asks TensorFlow to differentiate Keras' own cells, and knows nothing of these formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks
from ..cells import BLOCKS, CellWeights, GruRun, LstmRun, checked_weights, gru, lstm, simple_rnn
from ..mathematics import Floats


@dataclass(frozen=True, eq=False)
class GradientNorms:
    """How large the Jacobians over ``lags`` 0, 1, ..., T − 1 are, the mean over samples.

    Their size is the root mean square of their singular values (the Frobenius norm over the root of the number of
    units): by so much a small change in a random direction has grown or shrunk when it arrives. At lag 0 it is 1.
    """

    cell: str
    lags: NDArray[np.int_]
    state: Floats
    """Of ∂h_T/∂h_t: in an LSTM with the carry of step t left alone."""
    carry: Floats | None
    """Of an LSTM's ∂c_T/∂c_t, with the state of step t left alone; None for a cell without a carry."""
    memory: Floats
    """Of all that a step hands on to the next: an LSTM's state and carry together, else the state."""


def gradient_norms(cell: str, weights: Sequence[ArrayLike], x: ArrayLike) -> GradientNorms:
    """The sizes of ∂h_T/∂h_t, by a product of Jacobians, in float64; the memory begins at zeros.

    A ValueError says that the Jacobians overflow, a TypeError or ValueError what does not fit.

    Parameters
    ----------
    cell
        "SimpleRNN", "LSTM" or "GRU".
    weights
        What ``layer.get_weights()`` gives: kernel, recurrent kernel and, if the layer has one, bias. A GRU is Keras'
        default one, with ``reset_after``.
    x
        Sequences, (samples, timesteps, features).
    """
    weights, x = _checked(cell, weights, x)
    jacobians = _jacobians(cell, weights, x)
    over_lag = [np.broadcast_to(np.eye(jacobians.shape[-1]), jacobians[:, 0].shape)]
    for t in range(x.shape[1] - 1, 0, -1):  # from the last step back to the second
        with np.errstate(all="ignore"):  # what overflows is refused below
            over_lag.append(over_lag[-1] @ jacobians[:, t])
    return _sizes(cell, np.stack(over_lag), units=len(weights.recurrent_kernel))


def gradient_norms_by_tape(cell: str, weights: Sequence[ArrayLike], x: ArrayLike) -> GradientNorms:
    """The same as `gradient_norms`, by ``tf.GradientTape`` and the cell that is in Keras' layer.

    A tape goes back from one number. So every sample is read once for each number of the last memory, and each of these
    copies goes back from its own.
    """
    import keras
    import tensorflow as tf

    weights, x = _checked(cell, weights, x)
    samples, timesteps, features = x.shape
    units, parts = len(weights.recurrent_kernel), 2 if cell == "LSTM" else 1
    step = getattr(keras.layers, f"{cell}Cell")(units, dtype="float64")
    step.build((None, features))
    step.set_weights(list(weights))
    size = units * parts
    memory = [tf.zeros((samples * size, units), tf.float64)] * parts
    copies = tf.repeat(x, size, axis=0)
    memories = []
    with tf.GradientTape() as tape:
        tape.watch(memory)
        for t in range(timesteps):
            # The copies tell what is handed on from what else a step makes of it: h_t is made of c_t too.
            memory = [tf.identity(part) for part in step(copies[:, t], memory)[1]]
            memories.append(memory)
        last = tf.concat(memory, axis=1)
    one_each = np.tile(np.eye(size), (samples, 1))
    rows = tape.gradient(last, memories, output_gradients=tf.constant(one_each))
    over_lag = [np.concatenate(row, axis=1).reshape(samples, size, size) for row in reversed(rows)]
    return _sizes(cell, np.stack(over_lag), units)


def _sizes(cell: str, over_lag: Floats, units: int) -> GradientNorms:
    """From the Jacobians over every lag, (lags, samples, size, size)."""
    if not np.isfinite(over_lag).all():
        raise ValueError("weights and x are too large: their Jacobians are no numbers, expected smaller ones")
    has_carry = over_lag.shape[-1] > units
    return GradientNorms(
        cell,
        np.arange(len(over_lag)),
        _size(over_lag[..., :units, :units]),
        _size(over_lag[..., units:, units:]) if has_carry else None,
        _size(over_lag),
    )


def _size(jacobians: Floats) -> Floats:
    """Root mean square of the singular values of (..., samples, n, n), and the mean over samples."""
    largest = np.abs(jacobians).max(axis=(-2, -1), keepdims=True)
    scaled = jacobians / np.where(largest, largest, 1)  # or the square of 1e-200 would be 0
    return np.mean(largest[..., 0, 0] * np.sqrt((scaled**2).sum(axis=(-2, -1)) / jacobians.shape[-1]), axis=-1)


def _jacobians(cell: str, weights: CellWeights, x: Floats) -> Floats:
    """The Jacobian of every step, (samples, timesteps, size, size): row a says what moves number a of the memory."""
    _, recurrent_kernel, bias = weights
    if cell == "SimpleRNN":  # h = tanh(… + h₋₁ R)
        return _by_state(1 - simple_rnn(x, *weights).states ** 2, recurrent_kernel)
    if cell == "LSTM":
        return _lstm_jacobians(lstm(x, *weights), recurrent_kernel)
    return _gru_jacobians(gru(x, *weights), recurrent_kernel, bias)


def _lstm_jacobians(run: LstmRun, recurrent_kernel: Floats) -> Floats:
    """From c = f · c₋₁ + i · k and h = o · tanh(c), by the product rule; the state's rows and columns come first."""
    i, f, o, k = run.input_gates, run.forget_gates, run.output_gates, run.candidates
    to_input, to_forget, to_candidate, to_output = np.split(recurrent_kernel, 4, axis=1)
    before, shown = _before(run.carries), np.tanh(run.carries)
    carry_by_state = (
        _by_state(i * (1 - i) * k, to_input)
        + _by_state(f * (1 - f) * before, to_forget)
        + _by_state(i * (1 - k**2), to_candidate)
    )
    carry_by_carry = _diagonal(f)
    slope = (o * (1 - shown**2))[..., np.newaxis]
    state_by_state = _by_state(o * (1 - o) * shown, to_output) + slope * carry_by_state
    return np.block([[state_by_state, slope * carry_by_carry], [carry_by_state, carry_by_carry]])


def _gru_jacobians(run: GruRun, recurrent_kernel: Floats, bias: Floats) -> Floats:
    """From h = z · h₋₁ + (1 − z) · k and k = tanh(… + r · (h₋₁ R + b)), by the product rule."""
    z, r, k = run.update_gates, run.reset_gates, run.candidates
    to_update, to_reset, to_candidate = np.split(recurrent_kernel, 3, axis=1)
    before, slope = _before(run.states), (1 - z) * (1 - k**2)
    h_proj = before @ to_candidate + bias[1, -len(to_candidate) :]
    by_way_of_k = _by_state(slope * h_proj * r * (1 - r), to_reset) + _by_state(slope * r, to_candidate)
    return _diagonal(z) + _by_state((before - k) * z * (1 - z), to_update) + by_way_of_k


def _before(after: Floats) -> Floats:
    """What each step found, from what each step left; the first found zeros."""
    return np.concatenate([np.zeros_like(after[:, :1]), after[:, :-1]], axis=1)


def _by_state(slopes: Floats, kernel: Floats) -> Floats:
    """∂(slopes · (h₋₁ kernel))/∂h₋₁ with the slopes (..., units) held: (..., units, units)."""
    return slopes[..., np.newaxis] * kernel.T


def _diagonal(values: Floats) -> Floats:
    """(..., units) on the diagonals of (..., units, units)."""
    return values[..., np.newaxis] * np.eye(values.shape[-1])


def _checked(cell: str, weights: Sequence[ArrayLike], x: ArrayLike) -> tuple[CellWeights, Floats]:
    """Weights and sequences in float64, if they fit."""
    checks.one_of("cell", cell, BLOCKS)
    x = checks.numbers("x", x, (None, None, None))
    return checked_weights(cell, weights, features=x.shape[2]), x
