"""What the networks of this lesson are asked to remember, drawn at random: signals in noise, sums, characters.

A count or a seed that is no whole number is a TypeError; one that is too small or too large is a ValueError.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks, corpora
from ..characters import Ids, Vocabulary

SIGNALS = "abcdefgh"
"""One of these is to be remembered; who guesses is right one time in eight."""
NOISE = ".,:;"
"""These mean nothing."""
MARKER = "!"
"""In `marked_signal` only the letter after it counts."""
ALPHABET = SIGNALS + NOISE + MARKER
WHERE = ("random", "first")
"""The signal comes anywhere, or at the start."""
MAX_COUNT = 10_000_000
"""Samples, and steps of a sequence."""
MIN_ADDING_LENGTH = 20
"""Steps of an adding problem, at the least: the first mark is on one of ten, and both are in the first half."""
RIGHT_WITHIN = 0.04
"""A sum is right if it is off by less than this (Hochreiter & Schmidhuber 1997)."""

Seed = int | np.random.Generator
"""A whole number, or a generator that goes on from where it stands."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Sequences and what is to be said of them.

    ``inputs`` are whole numbers, (samples, length), each standing for a character, or floats, (samples, length,
    features). ``targets`` are due at the end, (samples,), or at every step, (samples, length): classes if they are
    whole numbers, amounts if they are floats.
    """

    inputs: NDArray[np.generic]
    targets: NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class SignalSamples(Samples):
    """Sequences of the letters of `ALPHABET`, (samples, length), and the signal to report at the end, (samples,).

    ``lags`` (samples,): how many steps after the signal the sequence ends; 0 if the signal is its last letter.
    """

    lags: NDArray[np.int_]

    @property
    def texts(self) -> list[str]:
        """The sequences as they read, such as ".,a:."."""
        return ["".join(ALPHABET[letter] for letter in row) for row in self.inputs]


def one_hot(ids: ArrayLike) -> NDArray[np.float32]:
    """What a cell reads of characters of `ALPHABET`, (samples, length): (samples, length, 13), a 1 at each step."""
    size = len(ALPHABET)
    ids = checks.as_array("ids", ids)
    if ids.dtype.kind not in "iu":
        raise TypeError(f"ids has dtype {ids.dtype}, expected whole numbers")
    if ids.size and not 0 <= ids.min() <= ids.max() < size:
        raise ValueError(f"ids has numbers from {ids.min()} to {ids.max()}, expected numbers from 0 to {size - 1}")
    return np.eye(size, dtype=np.float32)[ids]


def signal(samples: int, length: int, where: str = "random", seed: Seed = 0) -> SignalSamples:
    """One signal in noise: which was it?

    Parameters
    ----------
    where
        "random": the signal comes anywhere, and so a network meets short lags beside long ones. "first": it comes at
        the start, and there is one lag only.

    Examples
    --------
    >>> drawn = signal(2, 6, seed=1)
    >>> drawn.texts, [SIGNALS[target] for target in drawn.targets], drawn.lags.tolist()
    (['..g;.,', ';,,h,,'], ['g', 'h'], [3, 2])
    """
    samples, length = checks.integer("samples", samples, 1, MAX_COUNT), checks.integer("length", length, 1, MAX_COUNT)
    checks.one_of("where", where, WHERE)
    rng = generator(seed)
    places = rng.integers(length if where == "random" else 1, size=samples)
    return _among_noise(places[:, np.newaxis] == np.arange(length), rng.integers(len(SIGNALS), size=(samples, 1)), rng)


def signal_at_every_lag(length: int, lags: Sequence[int], each: int, seed: Seed = 0) -> SignalSamples:
    """The task of `signal` as a test: ``each`` sequences for every lag, the signals equally often if that divides."""
    places = np.repeat([length - 1 - lag for lag in lags], each)
    signals = np.tile(np.arange(each) % len(SIGNALS), len(lags))
    return _among_noise(places[:, np.newaxis] == np.arange(length), signals[:, np.newaxis], generator(seed))


def latest_signal(samples: int, length: int, seed: Seed = 0) -> SignalSamples:
    """Two to four signals in noise: which was the latest? A memory must be kept, and replaced."""
    samples, length = checks.integer("samples", samples, 1, MAX_COUNT), checks.integer("length", length, 4, MAX_COUNT)
    rng = generator(seed)
    return _among_noise(_some(samples, length, rng), rng.integers(len(SIGNALS), size=(samples, length)), rng)


def marked_signal(samples: int, length: int, seed: Seed = 0) -> SignalSamples:
    """Letters that are all signals, but only one after a marker counts: which was the latest of those?

    What is to be kept cannot be told from the letter itself, as it can among noise.
    """
    rng = generator(seed)
    letters = rng.integers(len(SIGNALS), size=(samples, length))
    marks = np.zeros((samples, length), bool)
    marks[:, : length // 2 * 2 : 2] = _some(samples, length // 2, rng)  # no marker comes right after another
    latest = _last(marks) + 1
    inputs = np.where(marks, ALPHABET.index(MARKER), letters)
    return SignalSamples(inputs, inputs[np.arange(samples), latest], length - 1 - latest)


def adding(samples: int, length: int, seed: Seed = 0) -> Samples:
    """The adding problem (Hochreiter & Schmidhuber 1997, experiment 4): add up the two numbers that are marked.

    Every step brings a number from -1 to 1 and a mark: 1 at one of the first ten steps and at another one of the first
    half, -1 at the first and the last step, else 0. A number at the very first step counts as 0. The target is the sum
    scaled to 0 ... 1, 0.5 + sum / 4. In the paper lengths vary by a tenth; here all sequences are of one length.

    Returns
    -------
    Samples
        Inputs (samples, length, 2), targets (samples,).
    """
    rng = generator(seed)
    numbers, marks = rng.uniform(-1, 1, (samples, length)), np.zeros((samples, length))
    rows = np.arange(samples)
    first = rng.integers(10, size=samples)
    second = rng.integers(length // 2 - 1, size=samples)
    second += second >= first  # one of the others
    marks[:, [0, -1]] = -1
    marks[rows, first] = marks[rows, second] = 1
    numbers[:, 0] = np.where(marks[:, 0] == 1, 0, numbers[:, 0])
    targets = 0.5 + (numbers[rows, first] + numbers[rows, second]) / 4
    return Samples(np.stack([numbers, marks], axis=2).astype(np.float32), targets.astype(np.float32))


def adding_baseline(length: int) -> float:
    """The mean squared error on `adding` of who always says 0.5, which is right on average.

    It is the mean of (a + b)² / 16, where a and b are the marked numbers: independent, with a mean of 0 and a variance
    of 1/3, but a number at step 0 is 0. The first mark is there one time in ten. The second is on one of the other
    ``length // 2 - 1`` steps of the first half, and so it is there only if the first is not. Thus one of the two
    numbers is 0 with the probability p = 1/10 + 9/10 / (``length // 2 - 1``), and the error is (2/3 - p/3) / 16.

    Examples
    --------
    >>> round(adding_baseline(100), 4)
    0.0392
    """
    at_the_start = 0.1 + 0.9 / (length // 2 - 1)
    return (2 - at_the_start) / 48


def characters(samples: int, length: int, held_out: bool = False, seed: Seed = 0) -> Samples:
    """Windows of Shakespeare's plays, from random places: at every step, which character comes next?

    Parameters
    ----------
    held_out
        From the two plays that are held out, not from those to learn from.

    Returns
    -------
    Samples
        Inputs and targets, (samples, length), numbers of the characters in `vocabulary`.
    """
    text = _encoded()[held_out]
    starts = generator(seed).integers(len(text) - length, size=samples)
    windows = text[starts[:, np.newaxis] + np.arange(length + 1)]
    return Samples(windows[:, :-1], windows[:, 1:])


@cache
def vocabulary() -> Vocabulary:
    """The characters of Shakespeare's plays, in order."""
    corpus = corpora.shakespeare()
    return Vocabulary.of(corpus.train + corpus.validation)


def generator(seed: Seed) -> np.random.Generator:
    """The generator that a seed stands for; TypeError or ValueError if it stands for none."""
    return seed if isinstance(seed, np.random.Generator) else np.random.default_rng(checks.integer("seed", seed, 0))


def _some(samples: int, length: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Two to four places of each sequence: booleans, (samples, length)."""
    ranks = rng.random((samples, length)).argsort(axis=1).argsort(axis=1)
    return ranks < rng.integers(2, 5, size=(samples, 1))


def _last(marks: NDArray[np.bool_]) -> NDArray[np.int_]:
    """The last place of each row that is marked."""
    return marks.shape[1] - 1 - marks[:, ::-1].argmax(axis=1)


def _among_noise(is_signal: NDArray[np.bool_], signals: NDArray[np.int_], rng: np.random.Generator) -> SignalSamples:
    """Noise, and ``signals`` where ``is_signal`` (samples, length) says so; the last of them is the target."""
    samples, length = is_signal.shape
    noise = rng.integers(len(SIGNALS), len(SIGNALS + NOISE), size=(samples, length))
    inputs = np.where(is_signal, signals, noise)
    latest = _last(is_signal)
    return SignalSamples(inputs, inputs[np.arange(samples), latest], length - 1 - latest)


@cache
def _encoded() -> tuple[Ids, Ids]:
    """The plays to learn from and those held out, as numbers of `vocabulary`."""
    corpus = corpora.shakespeare()
    return vocabulary().encode(corpus.train), vocabulary().encode(corpus.validation)
