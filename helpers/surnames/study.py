"""What ``research/name_study.py`` measured on names, over seeds; it is stored in ``study.json`` beside this file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .names import Scores
from .training import NameProgress

STUDY = Path(__file__).with_name("study.json")

ScoresBySeed = tuple[Scores, ...]


@dataclass(frozen=True)
class Remedy:
    """One way to train the same LSTM: what was seen of each training, and how its network did on the test names."""

    histories: tuple[tuple[NameProgress, ...], ...] = field(repr=False)
    scores: ScoresBySeed


@dataclass(frozen=True)
class Study:
    """What was measured on the test names, over seeds.

    ``scores``: who answered, and the scores of each seed. ``paired_wins``: against the n-grams, for each seed, how many
    names only this one got right and how many only the n-grams. ``early``: how a network was trained and asked, and
    for each seed the scores after each number of letters in ``prefix_lengths``, the last of them after the end.
    ``remedies``: what an unregularised LSTM lacked.
    """

    scores: Mapping[str, ScoresBySeed]
    paired_wins: Mapping[str, tuple[tuple[int, int], ...]]
    early: Mapping[str, tuple[ScoresBySeed, ...]]
    prefix_lengths: tuple[int, ...]
    remedies: Mapping[str, Remedy]


@cache
def load_study() -> Study:
    """What `save_study` stored."""
    stored = json.loads(STUDY.read_text(encoding="utf-8"))
    return Study(
        {name: _scores(each) for name, each in stored["scores"].items()},
        {name: tuple((won, lost) for won, lost in each) for name, each in stored["paired_wins"].items()},
        {name: tuple(map(_scores, each)) for name, each in stored["early"].items()},
        tuple(stored["prefix_lengths"]),
        {
            name: Remedy(_histories(each["histories"]), _scores(each["scores"]))
            for name, each in stored["remedies"].items()
        },
    )


def _scores(stored: Sequence[Mapping[str, float]]) -> ScoresBySeed:
    return tuple(Scores(**each) for each in stored)


def _histories(stored: Sequence[Sequence[Sequence[Any]]]) -> tuple[tuple[NameProgress, ...], ...]:
    return tuple(tuple(NameProgress(*row) for row in history) for history in stored)


def save_study(study: Study, path: Path = STUDY) -> None:
    """Write what was measured, rounded to four places; every epoch of a training as a row, but for the time left."""
    content = asdict(study)
    for remedy in content["remedies"].values():
        remedy["histories"] = [[[*row.values()][:-1] for row in history] for history in remedy["histories"]]
    rounded = json.loads(json.dumps(content), parse_float=lambda digits: round(float(digits), 4))
    path.write_text(json.dumps(rounded, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
