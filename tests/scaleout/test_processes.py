"""Workers as processes: whoever dies, hangs, or is interrupted, none is left, and nothing is damaged."""

import re
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import psutil
import pytest

from helpers import scaleout, textgen
from helpers.scaleout import processes, training
from research import scaleout_kills

from .small_training import RECIPE, TEXT, assert_goes_on, begun, silent, workers_of, workers_of_this_process

DEADLINE = 60
"""Seconds, far more than anything here takes."""


@pytest.fixture(autouse=True)
def no_orphans():
    yield
    assert workers_of_this_process() == []


@pytest.fixture
def folder(tmp_path):
    begun(tmp_path / "t")
    return tmp_path / "t"


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}


def press():
    signal.raise_signal(signal.SIGINT)


PARENT = """
import sys
from helpers import scaleout
scaleout.resume(sys.argv[1], report=lambda progress: print(progress.step, flush=True))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("moment", ["starting", "training", "waiting"])
def test_workers_end_with_whoever_has_started_them(tmp_path, moment):
    begun(tmp_path / "t", replace(RECIPE, epochs=1000))
    command = [sys.executable, "-c", PARENT, tmp_path / "t"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        process = psutil.Process(parent.pid)
        if moment != "starting":
            assert parent.stdout.readline().strip() == b"1"
        while len(workers := workers_of(process)) < 2:
            assert parent.poll() is None
        if moment == "waiting":  # for one that is not heard of: none writes, and learns so that nobody reads
            suspended = workers.pop()
            suspended.suspend()
        parent.kill()
        _, alive = psutil.wait_procs(workers, timeout=DEADLINE)
        for each in alive:
            each.kill()
        if moment == "waiting":
            suspended.kill()
        assert alive == []


@pytest.mark.parametrize("step", [1, 10, 30])
def test_an_interrupt_stops_all_at_one_step_which_is_saved(folder, unbroken, step):
    seen = []

    def report(progress):
        seen.append(progress)
        if progress.step == step and not progress.stopped:
            press()

    model = scaleout.resume(folder, report=report)
    last = seen[-1]
    assert last.stopped
    assert step <= last.step < last.steps
    assert last.saved == last.step == len(scaleout.losses(folder))
    assert str(last) == f"Stopped after step {last.step} of 162, and saved it: scaleout.resume goes on from there."
    assert [each.stopped for each in seen].count(True) == 1
    assert model.parameters == unbroken[1].parameters
    assert_goes_on(folder, unbroken)


def test_an_interrupt_before_the_first_step_leaves_the_beginning(folder, unbroken, monkeypatch):
    def early(*arguments):
        press()
        return workers(*arguments)

    workers, seen = training.Workers, []
    monkeypatch.setattr(training, "Workers", early)
    scaleout.resume(folder, report=seen.append)
    assert [(each.step, each.stopped) for each in seen] == [(0, True)]
    monkeypatch.undo()
    assert_goes_on(folder, unbroken)


def test_a_second_interrupt_ends_all_at_once_and_what_is_said_to_be_saved_is(folder, unbroken, monkeypatch):
    monkeypatch.setattr(processes.Workers, "stop", lambda self: setattr(self, "_stopping", True))  # they do not listen
    seen = []

    def report(progress):
        seen.append(progress)
        if progress.step >= 30 and not progress.stopped:
            press()

    scaleout.resume(folder, report=report)
    assert seen[-1].stopped
    assert seen[-1].step in (20, 40)
    assert seen[-1].step == len(scaleout.losses(folder))
    monkeypatch.undo()
    assert_goes_on(folder, unbroken)


def test_without_a_folder_nobody_is_told_to_go_on():
    seen = []

    def report(progress):
        seen.append(progress)
        if progress.step == 10:
            press()

    model = scaleout.train(TEXT, 2, RECIPE, report=report)
    assert str(seen[-1]) == f"Stopped after step {seen[-1].step} of 162. You have the model as it was then."
    assert textgen.bits_per_char(model, TEXT[:500]) < np.log2(len(set(TEXT)))


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system has no SIGSTOP")
def test_a_worker_that_hangs_is_ended_and_said_to(folder, unbroken, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 3.0)

    def suspend(progress):
        if progress.step == 10:
            workers_of_this_process()[1].suspend()

    with pytest.raises(
        scaleout.WorkerLost, match="no worker has said a word for 3 s; the training has stopped. scaleout"
    ):
        scaleout.resume(folder, report=suspend)
    monkeypatch.undo()
    assert_goes_on(folder, unbroken)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, OSError])
def test_an_error_of_the_report_goes_through(folder, unbroken, error):
    def report(progress):
        raise error

    with pytest.raises(error):
        scaleout.resume(folder, report=report)
    assert workers_of_this_process() == []
    assert_goes_on(folder, unbroken)


def test_a_training_in_another_thread_than_the_main_one(folder, unbroken):
    thread = threading.Thread(target=assert_goes_on, args=(folder, unbroken))
    thread.start()
    thread.join()
    assert len(scaleout.losses(folder)) == 162


def test_a_training_that_is_under_way_is_left_alone(folder, unbroken):
    answers = []

    def report(progress):
        with pytest.raises(RuntimeError, match="checkpoint is .*, expected a training that is not under way") as caught:
            scaleout.resume(folder, report=silent)
        answers.append(str(caught.value))

    scaleout.resume(folder, report=report)
    assert str(folder) in answers[0]
    assert_goes_on(folder, unbroken)


def test_a_training_that_has_ended_is_given_again(unbroken):
    before = files_of(unbroken[0])
    model = scaleout.resume(unbroken[0], 1, report=lambda progress: pytest.fail("a step"))
    np.testing.assert_array_equal(model.embedding, unbroken[1].embedding)
    assert files_of(unbroken[0]) == before


def test_a_learning_rate_that_loses_the_loss_is_named_as_in_the_writing_lesson(tmp_path):
    recipe, words = replace(RECIPE, learning_rate=1e20), []
    for train in (
        lambda: textgen.train(TEXT, recipe=recipe, report=silent),
        lambda: scaleout.train(TEXT, 2, recipe, checkpoint=tmp_path / "t", report=silent),
    ):
        with pytest.raises(
            ValueError, match=r"learning_rate is 1e\+20, expected a smaller one: at step 2 the"
        ) as caught:
            train()
        words.append(str(caught.value))
    assert words[0] == words[1]
    assert len(scaleout.losses(tmp_path / "t")) == 0


def test_a_worker_that_cannot_begin_is_told_with_its_last_words(folder, monkeypatch, tmp_path):
    before = files_of(folder)
    (tmp_path / "numpy.py").write_text("raise ImportError('numpy is not what it was')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    words = r"worker \d has ended \(exit status 1: ImportError: numpy is not what it was\); the training has stopped"
    with pytest.raises(scaleout.WorkerLost, match=words):
        scaleout.resume(folder, report=silent)
    assert files_of(folder) == before


@pytest.mark.skipif(not hasattr(psutil, "RLIMIT_FSIZE"), reason="this system has no such limit")
def test_a_checkpoint_that_finds_no_room_is_named(folder, unbroken):
    before = files_of(folder)

    def limit(progress):
        if progress.step == 1:
            psutil.Process(progress.process_ids[0]).rlimit(psutil.RLIMIT_FSIZE, (1000, 1000))

    with pytest.raises(OSError, match=f"File too large: '{re.escape(str(folder))}.step-00000020.npz'"):
        scaleout.resume(folder, report=limit)
    assert files_of(folder) == before
    assert_goes_on(folder, unbroken)


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("ValueError", "a", ValueError("a")),
        ("UnicodeDecodeError", "a", RuntimeError("UnicodeDecodeError: a")),
        ("KeyboardInterrupt", "a", RuntimeError("KeyboardInterrupt: a")),
        ("print", "a", RuntimeError("print: a")),
        ("BadZipFile", "a", RuntimeError("BadZipFile: a")),
    ],
)
def test_what_a_worker_has_met_is_raised_here(kind, words, expected):
    found = processes._error(kind, words)
    assert (type(found), str(found)) == (type(expected), str(expected))


def test_workers_that_have_lost_each_other_are_not_taken_for_stopped(folder):
    with processes.Workers(folder, 2, save_every=20) as team:
        for process in team._processes:
            process.kill()
        for rank in range(2):
            words = f"a neighbour of worker {rank} has gone"
            team._events.put(processes.Event(rank, "failed", {"kind": "ConnectionError", "words": words}))
        with pytest.raises(scaleout.WorkerLost, match="a neighbour of worker 1 has gone"):
            list(team.events())


def test_killed_at_any_moment_nothing_is_lost_but_the_steps_since_the_last_checkpoint():
    for kill in scaleout_kills.kill_often(3, workers=3, seed=3, recipe=replace(RECIPE, epochs=1)):
        assert kill.equal
        assert not kill.left_over
        assert kill.told - kill.saved <= scaleout_kills.SAVE_EVERY
