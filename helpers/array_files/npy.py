"""The anatomy of a ``.npy`` file: every byte of it, and what it is for.

The file is read here without NumPy's own reader, so that the two can be compared. It does not read what a pickle
holds: it finds where the pickle ends, and carries none of it out.
"""

import ast
import io
import math
import os
import pickletools
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from .. import checks
from . import meanings

Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview

MAGIC = b"\x93NUMPY"
VERSIONS = {(1, 0): ("<H", "Latin-1"), (2, 0): ("<I", "Latin-1"), (3, 0): ("<I", "UTF-8")}
"""How each format version writes the header's length, and in which encoding the header is."""
KEYS = ("descr", "fortran_order", "shape")
PYTHON_2_LONG = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<=\d)L\b""")
"""A string, which stays as it is, or the L that Python 2 wrote behind whole numbers of its type ``long``."""
BAD_DESCR = (TypeError, ValueError, KeyError, SyntaxError)
"""What NumPy raises for a description of no dtype."""


@dataclass(frozen=True)
class Field:
    """A stretch of a file with one purpose: bytes ``start`` to ``stop``, the last not included, as in a slice."""

    name: str
    start: int
    stop: int
    raw: bytes = field(repr=False)
    meaning: str

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, eq=False)
class Item:
    """An item of the array, as an array without axes, and where it lies in the file."""

    index: tuple[int, ...]
    start: int
    stop: int
    value: NDArray[Any]


@dataclass(frozen=True, repr=False)
class Anatomy:
    """The fields of a ``.npy`` file, in order: together they cover every byte once.

    Reads like a list of fields; a field is also found by its name, as in ``anatomy["shape"]``.
    """

    fields: tuple[Field, ...]
    version: tuple[int, int]
    dtype: np.dtype[Any]
    fortran_order: bool
    shape: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.fields)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __getitem__(self, key: int | str) -> Field:
        if isinstance(key, int):
            return self.fields[key]
        for found in self.fields:
            if found.name == key:
                return found
        raise KeyError(f"no field is named {key!r}, expected one of {', '.join(f.name for f in self.fields)}")

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return self.fields[-1].stop

    @property
    def raw(self) -> bytes:
        """The whole file."""
        return b"".join(part.raw for part in self.fields)

    def at(self, byte: int) -> Field:
        """The field that a byte of the file belongs to."""
        byte = checks.integer("byte", byte, 0, self.size - 1)
        return next(found for found in self.fields if found.start <= byte < found.stop)

    def item_at(self, byte: int) -> Item | None:
        """The item of the array that a byte of the data belongs to, None for any other."""
        data = self["data"]
        if self.at(byte) is not data or self.dtype.hasobject:
            return None
        number, size = (byte - data.start) // self.dtype.itemsize, self.dtype.itemsize
        start = data.start + number * size
        index = np.unravel_index(number, self.shape, order=self._order) if self.shape else ()
        value = np.frombuffer(data.raw, self.dtype, 1, start - data.start).reshape(())
        return Item(tuple(map(int, index)), start, start + size, value)

    def array(self) -> NDArray[Any]:
        """The array, made of the data's bytes: read-only, and without a copy.

        Raises
        ------
        ValueError
            If the array holds Python objects: its data is a pickle, which this does not carry out. If the file says
            that it has more axes, or longer ones, than NumPy makes.
        """
        if self.dtype.hasobject:
            raise ValueError(f"dtype is {self.dtype}, expected one without Python objects: their data is a pickle")
        return np.ndarray(self.shape, self.dtype, self["data"].raw, order=self._order)

    @property
    def _order(self) -> Any:
        return "F" if self.fortran_order else "C"

    def __repr__(self) -> str:
        rows = [(f"{part.start}:{part.stop}", part.name, part.meaning) for part in self.fields]
        wide, long = (max(len(row[column]) for row in rows) for column in (0, 1))
        return "\n".join(f"{place:>{wide}}  {name:{long}}  {meaning}" for place, name, meaning in rows)


def anatomy(path_or_bytes: Source) -> Anatomy:
    """Take a ``.npy`` file apart.

    Parameters
    ----------
    path_or_bytes
        The file's path, or its content. The whole of it is read into memory.

    Returns
    -------
    Anatomy
        The fields, in order: magic, version, header length, the three entries of the header (``descr``,
        ``fortran_order``, ``shape``), padding, data, and rest, if something follows the array. If that is another
        array, it is taken apart in its turn by ``anatomy(parts["rest"].raw)``.

    Raises
    ------
    ValueError
        If the file is cut short or is no ``.npy`` file. The message says what was expected, and what was found.
    OSError
        If there is no such file, or it cannot be read.

    Notes
    -----
    The format is described in NumPy's documentation under ``numpy.lib.format``.
    """
    content = _content(path_or_bytes)
    _check_magic(content)
    version = _version(content)
    code, encoding = VERSIONS[version]
    start = 8 + struct.calcsize(code)
    (length,) = struct.unpack(code, _take(content, 8, start - 8, "header length"))
    entries = _entries(_take(content, start, length, "header"), start, version)
    dtype, fortran_order, shape = _values(entries)
    stop = start + length
    end = stop + _data_length(content, stop, dtype, shape)
    words = {
        "magic": "a NumPy array file: the byte 0x93, then the letters NUMPY",
        "version": f"format version {version[0]}.{version[1]}; the header is in {encoding}",
        "header length": meanings.length(content[8:start], length),
        "descr": meanings.descr(dtype),
        "fortran_order": meanings.fortran_order(fortran_order),
        "shape": meanings.shape(shape),
        "padding": meanings.padding(content[entries[-1].stop : stop], stop),
        "data": meanings.data(dtype, shape),
        "rest": meanings.rest(content.startswith(MAGIC, end)),
    }
    for entry in entries:
        if entry.of_python_2:
            words[entry.name] += "; Python 2 wrote it, with an L behind whole numbers"
    stops = {"magic": 6, "version": 8, "header length": start} | {entry.name: entry.stop for entry in entries}
    stops |= {"padding": stop, "data": end} | ({"rest": len(content)} if end < len(content) else {})
    places = zip(stops, [0, *stops.values()], stops.values(), strict=False)
    fields = tuple(Field(name, a, b, content[a:b], words[name]) for name, a, b in places)
    return Anatomy(fields, version, dtype, fortran_order, shape)


def _content(source: Source) -> bytes:
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if isinstance(source, str | os.PathLike) and str(source) and "\0" not in str(source):
        if not Path(source).is_file():
            raise FileNotFoundError(f"path_or_bytes is {str(source)!r}, expected the path of a file that is there")
        return Path(source).read_bytes()
    raise TypeError(f"path_or_bytes is {checks.short_repr(source)}, expected a path, or the bytes of a .npy file")


def _check_magic(content: bytes) -> None:
    found = content[: len(MAGIC)]
    if MAGIC.startswith(found):
        _take(content, 0, len(MAGIC), "magic")
        return
    hint = "; this is a zip archive, as .npz files are" if found.startswith(b"PK") else ""
    raise ValueError(f"magic: expected {MAGIC!r}, found {found!r}{hint}")


def _version(content: bytes) -> tuple[int, int]:
    major, minor = _take(content, 6, 2, "version")
    if (major, minor) not in VERSIONS:
        known = ", ".join(f"{a}.{b}" for a, b in VERSIONS)
        raise ValueError(f"version: expected one of {known}, found {major}.{minor}")
    return major, minor


def _take(content: bytes, start: int, count: int, name: str) -> bytes:
    """``count`` bytes from ``start`` on, all of them there."""
    taken = content[start : start + count]
    if len(taken) < count:
        raise ValueError(f"{name}: expected {count} bytes from byte {start} on, found {len(taken)}: the file is cut")
    return taken


class _Entry(NamedTuple):
    """An entry of the header; it ends where the next begins, and the last one behind the closing brace."""

    name: str
    value: Any
    stop: int
    of_python_2: bool


def _entries(header: bytes, start: int, version: tuple[int, int]) -> list[_Entry]:
    """The header's entries in their order; the header begins at byte ``start``."""
    _, encoding = VERSIONS[version]
    text, tree = _parse_header(header, version)
    names = [ast.literal_eval(key) for key in tree.keys if key is not None]
    if sorted(map(str, names)) != sorted(KEYS):
        raise ValueError(f"header: expected the keys {', '.join(KEYS)}, found {', '.join(map(str, names))}")
    ends = [(key.lineno, key.col_offset) for key in tree.keys[1:] if key is not None]
    ends.append((tree.end_lineno or 1, tree.end_col_offset or 0))
    stops = [len(_text_before(text, line, column).encode(encoding)) for line, column in ends]
    changed = [header[a:b] != text.encode(encoding)[a:b] for a, b in zip([0, *stops], stops, strict=False)]
    rows = zip(names, map(ast.literal_eval, tree.values), stops, changed, strict=True)
    return [_Entry(name, value, start + stop, of_python_2) for name, value, stop, of_python_2 in rows]


