"""The pictures of lesson 03: a network, its numbers and its training in, a drawing out.

What moves in the stepper is text, put together by hand: it is ready in a millisecond, and its words can be read.
Every picture carries its text alternative.

drawing.py          pictures that carry their words; names and colours of quantities
network_drawing.py  the 2-2-2 network
equation.py         an equation with its numbers under the symbols
table.py            everything known so far
stepper.py          the three above, joined to one picture
plots.py            training and what can go wrong with it
surface.py          the error over two weights, and the descent on it
"""

from .drawing import Drawing, Plot, lowered
from .network_drawing import WIDTH as DIAGRAM_WIDTH
from .network_drawing import describe, diagram, draw_step
from .plots import error_curve, learning_rates, saturation, xor_outcomes
from .stepper import equation_panel, stacked, still
from .surface import SurfaceMap, describe_descent, error_surface, surface_around
from .table import known_table

__all__ = [
    "DIAGRAM_WIDTH",
    "Drawing",
    "Plot",
    "SurfaceMap",
    "describe",
    "describe_descent",
    "diagram",
    "draw_step",
    "equation_panel",
    "error_curve",
    "error_surface",
    "known_table",
    "learning_rates",
    "lowered",
    "saturation",
    "stacked",
    "still",
    "surface_around",
    "xor_outcomes",
]
