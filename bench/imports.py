"""How long an import takes, each in a process of its own: what a learner waits for before the first cell answers.

Run alone: ``python -m bench.imports``.
"""

import statistics
import subprocess
import sys
from collections.abc import Iterator

MODULES = (
    ("import numpy", "for comparison"),
    ("import helpers", "ours, < 0.5 s"),
    ("from helpers import start_here", "ours, < 0.5 s"),
    ("from helpers import array_files, corpora", "ours, < 0.5 s"),
    ("from helpers import batches", "ours, < 0.5 s"),
    ("from helpers import backprop", "ours, < 0.5 s"),
    ("from helpers import corpora, embeddings", "ours, < 0.5 s"),
    ("from helpers import corpora, recurrent", "ours, < 0.5 s"),
    ("from helpers import corpora, textgen", "ours, < 0.5 s"),
    ("from helpers import start_here; start_here.explore()", "with its first picture"),
    ("import numpy; from helpers import array_files; array_files.explore(numpy.arange(3))", "with its first picture"),
    ("from helpers import backprop; backprop.explore()", "with its first picture"),
    ("import keras", "what a lesson without TensorFlow saves"),
)
REPEATS = 5


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report."""
    for code, what in MODULES:
        yield f"{code:54} {seconds(code):6.2f} s   {what}"


def seconds(code: str) -> float:
    """Median time that ``code`` takes in a fresh process; the first, which may compile, is not counted."""
    timed = f"import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"
    runs = [
        float(subprocess.run([sys.executable, "-c", timed], check=True, capture_output=True, encoding="utf-8").stdout)
        for _ in range(REPEATS + 1)
    ]
    return statistics.median(runs[1:])


if __name__ == "__main__":
    main()
