"""The tasks, against what their sequences say when they are read as texts."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import corpora
from helpers.recurrent import tasks

seeds = st.integers(0, 1000)


def agree(drawn, answers):
    """``answers``: the place of the signal that counts, in each text."""
    for text, target, lag, place in zip(drawn.texts, drawn.targets, drawn.lags, answers, strict=True):
        assert tasks.SIGNALS[target] == text[place]
        assert lag == len(text) - 1 - place


@given(st.integers(1, 20), st.sampled_from(["random", "first"]), seeds)
def test_one_signal_in_noise(length, where, seed):
    drawn = tasks.signal(16, length, where, seed)
    assert drawn.inputs.shape == (16, length)
    assert all(re.fullmatch(r"[.,:;]*[a-h][.,:;]*", text) for text in drawn.texts)
    agree(drawn, [re.search("[a-h]", text).start() for text in drawn.texts])
    assert where == "random" or set(drawn.lags) == {length - 1}


def test_a_signal_comes_anywhere_and_all_come():
    drawn = tasks.signal(4000, 10, seed=3)
    assert np.bincount(drawn.lags) == pytest.approx(400, abs=80)  # four standard deviations
    assert np.bincount(drawn.targets) == pytest.approx(500, abs=85)


def test_every_lag_is_tested_with_every_signal():
    drawn = tasks.signal_at_every_lag(7, range(7), each=16, seed=1)
    agree(drawn, [re.search("[a-h]", text).start() for text in drawn.texts])
    pairs, counts = np.unique(np.stack([drawn.lags, drawn.targets]), axis=1, return_counts=True)
    assert pairs.shape == (2, 7 * 8)
    assert set(counts) == {2}


@given(st.integers(4, 30), seeds)
def test_the_latest_of_some_signals(length, seed):
    drawn = tasks.latest_signal(16, length, seed)
    places = [[match.start() for match in re.finditer("[a-h]", text)] for text in drawn.texts]
    assert {len(found) for found in places} <= {2, 3, 4}
    agree(drawn, [found[-1] for found in places])


@given(st.integers(8, 31), seeds)
def test_the_latest_marked_signal(length, seed):
    drawn = tasks.marked_signal(16, length, seed)
    assert all(re.fullmatch("[a-h]*(![a-h]+){2,4}", text) for text in drawn.texts)
    agree(drawn, [text.rindex("!") + 1 for text in drawn.texts])


@given(st.integers(20, 60), seeds)
def test_the_adding_problem_is_that_of_the_paper(length, seed):
    drawn = tasks.adding(32, length, seed)
    assert drawn.inputs.shape == (32, length, 2)
    for (numbers, marks), target in zip(drawn.inputs.transpose(0, 2, 1), drawn.targets, strict=True):
        (first, second) = np.flatnonzero(marks == 1)
        assert first < 10
        assert second < length // 2
        assert marks[-1] == -1
        assert marks[0] == (1 if first == 0 else -1)
        assert (marks[1:-1] == 0).sum() == length - 4 + (first == 0)
        assert first != 0 or numbers[0] == 0
        assert target == pytest.approx(0.5 + (numbers[first] + numbers[second]) / 4, abs=1e-6)


@pytest.mark.parametrize("length", [20, 31, 100])
def test_who_always_says_one_half_is_off_by_the_baseline(length):
    squares = (tasks.adding(50_000, length, seed=1).targets - 0.5) ** 2
    error = squares.std() / np.sqrt(len(squares))  # of their mean, about 0.0002
    # Without the rule for a number at step 0 it would be 1/24, about ten such errors away, or more.
    assert squares.mean() == pytest.approx(tasks.adding_baseline(length), abs=4 * error)
    assert squares.mean() < 1 / 24 - 4 * error


def test_windows_of_the_plays_and_the_character_after():
    corpus, letters = corpora.shakespeare(), np.array(list(tasks.vocabulary().symbols))
    for held_out, text in ((False, corpus.train), (True, corpus.validation)):
        drawn = tasks.characters(5, 30, held_out, seed=2)
        assert drawn.inputs.shape == drawn.targets.shape == (5, 30)
        for read, asked in zip(letters[drawn.inputs], letters[drawn.targets], strict=True):
            assert "".join(read) + asked[-1] in text
            assert list(read[1:]) == list(asked[:-1])


def test_a_generator_goes_on_and_a_seed_begins_anew():
    rng = np.random.default_rng(5)
    first, second = tasks.signal(4, 9, seed=rng), tasks.signal(4, 9, seed=rng)
    assert first.texts == tasks.signal(4, 9, seed=5).texts != second.texts


def test_one_hot():
    np.testing.assert_array_equal(tasks.one_hot([[2, 0]])[..., :3], [[[0, 0, 1], [1, 0, 0]]])
    assert tasks.one_hot(tasks.signal(2, 5).inputs).shape == (2, 5, 13)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: tasks.signal(0, 5), ValueError, "samples is 0, expected a whole number from 1 to 10,000,000"),
        (lambda: tasks.signal(1, 2.5), TypeError, "length is 2.5, expected a whole number from 1 to 10,000,000"),
        (lambda: tasks.signal(1, 10**30), ValueError, f"length is {10**30}, expected a whole number from 1 to"),
        (lambda: tasks.signal(10**30, 5), ValueError, f"samples is {10**30}, expected a whole number from 1 to"),
        (lambda: tasks.signal(1, 5, "last"), ValueError, "where is 'last', expected one of 'random', 'first'"),
        (lambda: tasks.signal(1, 5, seed=-1), ValueError, "seed is -1, expected a whole number >= 0"),
        (lambda: tasks.latest_signal(1, 3), ValueError, "length is 3, expected a whole number from 4 to 10,000,000"),
        (lambda: tasks.one_hot([[13]]), ValueError, "ids has numbers from 13 to 13, expected numbers from 0 to 12"),
        (lambda: tasks.one_hot([[-1, 1]]), ValueError, "ids has numbers from -1 to 1"),
        (lambda: tasks.one_hot([[0.5]]), TypeError, "ids has dtype float64, expected whole numbers"),
    ],
)
def test_what_cannot_be_drawn_is_named(call, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        call()
