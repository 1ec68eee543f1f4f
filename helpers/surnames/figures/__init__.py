"""The pictures of lesson 06: data in, SVG text or a matplotlib figure out, with what it shows in words.

names.py   a name as a network reads it, and which countries are taken for which
curves.py  who won, what an LSTM without care lacked, and answers before the end of a name
"""

from .curves import early_curves, remedy_curves, score_chart
from .names import (
    WIDTH,
    answer_heads,
    cell_colours,
    check_name_length,
    describe_cell,
    describe_confusion,
    describe_reading,
    draw_confusion,
    draw_reading,
    names_listed,
)

__all__ = [
    "WIDTH",
    "answer_heads",
    "cell_colours",
    "check_name_length",
    "describe_cell",
    "describe_confusion",
    "describe_reading",
    "draw_confusion",
    "draw_reading",
    "early_curves",
    "names_listed",
    "remedy_curves",
    "score_chart",
]
