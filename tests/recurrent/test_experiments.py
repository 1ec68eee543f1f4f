"""The experiments: what they return agrees with Keras, what is refused, and what the stored results say."""

import re

import keras
import numpy as np
import pytest

from helpers import recurrent
from helpers.cells import lstm
from helpers.recurrent import experiments, results, tasks
from helpers.recurrent.training import TrainingProgress
from research import memory as script


def silent(progress):
    assert isinstance(progress, TrainingProgress)


@pytest.fixture(scope="module")
def short():
    """Lags up to 7: long enough to see a memory, short enough for a test."""
    return recurrent.memory_experiment(["LSTM"], seeds=2, length=8, steps=250, units=16, report=silent)


def test_a_memory_is_learned_and_keras_agrees(short):
    run = short["LSTM"]
    assert run.accuracy_by_lag.shape == (2, 8)
    assert run.accuracy.min() > 0.9
    assert (run.steps, run.lags.tolist()) == (250, [*range(8)])
    for seed in range(2):
        model = keras.Sequential([keras.Input((None, 13)), keras.layers.LSTM(16), keras.layers.Dense(8)])
        for weights, least, most in ((run.initial, 0, 0.35), (run.trained, 0.9, 1)):
            model.set_weights(list(weights[seed]))
            drawn = recurrent.signal(2000, 8, seed=1)
            right = model(recurrent.one_hot(drawn.inputs)).numpy().argmax(axis=1) == drawn.targets
            assert least <= right.mean() <= most
        for lag in range(8):  # two counts of a share, by 64 sequences and by about 250
            assert right[drawn.lags == lag].mean() == pytest.approx(run.accuracy_by_lag[seed, lag], abs=0.15)


def test_the_lessons_own_cell_reads_with_the_trained_weights(short):
    weights = short["LSTM"].trained[0]
    drawn = recurrent.signal(500, 8, seed=2)
    states = lstm(recurrent.one_hot(drawn.inputs), *weights.layer).states
    said = (states[:, -1] @ weights.output_kernel + weights.output_bias).argmax(axis=1)
    assert (said == drawn.targets).mean() > 0.9


def test_an_interrupted_experiment_returns_what_it_has():
    def stop(progress):
        if progress.step == 20 and not progress.stopped:
            raise KeyboardInterrupt

    runs = recurrent.memory_experiment(["SimpleRNN", "GRU"], seeds=1, length=5, steps=60, units=4, report=stop)
    assert [(name, run.steps) for name, run in runs.items()] == [("SimpleRNN", 20), ("GRU", 0)]
    assert runs["SimpleRNN"].accuracy_by_lag.shape == (1, 5)


def test_clamps_are_those_of_the_gate_view():
    found = script.noisy_clamp_experiment(32, seeds=2, steps=250, report=silent)
    assert found.clamps == tuple(recurrent.clamp_experiment(recurrent.load_latest_letter_models()[:1]).clamps)
    assert found.right.shape == found.earlier.shape == (15, 2)
    right = dict(zip(found.clamps, found.right.mean(axis=1), strict=True))
    assert right["nothing clamped"] > 0.6
    assert right["forget = 0 and input = 0 at t = 20"] < 0.3


def test_variants_begin_alike_and_are_told_apart(monkeypatch):
    monkeypatch.setattr(experiments, "TEST_SAMPLES", 64)
    chosen = ["full", "no forget gate", "input = 1 − forget"]
    runs = recurrent.gate_experiment("marked", chosen, seeds=2, steps=20, report=silent)
    assert list(runs) == chosen
    for name, run in runs.items():
        assert (run.variant, run.task, run.unit, run.length) == (name, "marked", "accuracy", 30)
        assert run.scores.shape == (2,)
        assert run.curve.shape == (2, 20)
        assert run.steps.tolist() == [*range(1, 21)]
        np.testing.assert_array_equal(run.halfway, run.curve[:, 9])
    assert len({tuple(run.curve.ravel()) for run in runs.values()}) == 3


def test_characters_are_told_in_bits(monkeypatch):
    monkeypatch.setattr(experiments, "TEST_SAMPLES", 256)
    run = recurrent.gate_experiment("characters", ["full"], seeds=1, steps=2, report=silent)["full"]
    assert run.unit == "bits per character"
    # Untrained, a network is about as surprised as by a die with a side for each character.
    assert run.curve[0, 0] == pytest.approx(np.log2(len(tasks.vocabulary())), abs=0.1)


