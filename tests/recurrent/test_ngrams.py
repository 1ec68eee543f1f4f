"""The rivals: what they are made of, and that what the lesson quotes of them can be made again."""

from dataclasses import replace

import numpy as np
import pytest

from helpers import corpora, recurrent
from tests.recurrent.some_names import names, small_task


@pytest.fixture(scope="module")
def rival():
    return recurrent.ngram_rival()


def test_the_majority_gives_everybody_the_same_answer():
    task = corpora.surnames()
    found = recurrent.majority_rival().probabilities(["Kowalski", "Smith"])
    homes = [home for _, home in task.train]
    assert np.array_equal(found[0], found[1])
    assert found.sum() == pytest.approx(2)
    assert task.countries[found[0].argmax()] == max(set(homes), key=homes.count)
    balanced = recurrent.score(np.tile(found[0], (len(task.test), 1)), task.test, task.countries).balanced_accuracy
    assert balanced == pytest.approx(1 / 14)


def test_the_ngrams_do_on_the_test_names_what_the_study_says(rival):
    task = corpora.surnames()
    found = recurrent.score(rival.probabilities(names(task.test)), task.test, task.countries)
    (stored,) = recurrent.load_name_study().scores["n-grams"]
    assert found.accuracy == pytest.approx(stored.accuracy, abs=0.004)
    assert found.balanced_accuracy == pytest.approx(stored.balanced_accuracy, abs=0.004)


def test_what_speaks_for_a_country_can_be_read(rival):
    assert "ski " in rival.telling("Poland")
    assert "sson" in rival.telling("Iceland", 40)
    assert any("van" in piece for piece in rival.telling("Netherlands", 40))
    assert len(rival.telling("Poland")) == 8


def test_names_are_taken_as_they_are_typed(rival):
    typed, plain = rival.probabilities(["Müller", "muller"])
    assert np.array_equal(typed, plain)
    assert rival.probabilities(["김"]).sum() == pytest.approx(1)  # a piece it never saw says nothing


def test_bad_arguments_are_named(rival):
    with pytest.raises(TypeError, match="task is 7, expected Surnames, or None"):
        recurrent.ngram_rival(7)
    with pytest.raises(TypeError, match="task is 7, expected Surnames, or None"):
        recurrent.majority_rival(7)
    with pytest.raises(ValueError, match="longest is 0, expected a whole number >= 1"):
        recurrent.ngram_rival(longest=0)
    with pytest.raises(ValueError, match="country is 'Atlantis', expected one of 'Czechia', "):
        rival.telling("Atlantis")
    with pytest.raises(ValueError, match="count is 0, expected a whole number >= 1"):
        rival.telling("Poland", 0)
    task = small_task()
    with pytest.raises(ValueError, match="task has no names to learn from for "):
        recurrent.ngram_rival(replace(task, train=task.train[:1]))
