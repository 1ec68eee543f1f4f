"""Backpropagation through time, written out in NumPy: the loss of a batch of windows and its gradient.

TensorFlow derives the same gradient from Keras' layers by itself, and a test holds the two to be equal. Written out, it
takes half to two thirds of the time, depending on the processor (``make bench`` measures it). What the backward pass
will need of a step is computed in the forward pass, while the step's numbers are at hand, and takes up the place where
the gradient will stand.
"""

import math
from collections.abc import Sequence

import numpy as np

from ..characters import Ids
from .model import Floats


class BPTT:
    """Reads windows of text with a character model's weights and says how the loss changes with each of them.

    The state is carried from one window to the next; the gradient ends at the window's beginning (it is *truncated*).

    Parameters
    ----------
    weights
        The model's six arrays, in the order of Keras' ``get_weights()``; read anew at every call.
    rows, window
        How many windows are read side by side, B, and how many characters each has, T.
    dropout
        Share of the GRU's outputs that is silenced before the dense layer, the others being made larger by
        1 / (1 - dropout).
    seed
        Of what is silenced.
    """

    def __init__(
        self, weights: Sequence[Floats], rows: int, window: int, dropout: float = 0.0, seed: Sequence[int] = (0,)
    ) -> None:
        (v, _), u, dtype = weights[0].shape, len(weights[2]), weights[0].dtype
        self.weights, self.dropout, self.rng = weights, dropout, np.random.default_rng(seed)
        characters, state, gates = window * rows, (rows, u), (rows, 2 * u)
        shapes = [(window + 1, *state), (window, *state), (window, *state), (window, rows, 4, u)]
        shapes += [(characters, v), (characters, v), gates, gates, (rows, 3 * u), state, state, state]
        shapes += [(u, 3 * u), (3 * u, u)]
        # One large array: NumPy asks the system for large pages for it, and a step takes a tenth less time.
        pool = np.zeros(sum(map(math.prod, shapes)), dtype)
        (
            self.states,  # before the first character, and after each
            self.updates,
            self.d_states,
            # Blocks along the state's part of the candidate, update gate, reset gate (each 4 times as large), and the
            # candidate (twice).
            self.slopes,
            self.logits,
            self.one_hot,
            self.gates,
            self.one_minus_gates,
            self.h_proj,
            self.candidate,
            self.change,
            self.product,
            self.recurrent_kernel,
            self.recurrent_kernel_t,
        ) = views(pool, shapes)

    def reset(self) -> None:
        """Begin anew, with states of zeros."""
        self.states[-1] = 0

    def gradient(self, x: Ids, y: Ids, characters: int, out: Sequence[Floats]) -> float:
        """Read windows ``x`` whose targets are ``y``, both (B, T), and write the gradient into six arrays.

        Returns the loss in nats, summed over the windows and divided by ``characters``; the gradient is that of this.
        """
        ids = np.ascontiguousarray(x.T)
        self._forward(ids)
        loss = self._output(y.T.ravel(), characters, out)
        self._backward()
        self._collect(ids.ravel(), out)
        return loss

    def _forward(self, ids: Ids) -> None:
        """The states after each character, and of each the slopes along what led to it.

        The equations are those of ``keras.layers.GRU`` with ``reset_after``, as lesson 05 has them. σ(x) is
        (1 + tanh(x / 2)) / 2, and NumPy's tanh is the fastest way to it; so all inputs that come to a gate are halved
        beforehand, and both gates are kept twice as large as they are.
        """
        u = self.states.shape[-1]
        x_proj, bias = self._x_proj()
        x_proj_candidate, x_proj_gates = (np.ascontiguousarray(part) for part in np.split(x_proj, [u], axis=1))
        gates, closed, h_proj = self.gates, self.one_minus_gates, self.h_proj
        candidate, change, product = self.candidate, self.change, self.product
        update, reset, h_proj_candidate = gates[:, :u], gates[:, u:], h_proj[:, :u]
        self.states[0] = self.states[-1]
        for state, new, kept, slopes, characters in zip(
            self.states[:-1], self.states[1:], self.updates, self.slopes, ids, strict=True
        ):
            np.dot(state, self.recurrent_kernel, out=h_proj)
            np.take(x_proj_gates, characters, axis=0, out=gates, mode="clip")
            gates += h_proj[:, u:]
            np.tanh(gates, out=gates)
            gates += 1
            np.take(x_proj_candidate, characters, axis=0, out=candidate, mode="clip")
            h_proj_candidate += bias
            np.multiply(reset, h_proj_candidate, out=product)
            candidate += product
            np.tanh(candidate, out=candidate)
            np.subtract(state, candidate, out=change)
            np.multiply(update, 0.5, out=kept)
            np.multiply(kept, change, out=product)
            np.add(candidate, product, out=new)  # z · state + (1 - z) · candidate

            np.subtract(2, gates, out=closed)
            candidate *= candidate
            np.subtract(1, candidate, out=candidate)
            np.multiply(closed[:, :u], candidate, out=slopes[:, 3])
            closed *= gates  # the sigmoids' slopes, times 4
            np.multiply(closed[:, :u], change, out=slopes[:, 1])
            np.multiply(reset, slopes[:, 3], out=slopes[:, 0])
            h_proj_candidate *= closed[:, u:]
            np.multiply(h_proj_candidate, slopes[:, 3], out=slopes[:, 2])

    def _x_proj(self) -> tuple[Floats, Floats]:
        """What each of the V characters brings (V, 3U), and the candidate's recurrent bias: halved, as `_forward` says.

        So are the recurrent kernels, which are put where they are used. All with the candidate's columns first.
        """
        embedding, kernel, recurrent_kernel, bias = self.weights[:4]
        u = len(recurrent_kernel)
        bias_x, bias_h = candidate_first(bias)
        x_proj = candidate_first(embedding @ kernel) + bias_x
        x_proj[:, u:] += bias_h[u:]
        x_proj[:, u:] *= 0.5
        np.multiply(recurrent_kernel[:, 2 * u :], 0.5, out=self.recurrent_kernel[:, :u])
        np.multiply(recurrent_kernel[:, : 2 * u], 0.5, out=self.recurrent_kernel[:, u:])
        np.multiply(self.recurrent_kernel.T, 0.5, out=self.recurrent_kernel_t)
        return x_proj, bias_h[:u] / 2

    def _output(self, targets: Ids, characters: int, out: Sequence[Floats]) -> float:
        """The dense layer and the cross-entropy: the loss, and its gradient along the states."""
        kernel, bias = self.weights[4:]
        states, logits = self.states[1:].reshape(-1, len(kernel)), self.logits
        mask = dropout_mask(self.rng, states.shape, self.dropout, states.dtype) if self.dropout else None
        outputs = states if mask is None else states * mask
        np.dot(outputs, kernel, out=logits)
        logits += bias
        logits -= logits.max(axis=1, keepdims=True)
        places = np.arange(len(targets))
        correct = logits[places, targets]
        np.exp(logits, out=logits)
        totals = logits.sum(axis=1, keepdims=True)
        logits /= totals
        logits[places, targets] -= 1
        logits *= 1 / characters  # softmax less one-hot: the gradient of the loss along the logits
        np.dot(outputs.T, logits, out=out[4])
        np.sum(logits, axis=0, out=out[5])
        np.dot(logits, np.ascontiguousarray(kernel.T), out=self.d_states.reshape(states.shape))
        if mask is not None:
            self.d_states *= mask.reshape(self.d_states.shape)
        return float((np.log(totals[:, 0]) - correct).sum() / characters)

    def _backward(self) -> None:
        """Turn the slopes into the gradient: along a state it is its own and what the later ones pass back."""
        window, rows, _, u = self.slopes.shape
        gradient, total, passed = self.slopes.reshape(window, rows, 4 * u), self.change, self.product
        total[:] = 0
        for t in reversed(range(window)):
            total += self.d_states[t]
            self.slopes[t] *= total[:, np.newaxis]
            np.dot(gradient[t, :, : 3 * u], self.recurrent_kernel_t, out=passed)
            total *= self.updates[t]
            total += passed

    def _collect(self, ids: Ids, out: Sequence[Floats]) -> None:
        """Add up over all characters what the gradient is along the GRU's weights and the embedding."""
        embedding, kernel = self.weights[:2]
        u = self.states.shape[-1]
        before, gradient = self.states[:-1].reshape(-1, u), self.slopes.reshape(-1, 4 * u)
        product = np.dot(before.T, gradient[:, : 3 * u], out=self.recurrent_kernel)  # which has done its service
        np.multiply(product[:, u:], 0.25, out=out[2][:, : 2 * u])
        np.multiply(product[:, :u], 0.25, out=out[2][:, 2 * u :])
        places = np.arange(len(ids))
        self.one_hot[places, ids] = 1
        by_character = self.one_hot.T @ gradient[:, u:]  # update gate, reset gate, candidate: as Keras has them
        self.one_hot[places, ids] = 0
        by_character[:, : 2 * u] *= 0.25
        by_character[:, 2 * u :] *= 0.5
        np.dot(by_character, kernel.T, out=out[0])
        np.dot(embedding.T, by_character, out=out[1])
        np.sum(by_character, axis=0, out=out[3][0])
        out[3][1, : 2 * u] = out[3][0, : 2 * u]
        np.sum(gradient[:, :u], axis=0, out=out[3][1, 2 * u :])
        out[3][1, 2 * u :] *= 0.25


def dropout_mask(
    rng: np.random.Generator, shape: Sequence[int], dropout: float, dtype: np.dtype[np.floating]
) -> Floats:
    """Zeros where an output is silenced, and 1 / (1 - dropout) elsewhere."""
    return (rng.random(shape, np.float32) >= dropout) * dtype.type(1 / (1 - dropout))


def views(flat: Floats, shapes: Sequence[Sequence[int]]) -> list[Floats]:
    """A flat array as arrays of these shapes, one after the other."""
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(flat, ends)[:-1], shapes, strict=True)]


def candidate_first(array: Floats) -> Floats:
    """Columns in the order candidate, update gate, reset gate, where Keras has update gate, reset gate, candidate."""
    return np.roll(array, array.shape[-1] // 3, axis=-1)
