"""A text with a coloured ground behind each character."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from ... import style, svg
from ...char_model.model import Floats
from .drawing import MONO, Drawing, visible


@dataclass(frozen=True)
class Scale:
    """Colours for numbers from ``low`` to ``high``, all of them light enough to read dark text on."""

    low: float
    high: float
    colours: tuple[str, ...]
    label: str
    """Says what the two ends are."""

    def levels(self, values: Floats) -> list[int]:
        """The number of each value's colour; what lies beyond an end gets the colour of that end."""
        place = (np.asarray(values, float) - self.low) / (self.high - self.low)
        return np.clip(place * len(self.colours), 0, len(self.colours) - 1).astype(int).tolist()


CELL = Scale(-1, 1, style.ramp("#D98F3D", "#FFFFFF", "#3FB8A0"), "state from −1 (brown) to +1 (green)")
"""Brown, white, green: the common kinds of colour-blindness tell the two ends apart."""
SURPRISE = Scale(0, 8, style.ramp("#FFFFFF", "#FFD9A8", "#F0803C", steps=16), "surprise from 0 to 8 bits and more")

COLUMNS, ROWS = 62, 18
CHARACTER, LINE = 9, 21  # pixels across and down
TEXT_LEFT, TEXT_TOP = 10, 40
TEXT_WIDTH = 2 * TEXT_LEFT + CHARACTER * (COLUMNS + 1)  # one for the sign of a line's end


def heatmap_text(
    text: str,
    values: Floats,
    scale: Scale,
    words: str,
    titles: Sequence[str] | None = None,
    marked: int | None = None,
) -> Drawing:
    """A text with a coloured ground behind each character; what does not fit into `ROWS` lines is left out.

    Parameters
    ----------
    values : array of shape (len(text),)
        What is coloured; ``CELL`` and ``SURPRISE`` are scales for states and for bits.
    words
        What the picture shows, for those who cannot see it.
    titles
        What a pointer that rests on a character is told.
    marked
        The place of a character to draw a frame around.
    """
    lines = list(fold(text))[:ROWS]
    levels = scale.levels(values)
    body = [
        _legend(scale),
        *_grounds(lines, levels, scale),
        *(text_line(row, 0, line, style.INK) for row, (_, line) in enumerate(lines)),
        '<g fill-opacity="0">',
        *(_title(titles[i], row, column, wide) for row, column, i, wide in _cells(lines) if titles),
        "</g>",
        *(_frame(row, column, wide) for row, column, i, wide in _cells(lines) if i == marked),
    ]
    return Drawing(style.svg(TEXT_WIDTH, TEXT_TOP + LINE * ROWS + 10, "".join(body), words), words)


def fold(text: str, columns: int = COLUMNS) -> Iterator[tuple[int, str]]:
    r"""Lines of a text, none wider than ``columns``, each with the place of its first character.

    A line is broken after a space where there is one. A line's end stays at the end of its line.

    Examples
    --------
    >>> list(fold("to be\nor not", columns=4))
    [(0, 'to '), (3, 'be\n'), (6, 'or '), (9, 'not')]
    """
    start = 0
    while start < len(text):
        end = _line_end(text, start, columns)
        yield start, text[start:end]
        start = end


def _line_end(text: str, start: int, columns: int) -> int:
    for i in range(start, len(text)):
        if text[i] == "\n":
            return i + 1
        columns -= columns_of(text[i])
        if columns < 0:
            return text.rfind(" ", start, i) + 1 or max(i, start + 1)
    return len(text)


def fitting(text: str) -> str:
    """The beginning of a text for which there is room in `ROWS` lines."""
    return "".join(line for _, (_, line) in zip(range(ROWS), fold(text), strict=False))


def columns_of(text: str) -> int:
    """How many columns a text takes: Korean, Chinese and Japanese characters take two each."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def _cells(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, int, int]]:
    """Row, column, place in the text and width of every character."""
    for row, (start, line) in enumerate(lines):
        column = 0
        for i, character in enumerate(line, start):
            wide = columns_of(character)
            yield row, column, i, wide
            column += wide


def _grounds(lines: Iterable[tuple[int, str]], levels: Sequence[int], scale: Scale) -> Iterator[str]:
    """One shape a colour: all the characters that have it."""
    shapes: dict[int, list[str]] = {}
    for row, column, i, wide in _cells(lines):
        x, y = TEXT_LEFT + CHARACTER * column, TEXT_TOP + LINE * row
        shapes.setdefault(levels[i], []).append(f"M{x} {y}h{CHARACTER * wide}v{LINE - 1}h-{CHARACTER * wide}z")
    for level, shape in sorted(shapes.items()):
        yield f'<path fill="{scale.colours[level]}" d="{"".join(shape)}"/>'


def text_line(row: int, column: int, piece: str, ink: str) -> str:
    """A piece of a line, its letters spread over their cells whatever font there is."""
    shown = piece.removesuffix("\n")
    x, y = TEXT_LEFT + CHARACTER * column, TEXT_TOP + LINE * row + 15
    width = CHARACTER * columns_of(shown)
    sign = f'<text x="{x + width}" y="{y}" fill="{style.BASELINE}" font-size="12">⏎</text>' if shown != piece else ""
    if not shown:
        return sign
    letters = escape("".join("\xa0" if c == " " else visible(c) for c in shown), quote=False)
    return f'<text x="{x}" y="{y}" font-family="{MONO}" fill="{ink}" textLength="{width}">{letters}</text>{sign}'


def _title(title: str, row: int, column: int, wide: int) -> str:
    x, y = TEXT_LEFT + CHARACTER * column, TEXT_TOP + LINE * row
    return (
        f'<rect x="{x}" y="{y}" width="{CHARACTER * wide}" height="{LINE}">'
        f"<title>{escape(title, quote=False)}</title></rect>"
    )


def _frame(row: int, column: int, wide: int) -> str:
    x, y = TEXT_LEFT + CHARACTER * column, TEXT_TOP + LINE * row
    return svg.box(x - 1, y - 1, CHARACTER * wide + 2, LINE + 1, "none", style.INK, 2)


def _legend(scale: Scale) -> str:
    step, above, height = 11, 8, 14
    across = step * len(scale.colours)
    return (
        svg.swatches(TEXT_LEFT, above, step, height, scale.colours)
        + svg.box(TEXT_LEFT, above, across, height, "none", more=f'stroke="{style.BASELINE}"')
        + f'<text x="{TEXT_LEFT + across + 10}" y="{above + 12}" font-size="13">{scale.label}</text>'
    )
