"""What the pictures of lesson 07 share: SVG text with its words, signs for what cannot be seen, percents."""

from ...characters import visible as visible
from ...style import MONO as MONO
from ...style import Drawing as Drawing


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
