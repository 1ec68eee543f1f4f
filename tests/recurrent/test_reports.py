"""The bar and the line that tell how far a training has come."""

import math

import pytest

from helpers import recurrent
from helpers.recurrent.training import TrainingProgress


def test_a_report_on_an_experiment_begins_anew_with_every_training():
    report = recurrent.ExperimentReport()
    for name, step in (("SimpleRNN", 300), ("SimpleRNN", 600), ("LSTM", 200)):
        report(TrainingProgress(name, step, 600, step / 1000, 7.0))
        assert (report.bar.value, report.bar.max) == (step, 600)
    assert "LSTM, step 200 of 600: 20% right, about 7 s left in all" in report.message.value
    assert report._snapshot()["text/plain"] == "SimpleRNN: 600 updates, 60% right. LSTM: 200 updates, 20% right."


def test_another_experiment_is_told_alone():
    report = recurrent.ExperimentReport()
    for name, step in (("SimpleRNN", 600), ("LSTM", 600), ("SimpleRNN", 300)):
        report(TrainingProgress(name, step, 600, 0.5, 7.0))
    assert report._snapshot()["text/plain"] == "SimpleRNN: 300 updates, 50% right."
    report(TrainingProgress("SimpleRNN", 400, 600, 0.5, 7.0, stopped=True))
    report(TrainingProgress("LSTM", 100, 600, 0.5, 7.0))
    assert report._snapshot()["text/plain"] == "LSTM: 100 updates, 50% right."


def test_a_report_on_what_was_stopped_before_its_first_step_has_no_share():
    report = recurrent.ExperimentReport()
    report(TrainingProgress("GRU", 0, 600, math.nan, math.nan, stopped=True))
    assert "Stopped at GRU, step 0 of 600" in report.message.value
    assert report._snapshot()["text/plain"] == "0 updates."


def test_an_experiment_tells_its_report():
    report = recurrent.ExperimentReport()
    recurrent.memory_experiment(["GRU"], seeds=1, length=5, steps=20, units=2, report=report)
    assert report.history[-1].step == report.bar.value == report.bar.max == 20


def test_a_report_refuses_what_is_no_progress():
    with pytest.raises(TypeError, match="progress is 7, expected a TrainingProgress"):
        recurrent.ExperimentReport()(7)
