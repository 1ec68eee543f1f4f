"""The pictures of lesson 08: a training on several workers in, a drawing out.

drawing.py   pictures that carry their words, and a colour for each worker
ring.py      a ring all-reduce, hop by hop
sharding.py  who reads which rows of a text
training.py  workers, their checkpoint and their losses
cost_curve.py  a step's time against the number of workers
measured.py  what a step takes on this machine

larger_batches.py  how larger batches learn, every seed a mark
"""

from .cost_curve import describe_costs, draw_costs, in_units
from .drawing import WIDTH, Drawing, counted
from .larger_batches import bits_by_batch
from .measured import measured_bars
from .ring import describe_ring, draw_ring
from .sharding import shard_picture
from .training import compare_losses, describe_training, draw_training

__all__ = [
    "WIDTH",
    "Drawing",
    "bits_by_batch",
    "compare_losses",
    "counted",
    "describe_costs",
    "describe_ring",
    "describe_training",
    "draw_costs",
    "draw_ring",
    "draw_training",
    "in_units",
    "measured_bars",
    "shard_picture",
]
