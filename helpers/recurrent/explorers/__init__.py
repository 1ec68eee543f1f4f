"""What the learner of lesson 05 types, steps through, picks and clamps.

gates.py     a sequence read step by step, with gates that can be held
names.py     a name read while it is typed, and the confusion picture
reports.py   how far a training has come
"""

from .gates import GateExplorer, explore_gates
from .names import ConfusionExplorer, NameExplorer, explore_confusion, explore_names
from .reports import ExperimentReport, NameReport

__all__ = [
    "ConfusionExplorer",
    "ExperimentReport",
    "GateExplorer",
    "NameExplorer",
    "NameReport",
    "explore_confusion",
    "explore_gates",
    "explore_names",
]
