"""How good word vectors are, by a judge that has not seen them."""

from collections.abc import Iterable

import numpy as np

from .. import checks
from ..word_vectors import WordVectors


def judged(vectors: WordVectors, judge: WordVectors, probes: Iterable[str], topn: int = 5) -> float:
    """How close a judge finds the neighbours that ``vectors`` gives: 0.5 is chance, 1 the best there is.

    For each probe the ``topn`` nearest words in ``vectors`` are looked up, among the words that both know. ``judge`` then
    ranks all these words by their similarity to the probe. Returned is the share of words that a neighbour leaves behind,
    on the average over neighbours and probes.

    Raises
    ------
    UnknownWordError
        If one of the two has no vector for a probe.
    TypeError, ValueError
        If there is no probe, or ``topn`` is no whole number above 0 and below the number of words that both know.
    """
    mine, theirs, probes = _shared(vectors, judge, probes, topn)
    return float(np.mean([_left_behind(theirs, probe, mine.most_similar(probe, topn=topn)) for probe in probes]))


def judged_frequent(vectors: WordVectors, judge: WordVectors, probes: Iterable[str], topn: int = 5) -> float:
    """What `judged` would say of someone who names the most frequent words each time: the score of knowing nothing.

    Raises
    ------
    UnknownWordError, TypeError, ValueError
        As `judged`.
    """
    mine, theirs, probes = _shared(vectors, judge, probes, topn)
    frequent = mine.index_to_key[: topn + 1]
    named = {probe: [(word, 1.0) for word in frequent if word != probe][:topn] for probe in probes}
    return float(np.mean([_left_behind(theirs, probe, neighbours) for probe, neighbours in named.items()]))


def _shared(
    vectors: WordVectors, judge: WordVectors, probes: Iterable[str], topn: int
) -> tuple[WordVectors, WordVectors, list[str]]:
    """Both tables cut to the words that both know, and the probes."""
    probes = list(probes)
    if not probes:
        raise ValueError("probes is empty, expected at least one word")
    checks.whole("topn", topn, 1)
    words = [word for word in vectors.index_to_key if word in judge]
    if topn >= len(words):
        raise ValueError(f"topn is {topn}, expected fewer than the {len(words)} words that both have a vector for")
    mine, theirs = (WordVectors(words, np.stack([each[word] for word in words])) for each in (vectors, judge))
    return mine, theirs, probes


def _left_behind(judge: WordVectors, probe: str, neighbours: list[tuple[str, float]]) -> float:
    """The share of the other words that are less similar to the probe than its neighbours, on the average."""
    cosines = np.delete(judge.unit @ judge.unit[judge.key_to_index[probe]], judge.key_to_index[probe])
    return float(np.mean([(cosines < judge.similarity(probe, near)).mean() for near, _ in neighbours]))
