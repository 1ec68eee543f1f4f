"""The glossary: each term of the field in a sentence, and the cell that builds it. ``python -m tools.glossary``."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools import dev, notebooks

SOURCE = Path(__file__).with_suffix(".json")
PAGE = dev.ROOT / "GLOSSARY.md"
HEAD = """# Glossary

Terms of the field that the lessons use, with a sentence for each. A link opens the lesson that builds the term, in
JupyterLab and on the site at the right cell.

<!-- Written by `python -m tools.glossary` from tools/glossary.json; do not edit. -->
"""


@dataclass(frozen=True)
class Entry:
    """A term; ``also``: words that stand for it in the cell where the lesson does not use the term itself."""

    term: str
    lesson: str
    cell: str
    """The id of a Markdown cell."""
    means: str
    also: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The notebook of the lesson."""
        return next(path for path in notebooks.paths() if path.name.startswith(f"{self.lesson}_"))

    @property
    def anchor(self) -> str:
        """The cell's name on the site, where no two pages share a name."""
        return f"lesson-{self.lesson}-{self.cell}"


def load() -> list[Entry]:
    """All terms, in the order of the source."""
    return [Entry(**entry) for entry in json.loads(SOURCE.read_text(encoding="utf-8"))]


def in_jupyterlab(entry: Entry) -> str:
    """The address of a term's cell, as JupyterLab understands it."""
    return f"notebooks/{entry.path.name}#cell-id={entry.cell}"


def on_site(entry: Entry) -> str:
    """The address of a term's cell, as the site understands it."""
    return f"notebooks/{entry.path.name}#{entry.anchor}"


def page(entries: list[Entry], address: Callable[[Entry], str] = in_jupyterlab) -> str:
    """The glossary, in Markdown."""
    lines = [f"- **[{entry.term}]({address(entry)})** (lesson {entry.lesson}): {entry.means}" for entry in entries]
    return "\n".join([HEAD, *lines, ""])


def main() -> int:
    """Write the page; returns the exit status."""
    PAGE.write_text(page(load()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
