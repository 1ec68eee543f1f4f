"""What a step costs on this machine: measured, and on paper beside it."""

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .. import checks, interrupts
from ..char_model.recipe import Recipe
from . import checkpoint as checkpoints
from .checkpoint import Training
from .cost import Communication, communication
from .processes import Workers
from .ring import Door, Ring

WORKERS = 2
STEPS, FIRST = 45, 5
"""How many steps are measured, and after how many others: the first need longer."""
CARRIED = 2
"""Numbers that travel behind the gradient: the loss, and whether a worker wants to stop."""
LARGE, SMALL = 2**20, WORKERS
"""Numbers whose sum shows how many bits pass in a second, and how long a message takes that has next to none."""
TIMES = 30


@dataclass(frozen=True)
class Step:
    """What was measured of a training's steps: the median."""

    workers: int
    batch_size: int
    """Rows, of all workers together."""
    seconds: float
    bytes_sent: float
    """By one worker."""

    def __str__(self) -> str:
        who = f"{self.workers} worker{'s' * (self.workers > 1)}"
        return f"{who}, {self.batch_size} rows: {1000 * self.seconds:.1f} ms, {self.bytes_sent:,.0f} bytes a step"


@dataclass(frozen=True)
class Measured:
    """Steps of one worker and of two, and what those of two need on paper."""

    half: Step
    """One worker, with half the rows."""
    alone: Step
    """One worker."""
    same_global: Step
    """Two workers, which share out as many rows as one had."""
    same_local: Step
    """Two workers, each with as many rows as one had."""
    on_paper: Communication
    """Of two workers: from the steps of one, and from how fast this machine's messages are."""


@interrupts.deferred_interrupts()
def measure(text: str, recipe: Recipe = Recipe(), report: Callable[[Step], object] = print) -> Measured:
    """Measure what a training's step costs one worker and two, which are processes of this machine.

    Each computes with one thread, so that two workers have twice what one has. They need two cores that nothing else
    keeps busy, and even then share the speed of the memory: two gain less than paper says, or nothing.

    Parameters
    ----------
    text, recipe
        As in `train`, but for the epochs: every training has 50 steps.
    report
        Called with each `Step` when it has been measured.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be: the recipe's batch must have two rows, and the text must be long
        enough for one of twice as many.
    KeyboardInterrupt
        If the learner wants no more.
    """
    checks.instance("text", text, str, "a string")
    checks.instance("recipe", recipe, Recipe, "a Recipe")
    checks.function("report", report)
    rows = checks.integer("batch_size", recipe.batch_size, 2)
    half = rows // 2
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ways = [(1, half), (1, rows), (WORKERS, rows), (WORKERS, WORKERS * rows)]
        trainings = [_training(Path(folder, str(i)), text, recipe, size) for i, (_, size) in enumerate(ways)]
        bandwidth, latency = loopback()
        steps = []
        for (workers, _), training in zip(ways, trainings, strict=True):
            steps.append(_measured(training, workers))
            report(steps[-1])
        parameters = checkpoints.newest(trainings[0]).model.parameters
    # Of seconds that grow in a straight line with the rows, those at no rows.
    of_half, alone, same_global, same_local = steps
    fixed = (rows * of_half.seconds - half * alone.seconds) / (rows - half)
    fixed = min(max(0.0, fixed), alone.seconds)
    on_paper = communication(parameters + CARRIED, WORKERS, bandwidth, alone.seconds, latency, fixed)
    return Measured(of_half, alone, same_global, same_local, on_paper)


def _training(folder: Path, text: str, recipe: Recipe, batch_size: int) -> Training:
    """So many steps, as `Training.of` allows."""
    batches = max(1, (len(text) - 1) // (batch_size * recipe.window))
    epochs, dropout = (FIRST + STEPS) / batches, recipe.dropout or 0.0
    return Training.of(folder, text, replace(recipe, batch_size=batch_size, epochs=epochs, dropout=dropout), seed=0)


def _measured(training: Training, workers: int) -> Step:
    checkpoints.begin(training)
    with Workers(training.folder, workers, save_every=training.updates, threads=1) as team:
        told = [event.details for event in team.events() if event.rank == 0 and event.name == "step"]
    if len(told) < training.updates:
        raise KeyboardInterrupt
    seconds, sent = (
        statistics.median(np.diff([details[name] for details in told[FIRST - 1 :]]))
        for name in ("seconds", "bytes_sent")
    )
    return Step(workers, training.recipe.batch_size, float(seconds), float(sent))


def loopback() -> tuple[float, float]:
    """How fast this machine's messages to itself are: bits per second, and the seconds of one that is all but empty.

    Measured by sums in a ring of two threads, which have nothing else to do.
    """
    key = secrets.token_bytes(32)
    doors = [Door(key) for _ in range(WORKERS)]
    ports = [door.port for door in doors]

    def seconds(rank: int) -> list[float]:
        ring = doors[rank].join(rank, ports)
        return [_all_reduce_seconds(ring, length) for length in (LARGE, SMALL)]

    with ThreadPoolExecutor(WORKERS) as pool:
        (large, small), *_ = pool.map(seconds, range(WORKERS))
    sums = communication(LARGE, WORKERS, bandwidth=1.0, seconds_per_step=1.0)
    return 8 * sums.bytes_sent / large, small / sums.messages


def _all_reduce_seconds(ring: Ring, length: int) -> float:
    """The median time of a sum of so many numbers."""
    array, seconds = np.zeros(length, np.float32), []
    for _ in range(TIMES):
        began = time.perf_counter()
        ring.all_reduce(array)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
