"""What the learner of lesson 05 types, steps through, picks and clamps.

steps.py     one unit of a cell, one operation at a time
gates.py     a sequence read step by step, with gates that can be held
names.py     a name read while it is typed, and the confusion picture
reports.py   how far a training has come
"""

from .gates import GateExplorer, explore_gates
from .names import ConfusionExplorer, NameExplorer, explore_confusion, explore_names
from .reports import ExperimentReport, NameReport
from .steps import CellExplorer, explore_cell

__all__ = [
    "CellExplorer",
    "ConfusionExplorer",
    "ExperimentReport",
    "GateExplorer",
    "NameExplorer",
    "NameReport",
    "explore_cell",
    "explore_confusion",
    "explore_gates",
    "explore_names",
]
