"""Several workers learn what one learns, and a training that has broken off goes on as if nothing had happened."""

import numpy as np
import psutil
import pytest

from helpers import scaleout, textgen
from helpers.scaleout import checkpoint
from helpers.scaleout.checkpoint import Training
from helpers.scaleout.processes import Workers

TEXT = "the quick brown fox jumps over the lazy dog\n" * 120
RECIPE = textgen.Recipe(units=24, embedding=8, batch_size=6, window=16, epochs=1)


def silent(progress):
    pass


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """The folder of a training on two workers that nobody has disturbed, and the model it gave."""
    folder = tmp_path_factory.mktemp("scaleout") / "unbroken"
    return folder, scaleout.train(TEXT, 2, RECIPE, checkpoint=folder, report=silent)


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_learns_the_same(workers, unbroken, tmp_path):
    folder, model = unbroken
    other = scaleout.train(TEXT, workers, RECIPE, checkpoint=tmp_path / "t", report=silent)
    np.testing.assert_allclose(scaleout.losses(tmp_path / "t"), scaleout.losses(folder), atol=1e-5)
    bits = [textgen.bits_per_char(each, TEXT[:500]) for each in (model, other)]
    assert bits[0] == pytest.approx(bits[1], abs=1e-5)


def test_the_writing_lesson_learns_the_same(unbroken):
    alone = textgen.train(TEXT, recipe=RECIPE, report=silent)
    for ours, theirs in zip(unbroken[1].weights(), alone.weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def workers_of_this_process():
    return [each for each in psutil.Process().children() if "helpers.scaleout.worker" in each.cmdline()]


@pytest.mark.parametrize("victim", [0, 1])
def test_a_worker_is_killed_and_the_losses_go_on_as_if_nothing_had_happened(victim, unbroken, tmp_path):
    def kill(progress):
        if progress.step == 20:
            workers_of_this_process()[victim].kill()

    with pytest.raises(scaleout.WorkerLost, match=rf"worker {victim} has ended .*resume.* goes on from step \d+"):
        scaleout.train(TEXT, 2, RECIPE, checkpoint=tmp_path / "t", report=kill)
    assert workers_of_this_process() == []
    scaleout.resume(tmp_path / "t", 2, report=silent)
    np.testing.assert_array_equal(scaleout.losses(tmp_path / "t"), scaleout.losses(unbroken[0]))


@pytest.mark.parametrize("victim", [0, 2])
def test_where_a_worker_has_gone_the_others_are_heard_out(victim, tmp_path):
    training = Training.of(tmp_path / "t", TEXT, RECIPE, seed=0)
    checkpoint.begin(training)
    events = []
    with Workers(training.folder, 3, save_every=20) as team, pytest.raises(scaleout.WorkerLost):
        for event in team.events():
            events.append(event)
            if (event.rank, event.name) == (0, "step"):
                team.kill(victim)
    failed = {event.rank: event.details["words"] for event in events if event.name == "failed"}
    assert failed == {rank: f"a neighbour of worker {rank} has gone" for rank in {0, 1, 2} - {victim}}
