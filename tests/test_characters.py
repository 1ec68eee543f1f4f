"""The characters of a text by their places in a vocabulary, there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.characters import Vocabulary


@given(st.text(min_size=1))
def test_vocabulary_round_trip(text):
    vocabulary = Vocabulary.of(text)
    assert vocabulary.decode(vocabulary.encode(text)) == text
    assert list(vocabulary.symbols) == sorted(set(text))


def test_unknown_characters_are_named():
    with pytest.raises(ValueError, match=r"prompt has characters that this model does not know: 'X' 'é'"):
        Vocabulary("abc").encode("aXéb", "prompt")


@pytest.mark.parametrize("text", [None, 3, b"abc", ["a"]])
def test_a_text_must_be_a_string(text):
    with pytest.raises(TypeError, match="text is .*, expected a string"):
        Vocabulary("abc").encode(text)


@pytest.mark.parametrize(
    ("symbols", "error", "answer"),
    [
        ("aab", ValueError, "symbols is 'aab', expected every character once"),
        (5, TypeError, "symbols is 5, expected a str"),
    ],
)
def test_symbols_are_different_characters(symbols, error, answer):
    with pytest.raises(error, match=answer):
        Vocabulary(symbols)


@pytest.mark.parametrize("ids", [[], np.zeros(0, np.int32), ()])
def test_no_index_stands_for_no_character(ids):
    assert Vocabulary("abc").decode(ids) == ""


@pytest.mark.parametrize(
    ("ids", "error", "answer"),
    [
        ([0, -1], ValueError, "ids is -1, expected a whole number from 0 to 2"),
        ([3], ValueError, "ids is 3, expected a whole number from 0 to 2"),
        ([0.5], TypeError, "ids is 0.5, expected a whole number"),
        ([[0, 1]], TypeError, r"ids is \[0, 1\], expected a whole number"),
        (2, TypeError, "ids is 2, expected a row of whole numbers"),
        ("ab", TypeError, "ids is 'ab', expected a row of whole numbers"),
    ],
)
def test_only_indices_of_symbols_are_decoded(ids, error, answer):
    with pytest.raises(error, match=answer):
        Vocabulary("abc").decode(ids)
