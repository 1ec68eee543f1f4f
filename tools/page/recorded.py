"""The explorers that are recorded: each made as in its notebook, and brought into the states that the page shows."""

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np

from helpers import (
    array_files,
    backprop,
    batches,
    corpora,
    embeddings,
    recurrent,
    scaleout,
    style,
    surnames,
    textgen,
    widgets,
)
from helpers.array_files import explorers as files
from helpers.array_files.formats import KINDS
from helpers.backprop import figures as network_figures
from helpers.embeddings import explorers as lookups
from helpers.recurrent.explorers import gates
from helpers.recurrent.gates import CLAMP_CHOICES
from helpers.scaleout import figures as training_figures
from helpers.scaleout import watching
from helpers.surnames.explorers import names
from helpers.surnames.figures import names as name_figures
from tools.page.recording import Control, Driver, Frame, Recording, over, record, said, same, walking

PICTURE = ("picture", "words")


def shown(explorer: widgets.Explorer) -> Callable[[], Frame]:
    """What most explorers show: their picture, and their words."""
    return lambda: (explorer.picture.value, said(explorer.message))


def file_bytes() -> Recording:
    """Lesson 01: a file byte by byte, its fields picked one after the other."""
    explorer = array_files.explore(np.array([[1.5, -2.0, 3.0], [4.0, 5.0, 6.0]]))
    drivers = (
        over("menu", "items", explorer.items, same(*files.TYPES)),
        over("menu", "order", explorer.order, same(*files.ORDERS)),
        over("menu", "version", explorer.version, same(*files.VERSIONS)),
        over("slider", "field", explorer.field, same(*(part.name for part in explorer.parts))),
    )
    return record(drivers, PICTURE, shown(explorer))


def format_costs() -> Recording:
    """Lesson 01: what the formats cost, measured once."""
    kinds = Control("menu", "values", tuple(KINDS))
    chosen = kinds.options[0]

    def choose(place: int) -> None:
        nonlocal chosen
        chosen = kinds.options[place]

    def show() -> Frame:
        plot = files.recorded_chart(chosen)
        width, height = style.size(plot.figure)
        size = f'width="{width}" height="{height}"'
        return style.img("png", style.png(plot.figure, 1.5), plot.words, size), escape(plot.words)

    return record((Driver(kinds, choose, lambda: len(kinds.options)),), PICTURE, show)


def batch_player() -> Recording:
    """Lesson 02: a training of 50 samples, iteration by iteration."""
    explorer = batches.explore(samples=50, batch_size=8, epochs=3)
    sizes = same("1", "2", "5", "8", "10", "25", "50")
    drivers = (
        over("slider", "batch size", explorer.boxes["batch_size"].box, sizes),
        over("switch", "shuffled", explorer.shuffle, {"no": False, "yes": True}),
        walking("iteration", explorer.walk, 4),
    )
    return record(drivers, PICTURE, shown(explorer))


def batch_player_of_the_notes() -> Recording:
    """Lesson 02: a training with the study notes' numbers."""
    explorer = batches.explore(samples=2000, batch_size=500, epochs=20)
    return record((walking("iteration", explorer.walk, 2),), PICTURE, shown(explorer))


def shuffle_buffer() -> Recording:
    """Lesson 02: items on their way through a shuffle buffer."""
    explorer = batches.explore_buffer()
    drivers = (
        over("slider", "buffer size", explorer.buffer_size, same(1, 2, 4, 6, 8, 12, 24, 30)),
        over("slider", "follow number", explorer.item, same(1, 6, 12, 13, 18, 24)),
        walking("items out", explorer.walk, 13),
    )
    return record(drivers, PICTURE, shown(explorer))


