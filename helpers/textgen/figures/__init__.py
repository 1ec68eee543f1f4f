"""The pictures of lesson 07: numbers and text in, a drawing out.

What moves in an explorer is SVG text, put together by hand: it is ready in a millisecond, and its words can be read.

drawing.py         SVG text with its words; signs for spaces and line ends
next_character.py  the likeliest next characters as bars
heatmap_text.py    a text with a coloured ground behind each character
generated_text.py  a prompt, and what a model wrote after it
windows.py         how a text is cut into rows, batches and windows
curves.py          a training as a curve, and models side by side as bars
"""

from .curves import bits_bars, describe_bits, describe_curve, live_curve
from .drawing import Drawing, percent, visible
from .generated_text import generated_html, generated_page
from .heatmap_text import CELL, SURPRISE, fitting, heatmap_text
from .next_character import describe_next, next_character_bars
from .windows import window_picture

__all__ = [
    "CELL",
    "SURPRISE",
    "Drawing",
    "bits_bars",
    "describe_bits",
    "describe_curve",
    "describe_next",
    "fitting",
    "generated_html",
    "generated_page",
    "heatmap_text",
    "live_curve",
    "next_character_bars",
    "percent",
    "visible",
    "window_picture",
]
