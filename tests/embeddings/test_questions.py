"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers.embeddings import NOTES_TABLE, Vocabulary, questions
from helpers.exercises import Code, all_questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


def names_of_the_notebook():
    return {"np": np, "NOTES_TABLE": NOTES_TABLE, "vocabulary": Vocabulary.fit(questions.BOTH)}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, names_of_the_notebook())


def test_answers_by_hand():
    by_hand = {
        "which_row": 2.0,
        "numbers_in_table": 64_000,
        "tensor_size": 20_480,
        "times_smaller": 14_080_000 / 1_320_960,
        "used_twice": 3.0,
        "rows_that_move": 5,
        "first_without_rule": "d",
        "one_hot_row": "b",
    }
    for name, right in by_hand.items():
        assert getattr(questions, name).answer == right
    facts = {"what_mask_does", "chance_of_random"}  # computed from nothing: test_vocabulary and test_quality hold them
    assert {q.name.removeprefix("04.") for q in QUESTIONS if not isinstance(q, Code)} == set(by_hand) | facts


def test_functions_by_hand():
    assert questions.encode.answer(["nice", "to", "meet", "you"], 6) == [7, 2, 1, 4, 0, 0]
    assert questions.encode.answer(["hope", "to", "see", "you", "soon"], 3) == [5, 2, 3]
    assert questions.cosine.answer(np.array([3.0, 4.0]), np.array([4.0, 3.0])) == pytest.approx(24 / 25)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("which_row", "2.0", "without quotation marks"),
        ("times_smaller", 300, "300 is not it"),
        ("what_mask_does", "e", "none of the options"),
        ("cosine", lambda a, b: None, "return"),
        ("encode", lambda tokens, length: tokens[99], "raised IndexError"),
    ],
)
def test_other_wrong_answers_are_answered_too(name, answer, said):
    reply = getattr(questions, name).check(answer)
    assert reply.kind == "wrong"
    assert said in reply.text
