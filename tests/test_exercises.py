import types
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import exercises, progress
from helpers.exercises import COMMAS, Choice, Code, Misconception, Number, Reply, all_questions

UNANSWERED = "Not answered yet: put your number in place of the three dots."
WHY = "2000 / 500 is 4."


@pytest.fixture(autouse=True)
def progress_file(tmp_path, monkeypatch):
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


def number(compute=lambda: 4, **changes):
    given = {
        "name": "02.iterations",
        "code": "answer = 2000 // 500",
        "why": WHY,
        "hints": ("How many batches make an epoch?", "Divide."),
        "misconceptions": (Misconception(lambda: 80, "80 is the count over all 20 epochs."),),
    }
    return Number(compute=compute, **(given | changes))


def code(**changes):
    given = {
        "name": "02.count",
        "compute": lambda: lambda n, batch: -(-n // batch),
        "cases": ((2000, 500), (10, 3)),
        "code": "",
        "why": "Rounded up.",
        "hints": ("Try 10 and 3.",),
    }
    return Code(**(given | changes))


# Numbers


@pytest.mark.parametrize(
    "answer",
    [
        *(4, 4.0, np.int64(4), np.float32(4), np.array(4), np.array([[4]]), [4], 3.9999999999999996),
        *(Fraction(8, 2), Decimal("4.0"), Fraction(12) / 3, [Fraction(4)], np.array(Decimal(4))),
    ],
)
def test_a_number_may_come_in_any_numeric_dress(answer):
    reply = number().check(answer)
    assert repr(reply) == f"Right. {WHY}"
    assert progress.read().solved == {"02.iterations"}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("4", "'4' is a string; a number is expected, without quotation marks."),
        (True, "True (bool) cannot be read as a number"),
        (None, "None (NoneType) cannot be read as a number"),
        (4j, "4j (complex) cannot be read as a number"),
        ({"n": 4}, "{'n': 4} (dict) cannot be read as a number"),
        ([[4], [4, 4]], "(list) cannot be read as a number"),
        ([4, 4], "This is an array of shape (2,); one number is expected."),
        ([], "This is an array of shape (0,); one number is expected."),
        ((), "This is an array of shape (0,); one number is expected."),
        (float("nan"), "nan cannot be compared"),
        (-np.inf, "-inf cannot be compared"),
        (abs, "This is a function; a number is expected."),
        (Decimal("NaN"), "nan cannot be compared"),
        ([Fraction(1), Fraction(2)], "This is an array of shape (2,); one number is expected."),
        (Decimal("sNaN"), "(Decimal) cannot be read as a number"),
        (10**400, "(int) cannot be read as a number"),
        (np.array([Fraction(1), "a"]), "(ndarray) cannot be read as a number"),
        (10**30, "1e+30 is not it."),
        (Fraction(1, 2), "0.5 is not it."),
    ],
)
def test_what_is_no_number_is_told_so(answer, words):
    reply = number().check(answer)
    assert reply.kind == "wrong"
    assert words in reply.text
    assert not progress.read().solved


@pytest.mark.parametrize("typed", ["3,5", "10,000", "-3,5", "1,234,567", "2,5e-3", "(0,25)", "10,000.5", "1/3, 2"])
def test_a_comma_in_a_number_is_told_of(typed):
    answer = eval(typed)
    reply = number(lambda: 3.5).check(answer)
    assert reply.text == f"{answer} is {len(answer)} numbers; one number is expected. {COMMAS}"
    assert "as in 3.5" in COMMAS
    assert "10000 or 10_000" in COMMAS
    returned = code(compute=lambda: lambda: 3.5, cases=((),)).check(lambda: answer)
    assert returned.text.startswith(f"For <lambda>() it gave {answer}, expected 3.5. {COMMAS}")


def test_a_comma_is_told_of_only_where_one_number_is_expected():
    several = code(compute=lambda: lambda: (1.0, 2.0), cases=((),))
    assert COMMAS not in several.check(lambda: (1.0, 3.0)).text
    assert COMMAS not in number().check([3, 5]).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # one file for the progress of all examples
@given(st.fractions(-1000, 1000), st.fractions(-1000, 1000))
def test_exact_numbers_are_compared_as_floats_are(right, answer):
    question = number(lambda: float(right), misconceptions=())
    exact = Decimal(answer.numerator) / answer.denominator
    assert question.same(question.read(answer), float(right)) == question.same(float(answer), float(right))
    assert question.check(answer).text == question.check(exact).text == question.check(float(answer)).text
    assert code(compute=lambda: lambda: float(right), cases=((),)).check(lambda: right).kind == "right"


