"""Lesson 01's notebook removes what it writes, and needs no TensorFlow before its last section."""

import nbformat

from tools import dev, notebooks

NAME = "01_array_files.ipynb"


def test_what_is_written_is_removed_and_tensorflow_comes_last(tmp_path, monkeypatch):
    notebook = nbformat.read(dev.ROOT / "notebooks" / NAME, as_version=4)
    last = [cell.id for cell in notebook.cells].index("tensor-heading")
    assert not [cell.id for cell in notebook.cells[:last] if "import tensorflow" in cell.source]
    clean_up = next(cell for cell in notebook.cells if cell.id == "clean-up")
    clean_up.source += '\nprint("tensorflow" in sys.modules)'
    notebook.cells = [*notebook.cells[:last], clean_up]
    temporary, lessons = tmp_path / "temporary", tmp_path / "notebooks"
    temporary.mkdir()
    lessons.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    notebooks.client(notebook, lessons).execute()
    assert clean_up.outputs[0].text == "the folder is there: False\nFalse\n"
    assert list(lessons.iterdir()) == []
    assert [path.name for path in temporary.iterdir() if not path.name.startswith("ipykernel")] == []
