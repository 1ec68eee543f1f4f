"""The shuffle buffer at work: what comes in, what waits, what goes out, and where one item can land."""

from collections.abc import Sequence

from ... import style
from ...svg import box
from ..buffer import BufferState, buffer_states, landing_probabilities
from .drawing import WIDTH, Drawing, text, tint

HEIGHT = 384
ITEMS, BATCH = 24, 6
"""Of the explorer: as many items as can be drawn with their numbers, cut into batches."""
CLASSES = ("comedy", "tragedy")
PLURALS = {"comedy": "comedies", "tragedy": "tragedies"}
LEFT, CELL = 96, 27
IN_TOP, BUFFER_TOP, OUT_TOP, BARS_TOP, BARS_BOTTOM = 36, 104, 172, 268, 358


def draw_buffer(buffer_size: int, seed: int, drawn: int, item: int) -> Drawing:
    """A shuffle of 24 items, the first half of one class and the rest of another, after ``drawn`` have left.

    ``item``: the number, 1 to 24, of the item whose landing is shown; the others as in `shuffle_buffer`.
    """
    states, item = buffer_states(ITEMS, buffer_size, seed), item - 1
    state = states[drawn]
    probabilities = landing_probabilities(ITEMS, buffer_size)[item]
    words = describe_buffer(buffer_size, states, drawn, item)
    body = _coming_in(state, item) + _waiting(state, buffer_size, item) + _going_out(state, item)
    body += _landing(probabilities, states[-1].out.index(item), item, drawn)
    return Drawing(style.svg(WIDTH, HEIGHT, body, words), words)


def describe_buffer(buffer_size: int, states: Sequence[BufferState], drawn: int, item: int) -> str:
    """A shuffle in words; ``item`` counts from 0."""
    earliest = max(item - min(buffer_size, ITEMS) + 1, 0) + 1
    where = states[-1].out.index(item) + 1
    reach = f"Number {item + 1} can land at place {earliest}" + (
        " only, its own." if buffer_size == 1 else " or any later one." if earliest < ITEMS else " only."
    )
    landed = f" It landed at place {where}." if drawn >= where else ""
    full = [states[drawn].out[i : i + BATCH] for i in range(0, drawn - BATCH + 1, BATCH)]
    told = "; ".join(map(_batch_words, full))
    pure = sum(len(set(map(class_of, batch))) == 1 for batch in full)
    batches = f" Batches so far: {told}. Of one class only: {pure} of {len(full)}." if full else ""
    verb = "has" if drawn == 1 else "have"
    return f"A buffer of {buffer_size}; {drawn} of {ITEMS} items {verb} left. {reach}{landed}{batches}"


