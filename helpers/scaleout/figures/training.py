"""A training on several workers as one watches it: the workers, the newest checkpoint, the loss of every step."""

import math
from collections.abc import Callable, Sequence

from ... import style, svg
from ...char_model.model import Floats
from ..watching import DONE, KILLED, RUNNING, STARTING, STOPPED, Run, Watched
from .drawing import WIDTH, Drawing, counted, worker_colour

HEIGHT = 452
CARD_WIDTH, CARD_HEIGHT, CARD_TOP, CARD_PITCH = 140, 88, 8, 150
SAVED_LEFT = WIDTH - 150
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 52, 740, 158, 398


def draw_training(watched: Watched, unbroken: Floats | None = None) -> Drawing:
    """A training so far; beneath its curve that of one that nobody has disturbed, the losses ``unbroken``, (steps,)."""
    words = describe_training(watched, unbroken)
    parts = [_card(watched, worker) for worker in range(len(watched.workers))]
    parts += [_saved(watched), _curves(watched, unbroken)]
    return Drawing(style.svg(WIDTH, HEIGHT, "".join(parts), words), words)


def describe_training(watched: Watched, unbroken: Floats | None = None) -> str:
    """How a training has gone so far."""
    if not watched.runs:
        begun = f"A training of {counted(watched.steps, 'step')} that has not begun."
    else:
        begun = " ".join(_run_words(watched, i) for i in range(len(watched.runs)))
        states = ", ".join(f"worker {rank} {worker.state}" for rank, worker in enumerate(watched.workers))
        steps = counted(watched.steps, "step")
        begun = f"A training of {steps}. {begun} Newest checkpoint: step {watched.saved}. Now: {states}."
    return begun if unbroken is None else f"{begun} {compare_losses(watched, unbroken)}"


def _run_words(watched: Watched, index: int) -> str:
    run = watched.runs[index]
    how = "began" if index == 0 else f"went on from step {run.begins}"
    reached = (
        f"and reached step {run.ends}, {run.losses[-1]:.2f} bits per character" if run.losses else "and made no step"
    )
    lost = index < len(watched.runs) - 1 or watched.killed
    return f"{counted(run.workers, 'worker').capitalize()} {how} {reached}{', where one was killed' if lost else ''}."


def compare_losses(watched: Watched, unbroken: Floats) -> str:
    """How far the losses are from those of a training that nobody has disturbed."""
    losses = watched.losses
    steps = min(len(losses), len(unbroken))
    if not steps:
        return f"The unbroken run has made {counted(len(unbroken), 'step')}."
    apart = float(abs(losses[:steps] - unbroken[:steps]).max())
    if apart == 0:
        return f"Compared with the unbroken run: the losses of all {counted(steps, 'step')} are equal, to the bit."
    return (
        f"Compared with the unbroken run: over {counted(steps, 'step')} the losses are at most {apart:.1g} bits apart."
    )


# The workers and the checkpoint


def _card(watched: Watched, rank: int) -> str:
    worker, x, y = watched.workers[rank], 10 + CARD_PITCH * rank, CARD_TOP
    gone = worker.state in (STOPPED, KILLED)
    ground = style.tint(style.ERROR, 0.18) if worker.state == KILLED else style.PAPER
    edge = style.ERROR if worker.state == KILLED else style.BASELINE
    more = 'stroke-dasharray="6 4"' if worker.state in (STARTING, STOPPED) else ""
    return (
        svg.box(x, y, CARD_WIDTH, CARD_HEIGHT, ground, edge, 3 if worker.state == KILLED else 1.5, more, 6)
        + svg.box(x + 8, y + 10, 8, CARD_HEIGHT - 20, style.FAINT if gone else worker_colour(rank))
        + svg.text(x + 28, y + 25, f"worker {rank}", size=17, more='font-weight="600"')
        + _sign(worker.state, x + 28, y + 37)
        + svg.text(x + 50, y + 51, worker.state, size=17)
        + svg.text(x + 28, y + 76, f"step {worker.step}", size=16)
    )


def _sign(state: str, x: float, y: float) -> str:
    """A sign of 15 × 15 pixels for a worker's state, as on a player's buttons."""
    place = f'transform="translate({x:g} {y:g})"'
    if state == KILLED:
        return f'<path {place} d="M1 1l13 13m0 -13l-13 13" stroke="{style.ERROR}" stroke-width="4"/>'
    if state == RUNNING:
        return f'<path {place} d="M1 0l13 7.5l-13 7.5z" fill="{style.HIDDEN}"/>'
    if state == DONE:
        return f'<path {place} d="M1 8l5 6l8 -12" fill="none" stroke="{style.HIDDEN}" stroke-width="3.5"/>'
    if state == STOPPED:
        return svg.box(x + 1, y + 1, 13, 13, style.BASELINE)
    return f'<circle {place} cx="7.5" cy="7.5" r="5.5" fill="none" stroke="{style.BASELINE}" stroke-width="3"/>'


