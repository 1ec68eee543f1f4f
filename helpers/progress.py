"""The learner's progress: the names of the exercises solved, in one small JSON file of the learner's own.

The file is replaced whole, never rewritten in place, and merged with what another notebook wrote meanwhile. What
goes wrong with it is told in ``Progress.trouble``, never raised: a lesson does not stop because a disk is full.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock

from . import files

VERSION = 2
MOVED = {"05.balanced": "06.balanced"}
"""Exercises that lesson 05 gave to a lesson of their own, by their names in version 1; what was 06 became 07."""
FOLDER = "neural-networks-by-hand"
PATIENCE = 2.0  # seconds; a writer needs milliseconds, so one that takes longer has died


@dataclass(frozen=True)
class Progress:
    """Names of the solved exercises, such as ``03.blame_w7``, and in words what is wrong with the file, if anything."""

    solved: frozenset[str] = frozenset()
    trouble: str = ""


def path() -> Path:
    """Where the progress is kept: ``SERIES_PROGRESS_FILE``, or the platform's folder for a user's data."""
    chosen = os.environ.get("SERIES_PROGRESS_FILE")
    return Path(chosen) if chosen else platformdirs.user_data_path(FOLDER, appauthor=False) / "progress.json"


def read() -> Progress:
    """The progress so far; none where there is no file yet. A damaged file is set aside, and that is said."""
    try:
        return _load(path())
    except OSError as error:
        return Progress(trouble=f"Your progress could not be read ({error}).")


def record(name: str) -> Progress:
    """Add a solved exercise to the file, and return the progress with it."""
    try:
        file = path()
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=PATIENCE):
            before = _load(file)
            after = Progress(before.solved | {name}, before.trouble)
            if after.solved != before.solved:
                with files.atomic_write(file) as out:
                    out.write(json.dumps({"version": VERSION, "solved": sorted(after.solved)}, indent=1).encode())
        return after
    except OSError as error:
        trouble = f"It counts, but your progress could not be saved ({error})."
        return Progress(read().solved | {name}, trouble)


def _load(file: Path) -> Progress:
    try:
        return Progress(_parse(file.read_bytes()))
    except FileNotFoundError:
        return Progress()
    except ValueError as error:
        aside = _set_aside(file)
        trouble = (
            f"Your progress file was not one of this series ({error}). It is kept as {aside}; counting starts anew."
        )
        return Progress(trouble=trouble)


def _parse(content: bytes) -> frozenset[str]:
    """The solved names in a file's content; ValueError if it is no progress file."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(data, dict) or data.get("version") not in (1, VERSION):
        raise ValueError(f"it has no version 1 or {VERSION}")
    solved = data.get("solved")
    if not isinstance(solved, list) or not all(isinstance(name, str) for name in solved):
        raise ValueError("it has no list of solved exercises")
    return frozenset(map(_renumbered, solved) if data["version"] == 1 else solved)


def _renumbered(name: str) -> str:
    """The name of an exercise today, from its name in version 1."""
    return MOVED.get(name, f"07.{name[3:]}" if name.startswith("06.") else name)


def _set_aside(file: Path) -> Path:
    """Rename a file to the first free name beside it, so that no older one is lost."""
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    file.rename(aside)
    return aside
