"""Exercises that answer in the page: their forms, what the replies follow from, and the map of what is solved.

The HTML is written here, with the fields hidden: exercises.js shows them, and without it hints and solution remain.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from nbformat import NotebookNode

from helpers import progress
from helpers.exercises import COMMAS, Choice, Code, Number, Question, Reply
from helpers.start_here.series import LESSONS
from tools import glossary, notebooks
from tools.page import data

SCRIPTS = ("answers.js", "progress.js", "exercises.js")
"""In the order in which a page loads them, after those that all moving parts share."""
STYLES = ("exercises.css",)
DATA = "exercises"
HINT = "For a hint, press Hint below."
"""What the page says where the notebook says ``For a hint: questions.blame_w7.hint()``."""
SOLVED = '<span class="solved" hidden>✓ solved</span>'
CHECK = f'<button>Check</button> {SOLVED}<div class="reply" role="status"></div>'
INSTALL = "../README.html#start"
PYTHON = (
    "<p>This exercise asks for a function, so it needs Python:"
    f' <a href="{INSTALL}">open the series on your own machine</a>.'
    f" Its hints and its solution are here, too. {SOLVED}</p>"
)
PROGRESS = """# Your progress

Each number is an exercise, and leads to it. A tick stands beside those that you have solved.

"""
FILES = """<div class="progress-files" hidden>
<p>Your browser keeps your progress on this machine. <b>Export</b> saves it as the file <code>progress.json</code>.
<b>Import</b> adds what is solved in such a file; the notebooks write the same kind. In a notebook,
<code>from helpers import progress</code> and <code>progress.path()</code> show where theirs is.
<b>Start anew</b> clears what this browser keeps, for the next person at a shared computer.
When the site is opened from a folder, Firefox keeps the progress of each page apart.</p>
<p><button type="button" name="export">Export</button> <button type="button" name="import">Import</button>
<button type="button" name="clear">Start anew</button></p>
<input type="file" accept=".json,application/json" aria-label="The progress file to import" hidden>
<div class="reply" role="status"></div>
</div>"""
BOX = re.compile(r"(?<=\*\*Exercise )\d+\.\*\*.*(?=\n\n</div>)", re.DOTALL)
"""The question in the Markdown cell above an exercise's own."""
OPTION = re.compile(r"\s*(?:- )?\*\*\(?([a-z])(?:\)\*\*|\*\*:)\s+")
"""What begins an option: ``- **a**:`` in a list, ``**(a)**`` in a paragraph."""
ASKS = re.compile(r"answer = \.\.\.\nquestions\.\w+\.check\(answer\)")
"""A cell that is there for the answer alone."""
MARKDOWN = MarkdownIt("commonmark", {"html": False}).use(
    dollarmath_plugin, renderer=lambda formula, _: rf"\({escape(formula)}\)"
)


def content() -> dict[str, Any]:
    """What the page needs to know in order to answer as the notebook does, and to read its progress file."""
    questions = [question for path in notebooks.paths() for question in notebooks.questions(path).values()]
    return {
        "commas": COMMAS,
        "hint": HINT,
        "version": progress.VERSION,
        "moved": progress.MOVED,
        "questions": {each.name: judged(each) for each in questions if isinstance(each, Number | Choice)},
    }


def judged(question: Number | Choice) -> dict[str, Any]:
    """What a question's replies follow from: the right answer and the known wrong ones, and what to say of each."""
    return {
        "right": within(question, question.answer),
        "close": question.close if isinstance(question, Number) else 0,
        "why": question.why,
        "wrong": [
            {"answers": [within(question, answer) for answer in mistake.answers()], "reply": mistake.reply}
            for mistake in question.misconceptions
        ],
        "unanswered": unanswered(question),
    }


def within(question: Number | Choice, answer: Any) -> tuple[str | float, float]:
    """An answer as the question reads it, and how far off another may be, relatively."""
    if isinstance(question, Choice):
        return question.read(answer), 0
    value = question.read(answer)
    return value, question.tolerance_of(value)


def unanswered(question: Number | Choice) -> str:
    """What to say of no answer: a field shows three dots, as the notebook does; a choice is without them."""
    return f"choose {question.letters}." if isinstance(question, Choice) else question.check(...).text


