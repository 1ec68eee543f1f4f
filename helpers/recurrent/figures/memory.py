"""What the experiments found, as curves and dots: a colour for each cell, and a mark for each seed."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from ... import style
from ...style import Plot
from ..gradients import GradientNorms
from ..results import AddingRun, Floats, GateRun, MemoryRun

COLOURS = {"SimpleRNN": style.BASELINE, "LSTM": style.HIDDEN, "GRU": style.OUTPUT}
SMALLEST = 1e-12
"""Norms below it are nothing to anybody; the axis ends there, and what is smaller leaves the picture."""


@style.styled
def memory_curves(runs: Mapping[str, MemoryRun], chance: float = 1 / 8) -> Plot:
    """Accuracy by lag, a line a cell: mean over seeds, and from the worst to the best of them as a band.

    Raises
    ------
    ValueError
        If there is no run, or one was asked at a single lag.
    """
    _some("runs", runs)
    for run in runs.values():
        if len(run.lags) < 2:
            raise ValueError(f"runs has one of a single lag, {run.lags[0]}; expected several, as where='random' gives")
    figure = style.figure(8.0, 3.8)
    axes = figure.add_subplot()
    axes.axhline(chance, color=style.BASELINE, linestyle="--", linewidth=1.2)
    axes.text(0, chance - 0.02, "chance", color=style.BASELINE, va="top")
    for name, run in runs.items():
        _band(axes, run.lags, run.accuracy_by_lag, COLOURS[run.cell], name)
    axes.set(ylim=(0, 1.04), xlabel="lag: steps between the signal and the end", ylabel="share right")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=3)
    told = "; ".join(f"{name}: {_means(run.lags, run.accuracy_by_lag)}" for name, run in runs.items())
    seeds = len(next(iter(runs.values())).accuracy_by_lag)
    return Plot(figure, f"Share of signals named, by lag, mean of {seeds} seeds. {told}. Chance is {chance:.3f}.")


@style.styled
def norm_curves(norms: Mapping[str, GradientNorms]) -> Plot:
    """How much of a small change in the memory arrives, by lag, on a logarithmic axis.

    Names that end in "fresh" are drawn dashed.

    Raises
    ------
    ValueError
        If there are no norms.
    """
    _some("norms", norms)
    figure = style.figure(8.0, 3.8)
    axes = figure.add_subplot()
    for name, norm in norms.items():
        dashes = "--" if name.endswith("fresh") else "-"
        axes.plot(norm.lags, norm.memory, dashes, color=COLOURS[norm.cell], label=name)
    axes.set(yscale="log", ylim=(SMALLEST, 20), xlabel="lag: steps between the change and the end")
    axes.set_ylabel("size of the change at the end")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.28 if len(norms) > 3 else 1.16), ncols=3)
    told = "; ".join(f"{name}: {_sizes(norm)}" for name, norm in norms.items())
    return Plot(figure, f"How large a change of size 1 in the memory is at the end, by lag. {told}.")


@style.styled
def gate_chart(runs: Mapping[str, GateRun]) -> Plot:
    """Scores of LSTM variants after training and, where the score is an accuracy, halfway; a mark for each seed.

    Raises
    ------
    ValueError
        If there is no run.
    """
    _some("runs", runs)
    unit = next(iter(runs.values())).unit
    figure = style.figure(8.0, 1.3 + 0.34 * len(runs))
    axes, places = figure.add_subplot(), np.arange(len(runs))
    if unit == "accuracy":
        _dots(axes, places - 0.16, [run.halfway for run in runs.values()], style.BASELINE, "halfway")
    _dots(axes, places + 0.16, [run.scores for run in runs.values()], style.HIDDEN, "after training")
    axes.set_yticks(places, list(runs))
    axes.set(ylim=(len(runs) - 0.5, -0.5), xlabel="share right" if unit == "accuracy" else f"{unit} (fewer are better)")
    axes.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=2)
    told = "; ".join(
        f"{name}: {_spread(run.scores)}" + (f", halfway {_spread(run.halfway)}" if unit == "accuracy" else "")
        for name, run in runs.items()
    )
    return Plot(figure, f"LSTMs with and without their parts, {unit}, mean and range over seeds. {told}.")


@style.styled
def adding_curves(runs: Mapping[str, AddingRun], baseline: float = 1 / 24) -> Plot:
    """Mean squared error on the adding problem over the sequences that were learned from.

    ``baseline``: what saying the mean always would give; of targets 0.5 + (a + b) / 4 with a and b uniform in -1 ... 1
    it is the variance, 2/3 / 16.

    Raises
    ------
    ValueError
        If there is no run.
    """
    _some("runs", runs)
    figure = style.figure(8.0, 3.6)
    axes = figure.add_subplot()
    axes.axhline(baseline, color=style.BASELINE, linestyle="--", linewidth=1.2, label="always the mean")
    for name, run in runs.items():
        _band(axes, run.sequences / 1000, run.mse, COLOURS[run.cell], name)
    axes.set(yscale="log", xlabel="thousand sequences learned from", ylabel="mean squared error")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=4)
    told = "; ".join(f"{name}: {_spread(run.mse[:, -1], 5)} at the end" for name, run in runs.items())
    return Plot(figure, f"Mean squared error of sums while learning, mean and range over seeds. {told}.")


def _some(name: str, given: Mapping[str, object]) -> None:
    if not given:
        raise ValueError(f"{name} is empty, expected at least one result")


def _band(axes: Axes, x: Floats, values: Floats, colour: str, name: str) -> None:
    """The mean over seeds as a line, their range as a band; values (seeds, x)."""
    axes.fill_between(x, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.18, linewidth=0)
    axes.plot(x, values.mean(axis=0), color=colour, label=name)


def _dots(axes: Axes, places: Floats, rows: Sequence[Floats], colour: str, name: str) -> None:
    """A mark for every seed and a stroke at their mean, a row a variant."""
    for place, row in zip(places, rows, strict=True):
        axes.plot(row, np.full(len(row), place), "o", color=colour, markersize=5, alpha=0.7)
    means = [row.mean() for row in rows]
    axes.plot(means, places, color=colour, marker="|", markersize=16, linestyle="none", markeredgewidth=3, label=name)


def _means(lags: Floats, values: Floats) -> str:
    """The mean at the first lag, at about a fifth of the way and at the last."""
    return ", ".join(f"{values[:, i].mean():.2f} at lag {lags[i]}" for i in (0, len(lags) // 5, len(lags) - 1))


def _sizes(norm: GradientNorms) -> str:
    last = len(norm.lags) - 1
    return ", ".join(f"{norm.memory[lag]:.1e} at lag {lag}" for lag in sorted({min(10, last), min(50, last), last}))


def _spread(values: Floats, decimals: int = 3) -> str:
    return f"{values.mean():.{decimals}f} ({values.min():.{decimals}f} to {values.max():.{decimals}f})"
