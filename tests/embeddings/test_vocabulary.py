"""Text to indices: held to Keras' TextVectorization, and what is unknown, cut or filled up is counted."""

import sys
import unicodedata

import keras
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import embeddings
from helpers.embeddings import Vocabulary, tokenize
from helpers.embeddings.reading import notes_vocabulary, read

TEXTS = ["Hope to see you soon", "Nice to see you again"]
WORDS = st.lists(st.sampled_from(["to", "see", "you", "hope", "soon", "nice", "again", "meet"]), min_size=1, max_size=9)


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(1, 8))
def test_it_encodes_as_keras_does(sentences, length):
    ours = Vocabulary.fit(TEXTS)
    texts = [" ".join(words) for words in sentences]
    layer = keras.layers.TextVectorization(output_sequence_length=length, vocabulary=list(ours.words))
    encoded = ours.encode(texts, length=length)
    np.testing.assert_array_equal(encoded.indices, layer(texts))
    kept = [word for words in sentences for word in words[:length]]
    assert encoded.unknown == kept.count("meet")
    assert encoded.cut == sum(max(0, len(words) - length) for words in sentences)


@given(WORDS)
def test_what_is_known_comes_back(words):
    vocabulary = Vocabulary.fit([" ".join(words)])
    indices = vocabulary.encode([" ".join(words)], length=12).indices[0]
    assert vocabulary.decode(indices) == words


@given(st.text())
def test_what_is_fitted_is_always_tokens(text):
    tokens = tokenize(text)
    assume(tokens)
    assert set(Vocabulary.fit([text]).words) == set(tokens)


def test_the_most_frequent_word_comes_first():
    assert Vocabulary.fit(["b b c", "a b c"]).words == ("b", "c", "a")
    assert len(Vocabulary.fit(["b b c", "a b c"])) == 5


def test_tokens():
    assert tokenize("Don't -- STOP, 2 words… naïve 안녕 세상!") == [
        "don't",
        "stop",
        "2",
        "words",
        "naïve",
        "안녕",
        "세상",
    ]
    assert tokenize("it’s [pad] [unk]") == ["it's", "pad", "unk"]
    assert tokenize("--!") == []


LETTERS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] in "LNM"]


def test_every_script_keeps_its_marks_within_its_words():
    words = [f"a{letter}b" for letter in LETTERS]
    assert tokenize(" ".join(words)) == [unicodedata.normalize("NFC", word.lower()) for word in words]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_spellings_are_the_same_token(form):
    text = " ".join(LETTERS)
    assert tokenize(unicodedata.normalize(form, text)) == tokenize(text)
    assert tokenize(" ".join(tokenize(text))) == tokenize(text)


@pytest.mark.parametrize(
    "word",
    ["vélib", "i̇stanbul", "ǰ", "안녕", "नमस्ते", "தமிழ்", "สวัสดี", "שָׁלוֹם", "مُحَمَّد", "tiếng", "می\u200cخواهم", "ශ්\u200dරී"],
)
def test_a_word_with_marks_is_one_token(word):
    composed = unicodedata.normalize("NFC", word)
    for spelling in (word, composed, unicodedata.normalize("NFD", word), word.upper()):
        assert tokenize(f"“{spelling}”, {spelling}!") == [composed, composed]
        assert Vocabulary((composed,)).encode([spelling]).indices.tolist() == [[2]]


def test_a_mark_or_a_joiner_alone_is_no_token():
    assert tokenize("\u0301 a\u200c \u200db \u0301c snake_case") == ["a", "b", "c", "snake", "case"]


def test_a_dotted_capital_stays_in_its_word():
    assert tokenize("İstanbul, I\u0307STANBUL") == ["i̇stanbul", "i̇stanbul"]


def test_unknown_words_share_row_1_and_padding_is_0():
    vocabulary = Vocabulary.fit(TEXTS)
    encoded = vocabulary.encode(["Nice to meet Thee", "You"])
    assert encoded.indices.tolist() == [[vocabulary.index("nice"), vocabulary.index("to"), 1, 1], [4, 0, 0, 0]]
    assert (encoded.unknown, encoded.cut) == (2, 0)
    assert vocabulary.decode(encoded.indices[0]) == ["nice", "to", "[unk]", "[unk]"]
    assert "nice" in vocabulary
    assert "thee" not in vocabulary


