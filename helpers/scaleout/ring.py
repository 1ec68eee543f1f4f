"""Ring all-reduce: workers in a ring add up their arrays, and each sends only to the one after it.

Every array is cut into as many chunks as there are workers. First each chunk travels once around, and every worker on
its way adds its own numbers: reduce-scatter. Then the sums travel around once more: all-gather. Each worker sends
2 (n - 1) / n times the bytes of its array. Where only the workers themselves add, no way asks less of the busiest of
them (Patarasuk & Yuan 2009).

The connections are those of Python's ``multiprocessing``: on this machine only, and for who knows the key.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError, Pipe
from multiprocessing.connection import Client, Connection, Listener

import numpy as np

from ..char_model.model import Floats

LOOPBACK = "127.0.0.1"
"""The address at which a machine reaches itself, and nobody else reaches it."""


class Ring:
    """One worker's place in the ring.

    Attributes
    ----------
    bytes_sent : int
        All that this worker has sent.
    """

    def __init__(self, rank: int, size: int, following: Connection, previous: Connection) -> None:
        self.rank, self.size = rank, size
        self._following, self._previous = following, previous
        self.bytes_sent = 0

    def all_reduce(self, array: Floats) -> None:
        """Put the sum over all workers' arrays in the place of each (N,).

        ConnectionError if a neighbour has gone.
        """
        n, chunks = self.size, np.array_split(array, self.size)
        for hop in range(n - 1):  # reduce-scatter: add what arrives
            chunks[(self.rank - hop - 1) % n] += self._exchange(chunks[(self.rank - hop) % n])
        for hop in range(n - 1):  # all-gather: keep what arrives
            chunks[(self.rank - hop) % n][:] = self._exchange(chunks[(self.rank - hop + 1) % n])

    def _exchange(self, chunk: Floats) -> Floats:
        """Send a chunk to the following worker, and return what the previous one has sent."""
        with _neighbours(self.rank):
            if self.rank % 2:  # if all sent first, all could wait for each other
                received = self._receive()
                self._send(chunk)
            else:
                self._send(chunk)
                received = self._receive()
        return np.frombuffer(received, chunk.dtype)

    def _send(self, chunk: Floats) -> None:
        self._following.send_bytes(chunk.tobytes())
        self.bytes_sent += chunk.nbytes

    def _receive(self) -> bytes:
        return self._previous.recv_bytes()


@contextmanager
def _neighbours(rank: int) -> Iterator[None]:
    """ConnectionError, with a word on it, where a neighbour of this worker cannot be reached."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise ConnectionError(f"a neighbour of worker {rank} has gone") from error


class Door:
    """Where a worker can be reached, at a port that the system has found free."""

    def __init__(self, key: bytes) -> None:
        self._key, self._listener = key, Listener((LOOPBACK, 0), authkey=key)

    @property
    def port(self) -> int:
        """The number of the port."""
        return int(self._listener.address[1])

    def join(self, rank: int, ports: Sequence[int]) -> Ring:
        """Close the ring, when the ``ports`` of all workers are known, in order.

        ConnectionError if the following worker has gone.
        """
        size = len(ports)
        with self._listener, _neighbours(rank):
            if size == 1:
                previous, following = Pipe(duplex=False)
            elif rank % 2:  # if all called first, nobody would answer
                previous, following = self._answer(), self._call(ports[(rank + 1) % size])
            else:
                following, previous = self._call(ports[(rank + 1) % size]), self._answer()
            return Ring(rank, size, following, previous)

    def _call(self, port: int) -> Connection:
        return Client((LOOPBACK, port), authkey=self._key)

    def _answer(self) -> Connection:
        """The first caller who knows the key; any program of this machine may call, and others are turned away."""
        while True:
            with suppress(AuthenticationError, EOFError, ConnectionError):
                return self._listener.accept()
