"""The pictures of lesson 02: data in, SVG text or a matplotlib figure out, with what it shows in words.

drawing.py   what they share
overview.py  a training from afar: epochs, iterations, one iteration
player.py    every sample a cell, coloured by the iteration that uses it
buffer.py    the shuffle buffer at work, and where an item can land
curves.py    training and validation curves, and what batch size does to them
"""

from .buffer import ITEMS, draw_buffer
from .curves import learning_curves, noise_plot, updates_and_epochs
from .drawing import WIDTH, Drawing
from .overview import overview
from .player import describe_player, draw_player

__all__ = [
    "ITEMS",
    "WIDTH",
    "Drawing",
    "describe_player",
    "draw_buffer",
    "draw_player",
    "learning_curves",
    "noise_plot",
    "overview",
    "updates_and_epochs",
]
