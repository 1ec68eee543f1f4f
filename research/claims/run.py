"""One lesson with one set of seeds, in this process: ``python -m research.claims.run 05 3`` prints its margins as JSON.

The CPU path is that of the environment.
"""

import json
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import nbformat

from tools import notebooks

from .lessons import LESSONS, Lesson

SEEDS_APART = 100
"""From the first seed of a set to that of the next: no seed is in two sets."""


def main(number: str, seeds: str) -> None:
    sys.stdout, result = sys.stderr, sys.stdout  # what the cells print is for whoever watches
    mpl.use("agg")
    json.dump(margins(LESSONS[number], int(seeds)), result)


def margins(lesson: Lesson, seeds: int) -> dict[str, float]:
    """The margin of every claim, by its cell and words."""
    names = SimpleNamespace(**executed(lesson, SEEDS_APART * seeds))
    return {f"{claim.cell}: {claim.says}": claim.margin(names) for claim in lesson.claims}


def executed(lesson: Lesson, first_seed: int) -> Mapping[str, Any]:
    """The names that the lesson's cells have defined, with other seeds."""
    notebook = nbformat.read(notebooks.FOLDER / lesson.notebook, as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    import keras  # a notebook imports it where the lesson first needs it

    names: dict[str, Any] = {"FIRST": first_seed, "keras": keras}
    for cell in lesson.cells:
        source = reseeded(sources[cell], *lesson.seeds[cell]) if cell in lesson.seeds else sources[cell]
        exec(compile(source, cell, "exec"), names)
    return names


def reseeded(source: str, old: str, new: str) -> str:
    """A cell's source with another seed; ValueError if there is not one place for it."""
    if source.count(old) != 1:
        raise ValueError(f"{old!r} stands {source.count(old)} times in the cell, expected once:\n{source}")
    return source.replace(old, new)


if __name__ == "__main__":
    main(*sys.argv[1:])
