"""A character model as one small file, written whole or not at all."""

from pathlib import Path
from typing import Literal

import numpy as np

from .. import checks, files
from ..char_model.model import WEIGHTS, CharModel
from ..characters import Vocabulary

FORMAT = "character model, version 1"
DTYPES = ("float32", "float16")
PRETRAINED = Path(__file__).with_name("pretrained.npz")


def save(model: CharModel, path: files.AnyPath, dtype: Literal["float32", "float16"] = "float32") -> Path:
    """Write a model to ``path`` (an ``.npz`` file) and return the path.

    The file is written beside its place and then moved there: an interrupted save leaves the old file whole.
    ``float16`` halves the size and rounds every weight to 11 bits.

    Raises
    ------
    TypeError, ValueError
        If ``model`` is no `CharModel`, ``path`` no path, or ``dtype`` another one.
    FileNotFoundError, IsADirectoryError, FileExistsError
        If the folder of ``path`` does not exist, or something that is no file stands there.
    """
    checks.instance("model", model, CharModel, "a CharModel")
    checks.one_of("dtype", dtype, DTYPES)
    path = files.as_new(path)
    arrays = {name: getattr(model, name).astype(dtype) for name in WEIGHTS}
    with files.atomic_write(path) as file:
        np.savez_compressed(file, allow_pickle=False, format=FORMAT, symbols=model.vocabulary.symbols, **arrays)
    return path


def load(path: files.AnyPath) -> CharModel:
    """Read a model that ``save`` wrote; weights come back as float32.

    TypeError if ``path`` is no path, FileNotFoundError if there is no such file, ValueError if it is cut short or holds
    something else.
    """
    with files.open_npz(path, "file that textgen.save has written", FORMAT) as file:
        weights = (file[name].astype(np.float32) for name in WEIGHTS)
        return CharModel(Vocabulary(str(file["symbols"])), *weights)


def load_pretrained() -> CharModel:
    """The model that comes with the series; ``research/text_model.py`` trained it."""
    return load(PRETRAINED)
