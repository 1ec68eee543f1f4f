"""How much memory a few lines of code need, and a limit that they may not pass."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .. import checks

MIB = 2**20
WATCHED = Path(__file__).with_name("watched.py")


@dataclass(frozen=True)
class Run:
    """How code that was watched ended: ``peak`` is the most memory it used beyond what Python had before, in MiB.

    Code that was stopped has ``finished`` False, and its ``peak`` is what it had when that was noticed.
    """

    finished: bool
    peak: float


def run_within(code: str, path: str | os.PathLike[str], allowed: float) -> Run:
    """Run code in a Python of its own, and end it as soon as it holds more than ``allowed`` MiB of memory.

    Parameters
    ----------
    code
        Python; ``np`` is NumPy, and ``path`` the path below. What it binds to a name is still there at the end.
    path
        The file that the code works on.
    allowed
        In MiB, beyond what the process has once NumPy is imported. What counts is the memory that the system has given
        the process (its resident set), pages of mapped files included. The process looks every few milliseconds, and
        once more when the code has ended.

    Raises
    ------
    TypeError, ValueError
        If ``code`` is no text, ``path`` no path, or ``allowed`` no number > 0.
    RuntimeError
        If the code fails.
    """
    checks.instance("code", code, str, "a text with Python in it")
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"path is {checks.short_repr(path)}, expected the path of a file")
    allowed = checks.positive("allowed", allowed) * MIB
    job = json.dumps({"code": code, "path": os.fspath(path), "allowed": allowed})
    # -P: the folder of the script is no place to import from.
    done = subprocess.run(
        [sys.executable, "-P", str(WATCHED)], input=job, capture_output=True, encoding="utf-8", check=False
    )
    told = done.stdout.splitlines()[-1:]  # what the code itself prints comes before
    if done.returncode or not told or not told[0].startswith('{"finished"'):
        reason = done.stderr.strip() or f"it ended its process, with exit status {done.returncode}"
        raise RuntimeError(f"the code failed: {reason}")
    report = json.loads(told[0])
    return Run(report["finished"], report["peak"] / MIB)
