"""The time left, told from times that the tests set."""

import math

import pytest

from helpers import clock


@pytest.fixture
def at(monkeypatch):
    """Sets what time it is, in seconds."""
    monkeypatch.setattr(clock.time, "perf_counter", lambda: 0.0)
    return lambda seconds: monkeypatch.setattr(clock.time, "perf_counter", lambda: seconds)


def test_the_first_step_says_nothing_of_the_others(at):
    told = clock.Clock(40)
    at(10.0)  # TensorFlow has compiled
    assert math.isnan(told.seconds_left(1))
    at(12.0)
    assert told.seconds_left(2) == 38 * 2
    at(18.0)
    assert told.seconds_left(4) == 36 * (2 + 3) / 2  # one step took two seconds, two took three each
    at(100.0)
    assert told.seconds_left(40) == 0


def test_a_pause_does_not_spoil_it(at):
    told = clock.Clock(100)
    for step in range(1, 51):
        at(step + 3600.0 * (step > 20))  # the lid was shut for an hour
        left = told.seconds_left(step)
    assert left == 50


def test_a_computer_that_slows_down_is_noticed(at):
    told = clock.Clock(1000)
    for step in range(1, 201):
        at(float(step + 2 * max(0, step - 150)))
        left = told.seconds_left(step)
    assert left == 800 * 3


def test_each_training_that_follows_compiles_too(at):
    told = clock.Clock(10, 30, 20)
    at(5.0)
    assert math.isnan(told.seconds_left(1))
    at(7.0)
    assert told.seconds_left(2) == 58 * 2 + 2 * 5  # two trainings to come, whose first steps take five seconds each
    at(23.0)
    assert told.seconds_left(10) == 50 * 2 + 2 * 5
    at(32.0)
    assert told.seconds_left(1, 1) == 49 * 2 + (5 + 9) / 2  # and this first step is no slow one
    at(35.0)
    assert told.seconds_left(2, 1) == 48 * 3 + 7  # the present training says more than the one before
    at(119.0)
    assert told.seconds_left(30, 1) == 20 * 3 + 7
    at(127.0)
    assert told.seconds_left(1, 2) == 19 * 3
    assert told.seconds_left(20, 2) == 0


def test_trainings_of_a_single_step_take_what_their_first_ones_took(at):
    told = clock.Clock(1, 1, 1)
    at(4.0)
    assert told.seconds_left(1) == 4 * 2
    at(10.0)
    assert told.seconds_left(1, 1) == (4 + 6) / 2
    assert told.seconds_left(1, 2) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "about 0 s left"), (89.6, "about 90 s left"), (math.nan, "the time left is not known yet")],
)
def test_a_report_says_it_in_words(seconds, words):
    assert clock.in_words(seconds) == words
