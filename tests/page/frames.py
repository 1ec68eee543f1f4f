"""Recordings read back in Python, to compare with what the page makes of them."""

import base64
import gzip
import json


def loaded(found):
    """What the page makes of a data script."""
    packed = json.loads(found.script.partition(", ")[2].removesuffix(");\n"))
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def number_of(recorded, places):
    """The number of the frame at these places of the controls."""
    row = 0
    for control, place in zip(recorded["controls"][:-1], places, strict=False):
        row = row * len(control["options"]) + place
    return sum(recorded["counts"][:row]) + places[-1]


def numbers_of(frames, number):
    """The pieces of a frame, by their numbers."""
    base, *coded = frames[number]
    if base == number:
        return coded
    found, place = numbers_of(frames, base), 0
    for gap, piece in zip(coded[::2], coded[1::2], strict=True):
        place += gap
        found[place] = piece
    return found


def unpacked(pieces, frames, number):
    """The frame of that number, as the page puts it together."""
    parts = [[]]
    for piece in numbers_of(frames, number):
        parts[-1].append(pieces[piece]) if piece else parts.append([])
    return tuple("".join(part) for part in parts)
