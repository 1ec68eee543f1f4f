import pytest

from helpers.exercises import all_questions
from helpers.start_here import questions

QUESTIONS = all_questions(questions)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_passes_its_own_solution(question):
    solved = {}
    exec(question.code, solved)
    assert question.check(solved["answer"]).kind == "right"
    assert question.check(question.answer).kind == "right"


def test_the_border_is_the_published_formula():
    assert questions.border.answer == 3
