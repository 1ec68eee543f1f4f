"""Lesson 07: a network that learns to write, from a corpus to a stream of characters.

training.py    the network of ``helpers/char_model``, trained
data_parallel.py  the rows of a batch, shared out between two processes
evaluation.py  bits per character
ngrams.py      the baseline without a network: counting
sampling.py    temperature, top-k, top-p, and writing
storage.py     a model as a file
inside.py      what a model expects, and what its units follow
figures/       pictures, and text in colour
explorers/     what can be dragged, typed and stopped
questions.py   the exercises
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "evaluation": ["bits_per_char", "surprise"],
        "explorers": ["LiveCurve", "explore_cells", "explore_sampling", "explore_surprise", "explore_writing"],
        "figures": ["bits_bars", "describe_bits", "window_picture"],
        "ngrams": ["kneser_ney"],
        "sampling": ["draw", "stream"],
        "storage": ["load", "load_pretrained", "save"],
        "training": ["Recipe", "Vocabulary", "train", "windows"],
    },
)
