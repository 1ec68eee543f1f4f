"""Training and what can go wrong with it, as matplotlib figures that carry their words."""

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
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
RATES = (style.INPUT, style.HIDDEN, style.OUTPUT, style.BASELINE)
ANSWERS = tints(style.PAPER, style.OUTPUT)


@style.styled
def error_curve(errors: ArrayLike) -> Plot:
    """The error before the first and after every step, both axes logarithmic."""
    values = checks.numbers("errors", errors, (None,))
    last = len(values) - 1
    figure = style.figure(7.5, 3.6)
    axes = figure.add_subplot()
    axes.plot(values, color=style.ERROR)
    axes.set_xscale("symlog", linthresh=1)  # linear up to 1, so that step 0 has a place
    axes.set(yscale="log", xlabel="steps", ylabel="error E", xlim=(0, last * 1.05))
    ticks = [0, *(10**power for power in range(len(str(last))))]
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    beside: dict[str, Any] = {"textcoords": "offset points", "va": "center"}
    axes.annotate(f"{short(values[0])} at the start", (0, values[0]), (14, -12), **beside)
    axes.annotate(f"{short(values[-1])} at the end", (last, values[-1]), (-14, 0), ha="right", **beside)
    axes.plot([0, last], [values[0], values[-1]], "o", color=style.ACTIVE, markersize=8, zorder=3, clip_on=False)
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
    for errors, ink in zip(falls.values(), cycle(RATES), strict=False):
        rises = errors.max() > errors[0]
        axes.plot(errors, marker="o", markersize=4, color=style.ERROR if rises else ink, ls="--" if rises else "-")
    _label_ends(axes, [(f"η = {rate:g}", errors[-1]) for rate, errors in falls.items()])
    axes.set(yscale="log", xlabel="steps", ylabel="error E", xlim=(0, steps))
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
    figure = style.figure(10, 3.7)
    curves, *maps = figure.subplots(1, 1 + len(shown), width_ratios=[1.25, *[1] * len(shown)])
    _seeds(curves, runs, np.isin(runs.seeds, failed))
    for axes, (seed, verdict) in zip(maps, shown, strict=True):
        _answers(axes, runs.networks[runs.seeds.index(seed)], f"seed {seed}: {verdict}")
    answers = dict(zip(runs.seeds, runs.answers, strict=True))
    told = "; ".join(f"seed {seed}, {verdict}, answers {_listed(answers[seed])}" for seed, verdict in shown)
    words = (
        f"{len(solved)} of {len(runs.seeds)} seeds have solved XOR after {len(runs.errors) - 1:,} steps, {len(failed)} "
        f"have failed. To the inputs 00, 01, 10 and 11, {told}; wanted is 0, 1, 1, 0."
    )
    return Plot(figure, words)


def _seeds(axes: Axes, runs: XorRuns, failed: NDArray[np.bool_]) -> None:
    for which, verdict, ink, line in ((~failed, "solved", style.HIDDEN, "-"), (failed, "failed", style.ERROR, "--")):
        axes.plot(runs.errors[:, which], color=ink, linestyle=line, linewidth=1.5)
        axes.plot([], [], color=ink, linestyle=line, label=f"{which.sum()} {verdict}")
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.78))
    axes.set(yscale="log", xlabel="steps", ylabel="error over the four samples")
    axes.set_title(f"{len(failed)} random starts")


def _answers(axes: Axes, network: Network, title: str) -> None:
    """What a network says to every pair of inputs, with the border between no and yes, and the four samples."""
    ticks = np.linspace(-0.4, 1.4, 91)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    hidden = sigmoid(grid @ network.hidden_weights.T + network.hidden_bias)
    output = sigmoid(hidden @ network.output_weights.T + network.output_bias)[..., 0]
    axes.contourf(ticks, ticks, output, levels=np.linspace(0, 1, 11), cmap=ANSWERS)
    axes.contour(ticks, ticks, output, levels=[0.5], colors=style.INK, linewidths=2)
    for (a, b), (wanted,) in zip(XOR.inputs, XOR.targets, strict=True):
        fill, ink = (style.PAPER, style.INK) if wanted else (style.INK, style.PAPER)
        axes.plot(a, b, "o", markersize=18, color=fill, markeredgecolor=style.INK, markeredgewidth=2)
        axes.text(a, b, f"{wanted:.0f}", color=ink, ha="center", va="center_baseline")
        answer = f"{network.forward(np.array([a, b])).output[0]:.2f}"
        ground = {"facecolor": style.PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 1.5}
        axes.annotate(answer, (a, b), (0, 17), textcoords="offset points", ha="center", bbox=ground)
    axes.set(xlabel="first input", ylabel="second input", xticks=[0, 1], yticks=[0, 1], title=title, aspect="equal")
    axes.grid(False)


def _label_ends(axes: Axes, ends: Sequence[tuple[str, float]]) -> None:
    """A label to the right of where each line ends."""
    for (label, value), line in zip(ends, axes.lines, strict=True):
        axes.annotate(
            label,
            (1, value),
            (8, 0),
            xycoords=axes.get_yaxis_transform(),
            textcoords="offset points",
            color=line.get_color(),
            va="center",
            annotation_clip=False,
        )


def _told(rate: float, errors: Floats) -> str:
    peak = int(np.argmax(errors))
    rise = f"first rises to {short(errors[peak])}, and " if peak else ""
    return f"With a learning rate of {rate:g} it {rise}ends at {short(errors[-1])}"


def short(error: float) -> str:
    """An error with three digits.

    >>> short(0.298371), short(3.51e-5)
    ('0.298', '3.51·10⁻⁵')
    """
    return format_value("E", error) if 0 < abs(error) < 1e-4 else f"{error:.3g}"


def _listed(answers: Floats) -> str:
    return ", ".join(f"{answer:.2f}" for answer in answers)
