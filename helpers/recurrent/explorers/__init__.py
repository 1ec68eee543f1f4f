"""What the learner of lesson 05 types, steps through and clamps.

controls.py  a way to walk
gates.py     a sequence read step by step, with gates that can be held
"""

from .gates import GateExplorer, explore_gates

__all__ = ["GateExplorer", "explore_gates"]
