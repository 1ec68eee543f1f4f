"""The batch player's picture: every sample a cell, coloured by the iteration that uses it."""

import math
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from ... import style
from ...svg import box, swatches
from ..scheduling import Batch
from .drawing import WIDTH, Drawing, counted, iteration_colour, text, tint

HEIGHT = 372
LEFT, RIGHT = 20, WIDTH - 20
GRID_TOP, GRID_BOTTOM = 44, 284
LINE_TOP, LINE_HEIGHT = 322, 22
MAX_CELL, MIN_READABLE_CELL = 44, 20
MAX_NAMED = 12  # iterations that the legend names one by one
MIN_WIDTH = 2.5  # pixels of an iteration on the line, or they are not told apart


def draw_player(plan: Sequence[Batch], position: int) -> Drawing:
    """A training after ``position`` updates: which sample was used in which iteration of the present epoch.

    ``plan`` is what `schedule` gives; ``position`` goes from 0, when nothing has been used, to its length.
    """
    words = describe_player(plan, position)
    now = plan[max(position - 1, 0)]
    count = sum(batch.epoch == 1 for batch in plan)
    used = [batch for batch in plan[:position] if batch.epoch == now.epoch]
    samples = sum(len(batch.samples) for batch in plan[:count])
    body = _legend(count) + _cells(samples, used, count) + _line(plan, position)
    return Drawing(style.svg(WIDTH, HEIGHT, body, words), words)


def describe_player(plan: Sequence[Batch], position: int) -> str:
    """Where the player stands, in words."""
    count = sum(batch.epoch == 1 for batch in plan)
    samples = sum(len(batch.samples) for batch in plan[:count])
    if position == 0:
        return (
            f"Before the training: no sample has been used yet. An epoch will use {counted(samples, 'sample')} in "
            f"{counted(count, 'iteration')}, and the training will have {len(plan):,} in all."
        )
    now = plan[position - 1]
    used = sum(len(batch.samples) for batch in plan[:position] if batch.epoch == now.epoch)
    short = " The last batch of the epoch is short." if len(now.samples) < len(plan[0].samples) else ""
    return (
        f"Epoch {now.epoch:,} of {plan[-1].epoch:,}, iteration {now.iteration:,} of {count:,}; "
        f"{counted(position, 'update')} of {len(plan):,} done. This batch: {_named(now)}.{short} "
        f"Used in this epoch: {used:,} of {samples:,}."
    )


def _named(batch: Batch) -> str:
    shown = ", ".join(str(index + 1) for index in batch.samples[:10])
    more = ", …" if len(batch.samples) > 10 else ""
    return f"{counted(len(batch.samples), 'sample')}, number{'s' * (len(batch.samples) > 1)} {shown}{more}"


def _legend(count: int) -> str:
    """Which colour is which iteration."""
    x = LEFT + 178
    parts = [text(LEFT, 28, "Used in iteration:"), box(RIGHT - 242, 13, 20, 20, style.ACTIVE, style.INK, 1.5)]
    parts += [text(RIGHT - 216, 28, "in use"), box(RIGHT - 132, 13, 20, 20, style.PAPER, style.BASELINE)]
    parts.append(text(RIGHT, 28, "not yet used", "end"))
    if count <= MAX_NAMED:
        for k in range(1, count + 1):
            parts.append(box(x - 26 + (k - 1) * 26, 11, 25, 24, iteration_colour(k, count)))
            parts.append(text(x - 13.5 + (k - 1) * 26, 28, str(k), "middle", size=14))
        return "".join(parts)
    parts.append(swatches(x, 13, 12, 20, [iteration_colour(step, 12) for step in range(1, 13)]))
    return "".join([*parts, text(x - 8, 28, "1", "end"), text(x + 152, 28, f"{count:,}")])


@cache
def grid(samples: int) -> tuple[int, float]:
    """How many columns, and how wide a cell: as wide as can be, and then as many columns.

    Examples
    --------
    >>> grid(22), grid(2000)
    ((16, 44), (78, 9.23076923076923))
    """
    side = {columns: min(MAX_CELL, (RIGHT - LEFT) / columns) for columns in range(1, max(samples, 16) + 1)}
    fitting = [columns for columns in side if math.ceil(samples / columns) * side[columns] <= GRID_BOTTOM - GRID_TOP]
    columns = max(fitting, key=lambda columns: (side[columns], columns))
    return columns, side[columns]