def test_three_dots_are_no_error():
    assert repr(number().check(...)) == UNANSWERED
    assert not progress.read().solved


def test_a_known_mistake_gets_its_own_reply():
    assert number().check(80.0).text == "80 is the count over all 20 epochs."
    assert not progress.read().solved


def test_a_mistake_can_be_known_by_several_values():
    rounded = Misconception(lambda: 4.5, "Count whole batches.", also=(5, 6))
    question = number(misconceptions=(rounded,))
    assert {question.check(answer).text for answer in (4.5, 5, 6.0)} == {"Count whole batches."}
    assert question.check(17).text == "17 is not it. For a hint: questions.iterations.hint()"


@pytest.mark.parametrize(
    ("answer", "words"), [(0.5003, "Right."), (0.4997, "Right."), (0.501, "more digits"), (0.6, "0.6 is not it.")]
)
def test_a_fraction_is_right_within_its_tolerance(answer, words):
    assert words in repr(number(lambda: 0.5).check(answer))


def test_a_whole_number_is_exact():
    assert number(lambda: 4000).check(4001).text.startswith("4001 is not it.")


def test_the_answer_is_computed_once_and_only_when_asked_for():
    asked = []
    question = number(lambda: asked.append(1) or 4)
    assert not asked
    question.check(3)
    assert question.check(4).kind == "right"
    assert question.answer == 4
    assert len(asked) == 1


# Hints and the solution


def test_hints_say_whether_there_is_another():
    question = number()
    assert repr(question.hint()) == (
        "Hint 1 of 2: How many batches make an epoch?\nThere is another: questions.iterations.hint(2)"
    )
    assert repr(question.hint(2)) == "Hint 2 of 2: Divide.\nThat was the last hint."
    assert repr(question.hint()).startswith("Hint 1"), "asking twice gives the same answer"


@pytest.mark.parametrize("which", [0, 3, -1, "two", None, np.array([1, 2])], ids=repr)
def test_a_hint_that_does_not_exist(which):
    assert repr(number().hint(which)) == "Hints: there are 2. For the solution: questions.iterations.solution()"


def test_the_solution_is_code_and_reason():
    assert repr(number().solution()) == f"Solution: {WHY}\n\nanswer = 2000 // 500"
    assert "<pre" in number().solution()._repr_html_()
    assert not progress.read().solved, "looking at the solution is not solving"


def unfolded(reply):
    """What each press of the button below a reply brings: the word on the button, and the text behind it."""
    found = []
    fold = BeautifulSoup(reply._repr_html_(), "html.parser").find("details", recursive=False)
    while fold:
        found.append((fold.summary.text, fold.div.text))
        fold = fold.find("details", recursive=False)
    return found


@pytest.mark.parametrize("answer", [..., 80, 17, "4"])
def test_until_it_is_right_a_button_gives_a_hint_at_each_press_and_at_last_the_solution(answer):
    assert unfolded(number().check(answer)) == [
        ("Hint", "Hint 1 of 2: How many batches make an epoch?"),
        ("Next hint", "Hint 2 of 2: Divide."),
        ("Solution", f"Solution: {WHY}answer = 2000 // 500"),
    ]


def test_a_right_answer_needs_no_hint():
    assert unfolded(number().check(4)) == unfolded(number().hint()) == []


# Choices


@pytest.fixture
def choice():
    return Choice(
        name="02.why",
        options="abc",
        compute=lambda: "b",
        code='answer = "b"',
        why="So it is.",
        hints=("Not the first.",),
        misconceptions=(Misconception(lambda: "a", "That is the other one."),),
    )


@pytest.mark.parametrize("answer", ["b", "B", " b ", "b)", "(b)", "b."])
def test_a_choice_is_a_letter(choice, answer):
    assert repr(choice.check(answer)) == "Right. So it is."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (..., "Not answered yet: put 'a', 'b' or 'c' in place of the three dots."),
        ("a", "Not yet. That is the other one."),
        ("c", "Not yet. It is not 'c'. For a hint: questions.why.hint()"),
        ("d", "Not yet. 'd' is none of the options; expected 'a', 'b' or 'c'."),
        ("", "Not yet. '' is none of the options; expected 'a', 'b' or 'c'."),
        ("ab", "Not yet. 'ab' is none of the options; expected 'a', 'b' or 'c'."),
        (2, "Not yet. 2 is none of the options; expected 'a', 'b' or 'c'."),
    ],
)
def test_other_answers_to_a_choice(choice, answer, words):
    assert repr(choice.check(answer)) == words


# Code


def right(n, batch):
    return int(np.ceil(n / batch))


def no_return(n, batch):
    n / batch


