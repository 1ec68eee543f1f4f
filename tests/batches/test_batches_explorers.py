"""Explorers without a browser: values are set as a learner would set them, and what is shown is read back."""

import re

import pytest

from helpers import batches, style
from helpers.widgets import parse_number as parse
from tests.batches.shown import alert, plain, squares, texts

HOSTILE = "<img src=x onerror=alert(1)>"
COMMAS = ["2,5", "2,00", ",000", "2,000,", "9,999", "1,000.5"]
BAD = [*COMMAS, "0", "-3", "2.5", "True", "1e9", "9" * 400, "inf", "nan", "many", "", HOSTILE]


def type_into(explorer, name, text):
    explorer.boxes[name].box.value = text


def test_the_player_begins_before_the_training():
    player = batches.explore()
    assert player.walk.count.value == "0 of 21"
    assert plain(player.message.value).startswith("Before the training: no sample has been used yet.")
    assert squares(player.picture.value, style.PAPER) == 50


def test_next_back_first_and_last_walk():
    player = batches.explore(22, 5, 3, shuffle=False)
    moves = player.walk.moves
    moves["Back"].click()
    assert player.walk.position.value == 0
    seen = []
    for _ in range(len(player.plan)):
        moves["Next"].click()
        seen.append(player.picture.value)
        assert plain(player.message.value) == player.words
    assert len(set(seen)) == len(seen)
    moves["Next"].click()
    assert player.walk.count.value == "15 of 15"
    moves["Back"].click()
    assert (player.picture.value, player.walk.count.value) == (seen[-2], "14 of 15")
    moves["First"].click()
    assert player.walk.position.value == 0
    moves["Last"].click()
    assert "numbers 21, 22. The last batch of the epoch is short." in plain(player.message.value)


def test_play_and_slider_are_one_in_the_page():
    for walk in (batches.explore().walk, batches.explore_buffer().walk):
        assert (walk.play.max, walk.play.min, walk.play.value) == (walk.position.max, 0, walk.position.value)


def test_the_notes_numbers_can_be_typed():
    player = batches.explore()
    for name, number in (("samples", "2,000"), ("batch_size", "500"), ("epochs", "20")):
        type_into(player, name, number)
    player.walk.moves["Last"].click()
    assert player.walk.count.value == "80 of 80"
    assert player.words.startswith("Epoch 20 of 20, iteration 4 of 4; 80 updates of 80 done. This batch: 500 samples")


def test_unshuffled_the_first_batch_is_the_first_samples():
    player = batches.explore(20, 4, 2)
    player.walk.moves["Next"].click()
    shuffled = player.words
    player.shuffle.value = False
    assert "numbers 1, 2, 3, 4." in player.words
    player.shuffle.value = True
    assert player.words == shuffled
    type_into(player, "seed", "7")
    assert player.words != shuffled


def test_a_shorter_training_keeps_the_walk_within_it():
    player = batches.explore(50, 1, 2)
    player.walk.moves["Last"].click()
    type_into(player, "batch_size", "50")
    assert player.walk.count.value == "2 of 2"
    assert squares(player.picture.value, style.ACTIVE) == 50


@pytest.mark.parametrize("name", ["samples", "batch_size", "epochs"])
@pytest.mark.parametrize("text", BAD)
def test_what_is_no_count_is_answered_and_changes_nothing(name, text):
    player = batches.explore()
    player.walk.moves["Next"].click()
    before = player.picture.value, player.plan
    type_into(player, name, text)
    most = {"samples": "2,000", "batch_size": "2,000", "epochs": "50"}[name]
    said = alert(player.message)
    assert re.fullmatch(rf"Not yet: {name} is .{{1,40}}, expected a whole number from 1 to {most}", said), said
    assert "<img" not in player.message.value
    assert (player.picture.value, player.plan) == before
    marked = {box for box, control in player.boxes.items() if style.ERROR in control.layout.border_left}
    assert marked == {name}
    type_into(player, name, "10")
    assert not alert(player.message)
    assert all("transparent" in control.layout.border_left for control in player.boxes.values())


@pytest.mark.parametrize("text", ["-1", "0.5", "x", "1e15", "4,294,967,296", "9" * 30, "9" * 400])
def test_a_seed_that_is_none_is_answered(text):
    for explorer, box in ((player := batches.explore(), player.boxes["seed"]), (b := batches.explore_buffer(), b.seed)):
        before = explorer.picture.value
        box.box.value = text
        assert re.fullmatch(
            r"Not yet: seed is .{1,40}, expected a whole number from 0 to 4,294,967,295", alert(explorer.message)
        )
        assert explorer.picture.value == before
        box.box.value = "3"
        assert not alert(explorer.message)


