"""A teacher's plan of each lesson: minutes that add up to the time the lesson states, and an answer to all it asks."""

import re

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import notebooks, plan
from tools.explorers import EXPLORERS


@pytest.fixture(scope="module", params=notebooks.paths(), ids=lambda path: path.stem)
def lesson(request):
    cells = nbformat.read(request.param, as_version=4).cells
    return request.param, cells, plan.sections(request.param, cells)


def test_minutes_add_up_to_what_the_lesson_states(lesson):
    _, cells, parts = lesson
    stated = int(re.search(r"\*\*(?:Time\*\* about|About) (\d+) minutes", cells[0].source)[1])
    assert sum(part.minutes for part in parts) == stated
    assert f"{stated} minutes" in plan.note(parts)


def test_every_question_has_an_answer(lesson):
    assert [asked.question for part in lesson[2] for asked in part.asked if not asked.answer] == []


def test_every_explorer_is_in_the_plan_and_its_link_leads_to_its_slide(lesson):
    path, cells, parts = lesson
    found = [cell for part in parts for cell, _ in part.explorers]
    assert found == [explorer.cell for explorer in EXPLORERS[path.name]]
    page = plan.page("A lesson", parts)
    assert all(f'href="index.html#/cell-id={cell}"' in page for cell in found)
    assert set(re.findall(r"#/cell-id=([\w-]+)", page)) <= {cell.id for cell in cells}


@given(st.integers(0, 200), st.lists(st.floats(0.1, 1000), min_size=1))
def test_shares_are_whole_and_near(whole, weights):
    shares = plan.shared_out(whole, weights)
    assert sum(shares) == whole
    exact = [whole * weight / sum(weights) for weight in weights]
    assert all(abs(share - wanted) < 1 + 1e-9 for share, wanted in zip(shares, exact, strict=True))


def test_an_answer_is_found_where_the_lesson_has_it():
    def text(source):
        return nbformat.v4.new_markdown_cell(source, metadata={"slideshow": {"slide_type": "-"}})

    output = nbformat.v4.new_output("stream", text="0.73\n")
    code = nbformat.v4.new_code_cell("1", outputs=[output], metadata={"slideshow": {"slide_type": "-"}})
    cells = [text("**Predict:** how much?"), code, text("More than half.\n\nAnd so on."), text("> **Try it.** And 2?")]
    cells.append(text("<details><summary>An answer</summary>\n\nLess.\n\n</details>"))
    [predicted], [tried] = (list(plan.asked(cells, place, {})) for place in (0, 3))
    assert predicted == plan.Asked("**Predict:** how much?", "```\n0.73\n```\n\nMore than half.")
    assert tried == plan.Asked("**Try it.** And 2?", "Less.")
