"""Skip-gram: its gradient against TensorFlow's, its pairs counted one by one, and that it learns, repeats and stops."""

import itertools
import re
import signal
from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from helpers import embeddings
from helpers.embeddings import Recipe, skipgram

ANIMALS, METALS = ["cat", "dog", "horse", "sheep"], ["gold", "iron", "silver", "lead"]


def two_worlds(sentences=1500, seed=0):
    """Sentences about animals and sentences about metals: words of one world are never seen with the other's."""
    rng = np.random.default_rng(seed)
    return [word for i in range(sentences) for word in rng.choice((ANIMALS, METALS)[i % 2], 12)]


TOKENS = two_worlds()
SMALL = Recipe(dim=8, epochs=4, subsample=1.0)


def silent(progress):
    pass


@given(st.lists(st.integers(0, 9), min_size=1, max_size=90), st.integers(1, 6))
def test_blocks_hold_every_pair_of_the_window_once(text, window):
    centres, contexts, weights = skipgram.blocks(np.array(text), window)
    found = {}
    for block, i, j in np.argwhere(weights):
        place = (block * skipgram.BLOCK + i, block * skipgram.BLOCK + j - window)
        assert place not in found
        found[place] = weights[block, i, j]
        assert (centres[block, i], contexts[block, j]) == (text[place[0]], text[place[1]])
    expected = {
        (i, j): 1 - (abs(i - j) - 1) / window
        for i, j in itertools.product(range(len(text)), repeat=2)
        if 0 < abs(i - j) <= window
    }
    assert found == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_rows_that_come_twice_are_summed(ids):
    gradient = np.random.default_rng(0).normal(size=(len(ids), 3)).astype(np.float32)
    rows, total = skipgram.segment_sum(np.array(ids), gradient)
    assert rows.tolist() == sorted(set(ids))
    expected = np.zeros((6, 3))
    np.add.at(expected, ids, gradient)
    np.testing.assert_allclose(total, expected[rows], atol=1e-5)


def test_the_gradient_is_that_of_tensorflow(monkeypatch):
    rng = np.random.default_rng(0)
    tables = skipgram.Tables(*(rng.normal(size=(9, 4)).astype(np.float32) for _ in range(2)))
    recipe = Recipe(dim=4, window=2, negative=3)
    centres, contexts, weights = skipgram.blocks(rng.integers(9, size=50), recipe.window)
    negatives = rng.integers(9, size=(len(centres), 7))
    centre, context = tf.Variable(tables.centre), tf.Variable(tables.context)
    with tf.GradientTape() as tape:
        c, o, n = (tf.gather(t, i) for t, i in ((centre, centres), (context, contexts), (context, negatives)))
        shares = tf.reduce_sum(weights, 2, keepdims=True) * recipe.negative / 7
        true = tf.reduce_sum(weights * tf.math.softplus(-tf.matmul(c, o, transpose_b=True)))
        loss = true + tf.reduce_sum(shares * tf.math.softplus(tf.matmul(c, n, transpose_b=True)))
    expected = dict(zip(("centre", "context"), tape.gradient(loss, [centre, context]), strict=True))
    seen = {}
    monkeypatch.setattr(
        skipgram.Tables, "step", lambda self, name, ids, gradient, rate: seen.update({name: (ids, gradient)})
    )
    found = skipgram.train_batch(tables, centres, contexts, weights, negatives, recipe, rate=1.0)
    assert found == pytest.approx(float(loss), rel=1e-5)
    for name, (ids, gradient) in seen.items():
        dense = np.zeros((9, 4))
        np.add.at(dense, ids, gradient)
        np.testing.assert_allclose(dense, tf.convert_to_tensor(expected[name]), atol=2e-4)


