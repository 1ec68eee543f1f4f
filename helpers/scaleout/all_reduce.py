"""A ring all-reduce as states to look at, hop by hop; `ring.Ring` goes through the same ones between processes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .. import checks
from .cost import BYTES

START, REDUCE_SCATTER, ALL_GATHER = "start", "reduce-scatter", "all-gather"


@dataclass(frozen=True)
class Chunk:
    """A part of a worker's array."""

    values: tuple[int, ...]
    workers: tuple[int, ...]
    """Whose numbers are added up in it, in rising order."""

    def __add__(self, other: "Chunk") -> "Chunk":
        values = tuple(a + b for a, b in zip(self.values, other.values, strict=True))
        return Chunk(values, tuple(sorted(self.workers + other.workers)))


@dataclass(frozen=True)
class Transfer:
    """A chunk on its way from a worker to the next."""

    sender: int
    receiver: int
    index: int
    """Which of the array's chunks it is."""
    chunk: Chunk


@dataclass(frozen=True)
class RingState:
    """What n workers hold after some hops; in each hop, every worker sends one chunk to the next."""

    phase: str
    """The one of the last hop: "reduce-scatter", then "all-gather"; "start" before the first."""
    hop: int
    """Of this phase, counted from 1."""
    chunks: tuple[tuple[Chunk, ...], ...]
    """Of each worker, its array in n parts."""
    transfers: tuple[Transfer, ...]
    """The last hop's, in the order of their senders."""
    bytes_sent: tuple[int, ...]
    """By each worker, in all hops so far."""

    @property
    def workers(self) -> int:
        """How many there are."""
        return len(self.chunks)

    @property
    def arrays(self) -> tuple[tuple[int, ...], ...]:
        """What each worker holds, in one piece."""
        return tuple(tuple(value for chunk in row for value in chunk.values) for row in self.chunks)

    def is_complete(self, worker: int, index: int) -> bool:
        """Whether a worker's chunk is the sum over all workers."""
        return len(self.chunks[worker][index].workers) == self.workers


def ring_states(arrays: ArrayLike) -> tuple[RingState, ...]:
    """A ring all-reduce from its start to its end, which comes after 2(n − 1) hops.

    Parameters
    ----------
    arrays : whole numbers of shape (n, N)
        One array a worker.

    Examples
    --------
    >>> [state.arrays for state in ring_states([[1, 2], [30, 40]])]
    [((1, 2), (30, 40)), ((1, 42), (31, 40)), ((31, 42), (31, 42))]

    TypeError or ValueError if they are something else.
    """
    numbers = checks.numbers("arrays", arrays, (None, None))
    if (numbers % 1).any():
        raise ValueError(f"arrays is {checks.short_repr(arrays)}, expected whole numbers")
    states = [_start(numbers.astype(int).tolist())]
    for phase in (REDUCE_SCATTER, ALL_GATHER):
        for hop in range(1, len(numbers)):
            states.append(_after_hop(states[-1], phase, hop))
    return tuple(states)


def _start(arrays: Sequence[Sequence[int]]) -> RingState:
    n = len(arrays)
    parts = [np.array_split(np.arange(len(array)), n) for array in arrays]
    chunks = tuple(
        tuple(Chunk(tuple(array[i] for i in part), (rank,)) for part in parts[rank])
        for rank, array in enumerate(arrays)
    )
    return RingState(START, 0, chunks, (), (0,) * n)


def _after_hop(state: RingState, phase: str, hop: int) -> RingState:
    n = state.workers
    # A worker passes on what it received in the hop before; an all-gather begins with the sum that it has completed.
    ahead = (phase == ALL_GATHER) - (hop - 1)
    transfers = tuple(
        Transfer(rank, (rank + 1) % n, (rank + ahead) % n, state.chunks[rank][(rank + ahead) % n]) for rank in range(n)
    )
    chunks = [list(row) for row in state.chunks]
    for sent in transfers:
        own = chunks[sent.receiver]
        own[sent.index] = own[sent.index] + sent.chunk if phase == REDUCE_SCATTER else sent.chunk
    more = (len(sent.chunk.values) * BYTES for sent in transfers)
    bytes_sent = tuple(before + now for before, now in zip(state.bytes_sent, more, strict=True))
    return RingState(phase, hop, tuple(map(tuple, chunks)), transfers, bytes_sent)
