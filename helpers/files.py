"""Files that are written whole or not at all, and read with a plain word about what is wrong with them."""

import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.lib.npyio import NpzFile


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file, which takes the place of ``path`` when all of it is written.

    Whoever reads, interrupts or crashes meanwhile meets the old file or the new one, never half of it.
    """
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


@contextmanager
def arrays(path: Path, kind: str, form: str = "") -> Iterator[NpzFile]:
    """The arrays of an ``.npz`` file, to be made something of while it is open.

    Parameters
    ----------
    kind
        What the file should be, for an error: "file of word vectors".
    form
        What its entry ``format`` must say; files of some kinds have none.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is cut short or holds something else, or if what is made of it goes wrong.
    """
    if not path.is_file():
        raise FileNotFoundError(f"path is {str(path)!r}, expected a {kind}")
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            if form and str(file["format"]) != form:
                raise ValueError(f"its format is {str(file['format'])!r}, not {form!r}")
            yield file
    except Exception as error:  # zip, zlib and NumPy each have their own words for damage
        raise ValueError(f"path is {str(path)!r}, expected a whole {kind}; found: {_damage(path, error)}") from None


def _damage(path: Path, error: Exception) -> str:
    """What is wrong with an archive, without NumPy's advice to trust it nevertheless."""
    if not zipfile.is_zipfile(path):
        return f"{path.stat().st_size:,} bytes that are no whole .npz archive"
    return "something else than arrays of numbers" if "allow_pickle" in str(error) else str(error)
