"""The model of the shuffle buffer: exactly what it promises, and as tf.data's own in distribution."""

import re
from collections import Counter
from itertools import count, islice, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpers import batches

SEEDS = 3000
SURE = 1e-4
"""A chi-squared test fails below this p-value: right code fails one fixed set of seeds in 10,000."""


def landings(orders, items):
    """How often each item (row) landed at each place (column)."""
    counts = np.zeros((items, items), int)
    for order in orders:
        counts[list(order), np.arange(items)] += 1
    return counts


def ours(items, buffer_size, seeds=SEEDS):
    return [list(batches.shuffle_buffer(range(items), buffer_size, seed)) for seed in range(seeds)]


def tensorflows(items, buffer_size, seeds=SEEDS):
    """Orders of the real shuffle: of many seeds, each drawn anew a hundred times, as a training does each epoch."""
    import tensorflow as tf

    epochs = min(seeds, 100)
    orders = []
    for seed in range(seeds // epochs):
        again = tf.data.Dataset.range(items).shuffle(buffer_size, seed=seed).batch(items).repeat(epochs)
        orders += [order.tolist() for order in again.as_numpy_iterator()]
    return orders


def p_value(counts, probabilities):
    """Of a chi-squared test of landings against their probabilities.

    Orders are independent, the items of one order are not; so each item has a test of its own, and the smallest of
    their p-values is corrected for their number (Bonferroni). Where an item cannot land it must not have.
    """
    found = []
    for row, expected in zip(counts, probabilities * counts[0].sum(), strict=True):
        possible = expected > 0
        assert not row[~possible].any()
        if possible.sum() > 1:
            found.append(stats.chisquare(row[possible], expected[possible]).pvalue)
    return min(1.0, min(found) * len(found))


@pytest.mark.parametrize(("items", "buffer_size"), [(8, 2), (8, 3), (8, 5), (6, 6), (6, 50)])
def test_the_real_shuffle_and_ours_land_as_the_formula_says(items, buffer_size):
    probabilities = batches.landing_probabilities(items, buffer_size)
    for orders in (tensorflows(items, buffer_size), ours(items, buffer_size)):
        assert p_value(landings(orders, items), probabilities) > SURE


def test_the_real_shuffle_and_ours_give_each_order_as_often():
    # Not only where items land: whole orders, of 4 items by a buffer of 2.
    real, model = (Counter(map(tuple, orders)) for orders in (tensorflows(4, 2), ours(4, 2)))
    seen = sorted(set(real) | set(model))
    table = [[counts[order] for order in seen] for counts in (real, model)]
    assert len(seen) == 8  # two choices, three times
    assert stats.chi2_contingency(table).pvalue > SURE


def test_this_test_would_see_another_shuffle():
    counts = landings(ours(8, 4), 8)
    with pytest.raises(AssertionError):
        assert p_value(counts, batches.landing_probabilities(8, 3)) > SURE
    uniform = landings([np.random.default_rng(seed).permutation(8) for seed in range(SEEDS)], 8)
    with pytest.raises(AssertionError):
        assert p_value(uniform, batches.landing_probabilities(8, 7)) > SURE


@given(st.lists(st.integers()), st.integers(0, 10**30))
def test_a_buffer_of_one_shuffles_nothing(items, seed):
    assert list(batches.shuffle_buffer(items, 1, seed)) == items


def test_nor_does_tensorflows():
    assert tensorflows(20, 1, seeds=3) == [list(range(20))] * 3


@pytest.mark.parametrize("buffer_size", [4, 5, 10**30])
def test_a_buffer_for_all_makes_every_order_alike(buffer_size):
    counts = Counter(map(tuple, ours(4, buffer_size)))
    assert set(counts) == set(permutations(range(4)))
    assert stats.chisquare(list(counts.values())).pvalue > SURE
    assert np.allclose(batches.landing_probabilities(4, buffer_size), 1 / 4, rtol=1e-12)


@given(st.integers(0, 40), st.integers(1, 50), st.integers(0, 10**9))
def test_nothing_is_lost_and_nothing_comes_too_early(items, buffer_size, seed):
    order = list(batches.shuffle_buffer(range(items), buffer_size, seed))
    assert sorted(order) == list(range(items))
    assert all(place >= item - (buffer_size - 1) for place, item in enumerate(order))


def test_equal_items_and_none_are_items():
    assert sorted(batches.shuffle_buffer(["a", "b", "a"], 2, 0)) == ["a", "a", "b"]
    assert list(batches.shuffle_buffer([None, None], 1, 0)) == [None, None]


def test_an_endless_stream_is_read_no_further_than_needed():
    read = []
    shuffled = batches.shuffle_buffer((read.append(i) or i for i in count()), 10, seed=0)
    assert read == []
    first = list(islice(shuffled, 5))
    assert len(read) == 10 + 5 - 1
    assert set(first) <= set(read)


@settings(max_examples=50)
@given(st.integers(1, 60), st.integers(1, 70))
def test_landing_probabilities_are_doubly_stochastic(items, buffer_size):
    probabilities = batches.landing_probabilities(items, buffer_size)
    assert probabilities.shape == (items, items)
    assert (probabilities >= 0).all()
    assert np.allclose(probabilities.sum(0), 1)
    assert np.allclose(probabilities.sum(1), 1)
    reachable = np.arange(items) >= np.arange(items)[:, None] - (buffer_size - 1)
    assert not probabilities[~reachable].any()
    if buffer_size > 1:
        assert (probabilities[reachable] > 0).all()


def test_a_buffer_of_one_lands_where_it_was():
    assert np.array_equal(batches.landing_probabilities(5, 1), np.eye(5))


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((5, 2, 0), TypeError, "items is 5, expected something to loop over, such as a list"),
        ((None, 2, 0), TypeError, "items is None, expected something to loop over"),
        (([1], 0, 0), ValueError, "buffer_size is 0, expected a whole number >= 1"),
        (([1], -5, 0), ValueError, "buffer_size is -5, expected a whole number >= 1"),
        (([1], 2.0, 0), TypeError, "buffer_size is 2.0, expected a whole number >= 1"),
        (([1], True, 0), TypeError, "buffer_size is True, expected a whole number >= 1"),
        (([1], "all", 0), TypeError, "buffer_size is 'all', expected a whole number >= 1"),
        (([1], 2, -1), ValueError, "seed is -1, expected a whole number >= 0"),
        (([1], 2, None), TypeError, "seed is None, expected a whole number >= 0"),
    ],
)
def test_what_cannot_be_shuffled_is_named_at_once(arguments, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        batches.shuffle_buffer(*arguments)


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((0, 2), ValueError, "items is 0, expected a whole number from 1 to 1,000"),
        ((10**6, 2), ValueError, "items is 1000000, expected a whole number from 1 to 1,000"),
        (("abc", 2), TypeError, "items is 'abc', expected a whole number from 1 to 1,000"),
        ((3, 0), ValueError, "buffer_size is 0, expected a whole number >= 1"),
        ((3, 1.5), TypeError, "buffer_size is 1.5, expected a whole number >= 1"),
    ],
)
def test_probabilities_of_what_there_is_not(arguments, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        batches.landing_probabilities(*arguments)
