"""How each explorer moves on the site and in the decks: recorded or computed, from which data, and what it lacks."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from filelock import FileLock
from tabulate import tabulate

from helpers import files, widgets
from helpers.recurrent.walk import OPERATIONS
from tools import dev
from tools.page import computed, data, writing
from tools.page.recorded import RECORDED
from tools.page.recording import Recording

KEPT = dev.ROOT / "build" / "page"
SCRIPTS = ("series.js", "python.js", "player.js", "neuron.js", "surface.js", "network.js", "writing.js")
"""In the order in which a page loads them."""
STYLES = ("page.css", "writing.css")


@dataclass(frozen=True)
class Moving:
    """How an explorer moves where there is no Python.

    Parameters
    ----------
    model
        The name of the function of ``series.models`` that moves it.
    data
        The name of its data.
    beyond
        What the notebook's explorer can do and the page's cannot.
    start
        Where its controls begin, if not where its data says.
    """

    model: str
    data: str
    beyond: str
    start: tuple[int, ...] = ()

    @property
    def script(self) -> str:
        """The name of the script with its data, which the two parts that write share."""
        return writing.NAME if self.model == writing.NAME else self.data

    def around(self, still: str) -> str:
        """The part of a page that moves, with its still in it until it does. On a slide, no finger swipes it away."""
        start = f' data-start="{" ".join(map(str, self.start))}"' if self.start else ""
        attributes = f'class="explorer" data-model="{self.model}" data-name="{self.data}"{start} data-prevent-swipe'
        return f"<div {attributes}>{still}</div>"


def recording(name: str, beyond: str, *start: int) -> Moving:
    """An explorer that is recorded."""
    return Moving("recording", name, beyond, start)


def cell(kind: str) -> Moving:
    """The explorer of a recurrent cell, after two steps as its still."""
    return recording(
        "05-cell", "type inputs; other weights", list(OPERATIONS).index(kind), 0, 2 * len(OPERATIONS[kind])
    )


MOVING: dict[str, dict[str, Moving]] = {
    "00_start_here.ipynb": {"drag": Moving("neuron", "00-neuron", "nothing")},
    "01_array_files.ipynb": {
        "explore": recording("01-bytes", "pick bytes other than a whole field; show another array"),
        "explore-formats": recording("01-formats", "measure the machine it runs on"),
    },
    "02_epochs_batches_iterations.ipynb": {
        "explore": recording("02-player", "other numbers of samples and epochs, other seeds"),
        "explore-notes": recording("02-notes", "other numbers"),
        "explore-buffer": recording("02-buffer", "every buffer size and number to follow, other seeds"),
    },
    "03_network_by_hand.ipynb": {
        "explore": recording("03-stepper", "set each number; a random network; more than 5 updates"),
        "explore-w5": recording("03-stepper", "set each number; a random network; more than 5 updates", 0, 0, 12),
        "explore-surface": Moving(
            "surface", "03-surface", "another network; rates above 100, where descents are chaotic"
        ),
    },
    "04_embeddings.ipynb": {
        "explore-lookup": recording("04-lookup", "type a sentence"),
        "explore-analogies": recording("04-analogies", "type a sum of words"),
    },
    "05_memory.ipynb": {
        "explore-loop": cell("SimpleRNN"),
        "explore-lstm": cell("LSTM"),
        "explore-gates": recording("05-gates", "type a text; clamp at any step"),
        "explore-gru": cell("GRU"),
    },
    "06_names_and_countries.ipynb": {
        "explore-names": recording("06-names", "type a name"),
        "explore-confusion": recording("06-confusion", "nothing"),
    },
    "07_writing_text.ipynb": {
        "pretrained": Moving(writing.NAME, "07-pretrained", "write with a network of one's own"),
        "explore-sampling": Moving(writing.NAME, "07-explore-sampling", "draw with a network of one's own"),
        "explore-cells": recording("07-cells", "type a text"),
        "explore-surprise": recording("07-surprise", "type a text"),
    },
    "08_beyond_one_machine.ipynb": {
        "explore-failure": recording("08-failure", "train; kill any worker at any step; go on with more or fewer"),
        "explore-ring": recording("08-ring", "nothing"),
        "explore-costs": recording("08-costs", "every value of each slider"),
    },
}
"""By notebook and cell."""
STILL = {"08_beyond_one_machine.ipynb": {"explore-measured": "measure the machine it runs on"}}
"""Explorers that stay still, by notebook and cell: what only the notebook's can do, and all that there is to move."""
COMPUTED: dict[str, Callable[[], Any]] = {"00-neuron": computed.neuron, "03-surface": computed.surface}


