"""The figures of costs and of larger batches: what is drawn is read back and compared with what went in."""

import matplotlib.colors
import pytest

from helpers import scaleout, style
from helpers.scaleout.larger_batches import BatchRun, BatchStudy

COSTS = {
    name: [scaleout.communication(250_000, n, bandwidth, 0.2) for n in (1, 2, 4, 16, 64, 256, 1024)]
    for name, bandwidth in (("10 Mb/s", 1e7), ("1 Gb/s", 1e9), ("100 Gb/s", 1e11))
}
STUDY = BatchStudy(
    1000,
    32,
    96,
    (
        BatchRun(64, "unscaled", True, 0.01, 100, (2.5, 2.7)),
        BatchRun(128, "linear", True, 0.02, 50, (2.6, 2.9)),
        BatchRun(128, "√", False, 0.0141, 50, (3.1, 3.3)),
        BatchRun(128, "linear", False, 0.02, 50, (3.2, 9.0)),
    ),
    (),
)


def test_curves_go_through_the_costs():
    axes = scaleout.step_curves(COSTS).figure.axes[0]
    curves = [line for line in axes.lines if len(line.get_xdata()) > 1]
    for line, costs in zip(curves, COSTS.values(), strict=True):
        assert list(line.get_xdata()) == [cost.workers for cost in costs]
        assert list(line.get_ydata()) == [1000 * cost.step_seconds for cost in costs]
    assert axes.get_xscale() == axes.get_yscale() == "log"
    assert [text.get_text() for text in axes.texts] == list(COSTS)


def test_the_lowest_points_are_marked_where_more_stop_helping():
    axes = scaleout.step_curves(COSTS).figure.axes[0]
    marks = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines if len(line.get_xdata()) == 1]
    lowest = [min(costs, key=lambda cost: cost.step_seconds) for costs in COSTS.values()]
    assert marks == [(cost.workers, 1000 * cost.step_seconds) for cost in lowest]
    assert [cost.workers for cost in lowest] == [1, 64, 64]


def test_a_step_that_only_gets_shorter_has_no_mark():
    plot = scaleout.step_curves({"fast": COSTS["100 Gb/s"][:3]})
    assert all(len(line.get_xdata()) != 1 for line in plot.figure.axes[0].lines)
    assert plot.words.endswith("fast: 200 ms with 1 worker, falling to 50.4 ms with 4 workers.")


def test_costs_in_words():
    words = scaleout.step_curves(COSTS).words
    assert "10 Mb/s: 200 ms with 1 worker, more do not help: " in words
    assert "1 Gb/s: 200 ms with 1 worker, shortest with 64 workers, 25.2 ms, then rising to 118 ms" in words


@pytest.mark.parametrize(("costs", "error"), [({}, ValueError), ({"a": []}, ValueError), ({"a": [1]}, TypeError)])
def test_no_curves_of_something_else(costs, error):
    with pytest.raises(error, match="costs is|a is|1, expected|nothing of it empty"):
        scaleout.step_curves(costs)


def test_every_seed_is_a_mark_in_the_panel_of_its_warm_up():
    panels = scaleout.bits_by_batch(STUDY).figure.axes
    marks = [
        [
            (round(float(line.get_xdata()[0])), list(line.get_ydata()), matplotlib.colors.to_hex(line.get_color()))
            for line in axes.lines
            if line.get_linestyle() == "None" and len(line.get_xdata())
        ]
        for axes in panels
    ]
    pink, turquoise, brown = (colour.lower() for colour in style.SERIES[:3])
    assert marks == [[(0, [2.5, 2.7], pink), (1, [2.6, 2.9], brown)], [(1, [3.1, 3.3], turquoise)]]
    means = [line.get_ydata()[0] for axes in panels for line in axes.lines if line.get_linestyle() == "-"]
    assert means == pytest.approx([2.6, 2.75, 3.2])
    assert [text.get_text() for text in panels[1].texts] == ["3.2 to 9.0 ↑ "]
    assert [axes.get_title(loc="left") for axes in panels] == ["with a warm-up", "without"]


def test_larger_batches_in_words():
    words = scaleout.bits_by_batch(STUDY).words
    assert "after 1,000 characters" in words
    assert "64 rows, the smallest batch's rate, with a warm-up: 2.60 (2.50 to 2.70)" in words
    assert "128 rows, × √ of the batch's growth, without a warm-up: 3.20 (3.10 to 3.30)" in words


def test_the_stored_study_is_drawn_or_told_whole():
    study = scaleout.batch_study()
    panels = scaleout.bits_by_batch(study).figure.axes
    marks = [line for axes in panels for line in axes.lines if line.get_transform() == axes.transData]
    drawn = [list(line.get_ydata()) for line in marks if line.get_linestyle() == "None" and len(line.get_ydata())]
    told = [text.get_text() for axes in panels for text in axes.texts]
    for run in study.runs:
        assert list(run.bits) in drawn or f"{min(run.bits):.1f} to {max(run.bits):.1f} ↑ " in told
    assert len(drawn) + len(told) == len(study.runs)
