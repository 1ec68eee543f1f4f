"""Explorers without a browser: controls are moved and pressed as a learner would, and what is shown is read back."""

import itertools
import time

import numpy as np
import psutil
import pytest

from helpers import scaleout, textgen
from helpers.scaleout import figures
from helpers.scaleout.cost import communication
from helpers.scaleout.explorers import background
from tests.shown import alert, plain, texts

TEXT = "the quick brown fox jumps over the lazy dog\n" * 120
RECIPE = textgen.Recipe(units=24, embedding=8, batch_size=6, window=16, epochs=3)


def said(explorer):
    """What the message says."""
    return plain(explorer.message.value)


# -- the ring


def test_the_walk_shows_every_state_of_the_ring():
    explorer = scaleout.explore_ring(3)
    assert explorer.walk.position.max == 4
    for position in range(5):
        explorer.walk.position.value = position
        assert explorer.picture.value == figures.draw_ring(explorer.states, position).svg
        assert said(explorer) == figures.describe_ring(explorer.states, position)


def test_another_number_of_workers_begins_anew():
    explorer = scaleout.explore_ring()
    explorer.walk.position.value = 6
    for workers in (6, 2, 5):
        explorer.workers.value = workers
        assert (explorer.walk.position.value, explorer.walk.position.max) == (0, 2 * (workers - 1))
        assert len(explorer.states[0].arrays) == workers
        assert said(explorer).startswith(f"{workers} workers")
        explorer.walk.moves["Last"].click()
        assert "All sums are complete" in said(explorer)


def test_the_neighbouring_hops_are_drawn_ahead():
    explorer = scaleout.explore_ring(4)
    explorer.walk.position.value = 2
    for position, drawing in explorer.ahead.drawings:
        assert drawing == figures.draw_ring(explorer.states, position).svg
    assert sorted(position for position, _ in explorer.ahead.drawings) == [1, 2, 3]


def test_a_page_without_a_kernel_sees_chunks_that_travel():
    still = scaleout.explore_ring(2)._repr_mimebundle_()
    assert "<svg" in still["text/html"]
    assert still["text/plain"].startswith("Hop 2 of 2, all-gather")


@pytest.mark.parametrize(("workers", "kind"), [(1, ValueError), (7, ValueError), ("4", TypeError)])
def test_a_ring_that_cannot_be_drawn_is_refused(workers, kind):
    with pytest.raises(kind, match=f"workers is {workers!r}, expected a whole number from 2 to 6"):
        scaleout.explore_ring(workers)


# -- a training that is killed


def workers_at_work():
    return [each for each in psutil.Process().children() if "helpers.scaleout.worker" in each.cmdline()]


@pytest.fixture
def explorer():
    made = scaleout.explore_failure(TEXT, RECIPE)
    yield made
    made.close()
    assert workers_at_work() == []


def wait_until(is_so):
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)


def run_until(explorer, step):
    """Wait until the training has reached a step."""
    wait_until(lambda: explorer.training.watched.step >= step)


def killed(explorer, victim=1, step=25):
    """Start, and kill a worker after some steps; the training has ended."""
    explorer.start.click()
    run_until(explorer, step)
    explorer.kills[victim].click()
    explorer.training.wait()
    return explorer.training.watched


@pytest.mark.parametrize("victim", [0, 1])
def test_killed_and_resumed_it_goes_on_as_if_nothing_had_happened(explorer, victim):
    watched = killed(explorer, victim)
    assert watched.killed == (victim,)
    assert f"Worker {victim} has ended" in said(explorer)
    other = 1 - victim
    assert f"Worker {other} says: “a neighbour of worker {other} has gone”." in said(explorer)
    assert f"The newest checkpoint is of step {watched.saved}: " in said(explorer)
    assert {"killed", "stopped"} <= set(texts(explorer.picture.value))
    explorer.resume.click()
    explorer.training.wait()
    assert explorer.training.watched.runs[1].begins == watched.saved >= 20
    assert explorer.training.watched.is_done
    assert "Press Unbroken run" in said(explorer)
    explorer.compare.click()
    explorer.undisturbed.wait()
    steps = explorer.training.watched.steps
    np.testing.assert_array_equal(explorer.training.watched.losses, explorer.unbroken)
    assert f"the losses of all {steps} steps are equal, to the bit" in said(explorer)
    assert explorer.picture.value == figures.draw_training(explorer.training.watched, explorer.unbroken).svg


def test_another_number_of_workers_may_go_on(explorer):
    killed(explorer)
    explorer.workers.value = 3
    explorer.resume.click()
    explorer.training.wait()
    watched = explorer.training.watched
    assert watched.is_done
    assert [run.workers for run in watched.runs] == [2, 3]
    assert texts(explorer.picture.value).count("done") == 3


def test_a_button_that_can_do_nothing_says_why(explorer):
    picture = explorer.picture.value
    explorer.resume.click()
    assert "there is no training to resume: press Start" in alert(explorer.message)
    explorer.kills[0].click()
    assert "worker 0 is not at work" in alert(explorer.message)
    assert explorer.picture.value == picture
    explorer.start.click()
    run_until(explorer, 1)
    thread = explorer.training._thread
    for button in (explorer.start, explorer.resume, explorer.compare):
        button.click()
        assert "the workers are still training" in alert(explorer.message)
    explorer.kills[3].click()
    assert "worker 3 is not at work" in alert(explorer.message)
    assert (explorer.training._thread, len(workers_at_work())) == (thread, 2)
    explorer.training.wait()
    assert explorer.training.watched.is_done
    explorer.resume.click()
    assert "has made its last step" in alert(explorer.message)


