"""A worksheet is worked out again from what is printed on it: in plain Python, by tf.data, and by Keras."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.batches.worksheet import worksheet
from helpers.worksheets import Blank, written

SEEDS = st.integers(0, 10**30)
few = settings(max_examples=60)


def printed(part):
    """What the sheet gives: its text, and row by row the cells that are filled in."""
    return part.text, [[written(cell, answered=False) for cell in row] for row in part.rows]


def key(part):
    """The answers, row by row."""
    return [[cell.answer for cell in row if isinstance(cell, Blank)] for row in part.rows]


def number(text):
    return int(text.replace(",", ""))


def numbers(text):
    return [number(found) for found in re.findall(r"[\d,]*\d", text)]


def trainings(parts):
    """(samples, batch size, epochs) by letter, read off the first task."""
    return {name: tuple(map(number, given[:3])) for name, *given in printed(parts[0])[1]}


def walked(samples, batch_size, epochs, drop=False):
    """Every update of a training, as (epoch, iteration, first sample, last sample), by going through all samples."""
    updates = []
    for epoch in range(1, epochs + 1):
        batch, iteration = [], 0
        for sample in range(samples):
            batch.append(sample)
            if len(batch) == batch_size or (sample == samples - 1 and not drop):
                iteration += 1
                updates.append((epoch, iteration, batch[0], batch[-1]))
                batch = []
    return updates


def commas(*values):
    return [f"{value:,}" for value in values]


@few
@given(SEEDS)
def test_the_counts_are_right(seed):
    parts = worksheet(seed)
    given = trainings(parts)
    dropped = {name: answers for (name, *_), answers in zip(printed(parts[1])[1], key(parts[1]), strict=True)}
    for (samples, batch_size, epochs), answers in zip(given.values(), key(parts[0]), strict=True):
        first = [update for update in walked(samples, batch_size, epochs) if update[0] == 1]
        full = [update for update in first if update[3] - update[2] == batch_size - 1]
        left = samples - batch_size * len(full)
        assert answers == commas(len(full), left, len(first), len(walked(samples, batch_size, epochs)))
    assert set(dropped) == {"B", "C"}
    for name, answers in dropped.items():
        samples, batch_size, epochs = given[name]
        updates = walked(samples, batch_size, epochs, drop=True)
        an_epoch = len(updates) // epochs
        assert answers == commas(an_epoch, len(updates), samples - updates[an_epoch - 1][3] - 1)
        assert answers[-1] != "0"  # or there would be nothing to drop


@few
@given(SEEDS)
def test_an_update_is_found_in_its_epoch(seed):
    parts = worksheet(seed)
    updates = walked(*trainings(parts)["B"])
    rows = [number(row[0]) for row in printed(parts[2])[1]]
    assert rows == sorted(set(rows))
    assert len(rows) == 3
    assert key(parts[2]) == [commas(*updates[update - 1]) for update in rows]


@few
@given(SEEDS)
def test_the_schedule_follows_from_the_printed_orders(seed):
    part = worksheet(seed)[3]
    text, _ = printed(part)
    samples, _, batch_size, epochs, *order = numbers(text.replace(", ", " "))
    assert (len(order), epochs) == (2 * samples, 2)
    rows = []
    for epoch in (1, 2):
        left = order[:samples] if epoch == 1 else order[samples:]
        assert sorted(left) == list(range(samples))
        iteration = 0
        while left:
            iteration += 1
            taken, left = left[:batch_size], left[batch_size:]
            rows.append([str(epoch), str(iteration), ", ".join(map(str, taken))])
    assert key(part) == rows


@few
@given(SEEDS)
def test_the_shuffle_follows_from_the_printed_slots(seed):
    part = worksheet(seed)[4]
    _, (start, *moments) = printed(part)
    slots, waiting = list(start[3:]), list("45678")
    for moment, answers in zip(moments, key(part)[1:], strict=True):
        slot = int(moment[1]) - 1
        leaving, slots[slot] = slots[slot], waiting.pop(0) if waiting else "–"
        assert leaving != "–"
        assert answers == [leaving, *slots]
    assert (start[3:], slots, waiting) == (["1", "2", "3"], ["–"] * 3, [])


@few
@given(SEEDS)
def test_the_landing_is_as_the_lesson_derives_it(seed):
    part = worksheet(seed)[5]
    text, rows = printed(part)
    items, buffer_size, _ = numbers(text)
    (item,) = numbers(rows[0][0])
    assert buffer_size < item <= items
    assert key(part) == [[f"{item - buffer_size + 1:,}"], [str(buffer_size)], [f"{100 / buffer_size:g}"]]


@pytest.mark.parametrize("seed", [1, 2])
def test_tensorflow_cuts_the_trainings_so(seed):
    import tensorflow as tf

    parts = worksheet(seed)
    given = trainings(parts)
    for (samples, batch_size, epochs), answers in zip(given.values(), key(parts[0]), strict=True):
        cut = tf.data.Dataset.range(samples).batch(batch_size)
        assert answers[2:] == commas(int(cut.cardinality()), int(cut.repeat(epochs).cardinality()))
    for name, answers in zip("BC", key(parts[1]), strict=True):
        samples, batch_size, epochs = given[name]
        cut = tf.data.Dataset.range(samples).batch(batch_size, drop_remainder=True)
        used = sum(len(batch) for batch in cut.as_numpy_iterator())
        counts = int(cut.cardinality()), int(cut.repeat(epochs).cardinality())
        assert answers == commas(*counts, samples - used)
    samples, batch_size, epochs = given["B"]
    all_updates = list(tf.data.Dataset.range(samples).batch(batch_size).repeat(epochs).as_numpy_iterator())
    for (update, *_), answers in zip(printed(parts[2])[1], key(parts[2]), strict=True):
        batch = all_updates[number(update) - 1]
        assert answers[2:] == commas(batch[0], batch[-1])


def test_keras_counts_the_updates_so():
    import keras
    import numpy as np

    parts = worksheet(1)
    samples, batch_size, epochs = trainings(parts)["C"]
    network = keras.Sequential([keras.layers.Dense(1)])
    network.compile(optimizer="sgd", loss="mse")
    x = np.zeros((samples, 1))
    network.fit(x, x, batch_size=batch_size, epochs=epochs, verbose=0)
    assert key(parts[0])[2][-1] == f"{int(network.optimizer.iterations):,}"


@few
@given(st.lists(SEEDS, min_size=2, max_size=2, unique=True))
def test_a_seed_is_one_sheet(seeds):
    first, second = map(worksheet, seeds)
    assert first == worksheet(seeds[0])
    assert list(map(printed, first)) != list(map(printed, second))


@pytest.mark.parametrize(("bad", "error"), [(-1, ValueError), (1.5, TypeError), ("1", TypeError), (True, TypeError)])
def test_a_bad_seed_is_named(bad, error):
    with pytest.raises(error) as caught:
        worksheet(bad)
    assert str(caught.value) == f"seed is {bad!r}, expected a whole number >= 0"
