"""Notebook 00: a neuron to drag, a look at the machine, and the map of the series.

neuron.py     a sigmoid neuron and its goal
machine.py    what the series needs of a machine
series.py     the lessons, and how far the learner is
figures.py    the picture of the neuron
explorers.py  the neuron to drag
questions.py  the exercises

Nothing here imports TensorFlow.
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "explorers": ["explore"],
        "machine": ["check_machine"],
        "series": ["series_map"],
    },
)