def _saved(watched: Watched) -> str:
    """The newest checkpoint, as a sheet with a corner turned down."""
    x, y, width, fold = SAVED_LEFT, CARD_TOP, CARD_WIDTH, 20
    sheet = f"M{x} {y}h{width - fold}l{fold} {fold}v{CARD_HEIGHT - fold}h{-width}z"
    words = f"step {watched.saved}" if watched.runs else "none yet"
    return (
        f'<path d="{sheet}m{width - fold} 0v{fold}h{fold}" fill="{style.tint(style.HIDDEN, 0.12)}"'
        f' stroke="{style.HIDDEN}" stroke-width="1.5"/>'
        + svg.text(x + 14, y + 25, "checkpoint", fill=style.HIDDEN, size=16, more='font-weight="600"')
        + svg.text(x + 14, y + 58, words, size=20, more='font-weight="600"')
        + svg.text(x + 14, y + 78, "the newest" * bool(watched.runs), size=14)
    )


# The curves


def _curves(watched: Watched, unbroken: Floats | None) -> str:
    others = [] if unbroken is None else list(unbroken)
    low, high = _limits([*others, *(bits for run in watched.runs for bits in run.losses)])

    def across(step: float) -> float:
        return PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * step / watched.steps

    def down(bits: float) -> float:
        return PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * (bits - low) / (high - low)

    def line(begins: int, losses: Sequence[float], colour: str, width: float) -> str:
        points = " ".join(f"{across(begins + i):.1f},{down(bits):.1f}" for i, bits in enumerate(losses, start=1))
        drawn = f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"'
        return f'<polyline points="{points}" {drawn}/>'

    parts = [_axes(low, high, watched.steps, across, down), _legend(unbroken is not None, bool(_lost(watched)))]
    parts += [_band(watched, run, back, across) for run, back in _lost(watched)]
    if unbroken is not None:
        parts.append(line(0, others, UNBROKEN, 9))
    for run, back in _lost(watched):
        parts.append(line(back, run.losses[back - run.begins :], LOST, 6))
    parts += [line(run.begins, run.losses, style.INPUT, 2) for run in watched.runs]
    if watched.step and len(watched.losses):
        parts.append(
            f'<circle cx="{across(watched.step):.1f}" cy="{down(watched.losses[-1]):.1f}" r="5" fill="{style.INPUT}"/>'
        )
    return "".join(parts)


UNBROKEN, LOST = style.FAINT, style.tint(style.ERROR, 0.5)


def _lost(watched: Watched) -> list[tuple[Run, int]]:
    """The runs in which a worker was killed, and the step of the newest checkpoint then."""
    resumed = [run.begins for run in watched.runs[1:]]
    back = [*resumed, watched.saved] if watched.killed else resumed
    return list(zip(watched.runs, back, strict=False))


def _band(watched: Watched, run: Run, back: int, across: Callable[[float], float]) -> str:
    """The steps that a kill has cost, from the newest checkpoint to where it was."""
    left, right = across(back), across(run.ends)
    ground = svg.box(left, PLOT_TOP, right - left, PLOT_BOTTOM - PLOT_TOP, style.tint(style.ERROR, 0.12))
    edge = f'<path d="M{right:.1f} {PLOT_TOP}V{PLOT_BOTTOM}" stroke="{style.ERROR}" stroke-width="2"/>'
    if run is not _lost(watched)[-1][0]:
        return ground + edge
    lost = f"killed at step {run.ends}: {counted(run.ends - back, 'step')} lost"
    anchor, x = ("start", right + 6) if right < WIDTH * 0.55 else ("end", left - 6)
    return ground + edge + svg.text(x, PLOT_TOP + 16, lost, anchor, style.ERROR, 16)


def _limits(bits: Sequence[float]) -> tuple[float, float]:
    """Ends of the axis of bits, in steps of a half; they seldom change while a training goes on."""
    known = [value for value in bits if math.isfinite(value)]
    low, high = min([*known, 2.0]), max([*known, 6.0])
    return math.floor(2 * low) / 2, math.ceil(2 * (high + 0.1)) / 2


def _axes(low: float, high: float, steps: int, across: Callable[[float], float], down: Callable[[float], float]) -> str:
    rows = "".join(
        f'<path d="M{PLOT_LEFT} {down(bits):.1f}H{PLOT_RIGHT}" stroke="{style.FAINT}"/>'
        + svg.text(PLOT_LEFT - 10, down(bits) + 5, str(bits), "end")
        for bits in range(math.ceil(low), math.floor(high) + 1)
    )
    between = _round_step(steps / 5)
    columns = "".join(
        svg.text(across(step), PLOT_BOTTOM + 22, str(step), "middle") for step in range(0, steps + 1, between)
    )
    title = svg.text(10, PLOT_TOP - 20, "bits per character, on the batches just read", fill=style.INPUT, size=16)
    return rows + columns + title


def _round_step(at_least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below ``at_least``."""
    power = 10 ** max(0, math.ceil(math.log10(at_least)) - 1)
    return next(step * power for step in (1, 2, 5, 10) if step * power >= at_least)


def _legend(unbroken: bool, lost: bool) -> str:
    entries = [("this training", style.INPUT, 2)]
    entries += [("lost steps", LOST, 6)] * lost + [("unbroken run", UNBROKEN, 9)] * unbroken
    y, parts = PLOT_BOTTOM + 42, [svg.text(PLOT_RIGHT, PLOT_BOTTOM + 46, "steps", "end")]
    for i, (name, colour, width) in enumerate(entries):
        x = PLOT_LEFT + 165 * i
        parts.append(
            f'<path d="M{x} {y}h34" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'
            + svg.text(x + 44, y + 5, name)
        )
    return "".join(parts)
