"""What more workers cost and gain: sliders for a network, a training and a cable."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import ipywidgets

from ... import checks, widgets
from .. import figures
from ..cost import Communication, communication

T = TypeVar("T", int, float)
WORKERS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
BANDWIDTHS = tuple(1e9 * gigabits for gigabits in (1, 2.5, 5, 10, 25, 40, 100, 200, 400))
PARAMETERS = tuple(digit * 10**power for power in range(5, 11) for digit in (1, 3)) + (10**11,)
SECONDS = tuple(digit * 10**power for power in range(-2, 3) for digit in (1, 2, 5))
"""What the sliders offer, beside what the learner began with."""


class CostExplorer(widgets.Explorer):
    """A step's seconds against the number of workers; ``cost`` is what the sliders say."""

    def __init__(self, cost: Communication) -> None:
        self.workers = _slider("workers", WORKERS, cost.workers, "{:,}".format)
        self.bandwidth = _slider("bandwidth", BANDWIDTHS, cost.bandwidth, lambda bits: f"{bits / 1e9:g} Gb/s")
        self.parameters = _slider("parameters", PARAMETERS, cost.parameters, _in_words)
        self.seconds = _slider("seconds per step", SECONDS, cost.seconds_per_step, figures.in_units)
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"width": f"{figures.WIDTH}px", "min_height": "48px"})
        self.sliders = (self.workers, self.bandwidth, self.parameters, self.seconds)
        self.listen(self._draw, *self.sliders)
        self._draw()
        rows = [widgets.row(self.sliders[:2]), widgets.row(self.sliders[2:])]
        super().__init__([*rows, self.message, self.picture], self._snapshot)

    @property
    def cost(self) -> Communication:
        """Of a step, as the sliders stand."""
        return communication(self.parameters.value, self.workers.value, self.bandwidth.value, self.seconds.value)

    def _draw(self, change: Any = None) -> None:
        drawing = figures.draw_costs(self.cost)
        self.picture.value = drawing.svg
        self.message.say(drawing.words)

    def _snapshot(self) -> widgets.Still:
        return figures.draw_costs(self.cost)._repr_mimebundle_()


def explore_costs(
    parameters: int = 1_000_000, workers: int = 8, bandwidth: float = 1e9, seconds_per_step: float = 0.2
) -> CostExplorer:
    """A step's seconds against the number of workers, and from where on more of them stop helping.

    Parameters
    ----------
    parameters, workers, bandwidth, seconds_per_step
        Where the sliders stand at first, as in `communication`; workers from 2 to 1,024.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be.
    """
    checks.integer("workers", workers, WORKERS[0], WORKERS[-1])
    return CostExplorer(communication(parameters, workers, bandwidth, seconds_per_step))


def _slider(label: str, values: Sequence[T], first: T, named: Callable[[T], str]) -> ipywidgets.SelectionSlider:
    """Of values that each are a little larger than the one before, among them the first."""
    options = [(named(value), value) for value in sorted(set(values) | {first})]
    slider = ipywidgets.SelectionSlider(options=options, value=first, description=label)
    slider.style.description_width, slider.layout.width = "9em", "370px"
    return slider


def _in_words(count: int) -> str:
    """A number of parameters, short where it is round."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if count >= size and count % (size // 10) == 0:
            return f"{count / size:g} {name}"
    return f"{count:,}"
