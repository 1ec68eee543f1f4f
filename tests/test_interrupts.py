"""The interrupt (■): waits while something is built, is raised where training is, and is forgotten after it."""

import signal
import threading

import pytest

from helpers import embeddings, interrupts, recurrent, surnames, textgen
from helpers.embeddings import skipgram
from helpers.recurrent import experiments
from helpers.surnames import training as name_training
from helpers.textgen import training
from research import memory as memory_script
from tests.surnames.some_names import small_task

WORDS = ["cat", "dog", "sun", "sea"] * 30


def press():
    signal.raise_signal(signal.SIGINT)


@interrupts.deferred_interrupts()
def trained(before=False, during=False, after=False):
    """What a training of three steps has to show."""
    found = ["built"]
    if before:
        press()
    try:
        for step in interrupts.between_steps(range(3)):
            found.append(step)
            if during and step == 1:
                press()
                found.append("a step is whole")
    except KeyboardInterrupt:
        press()  # ■ may be pressed twice
        found.append("stopped")
    if after:
        press()
    return [*found, "judged"]


@pytest.mark.parametrize(
    ("pressed", "found"),
    [
        ({}, ["built", 0, 1, 2, "judged"]),
        ({"before": True}, ["built", "stopped", "judged"]),
        ({"during": True}, ["built", 0, 1, "a step is whole", "stopped", "judged"]),
        ({"after": True}, ["built", 0, 1, 2, "judged"]),
        ({"before": True, "after": True}, ["built", "stopped", "judged"]),
    ],
)
def test_an_interrupt_ends_the_training_and_nothing_else(pressed, found):
    assert trained(**pressed) == found
    assert trained() == ["built", 0, 1, 2, "judged"]  # and is not remembered
    with pytest.raises(KeyboardInterrupt):
        press()


def test_an_error_leaves_the_interrupt_as_it_was():
    with pytest.raises(ZeroDivisionError), interrupts.deferred_interrupts():
        1 / 0  # noqa: B018
    with pytest.raises(KeyboardInterrupt):
        press()


def test_a_training_in_a_thread_goes_on_without():
    found = []
    thread = threading.Thread(target=lambda: found.append(trained()))
    thread.start()
    thread.join()
    assert found == [["built", 0, 1, 2, "judged"]]


def memory(report):
    return recurrent.memory_experiment(["GRU"], seeds=1, length=5, steps=10, units=2, report=report)


def gates(report):
    return recurrent.gate_experiment("latest", ["full"], seeds=1, steps=10, report=report)


def noisy_clamps(report):
    return memory_script.noisy_clamp_experiment(2, seeds=1, steps=10, report=report)


def adding(report):
    return memory_script.adding_experiment(["GRU"], seeds=1, length=20, steps=10, report=report)


def names(report):
    return surnames.train("GRU", 0, recipe=name_training.Recipe(units=2, epochs=1), task=small_task(), report=report)


def text(report):
    return textgen.train("abcd" * 20, recipe=textgen.Recipe(units=4, batch_size=2, window=8), report=report)


def words(report):
    return embeddings.train_skipgram(WORDS, recipe=embeddings.Recipe(epochs=1, dim=4), report=report)


@pytest.mark.parametrize(
    ("train", "module", "built"),
    [
        (memory, experiments, "initial_weights"),
        (gates, experiments, "initial_weights"),
        (noisy_clamps, experiments, "initial_weights"),
        (adding, experiments, "initial_weights"),
        (names, name_training, "network"),
        (text, training, "initial_network"),
        (words, skipgram, "_begin"),
    ],
)
def test_who_presses_at_once_gets_what_was_built(monkeypatch, train, module, built):
    build, said = getattr(module, built), []

    def interrupted(*arguments):
        press()
        return build(*arguments)

    monkeypatch.setattr(module, built, interrupted)
    assert train(said.append)
    assert [progress.stopped for progress in said] == [True]
    assert str(said[0]).startswith("Stopped ")
