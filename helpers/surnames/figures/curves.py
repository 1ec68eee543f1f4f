"""What was measured over seeds: which model did best, what an unregularised LSTM lacked, and answers before the end."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ... import checks, style
from ...style import Plot, mean_and_range
from ..names import Scores
from ..training import NameProgress

METRICS = {"accuracy": (style.SERIES[2], "o"), "balanced_accuracy": (style.SERIES[1], "D")}
REMEDIES = (style.BASELINE, *style.SERIES)
"""The first has no remedy: it is what the others are compared with."""
DASHES = ("-", "-", "-", (0, (4, 2)), "-")
EARLY = (style.SERIES[1], style.SERIES[2], style.BASELINE)


@style.styled
def score_chart(scores: Mapping[str, Sequence[Scores]]) -> Plot:
    """Accuracy and balanced accuracy of several models, every seed a mark and their mean a line."""
    checks.results("scores", scores, Scores, lists=1)
    figure = style.figure(9.2, 0.9 + 0.5 * len(scores))
    axes = figure.add_subplot()
    for place, each in enumerate(scores.values()):
        for (metric, (colour, marker)), shift in zip(METRICS.items(), (-0.17, 0.17), strict=True):
            values = [getattr(one, metric) for one in each]
            mean = float(np.mean(values))
            axes.plot([0, mean], [place + shift] * 2, color=colour, linewidth=5, alpha=0.3, solid_capstyle="butt")
            axes.plot(values, [place + shift] * len(values), marker, color=colour, markersize=5, linestyle="none")
            axes.text(0.985, place + shift, f"{mean:.3f}", va="center", ha="right", fontsize=11)
    axes.set(yticks=range(len(scores)), yticklabels=list(scores), xlim=(0, 1), ylim=(len(scores) - 0.5, -0.5))
    axes.grid(visible=False, axis="y")
    for metric, (colour, marker) in METRICS.items():
        axes.plot([], [], marker, color=colour, label=metric.replace("_", " "), linestyle="none")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    words = " ".join(f"{name}: {_describe_scores(each)}." for name, each in scores.items())
    return Plot(figure, f"Shares of right answers to the test names. {words}")


def _describe_scores(scores: Sequence[Scores]) -> str:
    accuracy, balanced = (mean_and_range([getattr(one, metric) for one in scores]) for metric in METRICS)
    return f"accuracy {accuracy}, balanced {balanced}"


@style.styled
def remedy_curves(histories: Mapping[str, Sequence[Sequence[NameProgress]]]) -> Plot:
    """Training loss, validation loss and validation accuracy over the epochs, a colour a recipe, a line a seed."""
    checks.results("histories", histories, NameProgress, lists=2)
    figure = style.figure(9.4, 3.9)
    panels = figure.subplots(1, 3)
    what = {"loss": "training loss", "val_loss": "validation loss", "val_accuracy": "validation accuracy"}
    for axes, (field, title) in zip(panels, what.items(), strict=True):
        for colour, dashes, trainings in zip(REMEDIES, DASHES, histories.values(), strict=True):
            for training in trainings:
                values = [getattr(progress, field) for progress in training]
                axes.plot(range(1, len(values) + 1), values, color=colour, linestyle=dashes, linewidth=1.4)
        axes.set(xlabel="epochs", title=title)
    for axes in panels[:2]:
        axes.set_ylim(0, None)
    for colour, dashes, name in zip(REMEDIES, DASHES, histories, strict=True):
        panels[0].plot([], [], color=colour, linestyle=dashes, label=name)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(histories))
    return Plot(figure, " ".join(f"{name}: {_describe_histories(each)}." for name, each in histories.items()))


def _describe_histories(trainings: Sequence[Sequence[NameProgress]]) -> str:
    lowest = np.mean([min(progress.val_loss for progress in training) for training in trainings])
    best = np.mean([1 + np.argmin([progress.val_loss for progress in training]) for training in trainings])
    last = [training[-1] for training in trainings]
    return (
        f"validation loss lowest after {best:.0f} epochs, {lowest:.2f}, at the end "
        f"{np.mean([p.val_loss for p in last]):.2f}; accuracy at the end {np.mean([p.val_accuracy for p in last]):.3f}"
    )


@style.styled
def early_curves(early: Mapping[str, Sequence[Sequence[Scores]]], prefix_lengths: Sequence[int]) -> Plot:
    """Loss and calibration error of answers that are asked for before a name has ended, over the letters read.

    Parameters
    ----------
    early
        By name, for each seed the scores after each number of letters in ``prefix_lengths``,
        the last of them after the end.
    prefix_lengths
        Numbers of letters; the last entry stands for the end of the name.
    """
    checks.results("early", early, Scores, lists=2)
    figure = style.figure(9.2, 4.2)
    panels = figure.subplots(1, 2)
    for axes, metric in zip(panels, ("loss", "calibration_error"), strict=True):
        for colour, (name, seeds) in zip(EARLY, early.items(), strict=True):
            _spread_line(axes, [[getattr(one, metric) for one in each] for each in seeds], colour, name)
        axes.set(xlabel="letters read, of names that have as many", title=metric.replace("_", " "), ylim=(0, None))
        axes.set_xticks(range(len(prefix_lengths)), [*map(str, prefix_lengths[:-1]), "end"])
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=1)
    return Plot(figure, " ".join(f"{name}: {_describe_early(each, prefix_lengths)}." for name, each in early.items()))


def _spread_line(axes: Axes, values: Sequence[Sequence[float]], colour: str, name: str) -> None:
    """The mean over seeds as a line and their range as a band."""
    array = np.array(values)
    where: Any = np.arange(array.shape[1])
    axes.fill_between(where, array.min(axis=0), array.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    axes.plot(where, array.mean(axis=0), "o-", color=colour, markersize=5, label=name)


def _describe_early(seeds: Sequence[Sequence[Scores]], prefix_lengths: Sequence[int]) -> str:
    chosen = (0, len(prefix_lengths) // 2, -1)
    places = [f"after {prefix_lengths[i]} letters" for i in chosen[:-1]] + ["at the end"]
    words = (
        f"{where} loss {np.mean([each[i].loss for each in seeds]):.2f}, "
        f"off by {np.mean([each[i].calibration_error for each in seeds]):.3f}"
        for where, i in zip(places, chosen, strict=True)
    )
    return "; ".join(words).replace("after 1 letters", "after 1 letter")
