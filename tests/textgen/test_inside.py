"""Looking inside: readings against the model itself, correlations against NumPy's, features on a text by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import textgen
from helpers.textgen.inside import FEATURES, Trace, correlations
from tests.char_model.models import random_model

MODEL = random_model()
texts = st.text(MODEL.vocabulary.symbols, min_size=1, max_size=30)

PLAY = "ROMEO:\nIs it so? No: it is\n\nTWO MEN:\nAy."


@given(texts, texts, texts)
def test_an_updated_trace_is_as_if_read_from_the_start(beginning, end, other):
    turned = Trace.of(MODEL, beginning + end).updated(beginning + other)
    np.testing.assert_array_equal(turned.activations, MODEL.read(beginning + other))


def test_what_is_shared_is_not_read_again(model, monkeypatch):
    read = []
    original = type(model).read
    monkeypatch.setattr(type(model), "read", lambda self, text, *rest: read.append(text) or original(self, text, *rest))
    Trace.of(model, "abc").updated("abcd").updated("ab").updated("af")
    assert read == ["abc", "d", "", "f"]


@given(texts)
def test_expectations_are_what_surprise_measures(text):
    expected = Trace.of(MODEL, text).probabilities()
    np.testing.assert_allclose(expected.sum(axis=1), 1, rtol=1e-5)
    had = expected[np.arange(len(text)), MODEL.vocabulary.encode(text)]
    np.testing.assert_allclose(-np.log2(had), textgen.surprise(MODEL, text), rtol=1e-3, atol=1e-5)


@given(st.integers(0, 2**31), st.integers(2, 40))
def test_correlations_are_numpys(seed, length):
    rng = np.random.default_rng(seed)
    activations, values = rng.normal(size=(length, 5)), rng.normal(size=length)
    by_numpy = [np.corrcoef(column, values)[0, 1] for column in activations.T]
    np.testing.assert_allclose(correlations(activations, values), by_numpy, atol=1e-9)


def test_what_never_changes_goes_with_nothing():
    changing, still = np.arange(6.0), np.full(6, 0.1)
    assert correlations(np.stack([changing, still], axis=1), changing).tolist() == [pytest.approx(1), 0]
    assert correlations(changing[:, None], still).tolist() == [0]


@pytest.mark.parametrize(
    ("feature", "marked"),
    [
        ("a speaker's name", "ROMEO:TWO MEN:"),
        ("a question", "Is it so?"),
        ("between words", "\n     \n\n \n"),
        ("vowels", "OEOIiooiiOEA"),
    ],
)
def test_features_by_hand(feature, marked):
    values = FEATURES[feature](PLAY)
    assert set(values) == {0, 1}
    assert "".join(character for character, value in zip(PLAY, values, strict=True) if value) == marked


def test_places_by_hand():
    assert FEATURES["place in the line"]("ab\nc").tolist() == [1, 2, 0, 1]
    assert FEATURES["place in the sentence"]("A. B? ").tolist() == [1, 0, 1, 2, 0, 1]
    assert FEATURES["near the line's end"]("123456789\n12").tolist() == [0] + [1] * 8 + [0] * 3


def test_bad_input_is_named(model):
    with pytest.raises(ValueError, match="text is '', expected at least one character"):
        Trace.of(model, "")
    with pytest.raises(ValueError, match="poem has characters that this model does not know: 'x'"):
        Trace.of(model, "ax", "poem")
    with pytest.raises(TypeError, match="text is 3, expected a string"):
        Trace.of(model, 3)
    with pytest.raises(TypeError, match="model is None, expected a CharModel"):
        Trace.of(None, "ab")
