"""Notebook 00: a neuron to drag, a look at the machine, and the map of the series.

neuron.py     a sigmoid neuron and its goal
machine.py    what the series needs of a machine
series.py     the lessons, and how far the learner is
figures.py    the picture of the neuron
explorers.py  the neuron to drag
questions.py  the exercises

Nothing here imports TensorFlow, and what draws is imported when it is first called.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .explorers import NeuronExplorer
    from .machine import Report
    from .series import Map


def explore() -> "NeuronExplorer":
    """An explorer of one sigmoid neuron: drag its weight and its bias until it meets a goal."""
    from .explorers import NeuronExplorer

    return NeuronExplorer()


def check_machine() -> "Report":
    """Whether this machine has what the series needs, and what to do where it has not."""
    from .machine import check_machine

    return check_machine()


def series_map() -> "Map":
    """The lessons with their times, and the exercises solved so far."""
    from .series import series_map

    return series_map()
