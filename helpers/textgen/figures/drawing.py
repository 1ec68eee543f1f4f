"""What the pictures of lesson 07 share: SVG text with its words, and signs for what cannot be seen."""

from ...style import MONO as MONO
from ...style import Drawing as Drawing

SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥"}


def visible(text: str) -> str:
    r"""Signs in place of characters that leave no ink.

    Examples
    --------
    >>> visible("to be\n")
    'to␣be⏎'
    """
    return "".join(SIGNS.get(c, c if c.isprintable() else "�") for c in text)


def percent(share: float) -> str:
    """A share of 1 in percent, with as many digits as it takes to see it.

    Examples
    --------
    >>> [percent(share) for share in (1, 0.314, 0.0212, 0.00004, 0)]
    ['100 %', '31 %', '2.1 %', '<0.1 %', '0 %']
    """
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.0995 else f"{100 * share:.0f} %"
