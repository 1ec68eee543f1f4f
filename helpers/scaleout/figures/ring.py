"""A ring all-reduce: what every worker holds, and what travels."""

import math
from collections.abc import Sequence

from ... import style, svg
from ...svg import Point
from ..all_reduce import REDUCE_SCATTER, START, Chunk, RingState, Transfer
from .drawing import WIDTH, Drawing, counted

HEIGHT = 494
MIDDLE_X, MIDDLE_Y, ACROSS, DOWN = 380, 228, 262, 182
"""The ring: an ellipse, its centre and its half axes."""
BOX_WIDTHS = {2: 84, 3: 68, 4: 54, 5: 40, 6: 33}
FONT_SIZES = {2: 26, 3: 26, 4: 25, 5: 22, 6: 20}
"""Of a chunk, by the number of workers."""
BOX_HEIGHT, NAMES, TITLE = 48, 18, 24
CARD_HEIGHT = TITLE + NAMES + BOX_HEIGHT + 4
CHIP_WIDTH, CHIP_HEIGHT, BESIDE = 48, 26, 11
GAP = 5  # from a card to an arrow


def draw_ring(states: Sequence[RingState], position: int) -> Drawing:
    """A ring all-reduce after ``position`` of its hops.

    ``states`` are those of `ring_states`, of 2 to 6 arrays that have as many numbers as there are workers.
    """
    state = states[position]
    words = f"{describe_ring(states, position)} {_listed(state)}"
    arrived = {(sent.receiver, sent.index) for sent in state.transfers}
    parts = [_arrows(state)]
    parts += [_card(state, worker, arrived) for worker in range(state.workers)]
    parts += [_chip(sent, state.workers) for sent in state.transfers]
    parts += [_middle(states, position), _legend()]
    return Drawing(style.svg(WIDTH, HEIGHT, "".join(parts), words), words)


def describe_ring(states: Sequence[RingState], position: int) -> str:
    """What has happened in the last hop, and what is complete."""
    state, hops = states[position], len(states) - 1
    if state.phase == START:
        return (
            f"{state.workers} workers, and each holds an array of its own, in {state.workers} chunks. "
            f"After {hops} hops all of them will hold the sum."
        )
    first = state.transfers[0]
    if state.phase == REDUCE_SCATTER:
        own = states[position - 1].chunks[first.receiver][first.index]
        does = "which adds it to its own"
        sum_of = f"{_number(own)} + {_number(first.chunk)} = {_number(state.chunks[first.receiver][first.index])}"
        example = f"Worker 0 sends chunk {_name(first.index)} to worker {first.receiver}: {sum_of}."
    else:
        does = "which keeps it in place of its own"
        example = f"Worker 0 sends chunk {_name(first.index)}, {_number(first.chunk)}, to worker {first.receiver}."
    done = sum(state.is_complete(worker, i) for worker in range(state.workers) for i in range(state.workers))
    complete = (
        "All sums are complete, on all workers"
        if position == hops
        else f"{done} sums of {state.workers**2} are complete"
    )
    return (
        f"Hop {position} of {hops}, {state.phase}: every worker sends one chunk to the next worker, {does}. {example} "
        f"{complete}; each worker has sent {counted(state.bytes_sent[0], 'byte')}."
    )


def _listed(state: RingState) -> str:
    held = (
        f"Worker {worker} holds " + ", ".join(f"{_name(i)} {_number(chunk)}" for i, chunk in enumerate(row))
        for worker, row in enumerate(state.chunks)
    )
    return f"{'; '.join(held)}."


def _name(index: int) -> str:
    return "abcdef"[index]


def _number(chunk: Chunk) -> str:
    return " ".join(map(str, chunk.values)).replace("-", "−")


def _place(worker: int, workers: int) -> Point:
    """The centre of a worker's card; the ring goes round as a clock does, from the upper left or from the top."""
    start = -90 - (180 / workers if workers % 2 == 0 else 0)
    angle = math.radians(start + 360 * worker / workers)
    return MIDDLE_X + ACROSS * math.cos(angle), _middle_y(workers) + DOWN * math.sin(angle)


def _middle_y(workers: int) -> float:
    """Where the ring's centre is, so that there is as much room above as below."""
    lowest = math.cos(math.pi / workers) if workers % 2 else 1
    return MIDDLE_Y + DOWN * (1 - lowest) / 2


def _card_width(workers: int) -> float:
    return workers * BOX_WIDTHS[workers] + 8


