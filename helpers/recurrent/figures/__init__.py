"""The pictures of lesson 05: data in, SVG text or a matplotlib figure out, with what it shows in words.

gates.py  what the gates of a small LSTM do at one step and over all of them, and what holding them costs
"""

from .gates import LONGEST, WIDTH, Drawing, check_length, clamp_bars, describe_gates, draw_gates

__all__ = ["LONGEST", "WIDTH", "Drawing", "check_length", "clamp_bars", "describe_gates", "draw_gates"]
