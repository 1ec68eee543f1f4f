"""Files that are written whole or not at all, and read with a plain word about what is wrong with them."""

import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from . import checks

AnyPath: TypeAlias = str | os.PathLike[str]


def as_path(path: AnyPath, name: str = "path", example: str = "model.npz") -> Path:
    """``path`` as a Path; TypeError if it is none."""
    if not isinstance(path, str | os.PathLike) or not str(path) or "\0" in str(path):
        raise TypeError(f"{name} is {checks.short_repr(path)}, expected a path, such as {example!r}")
    return Path(path)


def as_new(path: AnyPath) -> Path:
    """``path`` as a Path where a file can be written, or one that is there be replaced.

    Raises
    ------
    TypeError
        If it is no path.
    FileNotFoundError
        If its folder does not exist.
    IsADirectoryError, FileExistsError
        If something else than a file is there: a folder, or a device.
    """
    place = as_path(path)
    if place.is_dir():
        raise IsADirectoryError(f"path is {str(path)!r}, expected a file's, such as {str(place / 'model.npz')!r}")
    if not place.parent.is_dir():
        raise FileNotFoundError(f"path is {str(path)!r}, expected one in a folder that exists")
    if place.exists() and not place.is_file():
        raise FileExistsError(f"path is {str(path)!r}, expected a file's")
    return place


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """A new file, which takes the place of ``path`` when all of it is written.

    Whoever reads, interrupts or crashes meanwhile meets the old file or the new one, never half of it. An error of the
    system's names ``path``: nobody knows the unfinished file.
    """
    unfinished = path.with_name(f"{secrets.token_hex(8)}.part")  # the longest name would leave no room for more
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException as error:
        if isinstance(error, OSError) and error.errno is not None:
            error.filename, error.filename2 = str(path), None
        with suppress(OSError):
            unfinished.unlink()
        raise


@contextmanager
def open_npz(path: AnyPath, kind: str, form: str = "") -> Iterator[dict[str, NDArray[Any]]]:
    """The arrays of an ``.npz`` file by name, to be made something of.

    Parameters
    ----------
    kind
        What the file should be, for an error: "file of word vectors".
    form
        What its entry ``format`` must say; files of some kinds have none.

    Raises
    ------
    TypeError, FileNotFoundError
        If ``path`` is no path, or there is no such file.
    ValueError
        If it is cut short or holds something else, which includes arrays that the block looks for in vain or refuses
        with a ValueError. Any other exception of the block is a bug of its own, and goes through.
    """
    path = as_path(path)
    if not path.is_file():
        raise FileNotFoundError(f"path is {str(path)!r}, expected a {kind}")
    expected = f"path is {str(path)!r}, expected a whole {kind}; found: "
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as archive:
            arrays = dict(archive)
    except Exception as error:  # zip, zlib and NumPy each have their own words for damage
        raise ValueError(expected + _damage(path, error)) from None
    if form and (found := str(arrays.get("format"))) != form:
        raise ValueError(f"{expected}its format is {found!r}, not {form!r}")
    try:
        yield arrays
    except (KeyError, ValueError) as error:
        if isinstance(error, KeyError) and error.args[0] in arrays:  # the key of another mapping
            raise
        reason = f"no array {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(expected + reason) from error


def _damage(path: Path, error: Exception) -> str:
    """What is wrong with an archive, without NumPy's advice to trust it nevertheless."""
    if not zipfile.is_zipfile(path):
        return f"{path.stat().st_size:,} bytes that are no whole .npz archive"
    return "something else than arrays of numbers" if "allow_pickle" in str(error) else str(error)