def _line(sender: int, workers: int) -> tuple[Point, Point]:
    """From a worker's card to the next one's."""
    (x1, y1), (x2, y2) = _place(sender, workers), _place((sender + 1) % workers, workers)
    if workers == 2:  # there and back side by side
        y1 = y2 = y1 + (-36 if sender == 0 else 36)
    long = math.hypot(x2 - x1, y2 - y1)
    along, across = (x2 - x1) / long, (y2 - y1) / long
    half_width, half_height = _card_width(workers) / 2 + GAP, CARD_HEIGHT / 2 + GAP
    # As far from a centre as the card's edge is in this direction.
    edge = min(
        half_width / abs(along) if along else math.inf,
        half_height / abs(across) if workers > 2 and across else math.inf,
    )
    return (x1 + edge * along, y1 + edge * across), (x2 - edge * along, y2 - edge * across)


def _arrows(state: RingState) -> str:
    colour, line, head = (style.ACTIVE, 5, 16) if state.transfers else (style.FAINT, 3, 12)
    return "".join(svg.arrow(_line(worker, state.workers), colour, line, head) for worker in range(state.workers))


def _card(state: RingState, worker: int, arrived: set[tuple[int, int]]) -> str:
    width, box_width = _card_width(state.workers), BOX_WIDTHS[state.workers]
    x, y = _place(worker, state.workers)
    left, top = x - width / 2, y - CARD_HEIGHT / 2
    parts = [
        svg.box(left, top, width, CARD_HEIGHT, style.PAPER, style.BASELINE, 1.5, corner=6),
        svg.text(x, top + 18, f"worker {worker}", "middle", size=16, more='font-weight="600"'),
    ]
    for i, chunk in enumerate(state.chunks[worker]):
        box_left, box_top = left + 6 + i * box_width, top + TITLE + NAMES
        share, lit = len(chunk.workers) / state.workers, (worker, i) in arrived
        words, size = _number(chunk), FONT_SIZES[state.workers]
        parts.append(svg.text(box_left + box_width / 2 - 2, box_top - 5, _name(i), "middle", style.BASELINE, 15))
        parts.append(_chunk(box_left, box_top, box_width - 4, BOX_HEIGHT, words, share, lit, size))
    return "".join(parts)


def _chunk(x: float, y: float, width: float, height: float, words: str, share: float, lit: bool, size: int = 17) -> str:
    """A box that is the fuller, the more of the workers' numbers are in it; one that has them all is dark."""
    complete = share == 1
    ground, ink = (style.ERROR, style.PAPER) if complete else (style.tint(style.ERROR, 0.32), style.INK)
    full = height * share
    return (
        svg.box(x, y, width, height, style.PAPER)
        + svg.box(x, y + height - full, width, full, ground)
        + svg.box(x, y, width, height, "none", style.ACTIVE if lit else style.ERROR, 5 if lit else 1.5)
        + svg.text(x + width / 2, y + height / 2 + size * 0.36, words, "middle", ink, size, 'font-weight="600"')
    )


def _chip(sent: Transfer, workers: int) -> str:
    """What travels along an arrow, outside the ring beside it."""
    (x1, y1), (x2, y2) = _line(sent.sender, workers)
    x, y, long = (x1 + x2) / 2, (y1 + y2) / 2, math.hypot(x2 - x1, y2 - y1)
    # The ring goes round as a clock does, so outside is on the left of who walks along it.
    x += (y2 - y1) / long * (CHIP_WIDTH / 2 + BESIDE)
    y -= (x2 - x1) / long * (CHIP_HEIGHT / 2 + BESIDE)
    words, share = f"{_name(sent.index)} {_number(sent.chunk)}", len(sent.chunk.workers) / workers
    return _chunk(x - CHIP_WIDTH / 2, y - CHIP_HEIGHT / 2, CHIP_WIDTH, CHIP_HEIGHT, words, share, False)


def _middle(states: Sequence[RingState], position: int) -> str:
    state = states[position]
    y = _middle_y(state.workers)
    hop = "before the first hop" if state.phase == START else f"hop {state.hop} of {state.workers - 1}"
    lines = [hop, f"sent by each: {counted(state.bytes_sent[0], 'byte')}"]
    title = "" if state.phase == START else state.phase
    parts = [svg.text(MIDDLE_X, y - 14, title, "middle", size=20, more='font-weight="700"')]
    parts += [svg.text(MIDDLE_X, y + 8 + 20 * i, line, "middle", size=16) for i, line in enumerate(lines)]
    return "".join(parts)


def _legend() -> str:
    y = HEIGHT - 32
    return (
        _chunk(10, y, 22, 22, "", 0.5, False)
        + svg.text(40, y + 17, "the fuller, the more workers are in the sum")
        + _chunk(406, y, 22, 22, "", 1, False)
        + svg.text(436, y + 17, "the sum of all")
        + svg.box(606, y, 22, 22, "none", style.ACTIVE, 5)
        + svg.text(636, y + 17, "just arrived")
    )
