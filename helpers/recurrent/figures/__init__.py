"""The pictures of lesson 05: data in, SVG text or a matplotlib figure out, with what it shows in words.

diagrams.py  the unrolled loop, the LSTM and the GRU, one unit with its numbers
gates.py     what the gates of a small LSTM do at one step and over all of them, and what clamping them costs
memory.py    what the experiments found, as curves and dots
"""

from .diagrams import draw_cell, draw_step, explain
from .gates import MAX_LENGTH, WIDTH, Drawing, clamp_bars, describe_gates, draw_gates
from .memory import adding_curves, gate_chart, memory_curves, norm_curves

__all__ = [
    "MAX_LENGTH",
    "WIDTH",
    "Drawing",
    "adding_curves",
    "clamp_bars",
    "describe_gates",
    "draw_cell",
    "draw_gates",
    "draw_step",
    "explain",
    "gate_chart",
    "memory_curves",
    "norm_curves",
]
