"""What was measured on names: ``python -m helpers.recurrent.name_study``, about half an hour on two cores.

The result goes to ``name_study.json`` beside this file. Every choice was made on the validation names before; the test
names are judged here. The last bits of a network's weights depend on the processor, and so a second run elsewhere
gives figures that are as good, not equal ones.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .. import checks
from ..cells import dense_softmax
from ..corpora import Surnames, surnames
from ..mathematics import Floats
from .name_training import NameProgress, NameRecipe, train_names
from .names import NameModel, Scores, encode, score
from .ngrams import majority_rival, ngram_rival

STUDY = Path(__file__).with_name("name_study.json")
SEEDS = range(5)
TEAM = 3
"""Networks of a team that read forwards; as many read backwards."""
LARGE = NameRecipe(units=128, epochs=25, learning_rate=4e-3, letter_dropout=0.2, dropout=0.5)
"""Larger, longer, and silenced more: what did best on the validation names."""
NO_CARE = NameRecipe(
    units=128, epochs=20, learning_rate=3e-3, decay=False, letter_dropout=0, dropout=0, every_letter=False
)
"""Nothing tuned and no regularisation, which is what the study notes say of their LSTM; and trained for long."""
USUAL = NameRecipe()
REMEDIES = {
    "nothing": NO_CARE,
    "dropout": replace(NO_CARE, letter_dropout=0.2, dropout=0.5),
    "a smaller width": replace(NO_CARE, units=32),
    "early stopping": replace(NO_CARE, patience=5),
    "all three": replace(NO_CARE, letter_dropout=0.2, dropout=0.5, units=32, patience=5),
}
SEEN = (1, 2, 3, 4, 5, 6, 8, 10)
"""How many letters have been read when a network is asked before a name has ended."""

Judged = tuple[Scores, ...]


@dataclass(frozen=True)
class Remedy:
    """One way to train the same LSTM: what was seen of each training, and how its network did on the test names."""

    histories: tuple[tuple[NameProgress, ...], ...] = field(repr=False)
    scores: Judged


@dataclass(frozen=True)
class NameStudy:
    """What was measured on the test names, over seeds.

    ``scores``: who answered, and the scores of each seed. ``duels``: against the n-grams, for each seed, how many
    names only this one got right and how many only the n-grams. ``early``: how a network was trained and asked, and
    for each seed the scores after each number of letters in ``seen``, the last of them after the end.
    ``remedies``: what an LSTM without care lacked.
    """

    scores: Mapping[str, Judged]
    duels: Mapping[str, tuple[tuple[int, int], ...]]
    early: Mapping[str, tuple[Judged, ...]]
    seen: tuple[int, ...]
    remedies: Mapping[str, Remedy]


def backwards(task: Surnames) -> Surnames:
    """The same task with every name read from its end."""
    train, validation, test = (
        tuple((name[::-1], home) for name, home in part) for part in (task.train, task.validation, task.test)
    )
    return replace(task, train=train, validation=validation, test=test)


@cache
def load_name_study() -> NameStudy:
    """What `name_study.py` has measured and stored.

    Raises
    ------
    ValueError
        If the file is damaged.
    """
    return read_study(STUDY)


def read_study(path: Path) -> NameStudy:
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
        return NameStudy(
            {name: _scores(each) for name, each in stored["scores"].items()},
            {name: tuple((won, lost) for won, lost in each) for name, each in stored["duels"].items()},
            {name: tuple(map(_scores, each)) for name, each in stored["early"].items()},
            tuple(stored["seen"]),
            remedies,
        )
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise ValueError(
            f"path is {str(path)!r}, expected a whole file that name_study.py has written; found: {error!r}"
        ) from error


def save_study(study: NameStudy, path: Path) -> None:
    """Write what was measured, rounded to four places; every epoch of a training as a row, but for the time left."""
    content = asdict(study)
    for remedy in content["remedies"].values():
        remedy["histories"] = [[[*row.values()][:-1] for row in history] for history in remedy["histories"]]
    text = json.dumps(_rounded(content), separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _scores(stored: Sequence[Mapping[str, float]]) -> Judged:
    return tuple(Scores(**each) for each in stored)


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_rounded(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


def _names(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [name for name, _ in pairs]


def _judged(model: NameModel, task: Surnames) -> Scores:
    return score(model.probabilities(_names(task.test)), task.test, task.countries)


# The measuring itself


def measure(task: Surnames, say: Callable[[str], Any] = print) -> NameStudy:
    """Train and judge everything that the lesson quotes of names."""
    names = _names(task.test)
    grams = ngram_rival(task).probabilities(names)
    answers: dict[str, list[Floats]] = {
        "the most frequent country": [majority_rival(task).probabilities(names)],
        "n-grams": [grams],
    }
    usual = {cell: [_trained(cell, s, USUAL, task, say)[0] for s in SEEDS] for cell in ("SimpleRNN", "LSTM", "GRU")}
    answers |= {cell: [model.probabilities(names) for model in models] for cell, models in usual.items()}
    answers |= _large(task, grams, say)
    return NameStudy(
        {who: tuple(score(p, task.test, task.countries) for p in each) for who, each in answers.items()},
        {who: tuple(_duel(p, grams, task) for p in each) for who, each in answers.items() if who != "n-grams"},
        _early(usual["GRU"], task, say),
        SEEN + (0,),
        {name: _remedy(recipe, task, say) for name, recipe in REMEDIES.items()},
    )


def _large(task: Surnames, grams: Floats, say: Callable[[str], Any]) -> dict[str, list[Floats]]:
    """Large GRUs alone, three that read forwards and three that read backwards as a team, and the team with n-grams."""
    turned = backwards(task)
    forward, backward = (
        [_trained("GRU", s, LARGE, part, say)[0].probabilities(_names(part.test)) for s in range(TEAM)]
        for part in (task, turned)
    )
    team = np.mean(forward + backward, axis=0)
    return {"large GRU": forward, "six large GRUs": [team], "six large GRUs and n-grams": [(team + grams) / 2]}


def _trained(
    cell: str, seed: int, recipe: NameRecipe, task: Surnames, say: Callable[[str], Any]
) -> tuple[NameModel, tuple[NameProgress, ...]]:
    """A network, and what its training reported."""
    history: list[NameProgress] = []
    model = train_names(cell, seed, recipe=recipe, task=task, report=history.append)
    say(f"{cell} {recipe.units} seed {seed}: {history[-1]}, {history[-1].seconds:.0f} s")
    return model, tuple(progress for progress in history if progress.epoch)


def _duel(probabilities: Floats, rival: Floats, task: Surnames) -> tuple[int, int]:
    """How many test names only these probabilities got right, and how many only the rival's."""
    truth = np.array([task.countries.index(home) for _, home in task.test])
    ours, theirs = (p.argmax(axis=1) == truth for p in (probabilities, rival))
    return int((ours & ~theirs).sum()), int((theirs & ~ours).sum())


