"""Pictures of lesson 08: read back from the SVG, beside the model."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from helpers import scaleout, style
from helpers.scaleout import figures
from helpers.scaleout.watching import Watched, killed_and_resumed, replay
from tests.shown import SVG, texts

TEXT = "to be, or not to be, that is the question"


def assert_within(svg):
    """Nothing is drawn beyond the frame, and no letter is too small for a projector."""
    root = ET.fromstring(svg)
    right, bottom = float(root.get("width")), float(root.get("height"))
    for text in root.iter(f"{SVG}text"):
        x, y, size = float(text.get("x")), float(text.get("y")), float(text.get("font-size", 15))
        words = "".join(text.itertext())
        wide = len(words) * size * 0.62  # a generous guess
        start = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        assert size >= 14
        assert start >= -8, words
        assert start + wide <= right + 8, words
        assert size * 0.7 <= y <= bottom
    for box in root.iter(f"{SVG}rect"):
        x, y = float(box.get("x", 0)), float(box.get("y", 0))
        assert x >= 0
        assert y >= 0
        assert x + float(box.get("width")) <= right + 0.1
        assert y + float(box.get("height")) <= bottom + 0.1


# -- the ring


def ring(workers):
    return scaleout.ring_states(np.random.default_rng(0).integers(1, 10, (workers, workers)))


@pytest.mark.parametrize("workers", [2, 3, 4, 5, 6])
def test_every_number_that_a_worker_holds_or_sends_is_drawn(workers):
    for position, state in enumerate(ring(workers)):
        drawn = texts(figures.draw_ring(ring(workers), position).svg)
        held = [str(number) for array in state.arrays for number in array]
        assert [line for line in drawn if line.isdecimal()] == held
        for sent in state.transfers:
            assert f"{'abcdef'[sent.index]} {sent.chunk.values[0]}" in drawn
        assert f"sent by each: {4 * position} bytes" in drawn


@pytest.mark.parametrize("workers", [2, 3, 4, 5, 6])
def test_complete_sums_are_dark_and_what_arrived_is_lit(workers):
    states = ring(workers)
    for position, state in enumerate(states):
        svg = figures.draw_ring(states, position).svg
        complete = sum(state.is_complete(worker, i) for worker in range(workers) for i in range(workers))
        travelling = sum(len(sent.chunk.workers) == workers for sent in state.transfers)
        assert svg.count(f'fill="{style.ERROR}"') == complete + travelling + 1  # and one in the legend
        lit = re.findall(f'<rect [^>]*fill="none" stroke="{style.ACTIVE}"', svg)
        assert len(lit) == (workers if position else 0) + 1


@pytest.mark.parametrize("workers", [2, 3, 4, 5, 6])
def test_a_ring_fits_and_its_parts_do_not_cover_each_other(workers):
    svg = figures.draw_ring(ring(workers), 1).svg
    assert_within(svg)
    cards = re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)" rx="6"', svg)
    chips = re.findall(rf'<rect x="(\S+)" y="(\S+)" width="({figures.ring.CHIP_WIDTH})" height="(\S+)"', svg)
    assert (len(cards), len(chips)) == (workers, 3 * workers)
    places = [tuple(map(float, each)) for each in (*cards, *chips[::3])]
    for i, (x, y, w, h) in enumerate(places):
        for x2, y2, w2, h2 in places[:i]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_the_words_of_a_hop_show_a_sum():
    states = ring(3)
    words = figures.describe_ring(states, 1)
    sent = states[1].transfers[0]
    own = states[0].chunks[1][sent.index].values[0]
    assert f"{own} + {sent.chunk.values[0]} = {own + sent.chunk.values[0]}" in words
    assert "4 hops" in figures.describe_ring(states, 0)
    assert "All sums are complete" in figures.describe_ring(states, 4)
    assert "All sums are complete" not in figures.describe_ring(states, 3)


# -- shards


@pytest.mark.parametrize(("rows", "workers"), [(4, 2), (5, 2), (5, 3), (4, 4), (6, 1), (8, 5)])
def test_every_window_is_in_the_colour_of_who_reads_it(rows, workers):
    drawing = scaleout.shard_picture(TEXT, rows, 3, workers)
    assert_within(drawing.svg)
    strips = re.findall(r"<g font-family=.*?</g>", drawing.svg)
    colours = [re.search('stroke="(.*?)"', strip)[1] for strip in strips]
    batches = (len(TEXT) - 1) // (3 * rows)
    expected = [
        figures.drawing.worker_colour(worker)
        for worker, shard in enumerate(scaleout.shards(rows, workers))
        for _ in range(shard.start, shard.stop)
    ]
    assert colours == expected * batches


def test_all_characters_are_drawn_in_order_of_the_rows():
    drawing = scaleout.shard_picture("abcdefghijklm", 2, 3, 2)
    strips = [re.findall(">(.)</text>", strip) for strip in re.findall(r"<g font-family=.*?</g>", drawing.svg)]
    assert ["".join(strip) for strip in strips] == ["abc", "ghi", "def", "jkl"]


def test_unequal_shards_are_said():
    assert "gradients count 3/5 and 2/5." in "".join(texts(scaleout.shard_picture(TEXT, 5, 3, 2).svg))
    assert "All shards are equal: 2 rows each." in texts(scaleout.shard_picture(TEXT, 4, 3, 2).svg)
    words = scaleout.shard_picture(TEXT, 5, 3, 2, batch=1).words
    assert "worker 0 reads rows 1 to 3, in batch 2" in words
    assert "worker 1 reads rows 4 to 5" in words


def test_markup_in_a_text_is_text():
    assert "<i>" not in scaleout.shard_picture("<i>&</i>" * 3, 2, 3, 2).svg


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((TEXT, 4, 3, 5), ValueError, "workers is 5, expected at most 4"),
        ((TEXT, 4, 3, 0), ValueError, "workers is 0"),
        ((TEXT, 4, 30, 2), ValueError, "text has 41 characters, expected at least 121"),
        ((3, 4, 3, 2), TypeError, "text is 3, expected a string"),
        ((TEXT, 4, 3, 2, 3), ValueError, "batch is 3, expected a whole number from 0 to 2"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(arguments, kind, message):
    with pytest.raises(kind, match=message):
        scaleout.shard_picture(*arguments)


# -- a training


def lines(svg):
    """Of each curve, its colour and how many points it has."""
    return [
        (colour, len(points.split()))
        for points, colour in re.findall(r'<polyline points="(.*?)" fill="none" stroke="(.*?)"', svg)
    ]


def at_the_kill():
    """The stored training at the moment after its worker 1 was killed."""
    return next(watched for watched in replay()[0] if watched.killed)


def test_the_stored_training_went_on_as_if_nothing_had_happened():
    watched, unbroken = killed_and_resumed()
    first, second = watched.runs
    assert first.ends > second.begins > 0
    assert watched.is_done
    np.testing.assert_array_equal(watched.losses, unbroken)
    lost = first.ends - second.begins
    assert first.losses[second.begins :] == second.losses[:lost]


def test_the_stored_training_is_seen_step_by_step():
    moments, unbroken = replay()
    first, second = moments[-1].runs
    assert len(moments) == len(first.losses) + len(second.losses) + 4  # two begin, one is killed, one is done
    assert [watched.step for watched in moments[:3]] == [0, 1, 2]
    assert [watched.saved for watched in moments if watched.step == 40][:1] == [40]
    assert at_the_kill().killed == (1,)
    assert [worker.state for worker in moments[-1].workers] == ["done", "done"]
    for watched in moments:
        np.testing.assert_array_equal(watched.losses, unbroken[: len(watched.losses)])
        assert_within(figures.draw_training(watched, unbroken).svg)


def test_the_curves_of_a_resumed_training():
    watched, unbroken = killed_and_resumed()
    drawing = figures.draw_training(watched, unbroken)
    assert_within(drawing.svg)
    first, second = watched.runs
    lost = first.ends - second.begins
    assert [points for _, points in lines(drawing.svg)] == [200, lost, first.ends, len(second.losses)]
    assert f"killed at step {first.ends}: {lost} steps lost" in texts(drawing.svg)
    assert "equal, to the bit" in drawing.words


def test_a_worker_that_was_killed_and_one_that_has_stopped():
    watched = at_the_kill()
    drawing = figures.draw_training(watched)
    assert {"killed", "stopped", f"step {watched.saved}"} <= set(texts(drawing.svg))
    assert "Now: worker 0 stopped, worker 1 killed." in drawing.words
    assert len(lines(drawing.svg)) == 2


def test_a_training_that_has_not_begun_is_an_empty_plot():
    drawing = figures.draw_training(Watched(200))
    assert lines(drawing.svg) == []
    assert "none yet" in texts(drawing.svg)
    assert drawing.words == "A training of 200 steps that has not begun."


def test_losses_that_differ_are_said_to():
    watched, unbroken = killed_and_resumed()
    assert "at most 0.002 bits apart" in figures.compare_losses(watched, unbroken + 0.002)
