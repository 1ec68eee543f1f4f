"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers.exercises import Code, all_questions
from helpers.scaleout import questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, {"np": np})


def test_answers_by_hand():
    by_hand = {"unequal_parts": 3.0, "bytes_around": 6000, "twice_the_workers": "b", "rows_of_a_worker": 11}
    by_hand |= {"which_seed": "c", "steps_lost": 13, "not_in_a_checkpoint": "d", "seconds_on_the_wire": 0.032}
    by_hand |= {"greatest_speedup": 20.0, "updates_for_a_text": 64}
    for name, right in by_hand.items():
        assert getattr(questions, name).answer == (right if isinstance(right, str) else pytest.approx(right))
    assert {q.name.removeprefix("08.") for q in QUESTIONS if not isinstance(q, Code)} == set(by_hand)
