"""The glossary is sorted, its page is that of its source, and lessons and terms lead to each other."""

import copy

import nbformat
import pytest

from tools import glossary, notebooks

ENTRIES = glossary.load()
CELLS = {path.name: {cell.id: cell for cell in nbformat.read(path, as_version=4).cells} for path in notebooks.paths()}


def names(entry):
    """What may stand in the cell: the term's first word, or words that the lesson has in its place."""
    return [entry.term.split()[0], *entry.also]


def test_the_page_is_that_of_the_source():
    assert glossary.PAGE.read_text(encoding="utf-8") == glossary.page(ENTRIES)


def test_terms_are_sorted_and_unique():
    terms = [entry.term.casefold() for entry in ENTRIES]
    assert terms == sorted(set(terms))
    assert len(terms) >= 45


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.term)
def test_a_term_is_in_the_cell_that_it_leads_to(entry):
    cell = CELLS[entry.path.name][entry.cell]
    assert cell.cell_type == "markdown"
    assert any(name.casefold() in glossary.unlinked(cell.source).casefold() for name in names(entry)), cell.source


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.term)
def test_a_term_is_explained_in_one_sentence(entry):
    assert entry.means[0].isupper() or entry.means[0].isdigit()
    assert entry.means.endswith(".")
    assert ". " not in entry.means
    assert len(entry.means) < 200


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
def test_each_term_is_explained_or_linked_where_a_lesson_uses_it_first(path):
    notebook = nbformat.read(path, as_version=4)
    linked = copy.deepcopy(notebook)
    glossary.link_first_uses(path, linked, ENTRIES)
    assert linked == notebook, "run: python -m tools.glossary"


def test_a_first_use_is_found_in_prose_and_as_a_whole():
    loss, batch, size = (glossary.Entry(term, "02", "elsewhere", "") for term in ("loss", "batch", "batch size"))
    sources = [
        "# Loss",
        "`loss`, $loss$, a [loss](x) and a glossy batch size; **losses** in batches of batches",
        "Loss.",
    ]
    cells = [nbformat.v4.new_markdown_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    for _ in range(2):  # the second time changes nothing
        glossary.link_first_uses(notebooks.paths()[4], notebook, [loss, batch, size])
        assert [cell.source for cell in cells] == [
            sources[0],
            "`loss`, $loss$, a [loss](x) and a glossy [batch size](../GLOSSARY.md#batch-size); **losses** in "
            "[batches](../GLOSSARY.md#batch) of batches",
            sources[2],
        ]


def test_this_test_would_see_a_term_that_has_gone():
    gone = glossary.Entry("loss", "00", "the-map", "It is elsewhere.")
    assert not any(name in CELLS[gone.path.name][gone.cell].source.casefold() for name in names(gone))
