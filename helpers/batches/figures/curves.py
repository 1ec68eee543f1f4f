"""Training and validation curves with their minimum marked, and what batch size does, as matplotlib figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ... import checks, style
from ..counting import iterations_per_epoch
from ..histories import Comparison, comparison
from .drawing import Plot

History = Mapping[str, Sequence[float]]
MARKERS = "os^Dv"
MAX_SAMPLES = 10_000_000


@style.styled
def learning_curves(*trainings: History, chance: float | None = None) -> Plot:
    """Training and validation loss over the epochs, each training's validation minimum marked.

    Parameters
    ----------
    trainings
        ``history`` of what `fit` returns, with "loss" and "val_loss"; several seeds, of one length or not.
    chance
        A loss to compare with, such as ln 2 for two classes that are guessed at.
    """
    compared = [comparison(training, f"trainings[{i}]") for i, training in enumerate(trainings)]
    if not compared:
        raise ValueError("trainings is empty, expected at least one history")
    figure = style.figure(7.8, 3.9)
    axes = figure.add_subplot()
    for training in compared:
        epochs = np.arange(1, len(training.loss) + 1)
        axes.plot(epochs, training.loss, color=style.INPUT, alpha=0.85)
        axes.plot(epochs, training.val_loss, color=style.ERROR, alpha=0.85, linestyle="--")
    for training in compared:
        axes.plot(training.best, training.lowest, "o", color=style.ACTIVE, markersize=9, markeredgecolor=style.INK)
    _labels(axes)
    if chance is not None:
        chance = checks.number("chance", chance)
        axes.axhline(chance, color=style.BASELINE, linewidth=1.2, linestyle=":")
        beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "color": style.BASELINE, "va": "center"}
        axes.text(1.01, chance, f"guessing\n{chance:.2f}", **beside)
    last = max(len(training.loss) for training in compared)
    highest = max(chance or 0, *(max(training.loss.max(), training.val_loss.max()) for training in compared))
    axes.set(xlabel="epochs", ylabel="loss", ylim=(0, 1.08 * highest or None), xlim=(0, last + 0.5))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    return Plot(figure, "Training and validation loss over the epochs. " + " ".join(map(_in_words, compared)))


def _labels(axes: Axes) -> None:
    axes.plot([], [], color=style.INPUT, label="training data")
    axes.plot([], [], color=style.ERROR, linestyle="--", label="validation data")
    axes.plot([], [], "o", color=style.ACTIVE, markersize=9, markeredgecolor=style.INK, label="lowest validation loss")
    axes.legend(loc="upper left", bbox_to_anchor=(0, 1.2), ncols=3, handlelength=2.2, columnspacing=1.4)


def _in_words(training: Comparison) -> str:
    return (
        f"Training loss from {training.loss[0]:.2f} to {training.loss[-1]:.2f}; validation loss lowest after epoch "
        f"{training.best}, {training.lowest:.2f}, at the end {training.val_loss[-1]:.2f}."
    )


@style.styled
def updates_and_epochs(losses: Mapping[int, Sequence[float]], samples: int) -> Plot:
    """The training loss of several batch sizes, over the epochs and over the updates.

    Parameters
    ----------
    losses
        Batch size: the loss on all training data after each epoch. (The "loss" of `fit` is another: an average over
        the epoch's batches, taken while the weights move.) At most 5 batch sizes.
    samples
        How many samples an epoch has, at most 10,000,000.
    """
    _check_sizes("losses", losses, "the losses")
    if len(losses) > len(MARKERS):
        raise ValueError(f"losses has {len(losses)} batch sizes, expected at most {len(MARKERS)}")
    samples = checks.integer("samples", samples, 1, MAX_SAMPLES)
    figure = style.figure(9.2, 3.7)
    by_epoch, by_update = figure.subplots(1, 2, sharey=True)
    words = []
    shades = dict(zip(sorted(losses), style.shades(len(losses)), strict=True))
    for (size, values), marker in zip(losses.items(), MARKERS, strict=False):
        found = checks.numbers(f"losses[{size}]", values, (None,))
        epochs = np.arange(1, len(found) + 1)
        updates = epochs * iterations_per_epoch(samples, size)
        look: dict[str, Any] = {"color": shades[size], "marker": marker, "markersize": 5}
        by_epoch.plot(epochs, found, **look)
        by_update.plot(updates, found, label=f"{size:,}", **look)
        words.append(f"Batches of {size:,}: {updates[-1]:,} updates, loss {found[-1]:.2f} at the end.")
    by_epoch.set(xlabel="epochs", ylabel="training loss", ylim=(0, None))
    by_epoch.xaxis.set_major_locator(MaxNLocator(integer=True))
    by_update.set(xlabel="updates", xscale="log")
    by_update.legend(title="batch size", loc="lower left")
    return Plot(figure, "Training loss over the epochs and over the updates. " + " ".join(words))


def _check_sizes(name: str, found: Mapping[int, object], what: str) -> None:
    """Raise TypeError or ValueError if ``found`` is no mapping from batch sizes, or an empty one."""
    if not checks.instance(name, found, Mapping, f"a dict with {what} for each batch size"):
        raise ValueError(f"{name} is empty, expected {what} for each batch size")
    for size in found:
        checks.integer(f"a batch size of {name}", size, 1, MAX_SAMPLES)


@style.styled
def noise_plot(noise: Mapping[int, float]) -> Plot:
    """How far the slopes of a batch are from those of all samples, over batch size, beside 1 / √(batch size).

    ``noise`` is what `gradient_noise` gives.
    """
    _check_sizes("noise", noise, "a number > 0")
    sizes = np.array(list(noise))
    found = np.array([checks.positive(f"noise[{size}]", value) for size, value in noise.items()])
    figure = style.figure(6.6, 3.6)
    axes = figure.add_subplot()
    axes.plot(sizes, found[0] * np.sqrt(sizes[0] / sizes), color=style.BASELINE, linestyle="--",
              label="as 1 / √(batch size)")  # fmt: skip
    axes.plot(sizes, found, "o", color=style.ERROR, markersize=8, label="measured")
    axes.set(xscale="log", yscale="log", xlabel="batch size", ylabel="noise / slope")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.legend()
    told = ", ".join(f"{value:.2g} for {size:,}" for size, value in noise.items())
    return Plot(figure, f"Noise of a batch's gradient, as a multiple of the length of the true gradient: {told}.")
