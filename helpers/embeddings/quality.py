"""How good word vectors are, by a judge that has not seen them."""

from collections.abc import Iterable

import numpy as np

from .. import checks
from ..word_vectors import UnknownWordError, WordVectors

NEIGHBOURS = 5
"""How many nearest words of each probe are judged."""


def neighbour_agreement(vectors: WordVectors, judge: WordVectors, probes: Iterable[str]) -> float:
    """How well a judge finds the neighbours that ``vectors`` gives to fit: 0.5 is chance, 1 the best there is.

    For each probe the nearest words in ``vectors`` are looked up, among the words that both know. For each such
    neighbour ``judge`` then ranks all probes by how similar they are to it: returned is the share of the other probes
    that the right one leaves behind, on the average. Whoever gives every probe the same neighbours gets 0.5, however
    popular these are with the judge.
    """
    for name, table in (("vectors", vectors), ("judge", judge)):
        checks.instance(name, table, WordVectors, "WordVectors")
    probes = list(dict.fromkeys(checks.strings("probes", probes)))
    if len(probes) < 2:
        raise ValueError(f"probes is {checks.short_repr(probes)}, expected at least two different words")
    words = [word for word in vectors.index_to_key if word in judge]
    row_of = {word: row for row, word in enumerate(words)}
    if unknown := [probe for probe in probes if probe not in row_of]:
        raise UnknownWordError(f"{checks.short_repr(unknown[0])} is not among the {len(words):,} words that both know")
    mine, theirs = (each.unit[[each.key_to_index[word] for word in words]] for each in (vectors, judge))
    rows, shares = [row_of[probe] for probe in probes], []
    for i, row in enumerate(rows):
        nearest = np.argsort(-(mine @ mine[row]), kind="stable")
        neighbours = nearest[nearest != row][:NEIGHBOURS]
        cosines = theirs[rows] @ theirs[neighbours].T  # (probes, neighbours)
        shares.append((cosines < cosines[i]).sum(axis=0) / (len(rows) - 1))
    return float(np.mean(shares))
