"""What was measured on names, over seeds: who won, what an LSTM without care lacked, and answers before the end."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ... import checks, style
from ...style import Plot
from ..names import Scores
from ..training import NameProgress

MEASURES = {"accuracy": (style.OUTPUT, "o"), "balanced_accuracy": (style.INPUT, "D")}
REMEDIES = (style.ERROR, style.HIDDEN, style.INPUT, style.ACTIVE, style.OUTPUT)
EARLY = (style.OUTPUT, style.ERROR, style.BASELINE)


@style.styled
def score_chart(scores: Mapping[str, Sequence[Scores]]) -> Plot:
    """Accuracy and balanced accuracy of several answerers, every seed a mark and their mean a line.

    Raises
    ------
    TypeError, ValueError
        If ``scores`` holds something else, is empty, or somebody has none.
    """
    checks.results("scores", scores, Scores, lists=1)
    figure = style.figure(9.2, 0.9 + 0.5 * len(scores))
    axes = figure.add_subplot()
    for place, each in enumerate(scores.values()):
        for (measure, (colour, marker)), shift in zip(MEASURES.items(), (-0.17, 0.17), strict=True):
            values = [getattr(one, measure) for one in each]
            mean = float(np.mean(values))
            axes.plot([0, mean], [place + shift] * 2, color=colour, linewidth=5, alpha=0.3, solid_capstyle="butt")
            axes.plot(values, [place + shift] * len(values), marker, color=colour, markersize=5, linestyle="none")
            axes.text(0.985, place + shift, f"{mean:.3f}", color=colour, va="center", ha="right", fontsize=11)
    axes.set(yticks=range(len(scores)), yticklabels=list(scores), xlim=(0, 1), ylim=(len(scores) - 0.5, -0.5))
    axes.grid(visible=False, axis="y")
    for measure, (colour, marker) in MEASURES.items():
        axes.plot([], [], marker, color=colour, label=measure.replace("_", " "), linestyle="none")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    return Plot(
        figure, "Of the test names right. " + " ".join(f"{who}: {_told(each)}." for who, each in scores.items())
    )


def _told(scores: Sequence[Scores]) -> str:
    accuracy, balanced = (_spread([getattr(one, measure) for one in scores]) for measure in MEASURES)
    return f"accuracy {accuracy}, balanced {balanced}"


def _spread(values: Sequence[float]) -> str:
    """A mean with its range, if there is one.

    Examples
    --------
    >>> _spread([0.5, 0.7]), _spread([0.5])
    ('0.600 (0.500 to 0.700)', '0.500')
    """
    mean = f"{np.mean(values):.3f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.3f} to {max(values):.3f})"


@style.styled
def remedy_curves(histories: Mapping[str, Sequence[Sequence[NameProgress]]]) -> Plot:
    """Training loss, validation loss and validation accuracy over the epochs, a colour a way to train, a line a seed.

    Parameters
    ----------
    histories
        By name, for each seed what a training reported.

    Raises
    ------
    TypeError, ValueError
        If ``histories`` holds something else, there is none, or there are more than colours.
    """
    checks.results("histories", histories, NameProgress, lists=2)
    _check_colours("histories", histories, REMEDIES)
    histories = {name: [_whole_epochs(training) for training in each] for name, each in histories.items()}
    figure = style.figure(9.4, 3.9)
    panels = figure.subplots(1, 3)
    what = {"loss": "training loss", "val_loss": "validation loss", "val_accuracy": "validation accuracy"}
    for axes, (field, title) in zip(panels, what.items(), strict=True):
        for colour, trainings in zip(REMEDIES, histories.values(), strict=False):
            for training in trainings:
                values = [getattr(progress, field) for progress in training]
                axes.plot(range(1, len(values) + 1), values, color=colour, linewidth=1.4, alpha=0.8)
        axes.set(xlabel="epochs", title=title)
    for axes in panels[:2]:
        axes.set_ylim(0, None)
    for colour, name in zip(REMEDIES, histories, strict=False):
        panels[0].plot([], [], color=colour, label=name)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(histories))
    return Plot(figure, " ".join(f"{name}: {_course(each)}." for name, each in histories.items()))


def _whole_epochs(training: Sequence[NameProgress]) -> list[NameProgress]:
    """Without the first report, which only says how long the training will take; ValueError if there is no other."""
    whole = [progress for progress in training if progress.epoch]
    if not whole:
        raise ValueError("histories has a training of 0 epochs, expected at least one")
    return whole


def _course(trainings: Sequence[Sequence[NameProgress]]) -> str:
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

    Raises
    ------
    TypeError, ValueError
        If ``early`` holds something else, there is none, there are more than colours, or a seed has not as many scores
        as there are numbers in ``prefix_lengths``.
    """
    checks.results("early", early, Scores, lists=2)
    _check_colours("early", early, EARLY)
    lengths = {len(each) for seeds in early.values() for each in seeds}
    if lengths != {len(checks.integers("prefix_lengths", prefix_lengths, 0))}:
        raise ValueError(
            f"early has lists of {sorted(lengths)} scores, expected {len(prefix_lengths)}, as many as in prefix_lengths"
        )
    figure = style.figure(9.2, 4.2)
    panels = figure.subplots(1, 2)
    for axes, measure in zip(panels, ("loss", "calibration_error"), strict=True):
        for colour, (name, seeds) in zip(EARLY, early.items(), strict=False):
            _spread_line(axes, [[getattr(one, measure) for one in each] for each in seeds], colour, name)
        axes.set(xlabel="letters read, of names that have as many", title=measure.replace("_", " "), ylim=(0, None))
        axes.set_xticks(range(len(prefix_lengths)), [*map(str, prefix_lengths[:-1]), "end"])
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=1)
    return Plot(figure, " ".join(f"{name}: {_early_told(each, prefix_lengths)}." for name, each in early.items()))


def _spread_line(axes: Axes, values: Sequence[Sequence[float]], colour: str, name: str) -> None:
    """The mean over seeds as a line and their range as a band."""
    array = np.array(values)
    where: Any = np.arange(array.shape[1])
    axes.fill_between(where, array.min(axis=0), array.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    axes.plot(where, array.mean(axis=0), "o-", color=colour, markersize=5, label=name)


def _early_told(seeds: Sequence[Sequence[Scores]], prefix_lengths: Sequence[int]) -> str:
    after = (0, len(prefix_lengths) // 2, len(prefix_lengths) - 1)
    places = [f"after {prefix_lengths[i]} letters" for i in after[:-1]] + ["at the end"]
    told = (
        f"{where} loss {np.mean([each[i].loss for each in seeds]):.2f}, "
        f"off by {np.mean([each[i].calibration_error for each in seeds]):.3f}"
        for where, i in zip(places, after, strict=True)
    )
    return "; ".join(told).replace("after 1 letters", "after 1 letter")


def _check_colours(argument: str, given: Mapping[str, Any], colours: Sequence[str]) -> None:
    if len(given) > len(colours):
        raise ValueError(f"{argument} has {len(given)} entries, expected at most {len(colours)}")
