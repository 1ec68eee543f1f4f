"""What of an array has survived a round trip through a file: its dtype, its shape, its bits."""

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .npy import unmasked


@dataclass(frozen=True, repr=False)
class RoundTrip:
    """Whether dtype, shape and bits of an array are what they were; ``changes`` says in words what is not."""

    dtype: bool
    shape: bool
    bits: bool
    changes: tuple[str, str, str]

    def __bool__(self) -> bool:
        return self.dtype and self.shape and self.bits

    def _rows(self) -> list[tuple[str, str, str]]:
        comparable = self.dtype and self.shape
        bits = ("kept" if self.bits else "lost") if comparable else "?"
        verdicts = ("kept" if self.dtype else "lost", "kept" if self.shape else "lost", bits)
        return list(zip(("dtype", "shape", "bits"), verdicts, self.changes, strict=True))

    def __repr__(self) -> str:
        return "\n".join(f"{name:6} {verdict:4}  {change}".rstrip() for name, verdict, change in self._rows())

    def _repr_html_(self) -> str:
        cells = ["".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in row) for row in self._rows()]
        return f'<table style="font-size: 14px">{"".join(f"<tr>{row}</tr>" for row in cells)}</table>'


def kept(before: NDArray[Any], after: NDArray[Any]) -> RoundTrip:
    """Compare an array with what came back of it.

    Parameters
    ----------
    before, after
        Arrays of any shape, and any dtype whose items have a fixed number of bytes. Bits are compared in the order of
        the indices, so that C and Fortran order make no difference; they are the same only where dtype and shape are.
        Bytes that a record leaves unused count too.
    """
    for name, value in (("before", before), ("after", after)):
        if unmasked(name, value).dtype.hasobject:
            raise TypeError(f"{name} has dtype {value.dtype}, expected items with a fixed number of bytes")
    dtype, shape = before.dtype == after.dtype, before.shape == after.shape
    bits = dtype and shape and before.tobytes() == after.tobytes()
    changes = (
        _short(before.dtype) if dtype else _dtype_change(before.dtype, after.dtype),
        f"{before.shape}" if shape else f"{before.shape} became {after.shape}",
        _bits_change(before, after) if dtype and shape else "cannot be compared: the dtype or the shape differs",
    )
    return RoundTrip(dtype, shape, bits, changes)


def _bits_change(before: NDArray[Any], after: NDArray[Any]) -> str:
    """How many items differ in a bit; both arrays are of one dtype and shape."""
    size = max(before.dtype.itemsize, 1)
    raw = (np.frombuffer(array.tobytes(), np.uint8).reshape(-1, size) for array in (before, after))
    different = int(np.not_equal(*raw).any(axis=1).sum())
    return f"{different:,} of {before.size:,} items differ" if different else f"all {before.size:,} items"


def _dtype_change(before: np.dtype[Any], after: np.dtype[Any]) -> str:
    """Both dtypes in a few words, or in full where these would not tell them apart."""
    short = _short(before), _short(after)
    return " became ".join(short if short[0] != short[1] else (str(before), str(after)))


def _short(dtype: np.dtype[Any]) -> str:
    """A dtype in a few words: a record by the number of its fields."""
    if dtype.names is None:
        return str(dtype)
    return f"a record of {len(dtype.names)} field{'s' * (len(dtype.names) != 1)}"
