"""Recordings: what is unpacked is what was recorded, and every state is the explorer's own."""

import base64
import gzip
import json
import re

import nbformat
import pytest

from helpers import batches
from tests.page.frames import loaded, number_of, unpacked
from tools import notebooks
from tools.explorers import EXPLORERS
from tools.page import data, moving, recorded, recording


@pytest.mark.parametrize("walks", [1, 2])
@pytest.mark.parametrize(
    "frames",
    [
        [("<b>1</b>", "one"), ("<b>2</b>", "two"), ("<i>3</i><b>", ""), ("", "")],
        [("",)],
        [("5 < 6 and 7 > 6", "x")] * 3,
    ],
)
def test_a_frame_is_put_together_as_it_was(frames, walks):
    counts = [len(frames) - len(frames) // walks, len(frames) // walks] if walks > 1 else [len(frames)]
    pieces, coded = recording.cut(frames, counts)
    assert [unpacked(pieces, coded, number) for number in range(len(frames))] == frames
    assert len(set(pieces)) == len(pieces)


def test_packed_data_is_the_same_each_time_and_can_be_read():
    value = {"text": "σ(w · x) ⏎ </script>", "numbers": [1, 2.5]}
    packed = data.pack_json(value)
    assert packed == data.pack_json(value)
    assert json.loads(gzip.decompress(base64.b64decode(packed))) == value
    assert "</script>" not in data.script("x", packed)


def test_a_recording_holds_every_state_of_a_ragged_walk():
    explorer = batches.explore(samples=4, batch_size=2, epochs=1)
    sizes = recording.over("slider", "batch size", explorer.boxes["batch_size"].box, recording.same("1", "2"))
    walk = recording.walking("iteration", explorer.walk, 0)
    made = recording.record((sizes, walk), ("words",), lambda: (recording.said(explorer.message),))
    assert made.counts == (5, 3)
    assert [frame[0].split(";")[0] for frame in made.frames[6:]] == [
        "Epoch 1 of 1, iteration 1 of 2",
        "Epoch 1 of 1, iteration 2 of 2",
    ]


def test_every_explorer_moves_or_is_known_to_stay_still():
    assert list(moving.MOVING) == [path.name for path in notebooks.paths()]
    for name, explorers in EXPLORERS.items():
        known = [*moving.MOVING[name], *moving.STILL.get(name, {})]
        assert sorted(known) == sorted(explorer.cell for explorer in explorers)


RECORDED = [
    (name, cell, moves)
    for name, cells in moving.MOVING.items()
    for cell, moves in cells.items()
    if moves.model == "recording"
]


@pytest.fixture(scope="module")
def kept():
    """What the page is given of each recording, by the name of its data."""
    return moving.made()


@pytest.mark.parametrize(("name", "cell", "moves"), RECORDED, ids=lambda value: value if isinstance(value, str) else "")
def test_the_page_begins_with_the_picture_of_its_still(kept, name, cell, moves):
    found = loaded(kept[moves.data])
    controls = found["controls"]
    places = [*moves.start, *(control["start"] for control in controls[len(moves.start) :])]
    picture, *_ = unpacked(found["pieces"], found["frames"], number_of(found, places))
    notebook = nbformat.read(notebooks.FOLDER / name, as_version=4)
    (output,) = next(found for found in notebook.cells if found.id == cell).outputs
    if moves.data == "03-stepper":  # the still's network, beside words and an equation of their own
        picture = re.sub(r"^<svg[^>]*><rect[^>]*/>|</svg>$", "", picture)
        assert "<path" in picture
        assert picture in output.data["text/html"]
        return
    mark = re.compile(r'<rect [^>]*stroke-width="4"/></svg>$')  # of the cell that is picked: the still has none
    if picture.startswith("<svg"):
        assert mark.sub("</svg>", picture) in output.data["text/html"]
    else:  # a picture made of pixels, and coarser than the still: its words
        assert re.search('alt="[^"]*"', picture)[0] in output.data["text/html"]


@pytest.mark.parametrize("name", recorded.RECORDED)
def test_no_explorer_refused_what_the_page_offers(kept, name):
    said = " ".join(loaded(kept[name])["pieces"])
    assert "Not yet:" not in said
    assert "something went wrong" not in said
