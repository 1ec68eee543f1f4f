"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers import backprop
from helpers.backprop import questions
from helpers.exercises import Code, all_questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def names_of_the_notebook():
    """What the cells above an exercise have defined: the forward pass of the wikidocs network, and Mazur's example."""
    x, target = np.array([0.1, 0.2]), np.array([0.4, 0.6])
    h = sigmoid(np.array([[0.3, 0.25], [0.4, 0.35]]) @ x)
    o = sigmoid(np.array([[0.45, 0.4], [0.7, 0.6]]) @ h)
    return {"np": np, "sigmoid": sigmoid, "x": x, "target": target, "h": h, "o": o, "mazur": backprop.MAZUR}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, names_of_the_notebook())


def test_answers_by_hand():
    by_hand = {
        "hidden_one": 1 / (1 + 2.718281828459045**-0.3),
        "swapped_targets": 0.5 * (0.6 - 0.60944600) ** 2 + 0.5 * (0.4 - 0.66384491) ** 2,
        # The published weights after one step of 0.5 say what the slopes were.
        "blame_w7": (0.7 - 0.69629578) / 0.5,
        "blame_w4": (0.35 - 0.34928991) / 0.5,
        "new_w7": 0.69629578,
        "bias_slope": (0.75136507 - 0.01) * 0.75136507 * (1 - 0.75136507),
        "slower_learner": "a",
        "five_layers": 1 / 1024,
        "not_by_one_neuron": "c",
    }
    for name, right in by_hand.items():
        assert getattr(questions, name).answer == (right if isinstance(right, str) else pytest.approx(right, abs=2e-8))
    assert {q.name.removeprefix("03.") for q in QUESTIONS if not isinstance(q, Code)} == set(by_hand)


def test_one_step_is_the_published_one():
    example = backprop.WIKIDOCS
    Wh, Wo = questions.one_step.answer(example.hidden_weights, example.output_weights, example.x, example.target, 0.5)
    assert Wh.ravel() == pytest.approx([0.29959556, 0.24919112, 0.39964496, 0.34928991], abs=5e-9)
    assert Wo.ravel() == pytest.approx([0.43703857, 0.38685205, 0.69629578, 0.59624247], abs=5e-9)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("hidden_one", 0.5740, "close"),
        ("blame_w7", "0.0074", "without quotation marks"),
        ("blame_w4", 7.0, "7.0 is not it"),
        ("not_by_one_neuron", "e", "none of the options"),
        ("one_step", lambda Wh, Wo, x, t, rate: None, "return"),
        ("one_step", lambda Wh, Wo, x, t, rate: (Wh @ np.ones(3), Wo), "raised ValueError"),
    ],
)
def test_other_wrong_answers_are_answered_too(name, answer, said):
    reply = getattr(questions, name).check(answer)
    assert reply.kind == "wrong"
    assert said in reply.text
