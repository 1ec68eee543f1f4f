"""Exercises: objects that answer to ``check(answer)``, ``hint()`` and ``solution()``.

A lesson's ``questions.py`` makes them, one a name. The right answer and the known wrong ones are worked out by the
lesson's model when first asked for. A right answer is written to the learner's progress.
"""

import copy
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from html import escape
from numbers import Real
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import checks, progress

COMMAS = "Python's decimals follow a point, as in 3.5, and its thousands have no comma: 10000 or 10_000."
# Border and background; the words say the same, for those who do not see colours.
COLOURS = {
    "right": ("#007F5F", "#E6F4EF"),
    "wrong": ("#C94F00", "#FCEFE6"),
    "unanswered": ("#6B7280", "#F1F3F5"),
    "help": ("#0072B2", "#E8F2F9"),
}
BUTTON = (
    "display: inline-block; margin: 8px 0 0; padding: 2px 12px; border: 1px solid #0072B2; border-radius: 4px;"
    " background: #FFFFFF; color: #00527F; cursor: pointer"
)


@dataclass(frozen=True, repr=False)
class Reply:
    """What an exercise answers: shown as a coloured box, or as plain words where there is no HTML.

    ``more`` is folded below it: further replies, each behind a button with a word on it, which the one before brings.
    The browser unfolds them, so they need no kernel.
    """

    kind: str
    head: str
    text: str
    code: str = ""
    more: tuple[tuple[str, "Reply"], ...] = ()

    def __repr__(self) -> str:
        return f"{self.head} {self.text}" + (f"\n\n{self.code}" if self.code else "")

    def _repr_html_(self) -> str:
        return self._box() + _folded(self.more)

    def _box(self) -> str:
        border, background = COLOURS[self.kind]
        code = f'<pre style="margin: 8px 0 0; background: none; color: inherit">{escape(self.code)}</pre>'
        return (
            f'<div style="border-left: 5px solid {border}; background: {background}; color: #1F2933;'
            ' padding: 8px 12px; white-space: pre-line; max-width: 46em">'
            f"<b>{escape(self.head)}</b> {escape(self.text)}{code if self.code else ''}</div>"
        )


def _folded(replies: Sequence[tuple[str, Reply]]) -> str:
    if not replies:
        return ""
    (word, reply), *others = replies
    button = f'<summary style="{BUTTON}">{escape(word)}</summary>'
    return f"<details>{button}{reply._box()}{_folded(others)}</details>"


def wrong(text: str) -> Reply:
    """The reply to an answer that is not right."""
    return Reply("wrong", "Not yet.", text)


