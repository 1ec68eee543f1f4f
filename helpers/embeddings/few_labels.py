"""What pretrained vectors are worth when there are few labels: an experiment over many seeds."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..word_vectors import WordVectors
from .vocabulary import tokenize

SHOTS = (1, 2, 4, 8, 16)
QUESTION_WORDS = ("who", "where", "why", "how")


def few_labels(
    groups: Mapping[str, Iterable[str]],
    vectors: WordVectors,
    *,
    random: bool = False,
    shots: Iterable[int] = SHOTS,
    seeds: Iterable[int] = range(20),
) -> NDArray[np.float64]:
    """Accuracy of telling groups of texts apart from a few labelled examples of each.

    A text is the mean of its words' vectors. A new text belongs to the group whose labelled texts have the nearest mean
    (by cosine). All groups are cut to the size of the smallest, so that chance is 1 / groups; the texts that are judged
    are the same for every number of labels, and none of them is ever labelled.

    Parameters
    ----------
    groups
        Texts by the name of their group.
    random
        Put random numbers, drawn anew for each seed, in place of the vectors.
    shots
        How many labelled texts of each group.
    seeds
        Each draws which texts are labelled.

    Returns
    -------
    array of shape (seeds, shots)
    """
    checks.boolean("random", random)
    shots, seeds = checks.integers("shots", shots, 1), checks.integers("seeds", seeds, 0)
    texts = known_rows(groups, vectors, more_than=max(shots))
    centred = vectors.vectors - vectors.vectors.mean(axis=0)  # what all words have in common tells nothing apart
    results = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        table = rng.normal(size=centred.shape) if random else centred
        results.append(_accuracies(list(texts.values()), table, shots, rng))
    return np.array(results)


def known_rows(
    groups: Mapping[str, Iterable[str]], vectors: WordVectors, more_than: int
) -> dict[str, list[tuple[int, ...]]]:
    """Each group's texts with at least two known words, as the rows of these."""
    checks.instance("groups", groups, Mapping, "a dictionary: texts by the name of their group")
    checks.instance("vectors", vectors, WordVectors, "WordVectors")
    if len(groups) < 2:
        raise ValueError(f"groups has {len(groups)} of them, expected at least 2")
    texts = {
        name: _with_known_words(checks.strings(f"group {name!r}", group), vectors) for name, group in groups.items()
    }
    for name, rows in texts.items():
        if len(rows) <= more_than:
            raise ValueError(
                f"group {name!r} has {len(rows)} texts with two known words, expected more than {more_than}"
            )
    return texts


def _with_known_words(texts: Iterable[str], vectors: WordVectors) -> list[tuple[int, ...]]:
    """Each text as the rows of its words that have a vector; without those that have fewer than two, or came before."""
    rows = (tuple(vectors.key_to_index[word] for word in tokenize(text) if word in vectors) for text in texts)
    return list(dict.fromkeys(row for row in rows if len(row) > 1))


def _accuracies(
    texts: list[list[tuple[int, ...]]], table: NDArray[np.floating], shots: Sequence[int], rng: np.random.Generator
) -> list[float]:
    """One seed's accuracy for each number of labelled texts."""
    size = min(map(len, texts))
    drawn = [[group[i] for i in rng.permutation(len(group))[:size]] for group in texts]
    features = _unit(np.array([[table[list(rows)].mean(axis=0) for rows in group] for group in drawn]))  # (G, N, dim)
    judged, right = features[:, max(shots) :], np.arange(len(texts))[:, None]
    means = (_unit(features[:, :n].mean(axis=1)) for n in shots)
    return [float(((judged @ mean.T).argmax(axis=-1) == right).mean()) for mean in means]


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.floating]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)  # what points nowhere stays 0


def by_question_word(questions: Iterable[str]) -> dict[str, list[str]]:
    """Questions by the word of `QUESTION_WORDS` that they begin with, without any of these words.

    >>> by_question_word(["Who are you?", "Where is it?"])
    {'who': ['are you'], 'where': ['is it'], 'why': [], 'how': []}
    """
    groups: dict[str, list[str]] = {word: [] for word in QUESTION_WORDS}
    for question in checks.strings("questions", questions):
        first, *rest = tokenize(question) or [""]
        if first in groups:
            groups[first].append(" ".join(word for word in rest if word not in groups))
    return groups
