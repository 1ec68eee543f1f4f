"""How a text is cut into rows, batches and windows."""

from dataclasses import dataclass
from html import escape

from ... import checks, style, svg
from ...char_model.recipe import windows
from ...characters import Vocabulary
from .drawing import MONO, Drawing, visible

CELL_WIDTH, CELL_HEIGHT = 18, 26
GAP = 34  # between two windows of a row: room for the arrow of the state
PITCH = CELL_HEIGHT + 10  # from row to row
JOIN = 22  # from a window down to its targets
LEFT, TOP = 74, 44


def window_picture(text: str, batch_size: int, window: int, batch: int = 0, row: int = 0) -> Drawing:
    """How a text is cut into rows, batches and windows, and what is to be predicted from one of the windows.

    Parameters
    ----------
    text
        A short one: every character of it is drawn.
    batch_size, window
        As in `windows`.
    batch, row
        Which batch is lit, and which of its windows is shown with its targets.
    """
    vocabulary = Vocabulary.of(text)
    inputs, targets = windows(vocabulary.encode(text), batch_size, window)
    batch, row = checks.integer("batch", batch, 0, len(inputs) - 1), checks.integer("row", row, 0, batch_size - 1)
    cut = Cut(
        windows=[[visible(vocabulary.decode(ids)) for ids in one] for one in inputs],
        targets=visible(vocabulary.decode(targets[batch, row])),
        left_over=len(text) - inputs.size,
        batch=batch,
        row=row,
    )
    words = (
        f"A text of {len(text)} characters in {batch_size} rows, cut into {len(inputs)} batches of {batch_size} windows"
        f" of {window}. In batch {batch + 1}, row {row + 1} reads “{cut.chosen}”; its targets are “{cut.targets}”,"
        f" the same one character later. The state is handed on along each row."
    )
    return Drawing(_draw(cut, words), words)


@dataclass(frozen=True)
class Cut:
    """A text in windows, and one of them with its targets; in signs that can be seen."""

    windows: list[list[str]]
    """Batch by batch, row by row."""
    targets: str
    left_over: int
    batch: int
    row: int

    @property
    def chosen(self) -> str:
        return self.windows[self.batch][self.row]


def _draw(cut: Cut, words: str) -> str:
    batches, rows = len(cut.windows), len(cut.windows[0])
    across = len(cut.chosen) * CELL_WIDTH
    pitch = across + GAP
    bottom = TOP + rows * PITCH
    body = [_lit_batch(LEFT + cut.batch * pitch, across, bottom)]
    for r in range(rows):
        body.append(f'<text x="{LEFT - 18}" y="{TOP + r * PITCH + 18}" text-anchor="end">row {r + 1}</text>')
    for k, batch in enumerate(cut.windows):
        x = LEFT + k * pitch
        body.append(f'<text x="{x + across / 2}" y="{TOP - 14}" text-anchor="middle">batch {k + 1}</text>')
        for r, piece in enumerate(batch):
            y = TOP + r * PITCH
            body.append(_strip(x, y, piece, style.INPUT, strong=(k, r) == (cut.batch, cut.row)))
            if k < batches - 1:
                body.append(_state_arrow(x + across, y + CELL_HEIGHT / 2))
    body += [_note(cut.left_over, bottom + 24), _pair(cut, bottom + 52)]
    width = LEFT + max(batches * pitch, across + 320, 520)
    return style.svg(width, bottom + 52 + 2 * CELL_HEIGHT + JOIN + 12, "".join(body), words)


def _lit_batch(x: int, across: int, bottom: int) -> str:
    return (
        f'<rect x="{x - 9}" y="{TOP - 34}" width="{across + 18}" height="{bottom - TOP + 34}" rx="6"'
        f' fill="{style.ACTIVE}" fill-opacity="0.15" stroke="{style.ACTIVE}" stroke-width="2"/>'
    )


def _note(left_over: int, y: int) -> str:
    characters = "1 character" if left_over == 1 else f"{left_over} characters"
    return (
        f'<text x="{LEFT}" y="{y}" font-size="13" fill="{style.BASELINE}"><tspan fill="{style.HIDDEN}">→</tspan>'
        f" the state is handed on  ·  {characters} left over (the first is still a target)</text>"
    )


def _strip(x: int, y: int, piece: str, colour: str, strong: bool = False) -> str:
    """Characters side by side, each in a box."""
    boxes = "".join(
        svg.box(x + i * CELL_WIDTH, y, CELL_WIDTH, CELL_HEIGHT, style.PAPER, colour, 2.5 if strong else 1)
        + f'<text x="{x + (i + 0.5) * CELL_WIDTH}" y="{y + 18}" text-anchor="middle">{escape(character)}</text>'
        for i, character in enumerate(piece)
    )
    return f'<g font-family="{MONO}" fill="{colour}">{boxes}</g>'


def _state_arrow(x: float, y: float) -> str:
    return f'<path d="M{x + 5} {y}h{GAP - 11}m-6 -5l6 5l-6 5" fill="none" stroke="{style.HIDDEN}" stroke-width="2"/>'


def _pair(cut: Cut, y: int) -> str:
    """The chosen window over its targets, each character joined to the target that it also is."""
    lower = y + CELL_HEIGHT + JOIN
    joins = "".join(
        f'<line x1="{LEFT + (i + 0.5) * CELL_WIDTH}" x2="{LEFT + (i - 0.5) * CELL_WIDTH}" y1="{y + CELL_HEIGHT}"'
        f' y2="{lower}" stroke="{style.BASELINE}"/>'
        for i in range(1, len(cut.chosen))
    )
    x = LEFT + len(cut.chosen) * CELL_WIDTH + 14
    return (
        f"{joins}{_strip(LEFT, y, cut.chosen, style.INPUT, strong=True)}"
        f"{_strip(LEFT, lower, cut.targets, style.BASELINE)}"
        f'<text x="{x}" y="{y + 18}" fill="{style.INPUT}">inputs: batch {cut.batch + 1}, row {cut.row + 1}</text>'
        f'<text x="{x}" y="{lower + 18}" fill="{style.BASELINE}">targets: the same, one character later</text>'
    )
