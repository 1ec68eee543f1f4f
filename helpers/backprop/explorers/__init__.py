"""What can be dragged, stepped and clicked in lesson 03.

numbers.py  the numbers that can be changed, by name
stepper.py  one step of learning, one computation at a time
surface.py  the error over two weights, and the descent on it
"""

from .stepper import SATURATED, Stepper, explore
from .surface import SurfaceExplorer, explore_surface

__all__ = ["SATURATED", "Stepper", "SurfaceExplorer", "explore", "explore_surface"]
