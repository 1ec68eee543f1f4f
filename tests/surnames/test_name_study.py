"""What was measured, stored and read back; and that the lesson's claims follow from it."""

import numpy as np
import pytest

from helpers import corpora, surnames
from helpers.surnames import storage
from helpers.surnames.storage import load_pretrained
from helpers.surnames.study import STUDY, save_study
from tests.surnames.some_names import names, random_model


@pytest.fixture(scope="module")
def study():
    return surnames.load_study()


def mean(scores, measure="accuracy"):
    return np.mean([getattr(one, measure) for one in scores])


def test_what_is_stored_is_small_and_survives_a_round_trip(study, tmp_path):
    assert STUDY.stat().st_size < 100_000
    save_study(study, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == STUDY.read_bytes().replace(b"\r\n", b"\n")


def test_how_many_seeds_there_were(study):
    seeds = {who: len(each) for who, each in study.scores.items()}
    assert [seeds.pop(who) for who in ("SimpleRNN", "LSTM", "GRU", "large GRU")] == [5, 5, 5, 3]
    assert set(seeds.values()) == {1}  # those without chance, and the one ensemble
    for remedy in study.remedies.values():
        assert len(remedy.scores) == len(remedy.histories) == 5
    for seeds in study.early.values():
        assert len(seeds) == 5
        assert {len(each) for each in seeds} == {len(study.prefix_lengths)}


def test_paired_wins_are_the_difference_in_accuracy(study):
    (grams,) = study.scores["n-grams"]
    for who, pairs in study.paired_wins.items():
        for one, (won, lost) in zip(study.scores[who], pairs, strict=True):
            assert one.accuracy - grams.accuracy == pytest.approx((won - lost) / len(corpora.surnames().test), abs=2e-4)


def test_the_network_that_comes_with_the_series_does_what_the_study_says(study):
    task, model = corpora.surnames(), load_pretrained()
    found = surnames.score(model.probabilities(names(task.test)), task.test, task.countries)
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


# Files


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_a_network_survives_a_round_trip(cell, tmp_path):
    model = random_model(cell)
    storage.save(model, tmp_path / "model.npz")
    again = storage.load(tmp_path / "model.npz")
    assert (again.cell, again.countries) == (cell, model.countries)
    read, expected = (each.probabilities_by_letter("kowalski") for each in (again, model))
    np.testing.assert_allclose(read, expected, atol=0.02)


def test_a_damaged_network_is_refused(tmp_path):
    storage.save(random_model(), tmp_path / "model.npz")
    whole, cut = (tmp_path / "model.npz").read_bytes(), tmp_path / "cut.npz"
    for length in [*range(0, len(whole), 197), len(whole) - 1]:
        cut.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="path is .*cut.npz', expected a whole file that research/name_"):
            storage.load(cut)
    np.savez(cut, format="something else")
    with pytest.raises(ValueError, match="its format is 'something else', not 'name model, version 1'"):
        storage.load(cut)
    with pytest.raises(FileNotFoundError, match="nowhere.npz', expected a file"):
        storage.load(tmp_path / "nowhere.npz")


def test_the_network_that_comes_with_the_series_is_small():
    assert storage.PRETRAINED.stat().st_size <= 300_000
    model = load_pretrained()
    assert (model.cell, model.countries) == ("GRU", corpora.surnames().countries)
