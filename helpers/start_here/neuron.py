"""One sigmoid neuron with one input, and goals to reach with it."""

import math
from dataclasses import dataclass

import numpy as np

from ..mathematics import sigmoid


@dataclass(frozen=True)
class Neuron:
    """σ(weight · x + bias): a number between 0 (no) and 1 (yes)."""

    weight: float
    bias: float

    def output(self, x: float) -> float:
        """The neuron's answer to the input ``x``."""
        return float(sigmoid(np.array(self.weight * x + self.bias)))

    @property
    def border(self) -> float:
        """The input where no turns into yes or back, weight · x + bias = 0; nan if there is none."""
        return -self.bias / self.weight if self.weight else math.nan

    def yes_side(self, low: float, high: float) -> tuple[float, float]:
        """The inputs from ``low`` to ``high`` that get an answer above 0.5, as their least and greatest."""
        if not self.weight:
            return (low, high) if self.bias > 0 else (low, low)
        border = min(max(self.border, low), high)
        return (border, high) if self.weight > 0 else (low, border)


@dataclass(frozen=True)
class Goal:
    """Inputs to which the neuron should say yes, and inputs to which it should say no.

    ``margin``: how far from 1 or 0 an answer may be and still count.
    """

    title: str
    task: str
    yes: tuple[float, ...]
    no: tuple[float, ...]
    margin: float = 0.5

    @property
    def targets(self) -> list[tuple[float, int]]:
        """Every input with the answer wanted there, 1 or 0."""
        return sorted([(x, 1) for x in self.yes] + [(x, 0) for x in self.no])

    def missed(self, neuron: Neuron) -> list[tuple[float, int]]:
        """The targets that the neuron does not meet."""
        return [(x, t) for x, t in self.targets if abs(t - neuron.output(x)) >= self.margin]


GOALS = (
    Goal("1 Yes above 2", "say yes at every mark above 2, and no at the others.", (3, 4, 5), (-5, -3, -1, 1)),
    Goal("2 Be sure", "answer at least 0.9 from 2.5 on, and at most 0.1 up to 1.5.", (2.5, 4), (-5, -2, 1.5), 0.1),
    Goal("3 The other way", "say yes at every mark below −1, and no at the others.", (-5, -4, -3, -2), (0, 1, 3, 5)),
    Goal("4 In between", "say yes from −1 to 1, and no on either side.", (-1, 0, 1), (-5, -4, -3, 3, 4, 5)),
)
