"""A character model in NumPy: an embedding, one GRU layer and a dense layer, with Keras' weights and Keras' equations.

It reads text and is asked for the next character. It does not learn: ``training.py`` does that.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..cells import gru_step
from ..characters import Ids, Vocabulary, some_text

Floats = NDArray[np.floating]

WEIGHTS = ("embedding", "kernel", "recurrent_kernel", "bias", "output_kernel", "output_bias")


def weight_shapes(v: int, e: int, u: int) -> list[tuple[int, ...]]:
    """The shapes of a model's weights: V symbols, E numbers an embedding, U units."""
    return [(v, e), (e, 3 * u), (u, 3 * u), (2, 3 * u), (u, v), (v,)]


@dataclass(frozen=True, eq=False)
class CharModel:
    """Weights of a character model, in the layout of Keras' ``get_weights()``.

    V symbols, E numbers an embedding, U units; TypeError or ValueError if a weight has another shape, or holds
    something else than finite numbers.
    """

    vocabulary: Vocabulary
    embedding: Floats = field(repr=False)  # (V, E)
    kernel: Floats = field(repr=False)  # (E, 3U), of a keras.layers.GRU: update gate z, reset gate r, candidate
    recurrent_kernel: Floats = field(repr=False)  # (U, 3U)
    bias: Floats = field(repr=False)  # (2, 3U)
    output_kernel: Floats = field(repr=False)  # (U, V)
    output_bias: Floats = field(repr=False)  # (V,)

    def __post_init__(self) -> None:
        expected = weight_shapes(len(self.vocabulary), self.embedding.shape[-1], self.units)
        for name, weight, shape in zip(WEIGHTS, self.weights(), expected, strict=True):
            if checks.finite_array(name, weight).shape != shape:
                raise ValueError(f"{name} has shape {weight.shape}, expected {shape}")

    @property
    def units(self) -> int:
        return len(self.recurrent_kernel)

    @property
    def parameters(self) -> int:
        """How many numbers training could change."""
        return sum(weight.size for weight in self.weights())

    def weights(self) -> list[Floats]:
        """The six arrays, in Keras' order."""
        return [getattr(self, name) for name in WEIGHTS]

    @cached_property
    def _x_proj(self) -> Floats:
        """What each symbol brings to update gate, reset gate and candidate, (V, 3U), worked out once."""
        return self.embedding @ self.kernel + self.bias[0]

    def initial_state(self, batch: int | None = None) -> Floats:
        """Zeros: of shape (U,), or (batch, U) for several texts at once."""
        return np.zeros((self.units,) if batch is None else (batch, self.units), np.float32)

    def step(self, state: Floats, index: int | Ids) -> Floats:
        """The state after one more character: state (U,) and one index, or (batch, U) and (batch,) indices."""
        return gru_step(self._x_proj[index], state, self.recurrent_kernel, self.bias[1]).state

    def logits(self, state: Floats) -> Floats:
        """One score per symbol, (V,) or (batch, V); their softmax is the probability of the next character."""
        return state @ self.output_kernel + self.output_bias

    def read(self, text: str, state: Floats | None = None) -> Floats:
        """The states after each character of ``text``, (len(text), U), beginning from ``state`` (U,), or from zeros."""
        state = self.initial_state() if state is None else state
        states = np.empty((len(text), self.units), np.float32)
        for t, index in enumerate(self.vocabulary.encode(text)):
            states[t] = state = self.step(state, index)
        return states


def encoded(model: CharModel, text: str, name: str = "text") -> Ids:
    """Indices of the characters of a text that a model is to read; an error calls it ``name``."""
    vocabulary = checks.instance("model", model, CharModel, "a CharModel").vocabulary
    return vocabulary.encode(some_text(name, text), name)
