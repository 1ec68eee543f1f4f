"""Lesson 01: arrays as files, and every byte of them.

npy.py        the anatomy of a .npy file
reading.py    a file made in memory, and what a stretch of one is in words
kept.py       what of an array has survived a way through a file
formats.py    what text, .npy and .npz cost: bytes and load times
memory.py     code run within a limit of memory
watched.py    the process that it runs in
figures.py    pictures
explorers.py  what can be picked and measured
questions.py  the exercises
"""

from ..lazy import lazily
from .formats import Comparison, Cost, compare_formats, compare_over
from .kept import Kept, kept
from .memory import Run, run_within
from .npy import Anatomy, Field, Item, anatomy
from .reading import describe, to_bytes

__all__ = [
    "Anatomy",
    "Comparison",
    "Cost",
    "Field",
    "Item",
    "Kept",
    "Run",
    "anatomy",
    "compare_formats",
    "compare_over",
    "describe",
    "kept",
    "run_within",
    "to_bytes",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "byte_map": "figures",
    "explore": "explorers",
    "explore_formats": "explorers",
    "format_chart": "figures",
    "questions": "questions",
}
__getattr__, __dir__ = lazily(__name__, __all__, _LATER)
