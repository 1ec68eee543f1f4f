"""The pictures of the experiments: their words state the figures, and bad input is answered."""

import numpy as np
import pytest

from helpers import recurrent
from helpers.recurrent import GradientNorms
from helpers.recurrent.results import AddingRun, MemoryRun


def test_memory_curves_say_the_means_and_draw_the_bands():
    by_lag = np.array([[1.0, 0.5, 0.25], [1.0, 0.7, 0.25]])
    run = MemoryRun("LSTM", 3, "random", 1.0, 5e-3, 10, np.arange(3), by_lag)
    plot = recurrent.memory_curves({"LSTM": run})
    assert "mean of 2 seeds. LSTM: 1.00 at lag 0, 1.00 at lag 0, 0.25 at lag 2" in plot.words
    (axes,) = plot.figure.axes
    drawn = next(line for line in axes.lines if line.get_label() == "LSTM")
    assert drawn.get_ydata() == pytest.approx([1.0, 0.6, 0.25])


def test_memory_curves_refuse_what_has_no_curve():
    run = MemoryRun("LSTM", 3, "first", 1.0, 5e-3, 10, np.array([2]), np.ones((2, 1)))
    with pytest.raises(ValueError, match="runs has one of a single lag, 2; expected several"):
        recurrent.memory_curves({"LSTM": run})
    with pytest.raises(ValueError, match="runs is empty, expected at least one"):
        recurrent.memory_curves({})


def test_norms_are_drawn_as_they_are_and_fresh_ones_dashed():
    decay = 0.5 ** np.arange(20)
    norms = {when: GradientNorms("GRU", np.arange(20), decay, None, decay) for when in ("GRU, fresh", "GRU, trained")}
    plot = recurrent.norm_curves(norms)
    fresh, trained = plot.figure.axes[0].lines
    assert (fresh.get_linestyle(), trained.get_linestyle()) == ("--", "-")
    assert trained.get_ydata() == pytest.approx(decay)
    assert "GRU, trained: 9.8e-04 at lag 10, 1.9e-06 at lag 19" in plot.words
    with pytest.raises(ValueError, match="norms is empty"):
        recurrent.norm_curves({})


def test_the_gate_chart_states_every_variant_that_was_measured():
    runs = recurrent.measured("gates latest")
    words = recurrent.gate_chart(runs).words
    for name, run in runs.items():
        assert f"{name}: {run.scores.mean():.3f} ({run.scores.min():.3f} to {run.scores.max():.3f}), halfway" in words
    with pytest.raises(ValueError, match="runs is empty"):
        recurrent.gate_chart({})


def test_adding_curves_end_where_the_error_ends():
    mse = np.array([[0.04, 0.01], [0.04, 0.03]])
    run = AddingRun("GRU", 50, np.array([1000, 2000]), mse, mse, np.full(2, np.nan), np.full(2, np.nan))
    plot = recurrent.adding_curves({"GRU": run})
    assert "GRU: 0.02000 (0.01000 to 0.03000) at the end" in plot.words
    with pytest.raises(ValueError, match="runs is empty"):
        recurrent.adding_curves({})


def test_what_the_lesson_says_of_the_stored_results():
    memory, longer = recurrent.measured("memory"), recurrent.measured("memory longer")["SimpleRNN"]
    assert min(memory["LSTM"].accuracy.min(), memory["GRU"].accuracy.min()) > 0.99
    assert memory["SimpleRNN"].accuracy.max() < 0.6
    assert (longer.accuracy > 0.8).sum() == 9
    first = {name: (run.accuracy > 0.8).sum() for name, run in recurrent.measured("first").items()}
    assert first == {"SimpleRNN": 7, "LSTM": 0, "GRU": 0, "LSTM, forget bias 3": 10}
    gates = recurrent.measured("gates latest")
    halfway = {name: round(float(run.halfway.mean()), 2) for name, run in gates.items()}
    assert halfway == dict.fromkeys(gates, 1.0) | {
        "no forget gate": 0.91, "forget gate frozen": 0.96, "no tanh out of the carry": 0.98
    }  # fmt: skip
    assert min(run.scores.mean() for run in gates.values()) > 0.985
