"""Lesson 06: a network that learns to write, from a corpus to a stream of characters.

model.py       the network in NumPy: it reads, and scores the next character
training.py    the same network with Keras' weights, trained
bptt.py        its gradient, written out: backpropagation through time
data_parallel.py  the rows of a batch, shared out between two processes
optimizer.py   Adam, and the learning rate of each step
evaluation.py  bits per character
ngrams.py      the rival without a network: counting
sampling.py    temperature, top-k, top-p, and writing
storage.py     a model as a file
inside.py      what a model expects, and what its units follow
pretrain.py    the script that trained the model that comes with the series
figures/       pictures, and text in colour
explorers/     what can be dragged, typed and stopped
questions.py   the exercises
"""

from ..lazy import lazily
from .evaluation import bits_per_char, surprise
from .model import CharModel, Vocabulary
from .ngrams import kneser_ney
from .sampling import distribution, draw, stream
from .storage import load, load_pretrained, save
from .training import Progress, Recipe, network, to_model, train, windows

__all__ = [
    "CharModel",
    "Progress",
    "Recipe",
    "Vocabulary",
    "bits_per_char",
    "distribution",
    "draw",
    "kneser_ney",
    "load",
    "load_pretrained",
    "network",
    "save",
    "stream",
    "surprise",
    "to_model",
    "train",
    "windows",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "LiveCurve": "explorers",
    "bits_bars": "figures",
    "describe_bits": "figures",
    "explore_cells": "explorers",
    "explore_sampling": "explorers",
    "explore_surprise": "explorers",
    "explore_writing": "explorers",
    "questions": "questions",
    "training_curve": "figures",
    "window_picture": "figures",
}
__getattr__, __dir__ = lazily(__name__, __all__, _LATER)