def stepper() -> Recording:
    """Lesson 03: the walk through one step of learning, before and after the first updates."""
    explorer = backprop.explore()
    examples = {name: example for name, example in explorer.preset.options if name != "random"}

    def update(times: int) -> None:
        explorer.reset.click()
        for _ in range(times):
            explorer.apply.click()

    updates = Control("slider", "updates applied", tuple(map(str, range(6))))
    drivers = (
        over("menu", "example", explorer.preset, examples),
        Driver(updates, update, lambda: len(updates.options)),
        walking("step", explorer.walk, 0),
    )
    return record(drivers, ("picture", "words", "equation"), lambda: network_figures.stacked(explorer.step))


def lookup() -> Recording:
    """Lesson 04: sentences that are looked up in the notes' table."""
    explorer = embeddings.explore_lookup()
    sentences = same(*lookups.SENTENCES, "Nice to see the sea")
    drivers = (
        over("menu", "sentence", explorer.sentence, sentences),
        over("slider", "length", explorer.length, same(*range(1, lookups.PLACES + 1))),
    )
    return record(drivers, PICTURE, shown(explorer))


def analogies() -> Recording:
    """Lesson 04: sums of words."""
    explorer = embeddings.explore_analogies()
    asked = ("actor - man + woman", "tokyo - japan + korea")  # by an exercise below it
    drivers = (over("menu", "sum", explorer.sum, same(*lookups.SUMS, *asked)),)
    return record(drivers, PICTURE, shown(explorer))


def cell() -> Recording:
    """Lesson 05: one unit of a recurrent cell, one operation at a time."""
    explorer = recurrent.explore_cell("SimpleRNN")
    inputs = same(explorer.inputs.value, "1, 1, 1, 1, 1, 1", "0, 0, 1", "1, -1, 1", "2, 0, 0, 0, 0")
    drivers = (
        over("menu", "cell", explorer.kind, same(*explorer.kind.options)),
        over("menu", "inputs x", explorer.inputs, inputs),
        walking("operation", explorer.navigator, 0),
    )
    return record(drivers, PICTURE, shown(explorer))


def gate_view() -> Recording:
    """Lesson 05: a text read by a small LSTM, some of whose gates are clamped."""
    explorer = recurrent.explore_gates()
    last = explorer.steps.max
    steps = {f"t = {t} only": (t, t) for t in (7, 12, 20)} | {f"t = {t} and later": (t, last) for t in (3, 8)}
    texts = {name: gates.EXAMPLES[name] for name in ("two letters", "the same letter again")}
    drivers = (
        over("menu", "example", explorer.text, texts),
        over("menu", "clamp", explorer.clamp, same(*CLAMP_CHOICES)),
        over("menu", "clamped at", explorer.steps, steps | {"every t": (0, last)}),
        walking("t", explorer.walk, gates.DEFAULT_STEP),
    )
    return record(drivers, PICTURE, shown(explorer))


def name_reading() -> Recording:
    """Lesson 06: names read letter by letter."""
    first = "kowalski"
    explorer = surnames.explore_names(first)
    typed = (first, *(name for name in names.PRESETS if name.lower() != first))
    chosen = first

    def choose(place: int) -> None:
        nonlocal chosen
        chosen = typed[place]

    def read(last: int) -> None:
        explorer.name.value = chosen[: last + 1]

    letters = Control("walk", "letter", (), len(first) - 1, 900)
    drivers = (
        Driver(Control("menu", "surname", typed), choose, lambda: len(typed)),
        Driver(letters, read, lambda: len(chosen)),
    )
    return record(drivers, PICTURE, shown(explorer))


def confusions() -> Recording:
    """Lesson 06: the names behind each cell of the confusion picture."""
    explorer = surnames.explore_confusion()
    countries, cell = explorer.confusion.countries, name_figures.CELL
    picture = name_figures.draw_confusion(explorer.confusion).svg.removesuffix("</svg>")

    def show() -> Frame:
        row, column = (countries.index(control.value) for control in (explorer.country, explorer.answer))
        x, y = name_figures.SIDE + cell * column, name_figures.HEAD + cell * row
        mark = f'<rect x="{x}" y="{y}" width="{cell}" height="{cell}" fill="none" stroke="{style.ACTIVE}"'
        return f'{picture}{mark} stroke-width="4"/></svg>', said(explorer.message), said(explorer.names)

    drivers = tuple(
        over("menu", label, control, same(*countries))
        for label, control in (("was in", explorer.country), ("answer", explorer.answer))
    )
    return record(drivers, ("picture", "words", "list"), show)


