"""Networks that read names: beside Keras and scikit-learn, and asked for what they cannot know."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, log_loss

from helpers import corpora, surnames
from helpers.cells import BLOCKS
from helpers.surnames.names import LETTERS, NameModel, NameReading, confusion, encode, read_name
from helpers.surnames.training import Recipe, network, to_model
from tests.surnames.some_names import names, random_model

SPELLED = st.text(LETTERS, min_size=1, max_size=12).filter(lambda name: corpora.plain_name(name) == name)


@pytest.mark.parametrize("cell", BLOCKS)
def test_it_answers_what_keras_answers(cell):
    net = network(cell, Recipe(units=6, embedding=4), countries=3)
    rng = np.random.default_rng(1)
    net.set_weights([rng.normal(size=weight.shape).astype(np.float32) for weight in net.get_weights()])
    model = to_model(net, cell, ("A", "B", "C"))
    typed = ["Li", "de la Cruz", "Åberg", "x" * 20]
    plain = list(map(corpora.plain_name, typed))
    scores = np.asarray(net(encode(plain)))
    shares = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    for name, row in zip(plain, shares, strict=True):
        np.testing.assert_allclose(model.probabilities_by_letter(name), row[: len(name) + 1], atol=1e-5)
    ends = [row[len(name)] for name, row in zip(plain, shares, strict=True)]
    np.testing.assert_allclose(model.probabilities(typed), ends, atol=1e-5)


@given(st.lists(SPELLED, min_size=1, max_size=5), st.sampled_from(list(BLOCKS)))
def test_names_beside_it_change_nothing(several, cell):
    model = random_model(cell)
    together = model.probabilities(several)
    assert together.sum(axis=1) == pytest.approx(1, abs=1e-5)
    for name, row in zip(several, together, strict=True):
        np.testing.assert_allclose(model.probabilities_by_letter(name)[-1], row, atol=1e-5)


@given(SPELLED, st.integers(1, 12))
def test_a_probability_knows_only_what_has_been_read(name, seen):
    read, begun = random_model().probabilities_by_letter, name[:seen].rstrip()
    if begun:
        np.testing.assert_allclose(read(name)[: len(begun)], read(begun)[:-1], atol=1e-6)


@pytest.mark.parametrize("ask", [NameModel.probabilities_by_letter, lambda m, name: m.probabilities(["abba", name])])
@pytest.mark.parametrize(
    ("name", "error", "answer"),
    [
        ("", ValueError, "name is '', expected at least one character"),
        ("  ", ValueError, "name is '', expected at least one character"),
        ("김", ValueError, "name has characters that this model does not know: '김'; expected only"),
        ("O'Neil 3rd!", ValueError, "does not know: '!' '3'; expected only"),
        (None, TypeError, "None.*, expected (a string|strings)"),
    ],
)
def test_a_name_that_cannot_be_read(ask, name, error, answer):
    with pytest.raises(error, match=answer):
        ask(random_model(), name)


def test_many_unknown_characters_are_not_all_listed():
    with pytest.raises(ValueError, match="'0' '1' '2' '3' '4' '5' '6' '7' …"):
        encode(["0123456789"])
    for nothing, error in (([], ValueError), ("abba", TypeError)):
        with pytest.raises(error, match="names is .*, expected a sequence of at least one name"):
            random_model().probabilities(nothing)


# Scores


@pytest.fixture(scope="module")
def judged():
    """Random answers to real names, the countries' places with them."""
    task = corpora.surnames()
    pairs, rng = task.test[:400], np.random.default_rng(0)
    truth = np.array([task.countries.index(country) for _, country in pairs])
    scores = rng.normal(size=(len(pairs), len(task.countries)))
    scores[np.arange(len(pairs)), truth] += 1
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True), pairs, task.countries, truth


def test_scores_are_those_of_scikit_learn(judged):
    p, pairs, countries, truth = judged
    found, answers = surnames.score(p, pairs, countries), p.argmax(axis=1)
    assert found.accuracy == pytest.approx(accuracy_score(truth, answers))
    assert found.balanced_accuracy == pytest.approx(balanced_accuracy_score(truth, answers))
    assert found.loss == pytest.approx(log_loss(truth, p, labels=range(len(countries))))


def test_a_calibration_error_by_hand():
    """Four answers at 0.9 that are right, too modest by 0.1, and one at 0.6 that is wrong: (4 · 0.1 + 1 · 0.6) / 5."""
    p = [[0.9, 0.1]] * 4 + [[0.6, 0.4]]
    found = surnames.score(p, [("a", "X")] * 4 + [("a", "Y")], ["X", "Y"])
    assert found.calibration_error == pytest.approx(0.2)


def test_sure_and_wrong_is_a_large_loss_and_no_error():
    assert np.isfinite(surnames.score([[1, 0]], [("a", "Y")], ["X", "Y"]).loss)


def test_nobody_can_be_right_for_every_country_of_a_name():
    pairs = [("kim", "X"), ("kim", "Y"), ("lee", "X"), ("hall", "Y")]
    assert surnames.max_accuracy(pairs) == 0.75
    test = corpora.surnames().test
    assert surnames.max_accuracy(test) == pytest.approx(0.892, abs=5e-4)


def test_a_confusion_is_that_of_scikit_learn(judged):
    p, pairs, countries, truth = judged
    found = confusion(p, pairs, countries)
    expected = confusion_matrix(truth, p.argmax(axis=1), labels=range(len(countries)))
    assert np.array_equal(found.counts, expected)
    for row, country in enumerate(countries):
        for column, answer in enumerate(countries):
            assert len(found.names(country, answer)) == expected[row, column]
    assert found.countries_of("smith") == tuple(country for name, country in pairs if name == "smith")


def test_answers_that_do_not_fit(judged):
    p, pairs, countries, _ = judged
    with pytest.raises(ValueError, match=r"(?s)probabilities .* expected numbers of shape \(400, 14\)"):
        surnames.score(p[:, :-1], pairs, countries)
    with pytest.raises(ValueError, match="country is 'Atlantis', expected one of 'Czechia', "):
        surnames.score(p, [("a", "Atlantis"), *pairs[1:]], countries)


# Readings


def test_a_reading_says_where_a_name_stands():
    task, model = corpora.surnames(), random_model(countries=corpora.COUNTRIES)
    for part in ("train", "validation", "test"):
        name, _ = getattr(task, part)[5]
        reading = read_name(model, name.upper(), task)
        assert (reading.name, reading.part) == (name, part)
        assert set(reading.listed_countries) == {country for other, country in getattr(task, part) if other == name}
    nowhere = read_name(model, "Zzyzx", task)
    assert (nowhere.listed_countries, nowhere.part) == ((), "")


@pytest.mark.parametrize(
    ("ahead", "decided_at"), [("AAA", 1), ("BAA", 2), ("ABA", 3), ("BBA", 3), ("ABBB", 2), ("BABAA", 4)]
)
def test_when_a_reading_is_decided(ahead, decided_at):
    probabilities = np.array([[0.9, 0.1] if letter == "A" else [0.1, 0.9] for letter in ahead])
    reading = NameReading("a" * (len(ahead) - 1), ("A", "B"), probabilities, (), "")
    assert reading.decided_at == decided_at
    assert reading.ranked[0] == (ahead[-1], 0.9)


def test_names_of_the_task_can_all_be_read():
    task = corpora.surnames()
    assert encode(names(task.train + task.validation + task.test)).shape == (9834, 21)
