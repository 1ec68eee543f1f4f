"""From a text to indices, and back: tokens, a number for each, padding and truncation."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .. import checks
from .table import as_indices

PADDING, UNKNOWN = 0, 1
MAX_LENGTH = 1_000_000
"""As long as a row of indices may be."""
RESERVED = ("[pad]", "[unk]")
"""What stands on the first two rows: they are no word's. No token has brackets, so they cannot be mistaken for one."""
SEVERAL = "several strings: put a single one in a list"
JOINERS = "\u200c\u200d"
"""Characters without width that say how their neighbours are joined: words of Persian and Sinhala have them."""

Indices = NDArray[np.int32]


def tokenize(text: str) -> list[str]:
    """The words of a text in lower case; punctuation is dropped, an apostrophe within a word is kept.

    Accents, vowel signs and other marks belong to the letters that carry them. A composed letter and a decomposed one,
    which Unicode counts as equal, give the same token: the composed form (NFC).

    >>> tokenize("Nice to see you -- don't go!")
    ['nice', 'to', 'see', 'you', "don't", 'go']
    """
    small = lower(checks.instance("text", text, str, "a string")).replace("’", "'").replace("_", " ")
    return re.findall(_token_pattern(small), small)


def lower(text: str) -> str:
    """A text in lower case and composed: in this order, as ǰ is one character and its capital, J̌, is two."""
    return unicodedata.normalize("NFC", text.lower())


def _token_pattern(text: str) -> str:
    """What a token of this text looks like: letters and digits with their marks, joined or parted by an apostrophe.

    Python's ``re`` has no class of marks, and one of all 2,500 would be slow: these are the ones of the text.
    """
    marks = "".join(sorted(sign for sign in set(text) if unicodedata.category(sign).startswith("M")))
    letters = rf"\w[\w{marks}]*"
    return rf"{letters}(?:(?:'|[{JOINERS}]+){letters})*"


@dataclass(frozen=True, eq=False)
class Encoded:
    """Texts as indices."""

    indices: Indices
    """(samples, length): 0 is padding, 1 a word that the vocabulary does not know."""
    unknown: int
    """How many of the words that were kept are unknown."""
    cut: int
    """How many words were cut off."""


@dataclass(frozen=True)
class Vocabulary:
    """The words that have a row of their own, from row 2 on: row 0 is padding, row 1 every unknown word.

    Examples
    --------
    >>> words = Vocabulary.fit(["Hope to see you soon", "Nice to see you again"])
    >>> words.encode(["See you soon, world"], length=6).indices.tolist()
    [[3, 4, 6, 1, 0, 0]]
    """

    words: tuple[str, ...]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words, start=len(RESERVED))}

    @classmethod
    def fit(cls, texts: Iterable[str]) -> "Vocabulary":
        """The vocabulary of several texts: the most frequent word first, of equals the one that was met first."""
        texts = checks.strings("texts", texts, SEVERAL)
        counts = Counter(token for text in texts for token in tokenize(text))
        if not counts:
            raise ValueError("texts has no word in it, expected at least one")
        return cls(tuple(word for word, _ in counts.most_common()))

    def __len__(self) -> int:
        """How many rows a table for this vocabulary needs."""
        return len(RESERVED) + len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._index

    def index(self, token: str) -> int:
        """The row of a token: 1 if it is unknown; TypeError if it is no string."""
        return self._index.get(checks.instance("token", token, str, "a string"), UNKNOWN)

    def encode(self, texts: Iterable[str], length: int | None = None) -> Encoded:
        """Several texts as a table of indices, all rows equally long.

        Texts longer than ``length`` are cut at the end, shorter ones filled up with 0 at the end. None takes the
        longest text's. A text without a word is a ValueError.
        """
        texts = checks.strings("texts", texts, SEVERAL)
        rows = [[self.index(token) for token in tokenize(text)] for text in texts]
        if not rows:
            raise ValueError("texts is empty, expected at least one text")
        for text, row in zip(texts, rows, strict=True):
            if not row:
                raise ValueError(f"a text is {checks.short_repr(text)}, expected at least one word in it")
        length = max(map(len, rows)) if length is None else checks.integer("length", length, 1, MAX_LENGTH)
        indices = np.full((len(rows), length), PADDING, np.int32)
        for i, row in enumerate(rows):
            indices[i, : len(row)] = row[:length]
        return Encoded(indices, int((indices == UNKNOWN).sum()), sum(max(0, len(row) - length) for row in rows))

    def decode(self, indices: Sequence[int] | Indices) -> list[str]:
        """The tokens that one row of indices stands for; padding is left out, an unknown word is ``[unk]``."""
        rows, row = (*RESERVED, *self.words), as_indices(indices, len(self))
        if row.ndim != 1:
            raise ValueError(f"indices has shape {row.shape}, expected a single row of them")
        return [rows[i] for i in row.tolist() if i != PADDING]
