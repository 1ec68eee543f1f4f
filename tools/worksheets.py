"""Worksheets to hand out and their answer keys, as PDF: ``python -m tools.worksheets --seeds 1 2 3``."""

import argparse
import base64
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from pathlib import Path

import matplotlib
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
STYLE = dev.ROOT / "tools" / "templates" / "worksheet.css"
FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
SEEDS = (1, 2, 3, 4)
SHEET, KEY = "sheet", "key"


@dataclass(frozen=True)
class Content:
    """The content of a seed's sheet: first some HTML, then tasks, which ``pages`` distributes over pages."""

    lesson: str
    title: str
    openings: dict[str, str]
    parts: tuple[Part, ...]
    pages: tuple[slice, ...]
    look: str
    """The class of its tables in the style sheet."""


def counting(seed: int) -> Content:
    """Lesson 02 on paper."""
    return Content(
        lesson="02",
        title="Epochs, batches and iterations",
        openings={SHEET: "", KEY: ""},
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
    words = lowered(escape(INTRODUCTION)).replace("e^-z", "e<sup>−z</sup>")
    return Content(
        lesson="03",
        title="A network by hand",
        openings={SHEET: f"<p>{words} The learning rate is {example.learning_rate:g}.</p>{empty}", KEY: full},
        parts=sheet.parts,
        pages=(slice(0, 2), slice(2, 6)),
        look="network",
    )


LESSONS = {"02_epochs_batches_iterations": counting, "03_network_by_hand": network}


def black(svg: str) -> str:
    """A drawing made ready for a printer without colours: letters and lines black, edges grey."""
    dark = (style.INPUT, style.HIDDEN, style.OUTPUT, style.ERROR, style.BASELINE, style.INK)
    return re.sub("|".join(dark), "#000000", svg).replace(style.FAINT, "#A0A0A0")


def document(sheets: Iterable[Content], seeds: Sequence[int], kind: str) -> str:
    """The pages of several seeds as self-contained HTML; ``kind`` is SHEET or KEY."""
    contents = list(sheets)
    pages = chain.from_iterable(_pages(content, seed, kind) for content, seed in zip(contents, seeds, strict=True))
    title = f"{contents[0].title}: {'worksheets' if kind == SHEET else 'answers'}"
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_fonts()}{STYLE.read_text(encoding='utf-8')}</style>"
        f'<body class="{kind}">{"".join(pages)}</body></html>'
    )


def _fonts() -> str:
    """The fonts inside the page, so that lines break at the same place on every machine."""
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    files = {weight: base64.b64encode((folder / file).read_bytes()).decode() for weight, file in FONTS.items()}
    face = '@font-face {{ font-family: "DejaVu Sans"; font-weight: {}; src: url(data:font/ttf;base64,{}) }}\n'
    return "".join(face.format(weight, data) for weight, data in files.items())


def _pages(content: Content, seed: int, kind: str) -> list[str]:
    """The pages of one seed: a key has one, a sheet as many as it takes to leave room for writing."""
    dealt = content.pages if kind == SHEET else (slice(None),)
    return [_page(content, content.parts[part], seed, kind, (n, len(dealt))) for n, part in enumerate(dealt, start=1)]


def _page(content: Content, parts: Iterable[Part], seed: int, kind: str, number: tuple[int, int]) -> str:
    n, of = number
    opening = content.openings[kind] if n == 1 else ""
    what = "Worksheet" if kind == SHEET else "Answers"
    tasks = "".join(_task(part, kind == KEY) for part in parts)
    return (
        f'<div class="page"><header><h1>{content.title}</h1><span>{what} {content.lesson}</span></header>'
        f"{_NAME if kind == SHEET and n == 1 else ''}{opening}"
        f'<div class="{content.look} parts">{tasks}</div>{_ROOM if kind == SHEET else ""}'
        f"<footer><span>seed {seed}</span><span>page {n} of {of}</span></footer></div>"
    )


_NAME = '<div class="name"><span>Name</span><i></i><span>Date</span><i></i></div>'
_ROOM = '<div class="room">room to work</div>'


def _task(part: Part, answered: bool) -> str:
    columns = "".join(f"<th>{escape(column)}</th>" for column in part.columns)
    rows = "".join(f"<tr>{''.join(_cell(cell, answered) for cell in row)}</tr>" for row in part.rows)
    text = f"<p>{escape(part.text)}</p>" if part.text and not answered else ""
    return (
        f"<section><h2>{escape(part.heading)}</h2>{text}"
        f"<table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _cell(cell: Cell, answered: bool) -> str:
    kind = ' class="blank"' if isinstance(cell, Blank) else ""
    text = lowered(escape(written(cell, answered))).replace("-", "−")
    # A line breaks between the terms of a sum, not within one.
    return f"<td{kind}>{text.replace(' · ', '&nbsp;·&nbsp;').replace('/', '/&NoBreak;')}</td>"


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
            files[-1].write_bytes(pdf(browser, document(map(content, seeds), seeds, kind)))
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
