"""What of an array has survived a way through a file: its dtype, its shape, its bits."""

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, repr=False)
class Kept:
    """Whether dtype, shape and bits of an array are what they were; ``changes`` says in words what is not."""

    dtype: bool
    shape: bool
    bits: bool
    changes: tuple[str, str, str]

    def __bool__(self) -> bool:
        return self.dtype and self.shape and self.bits

    def _rows(self) -> list[tuple[str, str, str]]:
        verdicts = zip(("dtype", "shape", "bits"), (self.dtype, self.shape, self.bits), self.changes, strict=True)
        return [(name, "kept" if same else "lost", change) for name, same, change in verdicts]

    def __repr__(self) -> str:
        return "\n".join(f"{name:6} {verdict}  {change}".rstrip() for name, verdict, change in self._rows())

    def _repr_html_(self) -> str:
        cells = ["".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in row) for row in self._rows()]
        return f'<table style="font-size: 14px">{"".join(f"<tr>{row}</tr>" for row in cells)}</table>'


def kept(before: NDArray[Any], after: NDArray[Any]) -> Kept:
    """Compare an array with what came back of it.

    Parameters
    ----------
    before, after
        Arrays of any dtype and shape. Bits are compared in the order of the indices, so that C and Fortran order
        make no difference; they are the same only where dtype and shape are.

    Raises
    ------
    TypeError
        If one of them is no array.
    """
    for name, value in (("before", before), ("after", after)):
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{name} is {value!r}, expected a NumPy array")
    dtype, shape = before.dtype == after.dtype, before.shape == after.shape
    bits = dtype and shape and before.tobytes() == after.tobytes()
    changes = (
        f"{_short(before.dtype)}" if dtype else f"{_short(before.dtype)} became {_short(after.dtype)}",
        f"{before.shape}" if shape else f"{before.shape} became {after.shape}",
        _bits_words(before, after) if dtype and shape else "nothing to compare bit by bit",
    )
    return Kept(dtype, shape, bits, changes)


def _bits_words(before: NDArray[Any], after: NDArray[Any]) -> str:
    pairs = zip(_items(before), _items(after), strict=True)
    different = sum(one != other for one, other in pairs) if before.tobytes() != after.tobytes() else 0
    return f"all {before.size:,} items" if not different else f"{different:,} of {before.size:,} items differ"


def _items(array: NDArray[Any]) -> list[bytes]:
    """The bytes of each item."""
    return [item.tobytes() for item in array.ravel()]


def _short(dtype: np.dtype[Any]) -> str:
    """A dtype in a few words: a record by the number of its fields."""
    return f"a record of {len(dtype.names)} fields" if dtype.names is not None else str(dtype)
