"""One worker of a training: ``python -m helpers.scaleout.worker FOLDER``, the same on a laptop and on a cluster.

It says what it does in lines of JSON on its standard output, each an object with a key ``event``. Whoever supervises it
(``--supervised``) answers on its standard input, first with what it needs to know, then perhaps with the word ``stop``;
and when that input ends, it ends too, so that no worker outlives its notebook.
"""

import argparse
import json
import math
import os
import signal
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from .. import checks
from ..char_model.optimizer import scheduled_rate
from ..char_model.recipe import Recipe, batches
from . import checkpoint
from .checkpoint import Training
from .replica import NumPyReplica
from .ring import Door

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


def train(
    training: Training, replica: NumPyReplica, save_every: int, wants_stop: Callable[[], bool], writes: bool
) -> None:
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


def on_ring(folder: Path, save_every: int) -> None:
    """Train in a ring of this machine's processes, which a supervisor has started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the learner's interrupt is for the supervisor
    supervisor = Supervisor()
    rank, key = supervisor.line()
    door = Door(bytes.fromhex(key))
    tell("listening", port=door.port)
    ports = supervisor.line()
    supervisor.watch()
    training = checkpoint.open_training(folder)
    ring = door.join(rank, ports)
    replica = NumPyReplica(training, checkpoint.newest(training), ring)
    train(training, replica, save_every, lambda: supervisor.wants_stop, writes=rank == 0)


def main() -> None:
    """Read the command line, train, and say how it ended."""
    parser = argparse.ArgumentParser(prog="python -m helpers.scaleout.worker", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the training has begun, and its checkpoints are")
    parser.add_argument("--save-every", type=int, default=SAVE_EVERY, help="steps from one checkpoint to the next")
    given = parser.parse_args()
    try:
        on_ring(given.folder, given.save_every)
    except Exception as error:
        tell("failed", kind=type(error).__name__, words=str(error))
        raise
    tell("ended")


if __name__ == "__main__":
    main()
