"""The error over two of the weights as a map, and the way that gradient descent takes on it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from PIL import Image

from ... import checks, style
from ...checks import Floats
from ..examples import Example
from ..network import Network
from ..training import Path, descent_path, loss_surface
from .drawing import Plot, lowered, tints
from .plots import short

WIDTH, HEIGHT = 5.4, 5.0  # inches
GRID = 61
REACH = 3.0
HEIGHTS = tints(style.PAPER, style.ERROR)


@dataclass(frozen=True, eq=False)
class Surface:
    """The error over two weights, around the place where a network stands."""

    names: tuple[str, str]
    values: tuple[Floats, Floats]
    errors: Floats  # (second weight, first weight)


def surface_around(example: Example, names: tuple[str, str]) -> Surface:
    """The error over two weights, up to `REACH` away from where they are."""
    if not isinstance(names, Sequence) or isinstance(names, str) or len(names) != 2 or names[0] == names[1]:
        raise ValueError(f"names is {names!r}, expected two different weights, such as ('w5', 'w6')")
    first, second = (example.network.weight(name) + np.linspace(-REACH, REACH, GRID) for name in names)
    errors = loss_surface(example.network, example.x, example.target, names, first, second)
    return Surface(names, (first, second), errors)


class SurfaceMap:
    """A map that is drawn once for many paths: only the path is drawn anew, in a tenth of the time."""

    SCALE = 1.5  # pixels of the picture for each of the page's

    @style.styled
    def __init__(self, ground: Surface) -> None:
        self.ground = ground
        figure = style.figure(WIDTH, HEIGHT)
        figure.set_dpi(style.DPI * self.SCALE)
        self._canvas = FigureCanvasAgg(figure)
        self._axes = figure.add_subplot()
        draw_ground(self._axes, ground)
        self._lines = path_lines(self._axes)
        self._canvas.draw()
        self._drawn = self._canvas.copy_from_bbox(figure.bbox)

    def img(self, path: Path, alt: str) -> str:
        """The map with a path on it, as an HTML element of fixed size."""
        self._canvas.restore_region(self._drawn)
        place_path(self._lines, path)
        for line in self._lines:
            self._axes.draw_artist(line)
        buffer = io.BytesIO()
        picture = Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")
        # Written in a quarter of the time that PNG takes; at this quality the eye sees no difference.
        picture.save(buffer, "jpeg", quality=95, subsampling=0)
        return style.img("jpeg", buffer.getvalue(), alt, style.fixed(self._canvas.figure))


@style.styled
def error_surface(
    network: Network,
    x: Floats,
    target: Floats,
    names: tuple[str, str] = ("w5", "w7"),
    learning_rate: float = 0.5,
    steps: int = 200,
) -> Plot:
    """The error over two weights as a map, and gradient descent on it that moves only these two."""
    example = Example("", network, x, target, learning_rate)
    ground = surface_around(example, names)
    path = descent_path(network, example.x, example.target, names, learning_rate, checks.integer("steps", steps, 0))
    figure = style.figure(WIDTH, HEIGHT)
    axes = figure.add_subplot()
    draw_ground(axes, ground)
    place_path(path_lines(axes), path)
    return Plot(figure, describe_descent(ground, path, learning_rate))


def draw_ground(axes: Axes, ground: Surface) -> None:
    """Lines of equal error, the ground between them the darker the higher."""
    # Closer together where the error is small, as near the bottom there would be no lines at all.
    levels = np.linspace(0, np.sqrt(ground.errors.max()), 15) ** 2
    axes.contourf(*ground.values, ground.errors, levels=levels, cmap=HEIGHTS)
    lines = axes.contour(*ground.values, ground.errors, levels=levels, colors=style.BASELINE, linewidths=0.8)
    axes.clabel(lines, levels[2::3], fmt="%.2g", fontsize=10, colors=style.INK)
    xlabel, ylabel = map(lowered, ground.names)
    axes.set(aspect="equal")
    axes.set_xlabel(xlabel, size=15)
    axes.set_ylabel(ylabel, size=15)
    axes.grid(False)


def path_lines(axes: Axes) -> list[Line2D]:
    """The parts of a path, not yet in their places, which leaves the map its size: the way, its beginning, its end."""
    return [
        *axes.plot([], [], "o-", color=style.INK, markersize=4, linewidth=1.4),
        *axes.plot([], [], "o", color=style.INK, markersize=11),
        *axes.plot([], [], "o", color=style.ACTIVE, markersize=12, markeredgecolor=style.INK),
    ]


def place_path(lines: list[Line2D], path: Path) -> None:
    """Put the parts of a path where it goes."""
    for line, places in zip(lines, (path.weights, path.weights[:1], path.weights[-1:]), strict=True):
        line.set_data(*places.T)


def describe_descent(ground: Surface, path: Path, learning_rate: float) -> str:
    """The map and the path in words."""
    a, b = ground.names
    start, end = (f"{a} = {u:.2f}, {b} = {v:.2f}".replace("-", "−") for u, v in path.weights[[0, -1]])
    outside = any(
        values.min() < ends[0] or values.max() > ends[-1]
        for values, ends in zip(path.weights.T, ground.values, strict=True)
    )
    return (
        f"The error over {a} and {b}. Gradient descent with a learning rate of {learning_rate:.3g} begins at {start}, "
        f"error {short(path.errors[0])}; after {len(path.errors) - 1} steps it is at {end}, error "
        f"{short(path.errors[-1])}.{' On its way it leaves the map.' if outside else ''}"
    )
