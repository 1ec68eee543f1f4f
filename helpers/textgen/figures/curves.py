"""A training as a curve, and models side by side as bars."""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ... import style
from ..training import TrainingProgress
from .drawing import Drawing

CURVE_WIDTH, CURVE_HEIGHT = 760, 300
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 56, 530, 30, 250
LABEL_GAP = 18

NETWORK: dict[str, Any] = {"facecolor": style.SERIES[1], "edgecolor": style.SERIES[1]}
COUNTING: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": style.BASELINE, "hatch": "///"}


def describe_curve(history: Sequence[TrainingProgress], baselines: Mapping[str, float]) -> str:
    """A training so far, in words."""
    reported = [progress for progress in history if math.isfinite(progress.bits)]
    lines = "; ".join(f"{name} {bits:.2f}" for name, bits in baselines.items())
    compared = f" To compare with: {lines}." if lines else ""
    if not reported:
        return f"A training that has not begun.{compared}"
    first, last = reported[0], reported[-1]
    end = "stopped at" if history[-1].stopped else "now at" if last.step < last.steps else "at the end, after"
    return (
        f"Training: {first.bits:.2f} bits per character at step {first.step}; {last.bits:.2f} {end} step {last.step}"
        f" of {last.steps}.{compared}"
    )


def live_curve(history: Sequence[TrainingProgress], baselines: Mapping[str, float]) -> Drawing:
    """A training so far: bits per character against steps, with lines to compare with."""
    low, high = curve_limits(history, baselines)
    steps = history[-1].steps if history else 1

    def across(step: float) -> float:
        return PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * step / steps

    def down(bits: float) -> float:
        return PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * (bits - low) / (high - low)

    points = [(across(p.step), down(p.bits)) for p in history if math.isfinite(p.bits)]
    words = describe_curve(history, baselines)
    body = (
        _curve_axes(low, high, down)
        + (_steps_axis(steps, across) if history else "")
        + _baselines(baselines, down)
        + f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{style.INPUT}"'
        f' stroke-width="3" stroke-linejoin="round"/>'
        + "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{style.INPUT}"/>' for x, y in points[-1:])
    )
    return Drawing(style.svg(CURVE_WIDTH, CURVE_HEIGHT, body, words), words)


def curve_limits(history: Sequence[TrainingProgress], baselines: Mapping[str, float]) -> tuple[float, float]:
    """Ends of the axis of bits, in steps of a half; they seldom change while a training goes on."""
    bits = [progress.bits for progress in history if math.isfinite(progress.bits)]
    low = min([*(value - 0.5 for value in baselines.values()), *bits, 2.0])
    high = max([*baselines.values(), *bits, 5.0])
    return max(0.0, math.floor(2 * low) / 2), math.ceil(2 * (high + 0.1)) / 2


def _curve_axes(low: float, high: float, down: Callable[[float], float]) -> str:
    step = round_step((high - low) / 8)  # a training that diverges may reach thousands of bits
    ticks = range(math.ceil(low / step) * step, math.floor(high) + 1, step)
    return "".join(
        f'<line x1="{PLOT_LEFT}" x2="{PLOT_RIGHT}" y1="{down(tick):.1f}" y2="{down(tick):.1f}" stroke="{style.FAINT}"/>'
        f'<text x="{PLOT_LEFT - 10}" y="{down(tick) + 5:.1f}" text-anchor="end">{tick}</text>'
        for tick in ticks
    ) + (f'<text x="12" y="18" fill="{style.INPUT}">bits per character, on the batches just read</text>')


def _steps_axis(steps: int, across: Callable[[float], float]) -> str:
    ticks = "".join(
        f'<text x="{across(tick):.1f}" y="{PLOT_BOTTOM + 20}" text-anchor="middle">{tick}</text>'
        for tick in range(0, steps + 1, round_step(steps / 5))
    )
    return f'{ticks}<text x="{PLOT_RIGHT}" y="{PLOT_BOTTOM + 40}" text-anchor="end">steps</text>'


def round_step(at_least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below ``at_least``.

    Examples
    --------
    >>> [round_step(n) for n in (0.2, 3, 223.4)]
    [1, 5, 500]
    """
    power = 10 ** max(0, math.ceil(math.log10(at_least)) - 1)
    return next(step * power for step in (1, 2, 5, 10) if step * power >= at_least)


def _baselines(baselines: Mapping[str, float], down: Callable[[float], float]) -> str:
    ordered = sorted(baselines.items(), key=lambda item: -item[1])
    # A page counts its pixels downwards, and `spread` from the top.
    labels = [-place for place in style.spread([-down(bits) for _, bits in ordered], LABEL_GAP, math.inf)]
    return "".join(
        f'<line x1="{PLOT_LEFT}" x2="{PLOT_RIGHT}" y1="{down(bits):.1f}" y2="{down(bits):.1f}"'
        f' stroke="{style.BASELINE}" stroke-width="1.5" stroke-dasharray="6 4"/>'
        f'<path d="M{PLOT_RIGHT} {down(bits):.1f}l12 {label - down(bits):.1f}" stroke="{style.BASELINE}" fill="none"/>'
        f'<text x="{PLOT_RIGHT + 16}" y="{label + 5:.1f}" fill="{style.BASELINE}">{escape(name)}: {bits:.2f}</text>'
        for (name, bits), label in zip(ordered, labels, strict=True)
    )


def describe_bits(counting: Mapping[str, float], networks: Mapping[str, float]) -> str:
    """A comparison in words, the best last."""
    ordered = sorted({**counting, **networks}.items(), key=lambda item: -item[1])
    listed = "; ".join(f"{name} {bits:.2f}{' (network)' if name in networks else ''}" for name, bits in ordered)
    return f"Bits per character, fewer is better: {listed}."


@style.styled
def bits_bars(counting: Mapping[str, float], networks: Mapping[str, float]) -> Figure:
    """Bits per character as bars, the best at the bottom; networks are filled, what counts is hatched.

    ``counting`` and ``networks``: names, and their bits per character; ValueError if there are none.
    """
    ordered = sorted({**counting, **networks}.items(), key=lambda item: item[1])
    if not ordered:
        raise ValueError("counting and networks are empty, expected at least one model")
    figure = style.figure(7.8, 1.2 + 0.36 * len(ordered))
    axes = figure.add_subplot()
    for place, (name, bits) in enumerate(ordered):
        axes.barh(place, bits, height=0.7, **(NETWORK if name in networks else COUNTING))
        axes.text(bits, place, f" {bits:.2f}", verticalalignment="center")
    axes.set(xlabel="bits per character on the held-out text (fewer is better)", xlim=(0, ordered[-1][1] * 1.1))
    axes.set_yticks(range(len(ordered)), [name for name, _ in ordered])
    axes.grid(False, axis="y")
    axes.set_axisbelow(True)
    handles = [Patch(label="a network", **NETWORK), Patch(label="counting", **COUNTING)]
    figure.legend(handles=handles, loc="outside upper right", ncols=2)
    return figure
