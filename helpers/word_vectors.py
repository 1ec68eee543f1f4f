"""Words and their vectors: a table with names on its rows, and what can be asked of it.

The methods, but for `WordVectors.direction`, have the names and the meaning that they have in gensim's
``KeyedVectors``, so that what is learned here works there. A word without a vector is an `UnknownWordError` everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import checks

Vector = NDArray[np.float32]
MAX_CANDIDATES = 5
"""How many answers to an analogy are looked through for one that is not a word of the question."""


class Section(TypedDict):
    """A section of analogies: its name, and its lines that were answered rightly and wrongly."""

    section: str
    correct: list[tuple[str, ...]]
    incorrect: list[tuple[str, ...]]


class UnknownWordError(KeyError, ValueError):
    """A word that has no vector. It is a KeyError, as in gensim, and says which word it was."""

    def __str__(self) -> str:  # a KeyError puts its text in quotation marks
        return str(self.args[0])


@dataclass(frozen=True, init=False, eq=False, repr=False)
class WordVectors:
    """A table of vectors, kept as float32, one row a word: by custom the most frequent word first.

    >>> few = WordVectors(["king", "queen", "cabbage"], [[2.0, 1.0], [1.9, 1.2], [-1.0, 3.0]])
    >>> few.most_similar("king", topn=1)[0][0]
    'queen'
    """

    index_to_key: Sequence[str]
    vectors: NDArray[np.float32]

    def __init__(self, index_to_key: Sequence[str], vectors: ArrayLike) -> None:
        words = checks.unique_strings("index_to_key", index_to_key)
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused below
            table = checks.numbers("vectors", vectors, (None, None)).astype(np.float32)
        if not np.isfinite(table).all():
            raise ValueError("vectors has a number too large for float32, expected all to be smaller than 3.4e38")
        if len(table) != len(words):
            raise ValueError(f"vectors has {len(table)} rows, expected one for each of {len(words)} words")
        empty = np.flatnonzero(~table.any(axis=1))
        if empty.size:
            word = checks.short_repr(words[empty[0]])
            raise ValueError(f"the vector of {word} is all zeros, expected one that points somewhere")
        table.setflags(write=False)
        vars(self).update(index_to_key=words, vectors=table)

    def __repr__(self) -> str:
        return f"WordVectors({len(self)} words, {self.vector_size} dimensions)"

    def __len__(self) -> int:
        return len(self.index_to_key)

    def __contains__(self, word: object) -> bool:
        return word in self.key_to_index

    def __getitem__(self, word: str) -> Vector:
        """The vector of a word, shape (dim,)."""
        return self.vectors[self._row("word", word)]

    @property
    def vector_size(self) -> int:
        """How many numbers a vector has."""
        return int(self.vectors.shape[1])

    @cached_property
    def key_to_index(self) -> dict[str, int]:
        """The row of each word."""
        return {word: row for row, word in enumerate(self.index_to_key)}

    @cached_property
    def unit(self) -> NDArray[np.float32]:
        """All vectors scaled to length 1, shape (words, dim)."""
        wide = self.vectors.astype(np.float64)  # the square of a float32 may be too large for one
        scaled: NDArray[np.float32] = (wide / np.linalg.norm(wide, axis=1, keepdims=True)).astype(np.float32)
        scaled.setflags(write=False)
        return scaled

    def similarity(self, w1: str, w2: str) -> float:
        """The cosine of the angle between two words' vectors: 1 is the same direction, 0 a right angle."""
        return float(self.unit[self._row("w1", w1)] @ self.unit[self._row("w2", w2)])

    def most_similar(
        self, positive: str | Sequence[str] = (), negative: str | Sequence[str] = (), topn: int = 10
    ) -> list[tuple[str, float]]:
        """The ``topn`` words whose vectors point most nearly where the given ones, added and subtracted, point.

        Each vector is scaled to length 1 first; then those of ``positive``, a word or several, are added and those of
        ``negative`` subtracted. Vectors, which gensim takes too, are refused.

        Returns
        -------
        list of (word, cosine), the most similar first, without the words that were given
        """
        topn = checks.integer("topn", topn, 1)
        plus, minus = self._rows("positive", positive), self._rows("negative", negative)
        return self._nearest(self._direction(plus, minus), {*plus, *minus}, topn)

    def direction(self, positive: Sequence[str], negative: Sequence[str]) -> Vector:
        """Where the given words, added and subtracted as in `most_similar`, point: a vector of length 1, shape (dim,).

        gensim calls it ``get_mean_vector(..., pre_normalize=True, post_normalize=True)``.
        """
        return self._direction(*([self.key_to_index[word] for word in words] for words in (positive, negative)))

    def evaluate_word_analogies(self, lines: Iterable[str]) -> tuple[float, list[Section]]:
        """Ask analogies, and count the right answers.

        ``lines`` are ``a b c d``, read "a is to b as c is to d", below headings such as ``: capital-common-countries``.
        Upper and lower case are not told apart; of two words that differ in case only, the one that comes first in
        ``index_to_key`` counts. A line with a word that has no vector is left out, as is one that has not four words.
        The answer to a line is the most similar word to ``b - a + c`` that is none of the three.

        Returns
        -------
        score : float
            The share of right answers over all sections; 0.0 if no line could be asked.
        sections : list of dict
            Each with its name as ``"section"``, and its lines in capital letters as ``"correct"`` and ``"incorrect"``;
            the last one holds them all.
        """
        lines = checks.strings("lines", lines, "several lines, such as text.splitlines()")
        row_of = {word.upper(): row for row, word in reversed(list(enumerate(self.index_to_key)))}
        sections: list[Section] = []
        for number, line in enumerate(lines, start=1):
            words = tuple(line.upper().split())
            if line.startswith(": "):
                sections.append({"section": line[1:].strip(), "correct": [], "incorrect": []})
            elif not sections:
                found = checks.short_repr(line.strip())
                raise ValueError(f"line {number} is {found}, expected a heading before it, such as ': capitals'")
            elif len(words) == 4 and all(word in row_of for word in words):
                right = self._answer([row_of[word] for word in words[:3]], row_of) == words[3]
                sections[-1]["correct" if right else "incorrect"].append(words)
        total: Section = {"section": "Total accuracy", "correct": [], "incorrect": []}
        for section in sections:
            total["correct"] += section["correct"]
            total["incorrect"] += section["incorrect"]
        asked = len(total["correct"]) + len(total["incorrect"])
        return len(total["correct"]) / max(asked, 1), [*sections, total]

    def _answer(self, rows: Sequence[int], row_of: Mapping[str, int]) -> str:
        """The answer to "a is to b as c is to", in capital letters, as gensim looks for it."""
        a, b, c = rows
        given = {self.index_to_key[row].upper() for row in rows}
        nearest = self._nearest(self._direction([b, c], [a]), set(rows), MAX_CANDIDATES)
        answers = [word.upper() for word, _ in nearest]
        return next((word for word in answers if word in row_of and word not in given), answers[-1] if answers else "")

    def _rows(self, name: str, words: str | Sequence[str]) -> list[int]:
        listed = [words] if isinstance(words, str) else checks.strings(name, words, "a word, or several")
        return [self._row(name, word) for word in listed]

    def _row(self, name: str, word: str) -> int:
        checks.instance(name, word, str, "a word")
        if word not in self.key_to_index:
            raise UnknownWordError(f"{checks.short_repr(word)} is not among the {len(self):,} words that have a vector")
        return self.key_to_index[word]

    def _direction(self, plus: Sequence[int], minus: Sequence[int]) -> Vector:
        """Unit vectors added and subtracted, scaled to length 1."""
        if not plus and not minus:
            raise ValueError("positive is empty and so is negative, expected at least one word")
        total = self.unit[list(plus)].sum(axis=0) - self.unit[list(minus)].sum(axis=0)
        length = np.linalg.norm(total)
        if length < np.finfo(np.float32).eps:
            raise ValueError("positive and negative cancel out: what is left has no direction")
        return total / length

    def _nearest(self, direction: Vector, left_out: set[int], topn: int) -> list[tuple[str, float]]:
        cosines = self.unit @ direction
        reach = min(topn + len(left_out), len(self))
        best = np.argpartition(-cosines, reach - 1)[:reach]
        ordered = best[np.lexsort((best, -cosines[best]))].tolist()
        return [(self.index_to_key[row], float(cosines[row])) for row in ordered if row not in left_out][:topn]
