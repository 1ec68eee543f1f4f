"""What an array costs as text, ``.npy``, ``.npz`` and compressed ``.npz``: bytes on the disk, and time to load."""

import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .. import checks
from .npy import unmasked

Array: TypeAlias = NDArray[Any]

COUNTS = (10, 100, 1_000, 10_000, 100_000)
MAX_REPEATS = 1_000
KINDS: dict[str, Callable[[int], Array]] = {
    "random doubles": lambda count: np.random.default_rng(0).random(count),
    "doubles with one decimal": lambda count: np.random.default_rng(0).integers(0, 400, count) / 10,
    "whole numbers below 100": lambda count: np.random.default_rng(0).integers(0, 100, count),
    "zeros": np.zeros,
}
"""Values to compare the formats on, by name."""


@dataclass(frozen=True)
class Cost:
    """What one format costs: the file's size in bytes, and the least of the load times in seconds."""

    name: str
    size: int
    seconds: float


@dataclass(frozen=True)
class Comparison:
    """The costs of one array in every format."""

    count: int
    costs: tuple[Cost, ...]

    def __iter__(self) -> Iterator[Cost]:
        return iter(self.costs)

    def __getitem__(self, name: str) -> Cost:
        for cost in self.costs:
            if cost.name == name:
                return cost
        raise KeyError(f"no format is named {name!r}, expected one of {', '.join(c.name for c in self.costs)}")

    def size_ratio(self, name: str) -> float:
        """The file's size in units of the ``.npy`` file's."""
        return self[name].size / self[".npy"].size

    def load_ratio(self, name: str) -> float:
        """The time to load it in units of the ``.npy`` file's."""
        return self[name].seconds / self[".npy"].seconds


NAMES = ("text", ".npy", ".npz", "compressed .npz")
# Bytes and milliseconds in the order of NAMES, on machines with two cores that had other work too.
_RECORDED_COSTS = {
    "random doubles": {
        10: ((193, 0.058), (208, 0.058), (344, 0.106), (289, 0.106)),
        100: ((1_928, 0.084), (928, 0.057), (1_064, 0.111), (1_023, 0.119)),
        1_000: ((19_238, 0.34), (8_128, 0.059), (8_264, 0.123), (7_775, 0.158)),
        10_000: ((192_681, 3.0), (80_128, 0.067), (80_264, 0.146), (75_625, 0.425)),
        100_000: ((1_927_208, 43.4), (800_128, 0.119), (800_264, 0.418), (754_610, 3.25)),
    },
    "doubles with one decimal": {
        10: ((46, 0.133), (208, 0.121), (344, 0.26), (244, 0.259)),
        100: ((481, 0.107), (928, 0.106), (1_064, 0.174), (503, 0.182)),
        1_000: ((4_772, 0.279), (8_128, 0.104), (8_264, 0.194), (2_440, 0.232)),
        10_000: ((47_469, 2.27), (80_128, 0.116), (80_264, 0.248), (20_581, 0.412)),
        100_000: ((474_989, 41.3), (800_128, 0.174), (800_264, 0.648), (200_031, 3.32)),
    },
    "whole numbers below 100": {
        10: ((27, 0.101), (208, 0.102), (344, 0.166), (232, 0.178)),
        100: ((286, 0.147), (928, 0.0972), (1_064, 0.167), (405, 0.194)),
        1_000: ((2_904, 0.113), (8_128, 0.0994), (8_264, 0.181), (1_802, 0.287)),
        10_000: ((28_956, 0.456), (80_128, 0.116), (80_264, 0.224), (14_583, 0.622)),
        100_000: ((289_929, 8.45), (800_128, 0.19), (800_264, 0.775), (140_427, 2.87)),
    },
    "zeros": {
        10: ((40, 0.162), (208, 0.137), (344, 0.226), (208, 0.213)),
        100: ((400, 0.135), (928, 0.116), (1_064, 0.255), (214, 0.215)),
        1_000: ((4_000, 0.271), (8_128, 0.161), (8_264, 0.22), (242, 0.223)),
        10_000: ((40_000, 1.97), (80_128, 0.111), (80_264, 0.23), (310, 0.401)),
        100_000: ((400_000, 23), (800_128, 0.229), (800_264, 0.967), (1_009, 2.84)),
    },
}
RECORDED = {
    kind: tuple(
        Comparison(count, tuple(Cost(name, size, ms / 1000) for name, (size, ms) in zip(NAMES, costs, strict=True)))
        for count, costs in by_count.items()
    )
    for kind, by_count in _RECORDED_COSTS.items()
}
"""`compare_over` on each kind, for a page on which nothing can be measured."""


