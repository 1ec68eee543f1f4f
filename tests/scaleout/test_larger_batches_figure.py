"""The figure of larger batches: what is drawn is read back and compared with what went in."""

import matplotlib.colors
import pytest

from helpers import scaleout, style
from helpers.scaleout.larger_batches import BatchRun, BatchStudy

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


def test_every_seed_is_a_mark_in_the_panel_of_its_warm_up():
    panels = scaleout.bits_by_batch(STUDY).figure.axes
    marks = [
        [
            (round(float(line.get_xdata()[0])), list(line.get_ydata()), matplotlib.colors.to_hex(line.get_color()))
            for line in axes.lines
            if line.get_linestyle() == "None" and line.get_transform() == axes.transData and len(line.get_xdata())
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
