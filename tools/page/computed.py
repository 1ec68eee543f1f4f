"""The explorers that are computed in the page: what their models need of Python's."""

import base64
import io
import itertools
from dataclasses import asdict
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers import backprop, exercises, start_here, style
from helpers.backprop.figures.surface import HEIGHT, WIDTH, Surface, draw_ground, path_lines, surface_around
from helpers.start_here import figures as curves
from helpers.start_here.neuron import GOALS
from tools.page.recording import Control

COLOURS = {
    name: getattr(style, name.upper()) for name in ("input", "output", "error", "active", "baseline", "ink", "paper")
}
MAP_COLOURS = 64
MAP_SCALE = 1.5


def neuron() -> dict[str, Any]:
    """Lesson 00's neuron: where its picture's parts stand, and its goals."""
    explorer = start_here.explore()
    sliders = (explorer.weight, explorer.bias, explorer.input)
    values = [np.arange(slider.min, slider.max + slider.step, slider.step).tolist() for slider in sliders]
    controls = [Control("menu", "goal", tuple(goal.title for goal in GOALS))]
    controls += [
        Control("slider", slider.description, tuple(map(curves.number, places)), places.index(slider.value))
        for slider, places in zip(sliders, values, strict=True)
    ]
    return {
        "controls": [asdict(control) for control in controls],
        "values": values,
        "goals": [{"task": goal.task, "targets": goal.targets, "margin": goal.margin} for goal in GOALS],
        "boxes": {kind: exercises.COLOURS[kind] for kind in ("right", "unanswered")},
        "svg": style.svg(curves.WIDTH, curves.HEIGHT, "BODY", "ALT"),
        "axes": curves.axes(),
        "left": curves.LEFT,
        "right": curves.RIGHT,
        "top": curves.TOP,
        "bottom": curves.BOTTOM,
        "low": curves.X_MIN,
        "high": curves.X_MAX,
        "colours": COLOURS,
    }


def surface() -> dict[str, Any]:
    """Lesson 03's maps of the error over every two weights, and the network that descends on them."""
    explorer = backprop.explore_surface()
    example, network = explorer.example, explorer.example.network
    pairs = list(itertools.combinations(network.weights, 2))
    # Not up to 1,000: above 100 a descent can be chaotic, and then what two libraries round differently grows.
    rates = [10 ** (tenth / 10) for tenth in range(-10, 21)]
    steps = explorer.steps
    controls = (
        Control("menu", "weights", tuple(f"{a} and {b}" for a, b in pairs), pairs.index(explorer.names)),
        Control("slider", "rate η", tuple(f"{rate:.3g}" for rate in rates), rates.index(explorer.learning_rate.value)),
        Control("slider", "steps", tuple(map(str, range(steps.min, steps.max + 1))), steps.value),
    )
    width, height = style.size(style.figure(WIDTH, HEIGHT))
    return {
        "controls": [asdict(control) for control in controls],
        "rates": rates,
        "network": {
            "weights": network.weights,
            "biases": list(network.biases.values()),
            "x": example.x.tolist(),
            "target": example.target.tolist(),
        },
        "grounds": [{"names": pair, **_ground(surface_around(example, pair))} for pair in pairs],
        "width": width,
        "height": height,
        "colours": COLOURS,
    }


@style.styled
def _ground(ground: Surface) -> dict[str, Any]:
    """A map as a picture, the place of its axes on the page, and what they reach from and to."""
    figure = style.figure(WIDTH, HEIGHT)
    figure.set_dpi(style.DPI * MAP_SCALE)
    axes = figure.add_subplot()
    draw_ground(axes, ground)
    path_lines(axes)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").quantize(MAP_COLOURS)
    file = io.BytesIO()
    drawn.save(file, "png", optimize=True)
    uri = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    return {"map": uri, "box": _box(figure, axes), "limits": [axes.get_xlim(), axes.get_ylim()]}


def _box(figure: Figure, axes: Axes) -> list[list[float]]:
    """Left and right, top and bottom of the axes in the page's pixels."""
    _, height = style.size(figure)
    (left, bottom), (right, top) = (axes.get_window_extent().get_points() / MAP_SCALE).round(2).tolist()
    return [[left, right], [height - top, height - bottom]]
