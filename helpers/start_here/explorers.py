"""The first thing to drag: one neuron, its weight and its bias."""

import math
from typing import Any

import ipywidgets

from .. import style, widgets
from ..exercises import Reply
from . import figures
from .figures import number
from .neuron import GOALS, Goal, Neuron


class NeuronExplorer(widgets.Explorer):
    """Sliders for a neuron's weight, bias and input, and four goals to reach with the first two."""

    def __init__(self) -> None:
        self.goal = ipywidgets.ToggleButtons(
            options=[(goal.title, goal) for goal in GOALS],
            description="Goal",
            style={"description_width": "3em", "button_width": "11em"},
            layout={"width": "auto"},
        )
        self.weight = widgets.slider("weight w", 1.0, -8, 8, 0.5)
        self.bias = widgets.slider("bias b", 0.0, -16, 16, 0.5)
        self.input = widgets.slider("input x", 2.0, -6, 6, 0.5)
        self.verdict = ipywidgets.HTML()
        self.picture = widgets.Picture()
        self.readout = widgets.Message()
        self.readout.layout.min_height = "3em"  # room for two lines, so that nothing below moves
        sliders = [self.weight, self.bias, self.input]
        for slider in sliders:
            slider.layout.width = f"{figures.WIDTH}px"
        self.ahead = [widgets.Prefetch(slider, self.picture) for slider in sliders]
        for control in [self.goal, *sliders]:
            control.observe(self._update, "value")
        self._update()
        super().__init__([self.goal, self.verdict, self.picture, *sliders, self.readout], self._snapshot)

    @property
    def neuron(self) -> Neuron:
        """The neuron that the sliders make."""
        return Neuron(self.weight.value, self.bias.value)

    @property
    def words(self) -> str:
        """What the picture shows."""
        return in_words(self.neuron, self.input.value, self.goal.value)

    def _update(self, change: Any = None) -> None:
        weight, bias, x = self.weight.value, self.bias.value, self.input.value
        self.picture.value = self._drawn(weight, bias, x)
        self.verdict.value = judge(self.neuron, self.goal.value)._repr_html_()
        self.readout.say(self.words)
        by_weight, by_bias, by_input = self.ahead
        by_weight.draw(lambda weight: self._drawn(weight, bias, x))
        by_bias.draw(lambda bias: self._drawn(weight, bias, x))
        by_input.draw(lambda x: self._drawn(weight, bias, x))

    def _drawn(self, weight: float, bias: float, x: float) -> str:
        neuron, goal = Neuron(weight, bias), self.goal.value
        return figures.answer_curve(neuron, x, goal, in_words(neuron, x, goal))

    def _snapshot(self) -> dict[str, str]:
        return style.Drawing(self.picture.value, self.words)._repr_mimebundle_()


def explore() -> NeuronExplorer:
    """An explorer of one sigmoid neuron: drag its weight and its bias until it meets a goal."""
    return NeuronExplorer()


def in_words(neuron: Neuron, x: float, goal: Goal) -> str:
    """What the picture of a neuron shows."""
    return f"{describe(neuron, x)} {list_missed(neuron, goal)}"


def describe(neuron: Neuron, x: float) -> str:
    """What a neuron says to ``x``, and where it changes its mind."""
    said = neuron.output(x)
    answer = f"At x = {number(x)} the neuron answers {said:.2f}: {leaning(said)}."
    if math.isnan(neuron.border):
        return f"{answer} With a weight of 0 it gives every input the same answer."
    return f"{answer} It changes its mind at x = {number(neuron.border)}."


def leaning(output: float) -> str:
    """An output in words, from a sure no to a sure yes."""
    distance = abs(output - 0.5)
    if distance < 0.005:
        return "neither yes nor no"
    if distance > 0.4:
        return "a sure yes" if output > 0.5 else "a sure no"
    return "more yes than no" if output > 0.5 else "more no than yes"


def list_missed(neuron: Neuron, goal: Goal) -> str:
    """The targets that a neuron misses."""
    missed = goal.missed(neuron)
    parts = []
    for answer, word in (1, "yes"), (0, "no"):
        inputs = ", ".join(number(x) for x, wanted in missed if wanted == answer)
        if inputs:
            parts.append(f"{inputs} (should be {word})")
    return f"Still wrong at x = {'; '.join(parts)}." if parts else "No target is missed."


def judge(neuron: Neuron, goal: Goal) -> Reply:
    """Whether a neuron reaches a goal."""
    count = len(goal.targets)
    met = count - len(goal.missed(neuron))
    if met == count:
        return Reply("right", "Goal reached:", f"all {count} targets are met.")
    return Reply("unanswered", "Goal:", f"{goal.task} {met} of {count} targets are met.")
