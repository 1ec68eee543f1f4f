"""Run every notebook of the series in place and store its outputs; a second run changes no byte."""

import dis
import importlib
import os
import re
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from helpers.exercises import Question, all_questions
from tools import dev

FOLDER = dev.ROOT / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
KEPT_CELL_METADATA = {"jupyter", "slideshow", "tags"}
MINUTES_A_CELL = 15
EPOCHS = re.compile(r'(epochs=|"epochs": )\d+')
TRAININGS = {
    "04_embeddings.ipynb": ("skipgram-train",),
    "05_memory.ipynb": ("memory-run", "first-run", "opened-run", "gates-run"),
    "06_names_and_countries.ipynb": ("names-train",),
    "07_writing_text.ipynb": ("train", "train-korean"),
}
"""Cells that train for long and that a learner may interrupt, by notebook."""
COMPUTING = {"02": 1, "04": 1, "05": 2, "06": 1, "07": 2, "08": 1}
"""Minutes that a lesson's cells run on two cores; elsewhere it is less than half a minute."""
NO_WORDS = re.compile(r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|<[^>]+>|\]\([^)]*\)", re.DOTALL)
"""Code, formulas, HTML and addresses in Markdown."""


def paths() -> list[Path]:
    """The notebooks of the series, in order."""
    return sorted(FOLDER.glob("[0-9]*.ipynb"))


def questions(path: Path) -> dict[str, Question]:
    """The exercises of a notebook's lesson, by the names that it calls them by."""
    modules = [f"helpers.{file.parent.name}.questions" for file in dev.ROOT.glob("helpers/*/questions.py")]
    everything = [question for module in modules for question in all_questions(importlib.import_module(module))]
    lesson = path.name[:2]
    return {question.name.partition(".")[2]: question for question in everything if question.name.startswith(lesson)}


def minutes(path: Path) -> int:
    """How long a lesson takes a learner, in steps of 5 minutes and at least 10, with exercises and waiting."""
    taken = seconds(nbformat.read(path, as_version=4).cells)
    return max(10, 5 * round((taken / 60 + COMPUTING.get(path.name[:2], 0)) / 5))


def seconds(cells: Sequence[NotebookNode]) -> float:
    """How long a learner takes to read cells, to look at what code does, and to answer exercises."""
    prose = " ".join(NO_WORDS.sub(" ", cell.source) for cell in cells if cell.cell_type == "markdown")
    words = len(re.findall(r"\w[\w'’-]*", prose))
    code = sum(cell.cell_type == "code" for cell in cells)
    return words / 150 * 60 + 20 * code + 90 * sum(bool(asked(cell)) for cell in cells)


def asked(cell: NotebookNode) -> str | None:
    """The name of the exercise that a cell checks, if it does."""
    found = re.search(r"questions\.(\w+)\.check\(", cell.source) if cell.cell_type == "code" else None
    return found[1] if found else None


def with_two_epochs(source: str) -> str:
    """A cell's source with two epochs for Keras' ``fit`` instead of many: for tests that ask for no result."""
    return EPOCHS.sub(r"\g<1>2", source) if ".fit(" in source else source


def needed(notebook: NotebookNode, ids: Collection[str]) -> list[str]:
    """The cells of those ids, and the cells above them that define a name which they use: their ids, in order."""
    chosen: list[str] = []
    wanted: set[str] = set()
    for cell in reversed([cell for cell in notebook.cells if cell.cell_type == "code"]):
        defined, used = names(cell.source)
        if cell.id in ids or defined & wanted:
            chosen.insert(0, cell.id)
            wanted |= used
    return chosen


def names(source: str) -> tuple[set[str], set[str]]:
    """The global names that a cell's source defines, and those that it uses before it defines them."""
    defined: set[str] = set()
    used: set[str] = set()
    cell = compile(source, "cell", "exec")
    for step in dis.get_instructions(cell):
        if step.opname == "STORE_NAME":
            defined.add(step.argval)
        elif step.opname == "LOAD_NAME" and step.argval not in defined:
            used.add(step.argval)
    return defined, used | (globals_used(cell) - defined)


def globals_used(code: CodeType) -> set[str]:
    """The global names that the functions and classes in some code use."""
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    steps = [step for part in inner for step in dis.get_instructions(part)]
    used = {step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return used.union(*map(globals_used, inner))


@contextmanager
def offline_env() -> Iterator[None]:
    """Processes that start meanwhile have no network, round alike, and leave the learner's progress alone."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        os.environ.update(dev.SETTINGS)
        os.environ["SERIES_PROGRESS_FILE"] = str(Path(scratch, "progress.json"))
        os.environ["PYTHONPATH"] = os.pathsep.join([str(dev.ROOT / "tools" / "offline"), str(dev.ROOT)])
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def client(notebook: NotebookNode, folder: Path = FOLDER) -> NotebookClient:
    """What runs a notebook in a fresh kernel, its outputs put into it; CellExecutionError if a cell fails."""
    return NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=60 * MINUTES_A_CELL,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )


def clean(notebook: NotebookNode) -> NotebookNode:
    """Take out of a notebook, in place, what differs between two runs that are the same."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.kernelspec = NotebookNode(KERNEL)
    notebook.metadata.language_info = NotebookNode(name="python")
    for cell in notebook.cells:
        cell.metadata = NotebookNode({key: cell.metadata[key] for key in cell.metadata if key in KEPT_CELL_METADATA})
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(clean_output, cell.outputs) if output is not None]
    return notebook


def clean_output(output: NotebookNode) -> NotebookNode | None:
    """An output as it is stored, None for one that is not: of a widget the still, of an error its last line."""
    if output.output_type == "stream" and output.name == "stderr":
        return None
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:
        output.data.pop(WIDGET, None)
    return output


def write(notebook: NotebookNode, path: Path) -> bool:
    """Store a notebook whole or not at all; returns whether the file changed."""
    text = nbformat.writes(notebook) + "\n"
    if path.read_text(encoding="utf-8") == text:
        return False
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(path)
    return True


def main() -> int:
    """Run and store every notebook; returns the exit status."""
    with offline_env():
        for path in paths():
            notebook = nbformat.read(path, as_version=4)
            try:
                client(notebook).execute()
            except CellExecutionError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
                return 1
            print(f"{path.name}: {'changed' if write(clean(notebook), path) else 'unchanged'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
