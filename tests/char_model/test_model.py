"""The NumPy model against the Keras layers it copies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.char_model.model import CharModel
from helpers.char_model.recipe import Recipe, initial_network
from tests.char_model.models import random_model


@settings(max_examples=8)
@given(units=st.integers(1, 24), embedding=st.integers(1, 9), text=st.text("\n abcdef", min_size=1, max_size=30))
def test_scores_equal_those_of_keras(units, embedding, text):
    model = random_model(units=units, embedding=embedding, spread=0.3)  # larger weights magnify what rounding does
    keras_network = initial_network(len(model.vocabulary), Recipe(units=units, embedding=embedding))
    keras_network.set_weights(model.weights())
    ids = model.vocabulary.encode(text)[None]
    keras_logits, keras_state = keras_network([ids, np.zeros((1, units), np.float32)])
    states = model.read(text)
    np.testing.assert_allclose(states[-1], keras_state[0], atol=1e-5)
    np.testing.assert_allclose(model.logits(states), keras_logits[0], atol=1e-4)


def test_several_texts_at_once_are_read_as_one_by_one(model):
    texts = ["abcd", "fe a", "\n\nbb"]
    state = model.initial_state(len(texts))
    for ids in zip(*(model.vocabulary.encode(text) for text in texts), strict=True):
        state = model.step(state, np.array(ids))
    one_by_one = [model.read(text)[-1] for text in texts]
    np.testing.assert_allclose(state, one_by_one, atol=1e-6)


def test_reading_on_from_a_state_equals_reading_at_once(model):
    state = model.read("abc")[-1]
    np.testing.assert_array_equal(model.read("def", state), model.read("abcdef")[3:])


@pytest.mark.parametrize(
    ("place", "change", "error", "answer"),
    [
        (1, lambda weight: weight.astype(str), TypeError, "kernel has dtype .*, expected an array of numbers"),
        (3, lambda weight: weight[:1], ValueError, r"bias has shape \(1, 21\), expected \(2, 21\)"),
        (5, lambda weight: weight * np.nan, ValueError, "output_bias holds values that are not finite"),
    ],
)
def test_weights_that_do_not_fit_are_named(model, place, change, error, answer):
    weights = model.weights()
    weights[place] = change(weights[place])
    with pytest.raises(error, match=answer):
        CharModel(model.vocabulary, *weights)
