"""What every number and word from outside passes through: one plain answer to a wrong shape, a wrong type or a NaN."""

import math
import reprlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
MAX_LOSS = 1e6
"""Nats. One who gives every answer the smallest probability that float32 can hold has a loss of 103."""
_repr = reprlib.Repr()
_repr.maxstring = _repr.maxother = _repr.maxlong = 80
_repr.maxlist = _repr.maxtuple = 12
short_repr = _repr.repr
"""A value as an error shows it: whole if it is short, or the megabytes of an array would hide what is said of them."""


def numbers(name: str, value: ArrayLike, shape: tuple[int | None, ...]) -> Floats:
    """A read-only float64 copy of ``value``, which must have ``shape``; None stands for any length from 1 up.

    TypeError if something in it is no number (a string, None, True, ...); ValueError if the shape is another one, or a
    number is NaN or infinite.
    """
    if not isinstance(value, np.ndarray) and not all(map(_is_number, _leaves(value))):
        raise TypeError(f"{name} is {short_repr(value)}, expected {_wanted(shape)}")
    try:
        array = np.array(value)
    except ValueError:  # rows of different lengths
        raise ValueError(f"{name} is {short_repr(value)}, expected {_wanted(shape)}") from None
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} is {short_repr(value)}, expected {_wanted(shape)}")
    if array.ndim != len(shape) or not all(m and n in (None, m) for n, m in zip(shape, array.shape, strict=True)):
        raise ValueError(f"{name} is {short_repr(value)} with shape {array.shape}, expected {_wanted(shape)}")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} is {short_repr(value)}, expected {_wanted(shape)}, all finite")
    array.setflags(write=False)
    return array


def _wanted(shape: tuple[int | None, ...]) -> str:
    sizes = ["any" if n is None else str(n) for n in shape]
    return f"numbers of shape ({', '.join(sizes)}{',' * (len(sizes) == 1)})"


def _leaves(value: object) -> list[object]:
    """The items of nested lists and tuples; anything else is its own only leaf."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _is_number(value: object) -> bool:
    # What can turn itself into an array, such as a tensor, is judged by the array it becomes.
    return not isinstance(value, bool | np.bool_) and (isinstance(value, Real) or hasattr(value, "__array__"))


def finite_array(name: str, value: Any) -> NDArray[Any]:
    """``value`` as an array, if all of it is finite numbers; TypeError or ValueError otherwise."""
    array = as_array(name, value)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} has dtype {array.dtype}, expected an array of numbers")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds values that are not finite, expected numbers only")
    return array


def as_array(name: str, value: Any) -> NDArray[Any]:
    """``value`` as an array; ValueError if its rows are of different lengths."""
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths, expected an array") from None


def number(name: str, value: float) -> float:
    """``value`` as a float; TypeError if it is no number, ValueError if it is not finite."""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} is {short_repr(value)}, expected a number")
    if not _is_finite(value):
        raise ValueError(f"{name} is {value!r}, expected a finite number")
    return float(value)


def positive(name: str, value: float) -> float:
    """``value`` as a float above 0; TypeError if it is no number, ValueError if it is not positive and finite."""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} is {short_repr(value)}, expected a number > 0")
    if not (value > 0 and _is_finite(value) and float(value) > 0):  # a fraction can be smaller than any float
        raise ValueError(f"{name} is {value!r}, expected a number > 0")
    return float(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number can be larger than any float
        return False


def integer(name: str, value: int, least: int, most: int | None = None) -> int:
    """``value`` as an int; TypeError if it is no whole number, ValueError if it is out of its range."""
    wanted = f"a whole number >= {least}" if most is None else f"a whole number from {least:,} to {most:,}"
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name} is {short_repr(value)}, expected {wanted}")
    if value < least or (most is not None and value > most):
        raise ValueError(f"{name} is {int(value)}, expected {wanted}")
    return int(value)


def integers(name: str, values: Iterable[int], least: int, most: int | None = None) -> tuple[int, ...]:
    """``values`` as ints, at least one of them, and each as in `integer`."""
    if not isinstance(values, Iterable) or isinstance(values, str | bytes):
        raise TypeError(f"{name} is {short_repr(values)}, expected several whole numbers >= {least}")
    found = tuple(integer(name, value, least, most) for value in values)
    if not found:
        raise ValueError(f"{name} is empty, expected at least one whole number >= {least}")
    return found


def loss(value: float, learning_rate: float, where: str, default_rate: float) -> float:
    """The ``value`` of a loss in nats, if a training can go on from it.

    ``where``: such as "at step 2 of epoch 1"; ``default_rate``: one that is known to work. ValueError if the loss
    is lost: no number, or so large that no training has come back from there.
    """
    if not value < MAX_LOSS:
        raise ValueError(
            f"learning_rate is {learning_rate:g}, expected a smaller one: {where} the loss was lost, it is {value:.3g}."
            f" Train again with less, such as {min(default_rate, learning_rate / 10):g}"
        )
    return value


def boolean(name: str, value: bool) -> bool:
    """``value``, if it is True or False; TypeError otherwise."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is {short_repr(value)}, expected True or False")
    return value


def instance(name: str, value: T, kind: type, wanted: str) -> T:
    """``value``, if it is of ``kind``; TypeError, saying what was ``wanted``, otherwise."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {short_repr(value)}, expected {wanted}")
    return value


def one_of(name: str, value: str, known: Collection[str]) -> str:
    """``value``, if it is one of the ``known`` strings; ValueError otherwise, whatever it is."""
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} is {short_repr(value)}, expected one of {', '.join(map(repr, known))}")
    return value


def function(name: str, value: F) -> F:
    """``value``, if it can be called; TypeError otherwise."""
    if not callable(value):
        raise TypeError(f"{name} is {short_repr(value)}, expected a function")
    return value


def strings(name: str, value: Iterable[str], wanted: str = "several strings") -> list[str]:
    """``value`` as a list of strings, perhaps empty; TypeError if it is a single one, or holds something else."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"{name} is {short_repr(value)}, expected {wanted}")
    found = list(value)
    for item in found:
        if not isinstance(item, str):
            raise TypeError(f"{name} has {short_repr(item)} in it, expected strings")
    return found


def unique_strings(name: str, value: Iterable[str], known: Collection[str] = ()) -> tuple[str, ...]:
    """``value`` as a tuple of different strings, at least one, of ``known`` ones where these are given.

    TypeError if it holds something else than strings, ValueError otherwise.
    """
    found = tuple(strings(name, value, f"several words, such as {list(known or ('king', 'queen'))[:2]}"))
    if not found:
        raise ValueError(f"{name} is empty, expected at least one word")
    word, count = Counter(found).most_common(1)[0]
    if count > 1:
        raise ValueError(f"{name} has {word!r} more than once, expected every word once")
    for word in found if known else ():
        one_of(f"a word of {name}", word, known)
    return found


def results(argument: str, given: Mapping[str, Any], kind: type, lists: int = 0) -> None:
    """TypeError or ValueError if ``given`` is not results of ``kind`` by name, or ``lists`` deep lists of them.

    Neither ``given`` nor a list may be empty.
    """
    wanted = f"{'lists of ' * lists}{kind.__name__} by name"
    level: list[Any] = [list(instance(argument, given, Mapping, wanted).values())]
    for each_is in (*[Sequence] * lists, kind):
        if not all(map(len, level)):
            raise ValueError(f"{argument} is {short_repr(given)}, expected {wanted}, nothing of it empty")
        level = [instance(argument, one, each_is, wanted) for each in level for one in each]
