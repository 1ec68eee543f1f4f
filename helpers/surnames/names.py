"""Names and countries: a network that reads a surname letter by letter, and how well an answer fits.

The network is in NumPy, with Keras' weights; ``training.py`` trains it, ``baselines.py`` has what it is compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks
from ..cells import LAYERS, dense_softmax
from ..characters import Ids, Vocabulary, some_text
from ..corpora import Surnames, plain_name
from ..mathematics import Floats

LETTERS = " '-abcdefghijklmnopqrstuvwxyz"
VOCABULARY = Vocabulary(LETTERS)
PADDING, END = 0, 1
"""Indices that are no letter: what follows a name in a batch, and the mark that a name has ended."""
VOCABULARY_SIZE = 2 + len(LETTERS)
WEIGHTS = ("embedding", "kernel", "recurrent_kernel", "bias", "output_kernel", "output_bias")
BATCH_SIZE = 256  # names of about the same length that are read together
BINS = 10
SUM_ATOL = 0.01
"""By how much probabilities may miss a sum of 1: float16 is off by a thousandth."""

Pairs = Sequence[tuple[str, str]]


def plain_names(names: Sequence[str]) -> list[str]:
    """Names as a model reads them, Müller as muller; TypeError or ValueError unless they are one string or more."""
    found = [plain_name(name) for name in checks.strings("names", names, "a sequence of at least one name")]
    if not found:
        raise ValueError("names is empty, expected a sequence of at least one name")
    return found


def encode(names: Sequence[str]) -> Ids:
    """Indices of letters, the mark of the end, and padding: (len(names), longest + 1).

    ValueError if a name is empty or has characters that are not among `LETTERS`.

    Examples
    --------
    >>> encode(["abba", "a'"]).tolist()
    [[5, 6, 6, 5, 1], [5, 3, 1, 0, 0]]
    """
    ids = np.full((len(names), max(map(len, names)) + 1), PADDING, np.int32)
    for row, name in zip(ids, names, strict=True):
        row[: len(name)] = 2 + VOCABULARY.encode(some_text("name", name), "name")
        row[len(name)] = END
    return ids


@dataclass(frozen=True, eq=False)
class NameModel:
    """A network that reads names: an embedding, one recurrent layer and a dense layer.

    With S symbols, E numbers an embedding, U units, B blocks (SimpleRNN 1, GRU 3, LSTM 4) and C countries:
    ``embedding`` (S, E), ``kernel`` (E, B · U), ``recurrent_kernel`` (U, B · U) and ``bias`` of a Keras layer,
    ``output_kernel`` (U, C), ``output_bias`` (C,).
    """

    cell: str
    countries: tuple[str, ...]
    embedding: Floats = field(repr=False)
    kernel: Floats = field(repr=False)
    recurrent_kernel: Floats = field(repr=False)
    bias: Floats = field(repr=False)
    output_kernel: Floats = field(repr=False)
    output_bias: Floats = field(repr=False)

    def states(self, ids: Ids) -> Floats:
        """The recurrent layer's states (names, T, U), for names that `encode` has turned into indices."""
        run = LAYERS[self.cell](self.embedding[ids], self.kernel, self.recurrent_kernel, self.bias)
        states: Floats = run.states
        return states

    def probabilities_by_letter(self, name: str) -> Floats:
        """The probability of every country after each letter, and at the end of the name: (letters + 1, countries).

        A mark tells the network that a name has ended, and so "Jans" and the beginning of "Jansson" are two questions.
        TypeError or ValueError if ``name`` is no string, empty, or has letters that the network does not know.
        """
        return dense_softmax(self.states(encode([plain_name(name)]))[0], self.output_kernel, self.output_bias)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country for whole names, (len(names), countries); bad names as above."""
        plain = plain_names(names)
        ids, ends = encode(plain), np.array([len(name) for name in plain])
        order = np.argsort(ends, kind="stable")
        last = np.empty((len(ids), len(self.recurrent_kernel)), self.embedding.dtype)
        for batch in (order[i : i + BATCH_SIZE] for i in range(0, len(order), BATCH_SIZE)):
            states = self.states(ids[batch, : ends[batch].max() + 1])
            last[batch] = states[np.arange(len(batch)), ends[batch]]
        return dense_softmax(last, self.output_kernel, self.output_bias)


@dataclass(frozen=True, eq=False)
class NameReading:
    """What a network predicts of a name while it reads it.

    ``name``: as the network reads it. ``probabilities`` (letters + 1, countries). ``listed_countries``:
    those in whose lists the name stands, and ``part`` the part of the task where it does, "" if nowhere.
    """

    name: str
    countries: tuple[str, ...]
    probabilities: Floats = field(repr=False)
    listed_countries: tuple[str, ...]
    part: str

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Countries and their probabilities for the whole name, the likeliest first."""
        last = self.probabilities[-1]
        return tuple((self.countries[i], float(last[i])) for i in np.argsort(-last, kind="stable"))

    @property
    def decided_at(self) -> int:
        """How many letters it took until the answer for the whole name was in front and stayed there."""
        ahead = self.probabilities.argmax(axis=1) == self.probabilities[-1].argmax()
        return len(ahead) - int(np.argmin(ahead[::-1])) + 1 if not ahead.all() else 1


