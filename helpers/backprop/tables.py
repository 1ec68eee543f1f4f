"""Records that show themselves as a table: Markdown in a notebook, and the same text anywhere else."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar, overload

Row = TypeVar("Row", bound=NamedTuple)


class Table(Sequence[Row], Generic[Row]):
    """Rows of one kind, read like a list.

    Parameters
    ----------
    rows
        Named tuples, at least one; their fields are the columns.
    formats
        How each column writes its values, as after the colon in an f-string.
    """

    def __init__(self, rows: Sequence[Row], formats: Sequence[str]) -> None:
        self._rows = tuple(rows)
        self._formats = tuple(formats)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __repr__(self) -> str:
        columns = [field.replace("_", " ") for field in self._rows[0]._fields]
        return markdown(columns, [[f"{v:{f}}" for v, f in zip(row, self._formats, strict=True)] for row in self._rows])

    def _repr_markdown_(self) -> str:
        return repr(self)


def markdown(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table whose columns also line up as text.

    >>> print(markdown(["weight", "value"], [["w5", 0.45], ["w10", 2]]))
    | weight | value |
    |:-------|:------|
    | w5     | 0.45  |
    | w10    | 2     |
    """
    cells = [list(map(str, row)) for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    rule = "|".join(":" + "-" * (width + 1) for width in widths)
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])
