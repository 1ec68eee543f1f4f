"""What the pictures of lesson 02 share: the colours of iterations, text, words for counts."""

from functools import partial

from ... import style, svg
from ...style import Drawing as Drawing
from ...style import Plot as Plot
from ...style import tint as tint

WIDTH = 760
text = partial(svg.text, digits=4)


def iteration_colour(iteration: int, count: int) -> str:
    """The colour of iteration 1 to ``count`` of an epoch: the later, the darker, and never too dark for letters."""
    return tint(style.INPUT, 0.12 + 0.6 * (iteration - 1) / max(count - 1, 1))


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    Examples
    --------
    >>> counted(1, "sample"), counted(2000, "sample"), counted(2, "epoch")
    ('1 sample', '2,000 samples', '2 epochs')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
