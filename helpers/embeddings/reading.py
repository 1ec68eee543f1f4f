"""A sentence on its way through a table: tokens, indices, rows, and the tensor that comes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .table import NOTES_SENTENCES, NOTES_TABLE
from .vocabulary import PADDING, Vocabulary, tokenize


@dataclass(frozen=True, eq=False)
class Reading:
    """One text, looked up."""

    vocabulary: Vocabulary
    table: NDArray[np.float64]  # (words, dim)
    tokens: tuple[str, ...]  # all of them, those that are cut off included
    indices: NDArray[np.int32]  # (length,)
    rows: NDArray[np.float64]  # (length, dim)

    @property
    def length(self) -> int:
        return len(self.indices)

    @property
    def kept(self) -> tuple[str, ...]:
        """The words that are not cut off."""
        return self.tokens[: self.length]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that the vocabulary does not know, each once."""
        return tuple(dict.fromkeys(word for word in self.kept if word not in self.vocabulary))

    @property
    def padding(self) -> int:
        """How many places are filled up with padding."""
        return int((self.indices == PADDING).sum())

    @property
    def cut(self) -> tuple[str, ...]:
        """The words that were cut off."""
        return self.tokens[self.length :]


def read(text: str, vocabulary: Vocabulary, table: NDArray[np.float64], length: int) -> Reading:
    """Look one text up; ValueError if it has no word, or none that the vocabulary knows."""
    tokens = tuple(tokenize(text))
    if not tokens:
        raise ValueError("the sentence has no word in it: type at least one")
    if not any(token in vocabulary for token in tokens):
        named = ", ".join(f"“{token}”" for token in dict.fromkeys(tokens))
        raise ValueError(
            f"no word of the sentence is in the vocabulary: {named}; it knows {', '.join(vocabulary.words)}"
        )
    indices = vocabulary.encode([text], length).indices[0]
    return Reading(vocabulary, table, tokens, indices, table[indices])


def notes_vocabulary() -> tuple[Vocabulary, NDArray[np.float64]]:
    """The study notes' seven words and their table, with the two reserved rows before them.

    Padding has zeros; unknown words have the mean of the seven.
    """
    words = tuple(dict.fromkeys(word.lower() for sentence in NOTES_SENTENCES for word in sentence))
    return Vocabulary(words), np.vstack([np.zeros(2), NOTES_TABLE.mean(axis=0), NOTES_TABLE])
