"""The pictures of lesson 07: numbers and text in, a drawing out.

What moves in an explorer is SVG text, put together by hand: it is ready in a millisecond, and its words can be read.

drawing.py         SVG text with its words; signs for spaces and line ends
next_character.py  the likeliest next characters as bars
coloured.py        a text with a coloured ground behind each character
written.py         a prompt, and what a model wrote after it
cuts.py            how a text is cut into rows, batches and windows
curves.py          a training as a curve, and models side by side as bars
"""

from .coloured import CELL, SURPRISE, coloured_text, fitting
from .curves import bits_bars, describe_bits, describe_curve, live_curve, training_curve
from .cuts import window_picture
from .drawing import Drawing, percent, visible
from .next_character import describe_next, next_character_bars
from .written import written_html, written_page

__all__ = [
    "CELL",
    "SURPRISE",
    "Drawing",
    "bits_bars",
    "coloured_text",
    "describe_bits",
    "describe_curve",
    "describe_next",
    "fitting",
    "live_curve",
    "next_character_bars",
    "percent",
    "training_curve",
    "visible",
    "window_picture",
    "written_html",
    "written_page",
]
