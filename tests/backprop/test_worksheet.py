"""A worksheet is worked out again, in plain Python, from the numbers that are printed on it."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import backprop

SEEDS = st.integers(0, 10**9)


def cells(text):
    """The rows of all tables, cell by cell."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def given_numbers(text):
    """What a sheet gives, by name: the two tables on top, each a row of names, a rule and a row of numbers."""
    rows = cells(text)
    pairs = [*zip(rows[0], rows[2], strict=True), *zip(rows[3], rows[5], strict=True)]
    return {name: float(value) for name, value in pairs}


def answers(text):
    """The answer key, by name."""
    return {row[0]: row[2] for row in cells(text)[6:] if row[0] != "wanted" and not row[0].startswith(":-")}


def worked_out(n):
    """Forward pass and error from named numbers, with Python's own arithmetic."""

    def sigmoid(z):
        return 1 / (1 + math.exp(-z))

    z1, z2 = n["w1"] * n["x1"] + n["w2"] * n["x2"], n["w3"] * n["x1"] + n["w4"] * n["x2"]
    h1, h2 = sigmoid(z1), sigmoid(z2)
    z3, z4 = n["w5"] * h1 + n["w6"] * h2, n["w7"] * h1 + n["w8"] * h2
    o1, o2 = sigmoid(z3), sigmoid(z4)
    e1, e2 = (n["t1"] - o1) ** 2 / 2, (n["t2"] - o2) ** 2 / 2
    return dict(z1=z1, z2=z2, h1=h1, h2=h2, z3=z3, z4=z4, o1=o1, o2=o2, E1=e1, E2=e2, E=e1 + e2)  # noqa: C408


def slope(n, name, of="E"):
    """By a central difference."""
    high, low = worked_out(n | {name: n[name] + 1e-5}), worked_out(n | {name: n[name] - 1e-5})
    return (high[of] - low[of]) / 2e-5


@settings(max_examples=60)
@given(SEEDS)
def test_the_key_is_right(seed):
    sheet = backprop.worksheet(seed)
    n = given_numbers(sheet.questions_text())
    key = {name: float(value) for name, value in answers(sheet.answers_text()).items()}
    wanted = worked_out(n)
    wanted |= {f"∂E/∂w{i}": slope(n, f"w{i}") for i in range(1, 9)}
    for output, entering in (("1", "z3"), ("2", "z4")):
        o = wanted[f"o{output}"]
        wanted |= {f"∂E/∂o{output}": o - n[f"t{output}"], f"∂o{output}/∂{entering}": o * (1 - o)}
    for hidden in "12":  # an input reaches E through both hidden units: their parts add up to its slope
        h = wanted[f"h{hidden}"]
        wanted[f"∂h{hidden}/∂z{hidden}"] = h * (1 - h)
        weight = {"1": "w1", "2": "w3"}[hidden]
        wanted[f"∂E/∂h{hidden}"] = slope(n, weight) / (h * (1 - h) * n["x1"])
    stepped = {f"w{i}": n[f"w{i}"] - n["learning rate"] * wanted[f"∂E/∂w{i}"] for i in range(1, 9)}
    wanted |= {f"new {name}": value for name, value in stepped.items()} | {"new E": worked_out(n | stepped)["E"]}
    assert key == pytest.approx(wanted, abs=6e-7)


@given(SEEDS)
def test_the_given_numbers_are_short_and_the_same_on_both_sheets(seed):
    sheet = backprop.worksheet(seed)
    questions, key = sheet.questions_text(), sheet.answers_text()
    assert given_numbers(questions) == given_numbers(key)
    assert all(re.fullmatch(r"-?0\.[1-9]", value) for row in (2, 5) for value in cells(questions)[row])
    assert list(answers(questions)) == list(answers(key))
    assert set(answers(questions).values()) == {"________"}
    assert all(re.fullmatch(r"-?\d\.\d{6}", value) for value in answers(key).values())
    assert "-0.000000" not in key


@given(st.lists(SEEDS, min_size=2, max_size=2, unique=True))
def test_a_seed_is_one_sheet(seeds):
    first, second = map(backprop.worksheet, seeds)
    assert first.questions_text() == backprop.worksheet(seeds[0]).questions_text()
    assert first.answers_text() == backprop.worksheet(seeds[0]).answers_text()
    assert given_numbers(first.questions_text()) != given_numbers(second.questions_text())


def test_a_worksheet_shows_its_first_part_and_folds_the_others():
    sheet = backprop.worksheet(1)
    shown, folded = sheet._repr_markdown_().split("<details><summary>Parts 2 to 6</summary>\n\n")
    assert shown + folded.removesuffix("\n</details>\n") == sheet.questions_text()
    headings = [[line for line in part.splitlines() if line.startswith("## ")] for part in (shown, folded)]
    assert [len(each) for each in headings] == [1, 5]


@pytest.mark.parametrize(("bad", "error"), [(-1, ValueError), (1.5, TypeError), ("1", TypeError), (True, TypeError)])
def test_a_bad_seed_is_named(bad, error):
    with pytest.raises(error) as caught:
        backprop.worksheet(bad)
    assert str(caught.value) == f"seed is {bad!r}, expected a whole number >= 0"
