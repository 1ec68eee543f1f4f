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
    ``remedies``: what an LSTM without care lacked.
    """

    scores: Mapping[str, ScoresBySeed]
    paired_wins: Mapping[str, tuple[tuple[int, int], ...]]
    early: Mapping[str, tuple[ScoresBySeed, ...]]
    prefix_lengths: tuple[int, ...]
    remedies: Mapping[str, Remedy]


@cache
def load_study() -> Study:
    """What was measured and stored; ValueError if the file is damaged."""
    return read_study(STUDY)


def read_study(path: Path) -> Study:
    """What `save_study` wrote; ValueError if the file is damaged or holds something else."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        remedies = {
            name: Remedy(
                tuple(tuple(NameProgress(*row) for row in history) for history in remedy["histories"]),
                _scores(remedy["scores"]),
            )
            for name, remedy in stored["remedies"].items()
        }
        return Study(
            {name: _scores(each) for name, each in stored["scores"].items()},
            {name: tuple((won, lost) for won, lost in each) for name, each in stored["paired_wins"].items()},
            {name: tuple(map(_scores, each)) for name, each in stored["early"].items()},
            tuple(stored["prefix_lengths"]),
            remedies,
        )
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise ValueError(
            f"path is {str(path)!r}, expected a whole file that research/name_study.py has written; found: {error!r}"
        ) from error


def save_study(study: Study, path: Path) -> None:
    """Write what was measured, rounded to four places; every epoch of a training as a row, but for the time left."""
    content = asdict(study)
    for remedy in content["remedies"].values():
        remedy["histories"] = [[[*row.values()][:-1] for row in history] for history in remedy["histories"]]
    text = json.dumps(_rounded(content), separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _scores(stored: Sequence[Mapping[str, float]]) -> ScoresBySeed:
    return tuple(Scores(**each) for each in stored)


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_rounded(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value
