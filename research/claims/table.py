"""What is stored of all runs, and the page that shows it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tools import dev

from .lessons import LESSONS, Claim
from .paths import PATHS

STORED = Path(__file__).with_name("claims.json")
PAGE = dev.ROOT / "CLAIMS.md"
HEAD = """# What the lessons claim about their trainings

Written by `make claims`; do not edit. A training rounds many millions of times, each result building on earlier
ones: other seeds, or another processor, lead to another network. So the claims of the lessons about their trainings
are tested with several sets of seeds and on several CPU paths, and the lessons state only what held in every run. Set
0 has the notebook's own seeds; no seed is in two sets. Each *claim* is named by some of its words in the cell; the
whole of it stands there. The *margin* is the distance from the worst number of a run to the nearest bound of the
claim, in the claim's own unit; if it were not above 0, the claim would have failed.
Measured on a processor that OpenBLAS calls {architectures}.

The CPU paths are settings. They keep TensorFlow's oneDNN, XLA, NumPy and its OpenBLAS from using the newer
instructions of the processor, as if it were an older one, or change how many threads share a sum:

{settings}
"""


@dataclass(frozen=True)
class Run:
    """A lesson run with one set of seeds on one CPU path: the margin of each of its claims."""

    lesson: str
    seeds: int
    path: str
    architecture: str
    """What NumPy's OpenBLAS takes the processor for."""
    margins: dict[str, float]


@dataclass(frozen=True)
class Row:
    """A claim over all its runs."""

    lesson: str
    claim: str
    runs: int
    held: int
    smallest: float
    """The smallest margin,"""
    where: str
    """and the run that had it."""


def load() -> list[Run]:
    """All runs that are stored."""
    return [Run(**run) for run in json.loads(STORED.read_text(encoding="utf-8"))] if STORED.is_file() else []


def store(runs: Iterable[Run]) -> None:
    """Store all runs, a line each, and write the page anew."""
    ordered = sorted(runs, key=lambda run: (run.lesson, run.seeds, list(PATHS).index(run.path)))
    lines = ",\n".join(json.dumps(asdict(run), ensure_ascii=False) for run in ordered)
    STORED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    PAGE.write_text(page(ordered), encoding="utf-8")


def rows(runs: Iterable[Run]) -> list[Row]:
    """The claims in the order of the lessons, each over all runs."""
    found: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for run in runs:
        for claim, margin in run.margins.items():
            found[run.lesson, claim].append((margin, f"set {run.seeds}, {run.path}"))
    return [
        Row(lesson, claim, len(seen), sum(margin > 0 for margin, _ in seen), *min(seen))
        for (lesson, claim), seen in found.items()
    ]


def page(runs: list[Run]) -> str:
    """The page for maintainers, in Markdown."""
    settings = "\n".join(
        f"- **{name}**: {', '.join(f'`{key}={value}`' for key, value in path.items()) or 'nothing is set'}"
        for name, path in PATHS.items()
    )
    architectures = sorted({run.architecture for run in runs})
    parts = [HEAD.format(settings=settings, architectures=", ".join(architectures))]
    for number, lesson in LESSONS.items():
        own = [run for run in runs if run.lesson == number]
        by_path = "; ".join(f"{name}: {sum(run.path == name for run in own)}" for name in PATHS)
        sets = len({run.seeds for run in own})
        parts += [f"## {lesson.notebook}\n", f"{len(own)} runs with {sets} sets of seeds. Runs by path: {by_path}.\n"]
        parts += ["| cell | claim | bounds | runs | held | smallest margin | in |", "|---|---|---|--:|--:|--:|---|"]
        bounds = {f"{claim.cell}: {claim.says}": _bounds(claim) for claim in lesson.claims}
        for row in rows(own):
            cell, _, says = row.claim.partition(": ")
            numbers = f"{row.runs} | {row.held} | {row.smallest:.3g}"
            parts.append(f"| {cell} | {says.strip(' ,:')} | {bounds[row.claim]} | {numbers} | {row.where} |")
        parts.append("")
    return "\n".join(parts)


def _bounds(claim: Claim) -> str:
    """The bounds in words."""
    if np.isinf(claim.high):
        return f"above {claim.low:g}"
    return f"below {claim.high:g}" if np.isinf(claim.low) else f"{claim.low:g} to {claim.high:g}"
