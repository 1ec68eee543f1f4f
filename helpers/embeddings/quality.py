"""How good word vectors are, by a judge that has not seen them."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..word_vectors import WordVectors


def judged(vectors: WordVectors, judge: WordVectors, probes: Iterable[str], topn: int = 5) -> float:
    """How well a judge finds the neighbours that ``vectors`` gives to fit: 0.5 is chance, 1 the best there is.

    For each probe the ``topn`` nearest words in ``vectors`` are looked up, among the words that both know. For each
    such neighbour ``judge`` then ranks all probes by how similar they are to it: returned is the share of the other
    probes that the right one leaves behind, on the average. Whoever gives every probe the same neighbours gets 0.5,
    however popular these are with the judge.

    Raises
    ------
    UnknownWordError
        If one of the two has no vector for a probe.
    TypeError, ValueError
        If ``vectors`` or ``judge`` are no WordVectors, a probe is no string, there are fewer than two probes, or
        ``topn`` is no whole number above 0 and below the number of words that both know.
    """
    for name, table in (("vectors", vectors), ("judge", judge)):
        checks.instance(name, table, WordVectors, "WordVectors")
    probes = list(dict.fromkeys(checks.strings("probes", probes)))
    if len(probes) < 2:
        raise ValueError(f"probes is {checks.short_repr(probes)}, expected at least two different words")
    topn = checks.integer("topn", topn, 1)
    words = [word for word in vectors.index_to_key if word in judge]
    if topn >= len(words):
        raise ValueError(f"topn is {topn}, expected fewer than the {len(words)} words that both have a vector for")
    mine, theirs = (WordVectors(words, np.stack([each[word] for word in words])) for each in (vectors, judge))
    neighbours = [[near for near, _ in mine.most_similar(probe, topn=topn)] for probe in probes]
    return float(np.mean([rank for i in range(len(probes)) for rank in _ranks(theirs, probes, i, neighbours[i])]))


def _ranks(judge: WordVectors, probes: Sequence[str], right: int, neighbours: Sequence[str]) -> NDArray[np.floating]:
    """For each neighbour the share of the other probes that are less similar to it than the right one."""
    rows = ([judge.key_to_index[word] for word in words] for words in (probes, neighbours))
    to_probes, to_neighbours = (judge.unit[row] for row in rows)
    cosines = to_probes @ to_neighbours.T  # (probes, neighbours)
    return (cosines < cosines[right]).sum(axis=0) / (len(probes) - 1)