def test_a_seed_waits_while_nothing_is_shuffled():
    player = batches.explore(20, 4, 2)
    seed = player.boxes["seed"]
    assert not seed.box.disabled
    seed.box.value = "none"
    assert alert(player.message)
    player.shuffle.value = False  # the seed has no say now
    assert seed.box.disabled
    assert not alert(player.message)
    player.walk.moves["Next"].click()
    assert "numbers 1, 2, 3, 4." in player.words
    player.shuffle.value = True
    assert not seed.box.disabled
    assert alert(player.message).startswith("Not yet: seed is 'none'")
    assert batches.explore(shuffle=False).boxes["seed"].box.disabled


def test_a_refused_seed_is_not_used_later():
    explorer = batches.explore_buffer()
    explorer.seed.box.value = "-1"
    explorer.buffer_size.value = 9
    assert not alert(explorer.message)
    assert explorer.picture.value == batches.explore_buffer(9).picture.value


def test_the_buffer_follows_its_controls():
    explorer = batches.explore_buffer()
    explorer.walk.moves["Last"].click()
    explorer.item.value = 20
    assert "Number 20 can land at place 17 or any later one." in plain(explorer.message.value)
    explorer.buffer_size.value = 1
    assert "Number 20 can land at place 20 only, its own." in plain(explorer.message.value)
    assert "Of one class only: 4 of 4." in plain(explorer.message.value)
    explorer.buffer_size.value = 30
    assert "Number 20 can land at place 1 or any later one." in plain(explorer.message.value)
    assert "how likely each place is; the tallest: 4.2 %" in " ".join(texts(explorer.picture.value))


def test_the_buffer_is_walked_through():
    explorer = batches.explore_buffer()
    explorer.walk.moves["First"].click()
    seen = set()
    for _ in range(25):
        seen.add(explorer.picture.value)
        explorer.walk.moves["Next"].click()
    assert len(seen) == 25
    sizes = {re.search(r'<svg [^>]*width="\d+" height="\d+"', picture)[0] for picture in seen}
    assert len(sizes) == 1


def test_nothing_fails_at_the_ends():
    explorer = batches.explore_buffer()
    for size in (1, 30):
        for item in (1, 24):
            for position in (0, 24):
                explorer.buffer_size.value, explorer.item.value = size, item
                explorer.walk.position.value = position
                assert not alert(explorer.message)
    player = batches.explore(2000, 1, 50)
    player.walk.moves["Last"].click()
    assert player.walk.count.value == "100,000 of 100,000"


def test_without_a_kernel_there_are_stills_with_words():
    for explorer in (batches.explore(), batches.explore_buffer()):
        bundle = explorer._repr_mimebundle_()
        assert "<svg" in bundle["text/html"]
        assert len(bundle["text/plain"]) > 60
        assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "iteration 4 of 7" in batches.explore()._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize(
    ("begin", "kind", "message"),
    [
        (lambda: batches.explore(samples=2001), ValueError, "samples is 2001, expected a whole number from 1 to 2,000"),
        (lambda: batches.explore(batch_size=0), ValueError, "batch_size is 0, expected a whole number from 1 to 2,000"),
        (lambda: batches.explore(epochs=2.5), TypeError, "epochs is 2.5, expected a whole number from 1 to 50"),
        (lambda: batches.explore(shuffle="yes"), TypeError, "shuffle is 'yes', expected True or False"),
        (lambda: batches.explore_buffer(0), ValueError, "buffer_size is 0, expected a whole number from 1 to 30"),
        (lambda: batches.explore_buffer(True), TypeError, "buffer_size is True, expected a whole number from 1 to 30"),
    ],
)  # fmt: skip
def test_what_it_cannot_begin_with_is_named(begin, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        begin()


def test_numbers_are_read_as_they_are_typed():
    assert [parse(text) for text in (" 64 ", "1e3", "64.0", "-2", "2.5")] == [64, 1000, 64, -2, 2.5]
    assert [parse(text) for text in ("2,000", " 1,234,567 ", "-3,000")] == [2000, 1234567, -3000]
    assert [parse(text) for text in ("2,5", "2,00", "20,00", "2000,000", ",500", "1,000.5")] == [
        "2,5", "2,00", "20,00", "2000,000", ",500", "1,000.5"]  # fmt: skip
    assert parse("9007199254740993") == 2**53 + 1
    assert parse("x" * 100) == "x" * 30 + "…"