def test_it_learns_which_words_keep_company_and_repeats():
    first, again, other = (embeddings.train_skipgram(TOKENS, s, recipe=SMALL, report=silent) for s in (0, 0, 1))
    for world in (ANIMALS, METALS):
        for word in world:
            assert {near for near, _ in first.most_similar(word, topn=3)} == set(world) - {word}
    np.testing.assert_array_equal(first.vectors, again.vectors)
    assert not np.allclose(first.vectors, other.vectors)
    start = embeddings.untrained(TOKENS, 0, recipe=SMALL)
    assert start.index_to_key == first.index_to_key
    assert not np.allclose(start.vectors, first.vectors)


def test_reports_count_the_epochs_and_the_loss_falls():
    seen = []
    embeddings.train_skipgram(TOKENS, recipe=SMALL, report=seen.append)
    assert [(p.epoch, p.epochs) for p in seen] == [(n, 4) for n in range(5)]
    assert seen[-1].loss < seen[1].loss
    assert [p.seconds_left > 0 for p in seen] == [True] * 4 + [False]
    assert str(seen[1]).startswith("epoch 1 of 4: loss ")
    assert str(seen[0]).startswith("epoch 1 of 4 has begun: about ")


def test_an_epoch_of_one_batch_is_told_once():
    seen = []
    embeddings.train_skipgram(TOKENS, recipe=replace(SMALL, batch_blocks=10_000), report=seen.append)
    assert [p.epoch for p in seen] == [1, 2, 3, 4]
    assert str(seen[0]).endswith("the time left is not known yet")


def test_the_time_left_is_told_from_the_batches(monkeypatch):
    """Batches that take a second each: the first report says how many are to come, of four epochs of 18."""
    now = itertools.count()
    monkeypatch.setattr(skipgram.clock.time, "perf_counter", lambda: 0.0)
    train_batch = skipgram.train_batch

    def slow(*arguments):
        seconds = next(now) + 1.0
        monkeypatch.setattr(skipgram.clock.time, "perf_counter", lambda: seconds)
        return train_batch(*arguments)

    monkeypatch.setattr(skipgram, "train_batch", slow)
    seen = []
    embeddings.train_skipgram(TOKENS, recipe=SMALL, report=seen.append)
    assert seen[0].seconds == 2
    for progress, left in zip(seen, (70, 54, 36, 18, 0), strict=True):
        assert progress.seconds_left == pytest.approx(left, rel=0.03)  # the last batch of an epoch is shorter


def test_an_interrupt_keeps_what_was_learned():
    said = []

    def stop(progress):
        said.append(str(progress))
        if progress.epoch == 2 and not progress.stopped:
            raise KeyboardInterrupt

    vectors = embeddings.train_skipgram(TOKENS, recipe=SMALL, report=stop)
    assert said[-1] == "Stopped after epoch 2 of 4. You have the vectors as they were then."
    assert vectors.most_similar("cat", topn=1)[0][0] in ANIMALS


def test_an_interrupt_does_not_wait_for_the_end_of_an_epoch(monkeypatch):
    blocks, said = skipgram.blocks, []

    def pressed(*arguments):
        signal.raise_signal(signal.SIGINT)
        return blocks(*arguments)

    monkeypatch.setattr(skipgram, "blocks", pressed)
    embeddings.train_skipgram(TOKENS, recipe=SMALL, report=said.append)
    assert [(progress.epoch, progress.stopped) for progress in said] == [(0, True)]


def test_a_training_that_is_stopped_at_once_gives_the_vectors_that_it_began_with():
    def stop(*arguments):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(skipgram, "blocks", stop)
        vectors = embeddings.train_skipgram(TOKENS, recipe=SMALL, report=silent)
    np.testing.assert_array_equal(vectors.vectors, embeddings.untrained(TOKENS, recipe=SMALL).vectors)


@pytest.mark.parametrize(
    ("tokens", "error", "answer"),
    [
        ("one text", TypeError, "tokens is 'one text', expected a list of words"),
        (None, TypeError, "tokens is None, expected a list of words"),
        ([["a", "b"]] * 20, TypeError, r"tokens has \['a', 'b'\] in it, expected strings"),
        (["a"] * 20 + [3], TypeError, "tokens has 3 in it, expected strings"),
        ([], ValueError, "tokens has 0 words that come 10 times or more, expected at least 2"),
        (["a"] * 20 + ["b"], ValueError, "tokens has 1 words that come 10 times or more"),
    ],
)
def test_bad_tokens_are_named(tokens, error, answer):
    for ask in (embeddings.train_skipgram, embeddings.untrained):
        with pytest.raises(error, match=answer):
            ask(tokens)


