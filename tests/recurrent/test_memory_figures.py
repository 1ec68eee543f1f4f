"""The pictures of what was found: what is drawn is what was given, and the words say it."""

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers import recurrent, style
from helpers.recurrent.figures import memory
from helpers.recurrent.gradients import GradientNorms
from helpers.recurrent.results import AddingRun, GateRun, MemoryRun
from helpers.recurrent.tasks import adding_baseline

LAGS = np.arange(20)


def remembered(cell, accuracy):
    """Two seeds, one 0.1 above and one 0.1 below."""
    by_lag = np.array([np.full(20, accuracy - 0.1), np.full(20, accuracy + 0.1)])
    return MemoryRun(cell, 20, "random", 600, LAGS, by_lag)


def norms(cell, a_step):
    sizes = a_step ** LAGS.astype(float)
    return GradientNorms(cell, LAGS, sizes, None, sizes)


def varied(variant, halfway, score, unit="accuracy"):
    curve = np.array([[0.1, halfway - 0.01, 0.5, score], [0.1, halfway + 0.01, 0.5, score]])
    return GateRun(variant, "latest", unit, 30, np.array([10, 20, 30, 40]), curve, np.array([score, score]))


def summed(cell, solved):
    mse = np.array([[0.04, 0.02], [0.04, 0.01]])
    return AddingRun(cell, 50, np.array([1000, 2000]), mse, np.array(solved))


def lines(plot):
    return plot.figure.axes[0].get_lines()


def labels(plot):
    return {text.get_text(): text for text in plot.figure.axes[0].texts}


def test_a_line_for_each_cell_in_its_colour_with_its_name():
    plot = recurrent.memory_curves({"SimpleRNN": remembered("SimpleRNN", 0.3), "LSTM": remembered("LSTM", 0.8)})
    chance, simple, lstm = lines(plot)
    assert chance.get_ydata()[0] == 1 / 8
    np.testing.assert_allclose(simple.get_ydata(), 0.3)
    np.testing.assert_allclose(lstm.get_ydata(), 0.8)
    assert (simple.get_color(), lstm.get_color()) == style.SERIES[:2]
    assert {name: to_hex(text.arrow_patch.get_edgecolor()).upper() for name, text in labels(plot).items()} == {
        "guessing": style.BASELINE, "SimpleRNN": style.SERIES[0], "LSTM": style.SERIES[1]
    }  # fmt: skip
    band = plot.figure.axes[0].collections[1].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (pytest.approx(0.7), pytest.approx(0.9))
    assert "LSTM: 0.80 (0.70 to 0.90) at lag 0, 0.80 (0.70 to 0.90) at lag 4, " in plot.words
    assert "Guessing: 0.125." in plot.words


def test_a_second_line_of_a_cell_is_dashed():
    plot = recurrent.memory_curves({"LSTM": remembered("LSTM", 0.5), "longer": remembered("LSTM", 0.8)})
    assert [line.get_linestyle() for line in lines(plot)[1:]] == ["-", "--"]


def test_norms_of_one_seed_and_of_several():
    several = [norms("GRU", 0.1), norms("GRU", 0.001)]
    plot = recurrent.norm_curves({"LSTM, fresh": norms("LSTM", 0.5), "GRU, trained": several})
    one, two = lines(plot)
    np.testing.assert_allclose(one.get_ydata(), 0.5**LAGS)
    np.testing.assert_allclose(two.get_ydata(), 0.01**LAGS)  # the geometric mean
    assert (one.get_linestyle(), two.get_linestyle()) == ("--", "-")
    assert to_hex(two.get_color()).upper() == memory.COLOURS["GRU"]
    assert len(plot.figure.axes[0].collections) == 1
    assert "LSTM, fresh: 1e-03 at lag 10, 2e-06 at lag 19." in plot.words


def test_a_norm_of_zero_leaves_the_picture():
    nothing = GradientNorms("GRU", LAGS, np.zeros(20), None, np.where(LAGS, 0.0, 1.0))
    plot = recurrent.norm_curves({"GRU": nothing})
    style.png(plot.figure, 0.5)
    assert plot.figure.axes[0].get_ylim()[0] == memory.LOW


