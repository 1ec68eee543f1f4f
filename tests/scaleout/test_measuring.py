"""What a step costs on this machine: bytes as the formula has them; of seconds, only that they were measured."""

import pytest

from helpers import scaleout, textgen
from helpers.scaleout.measuring import loopback

TEXT = "the quick brown fox jumps over the lazy dog\n" * 40
RECIPE = textgen.Recipe(units=8, embedding=4, batch_size=5, window=16)


@pytest.fixture(scope="module")
def measured():
    told = []
    return scaleout.measure(TEXT, RECIPE, report=told.append), told


def test_bytes_are_those_on_paper(measured):
    found, _ = measured
    assert (found.half.bytes_sent, found.alone.bytes_sent) == (0, 0)
    # A chunk is a float longer than the other, if the numbers are odd.
    assert found.same_global.bytes_sent == pytest.approx(found.on_paper.bytes_sent, abs=4)
    assert found.same_local.bytes_sent == found.same_global.bytes_sent


def test_the_formula_has_the_networks_own_weights(measured):
    v, e, u = len(set(TEXT)), 4, 8
    weights = v * e + e * 3 * u + u * 3 * u + 2 * 3 * u + u * v + v
    assert measured[0].on_paper.parameters == weights + 2  # the loss, and whether to stop


def silent(step):
    pass


def test_every_step_is_told_and_kept(measured):
    found, told = measured
    assert told == [found.half, found.alone, found.same_global, found.same_local]
    assert [(step.workers, step.batch_size) for step in told] == [(1, 2), (1, 5), (2, 5), (2, 10)]
    assert all(step.seconds > 0 for step in told)


def test_the_prediction_begins_with_what_was_measured(measured):
    found, _ = measured
    assert (found.on_paper.workers, found.on_paper.seconds_per_step) == (2, found.alone.seconds)
    assert 0 <= found.on_paper.fixed_seconds <= found.alone.seconds
    line = str(found).splitlines()
    assert line[0].startswith("1 worker, 5 rows: ")
    assert line[1].startswith("2 workers, 5 rows: ")
    assert line[2].startswith("2 workers, 10 rows: ")


def test_messages_are_timed():
    bandwidth, latency = loopback()
    assert 1e6 < bandwidth < 1e13
    assert 0 < latency < 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": None}, "text is None, expected a string"),
        ({"text": "short"}, "text has 5 characters, expected at least"),
        ({"recipe": "large"}, "recipe is 'large', expected a Recipe"),
        ({"recipe": textgen.Recipe(batch_size=1)}, "batch_size is 1, expected a whole number >= 2"),
        ({"report": 1}, "report is 1, expected a function"),
    ],
)
def test_bad_input_is_refused_before_anything_is_measured(given, words):
    with pytest.raises((TypeError, ValueError), match=words):
        scaleout.measure(**{"text": TEXT, "recipe": RECIPE, "report": silent} | given)
