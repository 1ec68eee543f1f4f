"""What a clumsy hand gives to lesson 05 is refused in words, not by a traceback out of NumPy, nor answered wrongly."""

import numpy as np
import pytest

from helpers import recurrent
from helpers.cells import Clamp
from helpers.recurrent import figures, gates

WEIGHTS = [np.eye(2), np.eye(2), np.zeros(2)]
X = np.ones((1, 9, 2))
ODD = np.zeros((2, 2))

REFUSED = {
    "gate": (lambda: Clamp(ODD, 0, 0, 1), "gate is array.*expected one of 'input'"),
    "cell": (lambda: recurrent.gradient_norms([], WEIGHTS, X), r"cell is \[\], expected one of 'SimpleRNN'"),
    "weights": (lambda: recurrent.gradient_norms("LSTM", None, X), "weights is None, expected a list of 3 arrays"),
    "overflow": (
        lambda: recurrent.gradient_norms("SimpleRNN", [0 * np.eye(2), 1e200 * np.eye(2), np.zeros(2)], X),
        "weights and x are too large",
    ),
    "models, a generator": (
        lambda: recurrent.clamp_experiment(model for model in recurrent.load_latest_letter_models()),
        "models is .*expected at least one LatestLetterModel",
    ),
    "models, one": (
        lambda: recurrent.clamp_experiment(gates.load_latest_letter_model()),
        "expected at least one LatestLetterModel",
    ),
    "results": (lambda: recurrent.load_results(["memory"]), r"name is \['memory'\], expected one of 'memory'"),
    "where": (lambda: recurrent.signal(1, 9, ODD), "where is array.*expected one of 'random', 'first'"),
    "ids": (lambda: recurrent.one_hot([[1, 2], [3]]), "ids has rows of different lengths, expected an array"),
    "cells": (lambda: recurrent.memory_experiment(ODD), "cells has array.* in it, expected strings"),
    "variants": (lambda: recurrent.gate_experiment(variants=[[1]]), r"variants has \[1\] in it, expected strings"),
    "task": (lambda: recurrent.gate_experiment(ODD), "task is array.*expected one of 'latest'"),
    "gate chart": (
        lambda: figures.gate_chart(recurrent.load_results("memory")),
        "runs is MemoryRun.*expected GateRun by name",
    ),
    "one run": (lambda: figures.memory_curves(3), "runs is 3, expected MemoryRun by name"),
    "norms": (lambda: figures.norm_curves({"a": 3}), "norms is 3, expected lists of GradientNorms by name"),
    "a list of runs": (
        lambda: figures.memory_curves({"a": [*recurrent.load_results("memory").values()]}),
        r"runs is \[MemoryRun.*expected MemoryRun by name",
    ),
    "norms of nobody": (lambda: figures.norm_curves(3), "norms is 3, expected GradientNorms by name, or lists"),
    "clamp bars": (lambda: figures.clamp_bars({}), "experiment is {}, expected a ClampExperiment"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_such_thing_is_refused_in_words(case):
    call, words = REFUSED[case]
    with pytest.raises((TypeError, ValueError), match=f"(?s){words}"):
        call()


@pytest.mark.parametrize("train", [recurrent.memory_experiment, recurrent.gate_experiment])
def test_a_report_that_cannot_be_called_is_refused_before_the_training(train):
    with pytest.raises(TypeError, match="report is 'print', expected a function"):
        train(report="print")
