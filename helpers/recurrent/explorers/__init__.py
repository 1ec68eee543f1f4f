"""What the learner of lesson 05 types, steps through, picks and clamps.

gates.py     a sequence read step by step, with gates that can be held
reports.py   how far a training has come
"""

from .gates import GateExplorer, explore_gates
from .reports import ExperimentReport

__all__ = [
    "ExperimentReport",
    "GateExplorer",
    "explore_gates",
]
