"""One worker of a training: ``python -m helpers.scaleout.worker FOLDER``, the same on a laptop and on a cluster.

It goes on with the training in FOLDER, which all workers must see; ``--text`` begins one there. Who the other workers
are, it learns from TF_CONFIG, or, in a ring, from its supervisor. It says what it does in lines of JSON on its standard
output, each an object with a key ``event``. Whoever supervises it (``--supervised``) answers on its standard input,
first with what it needs to know, then perhaps with the word ``stop``; and when that input ends, it ends too, so that no
worker outlives its notebook. Without a supervisor, SIGTERM lets all workers stop after the step that they are at, and
save it.
"""

import argparse
import json
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

import numpy as np

from .. import checks
from ..char_model.optimizer import scheduled_rate
from ..char_model.recipe import Recipe, batches
from ..characters import Ids
from . import checkpoint
from .checkpoint import Checkpoint, Training
from .replica import NumPyReplica
from .ring import Door
from .tf_config import TFConfig

ENGINES = ("ring", "tensorflow")
STOPPED = 75
"""Exit status of one that has stopped, saved, and should be started again: EX_TEMPFAIL, as Unix calls it."""
SAVE_EVERY = 20
"""Steps from one checkpoint to the next."""


class Supervisor:
    """Who has started this worker and writes to its standard input, line by line."""

    def __init__(self) -> None:
        self.wants_stop = False
        self._rest = b""

    def line(self) -> Any:
        """The next line, which is JSON; EOFError if the supervisor has gone."""
        while b"\n" not in self._rest:
            # Not sys.stdin: Python ends with an abort if a thread still reads from that.
            if not (part := os.read(0, 65536)):
                raise EOFError("the supervisor has gone")
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return json.loads(line)

    def watch(self) -> None:
        """From now on, take note of the word ``stop``, and end with the supervisor."""
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        try:
            while True:
                self.wants_stop = self.line() == "stop" or self.wants_stop
        except EOFError:
            os._exit(1)  # from this thread, the only way to end the other, whatever it is waiting for


def tell(event: str, **details: Any) -> None:
    """Write a line for whoever reads what this worker does."""
    print(json.dumps({"event": event, **details}), flush=True)  # noqa: T201


class Replica(Protocol):
    """A worker's copy of the network."""

    @property
    def steps(self) -> int:
        """Updates so far."""

    @property
    def bytes_sent(self) -> int | None:
        """All that this worker has sent, where that is known."""

    def step(self, x: Ids, y: Ids, begins: bool, learning_rate: float, stop: bool = False) -> tuple[float, bool]:
        """One update."""

    def checkpoint(self) -> Checkpoint:
        """How far the training has come."""


def train(training: Training, replica: Replica, save_every: int, wants_stop: Callable[[], bool], writes: bool) -> None:
    """Go through a training's steps to the last, or to the one at which a worker ``wants_stop``.

    One worker ``writes`` the checkpoints, which all of them put together.
    """
    recipe, updates, began = training.recipe, training.updates, time.perf_counter()
    for x, y, begins in islice(batches(training.ids, recipe, training.seed), replica.steps, updates):
        rate = scheduled_rate(replica.steps, updates, recipe.learning_rate)
        with np.errstate(over="ignore", invalid="ignore"):  # told below, in other words
            bits, stopping = replica.step(x, y, begins, rate, wants_stop())
        step = replica.steps
        checks.loss(bits * math.log(2), recipe.learning_rate, f"at step {step}", Recipe.learning_rate)
        tell("step", step=step, bits=bits, seconds=time.perf_counter() - began, bytes_sent=replica.bytes_sent)
        if stopping or step == updates or step % save_every == 0:
            reached = replica.checkpoint()
            if writes:
                checkpoint.write(training, reached)
                tell("saved", step=step)
        if stopping:
            return


