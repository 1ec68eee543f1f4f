"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers.array_files import questions
from helpers.exercises import Code, all_questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, {"np": np})


def test_every_wrong_option_of_a_choice_has_a_reply_of_its_own():
    for question in QUESTIONS:
        if hasattr(question, "options"):
            foreseen = {mistake.wrong() for mistake in question.misconceptions}
            assert foreseen == set(question.options) - {question.answer}, question.name


def test_answers_by_hand():
    by_hand = {
        "shape_after_text": "b",
        "smaller_file": "a",
        "file_size": 128 + 160,
        "data_start": 384,
        "hangul_bytes": 9,
        "row_place": 16_384_128,
        "unnoticed_cut": "c",
        "tensor_product": "c",
    }
    assert {name: getattr(questions, name).answer for name in by_hand} == by_hand
    judged = {"strangers_file"}  # nothing to work out: there is no second answer to compare with
    assert {q.name.removeprefix("01.") for q in QUESTIONS if not isinstance(q, Code)} == set(by_hand) | judged


def test_decode_reads_what_was_written():
    raw = bytes([0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6])
    assert questions.decode.answer(raw, (2, 3)).tolist() == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("file_size", "288", "without quotation marks"),
        ("data_start", 7.0, "7.0 is not it"),
        ("strangers_file", "e", "none of the options"),
        ("decode", lambda raw, shape: None, "return"),
        ("decode", lambda raw, shape: np.frombuffer(raw, "f8"), "raised ValueError"),
    ],
)
def test_other_wrong_answers_are_answered_too(name, answer, said):
    reply = getattr(questions, name).check(answer)
    assert reply.kind == "wrong"
    assert said in reply.text
