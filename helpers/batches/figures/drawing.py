"""What the pictures of lesson 02 share: the colours of iterations, parts of SVG, words for counts."""

from ... import style
from ...style import Drawing as Drawing
from ...style import Plot as Plot
from ...style import tint as tint

WIDTH = 760


def iteration_colour(iteration: int, count: int) -> str:
    """The colour of iteration 1 to ``count`` of an epoch: the later, the darker, and never too dark for letters."""
    return tint(style.INPUT, 0.12 + 0.6 * (iteration - 1) / max(count - 1, 1))


def text(x: float, y: float, words: str, anchor: str = "start", fill: str = style.INK, size: int = 15) -> str:
    """A line of SVG text; ``words`` may hold no markup that is not meant."""
    return f'<text x="{x:.4g}" y="{y:.4g}" text-anchor="{anchor}" fill="{fill}" font-size="{size}">{words}</text>'


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", line: float = 1) -> str:
    """A rectangle."""
    edge = f' stroke="{stroke}" stroke-width="{line:g}"' if stroke != "none" else ""
    return f'<rect x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}" fill="{fill}"{edge}/>'


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    Examples
    --------
    >>> counted(1, "sample"), counted(2000, "sample"), counted(2, "epoch")
    ('1 sample', '2,000 samples', '2 epochs')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
