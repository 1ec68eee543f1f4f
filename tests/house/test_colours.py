"""A colour that has a role is used for that role only: each chart is drawn, and its colours are read back."""

import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch

from helpers import backprop, batches, embeddings, recurrent, scaleout, style, surnames
from helpers.array_files.figures import format_chart
from helpers.array_files.formats import RECORDED
from helpers.scaleout.explorers.measured import recorded
from helpers.scaleout.figures import measured_bars
from helpers.textgen.figures import bits_bars

ROLES = ("INPUT", "HIDDEN", "OUTPUT", "ERROR", "ACTIVE")  # frames are grey, so BASELINE cannot be told from them
FALLING = np.linspace(0.6, 0.1, 5)
HISTORY = {"loss": FALLING, "val_loss": FALLING}


def colours(figure):
    """All colours of lines, marks, bars, bands and leaders in a figure's charts."""
    found = []
    for axes in figure.axes:
        parts = [part for part in axes.findobj() if part is not axes.patch and part not in axes.spines.values()]
        for part in parts:
            if isinstance(part, Line2D):
                found += [part.get_color(), part.get_markerfacecolor()]
            elif isinstance(part, FancyArrowPatch):
                found += [part.get_edgecolor()]
            elif isinstance(part, Patch):
                found += [part.get_facecolor(), part.get_edgecolor()]
            elif isinstance(part, Collection):
                found += [*part.get_facecolor(), *part.get_edgecolor()]
    return {to_hex(colour).upper() for colour in found if not isinstance(colour, str) or colour != "none"}


def network_charts():
    example = backprop.WIKIDOCS
    return [
        (backprop.learning_rates(example.network, example.x, example.target), ""),
        (backprop.error_curve(FALLING), "ERROR ACTIVE"),
        (backprop.saturation(), "OUTPUT ERROR"),
        (batches.updates_and_epochs({8: FALLING, 64: FALLING}, samples=100), ""),
        (batches.learning_curves(HISTORY, chance=0.5), "INPUT ERROR ACTIVE"),
        (batches.noise_plot({1: 4.0, 4: 2.0}), "ERROR"),
    ]


def measured_charts():
    study, accuracies = surnames.load_study(), np.full((2, 2), 0.5)
    remedies = {name: remedy.histories for name, remedy in study.remedies.items()}
    return [
        (recurrent.memory_curves(recurrent.load_results("memory")), ""),
        (recurrent.adding_curves(recurrent.load_results("adding 100")), ""),
        (recurrent.gate_chart(recurrent.load_results("gates latest")), ""),
        (surnames.score_chart(study.scores), ""),
        (surnames.early_curves(study.early, study.prefix_lengths), ""),
        (surnames.remedy_curves(remedies), ""),
        (embeddings.accuracy_curves(dict.fromkeys(("ours", "random", "other"), accuracies), (1, 2), 0.3), ""),
        (embeddings.projection_chart(["a", "b"], np.array([-1, 1]), ("left", "right")), ""),
        (format_chart(RECORDED["zeros"], ""), ""),
        (measured_bars(recorded(), ""), ""),
        (scaleout.bits_by_batch(scaleout.batch_study()), ""),
    ]


@pytest.mark.parametrize("charts", [network_charts, measured_charts])
def test_a_chart_shows_the_roles_that_it_has_and_no_other(charts):
    for plot, roles in charts():
        shown = {role for role in ROLES if getattr(style, role) in colours(plot.figure)}
        assert shown == set(roles.split()), plot.words


def test_networks_beside_counting_have_no_role():
    shown = colours(bits_bars({"counting": 2.2}, {"network": 2.1}))
    assert not shown & {getattr(style, role) for role in ROLES}
