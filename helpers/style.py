"""One look for every picture of the series: what a colour means, sizes, and how a figure is shown."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

# A colour means the same in every lesson: it has a role, and nothing without that role is drawn in it. After Okabe and
# Ito's palette, which the common kinds of colour-blindness tell apart; green and purple are darkened so that text in
# them can be read on white.
INPUT = "#0072B2"  # what goes in: inputs, prompts, training data
HIDDEN = "#007F5F"  # what the network holds: hidden units, states
OUTPUT = "#9A4C95"  # what comes out: outputs, predictions, generated text
ERROR = "#C94F00"  # what is wrong: loss, error, gradients, held-out data
ACTIVE = "#E69F00"  # where to look now: the lit path, the marked point (as a fill or a line, never as text)
BASELINE = "#6B7280"  # what to compare with: baselines, targets
INK = "#1F2933"
FAINT = "#D9DEE4"
PAPER = "#FFFFFF"

# What is merely compared (kinds of networks, ways to train, measures) has no role: it takes the colours of SERIES in
# their order, and a marker, as lines may lie on each other. They are for fills and lines, not for text.
SERIES = ("#CE7487", "#4198AC", "#602D01", "#485629")  # pink, turquoise, brown, olive
MARKERS = ("^", "s", "o", "D")
LIGHT, DARK = "#A08A4A", "#2E2504"  # the ends of what is ordered, such as learning rates: the larger, the darker

FONT = "system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif"
MONO = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
DPI = 96  # pixels an inch on a page; pictures are drawn twice as fine

RC: dict[Any, Any] = {
    "axes.edgecolor": BASELINE,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 12,
    "axes.prop_cycle": cycler(color=SERIES),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 13,
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "svg.hashsalt": "series",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
styled = matplotlib.rc_context(RC)
"""Decorator of every function that draws: the figure it returns has the look of the series."""


def ramp(*ends: str, steps: int = 17) -> tuple[str, ...]:
    """Colours from the first to the last of ``ends``, evenly through those between.

    Examples
    --------
    >>> ramp("#000000", "#FFFFFF", steps=3)
    ('#000000', '#808080', '#ffffff')
    """
    stops = np.array([[int(end[i : i + 2], 16) for i in (1, 3, 5)] for end in ends])
    places = np.linspace(0, len(ends) - 1, steps)
    channels = [np.interp(places, np.arange(len(ends)), channel).round().astype(int) for channel in stops.T]
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in zip(*channels, strict=True))


def shades(count: int) -> tuple[str, ...]:
    """Colours for ``count`` values of one quantity, from the smallest to the largest."""
    return ramp(LIGHT, DARK, steps=count)


def tint(colour: str, strength: float) -> str:
    """``colour`` mixed with paper: 0 is paper, 1 the colour itself.

    Examples
    --------
    >>> tint("#000000", 0), tint("#000000", 1), tint("#FF0000", 0.5)
    ('#ffffff', '#000000', '#ff8080')
    """
    channels = zip(to_rgb(colour), to_rgb(PAPER), strict=True)
    red, green, blue = (strength * c + (1 - strength) * p for c, p in channels)
    return to_hex((red, green, blue))


def figure(width: float = 7.5, height: float = 3.6) -> Figure:
    """An empty figure of ``width`` × ``height`` inches, drawn without a window."""
    made = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    FigureCanvasAgg(made)
    return made


def spread(places: Sequence[float], gap: float, highest: float = 1.0) -> list[float]:
    """Places for labels, in the order of ``places``: at least ``gap`` apart, none above the ``highest``.

    Examples
    --------
    >>> spread([1.0, 0.125, 0.99], gap=0.25)
    [1.0, 0.125, 0.75]
    """
    found, top = [0.0] * len(places), highest
    for i in sorted(range(len(places)), key=lambda i: -places[i]):
        found[i] = min(places[i], top)
        top = found[i] - gap
    return found


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]], gap: float = 0.075) -> None:
    """A name beside the right end of each line, joined to it: (where the line ends, its name, its colour).

    Names are at least ``gap`` of the axes' height apart. The axes must have their limits.
    """
    to_share = axes.transScale + axes.transLimits
    shares = [float(to_share.transform((axes.get_xlim()[1], end))[1]) for end, _, _ in ends]
    for (_, name, colour), share, place in zip(ends, shares, spread(shares, gap), strict=True):
        joined = {"arrowstyle": "-", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)}
        beside: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "axes fraction", "va": "center"}
        axes.annotate(name, (1, share), (1.045, place), arrowprops=joined, annotation_clip=False, **beside)


def png(drawn: Figure, scale: float = 2.0) -> bytes:
    """The figure as PNG, ``scale`` times finer than the page's pixels."""
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="png", dpi=DPI * scale, metadata={"Software": None})
    return buffer.getvalue()


def size(drawn: Figure) -> tuple[int, int]:
    """Width and height of the figure on a page, in CSS pixels."""
    width, height = drawn.get_size_inches()
    return round(width * DPI), round(height * DPI)


def show(drawn: Figure, alt: str) -> None:
    """Display a figure in a notebook, with ``alt`` for those who cannot see it."""
    from IPython.display import display

    display(Plot(drawn, alt))


@dataclass(frozen=True)
class Drawing:
    """A picture as SVG text, and what it shows in words, which is its text alternative in a notebook."""

    svg: str = field(repr=False)
    words: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # GitHub shows no SVG in an <img>. It drops the style of the <div>, and so shows the drawing that this hides.
        on_github = f'<div style="display: none">{self.svg}</div>'
        return {"text/html": img("svg+xml", self.svg.encode(), self.words) + on_github, "text/plain": self.words}


@dataclass(frozen=True)
class Plot:
    """A matplotlib figure, and what it shows in words, which is its text alternative in a notebook."""

    figure: Figure = field(repr=False)
    words: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        width, _height = size(self.figure)
        return {"text/html": img("png", png(self.figure), self.words, f'width="{width}"'), "text/plain": self.words}


def img(subtype: str, picture: bytes, alt: str, attributes: str = "") -> str:
    """A picture of the MIME type image/``subtype`` as an HTML element, with its bytes inside.

    A notebook stores this and not the picture itself, which JupyterLab shows without a text alternative.
    """
    data = base64.b64encode(picture).decode()
    return f'<img alt="{escape(alt)}" {attributes} src="data:image/{subtype};base64,{data}">'


def fixed(drawn: Figure) -> str:
    """The attributes with which an image of a figure keeps its size: a page that swaps it does not jump."""
    width, height = size(drawn)
    return f'width="{width}" height="{height}" style="max-width: none; display: block"'


def svg(width: int, height: int, body: str, alt: str) -> str:
    """A drawing as SVG text, ``width`` × ``height`` CSS pixels on white paper, with ``alt`` as its name."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-label="{escape(alt)}" font-family="{FONT}" font-size="15" fill="{INK}">'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{body}</svg>'
    )


def percent(share: float) -> str:
    """A share of 1 in whole percent.

    Examples
    --------
    >>> percent(0.314)
    '31 %'
    """
    return f"{100 * share:.0f} %"


def mean_and_range(values: ArrayLike, digits: int = 3) -> str:
    """The mean over seeds and, where there are several, from where to where they go.

    Examples
    --------
    >>> mean_and_range([0.5, 0.7]), mean_and_range([0.5], 1)
    ('0.600 (0.500 to 0.700)', '0.5')
    """
    array = np.asarray(values)
    mean = f"{array.mean():.{digits}f}"
    return mean if len(array) == 1 else f"{mean} ({array.min():.{digits}f} to {array.max():.{digits}f})"
