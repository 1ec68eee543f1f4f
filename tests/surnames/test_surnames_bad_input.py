"""What a clumsy hand gives to lesson 06 is refused in words, not by a traceback out of NumPy, nor answered wrongly."""

from dataclasses import replace

import numpy as np
import pytest

from helpers import surnames
from helpers.surnames import figures
from helpers.surnames.names import encode
from tests.surnames.some_names import random_model, small_task

PAIRS = [("abba", "Italy"), ("bob", "France")]
COUNTRIES = ["Italy", "France"]
EVEN = np.full((2, 2), 0.5)
TASK, MODEL = small_task(), random_model()
HUGE = np.finfo(np.float32).max * np.sign(MODEL.output_kernel)

REFUSED = {
    "names": (lambda: encode(3), "names is 3, expected a sequence of at least one name"),
    "names of a baseline": (
        lambda: surnames.majority_baseline(TASK).probabilities("abba"),
        "names is 'abba', expected a sequence of at least one name",
    ),
    "model": (lambda: surnames.read_name(None, "abba", TASK), "model is None, expected a NameModel"),
    "task of a reading": (
        lambda: surnames.read_name(surnames.load_pretrained(), "abba", 3),
        "task is 3, expected Sur",
    ),
    "pairs": (lambda: surnames.score(EVEN, 3, COUNTRIES), r"pairs is 3, expected a sequence of \(name, country\)"),
    "no pairs": (lambda: surnames.max_accuracy([]), "pairs is empty, expected at least one"),
    "countries": (lambda: surnames.score(EVEN, PAIRS, 3), "countries is 3, expected"),
    "a country twice": (
        lambda: surnames.score(EVEN, PAIRS, [*COUNTRIES, "Italy"]),
        "countries has 'Italy' more than once",
    ),
    "negative": (lambda: surnames.score(-EVEN, PAIRS, COUNTRIES), "expected rows of numbers >= 0 that add up to 1"),
    "scores": (lambda: surnames.score(10 * EVEN, PAIRS, COUNTRIES), "expected rows of numbers >= 0 that add up to 1"),
    "a weight": (lambda: replace(surnames.load_pretrained(), bias=None), "bias is None, expected an array of numbers"),
    "complex weights": (
        lambda: replace(surnames.load_pretrained(), output_bias=1j * np.ones(14)),
        "output_bias has dtype complex128, expected an array of numbers",
    ),
    "a number for a weight": (
        lambda: replace(surnames.load_pretrained(), embedding=np.array(1.0)),
        r"embedding has shape \(\)",
    ),
    "countries of a model": (
        lambda: replace(surnames.load_pretrained(), countries=["a"] * 14),
        "countries has 'a' mor",
    ),
    "nothing to watch": (
        lambda: surnames.train(task=replace(TASK, validation=())),
        r"task.validation is empty, expected at least one \(name, country\)",
    ),
    "no names to learn from": (
        lambda: surnames.majority_baseline(replace(TASK, train=())),
        r"task.train is empty, expected at least one \(name, country\)",
    ),
    "a country that is no string": (
        lambda: surnames.score(EVEN, [("abba", ["Italy"]), PAIRS[1]], COUNTRIES),
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
        lambda: surnames.train(task=replace(TASK, validation=(("abba", "Mars"),))),
        "task has names of Mars, expected only",
    ),
    "seed": (lambda: surnames.train(seed=2**32, task=TASK), "seed is 4294967296, expected"),
    "score chart": (lambda: figures.score_chart({"a": 3}), "scores is 3, expected lists of Scores by name"),
    "scores of 1": (lambda: figures.score_chart({"a": [1]}), "scores is 1, expected lists of Scores by name"),
    "histories": (
        lambda: figures.remedy_curves({"a": [[1]]}),
        "histories is 1, expected lists of lists of NameProgress by name",
    ),
    "a history without an epoch": (
        lambda: figures.remedy_curves({"a": [[surnames.NameProgress(0, 9, np.nan, np.nan, np.nan, 1.0)]]}),
        "histories has a training of 0 epochs, expected at least one",
    ),
    "early": (
        lambda: figures.early_curves({"a": [surnames.Scores(1, 1, 1, 1)]}, [0]),
        r"early is Scores\(.*, expected lists of lists of Scores by name",
    ),
    "early and prefix lengths": (
        lambda: figures.early_curves({"a": [[surnames.Scores(1, 1, 1, 1)]]}, [1, 0]),
        r"early has lists of \[1\] scores, expected 2, as many as in prefix_lengths",
    ),
    "prefix lengths": (
        lambda: figures.early_curves({"a": [[surnames.Scores(1, 1, 1, 1)]]}, None),
        "prefix_lengths is None, expected several whole numbers",
    ),
    "reading of a name": (lambda: figures.draw_reading(3), "reading is 3, expected what `read_name` gives"),
    "confusion": (lambda: figures.draw_confusion(3), "confusion is 3, expected a Confusion"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_such_thing_is_refused_in_words(case):
    call, words = REFUSED[case]
    with pytest.raises((TypeError, ValueError), match=f"(?s){words}"):
        call()


def test_a_report_that_cannot_be_called_is_refused_before_the_training():
    with pytest.raises(TypeError, match="report is 'print', expected a function"):
        surnames.train(report="print")
