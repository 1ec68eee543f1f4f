"""A name as a network reads it, letter by letter; and which countries were taken for which."""

from html import escape

import numpy as np

from ... import style
from ...style import MONO, Drawing, percent, ramp
from ...svg import text
from ..names import Confusion, NameReading

WIDTH = 900
ROW, TOP, LEFT = 24, 44, 122
STRIP_WIDTH, MAX_COLUMN = 504, 50  # pixels for all letters, and for one
BARS_LEFT, BAR_WIDTH = 660, 180
CELL, HEAD, SIDE = 33, 104, 124  # of the confusion picture: a cell, the room above and on the left
PARTS = {"train": "the network learned from it", "validation": "it was held out", "test": "it was held out"}
PALE = "#F3F5F7"
WRONG, RIGHT, PROBABILITY = (ramp(PALE, colour, steps=21) for colour in (style.ERROR, style.BASELINE, style.OUTPUT))
MIN_PRINTED = 0.095
"""Shares below are not printed in a cell: they would fill it with noughts."""


def draw_reading(reading: NameReading) -> Drawing:
    """The probability of every country after each letter as a strip, and for the whole name as bars."""
    height = TOP + ROW * len(reading.countries) + 8
    pitch = min(MAX_COLUMN, STRIP_WIDTH / len(reading.probabilities))
    body = _letters(reading, pitch) + "".join(_country(reading, i, pitch) for i in range(len(reading.countries)))
    words = describe_reading(reading)
    return Drawing(style.svg(WIDTH, height, body, words), words)


def describe_reading(reading: NameReading) -> str:
    """What the network says of a name, when it made up its mind, and what the lists say."""
    best = ", ".join(f"{country} {percent(share)}" for country, share in reading.ranked[:3])
    answer, decided_at = _with_article(reading.ranked[0][0]), reading.decided_at
    if decided_at > len(reading.name):
        when = f"Only when the name has ended does {answer} come to the front."
    elif decided_at == 1:
        when = f"From the first letter on {answer} is in front."
    else:
        when = f"From letter {decided_at} on, “{reading.name[:decided_at]}”, {answer} is in front for good."
    return f"“{reading.name}”: {best}. {when} {_describe_lists(reading)}"


def _describe_lists(reading: NameReading) -> str:
    if not reading.listed_countries:
        return "It is none of the names that were drawn from the lists."
    *others, last = map(_with_article, reading.listed_countries)
    countries = f"{', '.join(others)} and {last}" if others else last
    return f"The lists have it for {countries}; {PARTS[reading.part]}."


def _with_article(country: str) -> str:
    """A country's name inside a sentence."""
    return f"the {country}" if country in ("Netherlands", "United States") else country


def _letters(reading: NameReading, pitch: float) -> str:
    heads = [
        text(LEFT + pitch * (i + 0.5), TOP - 12, letter, "middle", style.INPUT, 18, f'font-family="{MONO}"')
        for i, letter in enumerate(reading.name.replace(" ", "␣"))
    ]
    end = text(LEFT + pitch * (len(heads) + 0.5), TOP - 12, "end", "middle", style.INPUT, 13)
    whole = text(BARS_LEFT, TOP - 12, "the whole name", fill=style.OUTPUT, more='font-weight="600"')
    return "".join(heads) + end + whole


def _country(reading: NameReading, country: int, pitch: float) -> str:
    """One row: the country, its probability after every letter, and its bar."""
    y, shares = TOP + ROW * country, reading.probabilities[:, country]
    bold = 'font-weight="700"' if country == reading.probabilities[-1].argmax() else ""
    cells = "".join(_cell(LEFT + pitch * t, y, pitch, ROW, share) for t, share in enumerate(shares.tolist()))
    last = float(shares[-1])
    bar = f'<rect x="{BARS_LEFT}" y="{y + 3}" width="{last * BAR_WIDTH:.1f}" height="{ROW - 6}" fill="{style.OUTPUT}"/>'
    share = text(BARS_LEFT + last * BAR_WIDTH + 6, y + 17, percent(last), size=14, more=bold)
    return text(LEFT - 10, y + 17, reading.countries[country], "end", more=bold) + cells + bar + share


