"""Models for tests: any size, random weights."""

import numpy as np

from helpers.char_model.model import CharModel
from helpers.characters import Vocabulary


def random_model(
    symbols: str = "\n abcdef", units: int = 7, embedding: int = 5, seed: int = 0, spread: float = 1.0
) -> CharModel:
    rng = np.random.default_rng(seed)
    v = len(symbols)
    shapes = [(v, embedding), (embedding, 3 * units), (units, 3 * units), (2, 3 * units), (units, v), (v,)]
    return CharModel(Vocabulary(symbols), *(rng.normal(0, spread, shape).astype(np.float32) for shape in shapes))
