"""What the pictures of lesson 03 share: pictures that carry their words, and names and colours of quantities."""

import re

from matplotlib.colors import LinearSegmentedColormap, to_rgb

from ... import style
from ...style import Drawing as Drawing
from ...style import Plot as Plot

NAME = re.compile(r"\b([a-zA-Z])([0-9])")
_COLOURED = re.compile(r"\b([a-zA-Z][0-9]|E\b)")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_COLOURS = {
    "x": style.INPUT,
    "h": style.HIDDEN,
    "o": style.OUTPUT,
    "E": style.ERROR,
    "∂": style.ERROR,
    "t": style.BASELINE,
    "z1": style.HIDDEN,
    "z2": style.HIDDEN,
    "z3": style.OUTPUT,
    "z4": style.OUTPUT,
}


def lowered(text: str) -> str:
    """Names with their numbers as indices.

    >>> lowered("w5 carries h1 to o1")
    'w₅ carries h₁ to o₁'
    """
    return NAME.sub(lambda name: name[1] + name[2].translate(_LOWERED), text)


def colour(name: str) -> str:
    """The colour of a quantity, by its role."""
    return _COLOURS.get(name[:2]) or _COLOURS.get(name[:1]) or style.INK


def coloured(text: str) -> str:
    """SVG text in which every name has an index and its role's colour."""
    return _COLOURED.sub(lambda name: f'<tspan fill="{colour(name[0])}">{lowered(name[0])}</tspan>', text)


def tints(*ends: str) -> LinearSegmentedColormap:
    """Colours from the first of ``ends`` to the last, light enough to read dark text on."""
    mixed = [tuple(0.25 + 0.75 * channel for channel in to_rgb(end)) if end != style.PAPER else end for end in ends]
    return LinearSegmentedColormap.from_list("tints", mixed)
