"""A name as a network reads it, letter by letter; and which countries were taken for which."""

from html import escape

import numpy as np

from ... import checks, style
from ...style import MONO, Drawing, percent, ramp
from ..names import Confusion, NameReading

WIDTH = 900
MAX_NAME_LENGTH = 20
"""Letters that there is room for."""
ROW, TOP, LEFT = 24, 44, 122
STRIP, WIDEST = 504, 50  # pixels for all columns, and for one
BARS_LEFT, BAR_WIDTH = 660, 180
CELL, HEAD, SIDE = 33, 104, 124  # of the confusion picture: a cell, the room above and on the left
PARTS = {"train": "the network learned from it", "validation": "it was kept back", "test": "it was kept back"}
PALE = "#F3F5F7"
WRONG, RIGHT, PROBABILITY = (ramp(PALE, colour, steps=21) for colour in (style.ERROR, style.HIDDEN, style.OUTPUT))
MIN_PRINTED = 0.095
"""Shares below are not printed in a cell: they would fill it with noughts."""


def draw_reading(reading: NameReading) -> Drawing:
    """The probability of every country after each letter as a strip, and for the whole name as bars.

    Raises
    ------
    ValueError
        If the name is longer than `MAX_NAME_LENGTH`.
    """
    check_name_length(checks.instance("reading", reading, NameReading, "what `read_name` gives").name)
    height = TOP + ROW * len(reading.countries) + 8
    pitch = min(WIDEST, STRIP / len(reading.probabilities))
    body = _letters(reading, pitch) + "".join(_country(reading, i, pitch) for i in range(len(reading.countries)))
    words = describe_reading(reading)
    return Drawing(style.svg(WIDTH, height, body, words), words)


def check_name_length(name: str) -> None:
    """ValueError if there is no room for a name."""
    if len(name) > MAX_NAME_LENGTH:
        raise ValueError(f"name has {len(name)} letters, expected at most {MAX_NAME_LENGTH}")


def describe_reading(reading: NameReading) -> str:
    """What the network says of a name, when it made up its mind, and what the lists say."""
    best = ", ".join(f"{country} {percent(share)}" for country, share in reading.ranked[:3])
    answer, decided_at = _the(reading.ranked[0][0]), reading.decided_at
    if decided_at > len(reading.name):
        when = f"Only when the name has ended does {answer} come to the front."
    elif decided_at == 1:
        when = f"From the first letter on {answer} is in front."
    else:
        when = f"From letter {decided_at} on, “{reading.name[:decided_at]}”, {answer} is in front for good."
    return f"“{reading.name}”: {best}. {when} {_listed(reading)}"


def _listed(reading: NameReading) -> str:
    if not reading.listed_countries:
        return "It is none of the names that were drawn from the lists."
    *others, last = map(_the, reading.listed_countries)
    countries = f"{', '.join(others)} and {last}" if others else last
    return f"The lists have it for {countries}; {PARTS[reading.part]}."


def _the(country: str) -> str:
    """A country's name inside a sentence."""
    return f"the {country}" if country in ("Netherlands", "United States") else country


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.5g}" y="{y:.5g}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _letters(reading: NameReading, pitch: float) -> str:
    signs = [*reading.name.replace(" ", "␣"), "end"]
    looks = [f' font-family="{MONO}" font-size="18" fill="{style.INPUT}"'] * len(reading.name)
    looks.append(f' font-size="13" fill="{style.INPUT}"')
    heads = (
        _text(LEFT + pitch * (i + 0.5), TOP - 12, sign, "middle", look)
        for i, (sign, look) in enumerate(zip(signs, looks, strict=True))
    )
    whole = _text(BARS_LEFT, TOP - 12, "the whole name", more=f' fill="{style.OUTPUT}" font-weight="600"')
    return "".join(heads) + whole


def _country(reading: NameReading, country: int, pitch: float) -> str:
    """One row: the country, its probability after every letter, and its bar."""
    y, shares = TOP + ROW * country, reading.probabilities[:, country]
    first = country == reading.probabilities[-1].argmax()
    bold = ' font-weight="700"' if first else ""
    cells = "".join(_shaded(LEFT + pitch * t, y, pitch, ROW, share) for t, share in enumerate(shares.tolist()))
    last = float(shares[-1])
    bar = f'<rect x="{BARS_LEFT}" y="{y + 3}" width="{last * BAR_WIDTH:.1f}" height="{ROW - 6}" fill="{style.OUTPUT}"/>'
    share = _text(BARS_LEFT + last * BAR_WIDTH + 6, y + 17, percent(last), more=f' font-size="14"{bold}')
    return _text(LEFT - 10, y + 17, reading.countries[country], "end", bold) + cells + bar + share