@dataclass(frozen=True)
class Data:
    """One data script: its text, and how many states its explorer has with it; 0 stands for no end of them."""

    script: str
    states: int


def make(name: str) -> Data:
    """Record or work out the data of that name."""
    if name == writing.NAME:
        return Data(writing.script(), 0)
    if name in COMPUTED:
        value = COMPUTED[name]()
        states = math.prod(len(control["options"]) for control in value["controls"])
        return Data(data.script(name, data.pack_json(value)), states)
    with patch.object(widgets.Prefetch, "draw"):  # what is drawn beforehand for JupyterLab would be drawn in vain
        made: Recording = RECORDED[name]()
    return Data(data.script(name, data.pack_json(made.packed())), len(made.frames))


def names(notebooks: Iterable[str] = MOVING) -> list[str]:
    """The names of the data that the pages of these notebooks need."""
    return sorted({moving.script for notebook in notebooks for moving in MOVING.get(notebook, {}).values()})


def fingerprint() -> str:
    """What the data is made from: the series' Python and data, versions of libraries, and notebook 07's settings."""
    digest = hashlib.sha256(repr(writing.settings()).encode() + (dev.ROOT / "requirements.lock").read_bytes())
    for file in sorted([*(dev.ROOT / "helpers").rglob("*"), *data.FOLDER.glob("*.py")]):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(dev.ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def made() -> dict[str, Data]:
    """All data by its name; what was made from the same files before is not made again."""
    store, mark = KEPT / "data.json", fingerprint()
    KEPT.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{store}.lock"):  # tests that run side by side wait for the first of them
        if store.exists():
            stored = json.loads(store.read_text(encoding="utf-8"))
            if stored["fingerprint"] == mark:
                return {name: Data(**fields) for name, fields in stored["data"].items()}
        found = {name: make(name) for name in names()}
        fields = {name: vars(value) for name, value in found.items()}
        with files.atomic_write(store) as out:
            out.write(json.dumps({"fingerprint": mark, "data": fields}).encode())
    return found


def write(folder: Path, notebooks: Iterable[str] = MOVING) -> None:
    """Write code, looks and the data that the pages of these notebooks need into ``folder``."""
    found = made()
    data.write(folder, (*SCRIPTS, *STYLES), {name: found[name].script for name in names(notebooks)})


def write_collection(folder: Path) -> Path:
    """Write a page with nothing on it but what moves, each once, around a still of one word: to try and to measure."""
    write(folder)
    parts = {moving.data: moving for cells in MOVING.values() for moving in cells.values()}
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in STYLES)
    scripts = "".join(f'<script src="{name}"></script>' for name in SCRIPTS)
    bodies = "".join(f"<h2>{name}</h2>{moving.around('<p>still</p>')}" for name, moving in parts.items())
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>All</title>{links}{scripts}'
    )
    file = folder / "index.html"
    file.write_text(
        f'<!doctype html><html lang="en"><head>{head}</head><body><main>{bodies}</main></body></html>', encoding="utf-8"
    )
    return file


PAGE = """# What moves on these pages

A page has no Python. So each explorer is *recorded*, its pictures and words made beforehand by the Python that moves it
in JupyterLab, or *computed*: its small model is worked out in the page, and tests compare it with Python's. One that
only measures your machine stays *still*. *kB* is how much a page loads as you scroll near the explorer. The table is
made by `tools/page/moving.py`.

"""


def page() -> str:
    """How each explorer moves, as a page of the site."""
    return f"{PAGE}{table()}\n"


def table() -> str:
    """How each explorer moves, as a table in Markdown."""
    found = made()
    rows = []
    for notebook, cells in MOVING.items():
        for name, moving in cells.items():
            kept = found[moving.script]
            way = "recorded" if moving.model == "recording" else "computed"
            states = f"{kept.states:,}" if kept.states else "any"
            rows.append((notebook[:2], name, way, states, f"{len(kept.script) / 1000:,.0f}", moving.beyond))
        rows += [(notebook[:2], name, "still", "1", "0", beyond) for name, beyond in STILL.get(notebook, {}).items()]
    heads = ("Lesson", "Cell", "Way", "States", "kB", "What only the notebook can do")
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)
