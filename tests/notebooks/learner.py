"""A learner in each kernel in which nbval compares: every exercise answered, every cell run twice in a row.

A training is cut short first, as by a learner in a hurry, and then run to its end: the cells below it see what the
whole training gave, and nbval compares what they print. Every other cell is compared first.
"""

import ast
import os
import threading
from functools import cache
from pathlib import Path

from nbformat import NotebookNode
from nbval.plugin import IPyNbCell

from tools import notebooks

PATIENCE = 2  # seconds that a training's cell has had when it is interrupted


def pytest_collection_modifyitems(items):
    items[:] = [each for item in items for each in (runs(item) if isinstance(item, IPyNbCell) else [item])]


def runs(compared):
    """A cell as nbval compares it, and the learner's runs of it before or behind."""
    source = compared.cell.source
    if compared.cell.id in notebooks.TRAININGS.get(compared.path.name, ()):
        return [Interrupted.of(compared, "interrupted"), Interrupted.of(compared, "interrupted again"), compared]
    if notebooks.with_two_epochs(source) != source:
        return [Learners.of(compared, "with_two_epochs", notebooks.with_two_epochs(source)), compared]
    if name := notebooks.asked(compared.cell):
        solved = answered(source, questions(compared.path)[name].code)
        return [compared, Answered.of(compared, "answered", solved), Answered.of(compared, "answered again", solved)]
    return [compared, Learners.of(compared, "again")]


questions = cache(notebooks.questions)


class Learners(IPyNbCell):
    """A learner's run of a cell: it may not fail, unless it is meant to, and what comes out is not compared."""

    @classmethod
    def of(cls, compared, how, source=None):
        """One of the runs of a cell, ``how`` in a word or two; with another source, if one is given."""
        stored = compared.cell
        cell = NotebookNode(id=stored.id, source=source or stored.source, execution_count=None, outputs=[])
        return cls.from_parent(
            compared.parent,
            name=f"{compared.name}, {how}",
            cell_num=compared.cell_num,
            cell=cell,
            options=compared.options | {"check": False},
        )


class Interrupted(Learners):
    """A run that is interrupted when it has begun: what trains takes that for its end."""

    def runtest(self):
        pressed = []
        timer = threading.Timer(PATIENCE, lambda: [pressed.append(True), self.parent.kernel.interrupt()])
        timer.start()
        try:
            super().runtest()
        finally:
            timer.cancel()
            timer.join()
        if not pressed:
            self.raise_cell_error("It ended before it was interrupted")


class Answered(Learners):
    """A run of an exercise with its solution in it, which must be right; that it was solved is forgotten afterwards."""

    def runtest(self):
        super().runtest()
        replies = [output.data["text/plain"] for output in self.test_outputs]
        # The stored outputs are those of a learner who has solved nothing yet.
        Path(os.environ["SERIES_PROGRESS_FILE"]).unlink(missing_ok=True)
        if len(replies) != 1 or not replies[0].startswith("Right."):
            self.raise_cell_error("The solution was not right", "\n".join(replies))


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
