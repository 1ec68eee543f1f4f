"""Parts of hand-made SVG drawings: lines of text, boxes, arrows. What they stand for is the lesson's to say."""

from collections.abc import Sequence
from html import escape

from . import style

Point = tuple[float, float]
HALO = f'stroke="{style.PAPER}" stroke-width="6" stroke-linejoin="round" paint-order="stroke"'
"""The letters stand on a ground of their own, so that a line may run behind them."""


def text(
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    fill: str = style.INK,
    size: int = 15,
    more: str = "",
    head: str = "",
    digits: int = 5,
) -> str:
    """A line of text that stands on ``y``, its place written with so many ``digits``.

    ``more`` are other attributes, such as `HALO`; ``head`` are bold words before the others.
    """
    more = f" {more}" if more else ""
    bold = f"<tspan font-weight='bold'>{escape(head, quote=False)}</tspan>" if head else ""
    return (
        f'<text x="{x:.{digits}g}" y="{y:.{digits}g}" text-anchor="{anchor}" fill="{fill}" font-size="{size}"{more}>'
        f"{bold}{escape(words, quote=False)}</text>"
    )


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    stroke: str = "",
    line: float = 1,
    more: str = "",
    corner: float = 0,
) -> str:
    """A rectangle, ``x`` and ``y`` its upper left corner; ``corner`` is how round it is, ``more`` as in `text`."""
    rounded = f' rx="{corner:g}"' if corner else ""
    edge = f' stroke="{stroke}" stroke-width="{line:g}"' if stroke else ""
    more = f" {more}" if more else ""
    return (
        f'<rect x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}"{rounded} fill="{fill}"{edge}{more}/>'
    )


def swatches(x: float, y: float, width: float, height: float, colours: Sequence[str]) -> str:
    """The colours of a scale from left to right, each ``width`` × ``height``."""
    return "".join(box(x + width * i, y, width, height, colour) for i, colour in enumerate(colours))


def arrow(points: Sequence[Point], colour: str, line: float = 2.5, head: float = 10) -> str:
    """A line along ``points`` that ends in a head, as long as ``head``."""
    (x1, y1), (x2, y2) = points[-2:]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    along, across = (x2 - x1) / length, (y2 - y1) / length
    back_x, back_y = x2 - head * along, y2 - head * across
    moves = "L".join(f"{x:.5g} {y:.5g}" for x, y in (*points[:-1], (back_x, back_y)))
    wing = head / 2
    tip = (
        f"M{x2:.1f} {y2:.1f}L{back_x - wing * across:.1f} {back_y + wing * along:.1f}"
        f"L{back_x + wing * across:.1f} {back_y - wing * along:.1f}Z"
    )
    return (
        f'<path d="M{moves}" fill="none" stroke="{colour}" stroke-width="{line:g}" stroke-linejoin="round"/>'
        f'<path d="{tip}" fill="{colour}"/>'
    )
