"""The pictures of lesson 08: a training on several workers in, a drawing out.

drawing.py   pictures that carry their words, and a colour for each worker
ring.py      a ring all-reduce, hop by hop
sharding.py  who reads which rows of a text
training.py  workers, their checkpoint and their losses
"""

from .drawing import WIDTH, Drawing, counted
from .ring import describe_ring, draw_ring
from .sharding import shard_picture
from .training import compare_losses, describe_training, draw_training

__all__ = [
    "WIDTH",
    "Drawing",
    "compare_losses",
    "counted",
    "describe_ring",
    "describe_training",
    "draw_ring",
    "draw_training",
    "shard_picture",
]