def _shaded(x: float, y: float, width: float, height: float, share: float) -> str:
    """A cell whose colour is a share of 1; the share is printed where there is something to print."""
    colour = PROBABILITY[round(share * 20)]
    cell = f'<rect x="{x:.5g}" y="{y}" width="{width:.5g}" height="{height}" fill="{colour}" stroke="{style.PAPER}"/>'
    if share < MIN_PRINTED:
        return cell
    ink = style.PAPER if share > 0.5 else style.INK
    return cell + _text(x + width / 2, y + height - 7, f"{100 * share:.0f}", "middle", f' font-size="13" fill="{ink}"')


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
    return ground, style.PAPER if strength > 0.5 else style.INK


def describe_confusion(confusion: Confusion) -> str:
    """How many answers were right, and which mistakes were the most frequent."""
    counts, countries = confusion.counts, confusion.countries
    wrong = counts - np.diag(np.diag(counts))
    most = np.argsort(-wrong, axis=None, kind="stable")[:3]
    pairs = (np.unravel_index(place, wrong.shape) for place in most)
    told = ", ".join(f"{countries[r]} taken for {countries[c]} {wrong[r, c]} times" for r, c in pairs if wrong[r, c])
    right = f"{np.trace(counts):,} of {counts.sum():,} names were given their country."
    return f"{right} The most frequent mistakes: {told}." if told else right


def draw_confusion(confusion: Confusion) -> Drawing:
    """Countries by the answers that their names got: a row a country, a column an answer."""
    checks.instance("confusion", confusion, Confusion, "a Confusion")
    size = SIDE + CELL * len(confusion.countries)
    body = "".join(_confusion_row(confusion, row) for row in range(len(confusion.countries)))
    words = describe_confusion(confusion)
    heads = answer_heads(confusion, SIDE)
    return Drawing(style.svg(size + 60, HEAD + CELL * len(confusion.countries) + 6, heads + body, words), words)


def answer_heads(confusion: Confusion, left: float) -> str:
    """The countries above the columns, aslant; the first column begins at ``left``."""
    return _text(8, HEAD - 8, "was in ↓  answer →", more=f' font-size="13" fill="{style.BASELINE}"') + "".join(
        _text(x, HEAD - 8, country, more=f' font-size="14" transform="rotate(-52 {x:.5g} {HEAD - 8})"')
        for x, country in ((left + CELL * (i + 0.62), name) for i, name in enumerate(confusion.countries))
    )


def _confusion_row(confusion: Confusion, row: int) -> str:
    y, colours = HEAD + CELL * row, cell_colours(confusion)[row]
    cells = (
        f'<rect x="{SIDE + CELL * column}" y="{y}" width="{CELL}" height="{CELL}" fill="{ground}"'
        f' stroke="{style.PAPER}"/>'
        + (
            _text(SIDE + CELL * (column + 0.5), y + 22, str(count), "middle", f' font-size="14" fill="{ink}"')
            if count
            else ""
        )
        for column, (count, (ground, ink)) in enumerate(zip(confusion.counts[row].tolist(), colours, strict=True))
    )
    return _text(SIDE - 8, y + 22, confusion.countries[row], "end") + "".join(cells)


def names_listed(confusion: Confusion, country: str, answer: str) -> str:
    """The names of one cell of the confusion picture as HTML; a name's other countries stand behind it."""
    shown = (
        escape(name)
        + "".join(f" <i>(also {escape(other)})</i>" for other in confusion.countries_of(name) if other != country)
        for name in confusion.names(country, answer)
    )
    return ", ".join(shown) or "no name"


def describe_cell(confusion: Confusion, country: str, answer: str) -> str:
    """How many names a cell holds, in words."""
    row, column = (confusion.countries.index(name) for name in (country, answer))
    count, of = confusion.counts[row, column], confusion.counts[row].sum()
    if row == column:
        return f"{country}, recognised: {count} of its {of} names."
    return f"{country}, taken for {answer}: {count} of its {of} names."
