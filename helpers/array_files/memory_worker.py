"""The process that `memory.run_within` starts: it runs code, and ends itself when its memory passes what is allowed."""

import json
import os
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import psutil

PERIOD = 0.002
"""Seconds between two looks at the memory."""


class Watch(threading.Thread):
    """Follows this process's memory, and ends the process if it takes more than ``allowed`` bytes beyond the first."""

    def __init__(self, allowed: float) -> None:
        super().__init__(daemon=True)
        self._process, self._allowed, self._peak = psutil.Process(), allowed, 0
        self._before = self._process.memory_info().rss
        self._over, self._lock = threading.Event(), threading.Lock()

    def run(self) -> None:
        """Look again and again until the code has ended."""
        while not self._over.wait(PERIOD):
            self._look()

    def end(self) -> None:
        """Look once more, while what the code has made is still there, and report."""
        self._over.set()
        self._look()
        self._report(finished=True)

    def _look(self) -> None:
        with self._lock:
            self._peak = max(self._peak, self._process.memory_info().rss - self._before)
            if self._peak > self._allowed:
                self._report(finished=False)
                os._exit(0)  # at once: from this thread, nothing else would stop the code

    def _report(self, finished: bool) -> None:
        """Write JSON in a line of its own."""
        sys.stdout.write("\n" + json.dumps({"finished": finished, "peak": self._peak}))
        sys.stdout.flush()


def warm_up() -> None:
    """Load what NumPy loads when it first reads a file, so that it does not count."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "small.npy")
        np.save(path, np.zeros(9))
        np.array(np.load(path)), np.array(np.load(path, mmap_mode="r")[:1])


def main() -> None:
    """Read the job from the standard input, and carry it out."""
    job = json.load(sys.stdin)
    warm_up()
    watch = Watch(job["allowed"])
    watch.start()
    names = {"np": np, "path": job["path"]}
    try:
        exec(compile(job["code"], "<code>", "exec"), names)
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
    watch.end()


if __name__ == "__main__":
    main()
