"""Who reads what: the rows of a text's batches, shared out among the workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ... import checks, style, svg
from ...char_model.recipe import windows
from ...characters import Vocabulary, visible
from ..sharding import shards
from .drawing import WIDTH, Drawing, counted, worker_colour

CELL_WIDTH, CELL_HEIGHT = 19, 28
GAP = 34  # between two windows of a row: room for the arrow of the state
PITCH, BETWEEN = CELL_HEIGHT + 9, 16  # from row to row, and how much more from worker to worker
LEFT, TOP = 206, 48


def shard_picture(text: str, batch_size: int, window: int, workers: int, batch: int = 0) -> Drawing:
    """How the rows of a text's batches are shared out among workers.

    Parameters
    ----------
    text
        A short one: every character of it is drawn.
    batch_size, window
        As in `textgen.windows`.
    workers
        As in `shards`.
    batch
        Which one is lit, counted from 0.
    """
    vocabulary = Vocabulary.of(text)
    inputs, _ = windows(vocabulary.encode(text), batch_size, window)
    batch = checks.integer("batch", batch, 0, len(inputs) - 1)
    pieces = [[visible(vocabulary.decode(ids)) for ids in one] for one in inputs]
    shared = Shared(pieces, shards(batch_size, workers), batch)
    words = _describe(shared)
    return Drawing(_draw(shared, words), words)


@dataclass(frozen=True)
class Shared:
    """A text in windows, and who reads which rows."""

    windows: list[list[str]]
    """Batch by batch, row by row, in signs that can be seen."""
    shards: tuple[slice, ...]
    batch: int

    @property
    def rows(self) -> int:
        return len(self.windows[0])

    @property
    def places(self) -> list[tuple[int, int]]:
        """Of each row from the top: who reads it, and where it is drawn."""
        return [
            (worker, TOP + row * PITCH + worker * BETWEEN)
            for worker, shard in enumerate(self.shards)
            for row in range(shard.start, shard.stop)
        ]


def _rows(shard: slice) -> str:
    one = shard.stop - shard.start == 1
    return f"row {shard.stop}" if one else f"rows {shard.start + 1} to {shard.stop}"


def _describe(shared: Shared) -> str:
    readers = "; ".join(
        f"worker {worker} reads {_rows(shard)}, in batch {shared.batch + 1} "
        + ", ".join(f"“{piece}”" for piece in shared.windows[shared.batch][shard])
        for worker, shard in enumerate(shared.shards)
    )
    return (
        f"A text in {counted(shared.rows, 'row')} and {len(shared.windows)} batches, shared out among "
        f"{counted(len(shared.shards), 'worker')}: {readers}. Every worker carries the states along its own rows."
    )


def _draw(shared: Shared, words: str) -> str:
    places, batches = shared.places, len(shared.windows)
    across = len(shared.windows[0][0]) * CELL_WIDTH
    pitch = across + GAP
    bottom = places[-1][1] + CELL_HEIGHT
    body = [_lit_batch(LEFT + shared.batch * pitch, across, bottom)]
    body += [_worker(worker, shard, places[shard]) for worker, shard in enumerate(shared.shards)]
    for k, batch in enumerate(shared.windows):
        x = LEFT + k * pitch
        body.append(svg.text(x + across / 2, TOP - 16, f"batch {k + 1}", "middle"))
        for piece, (worker, y) in zip(batch, places, strict=True):
            body.append(_strip(x, y, piece, worker_colour(worker), k == shared.batch))
            if k < batches - 1:
                start, middle = x + across + 4, y + CELL_HEIGHT / 2
                body.append(svg.arrow([(start, middle), (start + GAP - 9, middle)], style.HIDDEN))
    notes = _notes(shared)
    body += [svg.text(10, bottom + 34 + 22 * i, note) for i, note in enumerate(notes)]
    width = max(LEFT + batches * pitch, WIDTH)
    return style.svg(width, bottom + 26 + 22 * len(notes), "".join(body), words)


def _lit_batch(x: int, across: int, bottom: int) -> str:
    frame = f'fill-opacity="0.15" stroke="{style.ACTIVE}" stroke-width="2"'
    return svg.box(x - 9, TOP - 36, across + 18, bottom - TOP + 46, style.ACTIVE, more=frame, corner=6)


def _worker(worker: int, shard: slice, places: Sequence[tuple[int, int]]) -> str:
    """A worker's name and rows, and a bar beside them in its colour."""
    top, bottom = places[0][1], places[-1][1] + CELL_HEIGHT
    middle, rows = (top + bottom) / 2 + 5, len(places)
    names = (
        svg.text(LEFT - 30, y + 19, f"row {shard.start + i + 1}", "end", style.BASELINE)
        for i, (_, y) in enumerate(places)
    )
    offset = 9 if rows > 1 else 0
    words = svg.text(28, middle - offset, f"worker {worker}", size=16, more='font-weight="600"')
    if rows > 1:
        words += svg.text(28, middle + 11, counted(rows, "row"))
    return svg.box(10, top, 10, bottom - top, worker_colour(worker)) + words + "".join(names)


def _strip(x: int, y: int, piece: str, colour: str, lit: bool) -> str:
    """Characters side by side, each in a box."""
    ground = style.tint(colour, 0.4)
    boxes = "".join(
        svg.box(x + i * CELL_WIDTH, y, CELL_WIDTH, CELL_HEIGHT, ground, colour, 2 if lit else 1)
        + f'<text x="{x + (i + 0.5) * CELL_WIDTH}" y="{y + 19}" text-anchor="middle">{escape(character)}</text>'
        for i, character in enumerate(piece)
    )
    return f'<g font-family="{style.MONO}" font-size="16">{boxes}</g>'


def _notes(shared: Shared) -> list[str]:
    sizes = [shard.stop - shard.start for shard in shared.shards]
    if len(set(sizes)) == 1:
        share = f"All shards are equal: {counted(sizes[0], 'row')} each."
    else:
        *others, last = [f"{size}/{shared.rows}" for size in sizes]
        share = f"Unequal shards: the workers' mean gradients count {', '.join(others)} and {last}."
    return [
        f"In one step, all read their windows of batch {shared.batch + 1}, then add up their gradients.",
        "Arrows: the state of a row goes on to its next window, with the same worker.",
        share,
    ]
