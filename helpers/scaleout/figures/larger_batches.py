"""How larger batches learn from the same characters: every seed a mark."""

import numpy as np
from matplotlib.axes import Axes

from ... import style
from ...style import Plot, mean_and_range
from ..larger_batches import BASE_BATCH, RULES, BatchRun, BatchStudy

LABELS = {"unscaled": "rate unscaled", "√": "× √ of the batch's growth", "linear": "× the batch's growth"}
APART = 0.24
"""Between the rules of one batch, where batches are 1 apart."""
ROOF = 1.35
"""How many times the best bits the picture reaches up to."""


@style.styled
def bits_by_batch(study: BatchStudy) -> Plot:
    """Held-out bits by batch size and by how the learning rate follows it, with and without a warm-up.

    What is far above all others is told in figures at the top.
    """
    figure = style.figure(9.4, 5.0)
    panels = figure.subplots(1, 2, sharey=True)
    sizes = sorted({run.batch_size for run in study.runs})
    lowest = min(min(run.bits) for run in study.runs)
    for axes, warm_up in zip(panels, (True, False), strict=True):
        axes.set(title="with a warm-up" if warm_up else "without", xlabel="rows of a batch")
        axes.set(xlim=(-0.6, len(sizes) - 0.4), ylim=(lowest - 0.1, ROOF * lowest))
        axes.set_xticks(range(len(sizes)), map(str, sizes))
        axes.grid(visible=False, axis="x")
        for run in study.runs:
            if run.warm_up == warm_up:
                _marks(axes, sizes.index(run.batch_size), run)
    panels[0].set_ylabel("bits per character (fewer is better)")
    for rule, colour, marker in zip(RULES, style.SERIES, style.MARKERS, strict=False):
        panels[0].plot([], [], marker, color=colour, markersize=9, linestyle="none", label=LABELS[rule])
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(RULES))
    return Plot(figure, describe_bits(study))


def _marks(axes: Axes, place: int, run: BatchRun) -> None:
    """The seeds of one way to train, and a line at their mean."""
    index = list(RULES).index(run.rule)
    x = place + (APART * (index - 1) if run.batch_size != BASE_BATCH else 0)
    colour, marker, roof = style.SERIES[index], style.MARKERS[index], axes.get_ylim()[1]
    if max(run.bits) > roof:
        axes.plot(x, 0.97, marker, color=colour, markersize=9, transform=axes.get_xaxis_transform())
        told = f"{min(run.bits):.1f} to {max(run.bits):.1f} ↑ "
        axes.text(x - 0.06, 0.97, told, transform=axes.get_xaxis_transform(), ha="right", va="center")
        return
    axes.plot([x - 0.1, x + 0.1], [np.mean(run.bits)] * 2, color=colour, linewidth=3)
    axes.plot([x] * len(run.bits), run.bits, marker, color=colour, markersize=9, alpha=0.75)


def describe_bits(study: BatchStudy) -> str:
    """All means and ranges, in words."""
    said = "; ".join(
        f"{run.batch_size} rows, {_rate(run)}, {'with' if run.warm_up else 'without'} a warm-up:"
        f" {mean_and_range(run.bits, 2)}"
        for run in study.runs
    )
    return f"Bits per character on held-out plays after {study.characters:,} characters, fewer are better. {said}."


def _rate(run: BatchRun) -> str:
    return "the smallest batch's rate" if run.batch_size == BASE_BATCH else LABELS[run.rule]
