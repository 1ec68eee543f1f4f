"""What a learner waits for: the first notebook after `make lab`, and every notebook run whole, and its memory.

Run alone: ``python -m bench.learner``. It takes as long as the series, and needs a machine that does nothing else.
"""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import psutil
from playwright.sync_api import Browser, sync_playwright

from tools import dev, lab, notebooks

REPEATS = 3
LAB = [sys.executable, str(dev.ROOT / "tools" / "dev.py"), "lab", "--here"]
NO_BROWSER = f'"{sys.executable}" -c pass %s'
USABLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"  # the notebook is open, and its kernel waits


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report."""
    yield f"from `make lab`, installed, to the first notebook usable: {first_notebook(LAB):.1f} s"
    yield f"{'notebook, run whole':40}{'wall time':>9}{'peak memory':>14}"
    for path in notebooks.paths():
        seconds, peak = run(path)
        yield f"{path.name:40}{seconds:7.1f} s{peak / 2**20:10,.0f} MiB"


def first_notebook(command: list[str]) -> float:
    """Median seconds from starting ``command`` until the first notebook can be worked with in Chromium."""
    with sync_playwright() as playwright:
        browser = lab.chromium(playwright)
        if not browser:
            raise SystemExit(lab.NO_CHROMIUM)
        times = [_until_usable(browser, command) for _ in range(REPEATS)]
        browser.close()
    return statistics.median(times)


def _until_usable(browser: Browser, command: list[str]) -> float:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as own:
        settings = {"BROWSER": NO_BROWSER, "JUPYTERLAB_SETTINGS_DIR": own, "JUPYTERLAB_WORKSPACES_DIR": own}
        began = time.perf_counter()
        with lab.serving(command, **settings) as url:
            page = browser.new_page()
            page.goto(url)
            page.wait_for_selector(".jp-Notebook .jp-Cell")
            page.wait_for_selector(USABLE, timeout=2 * lab.MINUTE)
            seconds = time.perf_counter() - began
            page.close()
    return seconds


def run(path: Path) -> tuple[float, int]:
    """Run a notebook in a fresh kernel: the seconds from start to end, and the most bytes of memory it held."""
    notebook = nbformat.read(path, as_version=4)
    with notebooks.offline_env(), watched() as most:
        began = time.perf_counter()
        notebooks.client(notebook).execute()
        return time.perf_counter() - began, most[0]


@contextmanager
def watched() -> Iterator[list[int]]:
    """Gives the most bytes that the processes started by this one held so far, looked at 20 times a second."""
    most, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def resident() -> int:
    """Bytes in memory of all processes that this one has started, and those that they have."""
    total = 0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            total += process.memory_info().rss
    return total


if __name__ == "__main__":
    main()
