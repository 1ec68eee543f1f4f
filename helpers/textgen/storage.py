"""A character model as one small file, written whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Literal

import numpy as np

from .. import checks
from .model import WEIGHTS, CharModel, Vocabulary

FORMAT = "character model, version 1"
DTYPES = ("float32", "float16")
PRETRAINED = Path(__file__).with_name("pretrained.npz")


def save(model: CharModel, path: str | Path, dtype: Literal["float32", "float16"] = "float32") -> Path:
    """Write a model to ``path`` (an ``.npz`` file) and return the path.

    The file is written beside its place and then moved there: an interrupted save leaves the old file whole.
    ``float16`` halves the size and rounds every weight to 11 bits.

    Raises
    ------
    FileNotFoundError
        If the folder of ``path`` does not exist.
    ValueError
        If ``dtype`` is another one.
    """
    path = Path(path)
    if dtype not in DTYPES:
        raise ValueError(f"dtype is {dtype!r}, expected {' or '.join(map(repr, DTYPES))}")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"path is {str(path)!r}, expected one in a folder that exists")
    arrays = {name: getattr(model, name).astype(dtype) for name in WEIGHTS}
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, allow_pickle=False, format=FORMAT, symbols=model.vocabulary.symbols, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:  # an interrupt too must not leave the unfinished file behind
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def load(path: str | Path) -> CharModel:
    """Read a model that ``save`` wrote; weights come back as float32.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is cut short, or holds something else.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"path is {str(path)!r}, expected a file that textgen.save has written")
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            if str(file["format"]) != FORMAT:
                raise ValueError(f"its format is {str(file['format'])!r}, not {FORMAT!r}")
            weights = (file[name].astype(np.float32) for name in WEIGHTS)
            return CharModel(Vocabulary(str(file["symbols"])), *weights)
    except Exception as error:  # zip, zlib and NumPy each have their own words for damage
        found = checks.damage(path, error)
        raise ValueError(
            f"path is {str(path)!r}, expected a whole file that textgen.save has written; found: {found}"
        ) from None


def load_pretrained() -> CharModel:
    """The model that comes with the series; ``pretrain.py`` beside this file is what trained it."""
    return load(PRETRAINED)
