"""Training on names: what Keras is given, what it reports, and what is kept when it is stopped."""

import re
from dataclasses import replace

import numpy as np
import pytest

from helpers import surnames
from helpers.surnames.names import END, encode
from helpers.surnames.training import NameProgress, Recipe, _batch, _shuffled_batches
from tests.surnames.some_names import names, small_task

SMALL = Recipe(units=6, embedding=5, epochs=3, batch_size=32)


@pytest.fixture(scope="module")
def task():
    return small_task()


def trained(task, recipe=SMALL, cell="GRU", seed=0):
    history = []
    return surnames.train(cell, seed, recipe=recipe, task=task, report=history.append), history


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_what_is_reported_is_what_the_network_can_do(task, cell):
    model, history = trained(task, cell=cell)
    assert [progress.epoch for progress in history] == [0, 1, 2, 3]
    assert history[-1].loss < history[1].loss
    found = surnames.score(model.probabilities(names(task.validation)), task.validation, task.countries)
    assert history[-1].val_loss == pytest.approx(found.loss, rel=1e-4)
    assert history[-1].val_accuracy == pytest.approx(found.accuracy, abs=1e-6)


def test_the_same_seed_gives_the_same_network(task):
    once = replace(SMALL, epochs=1)
    (first, _), (again, _), (other, _) = (trained(task, once, seed=seed) for seed in (0, 0, 1))
    name = ["muller"]
    assert np.array_equal(first.probabilities(name), again.probabilities(name))
    assert not np.allclose(first.probabilities(name), other.probabilities(name), atol=1e-3)


def test_it_memorises_what_it_sees_often():
    few = small_task(train=30)
    countries = sorted({country for _, country in few.train})
    few = replace(few, countries=tuple(countries), validation=few.train, test=few.train)
    recipe = Recipe(units=24, epochs=25, batch_size=8, learning_rate=1e-2, dropout=0, letter_dropout=0)
    model, history = trained(few, recipe)
    assert history[-1].val_accuracy == pytest.approx(surnames.max_accuracy(few.train), abs=0.03)
    assert surnames.score(model.probabilities(names(few.train)), few.train, few.countries).loss < 0.3


def test_a_training_that_is_stopped_keeps_what_it_has(task):
    reports = []

    def stop(progress):
        reports.append(progress)
        if progress.epoch == 2 and not progress.stopped:
            raise KeyboardInterrupt

    model = surnames.train("GRU", 0, recipe=replace(SMALL, epochs=9), task=task, report=stop)
    assert (reports[-1].epoch, reports[-1].stopped) == (2, True)
    assert str(reports[-1]) == "Stopped after epoch 2 of 9. You have the network as it was then."
    found = surnames.score(model.probabilities(names(task.validation)), task.validation, task.countries)
    assert found.loss == pytest.approx(reports[-2].val_loss, rel=1e-4)


def test_early_stopping_goes_back_to_the_lowest_validation_loss(task):
    recipe = Recipe(units=48, epochs=40, learning_rate=2e-2, decay=False, dropout=0, letter_dropout=0, patience=2)
    model, history = trained(task, recipe)
    losses = [progress.val_loss for progress in history if progress.epoch]
    assert len(losses) == int(np.argmin(losses)) + 3 < 40
    assert str(history[-1]).startswith("Done in ")
    found = surnames.score(model.probabilities(names(task.validation)), task.validation, task.countries)
    assert found.loss == pytest.approx(min(losses), rel=1e-4)


def test_progress_says_how_it_goes():
    progress = NameProgress(4, 20, 1.5, 1.2, 0.633, 8.0, seconds_left=32.0)
    assert str(progress) == "epoch 4 of 20: loss 1.50, 63 % of the validation names right, about 32 s left"
    assert str(replace(progress, epoch=20)) == "Done in 8 s: loss 1.50, 63 % of the validation names right."
    assert str(replace(progress, epoch=0)) == "epoch 1 of 20 has begun: about 32 s left"


