"""What the learner of lesson 05 types, steps through, picks and clamps.

gates.py     a sequence read step by step, with gates that can be held
names.py     a name read while it is typed, and the confusion picture
"""

from .gates import GateExplorer, explore_gates
from .names import ConfusionExplorer, NameExplorer, NameReport, explore_confusion, explore_names

__all__ = [
    "ConfusionExplorer",
    "GateExplorer",
    "NameExplorer",
    "NameReport",
    "explore_confusion",
    "explore_gates",
    "explore_names",
]
