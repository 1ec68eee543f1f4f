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

import lazy_loader

# These now, as their module has the name of one of them.
from .kept import Kept as Kept
from .kept import kept as kept

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "explorers": ["explore", "explore_formats"],
        "figures": ["byte_map", "format_chart"],
        "formats": ["Comparison", "Cost", "compare_formats", "compare_over"],
        "kept": ["Kept", "kept"],
        "memory": ["Run", "run_within"],
        "npy": ["Anatomy", "Field", "Item", "anatomy"],
        "reading": ["describe", "to_bytes"],
    },
)
