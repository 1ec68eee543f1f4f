"""Lesson 01: arrays as files, and every byte of them.

npy.py            the anatomy of a .npy file
meanings.py       what each part of it is for, in words
roundtrip.py      what of an array has survived a way through a file
formats.py        what text, .npy and .npz cost: bytes and load times
memory.py         code run within a limit of memory
memory_worker.py  the process that it runs in
figures.py        pictures
explorers.py      what can be picked and measured
questions.py      the exercises

What the notebook calls raises TypeError or ValueError for an argument that does not fit, and names it.
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "explorers": ["explore", "explore_formats"],
        "figures": ["byte_map"],
        "formats": ["compare_formats"],
        "memory": ["run_within"],
        "npy": ["anatomy", "to_bytes"],
        "roundtrip": ["kept"],
    },
)
