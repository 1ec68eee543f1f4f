"""Workers as processes of this machine: started, listened to, and ended with whoever has started them."""

import builtins
import json
import os
import queue
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self, cast

from .. import interrupts, limits
from .ring import LOOPBACK
from .tf_config import VARIABLE, PortTaken, TFConfig

REPOSITORY = Path(__file__).parents[2]
THREADS = (
    *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"),
    "TF_NUM_INTRAOP_THREADS",
)
PATIENCE = 60.0
"""Seconds without a word from any worker, after which all are ended: one of them may hang."""
LAST_WORDS = 1.0
"""Seconds in which the others can say what they have noticed, where one has gone."""


class WorkerLost(RuntimeError):
    """A worker has ended before the training has."""


@dataclass(frozen=True)
class Event:
    """What a worker says it has done."""

    rank: int
    name: str
    details: dict[str, Any]


class Workers:
    """So many workers of a training; a context, at whose end all of them have ended.

    Parameters
    ----------
    folder
        The training's.
    count
        How many.
    save_every
        Steps from one checkpoint to the next.
    engine
        Who adds up: "ring" or "tensorflow".
    threads
        With how many each computes; without it, all of the cores are shared out.
    """

    def __init__(
        self, folder: Path, count: int, save_every: int, engine: str = "ring", threads: int | None = None
    ) -> None:
        self.count, self._engine = count, engine
        self._training = self._stopping = False
        self._events: queue.Queue[Event] = queue.Queue()
        self._logs = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        worker = [sys.executable, "-P", "-m", f"{__package__}.worker"]
        options = [f"--engine={engine}", f"--save-every={save_every}", "--supervised"]
        command = [*worker, str(folder.absolute()), *options]
        # So that this package is found, wherever the notebook is.
        path = os.pathsep.join([str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])])
        # More threads than cores would wait for each other.
        threads = threads or max(1, int(limits.usable_cores() / count))
        environment = os.environ | dict.fromkeys(THREADS, str(threads)) | {"PYTHONPATH": path}
        environments = [environment] * count
        if engine == "tensorflow":  # in a ring, each worker finds a port of its own
            cluster = tuple(f"{LOOPBACK}:{port}" for port in _free_ports(count))
            environments = [environment | {VARIABLE: TFConfig(cluster, rank).to_json()} for rank in range(count)]
        self._processes = [self._start(rank, command, environments[rank]) for rank in range(count)]
        self._readers = [threading.Thread(target=self._read, args=(rank,), daemon=True) for rank in range(count)]

    def _start(self, rank: int, command: Sequence[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        with self._log(rank).open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                start_new_session=True,  # the learner's interrupt is for the notebook's process
            )

    def _log(self, rank: int) -> Path:
        return Path(self._logs.name, f"worker-{rank}.log")

    def _read(self, rank: int) -> None:
        """Pass on what a worker says; at the last, that it has ended."""
        process = self._processes[rank]
        for line in cast(IO[bytes], process.stdout):
            with suppress(ValueError):  # the last line of one that was killed may be cut
                said = json.loads(line)
                self._events.put(Event(rank, said.pop("event"), said))
        self._events.put(Event(rank, "gone", {"status": process.wait()}))

    def _obituary(self, rank: int, status: int) -> str:
        """How a worker has ended, and the last that it wrote for whoever looks for the reason."""
        lines = self._log(rank).read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((f": {line.strip()}" for line in reversed(lines) if line.strip()), "")
        return f"worker {rank} has ended ({_in_words(status)}{last})"

    def _write(self, rank: int, line: object) -> None:
        pipe = cast(IO[bytes], self._processes[rank].stdin)
        with suppress(OSError):  # one that has gone says so elsewhere
            pipe.write(json.dumps(line).encode() + b"\n")
            pipe.flush()

    def events(self) -> Iterator[Event]:
        """What the workers do, from the beginning until all have ended.

        Raises
        ------
        WorkerLost
            If one has ended before its time, or all keep silent.
        PortTaken
            If another program has taken a port that was free.
        Exception
            What a worker could not do, of the kind that it met: ValueError for a checkpoint that is damaged, say.

        The learner's interrupt lets them stop after the step that they are at; a second one, or one that comes before
        the first step, ends this at once.
        """
        for reader in self._readers:
            reader.start()
        key, ports = secrets.token_hex(32), dict[int, int]()
        over = set[int]()  # who has come to an end, and said so
        cut_off = ""
        if self._engine == "ring":
            for rank in range(self.count):
                self._write(rank, [rank, key])
        while len(over) < self.count and (event := self._next()):
            match event.name:
                case "listening":
                    ports[event.rank] = event.details["port"]
                    if len(ports) == self.count:
                        self._training = True
                        for rank in range(self.count):
                            self._write(rank, [ports[each] for each in range(self.count)])
                case "joined":
                    self._training = True
                case "ended":
                    over.add(event.rank)
                case "failed" if event.details["kind"] == "ConnectionError":
                    over.add(event.rank)  # because of a neighbour, who is still to be heard of
                    cut_off = event.details["words"]
                case "failed":
                    raise _error(**event.details)
                case "gone" if event.rank not in over:
                    yield event
                    yield from self._last_words(set(range(self.count)) - over - {event.rank})
                    raise WorkerLost(self._obituary(event.rank, event.details["status"]))
            yield event
        if cut_off and len(over) == self.count:  # all are there, but have lost each other
            raise WorkerLost(cut_off)

    def _last_words(self, waiting: set[int]) -> Iterator[Event]:
        """What those who are waiting for one that has gone still have to say, in the little time that they have."""
        until = time.monotonic() + LAST_WORDS
        with suppress(queue.Empty):
            while waiting:
                event = self._events.get(timeout=max(0.0, until - time.monotonic()))
                if event.name in ("ended", "failed", "gone"):
                    waiting.discard(event.rank)
                yield event

    def _next(self) -> Event | None:
        """The next event; None where the learner wants no more."""
        silent_since = time.monotonic()
        while True:
            try:  # before each event: they may come so fast that there is never a pause
                interrupts.check()
            except KeyboardInterrupt:
                if self._stopping or not self._training:
                    return None
                self.stop()
            with suppress(queue.Empty):
                return self._events.get(timeout=0.1)
            if time.monotonic() - silent_since > PATIENCE:
                raise WorkerLost(f"no worker has said a word for {PATIENCE:.0f} s")

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The numbers by which the operating system knows the workers."""
        return tuple(process.pid for process in self._processes)

    def stop(self) -> None:
        """Let the workers stop after the step that they are at, and save it."""
        self._stopping = True
        for rank in range(self.count):
            self._write(rank, "stop")

    def kill(self, rank: int) -> None:
        """End one worker at once, as a power cut would."""
        self._processes[rank].kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
        for reader in self._readers:
            if reader.is_alive():
                reader.join()
        for process in self._processes:
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was to be written to one that has gone
                    cast(IO[bytes], pipe).close()
        self._logs.cleanup()


def _free_ports(count: int) -> list[int]:
    """So many different ports that are free now; another program may take them before a worker does."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("", 0))  # as TensorFlow will, on every interface
        return [each.getsockname()[1] for each in sockets]


def _error(kind: str, words: str) -> Exception:
    """The exception that a worker has met, if words make one of that kind; else a RuntimeError."""
    found = PortTaken if kind == PortTaken.__name__ else getattr(builtins, kind, None)
    if isinstance(found, type) and issubclass(found, Exception):
        with suppress(TypeError):  # a UnicodeDecodeError, say, is made of more
            return found(words)
    return RuntimeError(f"{kind}: {words}")


def _in_words(status: int) -> str:
    return f"killed by signal {-status}" if status < 0 else f"exit status {status}"
