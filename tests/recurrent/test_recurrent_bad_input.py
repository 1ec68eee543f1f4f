"""What a clumsy hand gives to lesson 05 is refused in words, not by a traceback out of NumPy, nor answered wrongly."""

from dataclasses import replace

import numpy as np
import pytest

from helpers import recurrent
from helpers.cells import Clamp
from helpers.recurrent import experiments, figures, tasks
from helpers.recurrent.names import encode
from tests.recurrent.some_names import random_model, small_task

WEIGHTS = [np.eye(2), np.eye(2), np.zeros(2)]
X = np.ones((1, 9, 2))
ODD = np.zeros((2, 2))
PAIRS = [("abba", "Italy"), ("bob", "France")]
HOMES = ["Italy", "France"]
EVEN = np.full((2, 2), 0.5)

TASK, MODEL = small_task(), random_model()
HUGE = np.finfo(np.float32).max * np.sign(MODEL.output_kernel)

REFUSED = {
    "gate": (lambda: Clamp(ODD, 0, 0, 1), "gate is array.*expected one of 'input'"),
    "cell": (lambda: recurrent.gradient_norms([], WEIGHTS, X), r"cell is \[\], expected one of 'SimpleRNN'"),
    "weights": (lambda: recurrent.gradient_norms("LSTM", None, X), "weights is None, expected a list of 3 arrays"),
    "overflow": (
        lambda: recurrent.gradient_norms("SimpleRNN", [0 * np.eye(2), 1e200 * np.eye(2), np.zeros(2)], X),
        "weights and x are too large",
    ),
    "what": (lambda: recurrent.hold([], 0, 1), r"what is \[\], expected one of 'nothing'"),
    "stop": (lambda: recurrent.hold("forget = 0", 0, None), "stop is None, expected a whole number >= 1"),
    "reporters, a generator": (
        lambda: recurrent.clamp_experiment(r for r in recurrent.load_reporters()),
        "reporters is .*expected at least one Reporter",
    ),
    "reporters, one": (lambda: recurrent.clamp_experiment(recurrent.load_reporter()), "expected at least one Reporter"),
    "interventions": (
        lambda: recurrent.clamp_experiment(recurrent.load_reporters(), [()]),
        r"interventions is \[\(\)\], expected clamps by name",
    ),
    "measured": (lambda: recurrent.measured(["memory"]), r"name is \['memory'\], expected one of 'memory'"),
    "where": (lambda: recurrent.signal(1, 9, ODD), "where is array.*expected one of 'random', 'first'"),
    "size": (lambda: recurrent.one_hot(np.zeros(0, int), None), "size is None, expected a whole number >= 1"),
    "ids": (lambda: recurrent.one_hot([[1, 2], [3]]), "ids has rows of different lengths, expected an array"),
    "lags": (lambda: tasks.signal_at_every_lag(9, 3, 1), "lags is 3, expected several whole numbers"),
    "cells": (lambda: recurrent.memory_experiment(ODD), "cells has array.* in it, expected strings"),
    "variants": (lambda: recurrent.gate_experiment(variants=[[1]]), r"variants has \[1\] in it, expected strings"),
    "task": (lambda: recurrent.gate_experiment(ODD), "task is array.*expected one of 'latest'"),
    "names": (lambda: encode(3), "names is 3, expected a sequence of at least one name"),
    "names of a rival": (
        lambda: recurrent.majority_rival(TASK).probabilities("abba"),
        "names is 'abba', expected a sequence of at least one name",
    ),
    "model": (lambda: recurrent.read_name(None, "abba", TASK), "model is None, expected a NameModel"),
    "task of a reading": (lambda: recurrent.read_name(recurrent.load_names(), "abba", 3), "task is 3, expected Surn"),
    "pairs": (lambda: recurrent.score(EVEN, 3, HOMES), r"pairs is 3, expected a sequence of \(name, country\)"),
    "no pairs": (lambda: recurrent.ceiling([]), "pairs is empty, expected at least one"),
    "countries": (lambda: recurrent.score(EVEN, PAIRS, 3), "countries is 3, expected"),
    "a country twice": (
        lambda: recurrent.score(EVEN, PAIRS, [*HOMES, "Italy"]),
        "countries has 'Italy' more than once",
    ),
    "negative": (lambda: recurrent.score(-EVEN, PAIRS, HOMES), "expected rows of numbers >= 0 that add up to 1"),
    "scores": (lambda: recurrent.score(10 * EVEN, PAIRS, HOMES), "expected rows of numbers >= 0 that add up to 1"),
    "a weight": (lambda: replace(recurrent.load_names(), bias=None), "bias is None, expected an array of numbers"),
    "complex weights": (
        lambda: replace(recurrent.load_names(), output_bias=1j * np.ones(14)),
        "output_bias has dtype complex128, expected an array of numbers",
    ),
    "a number for a weight": (
        lambda: replace(recurrent.load_names(), embedding=np.array(1.0)),
        r"embedding has shape \(\)",
    ),
    "countries of a model": (lambda: replace(recurrent.load_names(), countries=["a"] * 14), "countries has 'a' more"),
    "nothing to watch": (
        lambda: recurrent.train_names(task=replace(TASK, validation=())),
        r"task.validation is empty, expected at least one \(name, country\)",
    ),
    "no names to learn from": (
        lambda: recurrent.majority_rival(replace(TASK, train=())),
        r"task.train is empty, expected at least one \(name, country\)",
    ),
    "a country that is no string": (
        lambda: recurrent.score(EVEN, [("abba", ["Italy"]), PAIRS[1]], HOMES),
        r"pairs has \('abba', \['Italy'\]\) in it, expected \(name, country\)",
    ),
    "huge weights": (
        lambda: replace(MODEL, output_kernel=HUGE).probabilities(["abba"]),
        "output_kernel and output_bias are too large for float32",
    ),
    "huge weights, letter by letter": (
        lambda: replace(MODEL, output_kernel=HUGE).probabilities_by_letter("abba"),
        "output_kernel and output_bias are too large for float32",
    ),
    "a country to watch": (
        lambda: recurrent.train_names(task=replace(TASK, validation=(("abba", "Mars"),))),
        "task has names of Mars, expected only",
    ),
    "seed": (lambda: recurrent.train_names(seed=2**32, task=TASK), "seed is 4294967296, expected"),
    "seed of a reporter": (lambda: recurrent.train_reporter(2**32), "seed is 4294967296, expected"),
    "gate chart": (
        lambda: figures.gate_chart(recurrent.measured("memory")),
        "runs is MemoryRun.*expected GateRun by name",
    ),
    "one run": (lambda: figures.memory_curves(3), "runs is 3, expected MemoryRun by name"),
    "norms": (lambda: figures.norm_curves({"a": 3}), "norms is 3, expected lists of GradientNorms by name"),
    "score chart": (lambda: figures.score_chart({"a": 3}), "scores is 3, expected lists of Scores by name"),
    "a list of runs": (
        lambda: figures.memory_curves({"a": [*recurrent.measured("memory").values()]}),
        r"runs is \[MemoryRun.*expected MemoryRun by name",
    ),
    "norms of nobody": (lambda: figures.norm_curves(3), "norms is 3, expected GradientNorms by name, or lists"),
    "scores of 1": (lambda: figures.score_chart({"a": [1]}), "scores is 1, expected lists of Scores by name"),
    "histories": (
        lambda: figures.remedy_curves({"a": [[1]]}),
        "histories is 1, expected lists of lists of NameProgress by name",
    ),
    "a history without an epoch": (
        lambda: figures.remedy_curves({"a": [[recurrent.NameProgress(0, 9, np.nan, np.nan, np.nan, 1.0)]]}),
        "histories has a training of 0 epochs, expected at least one",
    ),
    "early": (
        lambda: figures.early_curves({"a": [recurrent.Scores(1, 1, 1, 1)]}, [0]),
        r"early is Scores\(.*, expected lists of lists of Scores by name",
    ),
    "early and seen": (
        lambda: figures.early_curves({"a": [[recurrent.Scores(1, 1, 1, 1)]]}, [1, 0]),
        r"early has lists of \[1\] scores, expected 2, as many as in seen",
    ),
    "seen": (
        lambda: figures.early_curves({"a": [[recurrent.Scores(1, 1, 1, 1)]]}, None),
        "seen is None, expected several whole numbers",
    ),
    "clamp bars": (lambda: figures.clamp_bars({}), "experiment is {}, expected a ClampExperiment"),
    "reading": (lambda: figures.draw_gates(3, 0), "reading is 3, expected what a Reporter has read"),
    "reading of a name": (lambda: figures.draw_beliefs(3), "reading is 3, expected what `read_name` gives"),
    "confusion": (lambda: figures.draw_confusion(3), "confusion is 3, expected a Confusion"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_such_thing_is_refused_in_words(case):
    call, words = REFUSED[case]
    with pytest.raises((TypeError, ValueError), match=f"(?s){words}"):
        call()


@pytest.mark.parametrize(
    "train",
    [
        recurrent.train_names,
        recurrent.memory_experiment,
        recurrent.adding_experiment,
        recurrent.gate_experiment,
        experiments.lesion_experiment,
    ],
)
def test_a_report_that_cannot_be_called_is_refused_before_the_training(train):
    with pytest.raises(TypeError, match="report is 'print', expected a function"):
        train(report="print")
