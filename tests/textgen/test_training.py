"""Training: what a window is, that learning happens and repeats, that an interrupt keeps what was learned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import textgen
from helpers.textgen import training
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


def test_drops_do_not_leave_the_weights_silenced():
    recipe = textgen.Recipe(units=24, embedding=8, batch_size=8, window=16, dropout=0.3, weight_drop=0.5)
    model = textgen.train(TEXT, recipe=recipe, report=silent)
    assert np.count_nonzero(model.recurrent_kernel) == model.recurrent_kernel.size
    assert textgen.bits_per_char(model, TEXT) < np.log2(len(set(TEXT)))


def test_bad_texts_are_named(model):
    with pytest.raises(ValueError, match="text has 3 characters, expected at least 4097"):
        textgen.train("abc")
    with pytest.raises(TypeError, match="text is None, expected a string"):
        textgen.train(None)
    with pytest.raises(ValueError, match="text has characters that this model does not know: 'Z'"):
        textgen.train("Z" * 5000, model=model)
