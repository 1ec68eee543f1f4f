"""What each part of a ``.npy`` file is for, in words."""

import math
from typing import Any

import numpy as np

ALIGNMENT = 64
BYTE_ORDERS = {"<": ", little-endian", ">": ", big-endian"}


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "item"), counted(2000, "item")
    ('1 item', '2,000 items')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"


def length(raw: bytes, total: int) -> str:
    """A little-endian number, told by its bytes; zeros at the end are left out.

    >>> length(bytes([118, 0]), 118), length(bytes([54, 1]), 310)
    ('118 + 256·0: the header has 118 bytes', '54 + 256·1: the header has 310 bytes')
    """
    parts = [f"{256**place:,}·{byte}" if place else str(byte) for place, byte in enumerate(raw)]
    while len(parts) > 2 and not raw[len(parts) - 1]:
        parts.pop()
    return f"{' + '.join(parts)}: the header has {total} bytes"


def descr(dtype: np.dtype[Any]) -> str:
    """What each item is."""
    if dtype.hasobject:
        return "each item is a Python object"
    size = counted(dtype.itemsize, "byte")
    if dtype.names is not None:
        return f"each item is a record of {counted(len(dtype.names), 'field')}, {size}"
    order = BYTE_ORDERS.get(dtype.str[0], "")
    if dtype.kind == "U":
        return f"each item is a string of at most {counted(dtype.itemsize // 4, 'character')}, 4 bytes each{order}"
    if dtype.kind == "S":
        return f"each item is a string of at most {size}"
    return f"each item is of type {dtype.name}: {size}{order}"


def fortran_order(is_fortran: bool) -> str:
    """In which order the items are stored."""
    if is_fortran:
        return "the first index changes fastest: column by column, as in Fortran"
    return "the last index changes fastest: row by row, as in C"


def shape(axes: tuple[int, ...]) -> str:
    """How many axes there are, and how many items."""
    if not axes:
        return "no axis at all: a single item"
    sizes = "one axis" if len(axes) == 1 else " × ".join(map(str, axes))
    return f"{sizes}: {counted(math.prod(axes), 'item')}"


def padding(raw: bytes, stop: int) -> str:
    """What fills the header up to byte ``stop``."""
    multiple = f"a multiple of {ALIGNMENT}" if stop % ALIGNMENT == 0 else "which is where the header says"
    newline = " and a newline" if raw.endswith(b"\n") else ""
    return f"{counted(raw.count(b' '), 'space')}{newline}: the data begins at {stop}, {multiple}"


def data(dtype: np.dtype[Any], axes: tuple[int, ...]) -> str:
    """How many bytes the items take."""
    if dtype.hasobject:
        return "a pickle: instructions that make Python objects"
    count = math.prod(axes)
    return f"{counted(count, 'item')} of {counted(dtype.itemsize, 'byte')}: {count * dtype.itemsize:,} bytes"


def rest(another: bool) -> str:
    """What follows the array: ``another``, or something else."""
    if another:  # in a file that is open, NumPy goes on reading where it has stopped
        return "begins as another .npy file: a second numpy.load of the open file reads it, and anatomy takes its bytes"
    return "not part of this array; the first numpy.load of the open file stops before it"