def _early(always: Sequence[NameModel], task: Surnames, say: Callable[[str], Any]) -> dict[str, tuple[Judged, ...]]:
    """GRUs trained after every letter or at the end only, asked before the end."""
    at_end = [_trained("GRU", s, replace(USUAL, every_letter=False), task, say)[0] for s in SEEDS]
    return {
        "trained after every letter": tuple(asked_early(model, task) for model in always),
        "trained at the end": tuple(asked_early(model, task) for model in at_end),
        "trained at the end, letters so far as a whole name": tuple(asked_early(m, task, whole=True) for m in at_end),
    }


def asked_early(model: NameModel, task: Surnames, whole: bool = False) -> Judged:
    """Scores on the test names after each number of letters in `SEEN`, where a name has as many, and after the end.

    With ``whole`` the letters so far are given as if they were a name of their own.
    """
    checks.boolean("whole", whole)
    states = model.read(encode(_names(task.test))).states
    judged = []
    for seen in SEEN:
        some = [i for i, (name, _) in enumerate(task.test) if len(name) >= seen]
        pairs = [task.test[i] for i in some]
        begun = [name[:seen] for name, _ in pairs]
        midway = dense_softmax(states[some, seen - 1], model.output_kernel, model.output_bias)
        judged.append(score(model.probabilities(begun) if whole else midway, pairs, task.countries))
    return (*judged, _judged(model, task))


def _remedy(recipe: NameRecipe, task: Surnames, say: Callable[[str], Any]) -> Remedy:
    models, histories = zip(*(_trained("LSTM", seed, recipe, task, say) for seed in SEEDS), strict=True)
    return Remedy(histories, tuple(_judged(model, task) for model in models))


if __name__ == "__main__":
    save_study(measure(surnames()), STUDY)
