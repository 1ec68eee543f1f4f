"""What can be played and moved in lesson 02.

controls.py  boxes for counts
player.py    the batch player
buffer.py    the shuffle buffer
"""

from .buffer import BufferExplorer, explore_buffer
from .player import BatchPlayer, explore

__all__ = ["BatchPlayer", "BufferExplorer", "explore", "explore_buffer"]
