"""The first thing to drag: one neuron, its weight and its bias."""

import math
from typing import Any

import ipywidgets

from .. import widgets
from . import figures
from .figures import number
from .neuron import GOALS, Goal, Neuron


class NeuronExplorer(widgets.Explorer):
    """Sliders for a neuron's weight, bias and input, and four goals to reach with the first two."""

    def __init__(self) -> None:
        self.goal = ipywidgets.ToggleButtons(
            options=[(goal.title, goal) for goal in GOALS],
            description="Goal",
            style={"description_width": "9em", "button_width": "9.5em"},
        )
        self.weight = widgets.slider("weight w", 1.0, -10, 10, 0.5)
        self.bias = widgets.slider("bias b", 0.0, -20, 20, 0.5)
        self.input = widgets.slider("input x", 1.0, -6, 6, 0.5)
        self.picture = widgets.Picture()
        self.readout = widgets.Message()
        controls = [self.goal, self.weight, self.bias, self.input]
        for control in controls:
            control.observe(self._update, "value")
        self._update()
        super().__init__([self.goal, self.picture, *controls[1:], self.readout], self._first_sight)

    @property
    def neuron(self) -> Neuron:
        """The neuron that the sliders make."""
        return Neuron(self.weight.value, self.bias.value)

    @property
    def words(self) -> str:
        """What the picture shows."""
        return f"{describe(self.neuron, self.input.value)} {judge(self.neuron, self.goal.value)}"

    def _update(self, change: Any = None) -> None:
        self.picture.value = figures.answer_curve(self.neuron, self.input.value, self.goal.value, self.words)
        self.readout.say(self.words)

    def _first_sight(self) -> dict[str, str]:
        return {"image/svg+xml": self.picture.value, "text/plain": self.words}


def describe(neuron: Neuron, x: float) -> str:
    """What a neuron says to ``x``, and where it changes its mind."""
    said = neuron.output(x)
    answer = f"At x = {number(x)} the neuron answers {said:.2f}: {leaning(said)}."
    if math.isnan(neuron.border):
        return f"{answer} With a weight of 0 it gives every input the same answer."
    return f"{answer} It changes its mind at x = {number(neuron.border)}."


def leaning(output: float) -> str:
    """An output in words, from a sure no to a sure yes."""
    side = "yes" if output > 0.5 else "no"
    distance = abs(output - 0.5)
    if distance < 0.005:
        return "neither yes nor no"
    return f"{'a sure' if distance > 0.4 else 'rather a'} {side}"


def judge(neuron: Neuron, goal: Goal) -> str:
    """How far a neuron is from a goal."""
    missed = goal.missed(neuron)
    count = len(goal.targets)
    if not missed:
        return f"Goal reached: all {count} targets are met."
    where = ", ".join(f"{number(x)} ({'yes' if wanted else 'no'})" for x, wanted in missed)
    return f"Goal: {goal.task} {count - len(missed)} of {count} targets are met; still wrong at x = {where}."
