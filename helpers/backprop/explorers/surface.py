"""The error over two weights, and the descent on it: which weights and which learning rate is up to the learner."""

from typing import Any

import ipywidgets

from ... import widgets
from .. import figures
from ..examples import WIKIDOCS, Example
from ..training import Path, descent_path
from .numbers import checked


class SurfaceExplorer(widgets.Explorer):
    """A map of the error over two weights, and controls for which two, for the learning rate and for the steps."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.across, self.upwards = (_weights(label, example) for label in ("across", "upwards"))
        names = list(example.network.weights)
        self.across.value, self.upwards.value = ("w5", "w6") if "w6" in names else (names[0], names[-1])
        self.learning_rate = ipywidgets.FloatLogSlider(
            10, min=-1, max=3, step=0.1, description="rate η", readout_format=".3g"
        )
        self.steps = ipywidgets.IntSlider(50, 0, 200, description="steps")
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"height": "180px"})
        answered = widgets.show_errors_in(self.message)
        for control in (self.across, self.upwards):
            control.observe(answered(self._choose), "value")
        for control in (self.learning_rate, self.steps):
            control.observe(answered(self._draw), "value")
        self._choose()
        controls = [self.across, self.upwards, self.learning_rate, self.steps, self.message]
        beside = ipywidgets.VBox(controls, layout={"flex": "1 1 300px", "overflow": "visible"})
        super().__init__([ipywidgets.HBox([self.picture, beside], layout={"flex_flow": "row wrap"})], self._snapshot)

    @property
    def names(self) -> tuple[str, str]:
        """The two weights."""
        return self.across.value, self.upwards.value

    @property
    def path(self) -> Path:
        """Where the descent goes."""
        chosen = self.names, self.learning_rate.value, self.steps.value
        return descent_path(self.example.network, self.example.x, self.example.target, *chosen)

    def _choose(self, change: Any = None) -> None:
        """Draw the ground for other weights, and the path on it."""
        ground = figures.surface_around(self.example, self.names)
        self._map = figures.SurfaceMap(ground)
        self._draw()

    def _draw(self, change: Any = None) -> None:
        path = self.path
        self.words = figures.describe_descent(self._map.ground, path, self.learning_rate.value)
        self.picture.value = self._map.img(path, self.words)
        self.message.say(figures.lowered(self.words))

    def _snapshot(self) -> widgets.Still:
        example, names = self.example, self._map.ground.names  # the last ones that could be drawn
        chosen = names, self.learning_rate.value, self.steps.value
        plot = figures.error_surface(example.network, example.x, example.target, *chosen)
        return plot._repr_mimebundle_()


def explore_surface(example: Example = WIKIDOCS) -> SurfaceExplorer:
    """A map of the error over two weights, with gradient descent on it: choose the weights and the learning rate."""
    return SurfaceExplorer(checked(example))


def _weights(label: str, example: Example) -> ipywidgets.Dropdown:
    options = [(figures.lowered(name), name) for name in example.network.weights]
    return ipywidgets.Dropdown(options=options, description=label, layout={"width": "180px"})
