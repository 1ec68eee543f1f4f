"""What the experiments found: a colour for each cell, the mean over seeds, and how far the seeds lie apart.

What a picture cannot show is refused: a TypeError for what is no results, a ValueError for none of them, or for results
that do not go together.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ... import checks, style
from ...cells import BLOCKS
from ...mathematics import Floats
from ...style import Plot, mean_and_range
from ..gradients import GradientNorms
from ..results import AddingRun, GateRun, MemoryRun
from ..tasks import SIGNALS, adding_baseline

CELLS = tuple(BLOCKS)
COLOURS = dict(zip(CELLS, style.SERIES, strict=False))
MARKERS = dict(zip(CELLS, style.MARKERS, strict=False))
DASHES = ("-", "--", ":")
"""Of the first, second and third line of a colour."""
SEED: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 6, "alpha": 0.55, "markeredgewidth": 0}
LOW, HIGH = 1e-12, 30.0
"""Between which norms are drawn; a curve that falls lower leaves the picture."""


@style.styled
def memory_curves(runs: Mapping[str, MemoryRun]) -> Plot:
    """Share of signals that are reported right, by lag, a line for each run. There are several lags."""
    checks.results("runs", runs, MemoryRun)
    for name, run in runs.items():
        if len(run.lags) < 2:
            raise ValueError(f"runs has {name!r} of a single lag, {run.lags[0]}, expected those of where='random'")
    figure, chance = style.figure(8.4, 3.8), 1 / len(SIGNALS)
    axes = figure.add_subplot()
    axes.axhline(chance, color=style.BASELINE, linestyle=(0, (1, 2)), linewidth=1.5)
    ends = [(chance, "guessing", style.BASELINE)]
    widths = np.arange(len(runs), 0, -1) * 1.2 + 0.8  # the later the thinner, so that lines on each other are all seen
    dashes = _dashes([run.cell for run in runs.values()])
    for (name, run), width, dash in zip(runs.items(), widths, dashes, strict=True):
        colour, right = COLOURS[run.cell], run.accuracy_by_lag
        mean = right.mean(axis=0)
        axes.fill_between(run.lags, right.min(axis=0), right.max(axis=0), color=colour, alpha=0.18, linewidth=0)
        axes.plot(run.lags, mean, dash, color=colour, linewidth=width, **_marks(run.cell))
        ends.append((mean[-1], name, colour))
    axes.set(ylim=(0, 1.03), xlim=(0, max(run.lags[-1] for run in runs.values())))
    axes.set(xlabel="lag: steps between the signal and the end", ylabel="share right")
    style.label_ends(axes, ends)
    told = " ".join(f"{name}: {_by_lag(run)}." for name, run in runs.items())
    heading = "Share of signals reported right, by lag; mean over seeds and range."
    return Plot(figure, f"{heading} {told} Guessing: {chance:g}.")


@style.styled
def norm_curves(norms: Mapping[str, GradientNorms | Sequence[GradientNorms]]) -> Plot:
    """How much of a small change in the memory reaches the end, by lag, on a logarithmic axis.

    Of several seeds a line is the geometric mean, and a band reaches from the least to the largest. Names that end in
    "fresh" are drawn dashed.
    """
    given = checks.instance("norms", norms, Mapping, "GradientNorms by name, or lists of them").items()
    by_seed = {name: [each] if isinstance(each, GradientNorms) else each for name, each in given}
    checks.results("norms", by_seed, GradientNorms, lists=1)
    figure = style.figure(8.4, 4.2)
    axes = figure.add_subplot()
    ends, told = [], []
    for name, seeds in by_seed.items():
        sizes = np.maximum([norm.memory for norm in seeds], np.finfo(float).tiny)  # of which there is a logarithm
        colour, mean = COLOURS[seeds[0].cell], np.exp(np.log(sizes).mean(axis=0))
        dash = "--" if name.endswith("fresh") else "-"
        axes.plot(seeds[0].lags, mean, dash, color=colour, **_marks(seeds[0].cell))
        if len(seeds) > 1:
            least, most = sizes.min(axis=0), sizes.max(axis=0)
            axes.fill_between(seeds[0].lags, least, most, color=colour, alpha=0.13, linewidth=0)
        ends.append((np.clip(mean[-1], LOW, HIGH), name, colour))
        told.append(f"{name}: {_by_power(sizes)}.")
    axes.set(yscale="log", ylim=(LOW, HIGH), ylabel="size of the change at the end")
    axes.set_xlim(0, max(seeds[0].lags[-1] for seeds in by_seed.values()))
    axes.set_xlabel("lag: steps between the change and the end")
    style.label_ends(axes, ends)
    return Plot(figure, f"How large a change of size 1 in the memory is at the end, by lag. {' '.join(told)}")


@style.styled
def gate_chart(runs: Mapping[str, GateRun]) -> Plot:
    """Scores of LSTMs without a part, at half the training and after it: a dot for each seed, a stroke at their mean.

    The full LSTM comes first, the others from the best to the worst at half the training. Scores are in one unit.
    """
    checks.results("runs", runs, GateRun)
    unit = _only("unit", [run.unit for run in runs.values()])
    sign = -1 if unit == "accuracy" else 1  # the better, the less
    ordered = sorted(runs.values(), key=lambda run: (run.variant != "full", sign * run.halfway.mean()))
    figure = style.figure(8.4, 1.5 + 0.36 * len(runs))
    axes, places = figure.add_subplot(), np.arange(len(runs))
    _dots(axes, places - 0.17, [run.halfway for run in ordered], style.BASELINE, "at half the training")
    _dots(axes, places + 0.17, [run.scores for run in ordered], COLOURS["LSTM"], "after training")
    axes.set_yticks(places, [run.variant for run in ordered])
    axes.set(ylim=(len(runs) - 0.4, -0.6), xlabel="share right" if unit == "accuracy" else f"{unit} (fewer is better)")
    axes.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=2)
    told = " ".join(
        f"{run.variant}: {mean_and_range(run.halfway)}, then {mean_and_range(run.scores)}." for run in ordered
    )
    heading = f"LSTMs without a part, {unit} at half the training and after it, mean over seeds and range."
    return Plot(figure, f"{heading} {told}")


@style.styled
def adding_curves(runs: Mapping[str, AddingRun]) -> Plot:
    """Mean squared error of sums against the sequences that were learned from, a line for each seed; logarithmic axes.

    The dotted line is the error of who always says 0.5, `adding_baseline`. All sequences are of one length.
    """
    checks.results("runs", runs, AddingRun)
    baseline = adding_baseline(_only("length", [run.length for run in runs.values()]))
    figure = style.figure(8.4, 3.8)
    axes = figure.add_subplot()
    axes.axhline(baseline, color=style.BASELINE, linestyle=(0, (1, 2)), linewidth=1.5)
    ends = [(baseline, "always 0.5", style.BASELINE)]
    for (name, run), dashes in zip(runs.items(), _dashes([run.cell for run in runs.values()]), strict=True):
        axes.plot(run.sequences / 1000, run.mse.T, dashes, color=COLOURS[run.cell], linewidth=1.5, **_marks(run.cell))
        ends.append((float(np.median(run.mse[:, -1])), name, COLOURS[run.cell]))
    axes.set(xscale="log", yscale="log", xlabel="thousand sequences learned from", ylabel="mean squared error")
    axes.set_xlim(None, max(run.sequences[-1] for run in runs.values()) / 1000)
    axes.xaxis.set_major_formatter("{x:g}")
    style.label_ends(axes, ends)
    told = " ".join(
        f"{name}: {mean_and_range(run.mse[:, -1], 5)} at the end; {_solved(run)}." for name, run in runs.items()
    )
    heading = "Mean squared error of sums while learning, a line for each seed; mean and range over seeds."
    return Plot(figure, f"{heading} {told} Always saying 0.5: {baseline:.4f}.")


def _marks(cell: str) -> dict[str, Any]:
    """Marks on a line, which show it where it lies under another: each kind of cell has its own, at its own places."""
    return {"marker": MARKERS[cell], "markersize": 6, "markevery": (0.02 + 0.06 * CELLS.index(cell), 0.18)}


def _only(what: str, values: Sequence[Any]) -> Any:
    """The value that all runs share; ValueError if they do not."""
    several = list(dict.fromkeys(values))
    if len(several) > 1:
        raise ValueError(f"runs has more than one {what}, {several}, expected one")
    return several[0]


def _dashes(cells: Sequence[str]) -> list[str]:
    """A line's dashes tell it from the others of its cell."""
    return [DASHES[cells[:i].count(cell) % len(DASHES)] for i, cell in enumerate(cells)]


