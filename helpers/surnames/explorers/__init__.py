"""What the learner of lesson 06 types and presses.

names.py   a name read while it is typed, and the confusion picture
report.py  how far a training has come
"""

from .names import explore_confusion, explore_names
from .report import NameReport

__all__ = ["NameReport", "explore_confusion", "explore_names"]
