"""The shuffle-buffer explorer: how far an item can travel, and what that does to batches of sorted labels."""

from typing import Any

import ipywidgets

from ... import widgets
from ...checks import integer
from .. import figures
from .controls import MOST_SEED, CountBox, tried

AT_FIRST = 13
"""Items that have left: two batches are full, and the buffer is at work."""
LARGEST = 30
"""A buffer for more than the 24 items, so that one can see that it changes nothing."""


class BufferExplorer(widgets.Explorer):
    """24 items on their way through a shuffle buffer."""

    def __init__(self, buffer_size: int) -> None:
        self.buffer_size = _slider("buffer size", buffer_size, LARGEST)
        self.item = _slider("follow number", 12, figures.ITEMS)
        self.seed = CountBox("seed", 0)
        self._seed = 0
        self.walk = widgets.StepNavigator(AT_FIRST, figures.ITEMS, 900, "items out")
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"width": f"{figures.WIDTH}px", "min_height": "72px"})
        answered = widgets.show_errors_in(self.message)
        self.seed.box.observe(answered(self._reseed), "value")
        for control in (self.buffer_size, self.item, self.walk.position):
            control.observe(answered(self._draw), "value")
        self._draw()
        super().__init__(
            [widgets.row([self.buffer_size, self.item, self.seed]), self.walk, self.message, self.picture],
            self._snapshot,
        )

    @property
    def drawing(self) -> figures.Drawing:
        """What is shown, as a picture and in words."""
        at = self.walk.position.value
        return figures.draw_buffer(self.buffer_size.value, self._seed, at, self.item.value)

    def _reseed(self, change: Any) -> None:
        """Shuffle anew; a seed that is refused changes nothing."""
        self._seed = tried([(self.seed, "seed")], lambda: integer("seed", self.seed.value, 0, MOST_SEED))
        self._draw()

    def _draw(self, change: Any = None) -> None:
        drawing = self.drawing
        self.picture.value = drawing.svg
        self.message.say(drawing.words)

    def _snapshot(self) -> widgets.Still:
        return self.drawing._repr_mimebundle_()


def explore_buffer(buffer_size: int = 4) -> BufferExplorer:
    """A shuffle buffer at work on 24 items whose labels are sorted: choose its size and follow an item.

    Parameters
    ----------
    buffer_size
        To begin with; a whole number from 1 to 30.

    Raises
    ------
    TypeError, ValueError
        If ``buffer_size`` is no whole number, or out of its range.
    """
    return BufferExplorer(integer("buffer_size", buffer_size, 1, LARGEST))


def _slider(label: str, value: int, high: int) -> ipywidgets.IntSlider:
    slider = ipywidgets.IntSlider(value, 1, high, description=label, style={"description_width": "initial"})
    slider.layout = ipywidgets.Layout(width="290px")
    return slider
