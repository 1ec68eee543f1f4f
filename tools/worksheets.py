"""Worksheets to hand out and their answer keys, as PDF: ``python -m tools.worksheets --seeds 1 2 3``."""

import argparse
import base64
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import matplotlib
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from playwright.sync_api import Browser, sync_playwright

from helpers import backprop, checks, style
from helpers.backprop import walk
from helpers.backprop.figures import draw_step
from helpers.backprop.figures.drawing import lowered
from helpers.backprop.worksheet import INTRODUCTION
from helpers.batches import worksheet as batches_worksheet
from helpers.worksheets import Blank, Cell, Part, written
from tools import dev, lab

FOLDER = dev.ROOT / "build" / "worksheets"
TEMPLATES = dev.ROOT / "tools" / "templates"
FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
SEEDS = (1, 2, 3, 4)
SHEET, KEY = "sheet", "key"


@dataclass(frozen=True)
class Content:
    """The content of a seed's sheet: tasks, which ``pages`` distributes over pages."""

    seed: int
    lesson: str
    title: str
    parts: tuple[Part, ...]
    pages: tuple[slice, ...]
    look: str
    """The class of its tables in the style sheet."""
    opening: str = ""
    """HTML that comes before the tasks of the sheet,"""
    key_opening: str = ""
    """and before those of the key."""


@dataclass(frozen=True)
class Page:
    """One of the pages of a seed's sheet or key, of which there are ``of``."""

    content: Content
    parts: tuple[Part, ...]
    number: int
    of: int


def counting(seed: int) -> Content:
    """Lesson 02 on paper."""
    return Content(
        seed,
        lesson="02",
        title="Epochs, batches and iterations",
        parts=batches_worksheet.worksheet(seed),
        pages=(slice(0, 3), slice(3, 6)),
        look="count",
    )


def network(seed: int) -> Content:
    """Lesson 03 on paper, with a drawing of the network: on the sheet with empty boxes, in the key with all slopes."""
    sheet = backprop.worksheet(seed)
    example = sheet.example
    steps = walk.steps(example)
    # Nothing is highlighted: on paper all parts count alike.
    empty, full = (
        black(draw_step(replace(steps[walk.find(steps, name)], highlighted=set(), marks=(), new_values={})).svg)
        for name in ("start", "slope w4")
    )
    words = lowered(str(escape(INTRODUCTION))).replace("e^-z", "e<sup>−z</sup>")
    return Content(
        seed,
        lesson="03",
        title="A network by hand",
        parts=sheet.parts,
        pages=(slice(0, 2), slice(2, 6)),
        look="network",
        opening=f"<p>{words} The learning rate is {example.learning_rate:g}.</p>{empty}",
        key_opening=full,
    )


LESSONS = {"02_epochs_batches_iterations": counting, "03_network_by_hand": network}


def black(svg: str) -> str:
    """A drawing made ready for a printer without colours: letters and lines black, edges grey."""
    dark = (style.INPUT, style.HIDDEN, style.OUTPUT, style.ERROR, style.BASELINE, style.INK)
    return re.sub("|".join(dark), "#000000", svg).replace(style.FAINT, "#A0A0A0")


def document(sheets: Iterable[Content], kind: str) -> str:
    """The pages of several seeds as self-contained HTML; ``kind`` is SHEET or KEY."""
    contents = list(sheets)
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    environment.filters["printed"] = printed
    environment.tests["blank"] = lambda cell: isinstance(cell, Blank)
    return environment.get_template("worksheet.html.j2").render(
        title=contents[0].title,
        key=kind == KEY,
        fonts=fonts(),
        style=(TEMPLATES / "worksheet.css").read_text(encoding="utf-8"),
        pages=[page for content in contents for page in pages(content, kind)],
    )


def fonts() -> dict[str, str]:
    """The fonts inside the page, so that lines break at the same place on every machine: base64 by weight."""
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    return {weight: base64.b64encode((folder / file).read_bytes()).decode() for weight, file in FONTS.items()}


def pages(content: Content, kind: str) -> list[Page]:
    """The pages of one seed: a key has one, a sheet as many as it takes to leave room for writing."""
    dealt = content.pages if kind == SHEET else (slice(None),)
    return [Page(content, content.parts[part], number, len(dealt)) for number, part in enumerate(dealt, start=1)]


def printed(cell: Cell, answered: bool) -> Markup:
    """What stands in a cell, its lines broken between the terms of a sum and not within one."""
    text = lowered(str(escape(written(cell, answered)))).replace("-", "−")
    return Markup(text.replace(" · ", "&nbsp;·&nbsp;").replace("/", "/&NoBreak;"))


def pdf(browser: Browser, html: str) -> bytes:
    """The document as printed on A4; the page may load nothing."""
    page = browser.new_page(offline=True)
    page.set_content(html)
    page.evaluate("document.fonts.ready.then(() => null)")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    # The same bytes every day: the time of printing is blanked, and no byte moves.
    return re.sub(rb"/(?:Creation|Mod)Date \(D:[^)]*\)", lambda date: b" " * len(date[0]), printed)


def build(browser: Browser, seeds: Sequence[int], folder: Path) -> list[Path]:
    """Write the sheets and answers of every lesson that has them; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in LESSONS.items():
        for kind, ending in ((SHEET, ""), (KEY, "_answers")):
            files.append(folder / f"{name}{ending}.pdf")
            files[-1].write_bytes(pdf(browser, document(map(content, seeds), kind)))
    return files


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command line; returns the exit status."""
    wanted = argparse.ArgumentParser(prog="python -m tools.worksheets", description=__doc__)
    wanted.add_argument("--seeds", nargs="+", type=_seed, default=SEEDS, help="a sheet for each (default: 1 2 3 4)")
    seeds = list(dict.fromkeys(wanted.parse_args(arguments).seeds))
    with sync_playwright() as playwright:
        browser = lab.chromium(playwright)
        if not browser:
            print(lab.NO_CHROMIUM, file=sys.stderr)
            return 1
        for file in build(browser, seeds, FOLDER):
            print(file.relative_to(dev.ROOT), flush=True)
        browser.close()
    return 0


def _seed(text: str) -> int:
    """A seed from the command line."""
    try:
        return checks.integer("seed", int(text), 0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"seed is {text!r}, expected a whole number >= 0") from None


if __name__ == "__main__":
    sys.exit(main())