@pytest.mark.parametrize("name", ["dim", "window", "negative", "min_count", "epochs", "batch_blocks"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, "8"])
def test_bad_sizes_are_named(name, value):
    with pytest.raises((TypeError, ValueError), match=f"{name} is {value!r}, expected a whole number (>=|from) 1"):
        Recipe(**{name: value})


@pytest.mark.parametrize("name", ["learning_rate", "subsample"])
def test_bad_rates_are_named(name):
    with pytest.raises(ValueError, match=f"{name} is 0, expected a number > 0"):
        Recipe(**{name: 0})


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"seed": -1}, "seed is -1, expected a whole number >= 0"),
        ({"seed": None}, "seed is None, expected a whole number >= 0"),
        ({"recipe": 3}, "recipe is 3, expected a Recipe"),
        ({"recipe": None}, "recipe is None, expected a Recipe"),
    ],
)
def test_bad_arguments_are_named(arguments, answer):
    for ask in (embeddings.train_skipgram, embeddings.untrained):
        with pytest.raises((TypeError, ValueError), match=answer):
            ask(TOKENS, **arguments)


def test_a_report_that_cannot_be_called_is_named_before_the_training():
    with pytest.raises(TypeError, match="report is None, expected a function"):
        embeddings.train_skipgram(TOKENS, report=None)


@pytest.mark.parametrize("name", ["dim", "window", "negative"])
def test_sizes_without_measure_are_named(name):
    with pytest.raises(ValueError, match=f"{name} is {10**12}, expected a whole number from 1 to"):
        Recipe(**{name: 10**12})


@pytest.mark.parametrize("learning_rate", [1e18, 1e20, 1e38, 1e300])
@pytest.mark.parametrize("batch_blocks", [32, 10_000])
def test_a_rate_at_which_the_loss_is_lost_is_named_with_the_step(learning_rate, batch_blocks):
    recipe, seen = replace(SMALL, learning_rate=learning_rate, batch_blocks=batch_blocks), []
    where = r"at step \d of epoch [12] the loss was lost, it is (inf|nan)\. Train again with less, such as 0\.25$"
    with pytest.raises(
        ValueError, match=re.escape(f"learning_rate is {learning_rate:g}, expected a smaller one") + f": {where}"
    ):
        embeddings.train_skipgram(TOKENS, recipe=recipe, report=seen.append)
    assert all(np.isfinite(progress.loss) for progress in seen)


def test_vectors_that_the_last_step_lost_are_no_result():
    recipe = replace(SMALL, learning_rate=1e300, batch_blocks=10_000, epochs=1)
    with pytest.raises(ValueError, match=r"learning_rate is 1e\+300, .* at step 1 of epoch 1 "):
        embeddings.train_skipgram(TOKENS, recipe=recipe, report=silent)


def test_a_usual_rate_at_which_the_loss_is_lost_should_be_smaller_still(monkeypatch):
    train_batch = skipgram.train_batch
    monkeypatch.setattr(skipgram, "train_batch", lambda *arguments: train_batch(*arguments) * np.inf)
    with pytest.raises(ValueError, match=r"learning_rate is 0\.25, .* at step 1 of epoch 1 .* such as 0\.025"):
        embeddings.train_skipgram(TOKENS, recipe=SMALL, report=silent)


def test_tokens_may_come_one_by_one():
    found = embeddings.train_skipgram((token for token in TOKENS), recipe=SMALL, report=silent)
    np.testing.assert_array_equal(found.vectors, embeddings.train_skipgram(TOKENS, recipe=SMALL, report=silent).vectors)