def on_ring(folder: Path, save_every: int, supervisor: Supervisor) -> None:
    """Train in a ring of this machine's processes, which a supervisor has started."""
    rank, key = supervisor.line()
    door = Door(bytes.fromhex(key))
    tell("listening", port=door.port)
    ports = supervisor.line()
    supervisor.watch()
    training = checkpoint.open_training(folder)
    ring = door.join(rank, ports)
    replica = NumPyReplica(training, checkpoint.newest(training), ring)
    train(training, replica, save_every, lambda: supervisor.wants_stop, writes=rank == 0)


def on_tensorflow(
    folder: Path,
    save_every: int,
    watch: Callable[[], Callable[[], bool]],
    begin: Callable[[Path], object] | None = None,
) -> bool:
    """Train with the workers that TF_CONFIG lists; returns whether the training has come to its end.

    Worker 0 will ``begin`` a training, if none has begun in the folder. Once all workers are there, ``watch`` is called
    for a function that says whether to stop.
    """
    config = TFConfig.of(os.environ)
    from .tensorflow_replica import Collectives, TensorFlowReplica  # takes seconds, and needs the variable

    collectives = Collectives(config)
    writes = collectives.rank == 0
    if writes and begin and not checkpoint.is_begun(folder):
        begin(folder)
    step = checkpoint.newest(checkpoint.open_training(folder)).step if writes else 0
    # From worker 0 the others learn where it goes on; and they wait for it here, as it may have to begin.
    (step,) = collectives.all_reduce(np.array([step], np.int64))
    tell("joined", workers=collectives.size, step=int(step))
    training = checkpoint.open_training(folder)
    replica = TensorFlowReplica(training, checkpoint.of_step(training, int(step)), collectives)
    train(training, replica, save_every, watch(), writes)
    return replica.steps == training.updates


class Terminated:
    """Whether someone, such as a scheduler that needs the machine, has sent SIGTERM: call it."""

    def __init__(self) -> None:
        self._asked = False
        signal.signal(signal.SIGTERM, self._take_note)

    def _take_note(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def __call__(self) -> bool:
        return self._asked


def main() -> int:
    """Read the command line, train, and say how it ended; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m helpers.scaleout.worker", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the training has begun, and its checkpoints are")
    parser.add_argument("--engine", choices=ENGINES, default="tensorflow", help="who adds up (default: %(default)s)")
    parser.add_argument("--supervised", action="store_true", help="standard input is a supervisor's")
    parser.add_argument("--save-every", type=int, default=SAVE_EVERY, help="steps from one checkpoint to the next")
    parser.add_argument("--text", type=Path, help="a text, to begin a training with if none has begun in the folder")
    parser.add_argument("--seed", type=int, default=0, help="of that training")
    parser.add_argument("--recipe", type=json.loads, default={}, help="its recipe, such as '{\"units\": 512}'")
    given = parser.parse_args()
    if given.engine == "ring" and not given.supervised:
        parser.error("a ring needs a supervisor: scaleout.train starts one")
    ended = True
    try:
        if given.supervised:
            # The learner's interrupt is for the supervisor.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            supervisor = Supervisor()
            if given.engine == "ring":
                on_ring(given.folder, given.save_every, supervisor)
            else:
                supervisor.watch()
                on_tensorflow(given.folder, given.save_every, lambda: lambda: supervisor.wants_stop)
        else:
            ended = on_tensorflow(given.folder, given.save_every, Terminated, begin_from(given) if given.text else None)
    except Exception as error:
        tell("failed", kind=type(error).__name__, words=str(error))
        raise
    tell("ended" if ended else "stopped")
    return 0 if ended else STOPPED


def begin_from(given: argparse.Namespace) -> Callable[[Path], None]:
    """What begins the training that the command line describes."""
    text = given.text.read_text(encoding="utf-8")
    recipe, seed = Recipe(**given.recipe), checks.integer("seed", given.seed, 0, 2**32 - 1)
    return lambda folder: checkpoint.begin(Training.of(folder, text, recipe, seed))


if __name__ == "__main__":
    sys.exit(main())
