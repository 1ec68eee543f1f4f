"""A step's time against the number of workers, and where more of them stop helping."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.ticker import LogLocator, NullLocator

from ... import checks, style
from ...style import Plot
from ..cost import Communication

MARK: dict[str, Any] = {
    "color": style.ACTIVE,
    "linestyle": "none",
    "marker": "o",
    "markeredgecolor": style.INK,
    "markersize": 11,
}


@style.styled
def step_curves(costs: Mapping[str, Sequence[Communication]]) -> Plot:
    """Seconds per step at the same global batch against workers, a line for each network; its lowest point is marked.

    Parameters
    ----------
    costs
        By the network's name, the slowest first: what a step costs, for rising numbers of workers.
    """
    checks.results("costs", costs, Communication, lists=1)
    figure = style.figure(9.4, 4.8)
    axes = figure.add_subplot()
    ends = []
    for colour, (name, each) in zip(style.shades(len(costs)), costs.items(), strict=True):
        axes.plot([cost.workers for cost in each], [1000 * cost.step_seconds for cost in each], color=colour)
        ends.append((1000 * each[-1].step_seconds, name, colour))
    for best in lowest_points(costs):  # over all lines
        axes.plot(best.workers, 1000 * best.step_seconds, **MARK)
    axes.plot([], [], **MARK, label="from here on, more stop helping")
    most = max(each[-1].workers for each in costs.values())
    axes.set(xscale="log", yscale="log", xlabel="workers", xlim=(1, most), ylabel="milliseconds per step")
    ticks = [2**power for power in range(0, most.bit_length(), 2 if most > 64 else 1)]
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.xaxis.minorticks_off()
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 1.5, 2, 3, 5, 7)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1))
    style.label_ends(axes, ends)
    return Plot(figure, describe_steps(costs))


def lowest_points(costs: Mapping[str, Sequence[Communication]]) -> list[Communication]:
    """Of each line that does not fall to its end, the lowest point."""
    return [best for each in costs.values() if (best := fastest(each)) is not each[-1]]


def fastest(costs: Sequence[Communication]) -> Communication:
    """The one with the shortest step, the fewest workers of equals."""
    return min(costs, key=lambda cost: cost.step_seconds)


def describe_steps(costs: Mapping[str, Sequence[Communication]]) -> str:
    """Every network's shortest step, in words."""
    return "Seconds per step of the same batch, shared out among workers. " + " ".join(
        f"{name}: {_describe(each)}." for name, each in costs.items()
    )


def _describe(costs: Sequence[Communication]) -> str:
    first, best, last = costs[0], fastest(costs), costs[-1]
    begins = f"{_ms(first)} with {_workers(first)}"
    if best is last:
        return f"{begins}, falling to {_ms(last)} with {_workers(last)}"
    if best is first:
        return f"{begins}, more do not help: {_ms(last)} with {_workers(last)}"
    return f"{begins}, shortest with {_workers(best)}, {_ms(best)}, then rising to {_ms(last)} with {_workers(last)}"


def _ms(cost: Communication) -> str:
    return f"{1000 * cost.step_seconds:.3g} ms"


def _workers(cost: Communication) -> str:
    return "1 worker" if cost.workers == 1 else f"{cost.workers:,} workers"
