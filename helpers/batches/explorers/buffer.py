"""The shuffle-buffer explorer: how far an item can travel, and what that does to batches of sorted labels."""

from typing import Any

import ipywidgets

from ... import widgets
from ...checks import integer
from .. import figures
from .controls import MAX_SEED, CountBox, marking

FIRST_POSITION = 13
"""Items that have left: two batches are full, and the buffer is at work."""
MAX_BUFFER_SIZE = 30
"""More than the 24 items, so that one can see that it changes nothing."""


class BufferExplorer(widgets.Explorer):
    """24 items on their way through a shuffle buffer."""

    def __init__(self, buffer_size: int) -> None:
        self.buffer_size = _slider("buffer size", buffer_size, MAX_BUFFER_SIZE)
        self.item = _slider("follow number", 12, figures.ITEMS)
        self.seed = CountBox("seed", 0)
        self._seed = 0
        self.walk = widgets.StepNavigator(FIRST_POSITION, figures.ITEMS, 900, "items out")
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"width": f"{figures.WIDTH}px", "min_height": "72px"})
        self.listen(self._reseed, self.seed.box)
        self.listen(self._draw, self.buffer_size, self.item, self.walk.position)
        self._draw()
        controls = widgets.row([self.buffer_size, self.item, self.seed])
        super().__init__([controls, self.walk, self.message, self.picture], self._snapshot)

    @property
    def drawing(self) -> figures.Drawing:
        """What is shown, as a picture and in words."""
        return figures.draw_buffer(self.buffer_size.value, self._seed, self.walk.position.value, self.item.value)

    def _reseed(self, change: Any) -> None:
        """Shuffle anew; a seed that is refused changes nothing."""
        self._seed = marking({"seed": self.seed}, lambda: integer("seed", self.seed.value, 0, MAX_SEED))
        self._draw()

    def _draw(self, change: Any = None) -> None:
        drawing = self.drawing
        self.picture.value = drawing.svg
        self.message.say(drawing.words)

    def _snapshot(self) -> widgets.Still:
        return self.drawing._repr_mimebundle_()


def explore_buffer(buffer_size: int = 4) -> BufferExplorer:
    """A shuffle buffer at work on 24 items whose labels are sorted: choose its size and follow an item.

    ``buffer_size``: to begin with, from 1 to 30.
    """
    return BufferExplorer(integer("buffer_size", buffer_size, 1, MAX_BUFFER_SIZE))


def _slider(label: str, value: int, high: int) -> ipywidgets.IntSlider:
    slider = ipywidgets.IntSlider(value, 1, high, description=label, style={"description_width": "initial"})
    slider.layout = ipywidgets.Layout(width="290px")
    return slider
