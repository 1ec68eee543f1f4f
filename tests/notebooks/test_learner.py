"""The notebooks with a learner in them: every exercise answered by its own solution, every cell run twice in a row.

Trainings are cut short, which nbval runs to their end: what reports is interrupted both times, as by a learner in a
hurry, and Keras' ``fit`` is told fewer epochs.
"""

import ast
import asyncio
import copy

import nbformat
import pytest

from tools import notebooks

PATIENCE = 1  # seconds that a training's cell has had when it is interrupted


def answered(source, code):
    """A cell's source with the solution in place of the statement, or the line, with the three dots."""
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        dots = [node for node in ast.walk(statement) if isinstance(node, ast.Constant) and node.value is ...]
        if dots and isinstance(statement, ast.FunctionDef) and not code.startswith("def "):
            line = dots[0].lineno - 1
            indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
            return "\n".join([*lines[:line], *(indent + part for part in code.splitlines()), *lines[line + 1 :]])
        if dots:
            return "\n".join([*lines[: statement.lineno - 1], *code.splitlines(), *lines[statement.end_lineno :]])
    raise AssertionError(f"no three dots in {source!r}")


def twice(notebook):
    """The notebook with every code cell followed by itself."""
    doubled = copy.deepcopy(notebook)
    doubled.cells = []
    for cell in notebook.cells:
        doubled.cells.append(copy.deepcopy(cell))
        if cell.cell_type == "code":
            doubled.cells.append(copy.deepcopy(cell))
            doubled.cells[-1].id += "-again"
    return doubled


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.name)
def test_every_exercise_answered_and_every_cell_run_twice(path):
    notebook = nbformat.read(path, as_version=4)
    questions = notebooks.questions(path)
    asked = []
    for cell in notebook.cells:
        if name := notebooks.asked(cell):
            asked.append(name)
            cell.source = answered(cell.source, questions[name].code)
        elif cell.cell_type == "code":
            cell.source = notebooks.hurried(cell.source)
    assert sorted(asked) == sorted(questions)

    doubled = twice(notebook)
    client = notebooks.client(doubled)
    trainings = notebooks.TRAININGS.get(path.name, ())
    timers, interrupted = {}, []

    async def interrupt(name):
        interrupted.append(name)
        await client.km.interrupt_kernel()

    async def begin(cell, **_):
        if (name := cell.id.removesuffix("-again")) in trainings:
            timers[cell.id] = asyncio.get_running_loop().call_later(
                PATIENCE, lambda: asyncio.ensure_future(interrupt(name))
            )

    async def end(cell, **_):
        if cell.id in timers:
            timers[cell.id].cancel()

    client.on_cell_execute = begin
    client.on_cell_executed = end  # on_cell_complete is called when it has begun
    client.execute()
    assert interrupted == [name for name in trainings for _ in range(2)]

    replies = {
        cell.id: output.data["text/plain"] for cell in doubled.cells if notebooks.asked(cell) for output in cell.outputs
    }
    assert len(replies) == 2 * len(asked)
    assert {name: said for name, said in replies.items() if not said.startswith("Right.")} == {}


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
    assert notebooks.hurried(source) == 'as_before = {"epochs": 2}\nnetwork.fit(x, epochs=2, **as_before)'
    assert notebooks.hurried("batches.explore(epochs=20)") == "batches.explore(epochs=20)"
