"""The networks that come with the gate view, and what they lose when their gates are clamped."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import recurrent
from helpers.cells import Clamp
from helpers.recurrent import gates
from helpers.recurrent.gates import LETTERS, SYMBOLS, encode, latest_letter, read_models, save_models
from research.gate_networks import random_signals, train_model

TEXTS = st.text(SYMBOLS, min_size=1, max_size=40)


@cache
def experiment():
    return recurrent.clamp_experiment(recurrent.load_latest_letter_models())


# The task


@given(TEXTS)
def test_the_right_answer_is_the_letter_nearest_to_the_end(text):
    after = re.search(r"([a-h])\.*$", text)
    assert latest_letter(text) == (after[1] if after else None)


@given(TEXTS)
def test_a_text_is_one_row_for_each_character(text):
    rows = encode(text)
    assert rows.shape == (len(text), 9)
    assert "".join(SYMBOLS[i] for i in rows.argmax(axis=1)) == text
    assert (rows.sum(axis=1) == 1).all()


def test_sequences_to_learn_from_carry_their_answers():
    symbols, latest = random_signals(200, 25, np.random.default_rng(0))
    for row, answers in zip(symbols, latest, strict=True):
        text = "".join(SYMBOLS[i] for i in row)
        right = [latest_letter(text[: t + 1]) or "." for t in range(25)]
        assert [SYMBOLS[i] for i in answers] == right
    rates = (symbols < 8).mean(axis=1)
    assert rates.min() < 0.05
    assert 0.25 < rates.max() < 0.6
    assert set(symbols.ravel()) == set(range(9))


# The networks


def test_all_that_come_with_the_series_name_the_latest_letter():
    models = recurrent.load_latest_letter_models()
    assert len(models) == 8
    assert {model.units for model in models} == {8}
    symbols, latest = random_signals(500, 40, np.random.default_rng(10**6))
    asked = latest < 8
    for model in models:
        named = model.probabilities(model.run(np.eye(9, dtype=np.float32)[symbols])).argmax(axis=-1)
        assert (named == latest)[asked].mean() >= 0.99
        for letter in LETTERS:  # and over the longest silence
            assert LETTERS[model.read(letter + "." * 39).probabilities[-1].argmax()] == letter


def test_a_network_is_what_keras_makes_of_its_weights():
    import keras

    ours = gates.load_latest_letter_model()
    layers = [keras.layers.LSTM(8, return_sequences=True), keras.layers.Dense(8, "softmax")]
    model = keras.Sequential([keras.Input((None, 9)), *layers])
    model.set_weights(list(ours))
    reading = ours.read("..c....f..bad")
    np.testing.assert_allclose(reading.probabilities, model(reading.x)[0], atol=1e-5)
    np.testing.assert_allclose(reading.probabilities.sum(axis=1), 1, rtol=1e-5)
    assert reading.run.states.shape == (1, 13, 8)


def test_a_training_learns_the_task():
    model = train_model(3, units=10, steps=350)
    assert model.units == 10
    assert recurrent.clamp_experiment([model]).right[0] > 0.9


# Gates clamped


def test_a_choice_is_made_of_clamps():
    assert gates.make_clamps("nothing", 3, 4) == ()
    assert gates.make_clamps("forget = 1, input = 0", 3, 9) == (Clamp("forget", 1, 3, 9), Clamp("input", 0, 3, 9))
    before = "forget = 0, output = 0 a step before"
    assert gates.make_clamps(before, 0, 3) == (Clamp("forget", 0, 0, 3), Clamp("output", 0, 0, 2))
    assert gates.make_clamps(before, 0, 1) == (Clamp("forget", 0, 0, 1),)


def test_a_belief_changes_from_the_clamp_on_and_not_before():
    text = "..........f..................."
    model = gates.load_latest_letter_model()
    free, clamped = model.read(text), model.read(text, gates.make_clamps("forget = 0, input = 0", 20, 21))
    np.testing.assert_array_equal(clamped.probabilities[:20], free.probabilities[:20])
    assert clamped.clamps == (Clamp("forget", 0, 20, 21), Clamp("input", 0, 20, 21))
    assert free.probabilities[-1].max() > 0.9
    assert clamped.probabilities[20:, LETTERS.index("f")].max() < 0.3


def test_the_experiment_tries_all_its_sequences_once():
    symbols, earlier, signal = gates.two_letters()
    texts = {decoded(row) for row in symbols}
    assert len(texts) == len(symbols) == 560
    assert all(re.fullmatch(r"\.*[a-h]\.*", text[:10]) for text in texts)
    assert {text[11:] for text in texts} == {"." * 19}
    assert [LETTERS[i] for i in signal] == [text[10] for text in map(decoded, symbols)]
    assert [LETTERS[i] for i in earlier] == [text[:10].strip(".") for text in map(decoded, symbols)]


def decoded(places):
    return "".join(SYMBOLS[i] for i in places)


def test_what_the_lesson_says_of_gates_clamped():
    """Means over the eight networks; chance is 1/8."""
    found = experiment()
    right = dict(zip(found.clamps, found.right.mean(axis=1), strict=True))
    earlier = dict(zip(found.clamps, found.earlier.mean(axis=1), strict=True))
    assert found.right.shape == found.earlier.shape == (15, 8)
    for harmless in (
        "nothing clamped",
        "forget = 0 at the signal",
        "input = 0 at t = 20",
        "output = 0 at t = 20",
        "input = 0 and output = 0 at t = 20",
        "forget = 1 and input = 0 at every later step",
    ):
        assert right[harmless] >= 0.999, harmless
    assert right["forget = 0 at t = 20"] > 0.9
    assert right["forget = 0 and output = 0 at t = 20"] > 0.85
    for fatal in (
        "forget = 0 and input = 0 at t = 20",
        "forget = 0 at t = 20, output = 0 a step before",
        "forget = 0 at every later step",
        "output = 0 from the signal to t = 28",
    ):
        assert right[fatal] < 0.2, fatal
    assert right["input = 0 at every later step"] < 0.4
    for unheard in ("input = 0 at the signal", "forget = 1 at the signal"):
        assert right[unheard] < 0.15
        assert earlier[unheard] > 0.6


# The file


def test_a_file_gives_back_what_was_written(tmp_path):
    models = recurrent.load_latest_letter_models()[:3]
    save_models(models, tmp_path / "some.npz")
    again = read_models(tmp_path / "some.npz")
    for ours, theirs in zip(models, again, strict=True):
        for written, read_again in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(written, read_again)
    assert gates.PRETRAINED.stat().st_size < 30_000


def test_a_damaged_file_is_refused_or_harmless(tmp_path):
    whole, damaged = gates.PRETRAINED.read_bytes(), tmp_path / "damaged.npz"
    for length in [*range(0, len(whole), 1999), len(whole) - 1]:
        damaged.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="path is .*damaged.npz', expected a whole file that research/gate_"):
            read_models(damaged)
    for place in range(0, len(whole), 499):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            again = read_models(damaged)
        except ValueError as error:
            assert "expected a whole file" in str(error)
        else:  # the byte was one that the format does not use
            np.testing.assert_array_equal(again[1].kernel, gates.load_latest_letter_model().kernel)


def test_foreign_and_missing_files_are_refused(tmp_path):
    np.savez(tmp_path / "other.npz", format="another", kernel=np.zeros(3))
    with pytest.raises(ValueError, match="path is .*other.npz', expected a whole file"):
        read_models(tmp_path / "other.npz")
    with pytest.raises(FileNotFoundError, match="path is .*nowhere.npz', expected a file"):
        read_models(tmp_path / "nowhere.npz")


# What is refused


def read(*arguments):
    return gates.load_latest_letter_model().read(*arguments)


@pytest.mark.parametrize(
    ("call", "error", "answer"),
    [
        (
            lambda: read("..z.Z"),
            ValueError,
            "text has characters that this model does not know: 'Z' 'z'; expected only 'abcdefgh.'",
        ),
        (lambda: read("0123456789"), ValueError, "'0' '1' '2' '3' '4' '5' '6' '7' …; expected only"),
        (lambda: read(""), ValueError, "text is '', expected at least one character"),
        (lambda: read(None), TypeError, "text is None, expected a string"),
        (lambda: gates.make_clamps("forget = 0", 3, 3), ValueError, "stop is 3, expected a whole number >= 4"),
        (lambda: recurrent.clamp_experiment([]), TypeError, "models is [], expected at least one LatestLetterModel"),
        (lambda: recurrent.clamp_experiment([1]), TypeError, "models is [1], expected at least one LatestLetterModel"),
    ],
)
def test_bad_input_is_named(call, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        call()
