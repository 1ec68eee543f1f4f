"""The baselines: what they are made of, and that what the lesson quotes of them can be made again."""

import numpy as np
import pytest

from helpers import corpora, surnames
from helpers.surnames.baselines import majority_probabilities
from tests.surnames.some_names import names


@pytest.fixture(scope="module")
def baseline():
    return surnames.ngram_baseline(corpora.surnames())


def test_the_majority_gives_everybody_the_same_answer():
    task = corpora.surnames()
    found = majority_probabilities(task, ["Kowalski", "Smith"])
    answers = [country for _, country in task.train]
    assert np.array_equal(found[0], found[1])
    assert found.sum() == pytest.approx(2)
    assert task.countries[found[0].argmax()] == max(set(answers), key=answers.count)
    balanced = surnames.score(np.tile(found[0], (len(task.test), 1)), task.test, task.countries).balanced_accuracy
    assert balanced == pytest.approx(1 / 14)


def test_the_ngrams_do_on_the_test_names_what_the_study_says(baseline):
    task = corpora.surnames()
    found = surnames.score(baseline.probabilities(names(task.test)), task.test, task.countries)
    (stored,) = surnames.load_study().scores["n-grams"]
    assert found.accuracy == pytest.approx(stored.accuracy, abs=0.004)
    assert found.balanced_accuracy == pytest.approx(stored.balanced_accuracy, abs=0.004)


def test_what_speaks_for_a_country_can_be_read(baseline):
    assert "ski " in baseline.top_features("Poland")
    assert "sson" in baseline.top_features("Iceland")
    assert "van " in baseline.top_features("Netherlands")
    assert len(baseline.top_features("Poland")) == 8


def test_names_are_taken_as_they_are_typed(baseline):
    typed, plain = baseline.probabilities(["Müller", "muller"])
    assert np.array_equal(typed, plain)
    assert baseline.probabilities(["김"]).sum() == pytest.approx(1)  # a piece it never saw says nothing


def test_bad_arguments_are_named(baseline):
    with pytest.raises(TypeError, match="task is 7, expected Surnames"):
        surnames.ngram_baseline(7)
    with pytest.raises(ValueError, match="country is 'Atlantis', expected one of 'Czechia', "):
        baseline.top_features("Atlantis")
    with pytest.raises(TypeError, match="names is 'abba', expected a sequence of at least one name"):
        baseline.probabilities("abba")