def dots(n, batch):
    return ...


def raising(n, batch):
    return n / (batch - 3)


def floored(n, batch):
    return n // batch


def test_a_function_that_agrees_in_every_case_is_right():
    assert repr(code().check(right)) == "Right. Rounded up."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (..., "Not answered yet: put your function in place of the three dots."),
        (dots, "Not answered yet: put your code in place of the three dots."),
        (4, "Not yet. 4 is no function. Write its name without parentheses."),
        (raising, "Not yet. raising(10, 3) raised ZeroDivisionError: division by zero"),
        (lambda n: n, "Not yet. <lambda>(2000, 500) raised TypeError: "),
        (no_return, "Not yet. For no_return(2000, 500) it gave None, expected 4. Does it end with return?"),
        (floored, "Not yet. For floored(10, 3) it gave 3, expected 4. For a hint: questions.count.hint()"),
    ],
)
def test_other_answers_to_a_code_question(answer, words):
    assert repr(code().check(answer)).startswith(words)


def test_a_known_wrong_function_gets_its_own_reply():
    question = code(misconceptions=(Misconception(lambda: floored, "The last, short batch counts too."),))
    assert question.check(lambda n, batch: int(n / batch)).text == "The last, short batch counts too."


def test_the_learners_function_cannot_spoil_the_cases():
    question = code(compute=lambda: lambda values: sum(values), cases=(([1, 2, 3],),))

    def greedy(values):
        total = 0
        while values:
            total += values.pop()
        return total

    assert question.check(greedy).kind == "right"
    assert question.check(greedy).kind == "right"


@pytest.mark.parametrize(
    ("expected", "good", "bad"),
    [
        (0.5, [0.5, np.float32(0.5), 0.5 + 1e-9, Fraction(1, 2), Decimal("0.5")], [0.51, "0.5", None, [0.5], np.nan]),
        (
            np.array([1.0, 2.0]),
            [[1, 2], (1.0, 2.0), [Fraction(1), Decimal(2)]],
            [[1, 2, 3], [2, 1], 1.0, "ab", [[1, 2]]],
        ),
        ([np.zeros(2), np.ones((2, 2))], [([0, 0], np.ones((2, 2)))], [[np.zeros(2)], 3, np.array(3), "ab", None]),
        ("ab", ["ab"], ["ba", b"ab", None, ["a", "b"], np.zeros(2)]),
        (["a", "b"], [["a", "b"], ("a", "b"), np.array(["a", "b"])], ["ab", ["b", "a"], [1, 2]]),
        (3, [3, 3.0, np.int32(3), Fraction(3), Decimal(3)], [2, "3", [3], np.array([3, 3])]),
        ({"a": 1}, [{"a": 1}], [{"a": 2}, ["a"], {}]),
        (True, [True, np.True_], [False, None, "yes"]),
    ],
)
def test_results_are_compared_by_value_and_shape(expected, good, bad):
    question = code(compute=lambda: lambda: expected, cases=((),))
    for result in good:
        assert question.check(lambda result=result: result).kind == "right", result
    for result in bad:
        assert question.check(lambda result=result: result).kind == "wrong", result


# Replies


def test_every_text_in_a_reply_is_escaped():
    evil = "<script>alert('x')</script>"
    question = number(why=evil, hints=(evil,), code=evil)
    replies = [
        question.check(4),
        question.check(evil),
        question.hint(),
        question.solution(),
        code().check(lambda n, batch: evil),
    ]
    for reply in replies:
        assert "<script" not in reply._repr_html_()
        assert "&lt;script&gt;" in reply._repr_html_()


@pytest.mark.parametrize("kind", exercises.COLOURS)
def test_a_reply_says_in_words_what_it_says_in_colour(kind):
    reply = Reply(kind, "Head", "text", "code")
    assert "<b>Head</b> text" in reply._repr_html_()
    assert repr(reply) == "Head text\n\ncode"


def test_a_long_answer_is_quoted_in_short():
    assert len(number().check(list(range(10_000)) + ["x"]).text) < 300
    assert len(code().check(lambda n, batch: "y" * 10_000).text) < 300


def test_trouble_with_the_progress_is_said_and_the_answer_still_counts(progress_file):
    progress_file.write_text("{ half a", encoding="utf-8")
    reply = number().check(4)
    assert reply.kind == "right"
    assert "progress.json.damaged-1" in reply.text


def test_all_questions_of_a_module_in_their_order():
    module = types.ModuleType("questions")
    module.second, module.first, module.helper = number(name="02.second"), number(name="02.first"), len
    assert [question.name for question in all_questions(module)] == ["02.second", "02.first"]
