"""What the learner of lesson 07 types into, drags and clicks.

controls.py        controls that answer what is wrong with their value
next_character.py  bars of the next character's probabilities
writing.py         a page that a model writes on until it is stopped
heatmap_text.py    texts coloured by a unit's state and by surprise
live_curve.py      a curve that grows while a training goes on
"""

from .heatmap_text import CellExplorer, SurpriseExplorer, explore_cells, explore_surprise
from .live_curve import LiveCurve
from .next_character import NextCharacterExplorer, explore_sampling
from .writing import WritingExplorer, explore_writing

__all__ = [
    "CellExplorer",
    "LiveCurve",
    "NextCharacterExplorer",
    "SurpriseExplorer",
    "WritingExplorer",
    "explore_cells",
    "explore_sampling",
    "explore_surprise",
    "explore_writing",
]