def test_the_time_left_is_told_within_the_first_epoch(task):
    _, history = trained(task)
    assert [progress.seconds_left > 0 for progress in history] == [True, True, True, False]
    assert np.isnan([history[0].loss, history[0].val_loss, history[0].val_accuracy]).all()
    assert 0 < history[0].seconds < history[1].seconds


def test_an_epoch_of_one_batch_is_told_once(task):
    _, history = trained(task, replace(SMALL, batch_size=10_000))
    assert [progress.epoch for progress in history] == [1, 2, 3]


@pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning")
@pytest.mark.parametrize("learning_rate", [1e20, 1e300])
@pytest.mark.parametrize("decay", [True, False])
def test_a_rate_at_which_the_loss_is_lost_is_named_with_the_step(task, learning_rate, decay):
    recipe = replace(SMALL, learning_rate=learning_rate, decay=decay)
    message = re.escape(f"learning_rate is {learning_rate:g}, expected a smaller one: at step ")
    with pytest.raises(ValueError, match=message + r"\d of epoch 1 the loss was lost, it is .* such as 0\.005$"):
        trained(task, recipe)


def test_a_whole_number_is_a_learning_rate(task):
    surnames.train("GRU", 0, recipe=replace(SMALL, epochs=1, learning_rate=1, decay=False), task=task, report=str)


@pytest.mark.parametrize("every_letter", [True, False])
def test_every_name_of_a_batch_counts_alike(every_letter):
    ids = encode(["li", "kowalski", "jensen"])
    read, answers, weights = _batch(ids, np.array([2, 0, 1], np.int32), every_letter)
    assert answers.tolist() == [[label] * 9 for label in (2, 0, 1)]
    np.testing.assert_allclose(weights.sum(axis=1) / weights.shape[1], 1, rtol=1e-6)
    at_end = weights[read == END] / weights.shape[1]
    np.testing.assert_allclose(at_end, [0.5 + 0.5 / n for n in (3, 9, 7)] if every_letter else 1, rtol=1e-6)
    assert not weights[0, 3:].any()


def test_batches_hold_every_name_once_and_names_of_about_one_length():
    lengths = np.random.default_rng(0).integers(3, 20, size=1001)
    batches = _shuffled_batches(lengths, 64, np.random.default_rng(1))
    assert sorted(np.concatenate(batches)) == list(range(1001))
    assert max(map(len, batches)) == 64
    assert np.mean([np.ptp(lengths[batch]) for batch in batches]) < 4


@pytest.mark.parametrize(
    ("arguments", "error", "answer"),
    [
        ({"cell": "RNN"}, ValueError, "cell is 'RNN', expected one of 'SimpleRNN', 'LSTM', 'GRU'"),
        ({"seed": -1}, ValueError, "seed is -1, expected a whole number from 0 to 4,294,967,295"),
        ({"recipe": 7}, TypeError, "recipe is 7, expected a Recipe"),
        ({"task": []}, TypeError, r"task is \[\], expected Surnames"),
        ({"report": "print"}, TypeError, "report is 'print', expected a function"),
    ],
)
def test_bad_arguments_are_named_before_anything_is_trained(arguments, error, answer):
    with pytest.raises(error, match=answer):
        surnames.train(**{"cell": "GRU", "seed": 0, "task": small_task()} | arguments)


def test_the_report_shows_where_the_training_stands():
    report = surnames.NameReport()
    assert report._snapshot()["text/plain"] == "0 epochs."
    for epoch in (1, 2):
        report(NameProgress(epoch, 2, 1.5, 1.2, 0.6, 3.0))
        assert (report.bar.value, report.bar.max) == (epoch, 2)
    assert "Done in 3 s" in report.message.value
    assert report._snapshot()["text/plain"] == "2 epochs."  # no times in what is stored


def test_the_report_refuses_what_is_no_progress():
    with pytest.raises(TypeError, match="progress is 7, expected a NameProgress"):
        surnames.NameReport()(7)
