"""An embedding is a table: looking rows up in it, and what a gradient does to it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks

Ids = NDArray[np.integer[Any]]

NOTES_SENTENCES = (("Hope", "to", "see", "you", "soon"), ("Nice", "to", "see", "you", "again"))
"""The study notes' two sentences; a word's index is its place in the order of first appearance: 0 to 6."""

NOTES_TABLE = np.array([[1.2, 3.1], [0.1, 4.2], [1.0, 3.1], [0.3, 2.1], [2.2, 1.4], [0.7, 1.7], [4.1, 2.0]])
"""The study notes' table: 7 words, 2 dimensions. Read-only; after wikidocs.net/32105."""
NOTES_TABLE.setflags(write=False)

MAX_WORDS = 10_000_000
"""As many rows as a table may be said to have."""


def lookup(table: ArrayLike, indices: ArrayLike) -> NDArray[Any]:
    """The rows of ``table`` (words, dim) that ``indices``, of any shape, name: (*indices.shape, dim).

    An index outside the table is an IndexError. A negative one is outside: it does not count from the end.

    >>> lookup(NOTES_TABLE, [[0, 1], [5, 1]]).shape
    (2, 2, 2)
    """
    table = _numbers("table", table)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"table has shape {table.shape}, expected (words, dim) with at least one of each")
    return table[as_indices(indices, len(table))]


def one_hot(indices: Sequence[int] | Ids, words: int) -> NDArray[np.float64]:
    """A row of zeros for each index, with a single 1 in the place that the index names: (*indices.shape, words).

    >>> one_hot([2, 0], words=3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    return (np.asarray(indices)[..., np.newaxis] == np.arange(words)).astype(np.float64)


def lookup_gradient(indices: ArrayLike, upstream: ArrayLike, words: int) -> NDArray[np.float64]:
    """The gradient of a loss with respect to the table, (words, dim), from that with respect to what was looked up.

    Row i is the sum of the upstream gradient at every place where i was looked up; if it was looked up nowhere, zeros.

    Parameters
    ----------
    indices : whole numbers of any shape
    upstream : array of shape (*indices.shape, dim)
        The gradient with respect to what was looked up: the "blame" of each number of it, in the words of the lesson.
    words
        How many rows the table has.

    Examples
    --------
    >>> lookup_gradient([2, 0, 2], [[1.0], [10.0], [100.0]], words=4).tolist()
    [[10.0], [0.0], [101.0], [0.0]]
    """
    words = checks.integer("words", words, 1, MAX_WORDS)
    indices, upstream = as_indices(indices, words), _numbers("upstream", upstream)
    if upstream.shape[:-1] != indices.shape or upstream.ndim == indices.ndim:
        wanted = (*indices.shape, "dim")
        raise ValueError(f"upstream has shape {upstream.shape}, expected {wanted}: a row for each index")
    if not np.isfinite(upstream).all():
        raise ValueError(f"upstream is {checks.short_repr(upstream.tolist())}, expected numbers, all finite")
    gradient = np.zeros((words, upstream.shape[-1]))
    np.add.at(gradient, indices, upstream)  # gradient[indices] += upstream would count a repeated index once
    return gradient


def as_indices(indices: ArrayLike, words: int) -> Ids:
    """``indices`` as an array of whole numbers, each of which is a row of a table of ``words``."""
    array = _numbers("indices", indices, "iu", "whole numbers")
    outside = array[(array < 0) | (array >= words)]
    if outside.size:
        raise IndexError(f"indices has {outside[0]} in it, expected whole numbers from 0 to {words - 1}")
    return array


def _numbers(name: str, value: ArrayLike, kinds: str = "iuf", wanted: str = "numbers") -> NDArray[Any]:
    """``value`` as an array, of any shape, with a dtype of one of ``kinds``; TypeError or ValueError if it is none."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is {checks.short_repr(value)}, expected rows of equal length") from None
    listed = isinstance(value, Sequence)
    if listed and not array.size:
        return array.astype(np.int64)  # an empty list has no whole numbers in it, and no others either
    # In a list beside numbers, NumPy takes True for a 1.
    truth = listed and any(isinstance(leaf, bool | np.bool_) for leaf in np.asarray(value, object).flat)
    if truth or array.dtype.kind not in kinds:
        raise TypeError(f"{name} is {checks.short_repr(value)}, expected {wanted}")
    return array