def class_of(item: int) -> str:
    """Comedy or tragedy: the labels come sorted."""
    return CLASSES[item >= ITEMS // 2]


def _batch_words(batch: Sequence[int]) -> str:
    counts = {kind: sum(class_of(item) == kind for item in batch) for kind in CLASSES}
    return " and ".join(f"{n} {kind if n == 1 else PLURALS[kind]}" for kind, n in counts.items() if n)


def _ratio(batch: Sequence[int]) -> str:
    comedies = sum(class_of(item) == "comedy" for item in batch)
    return f"{comedies} : {len(batch) - comedies}"


def _x(place: int) -> float:
    return LEFT + place * CELL


def _item(place: int, top: float, item: int, followed: bool = False, faded: bool = False) -> str:
    """An item in its box: comedies light, tragedies dark."""
    comedy = class_of(item) == "comedy"
    fill, ink = (tint(style.SERIES[0], 0.35), style.INK) if comedy else (style.SERIES[2], style.PAPER)
    if followed:
        fill, ink = style.ACTIVE, style.INK
    drawn = box(
        _x(place) + 1, top, CELL - 2, CELL - 2, fill, style.INK if followed else fill, 2 if followed else 1
    ) + text(_x(place) + CELL / 2, top + 18, str(item + 1), "middle", ink, 14)
    return f'<g opacity="0.25">{drawn}</g>' if faded else drawn


def _row(label: str, top: float, what: str = "") -> str:
    return text(LEFT - 10, top + 18, label, "end") + text(LEFT, top - 8, what, fill=style.BASELINE, size=14)


def _coming_in(state: BufferState, item: int) -> str:
    out, waiting = set(state.out), set(state.slots)
    cells = "".join(_item(i, IN_TOP, i, i == item, i in out or i in waiting) for i in range(ITEMS))
    left = ITEMS - state.read
    note = f"the stream: 12 comedies, then 12 tragedies; {left} not yet read"
    return _row("comes in", IN_TOP, note) + cells


def _waiting(state: BufferState, buffer_size: int, item: int) -> str:
    shown = len(state.slots)
    slots = "".join(
        box(_x(i) + 1, BUFFER_TOP, CELL - 2, CELL - 2, style.PAPER, style.BASELINE)
        if held is None
        else _item(i, BUFFER_TOP, held, held == item)
        for i, held in enumerate(state.slots)
    )
    frame = box(LEFT - 3, BUFFER_TOP - 4, shown * CELL + 6, CELL + 6, "none", style.HIDDEN, 2.5)
    held = sum(slot is not None for slot in state.slots)
    note = f"room for {buffer_size}, {held} inside: one of them leaves next, all equally likely" if held else "empty"
    return _row("buffer", BUFFER_TOP, note) + slots + frame


def _going_out(state: BufferState, item: int) -> str:
    parts = [_row("goes out", OUT_TOP, "places 1 to 24, in batches of 6; below them comedies : tragedies")]
    for place in range(ITEMS):
        if place < len(state.out):
            parts.append(_item(place, OUT_TOP, state.out[place], state.out[place] == item))
        else:
            parts.append(box(_x(place) + 1, OUT_TOP, CELL - 2, CELL - 2, style.PAPER, style.FAINT))
    for start in range(0, ITEMS, BATCH):
        x, y, width = _x(start) + 2, OUT_TOP + CELL + 2, BATCH * CELL - 4
        parts.append(f'<path d="M{x} {y}v5h{width}v-5" fill="none" stroke="{style.INK}"/>')
        batch = state.out[start : start + BATCH]
        if len(batch) == BATCH:
            one_class = len({class_of(i) for i in batch}) == 1
            words = _batch_words(batch) if one_class else _ratio(batch)
            parts.append(text(x + width / 2, y + 23, words, "middle", style.ERROR if one_class else style.INK, 14))
    return "".join(parts)


def _landing(probabilities: Sequence[float], where: int, item: int, drawn: int) -> str:
    highest = float(max(probabilities))
    percent = f"{100 * highest:.{0 if highest >= 0.0995 else 1}f} %"  # two digits, or "100 %"
    tallest = percent + (f"; this time it landed at place {where + 1}" if drawn > where else "")
    parts = [
        text(LEFT - 10, BARS_TOP + 18, f"number {item + 1}", "end"),
        text(LEFT - 10, BARS_TOP + 38, "can land", "end"),
        text(LEFT, BARS_TOP - 12, f"how likely each place is; the tallest: {tallest}", fill=style.BASELINE, size=14),
        f'<path d="M{LEFT} {BARS_BOTTOM}h{ITEMS * CELL}" stroke="{style.INK}"/>',
    ]
    for place, probability in enumerate(probabilities):
        if probability > 0:
            height = max(probability / highest * (BARS_BOTTOM - BARS_TOP), 1.5)
            landed = place == where and drawn > where
            fill = style.ACTIVE if landed else tint(style.HIDDEN, 0.55)
            parts.append(
                box(_x(place) + 3, BARS_BOTTOM - height, CELL - 6, height, fill, style.INK if landed else "", 1.5)
            )
    own = _x(item) + CELL / 2
    parts.append(f'<path d="M{own} {BARS_BOTTOM + 4}l6 9h-12z" fill="{style.INK}"/>')
    end = item > ITEMS - 9
    parts.append(
        text(
            own + (-12 if end else 12), BARS_BOTTOM + 15, "its place in the stream", "end" if end else "start", size=14
        )
    )
    return "".join(parts)
