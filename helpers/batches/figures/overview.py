"""A training from afar: its epochs, the iterations of one epoch, and what happens in one iteration."""

from collections.abc import Sequence

from ... import style
from ...svg import box
from ..counting import iterations_per_epoch, total_iterations
from .drawing import WIDTH, Drawing, counted, text, tint

HEIGHT = 436
LEFT, RIGHT = 20, WIDTH - 20
EPOCHS_TOP, EPOCH_HEIGHT = 44, 46
BATCHES_TOP, BATCH_HEIGHT = 178, 58
STATIONS_TOP, STATION_HEIGHT = 338, 62
MAX_EPOCHS, MAX_BATCHES = 20, 6  # that are drawn each for itself


def overview(samples: int, batch_size: int, epochs: int) -> Drawing:
    """What epochs, batches and iterations are, drawn with the numbers of one training."""
    count = iterations_per_epoch(samples, batch_size)
    total = total_iterations(samples, batch_size, epochs)
    last = samples - (count - 1) * batch_size
    sizes = [*[batch_size] * (min(count, MAX_BATCHES + 1) - 1), last]
    body = "".join(
        [
            _zoom(_epoch_place(epochs, 0), EPOCHS_TOP + EPOCH_HEIGHT, (LEFT, RIGHT), BATCHES_TOP),
            _epochs(epochs, count, total),
            _zoom(_batch_places(sizes, count)[0], BATCHES_TOP + BATCH_HEIGHT, (LEFT, RIGHT), STATIONS_TOP),
            _batches(samples, batch_size, sizes, count),
            _stations(sizes[0]),
        ]
    )
    short = f"; the last batch holds only {last:,}" if last < batch_size and count > 1 else ""
    words = (
        f"A training run of {counted(epochs, 'epoch')} with {counted(samples, 'sample')} in batches of {batch_size:,}. "
        f"One epoch uses every sample once, in {counted(count, 'iteration')}, one for each batch{short}. In all, "
        f"{epochs:,} · {count:,} = {counted(total, 'iteration')}. One iteration sends one batch forward, measures the "
        f"loss, goes backward, and updates the weights once."
    )
    return Drawing(style.svg(WIDTH, HEIGHT, body, words), words)


def _epochs(epochs: int, count: int, total: int) -> str:
    shown = min(epochs, MAX_EPOCHS)
    parts = [
        text(LEFT, 28, f": {counted(epochs, 'epoch')}", head="The training"),
        text(RIGHT, 28, f"{epochs:,} · {count:,} = {counted(total, 'iteration')}", "end"),
    ]
    for i in range(shown):
        start, end = _epoch_place(epochs, i)
        fill = tint(style.ACTIVE, 0.45) if i == 0 else style.PAPER
        parts.append(box(start, EPOCHS_TOP, end - start, EPOCH_HEIGHT, fill, style.INK, 1.5))
        gap = epochs > shown and i == shown - 2
        number = epochs if i == shown - 1 else i + 1
        label = "…" if gap else str(number) if number < 10_000 else "last"
        parts.append(text((start + end) / 2, EPOCHS_TOP + 21, label, "middle", size=14))
        if not gap:
            parts.append(_ticks(start, end, min(count, MAX_BATCHES)))
    return "".join(parts)


def _ticks(start: float, end: float, count: int) -> str:
    """The iterations of an epoch, as small squares in its box."""
    pitch = min(7.0, (end - start - 4) / count)
    left = (start + end) / 2 - count * pitch / 2
    return "".join(box(left + k * pitch, EPOCHS_TOP + 31, pitch - 1.5, 7, style.INPUT) for k in range(count))


def _epoch_place(epochs: int, i: int) -> tuple[float, float]:
    pitch = min(90.0, (RIGHT - LEFT) / min(epochs, MAX_EPOCHS))
    return LEFT + i * pitch + 1, LEFT + (i + 1) * pitch - 1


def _batches(samples: int, batch_size: int, sizes: Sequence[int], count: int) -> str:
    heading = f": every sample once: {counted(samples, 'sample')} in batches of {batch_size:,}"
    parts = [
        text(LEFT, BATCHES_TOP - 14, heading, head="One epoch"),
        text(RIGHT, BATCHES_TOP - 14, counted(count, "iteration"), "end"),
    ]
    places = _batch_places(sizes, count)
    for k, ((start, end), size) in enumerate(zip(places, sizes, strict=True)):
        number = count if k == len(sizes) - 1 else k + 1
        fill = tint(style.ACTIVE, 0.45) if k == 0 else tint(style.INPUT, 0.14)
        middle = (start + end) / 2
        parts.append(box(start, BATCHES_TOP, end - start, BATCH_HEIGHT, fill, style.INPUT, 1.5))
        parts.append(
            text(middle, BATCHES_TOP + 24, f"batch {number:,}" if end - start > 70 else f"{number:,}", "middle")
        )
        parts.append(text(middle, BATCHES_TOP + 44, f"{size:,}", "middle", style.INPUT, 15))
    if count > len(sizes):
        parts.append(text((places[-2][1] + places[-1][0]) / 2, BATCHES_TOP + 34, "…", "middle", size=20))
    return "".join(parts)


def _batch_places(sizes: Sequence[int], count: int) -> list[tuple[float, float]]:
    """Start and end of each batch that is drawn: as wide as it has samples, but never too narrow to be seen."""
    gap = 40 if count > len(sizes) else 0
    weights = [max(size / max(sizes), 0.3) for size in sizes]
    unit = (RIGHT - LEFT - gap) / sum(weights)
    places, start = [], float(LEFT)
    for k, weight in enumerate(weights):
        start += gap if k == len(sizes) - 1 else 0
        places.append((start + 1, start + weight * unit - 1))
        start += weight * unit
    return places


def _stations(size: int) -> str:
    stations = (
        ("batch 1", counted(size, "sample"), style.INPUT),
        ("forward pass", counted(size, "answer"), style.OUTPUT),
        ("loss", "one average", style.ERROR),
        ("backward pass", "the gradient", style.ERROR),
        ("update", "new weights", style.HIDDEN),
    )
    pitch = (RIGHT - LEFT) / len(stations)
    parts = [
        text(LEFT, STATIONS_TOP - 14, ": one batch", head="One iteration"),
        text(RIGHT, STATIONS_TOP - 14, "1 update of the weights", "end"),
    ]
    middle = STATIONS_TOP + STATION_HEIGHT / 2
    for i, (name, what, colour) in enumerate(stations):
        x = LEFT + i * pitch
        width = pitch - (22 if i < len(stations) - 1 else 0)
        fill = tint(style.ACTIVE, 0.45) if i == 0 else style.PAPER
        parts.append(box(x, STATIONS_TOP, width, STATION_HEIGHT, fill, colour, 2))
        parts.append(text(x + width / 2, middle - 4, name, "middle", colour, 15))
        parts.append(text(x + width / 2, middle + 18, what, "middle", size=14))
        if i < len(stations) - 1:
            parts.append(
                f'<path d="M{x + width + 3:.4g} {middle}h15m-6 -5l6 5l-6 5" fill="none" stroke="{style.INK}"'
                ' stroke-width="2"/>'
            )
    return "".join(parts)


def _zoom(upper: tuple[float, float], y: float, lower: tuple[float, float], bottom: float) -> str:
    """A faint beam from a part to that part drawn large."""
    return (
        f'<path d="M{upper[0]:.5g} {y}L{upper[1]:.5g} {y}L{lower[1]} {bottom}L{lower[0]} {bottom}Z"'
        f' fill="{tint(style.ACTIVE, 0.12)}"/>'
    )
