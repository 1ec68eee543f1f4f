"""The lessons of the series, in order, and how far the learner is."""

import importlib
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path

from .. import progress, style
from ..exercises import all_questions

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@dataclass(frozen=True)
class Lesson:
    """A lesson; ``outcome`` completes the sentence "You will be able to"."""

    number: str
    title: str
    minutes: int
    package: str
    outcome: str

    def notebook(self, folder: Path = NOTEBOOKS) -> str | None:
        """File name of the lesson's notebook in ``folder``, None while it is in the making."""
        return next((file.name for file in sorted(folder.glob(f"{self.number}_*.ipynb"))), None)

    def exercises(self) -> frozenset[str]:
        """Names of the lesson's exercises."""
        package = f"{__package__.rpartition('.')[0]}.{self.package}"
        if not find_spec(package) or not find_spec(f"{package}.questions"):
            return frozenset()
        return frozenset(question.name for question in all_questions(importlib.import_module(f"{package}.questions")))


LESSONS = (
    Lesson("00", "Start here", 10, "start_here", "move a neuron's border, and find your way around"),
    Lesson("01", "Array files", 65, "array_files", "save arrays and read their files byte by byte"),
    Lesson("02", "Epochs, batches and iterations", 70, "batches", "count iterations, shuffle samples, stop in time"),
    Lesson("03", "A network by hand", 60, "backprop", "work out every number of a network that learns"),
    Lesson("04", "Embeddings", 70, "embeddings", "turn words into vectors, and calculate with them"),
    Lesson("05", "Memory", 80, "recurrent", "say what each gate of an LSTM or a GRU is for, and show it"),
    Lesson("06", "Names and countries", 35, "surnames", "compare networks with counting, fairly, and regularise them"),
    Lesson("07", "Writing text", 55, "textgen", "train a network that writes like Shakespeare, and steer it"),
    Lesson("08", "Beyond one machine", 50, "scaleout", "train one network on several machines"),
)


@dataclass(frozen=True)
class Stop:
    """A lesson on the map: where it is, if it is there, and how many of its exercises are solved."""

    lesson: Lesson
    notebook: str | None
    solved: int
    total: int

    def __str__(self) -> str:
        done = f", {self.solved} of {self.total} exercises solved" if self.total else ""
        state = done if self.notebook else ", in the making"
        return f"{self.lesson.number} {self.lesson.title} ({self.lesson.minutes} minutes{state}): {self.lesson.outcome}"


@dataclass(frozen=True, repr=False)
class Map:
    """The way through the series, as a table in a notebook; ``trouble``: what is wrong with the kept progress."""

    stops: tuple[Stop, ...]
    trouble: str = ""

    def __repr__(self) -> str:
        return "\n".join([*map(str, self.stops), *([self.trouble] if self.trouble else [])])

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th style="text-align: left">{name}</th>'
            for name in ("", "Lesson", "You will be able to", "Time", "Exercises")
        )
        rows = "".join(map(_row, self.stops))
        trouble = f'<p style="border-left: 4px solid {style.ERROR}; padding-left: 8px">{escape(self.trouble)}</p>'
        return f'<table style="font-size: 14px"><tr>{head}</tr>{rows}</table>{trouble if self.trouble else ""}'


def series_map(notebooks: Path = NOTEBOOKS) -> Map:
    """All lessons with the learner's progress."""
    saved = progress.read()
    stops = []
    for lesson in LESSONS:
        exercises = lesson.exercises()
        stops.append(Stop(lesson, lesson.notebook(notebooks), len(exercises & saved.solved), len(exercises)))
    return Map(tuple(stops), saved.trouble)


def _row(stop: Stop) -> str:
    title = escape(stop.lesson.title)
    cells = (
        escape(stop.lesson.number),
        f'<a href="{escape(stop.notebook)}">{title}</a>' if stop.notebook else title,
        escape(stop.lesson.outcome),
        f"{stop.lesson.minutes} min",
        _bar(stop) if stop.notebook else "in the making",
    )
    return "<tr>" + "".join(f'<td style="text-align: left">{cell}</td>' for cell in cells) + "</tr>"


def _bar(stop: Stop) -> str:
    """A bar as wide as the part that is solved, and the count in words."""
    if not stop.total:
        return ""
    width = round(100 * stop.solved / stop.total)
    return (
        f'<div style="width: 100px; height: 10px; background: {style.FAINT}">'
        f'<div style="width: {width}px; height: 10px; background: {style.HIDDEN}"></div></div>'
        f"{stop.solved} of {stop.total}"
    )
