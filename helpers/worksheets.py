"""What worksheets are made of: tables with places to write in, and what belongs there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Blank:
    """A place to write in, and what belongs there."""

    answer: str


Cell = str | Blank
"""What is printed on the sheet, or left to fill in."""


@dataclass(frozen=True)
class Part:
    """One task of a worksheet: what is to be done, and a table to fill in."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    text: str = ""


def written(cell: Cell, answered: bool, blank: str = "") -> str:
    """What stands in a cell: on the sheet ``blank`` in place of an answer, and the answer itself in the key.

    >>> written("2 + 2", answered=False), written(Blank("4"), answered=False, blank="__"), written(Blank("4"), True)
    ('2 + 2', '__', '4')
    """
    if isinstance(cell, Blank):
        return cell.answer if answered else blank
    return cell
