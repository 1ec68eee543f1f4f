"""Training: what a window is, that learning happens and repeats, that an interrupt keeps what was learned."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from bench import tensorflow_step
from helpers import textgen
from helpers.char_model.optimizer import AdamW
from helpers.char_model.recipe import initial_network
from helpers.characters import Vocabulary
from helpers.textgen import training
from helpers.textgen.data_parallel import DataParallel
from helpers.textgen.sampling import distribution
from research import text_model

TEXT = "the quick brown fox jumps over the lazy dog\n" * 60
SMALL = textgen.Recipe(units=24, embedding=8, batch_size=8, window=16, epochs=2)


def silent(progress):
    pass


@given(st.integers(1, 5), st.integers(1, 6), st.integers(2, 200))
def test_windows_are_the_text_row_by_row(batch_size, window, length):
    ids = np.arange(length, dtype=np.int32)
    if length <= batch_size * window:
        with pytest.raises(ValueError, match=f"text has {length} characters, expected at least"):
            textgen.windows(ids, batch_size, window)
        return
    inputs, targets = textgen.windows(ids, batch_size, window)
    assert inputs.shape == targets.shape == ((length - 1) // (batch_size * window), batch_size, window)
    np.testing.assert_array_equal(targets, inputs + 1)  # the target is the next character
    np.testing.assert_array_equal(np.sort(inputs.ravel()), np.arange(inputs.size))  # each once
    np.testing.assert_array_equal(inputs[1:, :, 0], inputs[:-1, :, -1] + 1)  # a row goes on in the next batch


def test_an_untrained_network_is_as_surprised_as_by_a_die():
    vocabulary = Vocabulary.of(TEXT)
    network = initial_network(len(vocabulary), textgen.Recipe())
    bits = textgen.bits_per_char(training.to_model(network, vocabulary), TEXT[:500])
    assert bits == pytest.approx(np.log2(len(vocabulary)), abs=0.35)


def test_training_learns_and_repeats():
    first = textgen.train(TEXT, recipe=SMALL, report=silent)
    again = textgen.train(TEXT, recipe=SMALL, report=silent)
    other = textgen.train(TEXT, seed=1, recipe=SMALL, report=silent)
    assert textgen.bits_per_char(first, TEXT) < 0.7 * np.log2(len(set(TEXT)))
    for mine, same in zip(first.weights(), again.weights(), strict=True):
        np.testing.assert_allclose(mine, same, atol=1e-5)
    assert not np.allclose(first.embedding, other.embedding)


def test_reports_count_the_steps_and_end_with_the_last():
    seen = []
    textgen.train(TEXT, recipe=SMALL, report=seen.append)
    total = 2 * ((len(TEXT) - 1) // (8 * 16))
    assert [p.step for p in seen] == [1, 10, *range(20, total + 1, 20)]
    assert np.isnan(seen[0].seconds_left)  # nobody can tell yet
    assert all(p.seconds_left > 0 for p in seen[1:-1])
    assert {p.steps for p in seen} == {total}
    assert seen[-1].seconds_left == 0
    assert seen[-1].bits < seen[0].bits
    assert "bits per character" in str(seen[0])


def test_an_interrupt_keeps_what_was_learned_and_says_how_to_go_on():
    reported = []

    def stop(progress):
        reported.append(str(progress))
        if progress.step == 20 and not progress.stopped:
            raise KeyboardInterrupt

    stopped = textgen.train(TEXT, recipe=SMALL, report=stop)
    assert "after step 20 of 40" in reported[-1]
    assert "textgen.train(text, model=model)" in reported[-1]
    bits = textgen.bits_per_char(stopped, TEXT)
    assert bits < np.log2(len(set(TEXT)))
    went_on = textgen.train(TEXT, model=stopped, recipe=SMALL, report=silent)
    assert textgen.bits_per_char(went_on, TEXT) < bits


def test_steps_are_those_of_tensorflow_and_keras_up_to_rounding():
    network = initial_network(SYMBOLS := 12, textgen.Recipe(units=24, embedding=8))
    first = network.get_weights()
    theirs = tensorflow_step.compiled_step(network, 1e-2, total=10)
    rate = keras.optimizers.schedules.CosineDecay(0.0, 9, warmup_target=1e-2, warmup_steps=1)
    state = tf.zeros((6, 24))
    with DataParallel(first, 6, 16) as parallel:
        optimizer = AdamW(parallel.weights)
        for step, (x, y) in enumerate(np.random.default_rng(0).integers(SYMBOLS, size=(10, 2, 6, 16), dtype=np.int32)):
            expected, state = theirs(tf.constant(x), tf.constant(y), state)
            assert parallel.loss(x, y) == pytest.approx(float(expected), rel=1e-5)
            optimizer.step(parallel.gradient, float(rate(step)))
        for ours, weight in zip(parallel.arrays(), network.get_weights(), strict=True):
            np.testing.assert_allclose(ours, weight, atol=2e-5)


@pytest.mark.parametrize(
    ("batches", "recipe", "updates", "dropout"),
    [
        (1117, textgen.Recipe(), 2000, 0.0),  # the plays
        (245, textgen.Recipe(), 2000, 0.2),  # tiny Shakespeare
        (5, textgen.Recipe(), 100, 0.2),
        (4000, textgen.Recipe(), 2000, 0.0),  # is not read to its end
        (245, textgen.Recipe(epochs=1), 245, 0.0),
        (245, textgen.Recipe(epochs=8, dropout=0.1), 1960, 0.1),
        (245, textgen.Recipe(dropout=0), 2000, 0),
        (3, textgen.Recipe(epochs=0.1), 1, 0.0),
    ],
)
def test_a_shorter_text_is_read_more_often(batches, recipe, updates, dropout):
    assert recipe.plan(batches) == (updates, dropout)


def test_training_ends_within_an_epoch_and_begins_each_elsewhere():
    seen = []
    recipe = dataclasses.replace(SMALL, epochs=1.5)
    textgen.train(TEXT, recipe=recipe, report=seen.append)
    assert seen[-1].step == seen[-1].steps == round(1.5 * ((len(TEXT) - 1) // (8 * 16)))


def test_a_learning_rate_that_loses_the_loss_is_named_with_the_step():
    with pytest.raises(
        ValueError, match=r"learning_rate is 1e\+20, expected a smaller one: at step [2-9] the loss was"
    ):
        textgen.train(TEXT, recipe=dataclasses.replace(SMALL, learning_rate=1e20), report=silent)


def test_dropout_hinders_training_only():
    plain, dropped = (
        textgen.train(TEXT, recipe=dataclasses.replace(SMALL, dropout=dropout), report=silent) for dropout in (0, 0.3)
    )
    assert textgen.bits_per_char(plain, TEXT) < textgen.bits_per_char(dropped, TEXT) < np.log2(len(set(TEXT)))


def test_bad_texts_are_named(model):
    with pytest.raises(ValueError, match="text has 3 characters, expected at least 4097"):
        textgen.train("abc")
    with pytest.raises(TypeError, match="text is None, expected a string"):
        textgen.train(None)
    with pytest.raises(ValueError, match="text has characters that this model does not know: 'Z'"):
        textgen.train("Z" * 5000, model=model)


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"seed": -1}, "seed is -1, expected a whole number from 0 to 4,294,967,295"),
        ({"seed": 2**32}, "seed is 4294967296, expected a whole number from 0 to 4,294,967,295"),
        ({"report": 3}, "report is 3, expected a function"),
        ({"seed": 0.5}, "seed is 0.5, expected a whole number from 0 to 4,294,967,295"),
        ({"recipe": 3}, "recipe is 3, expected a Recipe"),
        ({"model": "mine"}, "model is 'mine', expected a CharModel"),
    ],
)
def test_bad_arguments_are_named_before_anything_is_trained(arguments, answer):
    with pytest.raises((TypeError, ValueError), match=answer):
        textgen.train(TEXT, **{"report": lambda progress: pytest.fail("training began")} | arguments)


@pytest.mark.parametrize("name", ["units", "embedding", "batch_size", "window"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, "8"])
def test_sizes_are_whole_numbers_from_1(name, value):
    with pytest.raises((TypeError, ValueError), match=f"{name} is {value!r}, expected a whole number >= 1"):
        textgen.Recipe(**{name: value})
    if name in ("batch_size", "window"):
        with pytest.raises((TypeError, ValueError), match=f"{name} is {value!r}, expected a whole number >= 1"):
            textgen.windows(np.arange(9), **({"batch_size": 2, "window": 2} | {name: value}))


@pytest.mark.parametrize("ids", ["to be or not", [1, 2, 3, 4, 5]])
def test_windows_are_cut_from_indices(ids):
    with pytest.raises(TypeError, match="ids is .*, expected an array of indices"):
        textgen.windows(ids, 2, 2)


@pytest.mark.parametrize("value", [-0.1, 1, "half"])
def test_dropout_is_a_share(value):
    with pytest.raises((TypeError, ValueError), match=f"dropout is {value!r}, expected a number"):
        textgen.Recipe(dropout=value)


@pytest.mark.parametrize("value", [0, -1, True, "8"])
def test_epochs_are_above_0(value):
    with pytest.raises((TypeError, ValueError), match=f"epochs is {value!r}, expected a number"):
        textgen.Recipe(epochs=value)


def test_a_learning_rate_is_above_0():
    with pytest.raises(ValueError, match="learning_rate is 0, expected a number > 0"):
        textgen.Recipe(learning_rate=0)


def test_a_model_whose_scores_are_divided_is_less_sure_and_says_the_same():
    model = textgen.train(TEXT, recipe=SMALL, report=silent)
    cool = text_model.cooled(model, 2.0)
    sure, less = (distribution(m.logits(m.read("the ")[-1])) for m in (model, cool))
    np.testing.assert_allclose(less, np.sqrt(sure) / np.sqrt(sure).sum(), rtol=1e-4)


def test_calibration_finds_the_divisor_of_an_overconfident_model(monkeypatch):
    monkeypatch.setattr(text_model, "DIVISORS", 2.0 ** np.arange(-8, 9))
    model = text_model.calibrated(textgen.train(TEXT, recipe=SMALL, report=silent), TEXT)
    again = text_model.calibrated(text_model.cooled(model, 0.5), TEXT)
    np.testing.assert_allclose(again.output_kernel, model.output_kernel, rtol=1e-6)