def _dots(axes: Axes, places: Floats, rows: Sequence[Floats], colour: str, name: str) -> None:
    """A dot for every seed and a stroke at their mean, a row for each variant."""
    for place, row in zip(places, rows, strict=True):
        axes.plot(row, np.full(len(row), place), color=colour, **SEED)
    means = [row.mean() for row in rows]
    axes.plot(means, places, color=colour, marker="|", markersize=15, linestyle="none", markeredgewidth=3, label=name)


def _by_lag(run: MemoryRun) -> str:
    """At the first lag, at about a fifth of the way and at the last."""
    chosen = sorted({0, len(run.lags) // 5, len(run.lags) - 1})
    return ", ".join(f"{mean_and_range(run.accuracy_by_lag[:, i], 2)} at lag {run.lags[i]}" for i in chosen)


def _by_power(sizes: Floats) -> str:
    """The geometric mean at lags 10, 50 and the last; sizes (seeds, lags)."""
    last = sizes.shape[1] - 1
    means = np.exp(np.log(sizes).mean(axis=0))
    return ", ".join(f"{means[lag]:.0e} at lag {lag}" for lag in sorted({min(10, last), min(50, last), last}))


def _solved(run: AddingRun) -> str:
    """After how many sequences the last 2,048 were all right."""
    solved = run.solved_after[np.isfinite(run.solved_after)]
    if not len(solved):
        return "not learned"
    counts = f"{len(solved)} of {len(run.solved_after)} seeds"
    return f"learned by {counts}, after {solved.mean() / 1000:.0f} thousand sequences on average"
