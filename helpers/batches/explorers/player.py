"""The batch player: which sample is used in which iteration, epoch after epoch."""

from typing import Any

import ipywidgets

from ... import widgets
from ...checks import boolean, integer
from .. import figures
from ..scheduling import Batch, schedule
from .controls import MOST_SEED, CountBox, tried

MOST = {"samples": 2000, "batch_size": 2000, "epochs": 50}
"""What can be drawn: every sample is a cell."""


class BatchPlayer(widgets.Explorer):
    """A training played iteration by iteration.

    ``plan`` is what is played; ``words`` says what is shown.
    """

    def __init__(self, samples: int, batch_size: int, epochs: int, shuffle: bool) -> None:
        self.boxes = {
            "samples": CountBox("samples", samples),
            "batch_size": CountBox("batch size", batch_size),
            "epochs": CountBox("epochs", epochs),
            "seed": CountBox("seed", 0),
        }
        self.shuffle = ipywidgets.Checkbox(shuffle, description="shuffled", indent=False, layout={"width": "90px"})
        seed = self.boxes["seed"].box
        ipywidgets.dlink((self.shuffle, "value"), (seed, "disabled"), lambda shuffled: not shuffled)
        self.plan = self._planned()
        self.walk = widgets.StepNavigator(0, len(self.plan), 700, "iterations")
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"width": f"{figures.WIDTH}px", "min_height": "48px"})
        self._connect()
        self._draw()
        controls = widgets.row([*self.boxes.values(), self.shuffle])
        super().__init__([controls, self.walk, self.message, self.picture], self._snapshot)

    @property
    def words(self) -> str:
        """What the picture shows."""
        return figures.describe_player(self.plan, self.walk.position.value)

    def _connect(self) -> None:
        answered = widgets.show_errors_in(self.message)
        for box in self.boxes.values():
            box.box.observe(answered(self._replan), "value")
        self.shuffle.observe(answered(self._replan), "value")
        self.walk.position.observe(answered(self._draw), "value")

    def _planned(self) -> tuple[Batch, ...]:
        asked = {name: box.value for name, box in self.boxes.items()}
        for name, most in MOST.items():
            integer(name, asked[name], 1, most)
        asked["seed"] = integer("seed", asked["seed"], 0, MOST_SEED) if self.shuffle.value else 0
        return schedule(**asked, shuffle=self.shuffle.value)

    def _replan(self, change: Any) -> None:
        """Play another training; if it is refused, everything stays as it was."""
        self.plan = tried([(box, name) for name, box in self.boxes.items()], self._planned)
        self.walk.stretch(len(self.plan))
        self._draw()

    def _draw(self, change: Any = None) -> None:
        drawing = figures.draw_player(self.plan, self.walk.position.value)
        self.picture.value = drawing.svg
        self.message.say(drawing.words)

    def _snapshot(self) -> widgets.Still:
        # A page without a kernel sees an epoch that is under way, not an empty one.
        count = sum(batch.epoch == 1 for batch in self.plan)
        at = self.walk.position.value or (count + 1) // 2
        return figures.draw_player(self.plan, at)._repr_mimebundle_()


def explore(samples: int = 50, batch_size: int = 8, epochs: int = 3, shuffle: bool = True) -> BatchPlayer:
    """The batch player: every sample a cell, coloured by the iteration that uses it, epoch after epoch.

    Parameters
    ----------
    samples, batch_size, epochs
        Whole numbers from 1 to 2,000, 2,000 and 50.
    shuffle
        Whether each epoch takes the samples in a new random order.

    Raises
    ------
    TypeError
        If a count is no whole number, or ``shuffle`` neither True nor False.
    ValueError
        If a count is out of its range.
    """
    for name, value in (("samples", samples), ("batch_size", batch_size), ("epochs", epochs)):
        integer(name, value, 1, MOST[name])
    return BatchPlayer(samples, batch_size, epochs, boolean("shuffle", shuffle))
