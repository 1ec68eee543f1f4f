"""The likeliest next characters as bars."""

from html import escape

import numpy as np

from ... import style, svg
from ...char_model.model import Floats
from .drawing import MONO, Drawing, percent, visible

BARS = 20
BAR_ROW, BAR_TOP, BAR_LEFT, BAR_WIDTH = 16, 72, 48, 260
BARS_WIDTH = 560
TAIL = 44  # characters of the context that are shown


def describe_next(symbols: str, before: Floats, after: Floats) -> str:
    """A distribution in words: how undecided it is, how many characters are in play, which are likeliest."""
    in_play = int(np.count_nonzero(after))
    share = percent(float(before[after > 0].sum()))
    best = ", ".join(f"{visible(symbols[i])} {percent(after[i])}" for i in _likeliest(after)[:3] if after[i] > 0)
    bits = -float(after[after > 0] @ np.log2(after[after > 0])) + 0.0  # + 0.0 turns -0.0 into 0.0
    if in_play == 1:
        return f"Greedy: only {best} is in play, and there is nothing left to chance (0 bits of entropy)."
    return (
        f"Entropy {bits:.2f} bits: as undecided as a choice among {2**bits:.1f} equally likely characters. "
        f"In play: {in_play} of {len(symbols)} characters, with {share} of the probability. Likeliest: {best}."
    )


def next_character_bars(symbols: str, before: Floats, after: Floats, context: str = "") -> Drawing:
    """The likeliest next characters as bars.

    Parameters
    ----------
    symbols
        The vocabulary, V characters.
    before, after : arrays of shape (V,)
        Probabilities before and after top-k and top-p; what these cut off has 0 in ``after``.
    context
        What the next character is to follow; its end is shown above the bars.
    """
    order = _likeliest(before)
    shown, others = order[:BARS], order[BARS:]
    sums = np.cumsum(before[order])
    rows = (_bar(row, symbols[i], before[i], after[i], sums[row]) for row, i in enumerate(shown))
    bottom = BAR_TOP + BAR_ROW * BARS
    rest = f"and {len(others)} others, together {_share(float(before[others].sum()))} before" if len(others) else ""
    words = f"After “{_tail(context)}”: {describe_next(symbols, before, after)}"
    body = (
        f"{_context(context)}{_bar_heads()}{''.join(rows)}"
        f'<text x="{BAR_LEFT}" y="{bottom + 16}" font-size="13" fill="{style.BASELINE}">{rest}</text>'
    )
    return Drawing(style.svg(BARS_WIDTH, bottom + 24, body, words), words)


def _likeliest(probabilities: Floats) -> list[int]:
    return np.argsort(-probabilities, kind="stable").tolist()


def _tail(context: str) -> str:
    return visible(context if len(context) <= TAIL else "…" + context[1 - TAIL :])


def _context(context: str) -> str:
    return (
        f'<text x="10" y="24" font-family="{MONO}" fill="{style.INPUT}">{escape(_tail(context))}'
        f'<tspan fill="{style.OUTPUT}" font-weight="bold"> ?</tspan></text>'
    )


def _bar_heads() -> str:
    heads = ((BAR_LEFT + BAR_WIDTH + 72, "now"), (BAR_LEFT + BAR_WIDTH + 142, "before"), (BARS_WIDTH - 12, "summed up"))
    y = BAR_TOP - 10
    return (
        f'<g font-size="13" fill="{style.BASELINE}">'
        + svg.box(BAR_LEFT, y - 10, 14, 11, style.OUTPUT)
        + f'<text x="{BAR_LEFT + 20}" y="{y}">now</text>'
        + svg.box(BAR_LEFT + 66.5, y - 9.5, 14, 10, "none", more=f'stroke="{style.BASELINE}"')
        + f'<text x="{BAR_LEFT + 87}" y="{y}">before top-k and top-p</text>'
        + "".join(f'<text x="{x}" y="{y}" text-anchor="end">{name}</text>' for x, name in heads)
        + "</g>"
    )


def _share(share: float) -> str:
    """A share in percent, for SVG: the sign in "<0.1 %" would make it no XML, and no picture where it is an image."""
    return escape(percent(share))


def _bar(row: int, symbol: str, before: float, after: float, summed: float) -> str:
    y = BAR_TOP + row * BAR_ROW
    base = y + 12
    cut = after == 0
    end = BAR_LEFT + BAR_WIDTH
    now = "cut off" if cut else _share(after)
    ink = f'fill="{style.BASELINE}"' if cut else f'fill="{style.INK}"'
    filled = (
        f'<rect x="{BAR_LEFT}" y="{y + 1}" width="{after * BAR_WIDTH:.1f}" height="13" fill="{style.OUTPUT}"/>'
        if not cut
        else ""
    )
    return (
        f'<g font-size="13" {ink}>{filled}'
        f'<rect x="{BAR_LEFT + 0.5}" y="{y + 1.5}" width="{before * BAR_WIDTH:.1f}" height="12" fill="none"'
        f' stroke="{style.BASELINE}"/>'
        f'<text x="{BAR_LEFT - 12}" y="{base}" text-anchor="end" font-family="{MONO}" font-size="15">'
        f"{escape(visible(symbol))}</text>"
        f'<g text-anchor="end"><text x="{end + 72}" y="{base}">{now}</text>'
        f'<text x="{end + 142}" y="{base}" fill="{style.BASELINE}">{_share(before)}</text>'
        f'<text x="{BARS_WIDTH - 12}" y="{base}" fill="{style.BASELINE}">{_share(summed)}</text></g></g>'
    )
