"""Try the lessons' claims over the grid: ``make claims``, some hours.

Runs that are stored already are not made again. With numbers of lessons behind it, theirs are: ``python -m
research.claims 05``. Stop it whenever you like: what has been run is kept.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from threadpoolctl import threadpool_info

from tools import dev, notebooks

from .lessons import LESSONS
from .paths import PATHS
from .table import Run, load, store

SETS = 20
AT_ONCE = 2
"""Runs side by side, for two cores: all but lesson 07 keep little more than one busy."""


def grid(lessons: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Lesson, set of seeds and path: each set on one of the paths, in turn; set 0 has the notebook's own seeds."""
    names = list(PATHS)
    yield from ((lesson, seeds, names[seeds % len(names)]) for seeds in range(SETS) for lesson in lessons)


def run(lesson: str, seeds: int, path: str) -> Run:
    """Run a lesson in a process of its own; CalledProcessError if a cell fails."""
    command = [sys.executable, "-m", "research.claims.run", lesson, str(seeds)]
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, cwd=dev.ROOT, env=os.environ | PATHS[path], check=True, stdout=-1, stderr=quiet)
    return Run(lesson, seeds, path, architecture(), json.loads(done.stdout))


def architecture() -> str:
    """What OpenBLAS takes this processor for, where nothing is set."""
    return next((str(pool["architecture"]) for pool in threadpool_info() if "architecture" in pool), "unknown")


def main(anew: Sequence[str]) -> None:
    unknown = set(anew) - set(LESSONS)
    if unknown:
        sys.exit(f"lessons are {sorted(unknown)}, expected some of {', '.join(LESSONS)}")
    runs = [run for run in load() if run.lesson not in anew]
    known = {(run.lesson, run.seeds, run.path) for run in runs}
    missing = [place for place in grid(list(anew or LESSONS)) if place not in known]
    with notebooks.offline_env(), ThreadPoolExecutor(AT_ONCE) as pool:
        for done in as_completed([pool.submit(run, *place) for place in missing]):
            runs.append(done.result())
            store(runs)
            failed = [claim for claim, margin in runs[-1].margins.items() if margin <= 0]
            print(runs[-1].lesson, "set", runs[-1].seeds, runs[-1].path, *failed, sep="; ", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
