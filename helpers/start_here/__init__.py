"""Notebook 00: a neuron to drag, a look at the machine, and the map of the series.

neuron.py     a sigmoid neuron and its goal
machine.py    what the series needs of a machine
series.py     the lessons, and how far the learner is
figures.py    the picture of the neuron
explorers.py  the neuron to drag
questions.py  the exercises

Nothing here imports TensorFlow.
"""

from ..lazy import lazily

# All of it comes when first asked for: a notebook that only draws need not look at the machine.
_LATER = {"check_machine": "machine", "explore": "explorers", "questions": "questions", "series_map": "series"}
__getattr__, __dir__ = lazily(__name__, (), _LATER)
