"""What a step takes on this machine, and on paper beside it."""

from ... import checks, style
from ...style import Plot
from ..measuring import Measured

WAYS = ("1 worker", "2 workers, the same batch", "2 workers, twice the batch")


@style.styled
def measured_bars(measured: Measured, where: str) -> Plot:
    """A step's time in units of one worker's: of one and of two workers, measured and on paper.

    ``where``: the machine that it was measured on, in words.
    """
    checks.instance("measured", measured, Measured, "what `measure` returns")
    figure = style.figure(7.9, 3.4)
    axes = figure.add_subplot()
    times = relative_times(measured)
    for place, (here, paper) in enumerate(times.values()):
        axes.barh(place, here, height=0.5, color=style.SERIES[0], label="measured" if not place else None)
        line = axes.plot([paper, paper], [place - 0.36, place + 0.36], color=style.INK, linewidth=4)
        axes.text(max(here, paper) + 0.04, place, f"{here:.1f}", va="center", fontweight="bold")
        line[0].set_label("on paper" if not place else None)
    axes.set_yticks(range(len(times)), [*times])
    axes.invert_yaxis()
    axes.set(xlabel="time of a step, one worker's = 1", xlim=(0, 1.15 * max(max(each) for each in times.values())))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    axes.set_title(where, loc="right", fontsize=11, color=style.BASELINE)
    return Plot(figure, describe_measured(measured, where))


def relative_times(measured: Measured) -> dict[str, tuple[float, float]]:
    """By the way to train: a step's time in units of one worker's, measured and on paper."""
    one, paper = measured.alone.seconds, measured.on_paper
    seconds = [
        (one, one),
        (measured.same_global.seconds, paper.step_seconds),
        (measured.same_local.seconds, paper.local_step_seconds),
    ]
    return {way: (here / one, there / one) for way, (here, there) in zip(WAYS, seconds, strict=True)}


def describe_measured(measured: Measured, where: str) -> str:
    """What the bars show, in words."""
    times = relative_times(measured)
    said = [f"{way}: {here:.1f} times as long, on paper {paper:.1f}" for way, (here, paper) in [*times.items()][1:]]
    paper = measured.on_paper
    return (
        f"Measured on {where}. A step of 1 worker: 1. {'. '.join(said)}. In a step each of 2 workers sends"
        f" {measured.same_global.bytes_sent:,.0f} bytes, on paper {paper.bytes_sent:,.0f}."
    )