def answered(notebook: NotebookNode, path: Path) -> NotebookNode:
    """The notebook of ``path`` with a form, in place of what its exercises' cells store.

    The options of a choice move from the question into its form. A cell with nothing but the three dots is left out.
    """
    questions = notebooks.questions(path)
    asking = [(above, cell, name) for above, cell in pairwise(notebook.cells) if (name := notebooks.asked(cell))]
    for number, (above, cell, name) in enumerate(asking, start=1):
        question = questions[name]
        options: dict[str, str] = {}
        if isinstance(question, Choice):
            above.source, options = parted(above.source)
            if "".join(options) != question.options:
                raise ValueError(f"{question.name} has the options {question.options!r}, its text {options}")
        (output,) = cell.outputs
        output.data["text/html"] = form(question, number, options)
        if ASKS.fullmatch(cell.source):
            cell.metadata.tags = [*cell.metadata.get("tags", []), "remove-input"]
    return notebook


def parted(source: str) -> tuple[str, dict[str, str]]:
    """A Markdown cell without the options of its exercise, and these as HTML, by their letters."""
    found = BOX.search(source)
    if not found:
        return source, {}
    question, *marked = OPTION.split(found[0])
    options = {letter: inline(text) for letter, text in zip(marked[::2], marked[1::2], strict=True)}
    return f"{source[: found.start()]}{question}{source[found.end() :]}", options


def inline(text: str) -> str:
    """A line of Markdown as HTML, in which a press on a word leads nowhere else: without links to the glossary."""
    html: str = MARKDOWN.renderInline(glossary.unlinked(text))
    return html


def form(question: Question, number: int, options: Mapping[str, str]) -> str:
    """The form of a lesson's exercise ``number``: its fields, hidden, and its hints and solution, folded.

    A choice has ``options`` in HTML, by letter; they are never hidden, as the question needs them.
    """
    label = f"Your answer to exercise {number}"
    shown = choices(label, options) if isinstance(question, Choice) else ""
    fields = f'{shown}<div class="fields" hidden>{line(label) if isinstance(question, Number) else ""}{CHECK}</div>'
    return (
        f'<form class="exercise-answer" id="{anchor(question)}" data-exercise="{question.name}">'
        f"{PYTHON if isinstance(question, Code) else fields}{folded(question.check(...).more)}</form>"
    )


def anchor(question: Question) -> str:
    """The name of an exercise's form within its lesson's page."""
    return f"exercise-{question.name.partition('.')[2]}"


def choices(label: str, options: Mapping[str, str]) -> str:
    """A choice's options, each to be pressed anywhere in its words."""
    buttons = "".join(
        f'<label><input type="radio" name="answer" value="{letter}" hidden>'
        f" <span><b>{letter}</b> {words}</span></label>"
        for letter, words in options.items()
    )
    return f"<fieldset><legend>{label}</legend>{buttons}</fieldset>"


def line(label: str) -> str:
    """A line to write a number in."""
    return (
        f'<label>{label} <input name="answer" placeholder="..." maxlength="200" autocomplete="off"'
        ' autocapitalize="none" spellcheck="false"></label>'
    )


def folded(replies: Sequence[tuple[str, Reply]]) -> str:
    """Replies, each behind a button with a word on it, which the one before brings."""
    if not replies:
        return ""
    (word, reply), *others = replies
    code = f"<pre>{escape(reply.code)}</pre>" if reply.code else ""
    box = f'<div class="reply {reply.kind}"><b>{escape(reply.head)}</b> {escape(reply.text)}{code}</div>'
    return f"<details><summary>{escape(word)}</summary>{box}{folded(others)}</details>"


def progress_page() -> str:
    """The page with the map, in Markdown."""
    return f"{PROGRESS}{progress_map()}\n"


def progress_map() -> str:
    """A part of a page at the top of the site: every lesson with its exercises, what is solved, export and import."""
    lessons = "\n".join(map(stop, notebooks.paths()))
    return f'<div class="progress-map" data-exercises="map">\n<ul>\n{lessons}\n</ul>\n{FILES}\n</div>'


def stop(path: Path) -> str:
    """A lesson on the map, with a link to each of its exercises."""
    page, questions = f"notebooks/{path.stem}.html", notebooks.questions(path)
    title = next(lesson.title for lesson in LESSONS if path.name.startswith(lesson.number))
    names = filter(None, map(notebooks.asked, nbformat.read(path, as_version=4).cells))
    links = "".join(
        f'<li><a href="{page}#{anchor(questions[name])}" data-solves="{questions[name].name}"'
        f' aria-label="Exercise {number}">{number}</a></li>'
        for number, name in enumerate(names, start=1)
    )
    count = f'<span class="count">{len(questions)} exercises</span>'
    return f'<li><a href="{page}">{path.name[:2]} · {escape(title)}</a> {count}<ol>{links}</ol></li>'


def write(folder: Path) -> None:
    """Write what the forms and the map need into ``folder``, which holds what all pages share."""
    data.write(folder, (*SCRIPTS, *STYLES), {DATA: data.script(DATA, content())})
