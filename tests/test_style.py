"""The palette, for eyes of every common kind: its colours stay apart, and words written in them can be read.

A picture in a notebook has its words, too.
"""

from itertools import combinations
from urllib.request import urlopen

import numpy as np
import pytest
from bs4 import BeautifulSoup
from colorspacious import cspace_convert, deltaE, machado_et_al_2009_matrix

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


def rgb(name):
    """Red, green and blue of a colour of the palette, between 0 and 1."""
    return np.array([int(getattr(style, name)[place : place + 2], 16) for place in (1, 3, 5)]) / 255


def seen(name, kind):
    """A colour as it looks to an eye, by Machado, Oliveira and Fernandes (2009)."""
    if kind == "all cones":
        return rgb(name)
    sight = {"name": "sRGB1+CVD", "cvd_type": BLIND[kind], "severity": 100}
    return np.clip(cspace_convert(rgb(name), sight, "sRGB1"), 0, 1)


@pytest.mark.parametrize("kind", ["all cones", *BLIND])
def test_colours_of_different_meaning_stay_apart(kind):
    for one, other in combinations(MEANINGS, 2):
        bound = CLOSE.get((one, other, kind), CLOSE.get((other, one, kind), APART))
        assert deltaE(seen(one, kind), seen(other, kind), input_space="sRGB1") > bound, (one, other)


def test_the_simulation_is_the_published_one():
    """The first row of each table for severity 1.0 in Machado, Oliveira and Fernandes (2009)."""
    for kind, published in [
        ("protanopia", (0.152286, 1.052583, -0.204868)),
        ("deuteranopia", (0.367322, 0.860646, -0.227968)),
        ("tritanopia", (1.255528, -0.076749, -0.178779)),
    ]:
        assert machado_et_al_2009_matrix(BLIND[kind], 100)[0] == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("name", TEXT)
def test_words_in_a_colour_can_be_read_on_paper(name):
    """WCAG 2.2: a contrast of at least 4.5, of relative luminances."""

    def luminance(colour):
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    assert (luminance(rgb("PAPER")) + 0.05) / (luminance(rgb(name)) + 0.05) >= 4.5


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