def unit_states() -> Recording:
    """Lesson 07: a text coloured by the state of a unit."""
    model = textgen.load_pretrained()
    explorer = textgen.explore_cells(model, corpora.shakespeare().validation[:5_600])
    drivers = (over("slider", "unit", explorer.unit, same(*range(model.units))),)
    return record(drivers, PICTURE, lambda: (explorer.picture.value, said(explorer.readout)))


def surprise() -> Recording:
    """Lesson 07: a text coloured by surprise, character by character."""
    passage = corpora.shakespeare().validation[:600]
    explorer = textgen.explore_surprise(textgen.load_pretrained(), passage)
    places = same(*range(1, explorer.place.max + 1))
    drivers = (over("slider", "character", explorer.place, places),)
    return record(drivers, PICTURE, lambda: (explorer.picture.value, said(explorer.readout)))


def ring() -> Recording:
    """Lesson 08: a ring all-reduce of 2 to 6 workers, hop by hop."""
    explorer = scaleout.explore_ring()
    drivers = (over("slider", "workers", explorer.workers, same(2, 3, 4, 5, 6)), walking("hop", explorer.walk, 2))
    return record(drivers, PICTURE, shown(explorer))


def failure() -> Recording:
    """Lesson 08: a training that was killed and resumed, every second step, and at last one undisturbed beneath it."""
    moments, unbroken = watching.replay()
    shown_moments = [watched for watched in moments if watched.step % 2 == 0 or watched.killed]
    drawings = [training_figures.draw_training(watched) for watched in shown_moments]
    drawings.append(training_figures.draw_training(moments[-1], unbroken))
    at = len(drawings) - 1

    def go(place: int) -> None:
        nonlocal at
        at = place

    walk = Control("walk", "moment", (), at, 200)
    drivers = (Driver(walk, go, lambda: len(drawings)),)
    return record(drivers, PICTURE, lambda: (drawings[at].svg, escape(drawings[at].words)))


def costs() -> Recording:
    """Lesson 08: what more workers cost and gain."""
    explorer = scaleout.explore_costs()
    chosen: tuple[dict[str, Any], ...] = (
        {"2": 2, "8": 8, "32": 32, "128": 128, "512": 512, "1,024": 1024},
        {f"{gigabits} Gb/s": 1e9 * gigabits for gigabits in (1, 10, 100, 400)},
        {"1 million": 10**6, "100 million": 10**8, "10 billion": 10**10},
        {"20 ms": 0.02, "200 ms": 0.2, "2 s": 2, "20 s": 20},
    )
    drivers = tuple(
        over("slider", slider.description, slider, options)
        for slider, options in zip(explorer.sliders, chosen, strict=True)
    )
    return record(drivers, PICTURE, shown(explorer))


RECORDED: dict[str, Callable[[], Recording]] = {
    "01-bytes": file_bytes,
    "01-formats": format_costs,
    "02-player": batch_player,
    "02-notes": batch_player_of_the_notes,
    "02-buffer": shuffle_buffer,
    "03-stepper": stepper,
    "04-lookup": lookup,
    "04-analogies": analogies,
    "05-cell": cell,
    "05-gates": gate_view,
    "06-names": name_reading,
    "06-confusion": confusions,
    "07-cells": unit_states,
    "07-surprise": surprise,
    "08-ring": ring,
    "08-failure": failure,
    "08-costs": costs,
}
"""What records each, by the name of its data."""
