"""Records that show themselves as a table: Markdown in a notebook, and the same text anywhere else."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from tabulate import tabulate

Row = TypeVar("Row", bound=NamedTuple)


class Table(tuple[Row, ...]):
    """Named tuples, whose fields are the columns; ``formats`` says how each is written, as in an f-string."""

    formats: Sequence[str]

    def __new__(cls, rows: Iterable[Row], formats: Sequence[str]) -> "Table[Row]":
        table = super().__new__(cls, rows)
        table.formats = formats
        return table

    def __repr__(self) -> str:
        columns = [field.replace("_", " ") for field in self[0]._fields]
        return tabulate(self, columns, "pipe", floatfmt=self.formats, numalign="left")

    def _repr_markdown_(self) -> str:
        return repr(self)
