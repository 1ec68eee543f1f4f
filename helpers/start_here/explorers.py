"""The first thing to drag: one neuron, its weight and its bias."""

from typing import Any

import ipywidgets

from .. import style, widgets
from ..exercises import Reply
from . import figures
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
        self.readout = widgets.Message(layout={"min_height": "3em"})  # room for two lines, so that nothing below moves
        sliders = [self.weight, self.bias, self.input]
        for slider in sliders:
            slider.layout.width = f"{figures.WIDTH}px"
        self.prefetches = [widgets.Prefetch(slider, self.picture) for slider in sliders]
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
        return figures.describe(self.neuron, self.input.value, self.goal.value)

    def _update(self, change: Any = None) -> None:
        weight, bias, x = self.weight.value, self.bias.value, self.input.value
        self.picture.value = self._draw(weight, bias, x)
        self.verdict.value = judge(self.neuron, self.goal.value)._repr_html_()
        self.readout.say(self.words)
        self.prefetches[0].draw(lambda weight: self._draw(weight, bias, x))
        self.prefetches[1].draw(lambda bias: self._draw(weight, bias, x))
        self.prefetches[2].draw(lambda x: self._draw(weight, bias, x))

    def _draw(self, weight: float, bias: float, x: float) -> str:
        return figures.answer_curve(Neuron(weight, bias), x, self.goal.value)

    def _snapshot(self) -> dict[str, str]:
        return style.Drawing(self.picture.value, self.words)._repr_mimebundle_()


def explore() -> NeuronExplorer:
    """An explorer of one sigmoid neuron: drag its weight and its bias until it meets a goal."""
    return NeuronExplorer()


def judge(neuron: Neuron, goal: Goal) -> Reply:
    """Whether a neuron reaches a goal."""
    count = len(goal.targets)
    met = count - len(goal.missed(neuron))
    if met == count:
        return Reply("right", "Goal reached:", f"all {count} targets are met.")
    return Reply("unanswered", "Goal:", f"{goal.task} {met} of {count} targets are met.")
