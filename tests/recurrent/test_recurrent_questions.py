"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers.exercises import all_questions
from helpers.recurrent import questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


def names_of_the_notebook():
    return {"np": np, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, names_of_the_notebook())


def test_answers_by_hand():
    by_hand = {
        "third_state": 0.827987,
        "rnn_weights": 1344,
        "nudge_after_50": 0.0051538,
        "new_carry": 0.62,
        "new_state": 0.275563,
        "late": "b",
        "bias_for_half": 4.27138,
        "keeps": "b",
        "lstm_weights": 5376,
        "bias_effect": 0.0270,
    }
    for name, right in by_hand.items():
        answer = getattr(questions, name).answer
        assert answer == right if isinstance(right, str) else answer == pytest.approx(right, rel=1e-2)


def test_weights_are_those_that_keras_counts():
    import keras

    for layer, question in (
        (keras.layers.SimpleRNN, questions.rnn_weights),
        (keras.layers.LSTM, questions.lstm_weights),
    ):
        made = layer(32)
        made.build((None, None, 9))
        assert made.count_params() == question.answer
