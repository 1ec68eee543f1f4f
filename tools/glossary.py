"""The glossary: each term of the field in a sentence, and the cell that explains it. ``python -m tools.glossary``.

It writes GLOSSARY.md, and in each lesson makes a link to it of the first use of each term, unless the lesson explains
the term there: in bold, or in the cell that the glossary leads to.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from tools import dev, notebooks

SOURCE = Path(__file__).with_suffix(".json")
PAGE = dev.ROOT / "GLOSSARY.md"
HEAD = """# Glossary

Terms of the field that the lessons use, with a sentence for each. Each link opens the lesson that explains the term;
in JupyterLab and on the site, it opens at the right cell.

<!-- Written by `python -m tools.glossary` from tools/glossary.json; do not edit. -->
"""
LINK = re.compile(r"\[([^\]]+)\]\(\.\./GLOSSARY\.md#[^)]+\)")
NO_PROSE = re.compile(
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|<[^>]+>|!?\[[^\]]*\]\([^)]*\)|^#.*?$|^\|.*?$",
    re.DOTALL | re.MULTILINE,
)
"""Parts of a Markdown cell where no link is put: code, formulas, HTML, links, headings, tables."""
BOLD = re.compile(r"\*\*.+?\*\*", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A term.

    ``also``: words that stand for it in the cell where the lesson does not use the term itself. ``plain``: lessons in
    which the word has its everyday meaning.
    """

    term: str
    lesson: str
    cell: str
    """The id of a Markdown cell."""
    means: str
    also: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The notebook of the lesson."""
        return next(path for path in notebooks.paths() if path.name.startswith(f"{self.lesson}_"))

    @property
    def anchor(self) -> str:
        """The cell's name on the site, where no two pages share a name."""
        return f"lesson-{self.lesson}-{self.cell}"

    @property
    def link(self) -> str:
        """The address of the term in the glossary, from a notebook."""
        return f"../GLOSSARY.md#{self.term.lower().replace(' ', '-')}"

    @property
    def word(self) -> re.Pattern[str]:
        """Finds the term in prose, in the singular or the plural."""
        return re.compile(rf"(?<![\w-]){re.escape(self.term)}(?:s|es)?(?![\w-])", re.IGNORECASE)


def load() -> list[Entry]:
    """All terms, in the order of the source."""
    entries: list[dict[str, Any]] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return [Entry(**{name: as_tuple(value) for name, value in entry.items()}) for entry in entries]


def as_tuple(value: Any) -> Any:
    """A list as a tuple, so that an entry can be looked up; anything else as it is."""
    return tuple(value) if isinstance(value, list) else value


def in_jupyterlab(entry: Entry) -> str:
    """The address of a term's cell, as JupyterLab understands it."""
    return f"notebooks/{entry.path.name}#cell-id={entry.cell}"


def on_site(entry: Entry) -> str:
    """The address of a term's cell, as the site understands it."""
    return f"notebooks/{entry.path.name}#{entry.anchor}"


def page(entries: list[Entry], address: Callable[[Entry], str] = in_jupyterlab) -> str:
    """The glossary, in Markdown."""
    parts = [
        f"## {entry.term}\n\n{entry.means} [Lesson {entry.lesson}]({address(entry)}) explains it.\n"
        for entry in entries
    ]
    return "\n".join([HEAD, *parts])


def unlinked(source: str) -> str:
    """A cell's text without its links to the glossary."""
    return LINK.sub(r"\1", source)


def first_use(entry: Entry, entries: list[Entry], notebook: NotebookNode) -> tuple[str, slice] | None:
    """The id of the cell whose prose uses a term first, and where; None if none does. Without links, as `unlinked`."""
    longer = [other.word for other in entries if other is not entry and entry.word.search(other.term)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = unlinked(cell.source)
            for pattern in [NO_PROSE, *longer]:  # "batch size" is no use of "batch"
                prose = pattern.sub(lambda found: "\0" * len(found[0]), prose)
            if found := entry.word.search(prose):
                return cell.id, slice(*found.span())
    return None


def explained(entry: Entry, path: Path, cell: NotebookNode, place: slice) -> bool:
    """Whether a lesson explains a term where it uses it first."""
    bold = any(found.start() < place.start < found.end() for found in BOLD.finditer(unlinked(cell.source)))
    return bold or (path, cell.id) == (entry.path, entry.cell)


def link_first_uses(path: Path, notebook: NotebookNode, entries: list[Entry]) -> None:
    """Make links of the first uses of terms in a lesson, in place, and of no others."""
    cells = {cell.id: cell for cell in notebook.cells}
    uses: dict[str, dict[Entry, slice]] = {}
    for entry in entries:
        found = first_use(entry, entries, notebook)
        if found and not path.name.startswith(entry.plain) and not explained(entry, path, cells[found[0]], found[1]):
            uses.setdefault(found[0], {})[entry] = found[1]
    for name, cell in cells.items():
        if cell.cell_type == "markdown":
            source = unlinked(cell.source)
            for entry, place in sorted(uses.get(name, {}).items(), key=lambda use: -use[1].start):
                source = f"{source[: place.start]}[{source[place]}]({entry.link}){source[place.stop :]}"
            cell.source = source


def main() -> int:
    """Write the page and the links to it; returns the exit status."""
    entries = load()
    PAGE.write_text(page(entries), encoding="utf-8", newline="\n")
    for path in notebooks.paths():
        notebook = nbformat.read(path, as_version=4)
        link_first_uses(path, notebook, entries)
        notebooks.write(notebook, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
