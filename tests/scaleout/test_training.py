"""Several workers learn what one learns, and a training that has broken off goes on as if nothing had happened."""

import re
import signal

import numpy as np
import pytest

from helpers import scaleout, textgen
from helpers.scaleout.processes import Workers

from .small_training import RECIPE, TEXT, assert_goes_on, begun, silent, workers_of_this_process


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


@pytest.mark.parametrize("victim", [0, 1])
def test_a_worker_is_killed_and_the_losses_go_on_as_if_nothing_had_happened(victim, unbroken, tmp_path):
    def kill(progress):
        if progress.step == 20:
            workers_of_this_process()[victim].kill()

    with pytest.raises(scaleout.WorkerLost, match=rf"worker {victim} has ended .*resume.* goes on from step \d+"):
        scaleout.train(TEXT, 2, RECIPE, checkpoint=tmp_path / "t", report=kill)
    assert workers_of_this_process() == []
    assert_goes_on(tmp_path / "t", unbroken)


def test_reports_count_the_steps_and_end_with_the_last(tmp_path):
    seen = []
    scaleout.train(TEXT, 3, RECIPE, checkpoint=tmp_path / "t", report=seen.append)
    assert [each.step for each in seen] == [1, *range(10, 161, 10), 162]
    assert {each.steps for each in seen} == {162}
    assert [each.saved for each in seen] == [(each.step - 1) // 20 * 20 for each in seen]
    of_all = scaleout.losses(tmp_path / "t")
    assert [each.bits for each in seen] == [of_all[each.step - 1] for each in seen]
    assert seen[-1].seconds_left == 0
    assert {len(set(each.process_ids)) for each in seen} == {3}
    assert re.fullmatch(r"step 162 of 162: \d\.\d\d bits per character, about 0 s left", str(seen[-1]))


def test_more_or_fewer_workers_go_on_nearly_alike(unbroken, tmp_path):
    begun(tmp_path / "t")
    for workers, step in ((1, 20), (3, 40)):

        def stop(progress, step=step):
            if progress.step == step and not progress.stopped:
                signal.raise_signal(signal.SIGINT)

        scaleout.resume(tmp_path / "t", workers, report=stop)
    assert 40 <= len(scaleout.losses(tmp_path / "t")) < 162
    scaleout.resume(tmp_path / "t", 2, report=silent)
    np.testing.assert_allclose(scaleout.losses(tmp_path / "t"), scaleout.losses(unbroken[0]), atol=1e-5)


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"text": None}, "text is None, expected a string"),
        ({"text": ""}, "text has 0 characters, expected at least 97"),
        ({"text": "abc"}, "text has 3 characters, expected at least 97"),
        ({"workers": 0}, "workers is 0, expected a whole number >= 1"),
        ({"workers": True}, "workers is True, expected a whole number >= 1"),
        ({"workers": 7}, "workers is 7, expected at most 6: a batch has so many rows to share out"),
        ({"recipe": 3}, "recipe is 3, expected a Recipe"),
        ({"seed": -1}, "seed is -1, expected a whole number from 0 to 4,294,967,295"),
        ({"seed": 2**32}, "seed is 4294967296, expected a whole number from 0 to 4,294,967,295"),
        ({"seed": 0.5}, "seed is 0.5, expected a whole number from 0 to 4,294,967,295"),
        ({"checkpoint": 3}, "checkpoint is 3, expected a path, such as 'my training'"),
        ({"checkpoint": ""}, "checkpoint is '', expected a path, such as 'my training'"),
        ({"report": 3}, "report is 3, expected a function"),
    ],
)
def test_bad_arguments_are_named_before_anything_is_trained(arguments, answer, tmp_path):
    known = {"text": TEXT, "recipe": RECIPE, "checkpoint": tmp_path / "t", "report": silent}
    with pytest.raises((TypeError, ValueError), match=answer):
        scaleout.train(**known | arguments)
    assert not list(tmp_path.glob("t*"))


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "t").write_text("mine")
    with pytest.raises(FileExistsError, match="checkpoint is .*t', expected a new or an empty folder"):
        scaleout.train(TEXT, 2, RECIPE, checkpoint=tmp_path / "t")
    with pytest.raises(FileNotFoundError, match="checkpoint is .*t', expected a folder in which a training has begun"):
        scaleout.resume(tmp_path / "t")
    assert (tmp_path / "t").read_text() == "mine"


@pytest.mark.parametrize("path", [3, None, "", "a\0b", b"t"])
def test_what_is_no_path_is_named(path):
    for ask in (scaleout.resume, scaleout.losses):
        with pytest.raises(
            TypeError, match=re.escape(f"checkpoint is {path!r}, expected a path, such as 'my training'")
        ):
            ask(path)


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"workers": 0}, "workers is 0, expected a whole number >= 1"),
        ({"workers": 7}, "workers is 7, expected at most 6"),
        ({"report": None}, "report is None, expected a function"),
    ],
)
def test_bad_arguments_are_named_before_a_training_goes_on(arguments, answer, unbroken):
    with pytest.raises((TypeError, ValueError), match=answer):
        scaleout.resume(unbroken[0], **arguments)


@pytest.mark.parametrize("victim", [0, 2])
def test_where_a_worker_has_gone_the_others_are_heard_out(victim, tmp_path):
    training = begun(tmp_path / "t")
    said = {}
    with Workers(training.folder, 3, save_every=20) as team:

        def listen():
            for event in team.events():
                if (event.rank, event.name) == (0, "step"):
                    team.kill(victim)
                elif event.name == "failed":
                    said[event.rank] = event.details["words"]

        with pytest.raises(scaleout.WorkerLost, match=f"worker {victim} has ended"):
            listen()
    assert said == {rank: f"a neighbour of worker {rank} has gone" for rank in {0, 1, 2} - {victim}}
