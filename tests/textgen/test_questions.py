"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers import corpora, textgen
from helpers.exercises import Code, all_questions
from helpers.textgen import questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, {"np": np, "vocabulary": textgen.Vocabulary.of(corpora.shakespeare().train)})


def test_answers_by_hand():
    by_hand = {"untrained_loss": 4.3041, "batches_in_text": 49, "why_not_shuffle": "b", "mean_bits": 2.0}
    by_hand |= {"halved_temperature": 0.25 / 0.38, "second_after_top_k": 0.375, "kept_by_top_p": 3}
    for name, right in by_hand.items():
        assert getattr(questions, name).answer == (right if isinstance(right, str) else pytest.approx(right, abs=1e-4))
    assert {q.name.removeprefix("07.") for q in QUESTIONS if not isinstance(q, Code)} == set(by_hand)
