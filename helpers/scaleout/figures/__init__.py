"""The pictures of lesson 08: data in, a matplotlib figure or SVG text out, with what it shows in words.

costs.py           a step's time against the number of workers
larger_batches.py  how larger batches learn, every seed a mark
"""

from .costs import step_curves
from .larger_batches import bits_by_batch

__all__ = ["bits_by_batch", "step_curves"]
