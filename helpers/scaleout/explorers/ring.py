"""A ring all-reduce, stepped through hop by hop."""

from typing import Any

import ipywidgets
import numpy as np

from ... import checks, widgets
from .. import figures
from ..all_reduce import RingState, ring_states

FEWEST, MOST = 2, 6
INTERVAL = 2500
"""Milliseconds from hop to hop while it plays: long enough to read."""


class RingExplorer(widgets.Explorer):
    """Workers in a ring, which add up their arrays; ``states`` are what they go through."""

    def __init__(self, workers: int) -> None:
        self.workers = ipywidgets.IntSlider(workers, FEWEST, MOST, description="workers", layout={"width": "290px"})
        self.workers.style.description_width = "initial"
        self.states = _states(workers)
        self.walk = widgets.StepNavigator(0, len(self.states) - 1, INTERVAL, counted=False)
        self.walk.position.tooltip, self.walk.position.readout = "hops", True
        self.picture = widgets.Picture()
        # High enough for the longest words, so that the picture stays where it is.
        self.message = widgets.Message(layout={"width": "760px", "min_height": "72px"})
        self.ahead = widgets.Prefetch(self.walk.position, self.picture)
        self.listen(self._change, self.workers)
        self.listen(self._draw, self.walk.position)
        self._draw()
        super().__init__([self.workers, self.walk, self.message, self.picture, self.ahead], self._snapshot)

    def _change(self, change: Any) -> None:
        """Begin anew with another number of workers."""
        self.states = _states(self.workers.value)
        with self.updating():
            self.walk.position.value = 0
            self.walk.stretch(len(self.states) - 1)
        self._draw()

    def _draw(self, change: Any = None) -> None:
        position = self.walk.position.value
        self.picture.value = figures.draw_ring(self.states, position).svg
        self.message.say(figures.describe_ring(self.states, position))
        self.ahead.draw(lambda position: figures.draw_ring(self.states, position).svg)

    def _snapshot(self) -> widgets.Still:
        # A page without a kernel sees chunks that travel, not a ring at rest.
        return figures.draw_ring(self.states, self.walk.position.value or 2)._repr_mimebundle_()


def explore_ring(workers: int = 4) -> RingExplorer:
    """A ring all-reduce, hop by hop: what each worker holds, and what travels from each to the next.

    ``workers``: how many there are to begin with, from 2 to 6.
    """
    return RingExplorer(checks.integer("workers", workers, FEWEST, MOST))


def _states(workers: int) -> tuple[RingState, ...]:
    """Of small arrays in which every chunk is one number, the same ones each time."""
    return ring_states(np.random.default_rng(0).integers(1, 10, (workers, workers)))
