"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, log_loss

from helpers.exercises import all_questions
from helpers.surnames import questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, {"np": np})


def test_answers_by_hand():
    by_hand = {
        "max_right": 0.9,
        "pieces": 18,
        "majority_balanced": 0.0714286,
        "uniform_loss": 2.63906,
        "calibration": 0.2,
        "either": 0.7193,
    }
    for name, right in by_hand.items():
        assert getattr(questions, name).answer == pytest.approx(right, rel=1e-3)


def test_the_model_that_is_less_sure_has_less_loss():
    steady, bold = (
        log_loss([0, 0], [[p, 1 - p] for p in right], labels=[0, 1]) for right in ((0.6, 0.6), (0.99, 0.21))
    )
    assert (questions.bold.answer == "a") == (steady < bold)


def test_balanced_accuracy_is_that_of_scikit_learn():
    for truths, answers in questions.balanced.cases:
        assert questions.balanced.answer(truths, answers) == pytest.approx(balanced_accuracy_score(truths, answers))
