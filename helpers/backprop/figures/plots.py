"""Training and what can go wrong with it, as matplotlib figures that carry their words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from ... import checks, style
from ...checks import Floats
from ...mathematics import sigmoid
from ..network import Network, sigmoid_slope
from ..training import descend
from ..walk import format_value
from ..xor import XOR, XorRuns
from .drawing import Plot, tints

FLAT = 0.01
"""A slope of the sigmoid below which a unit is called saturated."""
LONG = 1000
"""From so many steps on, the beginning of a training is drawn by itself, too."""
ANSWERS = tints(style.PAPER, style.OUTPUT)


@style.styled
def error_curve(errors: ArrayLike) -> Plot:
    """The error before the first and after every step; of a long training also its first hundredth, by itself."""
    values = checks.numbers("errors", errors, (None,))
    last = len(values) - 1
    stretches = (last // 100, last) if last >= LONG else (last,)
    figure = style.figure(7.5, 3.6)
    panels = figure.subplots(1, len(stretches), sharey=True, squeeze=False)[0]
    for axes, stretch in zip(panels, stretches, strict=True):
        axes.plot(values[: stretch + 1], color=style.ERROR)
        ends = [0, stretch]
        axes.plot(ends, values[ends], "o", color=style.ACTIVE, markersize=8, zorder=3, clip_on=False)
        beside: dict[str, Any] = {"textcoords": "offset points"}
        axes.annotate(f"{short(values[0])} at the start", (0, values[0]), (10, -4), **beside)
        where = "at the end" if stretch == last else f"after {stretch:,}"
        axes.annotate(f"{short(values[stretch])} {where}", (stretch, values[stretch]), (0, 26), ha="right", **beside)
        axes.set(xlabel="steps", xlim=(0, stretch), ylim=(0, None))
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.set_title("all steps" if stretch == last else f"the first {stretch:,} steps")
    panels[0].set_ylabel("error E")
    marks = [step for step in (1, 10, 100, 1000, 10_000, 100_000) if step < last]
    between = (f"{short(values[step])} after {step:,}" for step in marks)
    told = "; ".join([f"{short(values[0])} at the start", *between, f"{short(values[-1])} at the end"])
    return Plot(figure, f"The error over {last:,} step{'s' * (last != 1)}: {told}.")


@style.styled
def learning_rates(
    network: Network, x: Floats, target: Floats, rates: Sequence[float] = (0.5, 5, 50, 500), steps: int = 20
) -> Plot:
    """The error of one network under several learning rates, on a logarithmic axis."""
    checks.numbers("rates", rates, (None,))
    falls = {rate: descend(network, x, target, rate, steps) for rate in rates}
    figure = style.figure(7.5, 3.8)
    axes = figure.add_subplot()
    ends = []
    for (rate, errors), ink in zip(sorted(falls.items()), style.shades(len(falls)), strict=True):
        axes.plot(errors, marker="o", markersize=4, color=ink, ls="--" if errors.max() > errors[0] else "-")
        ends.append((errors[-1], f"η = {rate:g}", ink))
    axes.set(yscale="log", xlabel="steps", ylabel="error E", xlim=(0, steps))
    style.label_ends(axes, ends)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    told = ". ".join(_told(rate, errors) for rate, errors in falls.items())
    return Plot(figure, f"The error over {steps} steps, {short(next(iter(falls.values()))[0])} at the start. {told}.")


@style.styled
def saturation() -> Plot:
    """The sigmoid and its slope, and where the slope is next to nothing."""
    z = np.linspace(-9, 9, 361)
    value = sigmoid(z)
    slope = sigmoid_slope(value)
    edge = float(z[slope >= FLAT].max())
    figure = style.figure(7.5, 3.6)
    axes = figure.add_subplot()
    for low, high in ((-9, -edge), (edge, 9)):
        axes.axvspan(low, high, color=style.FAINT, alpha=0.6, linewidth=0)
        axes.text((low + high) / 2, 0.5, f"saturated:\nslope below {FLAT:g}", ha="center", va="center")
    axes.plot(z, value, color=style.OUTPUT, linewidth=3)
    axes.plot(z, slope, color=style.ERROR, linewidth=3, linestyle="--")
    axes.text(1.6, 0.9, "σ(z)", color=style.OUTPUT, ha="right", size=14)
    axes.text(1.5, 0.2, "its slope,\n0.25 at most", color=style.ERROR, size=13)
    axes.set(xlabel="z, what goes into the unit", xlim=(-9, 9), ylim=(-0.02, 1.02), xticks=range(-8, 9, 2))
    words = (
        "The sigmoid rises from 0 to 1, steepest at z = 0, where its slope is 0.25. Its slope falls off on both sides: "
        f"beyond z = −{edge:.1f} and z = {edge:.1f} it is below {FLAT:g}, and the unit is saturated."
    )
    return Plot(figure, words)


@style.styled
def xor_outcomes(runs: XorRuns) -> Plot:
    """The error of every seed, and the answers of one network that has learned XOR and of one that has not."""
    checks.instance("runs", runs, XorRuns, "what train_xor gives")
    failed = runs.failed
    solved = [seed for seed in runs.seeds if seed not in failed]
    shown = [(seeds[0], verdict) for seeds, verdict in ((solved, "solved"), (failed, "failed")) if seeds]
    figure = style.figure(10.4, 3.7)
    curves, *maps = figure.subplots(1, 1 + len(shown), width_ratios=[1.25, *[1] * len(shown)])
    _seeds(curves, runs, np.isin(runs.seeds, failed))
    for axes, (seed, verdict) in zip(maps, shown, strict=True):
        filled = _answers(axes, runs.networks[runs.seeds.index(seed)], f"seed {seed}: {verdict}")
    figure.colorbar(filled, ax=maps, ticks=[0, 0.5, 1], label="the network's answer", pad=0.02, shrink=0.85)
    answers = dict(zip(runs.seeds, runs.answers, strict=True))
    told = "; ".join(f"seed {seed} ({verdict}) answers {_listed(answers[seed])}" for seed, verdict in shown)
    words = (
        f"{len(solved)} of {len(runs.seeds)} seeds have solved XOR after {len(runs.errors) - 1:,} steps, {len(failed)} "
        f"have failed. To the inputs 00, 01, 10 and 11, {told}; the targets are 0, 1, 1, 0."
    )
    return Plot(figure, words)


def _seeds(axes: Axes, runs: XorRuns, failed: NDArray[np.bool_]) -> None:
    for which, verdict, ink, line in ((~failed, "solved", style.BASELINE, "-"), (failed, "failed", style.ERROR, "--")):
        axes.plot(runs.errors[:, which], color=ink, linestyle=line, linewidth=1.5)
        axes.plot([], [], color=ink, linestyle=line, label=f"{which.sum()} {verdict}")
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.78))
    axes.set(yscale="log", xlabel="steps", ylabel="error over the four samples")
    axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(f"{len(failed)} random starts")


def _answers(axes: Axes, network: Network, title: str) -> ContourSet:
    """What a network says to every pair of inputs, with the border between no and yes, and the four samples."""
    ticks = np.linspace(-0.4, 1.4, 91)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    hidden = sigmoid(grid @ network.hidden_weights.T + network.hidden_bias)
    output = sigmoid(hidden @ network.output_weights.T + network.output_bias)[..., 0]
    filled = axes.contourf(ticks, ticks, output, levels=np.linspace(0, 1, 11), cmap=ANSWERS)
    axes.contour(ticks, ticks, output, levels=[0.5], colors=style.INK, linewidths=2)
    for (a, b), (wanted,) in zip(XOR.inputs, XOR.targets, strict=True):
        fill, ink = (style.PAPER, style.INK) if wanted else (style.INK, style.PAPER)
        axes.plot(a, b, "o", markersize=18, color=fill, markeredgecolor=style.INK, markeredgewidth=2)
        axes.text(a, b, f"{wanted:.0f}", color=ink, ha="center", va="center_baseline")
        answer = f"{network.forward(np.array([a, b])).output[0]:.2f}"
        ground = {"facecolor": style.PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 1.5}
        axes.annotate(answer, (a, b), (0, 20), textcoords="offset points", ha="center", bbox=ground)
    axes.set(xlabel="first input", ylabel="second input", xticks=[0, 1], yticks=[0, 1], title=title, aspect="equal")
    axes.grid(False)
    return filled


def _told(rate: float, errors: Floats) -> str:
    peak = int(np.argmax(errors))
    rise = f"first rises to {short(errors[peak])}, and " if peak else ""
    return f"With a learning rate of {rate:g} it {rise}ends at {short(errors[-1])}"


def short(error: float) -> str:
    """An error with three digits.

    >>> short(0.298371), short(3.51e-5)
    ('0.298', '3.51·10⁻⁵')
    """
    if abs(error) < 1e-15:  # what rounding leaves of 0
        return "0"
    return format_value("E", error) if abs(error) < 1e-4 else f"{error:.3g}"


def _listed(answers: Floats) -> str:
    return ", ".join(f"{answer:.2f}" for answer in answers)