def test_a_worker_may_be_killed_before_its_first_step(explorer):
    explorer.start.click()
    explorer.kills[0].click()
    explorer.training.wait()
    assert explorer.training.watched.step == 0
    assert "The newest checkpoint is of step 0: nothing is lost." in said(explorer)
    explorer.resume.click()
    explorer.training.wait()
    assert explorer.training.watched.is_done


def test_start_begins_anew(explorer):
    watched, folder = killed(explorer), explorer.training._folder.name
    explorer.start.click()
    explorer.training.wait()
    again = explorer.training.watched
    assert [run.begins for run in again.runs] == [0]
    assert again.is_done
    assert again.losses[: watched.step].tolist() == list(watched.runs[0].losses)
    assert explorer.training._folder.name != folder


def test_a_cell_that_is_run_again_ends_what_it_has_begun(explorer):
    explorer.start.click()
    run_until(explorer, 1)
    assert len(workers_at_work()) == 2
    folder = explorer.training._training.folder
    other = scaleout.explore_failure(TEXT, RECIPE)
    assert workers_at_work() == []
    assert not folder.exists()
    explorer.resume.click()
    assert "there is no training to resume" in alert(explorer.message)
    other.close()


def test_nothing_is_left_when_it_is_closed(explorer):
    explorer.start.click()
    folder = explorer.training._training.folder
    explorer.close()  # perhaps before any worker has started
    assert workers_at_work() == []
    assert not folder.exists()


def test_kill_buttons_are_as_many_as_workers(explorer):
    def shown():
        return [button.description for button in explorer.kills if button.layout.display != "none"]

    assert shown() == ["Kill worker 0", "Kill worker 1"]
    explorer.workers.value = 3
    assert shown() == ["Kill worker 0", "Kill worker 1", "Kill worker 2"]
    explorer.start.click()
    explorer.workers.value = 1  # for the next one
    assert len(shown()) == 3


def test_an_error_in_the_thread_is_said(explorer, monkeypatch):
    def fail(*_):
        raise OSError("no room")

    monkeypatch.setattr(background.checkpoint, "begin", fail)
    explorer.start.click()
    explorer.training.wait()
    assert "no room" in alert(explorer.message)
    assert not explorer.training.is_going_on


def test_a_page_without_a_kernel_sees_a_training_that_was_killed_and_resumed(explorer):
    still = explorer._repr_mimebundle_()
    assert "where one was killed. 2 workers went on from step" in still["text/plain"]
    explorer.start.click()
    explorer.training.wait()
    assert explorer._repr_mimebundle_()["text/html"] == still["text/html"]  # the same on every machine


def test_without_a_recipe_a_training_has_200_steps_however_long_its_text():
    for text in (TEXT, TEXT * 3):
        made = scaleout.explore_failure(text)
        assert made.training.watched.steps == 200
        made.close()


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (("short",), ValueError, "text has 5 characters, expected at least"),
        ((3,), TypeError, "text is 3, expected a string"),
        ((TEXT, "small"), TypeError, "recipe is 'small', expected a Recipe"),
        ((TEXT, RECIPE, 5), ValueError, "workers is 5, expected a whole number from 1 to 4"),
        ((TEXT, textgen.Recipe(batch_size=2), 3), ValueError, "workers is 3, expected at most 2"),
        ((TEXT, RECIPE, 2, -1), ValueError, "seed is -1"),
    ],
)
def test_a_training_that_cannot_be_is_refused(arguments, kind, message):
    with pytest.raises(kind, match=message):
        scaleout.explore_failure(*arguments)


# -- what it costs


def test_every_slider_moves_the_cost_and_the_picture():
    explorer = scaleout.explore_costs()
    seen = {explorer.picture.value}
    for slider in explorer.sliders:
        slider.index += 1
        assert explorer.picture.value == figures.draw_costs(explorer.cost).svg
        assert said(explorer) == figures.describe_costs(explorer.cost)
        seen.add(explorer.picture.value)
    assert len(seen) == 5
    assert explorer.cost == communication(3_000_000, 12, 2.5e9, 0.5)


def test_no_place_of_a_slider_is_a_mistake():
    explorer = scaleout.explore_costs()
    for places in itertools.product((0, -1), repeat=4):
        for slider, place in zip(explorer.sliders, places, strict=True):
            slider.value = slider.options[place][1]
        assert alert(explorer.message) == ""


def test_sliders_take_in_what_was_measured():
    explorer = scaleout.explore_costs(244_106, 5, 1.5e9, 0.257)
    assert explorer.cost == communication(244_106, 5, 1.5e9, 0.257)
    assert [slider.label for slider in explorer.sliders] == ["5", "1.5 Gb/s", "244,106", "257 ms"]
    for slider in explorer.sliders:
        values = [value for _, value in slider.options]
        assert values == sorted(set(values))


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"workers": 1}, ValueError, "workers is 1, expected a whole number from 2 to 1,024"),
        ({"workers": 2000}, ValueError, "workers is 2000"),
        ({"parameters": 0}, ValueError, "parameters is 0"),
        ({"bandwidth": 0}, ValueError, "bandwidth is 0"),
        ({"seconds_per_step": "1"}, TypeError, "seconds_per_step is '1'"),
    ],
)
def test_a_cost_that_cannot_be_is_refused(arguments, kind, message):
    with pytest.raises(kind, match=message):
        scaleout.explore_costs(**arguments)
