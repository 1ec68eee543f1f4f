"""The script behind the lesson's measurements on names."""

from dataclasses import replace

import pytest

from helpers import surnames
from research import name_study
from research.name_study import asked_early, backwards
from tests.surnames.some_names import random_model, small_task


def test_names_read_backwards_are_the_same_names():
    task = small_task()
    again = backwards(task)
    assert [(name[::-1], country) for name, country in again.test] == list(task.test)
    assert backwards(again) == task


@pytest.mark.parametrize("whole", [False, True])
def test_asked_early_is_asking_about_beginnings(whole):
    task = small_task()
    model = random_model(countries=task.countries)
    found = asked_early(model, task, whole)
    assert len(found) == len(name_study.PREFIX_LENGTHS) + 1
    long = [(name, country) for name, country in task.test if len(name) >= 4]
    read = model.probabilities_by_letter
    probabilities = [read(name[:4])[-1] if whole else read(name)[3] for name, _ in long]
    assert found[3].loss == pytest.approx(surnames.score(probabilities, long, task.countries).loss, rel=1e-5)
    probabilities = [read(name)[-1] for name, _ in task.test]
    assert found[-1].loss == pytest.approx(surnames.score(probabilities, task.test, task.countries).loss, rel=1e-5)


def test_the_whole_study_runs_on_a_small_task(monkeypatch):
    some = {name: name_study.REMEDIES[name] for name in ("dropout", "early stopping")}
    short = {name: replace(recipe, epochs=1, units=4) for name, recipe in some.items()}
    for name, value in {"SEEDS": range(1), "ENSEMBLE_SIZE": 1, "REMEDIES": short}.items():
        monkeypatch.setattr(name_study, name, value)
    for name in ("BASE", "LARGE"):
        monkeypatch.setattr(name_study, name, replace(getattr(name_study, name), epochs=1, units=4))
    said = []
    found = name_study.run_experiments(small_task(), said.append)
    assert list(found.scores) == list(surnames.load_study().scores)
    assert len(said) == 3 + 2 + 1 + 2
