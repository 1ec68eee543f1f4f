"""The schedule: every sample once an epoch, and the batches that Keras' fit would see."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers import batches
from helpers.batches.scheduling import schedule

SMALL = st.integers(1, 30)


@given(SMALL, SMALL, st.integers(1, 4), st.booleans(), st.integers(0, 2**70))
def test_every_sample_is_used_once_an_epoch(samples, batch_size, epochs, shuffle, seed):
    plan = schedule(samples, batch_size, epochs, shuffle, seed)
    assert len(plan) == batches.total_iterations(samples, batch_size, epochs)
    assert [batch.update for batch in plan] == list(range(1, len(plan) + 1))
    for epoch, group in groupby(plan, key=lambda batch: batch.epoch):
        parts = list(group)
        used = np.concatenate([batch.samples for batch in parts])
        assert sorted(used.tolist()) == list(range(samples))
        assert [batch.iteration for batch in parts] == list(range(1, len(parts) + 1))
        assert {len(batch.samples) for batch in parts[:-1]} <= {batch_size}
        assert 1 <= len(parts[-1].samples) <= batch_size
        if not shuffle:
            assert used.tolist() == list(range(samples)), epoch


def handed_over(shuffle):
    """What fit hands to a model: the batches of two epochs of 11 samples, by 4."""
    import keras

    seen = []

    class Watching(keras.Model):
        def train_step(self, data):
            seen.append(data[0].numpy().ravel().astype(int).tolist())
            return {"loss": 0.0}

    model = Watching()
    model.compile(run_eagerly=True)
    x = np.arange(11, dtype="float32")[:, None]
    model.fit(x, x, batch_size=4, epochs=2, shuffle=shuffle, verbose=0)
    return seen


def test_unshuffled_it_is_what_keras_hands_to_a_model():
    plan = schedule(11, 4, 2, shuffle=False, seed=0)
    assert handed_over(shuffle=False) == [batch.samples.tolist() for batch in plan]


def test_shuffled_every_epoch_has_an_order_of_its_own_as_with_keras():
    import tensorflow as tf

    tf.random.set_seed(None)  # other tests set one
    for parts in (handed_over(True), [b.samples.tolist() for b in schedule(11, 4, 2, shuffle=True, seed=0)]):
        assert list(map(len, parts)) == [4, 4, 3] * 2
        assert [sorted(np.concatenate(parts[i : i + 3]).tolist()) for i in (0, 3)] == [list(range(11))] * 2
        assert parts[:3] != parts[3:]


def test_with_a_seed_keras_repeats_its_order_as_the_lesson_says():
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(0)
    try:
        parts = handed_over(shuffle=True)
    finally:
        tf.random.set_seed(None)
    assert parts[:3] == parts[3:]
    assert np.concatenate(parts[:3]).tolist() != list(range(11))


def test_the_seed_decides():
    def orders(seed):
        return [batch.samples.tolist() for batch in schedule(20, 7, 2, shuffle=True, seed=seed)]

    assert orders(1) == orders(1) != orders(2)


def test_a_batch_larger_than_the_data_is_one_short_batch():
    (only,) = schedule(5, 64, 1, shuffle=False, seed=0)
    assert only.samples.tolist() == [0, 1, 2, 3, 4]
