"""Predicting the next character by counting: n-grams, the baseline that a network has to beat. NumPy only.

An n-gram is n characters in a row. A model of order n counts which character followed each context of n - 1
characters, and asks ever shorter contexts about what it has not seen; ``kneser_ney`` says how much it leaves to them.

Every n-gram has a number, its place in a sorted array of codes. Its code is made of the number of its first n - 1
characters and of its last character, so it fits in an integer however long the n-gram is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..char_model.model import Floats
from ..characters import Ids, Vocabulary, some_text

Integers = NDArray[np.integer]

UNSEEN = -1
SYMBOL_LIMIT = 0x110000
"""As many as Unicode has: no vocabulary holds more."""
DEFAULT_DISCOUNTS = (0.0, 0.5, 1.0, 1.5)
"""What the toolkit KenLM falls back on where a text is too small to estimate them."""


@dataclass(frozen=True, eq=False)
class Level:
    """What contexts of one length say about the character after them.

    ``codes`` (n-grams,), ascending; ``share`` (n-grams,), the probability each n-gram keeps for its last character;
    ``backoff`` (contexts,), the probability each context leaves to the context one character shorter.
    """

    codes: Integers = field(repr=False)
    share: Floats = field(repr=False)
    backoff: Floats = field(repr=False)

    def find(self, contexts: Integers, symbols: Ids) -> Integers:
        """The numbers of the n-grams "this context, then this symbol"; ``UNSEEN`` where there is none."""
        codes = _encode(contexts, symbols)
        places = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[places] == codes, places, UNSEEN)

    def interpolate(self, contexts: Integers, ngrams: Integers, shorter: Floats) -> Floats:
        """Probabilities of the n-grams' last characters, given those that the shorter contexts gave them."""
        share = np.where(ngrams == UNSEEN, 0, self.share[ngrams])
        backoff = np.where(contexts == UNSEEN, 1, self.backoff[contexts])
        return share + backoff * shorter


@dataclass(frozen=True, eq=False)
class NGram:
    """A model of the next character; ``levels[k]`` reads the last k characters."""

    vocabulary: Vocabulary
    levels: tuple[Level, ...] = field(repr=False)

    @property
    def order(self) -> int:
        """Length of the longest n-grams, the predicted character included."""
        return len(self.levels)

    @property
    def parameters(self) -> int:
        """How many numbers were estimated: one share an n-gram and one back-off weight a context."""
        return sum(level.share.size + level.backoff.size for level in self.levels)

    def surprise(self, text: str) -> Floats:
        """-log2 of the probability given to each character of ``text``, shape (len(text),).

        The first characters are expected from what little stands before them. TypeError or ValueError if ``text`` is no
        string, empty, or holds characters that the training text did not.
        """
        ids = self.vocabulary.encode(some_text("text", text))
        probabilities: Floats = np.full(len(ids), 1 / len(self.vocabulary))
        contexts: Integers = np.zeros(len(ids) + 1, np.int64)  # the empty context stands everywhere
        for k, level in enumerate(self.levels):
            ngrams = level.find(contexts[:-1], ids[k:])
            probabilities[k:] = level.interpolate(contexts[:-1], ngrams, probabilities[k:])
            contexts = ngrams
        return -np.log2(probabilities)

    def bits_per_char(self, text: str) -> float:
        """The mean of `surprise` over a text: fewer bits, better expected."""
        return float(self.surprise(text).mean())

    def probabilities(self, context: str) -> Floats:
        """Probability of each symbol to come next, shape (V,); the last ``order`` - 1 characters count.

        TypeError or ValueError if ``context`` is no string, or holds characters that the training text did not.
        """
        ids = self.vocabulary.encode(context, "context")
        symbols = np.arange(len(self.vocabulary), dtype=np.int32)
        probabilities: Floats = np.full(len(symbols), 1 / len(symbols))
        for level, number in zip(self.levels, self._contexts(ids), strict=False):
            contexts = np.full(len(symbols), number)
            probabilities = level.interpolate(contexts, level.find(contexts, symbols), probabilities)
        return probabilities

    def _contexts(self, ids: Ids) -> Iterator[int]:
        """The numbers of the contexts that end a text: the empty one, its last character, its last two, …"""
        ids = ids[max(0, len(ids) - self.order + 1) :]
        contexts: Integers = np.zeros(len(ids) + 1, np.int64)
        for k, level in enumerate(self.levels[: len(ids)]):
            yield int(contexts[-1])
            contexts = level.find(contexts[:-1], ids[k:])
        yield int(contexts[-1])


