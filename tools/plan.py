"""What a teacher needs for a lesson, found in its notebook: answers to what it asks, and a plan with minutes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import jinja2
from nbconvert.filters import markdown2html
from nbformat import NotebookNode

from helpers.exercises import Question
from helpers.start_here.series import LESSONS
from tools import notebooks
from tools.explorers import EXPLORERS

TEMPLATE = Path(__file__).parent / "templates" / "deck" / "plan.html.j2"
PARAGRAPH = "\n\n"
ASKS = re.compile(r"\*\*(Predict|Guess|Before|Try it)\b")
EXERCISE = re.compile(r"\*\*Exercise (\d+)\.\*\*")
FOLDED = re.compile(r"\s*<details><summary>[^<]*</summary>(.*?)</details>", re.DOTALL)
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
LINES = 10
"""So many lines of an output go into a note."""


@dataclass(frozen=True)
class Asked:
    """Something that a lesson asks, and its answer, both as Markdown; the answer is empty if the lesson has none."""

    question: str
    answer: str


@dataclass
class Section:
    """A part of a lesson under one heading: its seconds, its explorers (cell and what it moves) and what it asks."""

    heading: str
    cell: str
    seconds: float = 0
    minutes: int = 0
    explorers: list[tuple[str, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


def asked(cells: Sequence[NotebookNode], place: int, exercises: dict[str, Question]) -> Iterator[Asked]:
    """What the Markdown cell at ``place`` asks, with the answers that it does not give itself.

    The answer to a prediction is what comes next: the output, and the paragraph that explains it. To an exercise it
    is the solution; "Try it" has its answer folded below it, here or in the next cell, or is answered by an exercise.
    """
    cell = cells[place]
    for paragraph in FOLDED.sub("", cell.source).split(PARAGRAPH):
        if EXERCISE.search(paragraph):
            question = exercise_below(cells, place, exercises)
            yield Asked(plain(paragraph), solution(question) if question else "")
        elif found := ASKS.search(paragraph):
            folded = folded_below(cells, place) if found[1] == "Try it" else ""
            yield Asked(
                plain(paragraph), folded or exercise_named(cells, paragraph, exercises) or next_told(cells, place)
            )


def plain(paragraph: str) -> str:
    """A paragraph without the marks of a quotation around it."""
    return re.sub(r"^> ?", "", paragraph, flags=re.MULTILINE).strip()


def exercise_below(cells: Sequence[NotebookNode], place: int, exercises: dict[str, Question]) -> Question | None:
    """The exercise that the next code cell checks."""
    following = next((cell for cell in cells[place + 1 :] if cell.cell_type == "code"), None)
    name = notebooks.asked(following) if following else None
    return exercises[name] if name else None


def exercise_named(cells: Sequence[NotebookNode], paragraph: str, exercises: dict[str, Question]) -> str:
    """The solution of the exercise that a paragraph refers to, empty if it does not."""
    if not (number := re.search(r"exercise (\d+)", paragraph)):
        return ""
    for place, cell in enumerate(cells):
        if (found := EXERCISE.search(cell.source)) and found[1] == number[1]:
            question = exercise_below(cells, place, exercises)
            return solution(question) if question else ""
    return ""


def solution(question: Question) -> str:
    """An exercise's solution, as Markdown."""
    return f"<p>{escape(question.why)}</p>\n\n```python\n{question.code}\n```"


def folded_below(cells: Sequence[NotebookNode], place: int) -> str:
    """The first folded answer in the cell at ``place`` or in the Markdown cells after it, up to the next "Try it"."""
    for cell in cells[place:]:
        if cell.cell_type != "markdown":
            continue
        if found := FOLDED.search(cell.source):
            return found[1].strip()
        if cell is not cells[place] and "**Try it" in cell.source:
            break
    return ""


def next_told(cells: Sequence[NotebookNode], place: int) -> str:
    """What comes after the cell at ``place``: the answer folded there, or outputs in words and the text's beginning."""
    told = []
    for cell in cells[place + 1 :]:
        if cell.cell_type == "code":
            told += [words for words in map(in_words, cell.outputs) if words]
        else:
            first = FOLDED.search(cell.source)
            if first and "**Try it" not in cell.source[: first.start()]:
                return first[1].strip()
            text = FOLDED.sub("", cell.source).strip()
            if text and not text.startswith(("#", "<div", "> ")):
                told.append(text.split(PARAGRAPH)[0])
            break
    return PARAGRAPH.join(told)


def in_words(output: NotebookNode) -> str:
    """An output as Markdown: a text as it is, a picture by its words; empty if it is long."""
    text = output.get("text") or output.get("data", {}).get("text/plain", "") or output.get("evalue", "")
    if len(text.strip().splitlines()) > LINES:
        return ""
    if "text/html" in output.get("data", {}):
        return f"<p>{escape(text.strip().split(PARAGRAPH)[-1])}</p>"
    return f"```\n{text.rstrip()}\n```"


def sections(path: Path, cells: Sequence[NotebookNode]) -> list[Section]:
    """A lesson's sections, with minutes that add up to the time that the lesson states."""
    exercises = notebooks.questions(path)
    moved = {explorer.cell: explorer.moved for explorer in EXPLORERS[path.name]}
    found: list[Section] = []
    for place, cell in enumerate(cells):
        heading = HEADING.match(cell.source) if cell.cell_type == "markdown" else None
        if heading and (not found or cell.metadata.slideshow.slide_type == "slide"):
            found.append(Section(heading[1], cell.id))
        section = found[-1]
        section.seconds += notebooks.seconds([cell])
        if cell.id in moved:
            section.explorers.append((cell.id, moved[cell.id]))
        if cell.cell_type == "markdown" and cell.metadata.slideshow.slide_type != "skip":
            section.asked += asked(cells, place, exercises)
    waiting = 60 * notebooks.COMPUTING.get(path.name[:2], 0)
    if waiting:
        found.append(Section("Waiting for the computer, where you run the cells", "", waiting))
    stated = next(lesson.minutes for lesson in LESSONS if path.name.startswith(lesson.number))
    for section, minutes in zip(found, shared_out(stated, [part.seconds for part in found]), strict=True):
        section.minutes = minutes
    return found


def shared_out(whole: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to ``whole``, as near to the weights' shares of it as they can be."""
    shares = [whole * weight / sum(weights) for weight in weights]
    given = [int(share) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda i: given[i] - shares[i])
    for i in by_rest[: whole - sum(given)]:
        given[i] += 1
    return given


def note(parts: Sequence[Section]) -> str:
    """The plan in short, as Markdown: for the speaker's window, on the first slide."""
    rows = [f"| {part.heading} | {minutes(part)} |" for part in parts]
    whole = sum(part.minutes for part in parts)
    return "\n".join(
        [
            f"**Plan**, {whole} minutes (with questions and answers: `plan.html`)",
            "",
            "| Section | Minutes |",
            "|---|---:|",
            *rows,
        ]
    )


def minutes(part: Section) -> str:
    """A section's minutes, in words."""
    return str(part.minutes) if part.minutes else "under 1"


def page(title: str, parts: Sequence[Section]) -> str:
    """The plan as a page of its own, beside the deck."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["markdown"] = markdown2html
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(title=title, parts=parts, minutes=minutes, whole=sum(part.minutes for part in parts)) + "\n"
