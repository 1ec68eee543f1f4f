"""Bits: against Keras' cross-entropy, and one way of reading against the other."""

import lzma

import keras
import numpy as np
import pytest

from helpers import corpora, textgen
from helpers.char_model.model import CharModel
from helpers.textgen import evaluation as room

TEXT = "".join(np.random.default_rng(3).choice(list("\n abcdef"), 64 * 300 + 17))


def test_surprise_is_keras_cross_entropy_in_bits(model):
    text = TEXT[:50]
    logits = model.logits(model.read(text)[:-1])
    nats = keras.losses.sparse_categorical_crossentropy(model.vocabulary.encode(text)[1:], logits, from_logits=True)
    np.testing.assert_allclose(textgen.surprise(model, text)[1:], np.array(nats) / np.log(2), rtol=1e-4)


def test_a_long_text_read_in_rows_has_the_bits_of_one_reading(model):
    in_rows = textgen.bits_per_char(model, TEXT)
    at_once = textgen.surprise(model, TEXT).mean()
    assert in_rows == pytest.approx(at_once, abs=1e-4)


def test_rows_cover_a_text_that_does_not_divide(model, monkeypatch):
    monkeypatch.setattr(room, "WARM_UP", 5)  # so that the rows are short and their edges weigh
    monkeypatch.setattr(room, "ROWS", 7)
    flat = CharModel(model.vocabulary, *(0 * weight for weight in model.weights()))
    for length in (38, 41, 49, 50):
        assert textgen.bits_per_char(flat, TEXT[:length]) == pytest.approx(3)  # 8 symbols, all alike: log2 8


def test_one_character_has_bits(model):
    assert textgen.bits_per_char(model, "a") == pytest.approx(float(textgen.surprise(model, "a")[0]))


@pytest.mark.parametrize("measure", [textgen.surprise, textgen.bits_per_char])
def test_bad_texts_are_named(model, measure):
    with pytest.raises(ValueError, match="text is '', expected at least one character"):
        measure(model, "")
    with pytest.raises(ValueError, match="text has characters that this model does not know: 'Z'"):
        measure(model, "abZ")
    with pytest.raises(TypeError, match="text is 3, expected a string"):
        measure(model, 3)
    with pytest.raises(TypeError, match="model is None, expected a CharModel"):
        measure(None, "ab")


def test_a_general_compressor_needs_the_bits_that_the_lesson_says():
    corpus = corpora.shakespeare()
    new, known = corpus.validation.encode(), corpus.train.encode()
    alone = len(lzma.compress(new))
    after = len(lzma.compress(known + new)) - len(lzma.compress(known))
    assert [round(8 * size / len(new), 1) for size in (alone, after)] == [2.9, 2.4]
