"""What a cell prints of a training: a number, and behind it the bounds within which it was in every run.

"LSTM, over all lags: 0.998 (in every run above 0.95)": the number differs from machine to machine, and nobody compares
it with the stored one; that it lies within the bounds is what a test looks at.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
BOUNDS = rf"\(in every run (?:above ({NUMBER})|below ({NUMBER})|({NUMBER}) to ({NUMBER})|({NUMBER}) or more)\)"
MEASURED = re.compile(rf"({NUMBER})(?: and ({NUMBER}))?[^\d()]*{BOUNDS}")
MARK = "(in every run "


class Measured(NamedTuple):
    """One or two numbers, and their bounds; both may be touched, as what is printed is rounded."""

    numbers: tuple[float, ...]
    low: float
    high: float

    @property
    def holds(self) -> bool:
        return all(self.low <= number <= self.high for number in self.numbers)


def measured(text: str) -> Iterator[Measured]:
    """What a text says of trainings, in order.

    Raises
    ------
    ValueError
        If bounds stand in it that are not of one of the four forms, or not behind a number.
    """
    found = list(MEASURED.finditer(text))
    if len(found) != text.count(MARK):
        raise ValueError(f"{text!r}, expected each {MARK!r} behind a number and with bounds")
    for match in found:
        first, second, *bounds = map(_number, match.groups())
        above, below, low, high, least = bounds
        lower = next((bound for bound in (above, low, least) if bound is not None), -np.inf)
        upper = next((bound for bound in (below, high) if bound is not None), np.inf)
        yield Measured(tuple(number for number in (first, second) if number is not None), lower, upper)


def _number(text: str | None) -> float | None:
    return None if text is None else float(text.replace(",", ""))
