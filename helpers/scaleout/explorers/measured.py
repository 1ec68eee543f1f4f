"""What a step takes one worker and two, measured on the learner's machine."""

import json
from pathlib import Path
from typing import Any

import ipywidgets

from ... import widgets
from ...char_model.recipe import Recipe
from ..cost import Communication
from ..figures import measured_bars
from ..measuring import Measured, Step, measure

RECORDED = Path(__file__).with_name("measured.json")
HERE, THERE = "this machine", "a machine with two cores"


class MeasuredExplorer(widgets.Explorer):
    """The time of a step, measured on this machine when it is made, and again when asked for."""

    def __init__(self, text: str, recipe: Recipe) -> None:
        self.text, self.recipe = text, recipe
        self.again = ipywidgets.Button(description="Measure again", icon="refresh")
        self.picture, self.message = widgets.Picture(), widgets.Message()
        self.again.on_click(widgets.show_errors_in(self.message)(self._measure))
        self._measure()
        super().__init__([self.again, self.picture, self.message], self._snapshot)

    def _measure(self, button: Any = None) -> None:
        self.again.disabled = True
        try:
            self.measured = measure(self.text, self.recipe, report=self._told)
        finally:
            self.again.disabled = False
        plot = measured_bars(self.measured, HERE)
        self.picture.draw(plot.figure, plot.words)
        self.message.say(plot.words)

    def _told(self, step: Step) -> None:
        self.message.say(f"Measured: {step}.")

    def _snapshot(self) -> widgets.Still:
        return measured_bars(recorded(), THERE)._repr_mimebundle_()


def recorded() -> Measured:
    """What came out once, for a page on which nothing can be measured."""
    said = json.loads(RECORDED.read_text(encoding="utf-8"))
    paper = Communication(**said.pop("on_paper"))
    return Measured(**{name: Step(**step) for name, step in said.items()}, on_paper=paper)


def explore_measured(text: str, recipe: Recipe = Recipe()) -> MeasuredExplorer:
    """The time of a step of one worker and of two, beside what it should be on paper; it takes some seconds.

    Parameters and exceptions are those of `measure`.
    """
    return MeasuredExplorer(text, recipe)
