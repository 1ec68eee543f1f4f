"""A sentence on its way through a table: tokens, indices, rows, and the tensor that comes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .table import NOTES_SENTENCES, NOTES_TABLE, as_table, lookup
from .vocabulary import PADDING, UNKNOWN, Vocabulary, tokenize


@dataclass(frozen=True, eq=False)
class Reading:
    """One text, looked up.

    Parameters
    ----------
    tokens
        All words of the text, those that are cut off included.
    indices : array of shape (length,)
    rows : array of shape (length, dim)
    """

    vocabulary: Vocabulary
    table: NDArray[np.float64]
    tokens: tuple[str, ...]
    indices: NDArray[np.int32]
    rows: NDArray[np.float64]

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
        return tuple(dict.fromkeys(word for word in self.kept if self.vocabulary.index(word) == UNKNOWN))

    @property
    def padding(self) -> int:
        """How many places are filled up with padding."""
        return int((self.indices == PADDING).sum())

    @property
    def cut(self) -> tuple[str, ...]:
        """The words that were cut off."""
        return self.tokens[self.length :]


def read(text: str, vocabulary: Vocabulary, table: NDArray[np.float64], length: int) -> Reading:
    """Look one text up.

    Raises
    ------
    TypeError, ValueError
        If ``text`` is no string, has no word or none that the vocabulary knows, ``length`` is no whole number from 1 to
        1,000,000, or ``table`` has not one row for each index.
    """
    table = as_table(table)
    if len(table) != len(vocabulary):
        raise ValueError(f"table has {len(table)} rows, expected {len(vocabulary)}: one for each word and two more")
    tokens = tuple(tokenize(text))
    if not tokens:
        raise ValueError("the sentence has no word in it: type at least one")
    if not any(token in vocabulary for token in tokens):
        named = ", ".join(f"“{token}”" for token in dict.fromkeys(tokens))
        raise ValueError(
            f"no word of the sentence is in the vocabulary: {named}; it knows {', '.join(vocabulary.words)}"
        )
    indices = vocabulary.encode([text], length).indices[0]
    return Reading(vocabulary, table, tokens, indices, lookup(table, indices))


def notes_vocabulary() -> tuple[Vocabulary, NDArray[np.float64]]:
    """The study notes' seven words and their table, with the two reserved rows before them.

    Padding has zeros; unknown words have the mean of the seven.
    """
    words = tuple(dict.fromkeys(word.lower() for sentence in NOTES_SENTENCES for word in sentence))
    return Vocabulary(words), np.vstack([np.zeros(2), NOTES_TABLE.mean(axis=0), NOTES_TABLE])
