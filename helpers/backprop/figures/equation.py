"""An equation of the walk as SVG text: symbols, and under each of them its number."""

import math
import re
from collections.abc import Sequence

from ... import style
from ..walk import Equation
from .drawing import colour, coloured

SYMBOL, TEXT = 18, 16  # sizes of letters
FRACTION = re.compile(r"(∂\w+)/(∂\w\d)")
FRACTION_ROW, MARK_ROW, ROW = 46, 22, 21
MARGIN = 12
GAP, LEAST_GAP = 9, 4  # on each side of a cell: where there is room, and where there is not
# Widths of characters in units of their size, in a wide font: in a narrower one there is more air.
_NARROW = dict.fromkeys(".· ()½'/", 0.36)


def equation(cells: Equation, marked: bool, width: float, height: float) -> str:
    """The inside of a drawing of ``cells``, in the middle of ``width`` × ``height`` pixels.

    Parameters
    ----------
    marked
        Whether the factors are numbered, as they are in the drawing of the network.
    """
    if not cells:
        return ""
    columns = list(zip(*cells, strict=True))
    fractions = any(map(FRACTION.match, cells[0]))
    head = FRACTION_ROW if fractions else ROW + 4
    marks = MARK_ROW if marked else 0
    top = (height - marks - head - ROW * (len(cells) - 1)) / 2 + marks
    bare = [*map(_width, columns)]
    room = width - 2 * MARGIN
    gap = min(GAP, max(LEAST_GAP, (room - sum(bare)) / (2 * len(columns))))
    widths = [cell + 2 * gap for cell in bare]
    scale = min(1, room / sum(widths))
    left = -sum(widths) / 2
    parts, factors = [], 0
    for i, column in enumerate(columns):
        middle = left + sum(widths[:i]) + widths[i] / 2
        is_result = i == len(columns) - 1 and not column[0]
        parts.append(_column(column, middle, top, head, colour(cells[0][0]) if is_result else None))
        if marked and i and FRACTION.match(column[0]):
            factors += 1
            parts.append(mark(middle, top - MARK_ROW / 2, factors))
    return (
        f'<g transform="translate({width / 2} {height / 2 * (1 - scale):.2f}) scale({scale:.3f})">{"".join(parts)}</g>'
    )


def natural_width(cells: Equation) -> int:
    """The width in pixels in which an equation stands with all the room that it likes to have."""
    columns = list(zip(*cells, strict=True))
    return math.ceil(sum(map(_width, columns)) + 2 * GAP * len(columns) + 2 * MARGIN)


def mark(x: float, y: float, number: int) -> str:
    """A numbered disc: the same number says where a factor stands in the equation and in the network."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{style.ACTIVE}" stroke="{style.PAPER}" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14" font-weight="bold">{number}</text>'
    )


def _width(column: Sequence[str]) -> float:
    symbol, *cells = column
    bold = 1 if symbol else 1.1  # what comes out
    return max(_text_width(symbol, SYMBOL), *(bold * _text_width(cell, TEXT) for cell in cells))


def _text_width(text: str, size: int) -> float:
    fraction = FRACTION.fullmatch(text)
    if fraction:
        return max(_text_width(part, size) for part in fraction.groups())
    return size * sum(_NARROW.get(character, 0.65) for character in text)


def _column(column: Sequence[str], x: float, top: float, head: float, result: str | None) -> str:
    """Cells under one another, around ``x``; ``result`` is the colour of a column that holds what comes out."""
    symbol, *cells = column
    ink = result or (colour(symbol) if re.fullmatch(r"[a-zA-Z][0-9]|E", symbol) else style.INK)
    weight = ' font-weight="bold"' if result else ""
    lines = "".join(
        f'<text x="{x:.1f}" y="{top + head + ROW * i + 16:.1f}">{coloured(cell)}</text>'
        for i, cell in enumerate(cells)
        if cell
    )
    return f'{_symbol(symbol, x, top, head)}<g text-anchor="middle" font-size="{TEXT}" fill="{ink}"{weight}>{lines}</g>'


def _symbol(symbol: str, x: float, top: float, head: float) -> str:
    attributes = f'text-anchor="middle" font-size="{SYMBOL}"'
    fraction = FRACTION.fullmatch(symbol)
    if not fraction:
        return f'<text x="{x:.1f}" y="{top + head / 2 + 6:.1f}" {attributes}>{coloured(symbol)}</text>'
    above, below = fraction.groups()
    half = _text_width(symbol, SYMBOL) / 2 + 2
    return (
        f'<text x="{x:.1f}" y="{top + 16}" {attributes}>{coloured(above)}</text>'
        f'<path d="M{x - half:.1f} {top + 22}h{2 * half:.1f}" stroke="{style.INK}" stroke-width="1.3"/>'
        f'<text x="{x:.1f}" y="{top + 39}" {attributes}>{coloured(below)}</text>'
    )
