"""The notebooks as they are stored: run, in order, with nothing in them that the next run would change."""

import copy
import html
import re
from xml.etree import ElementTree

import nbformat
import pytest

from helpers.start_here.series import LESSONS
from tools import notebooks

SLIDES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
IMG = re.compile(r'<img alt="([^"]*)" [^>]*src="data:image/(?:png|svg\+xml);base64,[^"]*">')
EXERCISE = r'(?:.*\n\n)?<div class="exercise">\n\n\*\*Exercise (?P<number>\d+)\.\*\* .+\n\n</div>'
VOLATILE = re.compile(r"0x[0-9a-f]{6,16}|\b\d+ s left\b|/(?:home|root|Users|tmp|work)/|\b\d{2}:\d{2}:\d{2}\b")


@pytest.fixture(params=notebooks.paths(), ids=lambda path: path.name)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [(cell, output) for cell in code_cells(notebook) for output in cell.outputs]


def words(output):
    """What an output says, pictures left out."""
    data = {kind: text for kind, text in output.get("data", {}).items() if kind.startswith("text/")}
    return "\n".join([*data.values(), output.get("text", ""), output.get("evalue", "")])


def test_it_is_clean(notebook):
    assert notebooks.clean(copy.deepcopy(notebook)) == notebook


def test_it_was_run_once_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_every_cell_has_a_slide_type_and_a_name(notebook):
    assert {cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells} <= SLIDES
    assert [cell.id for cell in notebook.cells if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell.id)] == []
    assert [cell.id for cell in notebook.cells if re.fullmatch(r"[0-9a-f]{8}", cell.id)] == []


def test_every_picture_has_a_text_alternative(notebook):
    for cell, output in outputs(notebook):
        data = output.get("data", {})
        assert not [kind for kind in data if kind.startswith("image/")], f"{cell.id}: JupyterLab would not name it"
        if shown := data.get("text/html"):
            assert not re.match(r"<|\w+\(", data["text/plain"]), f"{cell.id}: {data['text/plain'][:80]}"
            named = [html.unescape(alt) for alt in IMG.findall(shown)]
            assert named == [data["text/plain"]] * shown.count("<img"), cell.id
        if drawing := re.search("<svg.*</svg>", shown or "", re.DOTALL):
            ElementTree.fromstring(drawing[0])  # else a browser, which shows it as an image, shows none
    markdown = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"!\[\s*\]\(|<img(?![^>]*\balt=)", markdown)


def test_exercises_are_boxed_numbered_in_order_and_checked_in_the_next_cell(notebook):
    boxes = [re.fullmatch(EXERCISE, cell.source, re.DOTALL) for cell in notebook.cells]
    assert [int(box["number"]) for box in boxes if box] == [*range(1, len([*filter(None, boxes)]) + 1)]
    assert [bool(notebooks.asked(cell)) for cell in notebook.cells[1:]] == [bool(box) for box in boxes[:-1]]
    assert sum(cell.source.count("**Exercise ") for cell in notebook.cells) == sum(map(bool, boxes))


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.name)
def test_a_lesson_takes_as_long_as_it_says(path):
    opening = nbformat.read(path, as_version=4).cells[0].source
    said = int(re.search(r"\*\*(?:Time\*\* about|About) (\d+) minutes", opening)[1])
    assert said == next(lesson.minutes for lesson in LESSONS if path.name.startswith(lesson.number))
    assert said % 5 == 0
    assert abs(said - notebooks.minutes(path)) <= 5  # one step, so that a few words more need no other number


def test_every_widget_left_a_still(notebook):
    for cell, output in outputs(notebook):
        said = output.get("data", {}).get("text/plain", "")
        assert not re.match(r"(?:V|H)?Box\(|Explorer\(|\w*Explorer\(|\w+(?:Slider|Button|Text|HTML)\(", said), cell.id


def test_nothing_stored_is_of_one_machine_or_one_moment(notebook):
    assert [(cell.id, VOLATILE.findall(words(output))) for cell, output in outputs(notebook)
            if VOLATILE.search(words(output))] == []  # fmt: skip


def test_only_a_cell_that_means_to_fail_has_failed(notebook):
    failed = {cell.id for cell, output in outputs(notebook) if output.output_type == "error"}
    meant = {cell.id for cell in code_cells(notebook) if "raises-exception" in cell.metadata.get("tags", [])}
    assert failed == meant