def unanswered(what: str) -> Reply:
    """The reply to the three dots that stand where an answer should."""
    return Reply("unanswered", "Not answered yet:", f"put {what} in place of the three dots.")


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer and the reply it deserves.

    Parameters
    ----------
    wrong
        Works out the wrong answer, as someone who makes this mistake would.
    reply
        What to tell them.
    also
        Further wrong answers that the same mistake gives.
    """

    wrong: Callable[[], Any]
    reply: str
    also: tuple[Any, ...] = ()

    def answers(self) -> tuple[Any, ...]:
        """All wrong answers that the mistake gives."""
        return (self.wrong(), *self.also)


class AnswerError(Exception):
    """An answer that cannot be compared, and the reply that it gets."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.text)
        self.reply = reply


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """An exercise.

    Parameters
    ----------
    name
        The lesson's number and the question's name in ``questions.py``, as ``"03.blame_w7"``. Progress is kept by
        it, so it stays what it is.
    compute
        Works out the right answer with the lesson's model.
    code
        The solution: what to write in the notebook's cell in place of the line with the three dots.
    why
        One or two sentences of explanation, shown when it is solved.
    hints
        From the gentlest to the plainest.
    misconceptions
        Known wrong answers; the first that fits gives the reply.
    """

    name: str
    compute: Callable[[], Any]
    code: str
    why: str
    hints: tuple[str, ...]
    misconceptions: tuple[Misconception, ...] = ()

    @cached_property
    def answer(self) -> Any:
        """The right answer."""
        return self.compute()

    def check(self, answer: Any) -> Reply:
        """Say whether the answer is right, and if it is a known mistake, which; until it is right, with the hints."""
        reply = self._judged(answer)
        return reply if reply.kind == "right" else replace(reply, more=self._help())

    def _judged(self, answer: Any) -> Reply:
        try:
            given = self.read(answer)
        except AnswerError as unread:
            return unread.reply
        if self.same(given, self.read(self.answer)):
            return Reply("right", "Right.", f"{self.why}\n{progress.record(self.name).trouble}".rstrip())
        for mistake in self.misconceptions:
            if any(self.same(given, self.read(known)) for known in mistake.answers()):
                return wrong(mistake.reply)
        return wrong(f"{self.miss(given)} For a hint: {self._in_notebook}.hint()")

    def hint(self, number: int = 1) -> Reply:
        """Hint ``number``, counted from 1, and how to get the next."""
        count = len(self.hints)
        if not isinstance(number, int) or number not in range(1, count + 1):
            return Reply("help", "Hints:", f"there are {count}. For the solution: {self._in_notebook}.solution()")
        more = (
            f"There is another: {self._in_notebook}.hint({number + 1})" if number < count else "That was the last hint."
        )
        return Reply("help", f"Hint {number} of {count}:", f"{self.hints[number - 1]}\n{more}")

    def solution(self) -> Reply:
        """The solution as code, and why."""
        return Reply("help", "Solution:", self.why, self.code)

    def _help(self) -> tuple[tuple[str, Reply], ...]:
        """The hints, from the gentlest to the plainest, and the solution, each with the word on its button."""
        count = len(self.hints)
        hints = (Reply("help", f"Hint {i} of {count}:", hint) for i, hint in enumerate(self.hints, start=1))
        words = ("Hint", *("Next hint",) * (count - 1), "Solution")
        return tuple(zip(words, (*hints, self.solution()), strict=True))

    @property
    def _in_notebook(self) -> str:
        return f"questions.{self.name.partition('.')[2]}"

    @abstractmethod
    def read(self, answer: Any) -> Any:
        """The answer as something to compare; raises AnswerError if it is none."""

    @abstractmethod
    def same(self, given: Any, other: Any) -> bool:
        """Whether two answers, as ``read`` gives them, are equal as far as this question cares."""

    @abstractmethod
    def miss(self, given: Any) -> str:
        """What to say of a wrong answer that nobody foresaw."""


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A question whose answer is a number: a whole one exactly, another to a relative ``tolerance``."""

    tolerance: float = 1e-3

    def read(self, answer: Any) -> int | float:
        if answer is ...:
            raise AnswerError(unanswered("your number"))
        if isinstance(answer, str):
            raise AnswerError(
                wrong(f"{checks.short_repr(answer)} is a string; a number is expected, without quotation marks.")
            )
        if callable(answer):
            raise AnswerError(wrong("This is a function; a number is expected. Call it, with parentheses."))
        value = _array(answer)
        if value is None:
            kind = type(answer).__name__
            raise AnswerError(
                wrong(f"{_shown(answer)} ({kind}) cannot be read as a number, expected one such as 0.25 or 4.")
            )
        if value.size > 1 and isinstance(answer, tuple):
            raise AnswerError(wrong(f"{_shown(answer)} is {value.size} numbers; one number is expected. {COMMAS}"))
        if value.size != 1:
            raise AnswerError(wrong(f"This is an array of shape {value.shape}; one number is expected."))
        number: int | float = value.item()
        if not math.isfinite(number):
            raise AnswerError(wrong(f"{number} cannot be compared. Was there a division by 0 on the way, or log(0)?"))
        return number

    def same(self, given: float, other: float) -> bool:
        return math.isclose(given, other, rel_tol=self.tolerance_of(other))

    def tolerance_of(self, value: float) -> float:
        """How far an answer may be from a right or a known wrong one, relatively."""
        return 1e-9 if isinstance(value, int) else self.tolerance  # 3.9999999999 is 4, computed another way

    @property
    def close(self) -> float:
        """How far a wrong answer may be from the right one, relatively, and still be called close."""
        return 0 if isinstance(self.read(self.answer), int) else 20 * self.tolerance

    def miss(self, given: float) -> str:
        if math.isclose(given, self.read(self.answer), rel_tol=self.close):
            return f"{given} is close, but not close enough: work with more digits."
        return f"{given} is not it."


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """A question with lettered options, of which one is right."""

    options: str

    def read(self, answer: Any) -> str:
        if answer is ...:
            raise AnswerError(unanswered(self.letters))
        letter = answer.strip(" ().").lower() if isinstance(answer, str) else ""
        if len(letter) != 1 or letter not in self.options:
            raise AnswerError(wrong(f"{_shown(answer)} is none of the options; expected {self.letters}."))
        return letter

    def same(self, given: str, other: str) -> bool:
        return given == other

    def miss(self, given: str) -> str:
        return f"It is not {given!r}."

    @property
    def letters(self) -> str:
        """The options in words: ``'a', 'b' or 'c'``."""
        return ", ".join(map(repr, self.options[:-1])) + f" or {self.options[-1]!r}"


@dataclass(frozen=True, kw_only=True)
class Code(Question):
    """A question whose answer is a function: it is called on every one of ``cases``, tuples of arguments."""

    cases: tuple[tuple[Any, ...], ...]
    tolerance: float = 1e-6

    def read(self, answer: Any) -> list[tuple[str, Any]]:
        """Each case as the call it is, in Python, and what came out."""
        if answer is ...:
            raise AnswerError(unanswered("your function"))
        if not callable(answer):
            raise AnswerError(wrong(f"{_shown(answer)} is no function. Write its name without parentheses."))
        return [_call(answer, case) for case in self.cases]

    def same(self, given: list[tuple[str, Any]], other: list[tuple[str, Any]]) -> bool:
        return all(self._equal(a[1], b[1]) for a, b in zip(given, other, strict=True))

    def miss(self, given: list[tuple[str, Any]]) -> str:
        pairs = zip(given, self.read(self.answer), strict=True)
        call, result, expected = next((c, got, right) for (c, got), (_, right) in pairs if not self._equal(got, right))
        reminder = ""
        if result is None:
            reminder = " Does it end with return?"
        elif isinstance(result, tuple) and isinstance(expected, Real):
            reminder = f" {COMMAS}"
        return f"For {call} it gave {_shown(result)}, expected {_shown(expected)}.{reminder}"

    def _equal(self, given: Any, expected: Any) -> bool:
        if isinstance(expected, (tuple, list)):
            several = isinstance(given, (tuple, list)) or getattr(given, "ndim", 0) > 0
            return several and len(given) == len(expected) and all(map(self._equal, given, expected))
        if isinstance(expected, (float, np.ndarray, np.floating)):
            array = _array(given)
            return (
                array is not None
                and array.shape == np.shape(expected)
                and np.allclose(array, expected, rtol=self.tolerance, atol=1e-12)
            )
        return np.array_equal(given, expected)


def all_questions(module: ModuleType) -> list[Question]:
    """The questions of a lesson's ``questions.py``, in the order they were written."""
    return [value for value in vars(module).values() if isinstance(value, Question)]


def _call(function: Callable[..., Any], case: tuple[Any, ...]) -> tuple[str, Any]:
    call = f"{getattr(function, '__name__', 'your function')}({', '.join(map(_shown, case))})"
    try:
        result = function(*copy.deepcopy(case))
    except Exception as error:
        raise AnswerError(wrong(f"{call} raised {type(error).__name__}: {error}")) from None
    if result is ...:
        raise AnswerError(unanswered("your code"))
    return call, result


def _shown(value: Any) -> str:
    """A value in a few words, on one line."""
    return " ".join(checks.short_repr(value).split())


def _array(value: Any) -> NDArray[Any] | None:
    """A number or numbers as an array, None for anything else; exact ones, such as fractions, are rounded to floats."""
    try:
        array = np.asarray(value)
        if array.dtype == object and all(map(_is_exact, array.flat)):
            array = array.astype(np.float64)
    except Exception:  # what a value does when asked for its numbers is its own affair
        return None
    return array if array.dtype.kind in "iuf" else None


def _is_exact(value: object) -> bool:
    """Whether it is a number of a type that NumPy may not have: a fraction, a decimal, a very large integer."""
    return isinstance(value, Real | Decimal) and not isinstance(value, bool)
