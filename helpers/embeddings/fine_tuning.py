"""Pretrained vectors in a network, trained on a few labelled texts: over many seeds, and against counting words."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..word_vectors import WordVectors
from .few_labels import known_rows
from .vocabulary import Indices

if TYPE_CHECKING:
    import keras

STEPS = 50
SEEDS = range(20)
LABELLED = 16
"""Texts of each group that a network learns from; the others are judged."""


class Draw(NamedTuple):
    """Texts as padded indices of shape (texts, length), and their groups: to learn from, and to be judged."""

    x: Indices
    y: NDArray[np.int64]
    judged_x: Indices
    judged_y: NDArray[np.int64]


def trained(
    build: Callable[[int, int], "keras.Model"],
    groups: Mapping[str, Iterable[str]],
    vectors: WordVectors,
    *,
    random: bool = False,
    seeds: Iterable[int] = SEEDS,
) -> NDArray[np.float64]:
    """Accuracy of a network that starts from word vectors, after 50 updates from one batch: 16 texts of each group.

    As in `few_labels`, only texts with two known words count, and the groups are cut to the same size.

    Parameters
    ----------
    build
        Given the number of rows of the table and of groups, gives a compiled network. Its first weights are the table,
        row 0 for padding; its others start at 0.
    random
        Start from random numbers of the same spread, drawn anew for each seed, instead of the vectors.
    seeds
        Each draws which texts are labelled.

    Returns
    -------
    array of shape (seeds,)

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two groups, a group has too few texts with known words, a seed is no whole number,
        ``random`` is neither True nor False, or ``build`` no function.
    """
    import tensorflow as tf

    checks.boolean("random", random)
    checks.function("build", build)
    rows, table = _rows(groups, vectors)
    network = build(len(table), len(rows))
    network.build((None, max(len(row) for group in rows for row in group)))
    others = [np.zeros(weights.shape) for weights in network.weights[1:]]
    network.optimizer.build(network.trainable_variables)
    fresh = [state.numpy() for state in network.optimizer.variables]
    found = []
    for seed in checks.integers("seeds", seeds, 0):
        rng = np.random.default_rng(seed)
        draw = _draw(rows, rng)
        network.set_weights([rng.normal(0, table.std(), table.shape) if random else table, *others])
        for state, value in zip(network.optimizer.variables, fresh, strict=True):
            state.assign(value)
        batches = tf.data.Dataset.from_tensors((draw.x, draw.y)).repeat(STEPS)
        network.fit(batches, verbose=0, shuffle=False)
        found.append(_right(network(draw.judged_x).numpy(), draw))
    return np.array(found)


def counted(
    groups: Mapping[str, Iterable[str]], vectors: WordVectors, seeds: Iterable[int] = SEEDS
) -> NDArray[np.float64]:
    """Accuracy of naive Bayes on the texts of `trained`: it counts words, and knows nothing of vectors."""
    rows, table = _rows(groups, vectors)
    found = []
    for seed in checks.integers("seeds", seeds, 0):
        draw = _draw(rows, np.random.default_rng(seed))
        x, judged = (_words_in(indices, len(table)) for indices in (draw.x, draw.judged_x))
        counts = np.array([x[draw.y == group].sum(axis=0) + 1 for group in range(len(rows))])
        votes = np.log(counts / counts.sum(axis=1, keepdims=True))
        found.append(_right(judged @ votes.T, draw))
    return np.array(found)


def _rows(
    groups: Mapping[str, Iterable[str]], vectors: WordVectors
) -> tuple[list[list[tuple[int, ...]]], NDArray[np.float32]]:
    """Each group's texts as rows of a table, and the table: of the words that occur in them, row 0 for padding."""
    known = known_rows(groups, vectors, more_than=LABELLED)
    words = sorted({word for group in known.values() for row in group for word in row})
    place = {word: row for row, word in enumerate(words, start=1)}
    table = np.vstack([np.zeros_like(vectors.vectors[0]), vectors.vectors[words]])
    return [[tuple(place[word] for word in row) for row in group] for group in known.values()], table


def _draw(rows: list[list[tuple[int, ...]]], rng: np.random.Generator) -> Draw:
    size = min(map(len, rows))
    drawn = [[group[i] for i in rng.permutation(len(group))[:size]] for group in rows]
    length = max(len(row) for group in rows for row in group)
    padded = np.array([[row + (0,) * (length - len(row)) for row in group] for group in drawn], np.int32)
    y = np.repeat(np.arange(len(rows))[:, None], size, axis=1)
    learn, judged = np.s_[:, :LABELLED], np.s_[:, LABELLED:]
    return Draw(
        padded[learn].reshape(-1, length), y[learn].ravel(), padded[judged].reshape(-1, length), y[judged].ravel()
    )


def _words_in(indices: Indices, words: int) -> NDArray[np.float64]:
    """Which words each text has: 1 or 0 for every row of the table, padding left out."""
    hot = np.zeros((len(indices), words))
    np.put_along_axis(hot, indices.astype(np.int64), 1, axis=1)
    hot[:, 0] = 0
    return hot


def _right(scores: NDArray[np.floating], draw: Draw) -> float:
    return float((scores.argmax(axis=1) == draw.judged_y).mean())