def compare_formats(array: Array, repeats: int = 3) -> Comparison:
    """Save an array in four formats, and load each file ``repeats`` times.

    Parameters
    ----------
    array
        One or two axes, at least one item; numbers, or records such as a table's rows. The text is written with
        ``fmt="%s"``, the shortest digits from which the same floating-point numbers are read.
    repeats
        How often each file is loaded, 1 to 1,000 times. The least time counts: what disturbs a measurement makes it
        longer.

    Raises
    ------
    ValueError
        If a format does not give every item back, as text does not if a line of it would be empty, or a word has a
        line break in it.

    Notes
    -----
    The files are in a temporary folder that is removed. They have just been written, so the system still holds them in
    memory: what is measured is reading and decoding, not the disk.
    """
    _check(array, repeats)
    with tempfile.TemporaryDirectory(prefix="formats-") as folder:
        costs = []
        for name, (save, load) in _formats(array).items():
            path = Path(folder, f"array{name.replace(' ', '-')}")
            try:
                with path.open("wb") as file:
                    save(file, array)
                back = _loaded(load, path)
            except (ValueError, SystemError) as error:  # a text of records in records, or no characters of Unicode
                raise ValueError(f"array of dtype {array.dtype} does not come back from {name}: {error}") from error
            _check_same_items(name, array.reshape(-1), back.reshape(-1))
            seconds = min(_seconds(load, path) for _ in range(repeats))
            costs.append(Cost(name, path.stat().st_size, seconds))
    return Comparison(array.size, tuple(costs))


def compare_over(kind: str, counts: Sequence[int] = COUNTS) -> tuple[Comparison, ...]:
    """`compare_formats` on arrays of one of the `KINDS` and several lengths."""
    return tuple(compare_formats(KINDS[kind](count)) for count in counts)


def _formats(array: Array) -> dict[str, tuple[Callable[..., None], Callable[[Path], Array]]]:
    """How each format saves an array to an open file, and loads it from a path."""
    save_text = partial(np.savetxt, fmt="%d" if array.dtype.kind == "b" else "%s", delimiter="|", encoding="utf-8")
    load_text = partial(np.loadtxt, dtype=array.dtype, delimiter="|", comments=None, encoding="utf-8")
    save_npy = partial(np.save, allow_pickle=False)
    ways = ((save_text, load_text), (save_npy, np.load), (np.savez, _load_npz), (np.savez_compressed, _load_npz))
    return dict(zip(NAMES, ways, strict=True))


def _load_npz(path: Path) -> Array:
    with np.load(path) as archive:
        return archive["arr_0"]


def _loaded(load: Callable[[Path], Array], path: Path) -> Array:
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of a text without lines
        return load(path)


def _check_same_items(name: str, array: Array, back: Array) -> None:
    """ValueError if what was loaded is not, item for item, what was saved; both have one axis, as text has no shape."""
    if back.size != array.size:  # an empty word alone on its line is no line of a text
        raise ValueError(f"array has {array.size} items, and {back.size} of them come back from {name}")
    changed = np.flatnonzero(~_same(array, back))
    if changed.size:
        item, found = (checks.short_repr(each[changed[0]].item()) for each in (array, back))
        raise ValueError(f"array of dtype {array.dtype} does not come back from {name}: expected {item}, found {found}")


def _same(array: Array, back: Array) -> NDArray[np.bool_]:
    """For each item along the first axis, whether it has come back; a NaN is the same as another."""
    if array.dtype.names is not None:
        same = np.ones(len(array), bool)
        for field in array.dtype.names:
            same &= _same(array[field], back[field])
        return same
    if array.dtype.kind == "c":
        return _same(array.real, back.real) & _same(array.imag, back.imag)
    equal = array == back
    if array.dtype.kind in "fmM":
        equal |= np.isnan(array) & np.isnan(back)
    return equal.all(axis=tuple(range(1, equal.ndim)))


def _seconds(load: Callable[[Path], Array], path: Path) -> float:
    began = time.perf_counter()
    load(path)
    return time.perf_counter() - began


def _check(array: Array, repeats: int) -> None:
    unmasked("array", array)
    if array.dtype.hasobject or (array.dtype.kind not in "biufc" and array.dtype.names is None):
        raise TypeError(f"array has dtype {array.dtype}, expected numbers, or records without Python objects")
    if array.ndim not in (1, 2) or not array.size:
        raise ValueError(f"array has shape {array.shape}, expected one or two axes and at least one item")
    checks.integer("repeats", repeats, 1, MAX_REPEATS)
