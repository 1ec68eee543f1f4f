"""Lesson 06: a network that learns to write, from a corpus to a stream of characters.

model.py       the network in NumPy: it reads, and scores the next character
training.py    the same network in Keras, trained
evaluation.py  bits per character
sampling.py    temperature, top-k, top-p, and writing
storage.py     a model as a file
ngrams.py      the rival without a network: counting
pretrain.py    the script that trained the model that comes with the series
"""

from typing import Any

from .evaluation import bits_per_char, surprise
from .model import CharModel, Vocabulary
from .sampling import distribution, draw, stream
from .storage import load, load_pretrained, save
from .training import Progress, Recipe, train, windows
