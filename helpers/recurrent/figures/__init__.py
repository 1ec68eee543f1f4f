"""The pictures of lesson 05: data in, SVG text or a matplotlib figure out, with what it shows in words.

diagrams.py     the unrolled loop, the LSTM and the GRU, one unit with its numbers
gates.py        what the gates of a small LSTM do at one step and over all of them, and what holding them costs
memory.py       what the experiments found, as curves and dots
names.py        a name as a network reads it, and which countries are taken for which
name_curves.py  who won, what an LSTM without care lacked, and answers before the end of a name
"""

from .diagrams import draw_cell, draw_step, explain
from .gates import LONGEST, WIDTH, Drawing, check_length, clamp_bars, describe_gates, draw_gates
from .memory import adding_curves, gate_chart, memory_curves, norm_curves
from .name_curves import early_curves, remedy_curves, score_chart
from .names import (
    answer_heads,
    cell_colours,
    check_name_length,
    describe_beliefs,
    describe_cell,
    describe_confusion,
    draw_beliefs,
    draw_confusion,
    names_listed,
)

__all__ = [
    "LONGEST",
    "WIDTH",
    "Drawing",
    "adding_curves",
    "answer_heads",
    "cell_colours",
    "check_length",
    "check_name_length",
    "clamp_bars",
    "describe_beliefs",
    "describe_cell",
    "describe_confusion",
    "describe_gates",
    "draw_beliefs",
    "draw_cell",
    "draw_confusion",
    "draw_gates",
    "draw_step",
    "early_curves",
    "explain",
    "gate_chart",
    "memory_curves",
    "names_listed",
    "norm_curves",
    "remedy_curves",
    "score_chart",
]
