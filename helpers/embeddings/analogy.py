"""Calculating with words: what was typed, what comes out, and where it all lies on a plane."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..word_vectors import UnknownWordError, WordVectors
from .vocabulary import lower

PART = re.compile(r"(?:^|(?<=\s))[+\-−](?=\s|\w|$)|\+|−|[^\s+−]+")
"""A sign or a word; a hyphen within a word is no sign."""


@dataclass(frozen=True)
class Analogy:
    """What a sum of words is near to."""

    positive: tuple[str, ...]
    negative: tuple[str, ...]
    nearest: tuple[tuple[str, float], ...]
    """The most similar other words with their cosines, the most similar first."""
    raw: tuple[str, float]
    """The most similar word when those of the sum are not left out."""

    @property
    def sum(self) -> str:
        """The sum as it is written."""
        return " ".join([" + ".join(self.positive), *(f"− {word}" for word in self.negative)]).strip()


def parse(text: str) -> tuple[list[str], list[str]]:
    """The words of a sum, those added and those subtracted, in lower case; ValueError says what cannot be read.

    >>> parse("king - man + woman")
    (['king', 'woman'], ['man'])
    """
    checks.instance("text", text, str, "a string such as 'king - man + woman'")
    parts = PART.findall(lower(text).replace("–", "-").strip())  # an en dash is a minus sign to who types one
    if not parts:
        raise ValueError("there is no word yet: type one, or a sum such as king - man + woman")
    words: dict[str, list[str]] = {"+": [], "-": []}
    sign = "+"
    waiting = False
    for i, part in enumerate(parts):
        if part in "+-−":
            if waiting:
                raise ValueError(f"two signs in a row: expected a word after {sign!r}")
            sign, waiting = part.replace("−", "-"), True
        elif i and not waiting:
            raise ValueError(f"expected + or - before {part!r}")
        else:
            words[sign].append(part)
            waiting = False
    if waiting:
        raise ValueError(f"expected a word after {sign!r}")
    if not words["+"]:
        raise ValueError("expected at least one word that is not subtracted, such as in king - man + woman")
    return words["+"], words["-"]


def find(vectors: WordVectors, text: str, topn: int = 8) -> Analogy:
    """Calculate with words as `parse` reads them; UnknownWordError, a ValueError, names all that have no vector."""
    topn = checks.integer("topn", topn, 1)
    checks.instance("vectors", vectors, WordVectors, "WordVectors, such as corpora.glove() gives")
    positive, negative = parse(text)
    given = dict.fromkeys([*positive, *negative])
    if missing := [word for word in given if word not in vectors]:
        named = ", ".join(map(checks.short_repr, missing))
        hint = "; put spaces around a minus sign" if any("-" in word for word in missing) else ""
        are = "is" if len(missing) == 1 else "are"
        raise UnknownWordError(f"{named} {are} not among the {len(vectors):,} words{hint}")
    cosines = vectors.unit @ vectors.direction(positive, negative)
    order = np.argsort(-cosines, kind="stable")[: topn + len(given)].tolist()
    ranked = [(vectors.index_to_key[row], float(cosines[row])) for row in order]
    nearest = [(word, cosine) for word, cosine in ranked if word not in given][:topn]
    return Analogy(tuple(positive), tuple(negative), tuple(nearest), raw=ranked[0])


def pca_2d(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Points (n, dim) on the plane on which they lie furthest apart: their first two principal components, (n, 2).

    The signs, which are free, are set so that the coordinate of greatest size is positive.
    """
    points = points.astype(np.float64)
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    flat = centred @ axes[:2].T
    furthest = np.abs(flat).argmax(axis=0)
    return flat * np.where(flat[furthest, [0, 1]] < 0, -1, 1)