def read_name(model: NameModel, name: str, task: Surnames) -> NameReading:
    """What ``model`` predicts of a name, or its error; and whether the name stands in one of the lists."""
    probabilities, plain = model.probabilities_by_letter(name), plain_name(name)
    for part in ("train", "validation", "test"):
        listed = tuple(country for other, country in getattr(task, part) if other == plain)
        if listed:
            return NameReading(plain, model.countries, probabilities, listed, part)
    return NameReading(plain, model.countries, probabilities, (), "")


# How well answers fit


@dataclass(frozen=True)
class Scores:
    """How well probabilities fit names whose countries are known.

    ``accuracy``: share of names given their country. ``balanced_accuracy``: that share within each country, averaged
    over the countries, so that a small one counts as much as a large one. ``loss``: mean of -ln of the probability
    that the right country got. ``calibration_error``: by how much the confidence in an answer is off on average, in
    ten bins of confidence (Guo et al. 2017).
    """

    accuracy: float
    balanced_accuracy: float
    loss: float
    calibration_error: float


def score(probabilities: ArrayLike, pairs: Pairs, countries: Sequence[str]) -> Scores:
    """How well ``probabilities`` (names, countries) fit the countries of ``pairs``.

    TypeError or ValueError if shapes do not fit, a row does not add up to 1, or a country is not among ``countries``.
    """
    _check_pairs(pairs)
    truth = np.array([countries.index(checks.one_of("country", country, countries)) for _, country in pairs])
    p = checks.numbers("probabilities", probabilities, (len(pairs), len(countries)))
    if p.min() < 0 or np.abs(p.sum(axis=1) - 1).max() > SUM_ATOL:
        raise ValueError(f"probabilities is {checks.short_repr(p)}, expected rows of numbers >= 0 that add up to 1")
    correct = p.argmax(axis=1) == truth
    recalls = [correct[truth == country].mean() for country in np.unique(truth)]
    loss = -np.log(np.maximum(p[np.arange(len(p)), truth], np.finfo(float).tiny)).mean()
    return Scores(
        float(correct.mean()), float(np.mean(recalls)), float(loss), _calibration_error(p.max(axis=1), correct)
    )


def max_accuracy(pairs: Pairs) -> float:
    """The accuracy that nobody can beat: of a name's several countries an answer can be only one."""
    _check_pairs(pairs)
    return len({name for name, _ in pairs}) / len(pairs)


def _calibration_error(confidence: Floats, correct: NDArray[np.bool_]) -> float:
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs((confidence - correct)[bins == b].sum()) for b in np.unique(bins)]
    return float(np.sum(gaps) / len(confidence))


def _check_pairs(pairs: Pairs) -> None:
    """TypeError or ValueError if ``pairs`` are not several (name, country), all of them strings."""
    for pair in checks.instance("pairs", pairs, Sequence, "a sequence of (name, country)"):
        if not isinstance(pair, tuple | list) or [isinstance(part, str) for part in pair] != [True, True]:
            raise TypeError(f"pairs has {checks.short_repr(pair)} in it, expected (name, country)")
    if not pairs:
        raise ValueError("pairs is empty, expected at least one (name, country)")


@dataclass(frozen=True, eq=False)
class Confusion:
    """Which countries were taken for which: every name of a part, with the answer it got."""

    countries: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    answers: tuple[str, ...] = field(repr=False)

    @cached_property
    def counts(self) -> NDArray[np.int_]:
        """How many names of the row's country were given the column's, (countries, countries)."""
        index = {country: i for i, country in enumerate(self.countries)}
        counts = np.zeros((len(index),) * 2, int)
        for (_, country), answer in zip(self.pairs, self.answers, strict=True):
            counts[index[country], index[answer]] += 1
        return counts

    def names(self, country: str, answer: str) -> tuple[str, ...]:
        """The names of ``country`` that were given ``answer``, in alphabetical order."""
        answered = zip(self.pairs, self.answers, strict=True)
        return tuple(sorted(name for (name, true), given in answered if (true, given) == (country, answer)))

    def countries_of(self, name: str) -> tuple[str, ...]:
        """All countries of a name in this part."""
        return tuple(country for other, country in self.pairs if other == name)


def confusion(probabilities: Floats, pairs: Pairs, countries: Sequence[str]) -> Confusion:
    """Which countries were taken for which; the answer is the likeliest country."""
    answers = (countries[best] for best in probabilities.argmax(axis=1))
    return Confusion(tuple(countries), tuple(pairs), tuple(answers))
