"""What a lesson imports: nothing heavy before it is needed."""

import re
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import nbformat
import pytest

from helpers.start_here.series import LESSONS, NOTEBOOKS

HEAVY = {"tensorflow", "keras"}
WITHOUT_TENSORFLOW = [
    "helpers",
    "helpers.array_files",
    "helpers.backprop",
    "helpers.batches",
    "helpers.char_model",
    "helpers.clock",
    "helpers.corpora",
    "helpers.embeddings",
    "helpers.exercises",
    "helpers.interrupts",
    "helpers.progress",
    "helpers.recurrent",
    "helpers.scaleout",
    "helpers.start_here",
    "helpers.style",
    "helpers.surnames",
    "helpers.textgen",
    "helpers.widgets",
    "helpers.word_vectors",
    "helpers.worksheets",
]


def modules_after(code):
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    said = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return set(said.splitlines()[-1].split())


@pytest.mark.parametrize("module", WITHOUT_TENSORFLOW)
def test_an_import_brings_no_tensorflow(module):
    assert not modules_after(f"import {module}") & HEAVY


@pytest.mark.parametrize("lesson", ["start_here", "array_files", "batches", "backprop"])
def test_a_numpy_lesson_explores_without_tensorflow(lesson):
    given = "np.arange(3)" if lesson == "array_files" else ""
    assert not modules_after(f"import numpy as np\nfrom helpers import {lesson}\n{lesson}.explore({given})") & HEAVY


@pytest.mark.parametrize(
    "lesson", ["array_files", "backprop", "batches", "embeddings", "recurrent", "scaleout", "surnames", "textgen"]
)
def test_all_names_of_a_lesson_are_offered_and_there(lesson):
    package = import_module(f"helpers.{lesson}")
    for module in iter_modules(package.__path__):
        import_module(f"helpers.{lesson}.{module.name}")  # sets a name in the package, which may be that of a function
    modules = {name for name in package.__all__ if isinstance(getattr(package, name), ModuleType)}
    assert modules == {"questions"}
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_a_lesson_offers_what_its_notebook_uses(lesson):
    cells = nbformat.read(NOTEBOOKS / lesson.notebook(), as_version=4).cells
    told = "\n".join(cell.source for cell in cells)  # the text as well: "Try it" names what the learner types
    offered = import_module(f"helpers.{lesson.package}").__all__
    assert [name for name in offered if not re.search(rf"\b{name}\b", told)] == []


def test_this_test_would_see_it():
    assert modules_after("import keras") & HEAVY
