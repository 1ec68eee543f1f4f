"""The pictures of lesson 06: data in, SVG text or a matplotlib figure out, with what it shows in words.

names.py   a name as a network reads it, and which countries are taken for which
curves.py  which model did best, what an unregularised LSTM lacked, and answers before the end of a name
"""

from .curves import early_curves, remedy_curves, score_chart

__all__ = ["early_curves", "remedy_curves", "score_chart"]
