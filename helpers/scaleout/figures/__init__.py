"""The pictures of lesson 08: a training on several workers in, a drawing out.

drawing.py   pictures that carry their words, and a colour for each worker
ring.py      a ring all-reduce, hop by hop
sharding.py  who reads which rows of a text
training.py  workers, their checkpoint and their losses
cost_curve.py  a step's seconds against the number of workers
"""

from .cost_curve import describe_costs, draw_costs, in_units
from .drawing import WIDTH, Drawing, counted
from .ring import describe_ring, draw_ring
from .sharding import shard_picture
from .training import compare_losses, describe_training, draw_training

__all__ = [
    "WIDTH",
    "Drawing",
    "compare_losses",
    "counted",
    "describe_costs",
    "describe_ring",
    "describe_training",
    "draw_costs",
    "draw_ring",
    "draw_training",
    "in_units",
    "shard_picture",
]
