"""What a step costs on this machine: bytes as the formula has them; of seconds, only that they were measured."""

import pytest

from helpers import scaleout, textgen
from helpers.scaleout.explorers.measured import recorded
from helpers.scaleout.figures.measured import measured_bars, relative_times
from helpers.scaleout.measuring import loopback, measure

TEXT = "the quick brown fox jumps over the lazy dog\n" * 40
RECIPE = textgen.Recipe(units=8, embedding=4, batch_size=5, window=16)


@pytest.fixture(scope="module")
def measured():
    told = []
    return measure(TEXT, RECIPE, report=told.append), told


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
        measure(**{"text": TEXT, "recipe": RECIPE, "report": silent} | given)


def test_bars_are_measured_times_and_lines_those_on_paper():
    found = recorded()
    axes = measured_bars(found, "a machine").figure.axes[0]
    one = found.alone.seconds
    here = [each.seconds / one for each in (found.alone, found.same_global, found.same_local)]
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(here)
    paper = [1, found.on_paper.step_seconds / one, found.on_paper.local_step_seconds / one]
    assert [line.get_xdata()[0] for line in axes.lines] == pytest.approx(paper)
    assert list(relative_times(found).values()) == [pytest.approx(pair) for pair in zip(here, paper, strict=True)]


def test_the_explorer_measures_when_it_is_made_and_when_asked():
    explorer = scaleout.explore_measured(TEXT, RECIPE)
    first = explorer.measured
    assert "Measured on this machine" in explorer.message.value
    explorer.again.click()
    assert explorer.measured is not first
    assert not explorer.again.disabled
    assert explorer._repr_mimebundle_()["text/plain"].startswith("Measured on a machine with two cores. A step of 1")
