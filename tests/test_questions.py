"""What holds for the exercises of every lesson: known mistakes draw their own replies, three dots are no error."""

import importlib
from importlib.util import find_spec

import pytest

from helpers.exercises import all_questions
from helpers.start_here.series import LESSONS

ROOMS = {
    lesson.number: importlib.import_module(f"helpers.{lesson.package}.questions")
    for lesson in LESSONS
    if find_spec(f"helpers.{lesson.package}")
}
QUESTIONS = [question for room in ROOMS.values() for question in all_questions(room)]
EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@EACH
def test_each_mistake_gets_its_own_reply(question):
    mistakes = question.misconceptions
    replies = [[question.check(answer) for answer in mistake.answers()] for mistake in mistakes]
    assert [{(reply.kind, reply.text) for reply in each} for each in replies] == [
        {("wrong", m.reply)} for m in mistakes
    ]
    assert len({mistake.reply for mistake in mistakes}) == len(mistakes) >= 1


@EACH
def test_three_dots_are_no_error(question):
    assert question.check(...).kind == "unanswered"


@EACH
def test_progress_is_kept_by_the_lesson_and_the_name_in_its_module(question):
    number, name = question.name.split(".")
    assert getattr(ROOMS[number], name) is question


def test_every_lesson_that_is_there_asks():
    assert {"00", "01", "02", "03", "04", "05", "06", "07", "08"} <= set(ROOMS)
    assert all(len(all_questions(room)) >= (2 if number == "00" else 8) for number, room in ROOMS.items())
