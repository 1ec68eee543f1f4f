"""What can be stepped, started and killed in lesson 08.

ring.py        a ring all-reduce, hop by hop
background.py  a training in a thread of its own
training.py    a training that is killed and resumed
measured.py    what a step takes on this machine
"""

from .measured import MeasuredExplorer, explore_measured
from .ring import RingExplorer, explore_ring
from .training import FailureExplorer, explore_failure

__all__ = [
    "FailureExplorer",
    "MeasuredExplorer",
    "RingExplorer",
    "explore_failure",
    "explore_measured",
    "explore_ring",
]