@pytest.mark.parametrize(
    ("ask", "error", "answer"),
    [
        (lambda: Vocabulary.fit("one text"), TypeError, "texts is 'one text', expected several strings"),
        (lambda: Vocabulary.fit([]), ValueError, "texts has no word in it"),
        (lambda: Vocabulary.fit(["...", "!"]), ValueError, "texts has no word in it"),
        (lambda: Vocabulary.fit([None]), TypeError, "texts has None in it, expected strings"),
        (lambda: Vocabulary.fit(TEXTS).encode("text"), TypeError, "texts is 'text', expected several strings"),
        (lambda: Vocabulary.fit(TEXTS).encode([]), ValueError, "texts is empty"),
        (lambda: Vocabulary.fit(TEXTS).encode(["you", ""]), ValueError, "a text is '', expected at least one word"),
        (lambda: Vocabulary.fit(TEXTS).encode(["you"], length=0), ValueError, "length is 0, expected a whole"),
        (
            lambda: Vocabulary.fit(TEXTS).decode([9]),
            IndexError,
            "indices has 9 in it, expected whole numbers from 0 to 8",
        ),
        (lambda: tokenize(3), TypeError, "text is 3, expected a string"),
        (lambda: Vocabulary.fit(None), TypeError, "texts is None, expected several strings"),
        (lambda: Vocabulary.fit(3), TypeError, "texts is 3, expected several strings"),
        (lambda: Vocabulary.fit(TEXTS).encode(None), TypeError, "texts is None, expected several strings"),
        (lambda: Vocabulary.fit(TEXTS).encode([["you"]]), TypeError, r"texts has \['you'\] in it, expected strings"),
        (lambda: Vocabulary.fit(TEXTS).encode(["you"], 10**15), ValueError, "length is 1000000000000000, expected a"),
        (lambda: Vocabulary.fit(TEXTS).index(["you"]), TypeError, r"token is \['you'\], expected a string"),
        (lambda: Vocabulary.fit(TEXTS).decode("you"), TypeError, "indices is 'you', expected whole numbers"),
        (lambda: Vocabulary.fit(TEXTS).decode(None), TypeError, "indices is None, expected whole numbers"),
        (lambda: Vocabulary.fit(TEXTS).decode([2.0]), TypeError, r"indices is \[2.0\], expected whole numbers"),
        (lambda: Vocabulary.fit(TEXTS).decode(2), ValueError, r"indices has shape \(\), expected a single row"),
    ],
)
def test_bad_input_is_named(ask, error, answer):
    with pytest.raises(error, match=answer):
        ask()


def test_a_reading_is_a_lookup():
    vocabulary, table = notes_vocabulary()
    reading = read("Nice to meet you and THEM", vocabulary, table, 5)
    np.testing.assert_array_equal(reading.rows, table[[7, 3, 1, 5, 1]])
    assert (reading.unknown, reading.cut, reading.padding) == (("meet", "and"), ("them",), 0)
    assert read("you", vocabulary, table, 3).padding == 2
    np.testing.assert_array_equal(table[2:], embeddings.NOTES_TABLE)
    assert vocabulary.words == ("hope", "to", "see", "you", "soon", "nice", "again")


def test_a_reading_of_nothing_is_refused():
    vocabulary, table = notes_vocabulary()
    with pytest.raises(ValueError, match="the sentence has no word in it"):
        read(" ... ", vocabulary, table, 5)
    with pytest.raises(
        ValueError, match="no word of the sentence is in the vocabulary: “hello”, “world”; it knows hope"
    ):
        read("Hello world, hello", vocabulary, table, 5)
    with pytest.raises(ValueError, match="length is 0, expected a whole number from 1 to 1,000,000"):
        read("you", vocabulary, table, 0)


def test_a_mask_reaches_the_next_layer_and_leaving_it_out_changes_the_answer():
    keras.utils.set_random_seed(1)
    vocabulary = Vocabulary.fit(TEXTS)
    embed, lstm = keras.layers.Embedding(len(vocabulary), 8, mask_zero=True), keras.layers.LSTM(4)
    brief, padded = (vocabulary.encode(["See you"], length=n).indices for n in (2, 12))
    expected = lstm(embed(brief)).numpy()
    np.testing.assert_allclose(lstm(embed(padded)), expected, atol=1e-7)
    assert np.abs(lstm(embed(padded).numpy()) - expected).max() > 0.1 * np.abs(expected).max()
    assert embed.compute_mask(padded).numpy().sum() == 2
    assert embed.get_weights()[0][0].any()  # row 0 is no row of zeros


def test_texts_may_come_one_by_one_and_rows_are_decoded_one_by_one():
    vocabulary = Vocabulary.fit(["see you", "see me"])
    encoded = vocabulary.encode(text for text in ["see you", "me"])
    assert encoded.indices.shape == (2, 2)
    with pytest.raises(ValueError, match=r"indices has shape \(2, 2\), expected a single row"):
        vocabulary.decode(encoded.indices)


def test_what_holds_an_array_is_compared_and_kept_like_any_object():
    """Two arrays have no single answer to ==: without eq=False the comparison raised."""
    words, table = notes_vocabulary()
    for make in (lambda: words.encode(["see you"]), lambda: read("see you", words, table, 3)):
        one, other = make(), make()
        assert one == one
        assert one != other
        assert len({one, other}) == 2
