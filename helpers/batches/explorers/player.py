"""The batch player: which sample is used in which iteration, epoch after epoch."""

from typing import Any

import ipywidgets

from ... import widgets
from ...checks import boolean, integer
from .. import figures
from ..scheduling import Batch, schedule
from .controls import MAX_SEED, CountBox, marking

MAX_COUNTS = {"samples": 2000, "batch_size": 2000, "epochs": 50}
"""What can be drawn: every sample is a cell."""


class BatchPlayer(widgets.Explorer):
    """A training played iteration by iteration.

    ``plan`` is what is played; ``words`` says what is shown.
    """

    def __init__(self, samples: int, batch_size: int, epochs: int, shuffle: bool) -> None:
        counts = {"samples": samples, "batch_size": batch_size, "epochs": epochs, "seed": 0}
        self.boxes = {name: CountBox(name.replace("_", " "), count) for name, count in counts.items()}
        self.shuffle = ipywidgets.Checkbox(shuffle, description="shuffled", indent=False, layout={"width": "90px"})
        seed = self.boxes["seed"].box
        ipywidgets.dlink((self.shuffle, "value"), (seed, "disabled"), lambda shuffled: not shuffled)
        self.plan = self._make_plan()
        self.walk = widgets.StepNavigator(0, len(self.plan), 700, "iterations")
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"width": f"{figures.WIDTH}px", "min_height": "48px"})
        self.listen(self._replan, *(box.box for box in self.boxes.values()), self.shuffle)
        self.listen(self._draw, self.walk.position)
        self._draw()
        controls = widgets.row([*self.boxes.values(), self.shuffle])
        super().__init__([controls, self.walk, self.message, self.picture], self._snapshot)

    @property
    def words(self) -> str:
        """What the picture shows."""
        return figures.describe_player(self.plan, self.walk.position.value)

    def _make_plan(self) -> tuple[Batch, ...]:
        counts = {name: integer(name, self.boxes[name].value, 1, most) for name, most in MAX_COUNTS.items()}
        shuffle = self.shuffle.value
        return schedule(**counts, shuffle=shuffle, seed=self._seed() if shuffle else 0)

    def _seed(self) -> int:
        return integer("seed", self.boxes["seed"].value, 0, MAX_SEED)

    def _replan(self, change: Any) -> None:
        """Play another training; if it is refused, everything stays as it was."""
        self.plan = marking(self.boxes, self._make_plan)
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
    """
    for name, value in (("samples", samples), ("batch_size", batch_size), ("epochs", epochs)):
        integer(name, value, 1, MAX_COUNTS[name])
    return BatchPlayer(samples, batch_size, epochs, boolean("shuffle", shuffle))
