"""Each lesson as a deck of slides: a folder that opens from a file and asks nothing of the network."""

import importlib.resources
import re
import shutil
import sys
from html import escape
from pathlib import Path

import matplotlib
import nbformat
from nbconvert.exporters import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from helpers import style
from tools import dev, glossary, notebooks, plan
from tools.explorers import EXPLORERS
from tools.page import moving

FOLDER = dev.ROOT / "build" / "slides"
TEMPLATES = dev.ROOT / "tools" / "templates"
PARAGRAPH = "\n\n"
TIME = re.compile(r"\n\n\*\*Time\*\* .*?(?=\n\n|\Z)", re.DOTALL)
"""What a title says to whoever learns alone."""
HINTS = re.compile(r"<details>.*</details>", re.DOTALL)
FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono", "DejaVuSansMono-Bold")


def assets() -> dict[str, Path]:
    """What a deck needs besides its page, mostly from installed packages: each file, by its place in the deck."""
    reveal = Path(str(importlib.resources.files("pyreveal"))) / "revealjs"
    mathjax = Path(str(importlib.resources.files("mathjax"))) / "static" / "mathjax"
    fonts = Path(matplotlib.get_data_path(), "fonts", "ttf")
    return {
        "reveal/LICENSE": reveal / "LICENSE",
        **{f"reveal/{name}": reveal / name for name in ("dist/reveal.css", "dist/reveal.js", "dist/plugin/notes.js")},
        "mathjax/LICENSE": mathjax / "LICENSE",
        "mathjax/tex-svg-full.js": mathjax / "es5" / "tex-svg-full.js",
        **{f"reveal/dist/theme/fonts/{name}.ttf": fonts / f"{name}.ttf" for name in FONTS},
        "reveal/dist/theme/fonts/LICENSE_DEJAVU": fonts / "LICENSE_DEJAVU",
        **{name: TEMPLATES / "deck" / name for name in ("pages.js", "deck.js")},
    }


def theme() -> str:
    """The deck's style sheet, with the colours of the series in it."""
    names = ("INPUT", "HIDDEN", "OUTPUT", "ERROR", "BASELINE", "INK", "FAINT", "PAPER")
    colours = "; ".join(f"--{name.lower()}: {getattr(style, name)}" for name in names)
    return f":root {{ {colours} }}\n{(TEMPLATES / 'deck' / 'deck.css').read_text(encoding='utf-8')}"


def told(path: Path) -> NotebookNode:
    """A notebook in which the words of explorers stand below their pictures, and both are where the page moves them."""
    notebook = nbformat.read(path, as_version=4)
    explorers = {explorer.cell: explorer for explorer in EXPLORERS[path.name]}
    for cell in notebook.cells:
        for output in cell.outputs if cell.id in explorers else ():
            words = spoken(output.data["text/plain"]) if explorers[cell.id].speaks else ""
            still = output.data["text/html"] + words
            part = moving.MOVING[path.name].get(cell.id)
            output.data["text/html"] = part.around(still) if part else still
    return notebook


def with_notes(notebook: NotebookNode, path: Path) -> NotebookNode:
    """A notebook with what the speaker needs as notes: folded answers, what a question's answer will be, and the plan.

    A slide has no room for what nobody sees, nor for an exercise's hints, nor has a deck the glossary to link to.
    """
    for cell in notebook.cells:
        cell.source = glossary.unlinked(cell.source)
        for data in (output.data for output in cell.get("outputs", []) if "text/html" in output.get("data", {})):
            data["text/html"] = HINTS.sub("", data["text/html"])
    exercises = notebooks.questions(path)
    shown: set[str] = set()
    cells: list[NotebookNode] = []
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown" or cell.metadata.slideshow.slide_type == "skip":
            cells.append(cell)
            continue
        answers = [asked.answer for asked in plan.asked(notebook.cells, place, exercises) if asked.answer]
        shown.update(answers)
        folded = [answer for answer in map(str.strip, plan.FOLDED.findall(cell.source)) if answer not in shown]
        tags = [] if cell.metadata.slideshow.slide_type == "notes" else ["answer"]
        cells += parted(cell)
        cells += [note(f"{cell.id}-{i}", answer, tags) for i, answer in enumerate(answers)]
        cells += [note(f"{cell.id}-folded-{i}", answer, []) for i, answer in enumerate(folded)]
    parts = plan.sections(path, notebook.cells)
    moved = TIME.search(cells[0].source)
    cells[0].source = TIME.sub("", cells[0].source)
    cells[1:1] = [note("plan", plan.note(parts), []), *([note("time", moved[0].strip(), [])] if moved else [])]
    notebook.cells = cells
    return notebook


def parted(cell: NotebookNode) -> list[NotebookNode]:
    """A Markdown cell without its folded answers."""
    cell = NotebookNode(cell)
    cell.source = plan.FOLDED.sub("", cell.source).strip()
    return [cell] if cell.source else []


def note(name: str, text: str, tags: list[str]) -> NotebookNode:
    """A cell of the speaker's notes."""
    metadata = {"slideshow": {"slide_type": "notes"}, "tags": tags}
    return new_markdown_cell(text, id=f"note-{name}"[:64], metadata=metadata)


def spoken(words: str) -> str:
    """An explorer's words, as HTML: the last paragraph of its text alternative, as the others quote the picture."""
    return f'<p class="spoken">{escape(words.strip().split(PARAGRAPH)[-1])}</p>'


def title(notebook: NotebookNode) -> str:
    """The first heading of a notebook."""
    heading: str = notebook.cells[0].source.splitlines()[0]
    return heading.lstrip("# ")


def page(notebook: NotebookNode) -> str:
    """The deck of a notebook, as HTML."""
    notebook.metadata.title = title(notebook)
    notebook.metadata.scripts, notebook.metadata.styles = moving.SCRIPTS, moving.STYLES
    exporter = SlidesExporter(
        template_name="deck",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        reveal_url_prefix="reveal",
        reveal_theme="deck",
        mathjax_url="mathjax/tex-svg-full.js",
    )
    html: str = exporter.from_notebook_node(notebook)[0]
    return html


def copy_assets(folder: Path) -> None:
    """Write what a deck needs besides its page into ``folder``, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for place, file in assets().items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / place)
    (folder / "reveal/dist/theme/deck.css").write_text(theme(), encoding="utf-8")


def build(notebook: Path, folder: Path) -> Path:
    """Write the deck of a notebook into a folder of its own in ``folder``; returns its page."""
    deck = folder / notebook.stem
    copy_assets(deck)
    opened = deck / "index.html"
    lesson = told(notebook)
    opened.write_text(page(with_notes(lesson, notebook)), encoding="utf-8")
    parts = plan.sections(notebook, nbformat.read(notebook, as_version=4).cells)
    (deck / "plan.html").write_text(plan.page(title(lesson), parts), encoding="utf-8")
    moving.write(deck / "page", [notebook.name])
    return opened


def main() -> int:
    """Write every lesson's deck; returns the exit status."""
    for path in notebooks.paths():
        print(build(path, FOLDER).relative_to(dev.ROOT), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