def test_the_adding_experiment_counts_sequences():
    run = script.adding_experiment(["SimpleRNN"], seeds=1, length=20, steps=50, report=silent)["SimpleRNN"]
    assert (run.sequences[0], run.sequences[-1], len(run.sequences)) == (128, 50 * 64, 40)
    assert run.mse.shape == (1, 40)
    assert run.mse[0, -5:].mean() < 2 * tasks.adding_baseline(20)
    assert np.isnan(run.solved_after).tolist() == [True]


def test_solved_is_counted_at_the_end_of_2048_right_ones():
    right = np.zeros((100, 3))
    right[10:60, 0] = 1  # 32 batches in a row from the 11th on: the 42nd batch completes them
    right[:, 1] = 0.96
    np.testing.assert_array_equal(script.solved_after(right), [42 * 64, np.nan, np.nan])
    assert np.isnan(script.solved_after(np.ones((31, 2)))).all()  # too few to tell


memory, gate = recurrent.memory_experiment, recurrent.gate_experiment


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: memory("LSTM"), TypeError, "cells is 'LSTM', expected several words, such as ['SimpleRNN', 'LSTM']"),
        (lambda: memory(["RNN"]), ValueError, "a word of cells is 'RNN', expected one of 'SimpleRNN', 'LSTM', 'GRU'"),
        (lambda: memory([]), ValueError, "cells is empty, expected at least one word"),
        (lambda: memory(["GRU", "GRU"]), ValueError, "cells has 'GRU' more than once, expected every word once"),
        (lambda: memory(seeds=0), ValueError, "seeds is 0, expected a whole number >= 1"),
        (lambda: memory(length=0), ValueError, "length is 0, expected a whole number from 1 to"),
        (lambda: memory(steps=2.5), TypeError, "steps is 2.5, expected a whole number >= 1"),
        (lambda: memory(units=0), ValueError, "units is 0, expected a whole number >= 1"),
        (lambda: memory(where="end"), ValueError, "where is 'end', expected one of 'random', 'first'"),
        (lambda: memory(forget_bias="1"), TypeError, "forget_bias is '1', expected a number"),
        (lambda: memory(input_bias=None), TypeError, "input_bias is None, expected a number"),
        (lambda: gate("speech"), ValueError, "task is 'speech', expected one of 'latest', 'marked', 'adding', 'charac"),
        (lambda: gate(variants=["no gate"]), ValueError, "a word of variants is 'no gate', expected one of 'full'"),
        (
            lambda: gate(variants="full"),
            TypeError,
            "variants is 'full', expected several words, such as ['full', 'no input",
        ),
        (lambda: gate(seeds=0), ValueError, "seeds is 0, expected a whole number >= 1"),
        (lambda: gate(steps=0), ValueError, "steps is 0, expected a whole number >= 1"),
        (
            lambda: recurrent.load_results("gates"),
            ValueError,
            "name is 'gates', expected one of 'memory', 'memory longer'",
        ),
    ],
)
def test_what_cannot_be_tried_is_named(call, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        call()


def test_a_result_is_stored_and_read_again(tmp_path, monkeypatch):
    file = tmp_path / "results.json"
    monkeypatch.setattr(script, "RESULTS", file)
    monkeypatch.setattr(results, "RESULTS", file)
    results._stored.cache_clear()
    weights = [np.zeros(2)] * 5
    run = results.MemoryRun("GRU", 3, "random", 9, np.arange(3), np.ones((2, 3)) / 3, (weights,), (weights,))
    nothing = np.array([np.nan, 128.0])
    added = results.AddingRun("GRU", 20, np.array([64, 128]), np.ones((2, 2)), nothing)
    script.store({"memory": {"GRU": results.to_plain(run)}})
    script.store({"adding 100": {"GRU": results.to_plain(added)}})
    again, sums_again = recurrent.load_results("memory")["GRU"], recurrent.load_results("adding 100")["GRU"]
    results._stored.cache_clear()
    assert again.accuracy_by_lag.tolist() == [[0.3333] * 3] * 2
    assert again.lags.tolist() == [0, 1, 2]
    assert (again.cell, again.where, again.initial, again.trained) == ("GRU", "random", (), ())
    np.testing.assert_array_equal(sums_again.solved_after, nothing)
    assert sums_again.sequences.dtype.kind == "i"


def test_the_script_knows_its_experiments():
    with pytest.raises(SystemExit, match="names are \\['all'\\], expected some of memory, "):
        script.main(["all"])
    assert {*results._stored()["results"]} == {*script.EXPERIMENTS}
