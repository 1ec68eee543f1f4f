"""What was measured, stored and read back; and that the lesson's claims follow from it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from helpers import corpora, recurrent
from helpers.recurrent import name_storage, name_study
from helpers.recurrent.name_study import STUDY, asked_early, backwards, read_study, save_study
from tests.recurrent.some_names import names, random_model, small_task


@pytest.fixture(scope="module")
def study():
    return recurrent.load_name_study()


def mean(scores, measure="accuracy"):
    return np.mean([getattr(one, measure) for one in scores])


def test_what_is_stored_is_small_and_survives_a_round_trip(study, tmp_path):
    assert STUDY.stat().st_size < 100_000
    save_study(study, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == STUDY.read_bytes().replace(b"\r\n", b"\n")


def test_how_many_seeds_there_were(study):
    seeds = {who: len(each) for who, each in study.scores.items()}
    assert [seeds.pop(who) for who in ("SimpleRNN", "LSTM", "GRU", "large GRU")] == [5, 5, 5, 3]
    assert set(seeds.values()) == {1}  # those without chance, and the one team
    for remedy in study.remedies.values():
        assert len(remedy.scores) == len(remedy.histories) == 5
    for seeds in study.early.values():
        assert len(seeds) == 5
        assert {len(each) for each in seeds} == {len(study.seen)}


def test_a_duel_is_the_difference_in_accuracy(study):
    (grams,) = study.scores["n-grams"]
    for who, duels in study.duels.items():
        for one, (won, lost) in zip(study.scores[who], duels, strict=True):
            assert one.accuracy - grams.accuracy == pytest.approx((won - lost) / len(corpora.surnames().test), abs=2e-4)


def test_the_network_that_comes_with_the_series_does_what_the_study_says(study):
    task, model = corpora.surnames(), recurrent.load_names()
    found = recurrent.score(model.probabilities(names(task.test)), task.test, task.countries)
    stored = study.scores["large GRU"][0]
    assert found.accuracy == pytest.approx(stored.accuracy, abs=0.004)
    assert found.loss == pytest.approx(stored.loss, abs=0.01)


def test_what_the_lesson_says_of_losses_and_of_asking_early(study):
    assert round(mean(study.scores["n-grams"], "loss"), 2) == 1.11
    assert round(mean(study.scores["six large GRUs"], "loss"), 2) == 1.03
    remedies = {name: remedy.scores for name, remedy in study.remedies.items()}
    losses = {name: round(mean(scores, "loss"), 2) for name, scores in remedies.items()}
    assert (losses["nothing"], losses["early stopping"], losses["dropout"]) == (1.62, 1.23, 1.17)
    assert all(len(history) == 20 for history in study.remedies["all three"].histories)  # never stopped early
    fourth = {name: [seed[3] for seed in seeds] for name, seeds in study.early.items()}
    at_end, after_each = fourth["trained at the end"], fourth["trained after every letter"]
    assert [round(mean(seeds), 2) for seeds in (at_end, after_each)] == [0.18, 0.31]
    assert [round(mean(seeds, "loss"), 1) for seeds in (at_end, after_each)] == [2.9, 2.1]
    assert [round(mean(seeds, "calibration_error"), 2) for seeds in (at_end, after_each)] == [0.23, 0.05]


def test_names_read_backwards_are_the_same_names():
    task = small_task()
    turned = backwards(task)
    assert [(name[::-1], home) for name, home in turned.test] == list(task.test)
    assert backwards(turned) == task


@pytest.mark.parametrize("whole", [False, True])
def test_asked_early_is_asking_about_beginnings(whole):
    task = small_task()
    model = random_model(countries=task.countries)
    found = asked_early(model, task, whole)
    assert len(found) == len(name_study.SEEN) + 1
    long = [(name, home) for name, home in task.test if len(name) >= 4]
    read = model.probabilities_by_letter
    beliefs = [read(name[:4])[-1] if whole else read(name)[3] for name, _ in long]
    assert found[3].loss == pytest.approx(recurrent.score(beliefs, long, task.countries).loss, rel=1e-5)
    beliefs = [read(name)[-1] for name, _ in task.test]
    assert found[-1].loss == pytest.approx(recurrent.score(beliefs, task.test, task.countries).loss, rel=1e-5)


def test_the_whole_study_runs_on_a_small_task(monkeypatch):
    some = {name: name_study.REMEDIES[name] for name in ("dropout", "early stopping")}
    short = {name: replace(recipe, epochs=1, units=4) for name, recipe in some.items()}
    for name, value in {"SEEDS": range(1), "TEAM": 1, "REMEDIES": short}.items():
        monkeypatch.setattr(name_study, name, value)
    for name in ("USUAL", "LARGE"):
        monkeypatch.setattr(name_study, name, replace(getattr(name_study, name), epochs=1, units=4))
    said = []
    found = name_study.measure(small_task(), said.append)
    assert list(found.scores) == list(recurrent.load_name_study().scores)
    assert len(said) == 3 + 2 + 1 + 2


# Files


def test_a_damaged_study_is_refused(tmp_path):
    path, stored = tmp_path / "study.json", STUDY.read_text(encoding="utf-8")
    without = {key: value for key, value in json.loads(stored).items() if key != "duels"}
    for text in ("", stored[:5000], "[]", "{}", json.dumps(without), stored.replace('"accuracy"', '"sharpness"', 1)):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="path is .*study.json', expected a whole file that name_study.py has wri"):
            read_study(path)
    with pytest.raises(ValueError, match="nowhere.json', expected a whole file"):
        read_study(tmp_path / "nowhere.json")


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_a_network_survives_a_round_trip(cell, tmp_path):
    model = random_model(cell)
    name_storage.save_names(model, tmp_path / "model.npz")
    again = name_storage.read_names(tmp_path / "model.npz")
    assert (again.cell, again.countries) == (cell, model.countries)
    read, expected = (each.probabilities_by_letter("kowalski") for each in (again, model))
    np.testing.assert_allclose(read, expected, atol=0.02)


def test_a_damaged_network_is_refused(tmp_path):
    name_storage.save_names(random_model(), tmp_path / "model.npz")
    whole, cut = (tmp_path / "model.npz").read_bytes(), tmp_path / "cut.npz"
    for length in [*range(0, len(whole), 197), len(whole) - 1]:
        cut.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="path is .*cut.npz', expected a whole file that pretrain_names.py has"):
            name_storage.read_names(cut)
    np.savez(cut, format="something else")
    with pytest.raises(ValueError, match="its format is 'something else', not 'name model, version 1'"):
        name_storage.read_names(cut)
    with pytest.raises(FileNotFoundError, match="nowhere.npz', expected a file"):
        name_storage.read_names(tmp_path / "nowhere.npz")


def test_the_network_that_comes_with_the_series_is_small():
    assert name_storage.PRETRAINED.stat().st_size <= 300_000
    model = recurrent.load_names()
    assert (model.cell, model.countries) == ("GRU", corpora.surnames().countries)
