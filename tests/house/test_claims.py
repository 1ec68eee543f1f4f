"""The lessons' claims and the stored table of their runs are held to each other, and to the notebooks."""

import math

import nbformat
import pytest

from research.claims import bounds, run, table
from research.claims.__main__ import grid
from research.claims.lessons import LESSONS, Claim
from research.claims.paths import PATHS
from tools import glossary, notebooks


@pytest.fixture(params=LESSONS, ids=str)
def lesson(request):
    return LESSONS[request.param]


@pytest.fixture
def cells(lesson):
    notebook = nbformat.read(notebooks.FOLDER / lesson.notebook, as_version=4)
    return {cell.id: cell for cell in notebook.cells}


def told(cell):
    """A cell's words: its text, or what it printed."""
    if cell.cell_type == "markdown":
        return glossary.unlinked(cell.source)
    return "".join(out.get("text", "") for out in cell.outputs)


def test_every_claim_stands_in_its_cell(lesson, cells):
    assert [claim for claim in lesson.claims if claim.says not in told(cells[claim.cell])] == []


def test_every_number_that_is_printed_with_bounds_is_a_claim_with_these_bounds(lesson, cells):
    for name, cell in cells.items():
        parts = bounds.MEASURED.finditer(told(cell)) if cell.cell_type == "code" else ()
        for part in parts:
            line = told(cell)[: part.end()].splitlines()[-1]
            claims = [claim for claim in lesson.claims if claim.cell == name and claim.says in line]
            (printed,) = bounds.measured(part[0])
            assert any(same_bounds(claim, printed) for claim in claims), (name, line)


def same_bounds(claim, printed):
    """The claim's bounds are not included: of whole numbers they lie half of one beyond those that are printed."""
    beyond = [(printed.low, claim.low), (printed.high, claim.high)]
    return all(ours == theirs or (ours.is_integer() and abs(ours - theirs) == 0.5) for ours, theirs in beyond)


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
def test_numbers_with_bounds_are_those_of_lessons_whose_claims_are_tried(path):
    cells = nbformat.read(path, as_version=4).cells
    if any(bounds.MARK in told(cell) for cell in cells if cell.cell_type == "code"):
        assert path.name in {lesson.notebook for lesson in LESSONS.values()}


def test_every_cell_that_leads_to_a_claim_is_there_and_its_seeds_too(lesson, cells):
    assert [cell for cell in lesson.cells if cell not in cells] == []
    for cell, (old, new) in lesson.seeds.items():
        assert cell in lesson.cells
        assert "FIRST" in run.reseeded(cells[cell].source, old, new)


@pytest.mark.parametrize("number", LESSONS)
def test_every_claim_held_in_every_run_that_is_stored(number):
    runs = [stored for stored in table.load() if stored.lesson == number]
    names = {f"{claim.cell}: {claim.says}" for claim in LESSONS[number].claims}
    assert [stored for stored in runs if set(stored.margins) != names] == []
    assert [row for row in table.rows(runs) if row.held < row.runs] == []
    assert {(stored.lesson, stored.seeds, stored.path) for stored in runs} == set(grid([number]))


def test_the_page_is_that_of_the_stored_runs():
    assert table.PAGE.read_text(encoding="utf-8") == table.page(table.load())


def test_a_set_of_seeds_goes_through_the_paths_in_turn():
    places = list(grid(["05"]))
    assert len(set(places)) == len(places)
    assert len({seeds for _, seeds, _ in places}) >= 20
    assert {path for _, _, path in places} == set(PATHS)


def test_a_margin_is_that_of_the_worst_number():
    claim = Claim("cell", "between 1 and 4", lambda names: names, 1, 4)
    assert claim.margin([2, 3.5]) == 0.5
    assert claim.margin([2, 4.5]) == -0.5
    assert Claim("cell", "above 1", lambda names: names, 1).margin([3, 2]) == 1


def test_a_seed_that_has_moved_is_told():
    with pytest.raises(ValueError, match=r"'seed=0' stands 0 times in the cell, expected once"):
        run.reseeded("train(seed=1)", "seed=0", "seed=FIRST")


def test_a_statement_that_failed_is_counted():
    margins = [{"cell: says": 0.2}, {"cell: says": -0.1}]
    rows = table.rows(table.Run("05", seeds, "usual", "Haswell", each) for seeds, each in enumerate(margins))
    assert rows == [table.Row("05", "cell: says", 2, 1, -0.1, "set 1, usual")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("loss 0.31 (in every run above 0.3)", [((0.31,), 0.3, math.inf)]),
        ("0.35 and -0.2 after three epochs (in every run below 1,000)", [((0.35, -0.2), -math.inf, 1000)]),
        ("after 3 epochs (in every run 2 to 5), 1.9 times (in every run 1.5 or more)",
         [((3,), 2, 5), ((1.9,), 1.5, math.inf)]),
        ("nothing was measured here: 5", []),
    ],
)  # fmt: skip
def test_numbers_and_their_bounds_are_read(text, expected):
    assert list(bounds.measured(text)) == expected


def test_a_number_out_of_its_bounds_is_told():
    below, above = bounds.measured("0.9 (in every run above 0.95), 0.9 (in every run below 0.95)")
    assert not below.holds
    assert above.holds


@pytest.mark.parametrize("text", ["nan (in every run above 1)", "2 (in every run about 3)"])
def test_bounds_that_cannot_be_read_are_told(text):
    with pytest.raises(ValueError, match="expected each"):
        list(bounds.measured(text))
