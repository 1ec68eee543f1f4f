"""What a clumsy hand gives to lesson 06 is refused in words, not by a traceback out of NumPy, nor answered wrongly."""

import numpy as np
import pytest

from helpers import surnames

PAIRS = [("abba", "Italy"), ("bob", "France")]
COUNTRIES = ["Italy", "France"]
EVEN = np.full((2, 2), 0.5)

REFUSED = {
    "pairs": (lambda: surnames.score(EVEN, 3, COUNTRIES), r"pairs is 3, expected a sequence of \(name, country\)"),
    "no pairs": (lambda: surnames.max_accuracy([]), "pairs is empty, expected at least one"),
    "a country that is not there": (
        lambda: surnames.score(EVEN, PAIRS, ["Italy", "Spain"]),
        "country is 'France', expected one of 'Italy', 'Spain'",
    ),
    "a country that is no string": (
        lambda: surnames.score(EVEN, [("abba", ["Italy"]), PAIRS[1]], COUNTRIES),
        r"pairs has \('abba', \['Italy'\]\) in it, expected \(name, country\)",
    ),
    "a row too few": (
        lambda: surnames.score(EVEN[:1], PAIRS, COUNTRIES),
        r"probabilities is .* with shape \(1, 2\), expected numbers of shape \(2, 2\)",
    ),
    "negative": (lambda: surnames.score(-EVEN, PAIRS, COUNTRIES), "expected rows of numbers >= 0 that add up to 1"),
    "scores": (lambda: surnames.score(10 * EVEN, PAIRS, COUNTRIES), "expected rows of numbers >= 0 that add up to 1"),
    "score chart": (lambda: surnames.score_chart({"a": 3}), "scores is 3, expected lists of Scores by name"),
    "scores of 1": (lambda: surnames.score_chart({"a": [1]}), "scores is 1, expected lists of Scores by name"),
    "histories": (
        lambda: surnames.remedy_curves({"a": [[1]]}),
        "histories is 1, expected lists of lists of NameProgress by name",
    ),
    "early": (
        lambda: surnames.early_curves({"a": [3]}, [0]),
        "early is 3, expected lists of lists of Scores by name",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_such_thing_is_refused_in_words(case):
    call, words = REFUSED[case]
    with pytest.raises((TypeError, ValueError), match=f"(?s){words}"):
        call()
