"""What lesson 01 says of TensorFlow and arrays, asked of TensorFlow."""

import numpy as np
import pytest

from helpers import corpora


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


def test_operations_take_arrays_and_give_tensors(tf):
    warmer = tf.add(corpora.seattle_weather()["temp_max"][:3], 1)
    assert tf.is_tensor(warmer)
    assert warmer.dtype == tf.float64
    assert isinstance(warmer.numpy(), np.ndarray)
    assert warmer.numpy() == pytest.approx([13.8, 11.6, 12.7])


def test_lists_become_float32_and_arrays_keep_their_dtype(tf):
    assert tf.constant([0.1]).dtype == tf.float32
    assert tf.constant(np.array([0.1])).dtype == tf.float64
    assert float(tf.constant(0.1)) == float(np.float32(0.1)) != 0.1
    assert float(tf.constant(16_777_216.0) + np.array(1.0)) == 16_777_216


def test_two_tensors_of_different_dtypes_do_not_mix(tf):
    with pytest.raises(tf.errors.InvalidArgumentError, match="float tensor but is a double"):
        tf.constant([0.1]) + tf.constant(np.array([0.1]))


def test_an_array_is_turned_into_the_dtype_of_the_tensor_beside_it(tf):
    assert (tf.constant([0.1]) + np.array([0.2])).dtype == tf.float32
    assert (tf.constant([1, 2]) * np.array([0.5, 0.5])).numpy().tolist() == [0, 0]


def test_keras_works_in_float32(tf):
    import keras

    assert keras.layers.Dense(1)(np.ones((1, 2))).dtype == "float32"


def test_what_a_tensor_does_not_hold(tf):
    weather = corpora.seattle_weather()
    for part in (weather, weather["date"]):
        with pytest.raises(ValueError, match="Failed to convert a NumPy array to a Tensor"):
            tf.constant(part)
    assert tf.constant(np.array(["맑음"])).numpy()[0] == "맑음".encode()


@pytest.mark.parametrize("size", [3, 100_000])
def test_what_is_copied_and_what_is_shared(tf, size):
    with tf.device("CPU:0"):
        array = np.zeros(size)
        tensor = tf.constant(array)
        assert not np.shares_memory(np.asarray(tensor), array)
        assert not np.shares_memory(np.asarray(tensor), tensor.numpy())
        window = np.asarray(tensor)
        assert np.shares_memory(window, np.asarray(tensor))
        assert not window.flags.writeable
        shared = tf.experimental.dlpack.from_dlpack(array.__dlpack__())
        array[-1] = 9
        assert shared.numpy()[-1] == 9