def _cells(samples: int, used: Sequence[Batch], count: int) -> str:
    columns, side = grid(samples)
    taken = {int(i) for batch in used for i in batch.samples}
    unused = [i for i in range(samples) if i not in taken]
    parts = [_squares(unused, columns, side, style.PAPER, style.BASELINE)]
    for batch in used:
        current = batch is used[-1]
        fill = style.ACTIVE if current else iteration_colour(batch.iteration, count)
        indices = [int(i) for i in batch.samples]
        parts.append(_squares(indices, columns, side, fill, style.INK if current and side >= 6 else fill))
        if side >= MIN_READABLE_CELL:
            parts += [_number(batch.iteration, *_corner(i, columns, side), side) for i in indices]
    return "".join(parts)


def _squares(indices: Sequence[int], columns: int, side: float, fill: str, edge: str) -> str:
    """The cells of some samples as one path, as there may be thousands of them."""
    inner = side - (2 if side >= MIN_READABLE_CELL else 1)
    corners = (_corner(i, columns, side) for i in sorted(indices))
    moves = "".join(f"M{x:.5g} {y:.5g}h{inner:.4g}v{inner:.4g}h{-inner:.4g}z" for x, y in corners)
    return f'<path d="{moves}" fill="{fill}" stroke="{edge}" stroke-width="{min(side / 12, 1):.2g}"/>' if moves else ""


def _corner(i: int, columns: int, side: float) -> tuple[float, float]:
    return LEFT + i % columns * side, GRID_TOP + i // columns * side


def _number(iteration: int, x: float, y: float, side: float) -> str:
    size = 14 if side < 30 or iteration > 99 else 17
    return text(x + side / 2 - 1, y + side / 2 + size * 0.33, str(iteration), "middle", size=size)


def _line(plan: Sequence[Batch], position: int) -> str:
    """All iterations of the training in a line, epoch after epoch, as wide as they have samples."""
    total = sum(len(batch.samples) for batch in plan)
    unit = (RIGHT - LEFT) / total
    epochs = [(epoch, list(group)) for epoch, group in groupby(plan, key=lambda batch: batch.epoch)]
    fine = len(plan) <= (RIGHT - LEFT) / MIN_WIDTH
    parts, x = [], float(LEFT)
    for epoch, group in epochs:
        width = sum(len(batch.samples) for batch in group) * unit
        parts.append(_epoch_label(epoch, len(epochs), x, width))
        if fine:
            parts += _blocks(group, x, unit, position)
        else:
            done = sum(len(batch.samples) for batch in group if batch.update <= position) * unit
            parts.append(box(x, LINE_TOP, done, LINE_HEIGHT, tint(style.INPUT, 0.6)))
        parts.append(box(x, LINE_TOP, width, LINE_HEIGHT, "none", style.INK, 1.5))
        x += width
    if not fine and position:
        past = sum(len(batch.samples) for batch in plan[:position]) * unit
        parts.append(box(LEFT + past - 2, LINE_TOP - 4, 4, LINE_HEIGHT + 8, style.ACTIVE, style.INK))
    parts.append(text(RIGHT, LINE_TOP + 42, f"update {position:,} of {len(plan):,}", "end"))
    return "".join([*parts, text(LEFT, LINE_TOP + 42, "all iterations of the training, epoch after epoch")])


def _blocks(group: Sequence[Batch], x: float, unit: float, position: int) -> list[str]:
    parts = []
    for batch in group:
        width = len(batch.samples) * unit
        fill = style.PAPER
        if batch.update <= position:
            fill = style.ACTIVE if batch.update == position else iteration_colour(batch.iteration, len(group))
        parts.append(box(x, LINE_TOP, width, LINE_HEIGHT, fill, style.BASELINE, 0.8))
        x += width
    return parts


def _epoch_label(epoch: int, epochs: int, x: float, width: float) -> str:
    if width >= 76:
        return text(x + width / 2, LINE_TOP - 8, f"epoch {epoch:,}", "middle")
    if width >= 24:
        return text(x + width / 2, LINE_TOP - 8, f"{epoch:,}", "middle", size=14)
    return text(x, LINE_TOP - 8, f"epoch {epoch}", size=14) if epoch in (1, epochs // 2 + 1) else ""