def _parse_header(header: bytes, version: tuple[int, int]) -> tuple[str, ast.Dict]:
    """The header as text, with a space for each L of Python 2, and as the syntax tree of a dict of literals."""
    try:
        text = header.decode(VERSIONS[version][1])
        if version != (3, 0):  # which Python 2 never wrote
            text = PYTHON_2_LONG.sub(lambda found: found[1] or " ", text)
        tree = ast.parse(text, mode="eval").body
        ast.literal_eval(tree)
        if isinstance(tree, ast.Dict):
            return text, tree
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        pass
    found = header if len(header) <= 60 else header[:60] + b"..."
    raise ValueError(f"header: expected a dict of {', '.join(KEYS)}, found {found!r}")


def _text_before(text: str, line: int, column: int) -> str:
    """What stands before a place as the parser counts it: lines from 1, columns in bytes of UTF-8."""
    lines = text.split("\n")
    return "\n".join([*lines[: line - 1], lines[line - 1].encode()[:column].decode()])


def _values(entries: list[_Entry]) -> tuple[np.dtype[Any], bool, tuple[int, ...]]:
    """Dtype, order and shape that the header's entries stand for."""
    values = {entry.name: entry.value for entry in entries}
    shape, fortran_order = values["shape"], values["fortran_order"]
    if not isinstance(shape, tuple) or not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError(f"shape: expected a tuple of whole numbers >= 0, found {shape!r}")
    if not isinstance(fortran_order, bool):
        raise ValueError(f"fortran_order: expected True or False, found {fortran_order!r}")
    try:
        return npy_format.descr_to_dtype(values["descr"]), fortran_order, shape
    except BAD_DESCR:
        raise ValueError(f"descr: expected the description of a dtype, found {values['descr']!r}") from None


