"""What can be stepped, started and killed in lesson 08.

ring.py        a ring all-reduce, hop by hop
background.py  a training in a thread of its own
training.py    a training that is killed and resumed
costs.py       what more workers cost and gain
"""

from .costs import CostExplorer, explore_costs
from .ring import RingExplorer, explore_ring
from .training import FailureExplorer, explore_failure

__all__ = ["CostExplorer", "FailureExplorer", "RingExplorer", "explore_costs", "explore_failure", "explore_ring"]