def kneser_ney(train_text: str, order: int) -> NGram:
    """Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1999).

    Every count is cut by a discount, and what is cut goes to the shorter context. There an n-gram counts not how
    often it came but how many different characters it came after. In Shakespeare "ght" is frequent, but it comes
    after "i" and "u" only: where neither precedes, it is no likely guess.

    Parameters
    ----------
    train_text
        The text to count in; its characters are the model's vocabulary.
    order
        Length of the longest n-grams, the predicted character included: order 5 reads 4 characters.

    Raises
    ------
    TypeError, ValueError
        If ``train_text`` is no string or empty, or ``order`` no whole number between 1 and its length.
    """
    order = checks.integer("order", order, 1, len(some_text("train_text", train_text)))
    vocabulary, tables = _counts_of(train_text).vocabulary, _counts_of(train_text).up_to(order)
    counts = [shorter.predecessors(longer) for shorter, longer in pairwise(tables)] + [tables[-1].counts]
    cuts = [discounts(c)[np.minimum(c, 3)] for c in counts]
    levels = [_level(table, c - cut, cut) for table, c, cut in zip(tables, counts, cuts, strict=True)]
    return NGram(vocabulary, tuple(levels))


def discounts(counts: Integers) -> Floats:
    """What is taken from a count of 0, 1, 2, and 3 or more: shape (4,).

    n1 of the counts are 1, n2 are 2, and so on; with Y = n1 / (n1 + 2 n2) the discount of a count j is
    j - (j + 1) Y n(j+1) / n(j).

    Examples
    --------
    >>> discounts(np.repeat([1, 2, 3, 4], [40, 20, 10, 5]))
    array([0.  , 0.5 , 1.25, 2.  ])
    """
    n = np.bincount(np.minimum(counts, 5), minlength=6)[1:5]
    if not n[:3].all():
        return np.array(DEFAULT_DISCOUNTS)
    j = np.arange(1, 4)
    y = n[0] / (n[0] + 2 * n[1])
    estimates = j - (j + 1) * y * n[1:] / n[:3]
    return np.array([0, *estimates]) if (estimates > 0).all() else np.array(DEFAULT_DISCOUNTS)


@dataclass(frozen=True, eq=False)
class _Table:
    """The different n-grams of one length in a text."""

    codes: Integers
    counts: Integers
    suffixes: Integers
    """The number of each n-gram's last n - 1 characters among the n-grams one shorter."""
    first: int
    """The number of the n-gram that the text begins with."""
    contexts: int
    """How many different n-grams there are one shorter."""

    def predecessors(self, longer: "_Table") -> Integers:
        """How many different characters each n-gram came after; the beginning of the text is one of them."""
        counts = np.bincount(longer.suffixes, minlength=len(self.codes))
        counts[self.first] += 1
        return counts


class _Counts:
    """The different n-grams of a text, counted as far as they were asked for."""

    def __init__(self, train_text: str) -> None:
        self.vocabulary = Vocabulary.of(train_text)
        self._ids = self.vocabulary.encode(train_text)
        self._contexts: Integers = np.zeros(len(self._ids) + 1, np.int64)  # the empty one begins everywhere
        self._tables: list[_Table] = []

    def up_to(self, order: int) -> list[_Table]:
        """The n-grams of length 1, 2, ... ``order``."""
        while len(self._tables) < order:
            table, begins = self._one_longer()
            self._tables, self._contexts = [*self._tables, table], begins  # both or, after an interrupt, neither
        return self._tables[:order]

    def _one_longer(self) -> tuple[_Table, Integers]:
        """The n-grams one longer, and which of them begins at each place."""
        known = len(self._tables[-1].codes) if self._tables else 1
        longer = _encode(self._contexts[:-1], self._ids[len(self._tables) :])
        codes, ngrams, counts = np.unique(longer, return_inverse=True, return_counts=True)
        suffixes = np.empty(len(codes), np.int64)
        suffixes[ngrams] = self._contexts[1:]  # written once an occurrence, each time the same
        for array in (codes, counts, suffixes):
            array.setflags(write=False)  # all models of the text share them
        return _Table(codes, counts, suffixes, int(ngrams[0]), known), ngrams


_counts_of = lru_cache(maxsize=1)(_Counts)
"""The counts of the last text: models of several orders are made of the same."""


def _encode(contexts: Integers, symbols: Ids) -> Integers:
    """One integer for a context's number and a symbol; below 0 where the context is ``UNSEEN``."""
    return contexts * SYMBOL_LIMIT + symbols


def _level(table: _Table, kept: Floats | Integers, given: Floats) -> Level:
    """Normalise, context by context, what each n-gram keeps and what it gives to the shorter context."""
    contexts = table.codes // SYMBOL_LIMIT
    total = np.bincount(contexts, kept + given, minlength=table.contexts)
    backoff = np.ones(table.contexts)  # should the text end with a context that it holds nowhere else
    np.divide(np.bincount(contexts, given, minlength=table.contexts), total, out=backoff, where=total > 0)
    return Level(table.codes, kept / total[contexts], backoff)
