"""The rows of a batch shared out: one half is read here and one in a process of its own, side by side.

Python's threads would wait for each other between NumPy's many small operations; processes do not. The weights and both
gradients lie in a file that both processes have mapped into their memory; what goes through the pipes are the windows,
and the loss. How a batch is cut does not depend on the machine, so neither does how the sums are rounded: with a single
core both halves are read here, one after the other.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Literal, Self, cast

import numpy as np
from threadpoolctl import threadpool_limits

from .. import limits
from ..char_model.bptt import BPTT, views
from ..char_model.model import Floats
from ..characters import Ids

REPOSITORY = Path(__file__).parents[2]
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""A part keeps one core busy; more threads than cores would wait for each other."""


@dataclass(frozen=True)
class Shard:
    """What a process must know to read its rows of every batch; it goes to the process as JSON."""

    file: str
    """Numbers that all processes share, (3, P): the weights, and the gradients of two parts."""
    index: int
    """Which of them is this part's gradient."""
    dtype: str
    shapes: Sequence[Sequence[int]]
    """Of the model's weights."""
    rows: int
    window: int
    characters: int
    """Of a whole batch."""
    dropout: float
    seed: Sequence[int]

    def shared(self, mode: Literal["r+", "w+"] = "r+") -> Floats:
        """The numbers in the file."""
        size = sum(int(np.prod(shape)) for shape in self.shapes)
        return np.asarray(np.memmap(self.file, np.dtype(self.dtype), mode, shape=(3, size)))


class LocalShard:
    """A part that is read in this process."""

    def __init__(self, part: Shard) -> None:
        shared = part.shared()
        self._gradient = views(shared[part.index], part.shapes)
        self._reader = BPTT(views(shared[0], part.shapes), part.rows, part.window, part.dropout, part.seed)
        self._characters = part.characters

    def begin(self, x: Ids, y: Ids, reset: bool) -> None:
        """Take the next windows; with ``reset`` their states begin with zeros."""
        self._windows = x, y
        if reset:
            self._reader.reset()

    def loss(self) -> float:
        """The part's share of the loss, after which its gradient is in the file."""
        return self._reader.gradient(*self._windows, self._characters, self._gradient)

    def close(self) -> None:
        """Nothing is left open."""


class RemoteShard:
    """A part that is read in a process of its own."""

    def __init__(self, part: Shard) -> None:
        path = os.pathsep.join([str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"import {__name__} as shards; shards.serve()", json.dumps(asdict(part))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | dict.fromkeys(ONE_THREAD, "1") | {"PYTHONPATH": path},
            start_new_session=True,  # the learner's interrupt is for the notebook's process
        )
        self._input, self._output = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)

    def begin(self, x: Ids, y: Ids, reset: bool) -> None:
        """As `LocalShard.begin`; and the process sets to work."""
        with suppress(BrokenPipeError):  # told when the loss is asked for
            self._input.write(b"".join([bytes([reset]), x.astype("i4").tobytes(), y.astype("i4").tobytes()]))
            self._input.flush()

    def loss(self) -> float:
        """As `LocalShard.loss`; RuntimeError if the process has ended."""
        answer = self._output.read(8)
        if len(answer) < 8:
            raise RuntimeError("the training's second process has ended; start the training again")
        return float(np.frombuffer(answer)[0])

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


class DataParallel:
    """Loss and gradient of whole batches; a context, at whose end the other process ends too.

    Parameters
    ----------
    weights
        A model's arrays to begin with, in the order of Keras' ``get_weights()``.
    batch_size, window
        Rows of a batch and characters of a window.
    dropout, seed
        As in `BPTT`.
    processes
        1 or 2; without it 2 where there are two cores.

    Attributes
    ----------
    weights, gradient : arrays of shape (P,)
        All of the model's numbers, which whoever trains changes in index, and the gradient along them.
    """

    def __init__(
        self,
        weights: Sequence[Floats],
        batch_size: int,
        window: int,
        dropout: float = 0.0,
        seed: int = 0,
        processes: int | None = None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._rows = -(-batch_size // 2)
        file, dtype, shapes = str(Path(self._folder.name, "shared")), weights[0].dtype.name, [w.shape for w in weights]
        first = Shard(file, 1, dtype, shapes, self._rows, window, batch_size * window, dropout, (seed, 0))
        second = replace(first, index=2, rows=batch_size - self._rows, seed=(seed, 1))
        self._shapes = shapes
        self.weights, self.gradient, self._second_gradient = first.shared("w+")
        self.weights[:] = np.concatenate([weight.ravel() for weight in weights])
        remote = RemoteShard if (processes or limits.usable_cores()) > 1 else LocalShard
        self._shards = [LocalShard(first), *([remote(second)] if second.rows else [])]

    def loss(self, x: Ids, y: Ids, reset: bool = False) -> float:
        """The mean loss of windows ``x`` with targets ``y``, (B, T), in nats; `gradient` is that of this.

        With ``reset`` the states begin with zeros, else they go on from the windows before.
        """
        for part, rows in zip(self._shards, (slice(self._rows), slice(self._rows, None)), strict=False):
            part.begin(x[rows], y[rows], reset)
        total = sum(part.loss() for part in self._shards)
        self.gradient += self._second_gradient
        return total

    def arrays(self) -> list[Floats]:
        """A copy of the weights as they are now, in their shapes."""
        return views(self.weights.copy(), self._shapes)

    def __enter__(self) -> Self:
        self._threads = threadpool_limits(1, "blas")
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.restore_original_limits()
        for part in self._shards:
            part.close()
        del self._shards, self.weights, self.gradient, self._second_gradient  # Windows removes no file that is mapped
        self._folder.cleanup()


def serve() -> None:
    """The other process: it reads its part of each batch, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    np.seterr(over="ignore", invalid="ignore")  # a loss that is lost is told by who trains
    part = Shard(**json.loads(sys.argv[1]))
    here, (windows, answers) = LocalShard(part), (sys.stdin.buffer, sys.stdout.buffer)
    size = part.rows * part.window
    while message := windows.read(1 + 8 * size):
        x, y = np.frombuffer(message, "i4", offset=1).reshape(2, part.rows, part.window)
        here.begin(x, y, bool(message[0]))
        answers.write(np.float64(here.loss()).tobytes())
        answers.flush()