def _data_length(content: bytes, start: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> int:
    """How many bytes the data has; ValueError if they are not all there."""
    if dtype.hasobject:
        return _pickle_length(content[start:], start)
    count, size, found = math.prod(shape), dtype.itemsize, len(content) - start
    if found < count * size:
        raise ValueError(
            f"data: expected {count * size} bytes ({meanings.counted(count, 'item')} of {size} bytes) from byte "
            f"{start} on, found {found}: the file is cut"
        )
    return count * size


def _pickle_length(content: bytes, start: int) -> int:
    """How far a pickle reaches: its instructions are read, and none is carried out."""
    try:
        *_, (_, _, last) = pickletools.genops(content)
    except Exception:  # whatever the reader stumbles over, there is no whole pickle
        raise ValueError(
            f"data: expected a whole pickle from byte {start} on, found {len(content)} bytes that are none:"
            " the file is cut or damaged"
        ) from None
    return int(last or 0) + 1


def to_bytes(array: NDArray[Any], version: tuple[int, int] | None = None) -> bytes:
    """What `numpy.save` writes of an array.

    Parameters
    ----------
    array
        Without a mask, and of any dtype that NumPy can read from a file again. Python objects become a pickle.
    version
        Of the format: (1, 0), (2, 0) or (3, 0); None takes the lowest that can hold the array, as NumPy does.
    """
    if not _is_readable(unmasked("array", array).dtype):
        raise TypeError(f"array has dtype {array.dtype}, expected one that NumPy can read from a .npy file again")
    if version is not None and not (isinstance(version, tuple) and version in tuple(VERSIONS)):
        known = ", ".join(map(str, VERSIONS))
        raise ValueError(f"version is {checks.short_repr(version)}, expected one of {known} or None")
    file = io.BytesIO()
    with warnings.catch_warnings():
        # Of versions 2 and 3, which old releases of NumPy do not read.
        warnings.filterwarnings("ignore", "Stored array in format", UserWarning)
        try:
            npy_format.write_array(file, array, version)
        except UnicodeEncodeError:
            raise ValueError(
                f"version is {version!r}, expected another: its header cannot hold the names of the array's fields"
            ) from None
        except ValueError as error:
            raise ValueError(
                f"array of dtype {array.dtype} cannot be written with version {version!r}: {error}"
            ) from error
    return file.getvalue()


def _is_readable(dtype: np.dtype[Any]) -> bool:
    """Whether NumPy reads the description that it writes of a dtype, as it may not of one that another package made."""
    with warnings.catch_warnings(action="ignore"):  # of what a description leaves out: the writing itself warns of it
        try:
            descr = npy_format.dtype_to_descr(dtype)
        except ValueError:  # there is none: the writing says why
            return True
        try:
            npy_format.descr_to_dtype(descr)
        except BAD_DESCR:
            return False
    return True


def unmasked(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """``array``, if it is one and has no mask, which no file would keep; TypeError otherwise."""
    checks.instance(name, array, np.ndarray, "a NumPy array")
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError(f"{name} has a mask, expected an array without one")
    return array
