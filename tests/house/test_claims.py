"""The lessons' claims and the stored table of their runs are held to each other, and to the notebooks."""

import re

import nbformat
import pytest

from research.claims import run, table
from research.claims.__main__ import grid
from research.claims.lessons import LESSONS, Claim
from research.claims.paths import PATHS
from tools import notebooks

CLAIMED = re.compile(r"(?:-claims|-bound|^judge|-count|^train-twenty)$")
"""Names of cells that say whether what the lesson states is so."""


@pytest.fixture(params=LESSONS, ids=str)
def lesson(request):
    return LESSONS[request.param]


@pytest.fixture
def cells(lesson):
    notebook = nbformat.read(notebooks.FOLDER / lesson.notebook, as_version=4)
    return {cell.id: cell for cell in notebook.cells}


def told(cell):
    """A cell's words: its text, or what it printed."""
    return cell.source if cell.cell_type == "markdown" else "".join(out.get("text", "") for out in cell.outputs)


def test_every_claim_stands_in_its_cell(lesson, cells):
    assert [claim for claim in lesson.claims if claim.says not in told(cells[claim.cell])] == []


def test_every_line_that_says_true_is_a_claim_that_is_tried(lesson, cells):
    tried = {(claim.cell, claim.says) for claim in lesson.claims}
    for name, cell in cells.items():
        if cell.cell_type == "code" and CLAIMED.search(name):
            parts = [part for line in told(cell).splitlines() for part in re.split(";|(?<=True)   ", line)]
            parts = [part for part in parts if part.endswith(": True")]
            missing = [part for part in parts if not any(name == where and says in part for where, says in tried)]
            assert missing == [], name
            assert "False" not in told(cell), name


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
    assert {(stored.lesson, stored.seeds, stored.path) for stored in runs} <= set(grid([number]))
    assert {stored.path for stored in runs} >= {"usual", "AVX2, one thread"}


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
