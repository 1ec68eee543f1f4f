"""Kill workers of trainings at random moments, and look what is lost: ``python -m research.scaleout_kills``.

Each training of lesson 08 is killed once, then goes on to its end, and is held against one that nobody has disturbed.
It takes two to four minutes on two cores. The moments are drawn from a seed; what a worker is doing then is not.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
import psutil

from helpers import scaleout
from helpers.char_model.model import Floats
from helpers.char_model.recipe import Recipe
from helpers.scaleout import checkpoint, training
from helpers.scaleout.training import ScaleoutProgress

TEXT = "the quick brown fox jumps over the lazy dog\n" * 120
RECIPE = Recipe(units=64, embedding=8, batch_size=6, window=16, epochs=3)
SAVE_EVERY = 2
"""So often that many a kill comes while a checkpoint is being written."""


@dataclass(frozen=True)
class Kill:
    """What a kill has done."""

    victim: int
    seconds: float
    """From the kill until the training had stopped, and none of its processes was left."""
    told: int
    """The last step that was reported."""
    saved: int
    """The step from which it went on."""
    writing: bool
    """Whether a checkpoint was being written."""
    equal: bool
    """Whether all losses are, to the bit, those of a training that nobody has disturbed."""
    left_over: bool
    """Whether a process, or a file that is half written, was left."""


def kill_often(kills: int, workers: int = 2, seed: int = 0, recipe: Recipe = RECIPE) -> Iterator[Kill]:
    """Kill one worker each of so many trainings."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as place, mock.patch.multiple(training, SAVE_EVERY=SAVE_EVERY, REPORT_EVERY=1):
        begun, unbroken, broken = (Path(place, name) for name in ("begun", "unbroken", "broken"))
        checkpoint.begin(checkpoint.Training.of(begun, TEXT, recipe, 0))
        shutil.copytree(begun, unbroken)
        began = time.perf_counter()
        scaleout.resume(unbroken, workers, report=lambda progress: None)
        longest, expected = time.perf_counter() - began, scaleout.losses(unbroken)
        while kills:
            shutil.copytree(begun, broken)
            if kill := kill_one(broken, workers, int(rng.integers(workers)), rng.uniform(0, longest), expected):
                kills -= 1
                yield kill
            shutil.rmtree(broken)


def kill_one(folder: Path, workers: int, victim: int, after: float, expected: Floats) -> Kill | None:
    """Kill a worker so many seconds after the training has begun; None if it had ended before."""
    told, killed_at = 0, 0.0

    def note(progress: ScaleoutProgress) -> None:
        nonlocal told
        told = progress.step

    def strike() -> None:
        nonlocal killed_at
        while len(found := processes()) < workers and not over.is_set():
            time.sleep(0.001)
        if not over.wait(after):
            with suppress(psutil.NoSuchProcess):
                found[victim].kill()
                killed_at = time.perf_counter()

    over = threading.Event()
    killer = threading.Thread(target=strike)
    killer.start()
    try:
        scaleout.resume(folder, workers, report=note)
    except scaleout.WorkerLost:
        seconds = time.perf_counter() - killed_at
    else:
        return None
    finally:
        over.set()
        killer.join()
    orphans, writing = bool(processes()), any(folder.glob("*.part"))
    saved = len(scaleout.losses(folder))
    scaleout.resume(folder, workers, report=lambda progress: None)
    equal = np.array_equal(scaleout.losses(folder), expected)
    return Kill(victim, seconds, told, saved, writing, equal, orphans or any(folder.glob("*.part")))


def processes() -> list[psutil.Process]:
    """The workers that this process has started, in order."""
    found = []
    for each in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "helpers.scaleout.worker" in each.cmdline():
                found.append(each)
    return sorted(found, key=lambda process: process.pid)


def main() -> None:
    kills = []
    for kill in kill_often(50):
        kills.append(kill)
        print(kill, flush=True)
    print(
        f"{len(kills)} kills: {sum(kill.writing for kill in kills)} while a checkpoint was being written, "
        f"{sum(kill.saved == 0 for kill in kills)} before the first one; "
        f"{sum(kill.equal for kill in kills)} went on with equal losses; "
        f"{sum(kill.left_over for kill in kills)} left something over; "
        f"at most {max(kill.told - kill.saved for kill in kills)} steps lost; "
        f"at most {max(kill.seconds for kill in kills):.2f} s until all had ended"
    )


if __name__ == "__main__":
    main()