def _cell(x: float, y: float, width: float, height: float, share: float) -> str:
    """A cell whose colour is a share of 1; the share is printed where there is something to print."""
    colour = PROBABILITY[round(share * 20)]
    cell = f'<rect x="{x:.5g}" y="{y}" width="{width:.5g}" height="{height}" fill="{colour}" stroke="{style.PAPER}"/>'
    if share < MIN_PRINTED:
        return cell
    ink = style.PAPER if share > 0.8 else style.INK
    return cell + text(x + width / 2, y + height - 7, f"{100 * share:.0f}", "middle", ink, 13)


# The confusion picture


def cell_colours(confusion: Confusion) -> list[list[tuple[str, str]]]:
    """The ground and the ink of every cell: a row's shares, right answers in one colour and wrong ones in another."""
    shares = confusion.counts / np.maximum(confusion.counts.sum(axis=1, keepdims=True), 1)
    return [
        [_cell_colour(share, right=row == column) for column, share in enumerate(line)]
        for row, line in enumerate(shares.tolist())
    ]


def _cell_colour(share: float, right: bool) -> tuple[str, str]:
    # A wrong answer is rare even where it is frequent: its colour is full at a half.
    strength = share if right else min(1.0, 2 * share)
    ground = (RIGHT if right else WRONG)[round(20 * strength)]
    return ground, style.PAPER if strength > 0.8 else style.INK


def describe_confusion(confusion: Confusion) -> str:
    """How many answers were right, and which mistakes were the most frequent."""
    counts, countries = confusion.counts, [_with_article(country) for country in confusion.countries]
    mistakes = counts - np.diag(np.diag(counts))
    most = np.argsort(-mistakes, axis=None, kind="stable")[:3]
    cells = (np.unravel_index(index, counts.shape) for index in most)
    words = ", ".join(
        f"{countries[r]} taken for {countries[c]} {counts[r, c]} times" for r, c in cells if mistakes[r, c]
    )
    correct = f"{np.trace(counts):,} of {counts.sum():,} names were given their country."
    return f"{correct} The most frequent mistakes: {words}." if words else correct


def draw_confusion(confusion: Confusion) -> Drawing:
    """Countries by the answers that their names got: a row a country, a column an answer."""
    size, words = CELL * len(confusion.countries), describe_confusion(confusion)
    rows = "".join(_confusion_row(confusion, row) for row in range(len(confusion.countries)))
    return Drawing(style.svg(SIDE + size + 60, HEAD + size + 6, answer_heads(confusion) + rows, words), words)


def answer_heads(confusion: Confusion) -> str:
    """The countries above the columns, aslant."""
    return text(8, HEAD - 8, "was in ↓  answer →", fill=style.BASELINE, size=13) + "".join(
        text(x, HEAD - 8, country, size=14, more=f'transform="rotate(-52 {x:.5g} {HEAD - 8})"')
        for x, country in ((SIDE + CELL * (i + 0.62), name) for i, name in enumerate(confusion.countries))
    )


def _confusion_row(confusion: Confusion, row: int) -> str:
    y = HEAD + CELL * row
    line = [text(SIDE - 8, y + 22, confusion.countries[row], "end")]
    for column, (count, (ground, ink)) in enumerate(
        zip(confusion.counts[row].tolist(), cell_colours(confusion)[row], strict=True)
    ):
        x = SIDE + CELL * column
        line.append(f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{ground}" stroke="{style.PAPER}"/>')
        if count:
            line.append(text(x + CELL / 2, y + 22, str(count), "middle", ink, 14))
    return "".join(line)


def list_names(confusion: Confusion, country: str, answer: str) -> str:
    """The names of one cell of the confusion picture as HTML; a name's other countries stand behind it."""
    names = (
        escape(name)
        + "".join(f" <i>(also {escape(other)})</i>" for other in confusion.countries_of(name) if other != country)
        for name in confusion.names(country, answer)
    )
    return ", ".join(names) or "no name"


def describe_cell(confusion: Confusion, country: str, answer: str) -> str:
    """How many names a cell holds, in words."""
    row, column = (confusion.countries.index(name) for name in (country, answer))
    count, of = confusion.counts[row, column], confusion.counts[row].sum()
    article = _with_article(country)
    begins = article[0].upper() + article[1:]
    if row == column:
        return f"{begins}, recognised: {count} of its {of} names."
    return f"{begins}, taken for {_with_article(answer)}: {count} of its {of} names."
