"""The networks that come with the gate view, and what they lose when their gates are held."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import recurrent
from helpers.cells import Clamp
from helpers.recurrent import gates
from helpers.recurrent.gates import LETTERS, SYMBOLS, encode, latest_letter, read_reporters, save_reporters
from research.gate_networks import random_signals, train_reporter

TEXTS = st.text(SYMBOLS, min_size=1, max_size=40)


@cache
def experiment():
    return recurrent.clamp_experiment(recurrent.load_reporters())


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
    reporters = recurrent.load_reporters()
    assert len(reporters) == 8
    assert {reporter.units for reporter in reporters} == {8}
    symbols, latest = random_signals(500, 40, np.random.default_rng(10**6))
    asked = latest < 8
    for reporter in reporters:
        named = reporter.beliefs(reporter.run(np.eye(9, dtype=np.float32)[symbols])).argmax(axis=-1)
        assert (named == latest)[asked].mean() >= 0.99
        for letter in LETTERS:  # and over the longest silence
            assert LETTERS[reporter.read(letter + "." * 39).beliefs[-1].argmax()] == letter


def test_a_network_is_what_keras_makes_of_its_weights():
    import keras

    reporter = recurrent.load_reporter()
    layers = [keras.layers.LSTM(8, return_sequences=True), keras.layers.Dense(8, "softmax")]
    model = keras.Sequential([keras.Input((None, 9)), *layers])
    model.set_weights([getattr(reporter, name) for name in gates.WEIGHTS])
    reading = reporter.read("..c....f..bad")
    np.testing.assert_allclose(reading.beliefs, model(reading.x)[0], atol=1e-5)
    np.testing.assert_allclose(reading.beliefs.sum(axis=1), 1, rtol=1e-5)
    assert reading.run.states.shape == (1, 13, 8)


def test_a_training_learns_the_task():
    reporter = train_reporter(3, units=10, steps=350)
    assert reporter.units == 10
    assert recurrent.clamp_experiment([reporter]).right[0] > 0.9


# Gates held


def test_a_hold_is_made_of_clamps():
    assert recurrent.hold("nothing", 3, 4) == ()
    assert recurrent.hold("forget = 1, input = 0", 3, 9) == (Clamp("forget", 1, 3, 9), Clamp("input", 0, 3, 9))
    before = "forget = 0, output = 0 a step before"
    assert recurrent.hold(before, 0, 3) == (Clamp("forget", 0, 0, 3), Clamp("output", 0, 0, 2))
    assert recurrent.hold(before, 0, 1) == (Clamp("forget", 0, 0, 1),)


def test_a_belief_changes_from_the_clamp_on_and_not_before():
    text = "..........f..................."
    model = recurrent.load_reporter()
    free, held = model.read(text), model.read(text, recurrent.hold("forget = 0, input = 0", 20, 21))
    np.testing.assert_array_equal(held.beliefs[:20], free.beliefs[:20])
    assert held.clamps == (Clamp("forget", 0, 20, 21), Clamp("input", 0, 20, 21))
    assert free.beliefs[-1].max() > 0.9
    assert held.beliefs[20:, LETTERS.index("f")].max() < 0.3


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


def test_what_the_lesson_says_of_gates_held():
    """Means over the eight networks; chance is 1/8."""
    found = experiment()
    right = dict(zip(found.interventions, found.right.mean(axis=1), strict=True))
    earlier = dict(zip(found.interventions, found.earlier.mean(axis=1), strict=True))
    assert found.right.shape == found.earlier.shape == (15, 8)
    for harmless in (
        "nothing held",
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


def test_interventions_can_be_ones_own():
    own = {"forget = 0 always": [Clamp("forget", 0, 0, 30)], "nothing": []}
    found = recurrent.clamp_experiment(recurrent.load_reporters()[:2], own)
    assert found.interventions == ("forget = 0 always", "nothing")
    assert found.right.shape == (2, 2)
    assert (found.right[1] == 1).all()


# The file


def test_a_file_gives_back_what_was_written(tmp_path):
    reporters = recurrent.load_reporters()[:3]
    save_reporters(reporters, tmp_path / "some.npz")
    again = read_reporters(tmp_path / "some.npz")
    for name in gates.WEIGHTS:
        for ours, theirs in zip(reporters, again, strict=True):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
    assert gates.PRETRAINED.stat().st_size < 30_000


def test_a_damaged_file_is_refused_or_harmless(tmp_path):
    whole, damaged = gates.PRETRAINED.read_bytes(), tmp_path / "damaged.npz"
    for length in [*range(0, len(whole), 1999), len(whole) - 1]:
        damaged.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="path is .*damaged.npz', expected a whole file that research/gate_"):
            read_reporters(damaged)
    for place in range(0, len(whole), 499):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            again = read_reporters(damaged)
        except ValueError as error:
            assert "expected a whole file" in str(error)
        else:  # the byte was one that the format does not use
            np.testing.assert_array_equal(again[1].kernel, recurrent.load_reporter().kernel)


def test_foreign_and_missing_files_are_refused(tmp_path):
    np.savez(tmp_path / "other.npz", format="another", kernel=np.zeros(3))
    with pytest.raises(ValueError, match="path is .*other.npz', expected a whole file"):
        read_reporters(tmp_path / "other.npz")
    with pytest.raises(FileNotFoundError, match="path is .*nowhere.npz', expected a file"):
        read_reporters(tmp_path / "nowhere.npz")


# What is refused

SHAPES = {"kernel": (9, 8), "recurrent_kernel": (2, 8), "bias": (8,), "output_kernel": (2, 8), "output_bias": (8,)}


@pytest.mark.parametrize(
    ("changed", "error", "answer"),
    [
        ({"kernel": np.zeros((8, 8))}, ValueError, "kernel has shape (8, 8), expected (9, 8)"),
        ({"recurrent_kernel": np.zeros((3, 8))}, ValueError, "kernel has shape (9, 8), expected (9, 12)"),
        ({"recurrent_kernel": np.zeros((2, 9))}, ValueError, "recurrent_kernel has shape (2, 9), expected (2, 8)"),
        ({"bias": np.zeros(9)}, ValueError, "bias has shape (9,), expected (8,)"),
        ({"output_kernel": np.zeros((2, 9))}, ValueError, "output_kernel has shape (2, 9), expected (2, 8)"),
        ({"output_bias": np.full(8, np.nan)}, ValueError, "output_bias holds values that are not finite"),
        ({"output_bias": "bias"}, TypeError, "output_bias has dtype <U4, expected an array of numbers"),
    ],
)
def test_weights_that_do_not_fit_are_named(changed, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        recurrent.Reporter(**{name: np.zeros(shape) for name, shape in SHAPES.items()} | changed)


def read(*arguments):
    return recurrent.load_reporter().read(*arguments)


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
        (lambda: read("a", ["forget"]), TypeError, "clamps[0] is 'forget', expected a Clamp"),
        (
            lambda: recurrent.hold("forget", 0, 1),
            ValueError,
            "what is 'forget', expected one of 'nothing', 'forget = 0'",
        ),
        (lambda: recurrent.hold("forget = 0", -1, 1), ValueError, "start is -1, expected a whole number >= 0"),
        (lambda: recurrent.hold("forget = 0", 3, 3), ValueError, "stop is 3, expected a whole number >= 4"),
        (lambda: recurrent.clamp_experiment([]), TypeError, "reporters is [], expected at least one Reporter"),
        (lambda: recurrent.clamp_experiment([1]), TypeError, "reporters is [1], expected at least one Reporter"),
        (
            lambda: recurrent.clamp_experiment(recurrent.load_reporters()[:1], {"none": [0]}),
            TypeError,
            "clamps[0] is 0, expected a Clamp",
        ),
    ],
)
def test_bad_input_is_named(call, error, answer):
    with pytest.raises(error, match=re.escape(answer)):
        call()
