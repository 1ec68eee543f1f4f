"""The learner's progress: the names of the exercises solved, in one small JSON file of the learner's own.

The file is replaced whole, never rewritten in place, and merged with what another notebook wrote meanwhile. What
goes wrong with it is told in ``Progress.trouble``, never raised: a lesson does not stop because a disk is full.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import files

VERSION = 1
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
    return Path(chosen) if chosen else _data_folder() / FOLDER / "progress.json"


def read() -> Progress:
    """The progress so far; none where there is no file yet. A damaged file is set aside, and that is said."""
    try:
        return _load(path())
    except (OSError, RuntimeError) as error:  # RuntimeError: a system that knows no home folder
        return Progress(trouble=f"Your progress could not be read ({error}).")


def record(name: str) -> Progress:
    """Add a solved exercise to the file, and return the progress with it."""
    try:
        file = path()
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file):
            before = _load(file)
            after = Progress(before.solved | {name}, before.trouble)
            if after.solved != before.solved:
                with files.replacing(file) as out:
                    out.write(json.dumps({"version": VERSION, "solved": sorted(after.solved)}, indent=1).encode())
        return after
    except (OSError, RuntimeError) as error:
        trouble = f"It counts, but your progress could not be saved ({error})."
        return Progress(read().solved | {name}, trouble)


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


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
    """The solved names in a file's content; ValueError if it is no progress file of this version."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError(f"it has no version {VERSION}")
    solved = data.get("solved")
    if not isinstance(solved, list) or not all(isinstance(name, str) for name in solved):
        raise ValueError("it has no list of solved exercises")
    return frozenset(solved)


def _set_aside(file: Path) -> Path:
    """Rename a file to the first free name beside it, so that no older one is lost."""
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    file.rename(aside)
    return aside


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep other writers out while reading, merging and replacing: they wait for a file that only one can create."""
    lock = file.with_name(file.name + ".lock")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
