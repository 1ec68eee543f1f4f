"""How much memory a few lines of code need, and a limit that they may not pass."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .. import checks

MIB = 2**20
WORKER = Path(__file__).with_name("memory_worker.py")


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
    RuntimeError
        If the code fails.
    """
    checks.instance("code", code, str, "a string of Python code")
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"path is {checks.short_repr(path)}, expected the path of a file")
    job = {"code": code, "path": os.fspath(path), "allowed": checks.positive("allowed", allowed) * MIB}
    # -P: the folder of the script is no place to import from.
    command = [sys.executable, "-P", str(WORKER)]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, encoding="utf-8", check=False)
    report = "".join(done.stdout.splitlines()[-1:])  # what the code itself prints comes before
    if done.returncode or not report.startswith('{"finished"'):
        reason = done.stderr.strip() or f"it ended its process, with exit status {done.returncode}"
        raise RuntimeError(f"the code failed: {reason}")
    ended = json.loads(report)
    return Run(ended["finished"], ended["peak"] / MIB)
