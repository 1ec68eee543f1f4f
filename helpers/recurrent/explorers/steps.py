"""One unit of a recurrent cell, stepped through one operation at a time."""

from collections.abc import Sequence
from typing import Any

import ipywidgets
from numpy.typing import ArrayLike

from ... import widgets
from .. import figures, walk

INTERVAL = 2500
"""Milliseconds from step to step while it plays: long enough to read."""


class CellExplorer(widgets.Explorer):
    """A unit that reads a sequence of numbers; ``steps`` are its operations, ``step`` is where the walk stands."""

    def __init__(self, kind: str, x: ArrayLike, weights: Sequence[ArrayLike] | None) -> None:
        self.weights = {kind: weights}
        self.steps = walk.steps(kind, x, weights)
        typed = ", ".join(f"{number:.15g}" for number in self.steps[0].unit.x)
        self.kind = ipywidgets.Dropdown(options=list(walk.OPERATIONS), value=kind, description="cell")
        self.inputs = ipywidgets.Text(typed, description="inputs x", layout={"width": "330px"})
        self.kind.layout.width, self.kind.style.description_width = "170px", "3em"
        self.navigator = widgets.StepNavigator(0, len(self.steps) - 1, INTERVAL, counted=False)
        self.navigator.position.tooltip, self.navigator.position.readout = "operation", True
        self.picture, self.message = widgets.Picture(), widgets.Message()
        self.prefetch = widgets.Prefetch(self.navigator.position, self.picture)
        self.listen(self._draw, self.navigator.position)
        self.listen(self._read, self.kind, self.inputs)
        self._draw()
        super().__init__(
            [widgets.row([self.kind, self.inputs]), self.navigator, self.picture, self.message, self.prefetch],
            self._snapshot,
        )

    @property
    def step(self) -> walk.Step:
        """Where the walk stands."""
        return self.steps[self.navigator.position.value]

    def _read(self, change: Any) -> None:
        """Walk through another unit or sequence, from its first step; if it is refused, everything stays as it was."""
        self.steps = self._asked()
        self.navigator.position.value = 0
        self.navigator.stretch(len(self.steps) - 1)
        self._draw()

    def _asked(self) -> tuple[walk.Step, ...]:
        kind = self.kind.value
        return walk.steps(kind, _numbers(self.inputs.value), self.weights.get(kind))

    def _draw(self, change: Any = None) -> None:
        self.picture.value = figures.draw_step(self.step).svg
        self.prefetch.draw(lambda position: figures.draw_step(self.steps[position]).svg)
        self._asked()  # inputs that were refused are answered until they are mended
        self.message.value = figures.explain(self.step)

    def _snapshot(self) -> widgets.Still:
        """A page without a kernel sees a timestep that is done, not an empty cell."""
        unit = self.step.unit
        done = min(2, len(unit.x)) * len(walk.OPERATIONS[unit.kind])
        step = self.steps[self.navigator.position.value or done]
        return figures.Drawing(figures.draw_step(step).svg, step.words)._repr_mimebundle_()


def explore_cell(
    kind: str = "SimpleRNN", x: ArrayLike = walk.DEFAULT_INPUTS, weights: Sequence[ArrayLike] | None = None
) -> CellExplorer:
    """The stepper of a recurrent cell: one unit, one operation at a time, every one with its numbers.

    Parameters
    ----------
    kind
        "SimpleRNN", "LSTM" or "GRU": the cell to begin with.
    x : array of shape (timesteps,)
        At most six inputs, from −10 to 10.
    weights
        Of that cell, as ``layer.get_weights()`` gives them, with one unit that reads one feature; None stands for
        small numbers.
    """
    return CellExplorer(kind, x, weights)


def _numbers(typed: str) -> list[float]:
    try:
        return [float(number) for number in typed.replace(",", " ").replace("−", "-").split()]
    except ValueError:
        raise ValueError(f"x is {typed!r}, expected numbers such as 1, 0, 0") from None
