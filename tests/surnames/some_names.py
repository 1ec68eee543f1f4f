"""Small tasks and networks for the tests of names."""

from dataclasses import replace

import numpy as np

from helpers import corpora
from helpers.cells import BLOCKS
from helpers.surnames.names import VOCABULARY_SIZE, NameModel


def small_task(train=300, validation=60, test=80):
    """A random sample of the real task."""
    task = corpora.surnames()
    return replace(task, train=task.train[:train], validation=task.validation[:validation], test=task.test[:test])


def names(pairs):
    return [name for name, _ in pairs]


def random_model(cell="GRU", countries=("A", "B", "C"), units=5, embedding=4, seed=0):
    rng = np.random.default_rng(seed)
    width = BLOCKS[cell] * units
    bias = (2, width) if cell == "GRU" else (width,)
    shapes = [
        (VOCABULARY_SIZE, embedding),
        (embedding, width),
        (units, width),
        bias,
        (units, len(countries)),
        (len(countries),),
    ]
    return NameModel(cell, tuple(countries), *(rng.normal(size=shape).astype(np.float32) for shape in shapes))
