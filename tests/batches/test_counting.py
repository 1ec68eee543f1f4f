"""The counts against Keras' own, and against counting one by one."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import batches

SIZES = st.integers(1, 40)


@pytest.fixture(scope="module")
def counted():
    """What Keras counts while it fits: batches of each epoch, epochs, and the optimizer's own count."""
    import keras
    import tensorflow as tf

    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.0), "mse", jit_compile=False)
    ends = []
    callback = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: ends.append(0),
        on_train_batch_end=lambda batch, logs: ends.append(ends.pop() + 1),
    )

    def count(samples, batch_size, epochs, drop_remainder=None):
        ends.clear()
        model.optimizer.iterations.assign(0)
        x, y = np.zeros((samples, 1), "float32"), np.zeros((samples, 1), "float32")
        if drop_remainder is None:  # arrays, as in the lesson
            model.fit(x, y, batch_size=batch_size, epochs=epochs, callbacks=[callback], verbose=0)
        else:
            data = tf.data.Dataset.from_tensor_slices((x, y)).batch(batch_size, drop_remainder=drop_remainder)
            model.fit(data, epochs=epochs, shuffle=False, callbacks=[callback], verbose=0)
        return list(ends), int(model.optimizer.iterations)

    return count


@settings(max_examples=25)
@given(SIZES, SIZES, st.integers(1, 3))
def test_arrays_are_counted_as_keras_counts(counted, samples, batch_size, epochs):
    each = batches.iterations_per_epoch(samples, batch_size)
    total = batches.total_iterations(samples, batch_size, epochs)
    assert counted(samples, batch_size, epochs) == ([each] * epochs, total)


@settings(max_examples=25)
@given(SIZES, SIZES, st.integers(1, 3), st.booleans())
def test_a_dataset_is_counted_as_keras_counts(counted, samples, batch_size, epochs, drop_remainder):
    each = batches.iterations_per_epoch(samples, batch_size, drop_remainder)
    total = batches.total_iterations(samples, batch_size, epochs, drop_remainder)
    ends, updates = counted(samples, batch_size, epochs, drop_remainder)
    assert ends == [each] * epochs
    assert updates == total or not each  # without a batch Keras' own count can go astray, see below


@pytest.mark.parametrize("eagerly", [True, False])
def test_without_a_full_batch_keras_warns_and_trains_nothing(eagerly):
    import keras
    import tensorflow as tf

    assert batches.total_iterations(3, 5, epochs=2, drop_remainder=True) == 0
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", run_eagerly=eagerly)
    before, ends = model.get_weights(), []
    listener = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: ends.append(batch))
    ones = np.ones((3, 1), "float32")
    data = tf.data.Dataset.from_tensor_slices((ones, ones)).batch(5, drop_remainder=True)
    with pytest.warns(UserWarning, match="Your input ran out of data"):
        fitted = model.fit(data, epochs=2, shuffle=False, callbacks=[listener], verbose=0)
    assert (fitted.history, ends) == ({}, [])
    assert all(map(np.array_equal, before, model.get_weights()))
    assert not eagerly or int(model.optimizer.iterations) == 0


@pytest.mark.parametrize(
    ("samples", "batch_size", "epochs"), [(2000, 500, 20), (7, 1, 2), (5, 9, 2), (9, 9, 2), (9, 8, 1)]
)
def test_the_notes_numbers_and_the_edges_are_keras_own(counted, samples, batch_size, epochs):
    total = batches.total_iterations(samples, batch_size, epochs)
    assert counted(samples, batch_size, epochs)[1] == total


def test_2000_500_20():
    assert batches.iterations_per_epoch(2000, 500) == 4
    assert batches.total_iterations(2000, 500, 20) == 80


@given(st.integers(1, 10**30), st.integers(1, 10**30))
def test_huge_counts_are_exact(samples, batch_size):
    count = batches.iterations_per_epoch(samples, batch_size)
    assert (count - 1) * batch_size < samples <= count * batch_size
    assert batches.iterations_per_epoch(samples, batch_size, drop_remainder=True) * batch_size <= samples


def test_counts_of_numpy_are_counts():
    assert batches.total_iterations(np.int64(2000), np.int32(500), np.uint8(20)) == 80


@pytest.mark.parametrize("name", ["samples", "batch_size", "epochs"])
@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (0, ValueError), (-3, ValueError), (-(10**30), ValueError), (2.5, TypeError), (64.0, TypeError),
        (True, TypeError), ("64", TypeError), (None, TypeError), (float("inf"), TypeError), ([64], TypeError),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_named(name, bad, kind):
    arguments = {"samples": 2000, "batch_size": 500, "epochs": 20} | {name: bad}
    with pytest.raises(kind, match=re.escape(f"{name} is {bad!r}, expected a whole number >= 1")):
        batches.total_iterations(**arguments)


@pytest.mark.parametrize("bad", [1, "yes", None])
def test_drop_remainder_is_true_or_false(bad):
    with pytest.raises(TypeError, match=re.escape(f"drop_remainder is {bad!r}, expected True or False")):
        batches.iterations_per_epoch(10, 3, bad)
