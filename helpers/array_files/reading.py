"""Files made in memory, and what a stretch of one is, in words."""

import io
import warnings
from typing import Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from .. import checks
from .npy import VERSIONS, Anatomy, Field, unmasked


def to_bytes(array: NDArray[Any], version: tuple[int, int] | None = None) -> bytes:
    """What `numpy.save` writes of an array.

    Parameters
    ----------
    array
        Of any dtype that NumPy can read from a file again. Python objects become a pickle.
    version
        Of the format: (1, 0), (2, 0) or (3, 0); None takes the lowest that can hold the array, as NumPy does.

    Raises
    ------
    TypeError
        If ``array`` is no array, has a mask, or has a dtype whose description NumPy does not read, such as float8_e5m2.
    ValueError
        If there is no such version, or its header cannot hold the array's dtype.
    """
    if not _can_be_read(unmasked("array", array).dtype):
        raise TypeError(f"array has dtype {array.dtype}, expected one that NumPy can read from a .npy file again")
    if version is not None and not (isinstance(version, tuple) and version in tuple(VERSIONS)):
        raise ValueError(
            f"version is {checks.short_repr(version)}, expected one of {', '.join(map(str, VERSIONS))} or None"
        )
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


def _can_be_read(dtype: np.dtype[Any]) -> bool:
    """Whether NumPy reads the description that it writes of a dtype, as it may not of one that another package made."""
    with warnings.catch_warnings(action="ignore"):  # of what a description leaves out: the writing itself warns of it
        try:
            descr = npy_format.dtype_to_descr(dtype)
        except ValueError:  # there is none: the writing says why
            return True
        try:
            npy_format.descr_to_dtype(descr)
        except (TypeError, ValueError, KeyError, SyntaxError):
            return False
    return True


def describe(parts: Anatomy, start: int, stop: int) -> str:
    """What bytes ``start`` to ``stop`` of a file are, the last not included.

    Raises
    ------
    TypeError, ValueError
        If ``parts`` is no Anatomy, or the file has no such bytes.
    """
    checks.instance("parts", parts, Anatomy, "an Anatomy, as anatomy(...) makes it")
    start, stop = checks.integer("start", start, 0, parts.size), checks.integer("stop", stop, 0, parts.size)
    if start >= stop:
        raise ValueError(f"stop is {stop}, expected a whole number above start, which is {start}")
    touched = [part for part in parts if part.start < stop and start < part.stop]
    if len(touched) > 1:
        named = ", ".join(f"{part.name} ({part.start}:{part.stop})" for part in touched)
        return f"{_span(parts, start, stop)} lie in {len(touched)} fields: {named}."
    (part,) = touched
    entire = (start, stop) == (part.start, part.stop)
    place = "are all of" if entire and stop - start > 1 else "is all of" if entire else _within(part, start, stop)
    return f"{_span(parts, start, stop)} {place} {part.name}: {part.meaning}.{_items(parts, start, stop)}"


def _span(parts: Anatomy, start: int, stop: int) -> str:
    """The bytes by their numbers, a single one also by its value."""
    if stop - start > 1:
        return f"Bytes {start}:{stop}"
    value = parts.at(start).raw[start - parts.at(start).start]
    sign = f", the letter {chr(value)!r}" if 32 < value < 127 else ", a space" if value == 32 else ""
    return f"Byte {start} (hex {value:02x}, {value}{sign})"


def _within(part: Field, start: int, stop: int) -> str:
    verb = "are" if stop - start > 1 else "is"
    return f"{verb} {stop - start} of the {len(part):,} bytes of"


def _items(parts: Anatomy, start: int, stop: int) -> str:
    """The items that bytes of the data belong to, if they are one or two."""
    first, last = parts.item_at(start), parts.item_at(stop - 1)
    if first is None or last is None:
        return ""
    if first.index == last.index:
        place = f" [{', '.join(map(str, first.index))}]" if first.index else ""
        return f" Item{place} is {_value(first.value)}, in bytes {first.start}:{first.stop}."
    return f" They reach from item [{', '.join(map(str, first.index))}] to [{', '.join(map(str, last.index))}]."


def _value(value: NDArray[Any]) -> str:
    try:
        text = repr(value.item()) if value.dtype.kind in "biufcUS" else str(value)
    except (ValueError, SystemError):  # four bytes can be more than the number of any character
        return "no text, as its bytes are no characters of Unicode"
    return text if len(text) <= 60 else f"{text[:57]}..."
