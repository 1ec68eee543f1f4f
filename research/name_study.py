"""Measure what lesson 06 states of names: ``python -m research.name_study``, about half an hour on two cores.

The result goes to ``helpers/surnames/study.json``. Every choice was made on the validation names before; the test
names are judged here. The last bits of a network's weights depend on the processor, and so a second run elsewhere
gives figures that are as good, not equal ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.cells import dense_softmax
from helpers.corpora import Surnames, surnames
from helpers.mathematics import Floats
from helpers.surnames.baselines import majority_probabilities, ngram_baseline
from helpers.surnames.names import NameModel, Scores, encode, score
from helpers.surnames.study import Remedy, ScoresBySeed, Study, save_study
from helpers.surnames.training import NameProgress, Recipe, train

SEEDS = range(5)
ENSEMBLE_SIZE = 3
"""Networks of the ensemble that read forwards; as many read backwards."""
LARGE = Recipe(units=128, epochs=25, learning_rate=4e-3, letter_dropout=0.2, dropout=0.5)
"""Larger, longer, and silenced more: what did best on the validation names."""
UNREGULARISED = Recipe(
    units=128, epochs=20, learning_rate=3e-3, decay=False, letter_dropout=0, dropout=0, every_letter=False
)
"""Nothing tuned and no regularisation, which is what the study notes say of their LSTM; and trained for long."""
BASE = Recipe()
REMEDIES = {
    "nothing": UNREGULARISED,
    "dropout": replace(UNREGULARISED, letter_dropout=0.2, dropout=0.5),
    "a smaller width": replace(UNREGULARISED, units=32),
    "early stopping": replace(UNREGULARISED, patience=5),
    "all three": replace(UNREGULARISED, letter_dropout=0.2, dropout=0.5, units=32, patience=5),
}
PREFIX_LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10)
"""How many letters have been read when a network is asked before a name has ended."""


def backwards(task: Surnames) -> Surnames:
    """The same task with every name read from its end."""
    train, validation, test = (
        tuple((name[::-1], country) for name, country in part) for part in (task.train, task.validation, task.test)
    )
    return replace(task, train=train, validation=validation, test=test)


def _names(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [name for name, _ in pairs]


def _test_scores(model: NameModel, task: Surnames) -> Scores:
    return score(model.probabilities(_names(task.test)), task.test, task.countries)


def run_experiments(task: Surnames, say: Callable[[str], Any] = print) -> Study:
    """Train and judge everything that the lesson quotes of names."""
    names = _names(task.test)
    grams = ngram_baseline(task).probabilities(names)
    answers: dict[str, list[Floats]] = {
        "the most frequent country": [majority_probabilities(task, names)],
        "n-grams": [grams],
    }
    base = {cell: [_trained(cell, s, BASE, task, say)[0] for s in SEEDS] for cell in ("SimpleRNN", "LSTM", "GRU")}
    answers |= {cell: [model.probabilities(names) for model in models] for cell, models in base.items()}
    answers |= _large(task, grams, say)
    return Study(
        {who: tuple(score(p, task.test, task.countries) for p in each) for who, each in answers.items()},
        {who: tuple(_paired_wins(p, grams, task) for p in each) for who, each in answers.items() if who != "n-grams"},
        _early(base["GRU"], task, say),
        PREFIX_LENGTHS + (0,),
        {name: _remedy(recipe, task, say) for name, recipe in REMEDIES.items()},
    )


def _large(task: Surnames, grams: Floats, say: Callable[[str], Any]) -> dict[str, list[Floats]]:
    """Large GRUs alone, three that read forwards and three more backwards as an ensemble, and that with n-grams."""
    reversed_task = backwards(task)
    forward, backward = (
        [_trained("GRU", s, LARGE, part, say)[0].probabilities(_names(part.test)) for s in range(ENSEMBLE_SIZE)]
        for part in (task, reversed_task)
    )
    ensemble = np.mean(forward + backward, axis=0)
    return {"large GRU": forward, "six large GRUs": [ensemble], "six large GRUs and n-grams": [(ensemble + grams) / 2]}


def _trained(
    cell: str, seed: int, recipe: Recipe, task: Surnames, say: Callable[[str], Any]
) -> tuple[NameModel, tuple[NameProgress, ...]]:
    """A network, and what its training reported."""
    history: list[NameProgress] = []
    model = train(cell, seed, recipe=recipe, task=task, report=history.append)
    say(f"{cell} {recipe.units} seed {seed}: {history[-1]}, {history[-1].seconds:.0f} s")
    return model, tuple(progress for progress in history if progress.epoch)


def _paired_wins(probabilities: Floats, baseline: Floats, task: Surnames) -> tuple[int, int]:
    """How many test names only these probabilities got right, and how many only the baseline's."""
    truth = np.array([task.countries.index(country) for _, country in task.test])
    ours, theirs = (p.argmax(axis=1) == truth for p in (probabilities, baseline))
    return int((ours & ~theirs).sum()), int((theirs & ~ours).sum())


def _early(
    always: Sequence[NameModel], task: Surnames, say: Callable[[str], Any]
) -> dict[str, tuple[ScoresBySeed, ...]]:
    """GRUs trained after every letter or at the end only, asked before the end."""
    at_end = [_trained("GRU", s, replace(BASE, every_letter=False), task, say)[0] for s in SEEDS]
    return {
        "trained after every letter": tuple(asked_early(model, task) for model in always),
        "trained at the end": tuple(asked_early(model, task) for model in at_end),
        "trained at the end, letters so far as a whole name": tuple(asked_early(m, task, whole=True) for m in at_end),
    }


def asked_early(model: NameModel, task: Surnames, whole: bool = False) -> ScoresBySeed:
    """Scores on the test names after each of `PREFIX_LENGTHS` letters, where a name has as many, and after the end.

    With ``whole`` the letters so far are given as if they were a name of their own.
    """
    states = model.states(encode(_names(task.test)))
    scores = []
    for length in PREFIX_LENGTHS:
        some = [i for i, (name, _) in enumerate(task.test) if len(name) >= length]
        pairs = [task.test[i] for i in some]
        prefixes = [name[:length] for name, _ in pairs]
        midway = dense_softmax(states[some, length - 1], model.output_kernel, model.output_bias)
        scores.append(score(model.probabilities(prefixes) if whole else midway, pairs, task.countries))
    return (*scores, _test_scores(model, task))


def _remedy(recipe: Recipe, task: Surnames, say: Callable[[str], Any]) -> Remedy:
    models, histories = zip(*(_trained("LSTM", seed, recipe, task, say) for seed in SEEDS), strict=True)
    return Remedy(histories, tuple(_test_scores(model, task) for model in models))


if __name__ == "__main__":
    save_study(run_experiments(surnames()))
