"""`make notebooks`: what it stores of a run, and what not."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from tools import notebooks

CELLS = {
    "widget": """
from helpers import style, widgets
slider = widgets.slider("x", 1, 0, 2, 0.1)
drawing = style.Drawing(style.svg(9, 9, "", "empty"), "nothing yet")
widgets.Explorer([slider], drawing._repr_mimebundle_)""",
    "streams": "import sys; print('a'); _ = sys.stderr.write('b'); print('c')",
    "library": "import tensorflow as tf; int(tf.add(1, 2))",
    "error": "1 / 0",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    notebook = new_notebook(cells=[new_code_cell(source, id=name) for name, source in CELLS.items()])
    notebook.cells[-1].metadata.tags = ["raises-exception"]
    path = tmp_path_factory.mktemp("notebooks") / "sample.ipynb"
    nbformat.write(notebook, path)
    notebooks.client(notebook, path.parent).execute()
    return notebook, path


def data(notebook, name):
    (cell,) = (cell for cell in notebook.cells if cell.id == name)
    return [output.get("data") or output.get("text") or output.get("traceback") for output in cell.outputs]


def test_what_a_library_says_stays_out_of_the_lesson(ran):
    assert data(ran[0], "library") == [{"text/plain": "3"}]


def test_what_differs_from_run_to_run_is_not_stored(ran):
    notebook, path = ran
    assert notebooks.WIDGET in data(notebook, "widget")[0]  # or this test shows nothing
    assert "widgets" in notebook.metadata
    assert notebooks.write(notebooks.clean(notebook), path)
    (still,) = data(notebook, "widget")
    assert still["text/plain"] == "nothing yet"
    assert set(still) == {"text/html", "text/plain"}
    assert data(notebook, "streams") == ["a\nc\n"]
    assert data(notebook, "error") == [["ZeroDivisionError: division by zero"]]
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    stored = path.read_bytes()
    again = nbformat.read(path, as_version=4)
    notebooks.client(again, path.parent).execute()
    assert not notebooks.write(notebooks.clean(again), path)
    assert path.read_bytes() == stored


def test_a_cell_that_fails_unasked_is_an_error(tmp_path):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        notebooks.client(new_notebook(cells=[new_code_cell("1 / 0")]), tmp_path).execute()
