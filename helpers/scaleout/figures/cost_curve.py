"""What a step of one network costs against the number of workers, in its two parts, with the lowest point."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from ... import style, svg
from ..cost import Communication, most_workers
from .drawing import WIDTH, Drawing, counted

HEIGHT = 420
MOST_WORKERS = 1024
LEFT, RIGHT, TOP, BOTTOM = 92, 736, 74, 352
BETWEEN = 8
"""Points of a curve from one power of two to the next."""
COMPUTING, TRAVELLING = style.SERIES[1], style.SERIES[0]


def draw_costs(cost: Communication) -> Drawing:
    """A step's seconds for 1 to 1,024 workers, and those of ``cost`` among them, at the same global batch."""
    words = describe_costs(cost)
    counts = sorted({round(2 ** (i / BETWEEN)) for i in range(round(math.log2(MOST_WORKERS)) * BETWEEN + 1)})
    costs = [replace(cost, workers=count) for count in counts]
    low, high = _limits(costs)

    def across(workers: float) -> float:
        return LEFT + (RIGHT - LEFT) * math.log2(workers) / math.log2(MOST_WORKERS)

    def down(seconds: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (math.log10(seconds) - low) / (high - low)

    def curve(seconds: Callable[[Communication], float], colour: str, width: float, more: str = "") -> str:
        points = [(across(each.workers), down(max(seconds(each), 1e-12))) for each in costs]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points if y <= BOTTOM + 1)
        return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width:g}"{more}/>'

    lowest = replace(cost, workers=_most(cost))
    in_sight = lowest.workers <= MOST_WORKERS
    parts = [
        _axes(low, high, across, down),
        curve(_computing, COMPUTING, 3, ' stroke-dasharray="9 5"'),
        curve(lambda each: each.seconds, TRAVELLING, 3, ' stroke-dasharray="3 4"'),
        curve(lambda each: each.step_seconds, style.INK, 4),
        _dot(across(lowest.workers), down(lowest.step_seconds), 10, style.ACTIVE, style.INK) if in_sight else "",
        _chosen(cost, across(cost.workers), down(cost.step_seconds)),
        _legend(),
    ]
    return Drawing(style.svg(WIDTH, HEIGHT, "".join(parts), words), words)


def describe_costs(cost: Communication) -> str:
    """A step's two parts, how much faster it is, and where more workers stop helping."""
    most, together = _most(cost), in_units(cost.step_seconds)
    if most == 1:
        stop = "More workers never help here: adding up takes longer than the work that is shared out."
    elif most > MOST_WORKERS:
        stop = f"More workers help up to {MOST_WORKERS:,} and beyond."
    else:
        shortest, alone = in_units(replace(cost, workers=most).step_seconds), in_units(cost.seconds_per_step)
        stop = f"From {most:,} workers on, more stop helping: there a step takes {shortest}; one worker needs {alone}."
    faster = cost.speed_up >= 1
    speed = (
        f"{cost.speed_up if faster else 1 / cost.speed_up:.3g} times as {'fast' if faster else 'slow'} as one worker"
    )
    computing, adding = in_units(_computing(cost)), in_units(cost.seconds)
    return (
        f"{counted(cost.workers, 'worker')}: {computing} to compute and {adding} to add up, together {together} a step,"
        f" {speed}. {stop}"
    )


def in_units(seconds: float) -> str:
    """Seconds with three digits, in the unit that suits them.

    Examples
    --------
    >>> in_units(0.01536), in_units(2), in_units(0.0000508), in_units(7200)
    ('15.4 ms', '2 s', '50.8 µs', '7,200 s')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= 0.9995 * size:
            return f"{float(f'{seconds / size:.3g}'):,g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def _computing(cost: Communication) -> float:
    return cost.step_seconds - cost.seconds


def _most(cost: Communication) -> int:
    return most_workers(cost.parameters, cost.bandwidth, cost.seconds_per_step, cost.latency, cost.fixed_seconds)


def _limits(costs: Sequence[Communication]) -> tuple[int, int]:
    """Powers of ten between which the whole step is, and some of its parts."""
    seconds = [cost.step_seconds for cost in costs]
    return math.floor(math.log10(min(seconds) / 3)), math.ceil(math.log10(max(seconds)))


def _axes(low: int, high: int, across: Callable[[float], float], down: Callable[[float], float]) -> str:
    rows = "".join(
        f'<path d="M{LEFT} {down(10.0**power):.1f}H{RIGHT}" stroke="{style.FAINT}"/>'
        + svg.text(LEFT - 10, down(10.0**power) + 5, in_units(10.0**power), "end")
        for power in range(low, high + 1)
    )
    columns = "".join(
        svg.text(across(2**power), BOTTOM + 24, f"{2**power:,}", "middle")
        for power in range(round(math.log2(MOST_WORKERS)) + 1)
    )
    return (
        rows
        + columns
        + svg.text(10, 24, "a step of the same batch takes", size=16)
        + svg.text(RIGHT, BOTTOM + 50, "workers", "end", size=16)
    )


def _dot(x: float, y: float, radius: float, fill: str, edge: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="2"/>'


def _chosen(cost: Communication, x: float, y: float) -> str:
    line = f'<path d="M{x:.1f} {TOP - 6}V{BOTTOM}" stroke="{style.BASELINE}" stroke-width="1.5"/>'
    anchor, beside = ("start", 8) if x < (LEFT + RIGHT) / 2 else ("end", -8)
    words = f"{counted(cost.workers, 'worker')}: {in_units(cost.step_seconds)}"
    label = svg.text(x + beside, TOP + 8, words, anchor, size=17, more=f'font-weight="600" {svg.HALO}')
    return line + _dot(x, y, 6, style.INK, style.PAPER) + label


def _legend() -> str:
    kinds = (
        (LEFT, "the whole step", style.INK, 4, ""),
        (LEFT + 180, "computing", COMPUTING, 3, ' stroke-dasharray="9 5"'),
        (LEFT + 326, "adding up", TRAVELLING, 3, ' stroke-dasharray="3 4"'),
    )
    parts = [
        f'<path d="M{x} 50h36" stroke="{colour}" stroke-width="{width}"{more}/>' + svg.text(x + 44, 55, name)
        for x, name, colour, width, more in kinds
    ]
    return (
        "".join(parts)
        + _dot(LEFT + 474, 50, 8, style.ACTIVE, style.INK)
        + svg.text(LEFT + 490, 55, "more stop helping")
    )
