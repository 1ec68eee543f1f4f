"""The stepper: one step of learning, walked through one computation at a time, on any 2-2-2 network."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import ipywidgets
import numpy as np

from ... import widgets
from .. import figures, walk
from ..examples import MAZUR, WIKIDOCS, Example, random_example
from ..network import Network
from ..walk import Step, format_value
from .numbers import LIMITS, by_name, checked, with_number

SATURATED = Example(
    "saturated",
    Network(np.array([[5.0, 4.0], [6.0, 3.0]]), np.array([[6.0, 5.0], [-7.0, -4.0]])),
    x=np.array([1.0, 1.0]),
    target=np.array([0.0, 1.0]),
)
"""Every unit far out where the sigmoid is flat, and both answers as wrong as can be."""
RANDOM = "random"
TABS = {"Inputs": "xtη", "Weights": "w", "Biases": "b"}


class Stepper(widgets.Explorer):
    """The walk through one step of learning, and a control for every number in it.

    Sliders round what they show, so the numbers themselves are kept in ``example``; a slider that is moved changes its
    own number only.
    """

    def __init__(self, example: Example, at: str) -> None:
        self.example = self.loaded = example
        self.steps = walk.steps(example)
        self.errors = [self.steps[-1].known["E"]]
        self._showing = False
        self._make_controls(walk.find(self.steps, at))
        self.picture, self.table, self.panel = widgets.Picture(), ipywidgets.HTML(), ipywidgets.HTML()
        self.message = widgets.Message(layout={"width": "460px"})
        self.ahead = widgets.Prefetch(self.position, self.picture)
        self._connect()
        self._draw()
        super().__init__(self._arranged(), self._snapshot)
        self.add_class("wide")  # jupyter/custom.css gives it room for the numbers beside the network

    @property
    def step(self) -> Step:
        """Where the walk stands."""
        return self.steps[self.position.value]

    @property
    def words(self) -> str:
        """What the drawing shows."""
        return figures.describe(self.step)

    def _make_controls(self, position: int) -> None:
        last = len(self.steps) - 1
        self.walk = widgets.StepNavigator(position, last, 2500, counted=False)
        self.position = self.walk.position
        self.position.tooltip, self.position.readout = "step of the walk", True
        self.position.layout.width = "356px"
        self.preset = ipywidgets.Dropdown(
            options=_presets(self.loaded), description="example", layout={"width": "190px"}
        )
        self.preset.style.description_width = "initial"
        self.seed = ipywidgets.IntText(1, description="seed", layout={"width": "112px", "visibility": "hidden"})
        self.seed.style.description_width = "2.5em"
        self.sliders = {name: _slider(name, value) for name, value in by_name(self.example).items()}
        self.apply = widgets.button("Apply update", "check", "130px")
        self.reset = widgets.button("Reset", "undo", "90px")

    def _connect(self) -> None:
        answered = widgets.show_errors_in(self.message)
        self.position.observe(answered(self._draw), "value")
        for name, slider in self.sliders.items():
            slider.observe(answered(partial(self._slide, name)), "value")
        for control in (self.preset, self.seed):
            control.observe(answered(self._choose), "value")
        self.apply.on_click(answered(self._apply))
        self.reset.on_click(answered(self._reset))

    def _arranged(self) -> list[ipywidgets.Widget]:
        """The walk, and the numbers beside it or, on a narrow page, below."""
        updating = _row([self.apply, self.reset, self.message])
        groups = [[self.sliders[name] for name in self.sliders if name[0] in letters] for letters in TABS.values()]
        tabs = ipywidgets.Tab([self.table, *map(_wrapping, groups)], titles=("Known", *TABS))
        walk_column = ipywidgets.VBox([self.walk, self.picture, updating, self.panel])
        walk_column.layout = ipywidgets.Layout(flex=f"0 0 {figures.DIAGRAM_WIDTH + 4}px", overflow="visible")
        numbers = ipywidgets.VBox([_row([self.preset, self.seed]), tabs])
        numbers.layout = ipywidgets.Layout(flex="1 1 310px", overflow="visible")
        return [_wrapping([walk_column, numbers])]

    def _draw(self, change: Any = None) -> None:
        """Show the step where the walk stands, all of it made anew."""
        step = self.step
        self.picture.value = figures.draw_step(step).svg
        self.panel.value = figures.equation_panel(step)
        self.table.value = figures.known_table(step)
        self.apply.disabled = "new w1" not in step.known
        self.message.say(self._progress())
        self.ahead.draw(lambda position: figures.draw_step(self.steps[position]).svg)

    def _progress(self) -> str:
        updates = len(self.errors) - 1
        if not updates:
            known = "new w1" in self.step.known
            return (
                "Go on with the new weights: apply the update." if known else "Press Next until all new weights are known."
            )
        first, last = (format_value("E", error) for error in (self.errors[0], self.errors[-1]))
        return f"{updates} update{'s' * (updates > 1)} applied: the error was {first}, and is {last}."

    def _use(self, example: Example, errors: list[float]) -> None:
        """Go on with other numbers; if they are refused, everything stays as it was."""
        self.steps = walk.steps(example)
        self.example = example
        self.errors = [*errors, self.steps[-1].known["E"]]
        with self._showing_numbers():
            for name, value in by_name(example).items():
                _set(self.sliders[name], value)
        self._draw()

    @contextmanager
    def _showing_numbers(self) -> Iterator[None]:
        """Sliders are moved from here, which is no wish for another number."""
        self._showing = True
        try:
            yield
        finally:
            self._showing = False

    def _slide(self, name: str, change: Any) -> None:
        if self._showing:
            return
        # The page sends back what it was told to show, off by what rounding does: that is no wish for another number.
        if abs(change.new - by_name(self.example)[name]) < change.owner.step / 2:
            self._draw()
        else:
            kept = self.errors[:-1] if name == "η" else []
            self._use(with_number(self.example, name, change.new), kept)

    def _choose(self, change: Any) -> None:
        is_random = self.preset.value is RANDOM
        self.seed.layout.visibility = "visible" if is_random else "hidden"
        self.loaded = random_example(self.seed.value, RANDOM) if is_random else self.preset.value
        self._use(self.loaded, [])

    def _apply(self, button: ipywidgets.Button) -> None:
        example = self.example
        updated = example.network.step(example.x, example.target, example.learning_rate)
        self._use(replace(example, network=updated), self.errors)

    def _reset(self, button: ipywidgets.Button) -> None:
        self._use(self.loaded, [])

    def _snapshot(self) -> dict[str, str]:
        return figures.still(self.step)._repr_mimebundle_()


def explore(example: Example = WIKIDOCS, at: str = "start") -> Stepper:
    """The stepper: one step of learning on a 2-2-2 network, one computation at a time.

    Parameters
    ----------
    example
        The network and the sample to begin with.
    at
        The step to begin at, such as "start", "o1", "slope w5", "blame h1" or "new error".
    """
    return Stepper(checked(example), at)


def _presets(first: Example) -> list[tuple[str, Any]]:
    """The example that the stepper began with, those of the lesson, and one from a seed."""
    known = (WIKIDOCS, MAZUR, SATURATED)
    examples = known if first in known else (first, *known)
    chosen = sorted(examples, key=lambda example: example is not first)
    return [*((example.name, example) for example in chosen), (RANDOM, RANDOM)]


def _slider(name: str, value: float) -> ipywidgets.FloatSlider:
    low, high, step = LIMITS[name[0]]
    label = "rate η" if name == "η" else figures.lowered(name)
    slider = widgets.slider(label, low, low, high, step, readout_format=".3f")
    _set(slider, value)
    slider.style.description_width = "3em"
    slider.layout = ipywidgets.Layout(width="268px", margin="0px")
    return slider


def _set(slider: ipywidgets.FloatSlider, value: float) -> None:
    """Move a slider to a value that it may not have been made for: beyond its ends, or between two steps.

    The page shows whole steps only, so these are counted from ``value``.
    """
    steps = (value - slider.min) / slider.step
    with slider.hold_sync():  # in one message, or the page would round the old value to the new steps
        slider.max = max(slider.max, value)
        if steps < 0 or abs(steps - round(steps)) > 1e-6:
            slider.min = value - math.ceil(max(steps, 0)) * slider.step
        slider.value = value


def _row(children: list[ipywidgets.Widget]) -> ipywidgets.HBox:
    return ipywidgets.HBox(children, layout={"overflow": "visible", "align_items": "center"})


def _wrapping(children: list[ipywidgets.Widget]) -> ipywidgets.HBox:
    return ipywidgets.HBox(children, layout={"overflow": "visible", "flex_flow": "row wrap"})
