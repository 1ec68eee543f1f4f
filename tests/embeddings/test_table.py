"""The lookup: four ways that agree bit for bit, an index outside the table, and the gradient."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from helpers import embeddings
from helpers.embeddings import NOTES_TABLE
from helpers.embeddings.table import one_hot

FLOATS = st.floats(-(2.0**90), 2.0**90, width=32)


@st.composite
def tables_and_indices(draw):
    words, dim = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    table = draw(arrays.arrays(np.float32, (words, dim), elements=FLOATS))
    shape = draw(arrays.array_shapes(min_dims=1, max_dims=3, max_side=4))
    return table, draw(arrays.arrays(np.int64, shape, elements=st.integers(0, words - 1)))


def test_the_notes_table_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        NOTES_TABLE[0, 0] = 9


@given(tables_and_indices())
def test_dictionary_gather_product_and_layer_agree_bit_for_bit(drawn):
    table, indices = drawn
    dictionary = {i: row.tolist() for i, row in enumerate(table)}
    found = embeddings.lookup(table, indices)
    one_by_one = [dictionary[i] for i in indices.ravel().tolist()]
    np.testing.assert_array_equal(found.reshape(-1, table.shape[1]), np.array(one_by_one, np.float32))
    product = one_hot(indices, len(table)).astype(np.float32) @ table
    np.testing.assert_array_equal(found, product)
    layer = keras.layers.Embedding(*table.shape, weights=[table])
    np.testing.assert_array_equal(found, layer(indices).numpy())
    assert found.shape == (*indices.shape, table.shape[1])
    assert found.dtype == table.dtype


@pytest.mark.parametrize("outside", [7, -1, 1000, -8])
def test_an_index_outside_the_table_is_an_error(outside):
    answer = f"indices has {outside} in it, expected whole numbers from 0 to 6"
    for ask in (
        lambda: embeddings.lookup(NOTES_TABLE, [[0, outside]]),
        lambda: embeddings.lookup_gradient([0, outside], np.ones((2, 1)), 7),
    ):
        with pytest.raises(IndexError, match=answer):
            ask()


def test_what_others_do_with_an_index_outside_the_table():
    """What the lesson says of NumPy, of Keras on a CPU, and of XLA."""
    layer = keras.layers.Embedding(7, 2, weights=[NOTES_TABLE])
    last = NOTES_TABLE[-1].astype(np.float32)
    np.testing.assert_array_equal(layer(np.array([-1]))[0], last)
    if not tf.config.list_physical_devices("GPU"):
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"7 is not in \[0, 7\)"):
            layer(np.array([7]))
    compiled = tf.function(layer, jit_compile=True)
    np.testing.assert_array_equal(compiled(tf.constant([7, 1000])), [last, last])


def test_the_layer_gives_floats_of_shape_samples_length_dim():
    out = keras.layers.Embedding(1000, 64)(np.zeros((32, 10), int))
    assert (tuple(out.shape), out.dtype) == ((32, 10, 64), tf.float32)


@given(tables_and_indices())
def test_the_gradient_is_that_of_tensorflow(drawn):
    table, indices = drawn
    blame = np.random.default_rng(0).normal(size=(*indices.shape, table.shape[1]))
    variable = tf.Variable(table.astype(np.float64))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(blame * tf.gather(variable, indices))
    expected = tf.convert_to_tensor(tape.gradient(loss, variable))
    gradient = embeddings.lookup_gradient(indices, blame, len(table))
    np.testing.assert_allclose(gradient, expected, atol=1e-12)
    unused = sorted(set(range(len(table))) - set(indices.ravel().tolist()))
    assert not gradient[unused].any()


def test_a_row_used_twice_gets_both():
    gradient = embeddings.lookup_gradient([3, 5, 3, 0], [[1.0], [2.0], [4.0], [8.0]], words=7)
    assert gradient.ravel().tolist() == [8, 0, 0, 5, 0, 2, 0]


@pytest.mark.parametrize(
    ("ask", "error", "answer"),
    [
        (lambda: embeddings.lookup(NOTES_TABLE, [0.5]), TypeError, r"indices is \[0.5\], expected whole numbers"),
        (lambda: embeddings.lookup(NOTES_TABLE, ["a"]), TypeError, "expected whole numbers"),
        (lambda: embeddings.lookup(NOTES_TABLE, [True]), TypeError, "expected whole numbers"),
        (
            lambda: embeddings.lookup(NOTES_TABLE, [True, 2]),
            TypeError,
            r"indices is \[True, 2\], expected whole numbers",
        ),
        (lambda: embeddings.lookup([[True, 2.0]], [0]), TypeError, r"table is \[\[True, 2.0\]\], expected numbers"),
        (lambda: embeddings.lookup([], [0]), ValueError, r"table has shape \(0,\), expected \(words, dim\)"),
        (lambda: embeddings.lookup([["a"]], [0]), TypeError, r"table is \[\['a'\]\], expected numbers"),
        (lambda: embeddings.lookup(None, [0]), TypeError, "table is None, expected numbers"),
        (lambda: embeddings.lookup(NOTES_TABLE, None), TypeError, "indices is None, expected whole numbers"),
        (lambda: embeddings.lookup(NOTES_TABLE, "a"), TypeError, "indices is 'a', expected whole numbers"),
        (lambda: embeddings.lookup(NOTES_TABLE, [np.nan]), TypeError, r"indices is \[nan\], expected whole numbers"),
        (lambda: embeddings.lookup_gradient([0], [["a"]], 7), TypeError, r"upstream is \[\['a'\]\], expected numbers"),
        (lambda: embeddings.lookup_gradient([0], None, 7), TypeError, "upstream is None, expected numbers"),
        (
            lambda: embeddings.lookup_gradient([0], [[None]], 7),
            TypeError,
            r"upstream is \[\[None\]\], expected numbers",
        ),
        (
            lambda: embeddings.lookup_gradient([0], [[True]], 7),
            TypeError,
            r"upstream is \[\[True\]\], expected numbers",
        ),
        (lambda: embeddings.lookup_gradient([0], [[np.nan]], 7), ValueError, r"upstream is \[\[nan\]\], .* all finite"),
        (
            lambda: embeddings.lookup_gradient([0, 1], [[1], [1, 2]], 7),
            ValueError,
            "upstream is .* rows of equal length",
        ),
        (lambda: embeddings.lookup_gradient([0], [[1.0]], 10**15), ValueError, "words is 1000000000000000, expected"),
        (lambda: embeddings.lookup(np.zeros((3, 0)), [0]), ValueError, r"table has shape \(3, 0\)"),
        (lambda: embeddings.lookup_gradient([0, 1], [[1.0]], 7), ValueError, r"upstream has shape \(1, 1\), expected"),
        (lambda: embeddings.lookup_gradient([0], [[1.0]], -1), ValueError, "words is -1, expected"),
    ],
)
def test_bad_input_is_named(ask, error, answer):
    with pytest.raises(error, match=answer):
        ask()


def test_no_indices_are_no_error():
    assert embeddings.lookup(NOTES_TABLE, []).shape == (0, 2)
    assert one_hot([[], []], 3).shape == (2, 0, 3)


def test_a_long_value_is_named_short():
    with pytest.raises(TypeError) as caught:
        embeddings.lookup(NOTES_TABLE, [0.5] * 10_000)
    assert len(str(caught.value)) < 200


def test_rows_of_different_lengths_are_named():
    with pytest.raises(ValueError, match=r"table is \[\[1\], \[1, 2\]\], expected rows of equal length"):
        embeddings.lookup([[1], [1, 2]], [0])
    with pytest.raises(ValueError, match=r"indices is \[\[0\], \[0, 1\]\], expected rows of equal length"):
        embeddings.lookup([[1.0], [2.0]], [[0], [0, 1]])
