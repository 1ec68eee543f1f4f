"""Text as networks read it that go character by character: each character by its place in a vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from . import checks

Ids = NDArray[np.int32]
SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥"}


@dataclass(frozen=True)
class Vocabulary:
    """The characters a model knows, each once; a character's index is its place among them."""

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

        TypeError if it is no string; ValueError, with a list of them, if it holds characters not among ``symbols``.
        """
        unknown = sorted(set(checks.instance(name, text, str, "a string")) - self._index.keys())
        if unknown:
            listed = " ".join(map(repr, unknown[:8])) + (" …" if len(unknown) > 8 else "")
            raise ValueError(
                f"{name} has characters that this model does not know: {listed}; expected only {self.symbols!r}"
            )
        return np.fromiter(map(self._index.__getitem__, text), np.int32, len(text))

    def decode(self, ids: Sequence[int] | Ids) -> str:
        """The text that ``encode`` would turn into ``ids``; TypeError or ValueError if one is no character's index."""
        indices = checks.instance("ids", np.asarray(ids).tolist(), list, "a row of whole numbers")
        return "".join(self.symbols[checks.integer("ids", i, 0, len(self) - 1)] for i in indices)


def some_text(name: str, text: str) -> str:
    """``text``, if it is a string of one character or more; TypeError or ValueError otherwise."""
    if not checks.instance(name, text, str, "a string"):
        raise ValueError(f"{name} is '', expected at least one character")
    return text


def visible(text: str) -> str:
    r"""Signs in place of characters that leave no ink.

    Examples
    --------
    >>> visible("to be\n")
    'to␣be⏎'
    """
    return "".join(SIGNS.get(c, c if c.isprintable() else "�") for c in text)
