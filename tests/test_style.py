"""The palette, for eyes of every common kind: its colours stay apart, and words written in them can be read.

A picture in a notebook has its words, too.
"""

import math
from itertools import combinations, pairwise
from urllib.request import urlopen

import numpy as np
import pytest
from bs4 import BeautifulSoup
from colorspacious import cspace_convert, deltaE, machado_et_al_2009_matrix
from hypothesis import given
from hypothesis import strategies as st

from helpers import style

TEXT = ("INPUT", "HIDDEN", "OUTPUT", "ERROR", "BASELINE", "INK")
MEANINGS = (*TEXT, "ACTIVE")
BLIND = {"protanopia": "protanomaly", "deuteranopia": "deuteranomaly", "tritanopia": "tritanomaly"}  # at their full

# CAM02-UCS distances, in which 1 is about as little as an eye can tell. Paul Tol's “bright” palette, made for this,
# comes down to 7.4 for tritanopia, matplotlib's own ten colours to 1.6 for protanopia.
APART = 12
# These come closer: a picture that needs them told apart must say it in words, by place or by the kind of line too.
CLOSE = {
    ("INPUT", "OUTPUT", "protanopia"): 7.5,
    ("INPUT", "OUTPUT", "deuteranopia"): 10,
    ("OUTPUT", "BASELINE", "deuteranopia"): 8.5,
    ("INPUT", "HIDDEN", "tritanopia"): 6,
}


def rgb(colour):
    """Red, green and blue of a colour, or of one of the palette by its name, between 0 and 1."""
    return np.array([int(getattr(style, colour, colour)[place : place + 2], 16) for place in (1, 3, 5)]) / 255


def seen(name, kind):
    """A colour as it looks to an eye, by Machado, Oliveira and Fernandes (2009)."""
    if kind == "all cones":
        return rgb(name)
    sight = {"name": "sRGB1+CVD", "cvd_type": BLIND[kind], "severity": 100}
    return np.clip(cspace_convert(rgb(name), sight, "sRGB1"), 0, 1)


def contrast(name):
    """With paper, of relative luminances."""

    def luminance(colour):
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    return (luminance(rgb("PAPER")) + 0.05) / (luminance(rgb(name)) + 0.05)


@pytest.mark.parametrize("kind", ["all cones", *BLIND])
def test_colours_of_different_meaning_stay_apart(kind):
    for one, other in combinations(MEANINGS, 2):
        bound = CLOSE.get((one, other, kind), CLOSE.get((other, one, kind), APART))
        assert distance(one, other, kind) > bound, (one, other)


def test_the_simulation_is_the_published_one():
    """The first row of each table for severity 1.0 in Machado, Oliveira and Fernandes (2009)."""
    for kind, published in [
        ("protanopia", (0.152286, 1.052583, -0.204868)),
        ("deuteranopia", (0.367322, 0.860646, -0.227968)),
        ("tritanopia", (1.255528, -0.076749, -0.178779)),
    ]:
        assert machado_et_al_2009_matrix(BLIND[kind], 100)[0] == pytest.approx(published, abs=1e-6)


def distance(one, other, kind):
    return deltaE(seen(one, kind), seen(other, kind), input_space="sRGB1")


@pytest.mark.parametrize("kind", ["all cones", *BLIND])
def test_what_is_compared_has_colours_that_no_role_has(kind):
    """With all cones twice as far from a role as the eye needs; else as in `CLOSE`, as markers and names help."""
    bound = 15 if kind == "all cones" else 9
    for one, other in combinations((*style.SERIES, *MEANINGS), 2):
        if one in style.SERIES:
            assert distance(one, other, kind) > bound, (one, other)


@pytest.mark.parametrize("kind", ["all cones", *BLIND])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_shades_of_what_is_ordered_are_told_apart(count, kind):
    assert all(distance(one, other, kind) > APART for one, other in pairwise(style.shades(count)))
    if kind == "all cones":
        assert all(distance(one, role, kind) > 13 for one in style.shades(count) for role in MEANINGS)


@pytest.mark.parametrize("colour", [*style.SERIES, *style.shades(5)])
def test_lines_of_what_is_compared_can_be_seen_on_paper(colour):
    """WCAG 2.2: a contrast of at least 3 for what is not text."""
    assert contrast(colour) >= 3


@pytest.mark.parametrize("name", TEXT)
def test_words_in_a_colour_can_be_read_on_paper(name):
    """WCAG 2.2: a contrast of at least 4.5, of relative luminances."""
    assert contrast(name) >= 4.5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.sampled_from([0.4, 1.0, math.inf]))
def test_labels_do_not_touch_and_keep_their_order(places, highest):
    found = style.spread(places, 0.1, highest)
    assert max(found) == min(max(places), highest)
    ordered = sorted(found)
    assert all(after - before >= 0.1 - 1e-9 for before, after in pairwise(ordered))
    assert all(spread <= place for spread, place in zip(found, places, strict=True))
    for i, place in enumerate(places):
        assert all(found[i] > found[j] for j, other in enumerate(places) if place > other)


WORDS = """Smaller: a < b, "c" & 'd'\n\nin two parts"""


@pytest.mark.parametrize(
    ("picture", "begins", "width"),
    [
        (style.Plot(style.figure(2, 1), WORDS), b"\x89PNG", "192"),
        (style.Drawing(style.svg(9, 9, "", WORDS), WORDS), b"<svg", None),
    ],
)
def test_what_a_notebook_keeps_of_a_picture_says_what_it_shows(picture, begins, width):
    kept = picture._repr_mimebundle_()
    (img,) = BeautifulSoup(kept["text/html"], "html.parser").find_all("img")
    assert img["alt"] == kept["text/plain"] == WORDS
    assert img.get("width") == width
    with urlopen(img["src"]) as inside:
        assert inside.headers["Content-Type"] == f"image/{'png' if width else 'svg+xml'}"
        assert inside.read().startswith(begins)
