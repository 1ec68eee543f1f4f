"""A character model in NumPy: an embedding, one GRU layer and a dense layer, with Keras' weights and Keras' equations.

It reads text and is asked for the next character. It does not learn: ``training.py`` does that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .. import checks

Floats = NDArray[np.floating]
Ids = NDArray[np.int32]

WEIGHTS = ("embedding", "kernel", "recurrent_kernel", "bias", "output_kernel", "output_bias")


@dataclass(frozen=True)
class Vocabulary:
    """The characters a model knows; a character's index is its place among them.

    Raises
    ------
    TypeError, ValueError
        If ``symbols`` is no string, or a character comes twice in it.
    """

    symbols: str

    def __post_init__(self) -> None:
        if len(set(checks.instance("symbols", self.symbols, str, "a string"))) < len(self.symbols):
            raise ValueError(f"symbols is {checks.short_repr(self.symbols)}, expected every character once")

    @classmethod
    def of(cls, text: str) -> "Vocabulary":
        """Every distinct character of a text, sorted; TypeError if it is no string."""
        return cls("".join(sorted(set(checks.instance("text", text, str, "a string")))))

    def __len__(self) -> int:
        return len(self.symbols)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {symbol: index for index, symbol in enumerate(self.symbols)}

    def encode(self, text: str, name: str = "text") -> Ids:
        """Indices of the characters of ``text``, shape (len(text),).

        Raises
        ------
        TypeError
            If ``text`` is no string.
        ValueError
            If it holds characters that are not among ``symbols``; the message lists them.
        """
        unknown = sorted(set(checks.instance(name, text, str, "a string")) - self._index.keys())
        if unknown:
            shown = " ".join(map(repr, unknown[:8])) + (" …" if len(unknown) > 8 else "")
            raise ValueError(
                f"{name} has characters that this model does not know: {shown}; expected only {self.symbols!r}"
            )
        return np.fromiter(map(self._index.__getitem__, text), np.int32, len(text))

    def decode(self, ids: Sequence[int] | Ids) -> str:
        """The text that ``encode`` would turn into ``ids``.

        Raises
        ------
        TypeError, ValueError
            If ``ids`` are no row of whole numbers, or one of them is not the index of a character.
        """
        places = checks.instance("ids", np.asarray(ids).tolist(), list, "a row of whole numbers")
        return "".join(self.symbols[checks.integer("ids", i, 0, len(self) - 1)] for i in places)


@dataclass(frozen=True, eq=False)
class CharModel:
    """Weights of a character model, in the layout of Keras' ``get_weights()``.

    V symbols, E numbers an embedding, U units. ``embedding`` (V, E); ``kernel`` (E, 3U), ``recurrent_kernel``
    (U, 3U) and ``bias`` (2, 3U) of a ``keras.layers.GRU`` (columns: update z, reset r, candidate);
    ``output_kernel`` (U, V); ``output_bias`` (V,).

    Raises
    ------
    TypeError
        If ``vocabulary`` is no `Vocabulary`, or a weight no array of numbers.
    ValueError
        If a shape does not fit the others, or a weight is not finite.
    """

    vocabulary: Vocabulary
    embedding: Floats = field(repr=False)
    kernel: Floats = field(repr=False)
    recurrent_kernel: Floats = field(repr=False)
    bias: Floats = field(repr=False)
    output_kernel: Floats = field(repr=False)
    output_bias: Floats = field(repr=False)

    def __post_init__(self) -> None:
        checks.instance("vocabulary", self.vocabulary, Vocabulary, "a Vocabulary")
        for name, weight in zip(WEIGHTS, self.weights(), strict=True):
            if checks.instance(name, weight, np.ndarray, "an array of numbers").dtype.kind not in "iuf":
                raise TypeError(f"{name} has dtype {weight.dtype}, expected an array of numbers")
            if weight.ndim == 0:
                raise ValueError(f"{name} has shape (), expected at least one axis")
        v, e, u = len(self.vocabulary), self.embedding.shape[-1], self.units
        expected = [(v, e), (e, 3 * u), (u, 3 * u), (2, 3 * u), (u, v), (v,)]
        for name, weight, shape in zip(WEIGHTS, self.weights(), expected, strict=True):
            if weight.shape != shape:
                raise ValueError(f"{name} has shape {weight.shape}, expected {shape}")
            if not np.isfinite(weight).all():
                raise ValueError(f"{name} holds values that are not finite, expected numbers only")

    @property
    def units(self) -> int:
        return self.recurrent_kernel.shape[0]

    @property
    def parameters(self) -> int:
        """How many numbers training could change."""
        return sum(weight.size for weight in self.weights())

    def weights(self) -> list[Floats]:
        """The six arrays, in Keras' order."""
        return [getattr(self, name) for name in WEIGHTS]

    @cached_property
    def _inputs(self) -> Floats:
        """What each symbol brings to update gate, reset gate and candidate, (V, 3U), worked out once."""
        return self.embedding @ self.kernel + self.bias[0]

    def initial_state(self, batch: int | None = None) -> Floats:
        """Zeros: of shape (U,), or (batch, U) for several texts at once."""
        return np.zeros((self.units,) if batch is None else (batch, self.units), np.float32)

    def step(self, state: Floats, index: int | Ids) -> Floats:
        """The state after one more character: state (U,) and one index, or (batch, U) and (batch,) indices.

        The equations are those of ``keras.layers.GRU`` (``reset_after=True``), Cho et al. 2014 with the reset
        gate applied after the matrix product.
        """
        u = self.units
        from_input = self._inputs[index]
        from_state = state @ self.recurrent_kernel + self.bias[1]
        gates = sigmoid(from_input[..., : 2 * u] + from_state[..., : 2 * u])
        update, reset = gates[..., :u], gates[..., u:]
        candidate = np.tanh(from_input[..., 2 * u :] + reset * from_state[..., 2 * u :])
        return candidate + update * (state - candidate)

    def logits(self, state: Floats) -> Floats:
        """One score per symbol, (V,) or (batch, V); their softmax is the probability of the next character."""
        return state @ self.output_kernel + self.output_bias

    def read(self, text: str, state: Floats | None = None, name: str = "text") -> Floats:
        """The states after each character of ``text``, shape (len(text), U); errors are those of `Vocabulary.encode`.

        ``state`` is the one to begin from, (U,).
        """
        state = self.initial_state() if state is None else state
        states = np.empty((len(text), self.units), np.float32)
        for t, index in enumerate(self.vocabulary.encode(text, name)):
            states[t] = state = self.step(state, index)
        return states


def encoded(model: CharModel, text: str, name: str = "text") -> Ids:
    """Indices of the characters of a text that a model is to read; an error calls it ``name``.

    Raises
    ------
    TypeError
        If ``model`` is no `CharModel`, or ``text`` no string.
    ValueError
        If ``text`` is empty, or holds characters that the model does not know.
    """
    vocabulary = checks.instance("model", model, CharModel, "a CharModel").vocabulary
    return vocabulary.encode(some_text(name, text), name)


def some_text(name: str, text: str) -> str:
    """``text``, if it is a string of one character or more; TypeError or ValueError otherwise."""
    if not checks.instance(name, text, str, "a string"):
        raise ValueError(f"{name} is '', expected at least one character")
    return text


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + e^-x), written with tanh, which cannot overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def log_softmax(logits: Floats) -> Floats:
    """Natural logarithms of the probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
