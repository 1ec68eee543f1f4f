"""Training: what a window is, that learning happens and repeats, that an interrupt keeps what was learned."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from helpers import textgen
from helpers.textgen import pretrain, training
from helpers.textgen.model import Vocabulary

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
    network = training.network(len(vocabulary), textgen.Recipe())
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
    textgen.train(TEXT, recipe=SMALL, report=seen.append, report_every=10)
    total = 2 * ((len(TEXT) - 1) // (8 * 16))
    assert [p.step for p in seen] == [1, 10, 20, 30, 40][: len(seen) - 1] + [total]
    assert {p.steps for p in seen} == {total}
    assert seen[-1].seconds_left == 0
    assert seen[-1].bits < seen[0].bits
    assert "bits per character" in str(seen[0])


def test_an_interrupt_keeps_what_was_learned_and_says_how_to_go_on():
    said = []

    def stop(progress):
        said.append(str(progress))
        if progress.step == 30 and not progress.stopped:
            raise KeyboardInterrupt

    stopped = textgen.train(TEXT, recipe=SMALL, report=stop, report_every=10)
    assert "after step 30 of 40" in said[-1]
    assert "textgen.train(text, model=model)" in said[-1]
    bits = textgen.bits_per_char(stopped, TEXT)
    assert bits < np.log2(len(set(TEXT)))
    went_on = textgen.train(TEXT, model=stopped, recipe=SMALL, report=silent)
    assert textgen.bits_per_char(went_on, TEXT) < bits


@pytest.fixture
def float64():
    policy = keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy(policy)
    keras.config.set_floatx("float32")


@pytest.mark.usefixtures("float64")
def test_the_gradient_written_out_is_the_one_that_tensorflow_derives_from_keras():
    network = training.network(9, textgen.Recipe(units=12, embedding=5))
    rng = np.random.default_rng(0)
    network.set_weights([rng.normal(size=weight.shape) for weight in network.get_weights()])
    ids, state = tf.constant(rng.integers(9, size=(3, 7))), tf.constant(rng.normal(size=(3, 12)))
    blame = rng.normal(size=(3, 7, 9))
    weights = [weight.value for weight in network.trainable_variables]

    def with_gradient(compute):
        with tf.GradientTape() as tape:
            tape.watch(state)
            logits, last = compute()
            loss = tf.reduce_sum(blame * logits) + tf.reduce_sum(last**2)
        return [logits, last, *map(tf.convert_to_tensor, tape.gradient(loss, [*weights, state]))]

    def unrolled():
        logits, last = training.unrolled(weights, ids, state)
        return tf.transpose(logits, (1, 0, 2)), last

    derived = with_gradient(lambda: network([ids, state]))
    for ours, theirs in zip(with_gradient(unrolled), derived, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12, rtol=1e-12)


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
        ({"report_every": 0}, "report_every is 0, expected a whole number >= 1"),
        ({"recipe": 3}, "recipe is 3, expected a Recipe"),
        ({"model": "mine"}, "model is 'mine', expected a CharModel"),
    ],
)
def test_bad_arguments_are_named_before_anything_is_trained(arguments, answer):
    with pytest.raises((TypeError, ValueError), match=answer):
        textgen.train(TEXT, **{"report": lambda progress: pytest.fail("training began")} | arguments)


@pytest.mark.parametrize("name", ["units", "embedding", "batch_size", "window", "epochs"])
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


def test_a_learning_rate_is_above_0():
    with pytest.raises(ValueError, match="learning_rate is 0, expected a number > 0"):
        textgen.Recipe(learning_rate=0)


def test_a_model_whose_scores_are_divided_is_less_sure_and_says_the_same():
    model = textgen.train(TEXT, recipe=SMALL, report=silent)
    cool = pretrain.cooled(model, 2.0)
    sure, less = (textgen.distribution(m.logits(m.read("the ")[-1])) for m in (model, cool))
    np.testing.assert_allclose(less, np.sqrt(sure) / np.sqrt(sure).sum(), rtol=1e-4)


def test_calibration_finds_the_divisor_of_an_overconfident_model(monkeypatch):
    monkeypatch.setattr(pretrain, "DIVISORS", 2.0 ** np.arange(-8, 9))
    model = pretrain.calibrated(textgen.train(TEXT, recipe=SMALL, report=silent), TEXT)
    again = pretrain.calibrated(pretrain.cooled(model, 0.5), TEXT)
    np.testing.assert_allclose(again.output_kernel, model.output_kernel, rtol=1e-6)
