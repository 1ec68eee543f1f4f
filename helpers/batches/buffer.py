"""The shuffle buffer of tf.data: how it works, and where an item can land."""

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..checks import integer, short_repr

Item = TypeVar("Item")


def shuffle_buffer(items: Iterable[Item], buffer_size: int, seed: int) -> Iterator[Item]:
    """Shuffle a stream with a buffer, as `tf.data.Dataset.shuffle` does.

    The buffer is filled with the first ``buffer_size`` items. Then, again and again, one of the items in it leaves,
    each as likely as the others, and the next item of the stream takes its place. When the stream has ended, the
    buffer empties in the same way.

    Parameters
    ----------
    items
        Anything to loop over, an endless stream too: no more of it is read than the buffer needs.
    buffer_size
        How many items the buffer holds. 1 leaves the order as it is; as many as there are items, or more, makes every
        order as likely as any other.
    seed
        Decides who leaves. The same seed gives the same order, but not that of tf.data, which has a generator of
        its own.

    Notes
    -----
    The algorithm is that of TensorFlow's ``ShuffleDataset``; that the orders have the same distribution is tested.

    Examples
    --------
    >>> list(shuffle_buffer("abcdef", buffer_size=1, seed=0))
    ['a', 'b', 'c', 'd', 'e', 'f']
    """
    try:
        stream = iter(items)
    except TypeError:
        raise TypeError(f"items is {short_repr(items)}, expected something to loop over, such as a list") from None
    return _leaving(stream, integer("buffer_size", buffer_size, 1), random.Random(integer("seed", seed, 0)))


def _leaving(stream: Iterator[Item], buffer_size: int, rng: random.Random) -> Iterator[Item]:
    buffer = list(islice(stream, min(buffer_size, sys.maxsize)))
    while buffer:
        yield buffer.pop(rng.randrange(len(buffer)))
        buffer.extend(islice(stream, 1))  # nothing, once the stream has ended


@dataclass(frozen=True)
class BufferState:
    """A shuffle in progress: what has left, what waits in the buffer (None in an empty slot), how much was read."""

    out: tuple[int, ...]
    slots: tuple[int | None, ...]
    read: int


def buffer_states(items: int, buffer_size: int, seed: int) -> tuple[BufferState, ...]:
    """A shuffle of the items 0, 1, 2, ... by `shuffle_buffer`, moment by moment.

    These are ``items + 1``: before anything has left, and after each item that left, its place taken.
    """
    order = list(shuffle_buffer(range(items), buffer_size, seed))
    size = min(buffer_size, items)
    slots: list[int | None] = list(range(size))
    states = [BufferState((), tuple(slots), size)]
    for drawn, leaving in enumerate(order, start=1):
        refill = size + drawn - 1
        slots[slots.index(leaving)] = refill if refill < items else None
        states.append(BufferState(tuple(order[:drawn]), tuple(slots), min(refill + 1, items)))
    return tuple(states)


def landing_probabilities(items: int, buffer_size: int) -> NDArray[np.float64]:
    """How likely it is that an item lands at a place: exact, for every item and every place.

    An item waits until it enters the buffer, which is ``buffer_size - 1`` places before its own at the earliest.
    While the buffer is full, it leaves with probability 1 / ``buffer_size`` at each place; afterwards every place
    that is left is as likely as the others.

    Returns
    -------
    array of shape (items, items)
        Row: where the item was in the stream. Column: where it is after the shuffle. Rows and columns sum to 1.

    Examples
    --------
    >>> landing_probabilities(3, buffer_size=2)
    array([[0.5 , 0.25, 0.25],
           [0.5 , 0.25, 0.25],
           [0.  , 0.5 , 0.5 ]])
    """
    items = integer("items", items, 1, 1000)
    size = min(integer("buffer_size", buffer_size, 1), items)
    place = np.arange(items)
    enters = np.maximum(0, place - size + 1)
    waited = place - enters[:, None]  # (item, place): how often others left while it was in the buffer
    full = items - size  # the last place that is drawn from a full buffer
    stays = 1 - 1 / size
    while_full = stays ** np.maximum(waited, 0) / size
    afterwards = stays ** np.maximum(full + 1 - enters, 0) / max(size - 1, 1)
    return np.where(waited < 0, 0.0, np.where(place <= full, while_full, afterwards[:, None]))
