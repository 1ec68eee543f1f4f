"""What the learner of lesson 05 types, steps through, picks and clamps.

steps.py     one unit of a cell, one operation at a time
gates.py     a sequence read step by step, with gates that can be clamped
reports.py   how far a training has come
"""

from .gates import explore_gates
from .reports import ExperimentReport
from .steps import explore_cell

__all__ = ["ExperimentReport", "explore_cell", "explore_gates"]