def test_the_full_one_first_then_the_best_at_half_the_training():
    runs = {v: varied(v, h, s) for v, h, s in (("bad", 0.2, 0.9), ("full", 0.5, 0.8), ("good", 0.6, 0.7))}
    plot = recurrent.gate_chart(runs)
    assert [label.get_text() for label in plot.figure.axes[0].get_yticklabels()] == ["full", "good", "bad"]
    strokes = [line for line in lines(plot) if line.get_marker() == "|"]
    np.testing.assert_allclose([stroke.get_xdata() for stroke in strokes], [[0.5, 0.6, 0.2], [0.8, 0.7, 0.9]])
    assert "good: 0.600 (0.590 to 0.610), then 0.700 (0.700 to 0.700)." in plot.words
    fewer = {name: varied(name, bits, bits, "bits per character") for name, bits in (("worse", 3.0), ("better", 2.0))}
    plot = recurrent.gate_chart(fewer)
    assert [label.get_text() for label in plot.figure.axes[0].get_yticklabels()] == ["better", "worse"]
    assert "fewer is better" in plot.figure.axes[0].get_xlabel()


def test_sums_beside_who_always_says_the_same():
    plot = recurrent.adding_curves({"LSTM": summed("LSTM", [1000, np.nan]), "GRU": summed("GRU", [np.nan] * 2)})
    always, *seeds = lines(plot)
    assert always.get_ydata()[0] == adding_baseline(50)
    assert [seed.get_color() for seed in seeds] == 2 * [memory.COLOURS["LSTM"]] + 2 * [memory.COLOURS["GRU"]]
    np.testing.assert_allclose(np.mean([seed.get_ydata() for seed in seeds[:2]], axis=0), [0.04, 0.015])
    assert "LSTM: 0.01500 (0.01000 to 0.02000) at the end; learned by 1 of 2 seeds, after 1 thousand" in plot.words
    assert "GRU: 0.01500 (0.01000 to 0.02000) at the end; not learned." in plot.words
    assert "Always saying 0.5: 0.0388." in plot.words
    assert "Always saying 0.5: 0.0392." in recurrent.adding_curves(recurrent.load_results("adding 100")).words


def test_sums_over_several_lengths_have_no_one_baseline():
    runs = {"short": summed("LSTM", [np.nan] * 2), "long": replace(summed("LSTM", [np.nan] * 2), length=100)}
    with pytest.raises(ValueError, match=re.escape("runs has more than one length, [50, 100], expected one")):
        recurrent.adding_curves(runs)


@pytest.mark.parametrize("name", ["memory_curves", "norm_curves", "gate_chart", "adding_curves"])
def test_nothing_cannot_be_drawn(name):
    with pytest.raises(ValueError, match="is {}, expected .* by name, nothing of it empty"):
        getattr(recurrent, name)({})


def test_a_list_without_norms_cannot_be_drawn():
    with pytest.raises(ValueError, match=re.escape("norms is {'LSTM': []}, expected lists of GradientNorms by name")):
        recurrent.norm_curves({"LSTM": []})


def test_scores_in_several_units_have_no_one_axis():
    with pytest.raises(ValueError, match="runs has more than one unit, .'accuracy', 'bits per character'., expected"):
        recurrent.gate_chart({"a": varied("a", 0.5, 0.9), "b": varied("b", 3, 2, "bits per character")})


def test_one_lag_is_no_curve():
    single = MemoryRun("GRU", 20, "first", 600, np.array([19]), np.ones((2, 1)))
    with pytest.raises(ValueError, match=re.escape("runs has 'GRU' of a single lag, 19, expected those of where=")):
        recurrent.memory_curves({"GRU": single})


@pytest.mark.parametrize("name", ["memory", "gates latest"])
def test_what_is_stored_can_be_drawn(name):
    draw = {"memory": "memory_curves", "gates latest": "gate_chart"}[name]
    plot = getattr(recurrent, draw)(recurrent.load_results(name))
    assert len(style.png(plot.figure, 0.5)) > 5000
