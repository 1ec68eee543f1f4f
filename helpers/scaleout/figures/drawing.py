"""What the pictures of lesson 08 share: pictures that carry their words, and a colour for each worker."""

from ... import style
from ...style import Drawing as Drawing

WIDTH = 760


def worker_colour(worker: int) -> str:
    """A worker's colour, for fills and lines; after four workers the colours begin again."""
    return style.SERIES[worker % len(style.SERIES)]


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    Examples
    --------
    >>> counted(1, "byte"), counted(2000, "byte")
    ('1 byte', '2,000 bytes')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
