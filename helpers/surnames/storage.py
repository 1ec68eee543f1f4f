"""A network that reads names as one small file, and the one that comes with the series."""

from functools import cache
from pathlib import Path

import numpy as np

from .. import files
from .names import WEIGHTS, NameModel

FORMAT = "name model, version 1"
PRETRAINED = Path(__file__).with_name("names.npz")


def save(model: NameModel, path: Path) -> None:
    """Write a network to an ``.npz`` file, every weight rounded to the 11 bits of a float16."""
    arrays = {name: getattr(model, name).astype(np.float16) for name in WEIGHTS}
    np.savez_compressed(
        path, allow_pickle=False, format=FORMAT, cell=model.cell, countries="\n".join(model.countries), **arrays
    )


def load(path: Path) -> NameModel:
    """The network that `save` wrote, its weights as float32; errors as in `files.open_npz`."""
    with files.open_npz(path, "file that research/name_network.py has written", FORMAT) as file:
        weights = (file[name].astype(np.float32) for name in WEIGHTS)
        return NameModel(str(file["cell"]), tuple(str(file["countries"]).split("\n")), *weights)


@cache
def load_pretrained() -> NameModel:
    """The network that comes with the series; ``research/name_network.py`` trained it."""
    return load(PRETRAINED)
