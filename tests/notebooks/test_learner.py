"""The learner who runs the notebooks when nbval does: leaves no exercise out, and finds what goes wrong."""

import re
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.notebooks.learner import answered
from tools import dev, notebooks

every_notebook = pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.name)
WAITS_TWICE = """
import time
runs = globals().get("runs", 0) + 1
try:
    time.sleep(600 if runs < 3 else 0)  # had it ended when the interrupt comes, the kernel's reply could be lost
except KeyboardInterrupt:
    pass
"""
CELLS = {
    "fine": "n = 1",
    "once-only": "n += 1\nassert n == 2",
    "warns": "import sys\n_ = sys.stderr.write('careful')",
    "right": "from helpers.recurrent import questions\nanswer = ...\nquestions.keeps.check(answer)",
    "wrong": "answer = ...\nquestions.keeps.check('other' if answer is not ... else ...)",
    "widget": "from helpers import widgets\nwidgets.slider('x', 1, 0, 2, 0.1)",
    "memory-run": WAITS_TWICE,
    "first-run": "time.sleep(0.1)",
    "bounded": "print('4 (in every run above 2)')",
    "out-of-bounds": "print('1 (in every run above 2)')",
    "progress": "from helpers import progress\nassert not progress.read().solved",
}
STORED = ("bounded", "out-of-bounds")
"""Cells with an output to be compared with."""
FOUND = {
    "once-only": [", again"],
    "warns": ["", ", again"],
    "wrong": [", answered", ", answered again"],
    "widget": ["", ", again"],
    "first-run": [", interrupted", ", interrupted again"],
    "out-of-bounds": ["", ", again"],
}


@every_notebook
def test_every_exercise_is_asked_once(path):
    asked = filter(None, map(notebooks.asked, nbformat.read(path, as_version=4).cells))
    assert sorted(asked) == sorted(notebooks.questions(path))


@every_notebook
def test_every_training_is_a_cell(path):
    assert {*notebooks.TRAININGS.get(path.name, ())} <= {cell.id for cell in nbformat.read(path, as_version=4).cells}


def test_what_goes_wrong_is_found(tmp_path):
    cells = [new_code_cell(source, id=name) for name, source in CELLS.items()]
    for cell in cells:
        if cell.id in STORED:
            cell.execution_count = 1
            cell.outputs = [new_output("stream", text="3 (in every run above 2)\n")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "05_memory.ipynb")
    plugins = ("-p", "tests.notebooks.outputs", "-p", "tests.notebooks.learner")
    command = ("-m", "pytest", "-q", "--color=no", *plugins, *dev.NOTEBOOKS[:-1])
    ran = subprocess.run(
        [sys.executable, *command, str(tmp_path)], cwd=dev.ROOT, capture_output=True, encoding="utf-8", check=False
    )
    expected = [f"Cell {[*CELLS].index(name)}{how}" for name, runs in FOUND.items() for how in runs]
    assert re.findall(r"^FAILED .*::(Cell [^-\n]+?)(?: - .*)?$", ran.stdout, re.MULTILINE) == expected, ran.stdout


@pytest.mark.parametrize(
    ("source", "code", "expected"),
    [
        ("answer = ...\ncheck(answer)", "a = 1\nanswer = a", "a = 1\nanswer = a\ncheck(answer)"),
        ("def answer(x):\n    return ...\n\ncheck()", "return x", "def answer(x):\n    return x\n\ncheck()"),
        ("def answer(x):\n    ...\ncheck()", "def answer(x):\n    return 1", "def answer(x):\n    return 1\ncheck()"),
    ],
)
def test_a_solution_is_put_where_the_dots_are(source, code, expected):
    assert answered(source, code) == expected


def test_only_fit_is_hurried():
    source = 'as_before = {"epochs": 30}\nnetwork.fit(x, epochs=10, **as_before)'
    assert notebooks.with_two_epochs(source) == 'as_before = {"epochs": 2}\nnetwork.fit(x, epochs=2, **as_before)'
    assert notebooks.with_two_epochs("batches.explore(epochs=20)") == "batches.explore(epochs=20)"
