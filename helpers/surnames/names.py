"""Names and countries: a network that reads a surname letter by letter, and how well an answer fits.

The network is in NumPy, with Keras' weights; ``training.py`` trains it, ``baselines.py`` has what it is compared with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks
from ..cells import BLOCKS, GruRun, LstmRun, SimpleRnnRun, dense_softmax, gru, lstm, simple_rnn
from ..corpora import Surnames, plain_name, surnames
from ..mathematics import Floats

LETTERS = " '-abcdefghijklmnopqrstuvwxyz"
PADDING, END = 0, 1
"""Indices that are no letter: what follows a name in a batch, and the mark that a name has ended."""
VOCABULARY_SIZE = 2 + len(LETTERS)
LAYERS: Mapping[str, Callable[..., Any]] = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}
"""What reads whole sequences, by cell."""
WEIGHTS = ("embedding", "kernel", "recurrent_kernel", "bias", "output_kernel", "output_bias")
BATCH_SIZE = 256  # names of about the same length that are read together
BINS = 10
SUM_ATOL = 0.01
"""By how much probabilities may miss a sum of 1: float16 is off by a thousandth."""

Ids = NDArray[np.int32]
Pairs = Sequence[tuple[str, str]]


def encode(names: Sequence[str]) -> Ids:
    """Indices of letters, the mark of the end, and padding: (len(names), longest + 1).

    Raises
    ------
    TypeError, ValueError
        If there is no name, one is no string or empty, or has characters that are not among `LETTERS`.

    Examples
    --------
    >>> encode(["abba", "a'"]).tolist()
    [[5, 6, 6, 5, 1], [5, 3, 1, 0, 0]]
    """
    names = some_names(names)
    for name in names:
        _check(name)
    ids = np.full((len(names), max(map(len, names)) + 1), PADDING, np.int32)
    for row, name in zip(ids, names, strict=True):
        row[: len(name)] = [LETTERS.index(letter) + 2 for letter in name]
        row[len(name)] = END
    return ids


def some_names(names: Sequence[str]) -> list[str]:
    """``names`` as a list; TypeError or ValueError if they are not several strings, one at the least."""
    found = checks.strings("names", names, "a sequence of at least one name")
    if not found:
        raise ValueError("names is empty, expected a sequence of at least one name")
    return found


def _check(name: str) -> None:
    if not name:
        raise ValueError("name is '', expected at least one letter")
    unknown = sorted(set(name) - set(LETTERS))
    if unknown:
        shown = " ".join(map(repr, unknown[:8])) + (" …" if len(unknown) > 8 else "")
        raise ValueError(f"name has characters that this model does not know: {shown}; expected only {LETTERS!r}")


@dataclass(frozen=True, eq=False)
class NameModel:
    """A network that reads names: an embedding, one recurrent layer and a dense layer.

    With S symbols, E numbers an embedding, U units, B blocks (SimpleRNN 1, GRU 3, LSTM 4) and C countries:
    ``embedding`` (S, E), ``kernel`` (E, B · U), ``recurrent_kernel`` (U, B · U) and ``bias`` of a Keras layer,
    ``output_kernel`` (U, C), ``output_bias`` (C,).

    Raises
    ------
    TypeError, ValueError
        If there is no such cell, ``countries`` are not different strings, a weight is no array of numbers, a shape does
        not fit the others or a weight is not finite.
    """

    cell: str
    countries: tuple[str, ...]
    embedding: Floats = field(repr=False)
    kernel: Floats = field(repr=False)
    recurrent_kernel: Floats = field(repr=False)
    bias: Floats = field(repr=False)
    output_kernel: Floats = field(repr=False)
    output_bias: Floats = field(repr=False)

    def __post_init__(self) -> None:
        checks.one_of("cell", self.cell, BLOCKS)
        checks.unique_strings("countries", self.countries)
        for name, weight in zip(WEIGHTS, self.weights(), strict=True):
            if checks.finite_array(name, checks.instance(name, weight, np.ndarray, "an array of numbers")).ndim == 0:
                raise ValueError(f"{name} has shape (), expected at least one axis")
        blocks, e, u, c = BLOCKS[self.cell], self.embedding.shape[-1], self.units, len(self.countries)
        width = blocks * u
        bias = (2, width) if self.cell == "GRU" else (width,)
        expected = [(VOCABULARY_SIZE, e), (e, width), (u, width), bias, (u, c), (c,)]
        for name, weight, shape in zip(WEIGHTS, self.weights(), expected, strict=True):
            if weight.shape != shape:
                raise ValueError(f"{name} has shape {weight.shape}, expected {shape}")

    @property
    def units(self) -> int:
        return self.recurrent_kernel.shape[0]

    def weights(self) -> list[Floats]:
        """The six arrays, in Keras' order."""
        return [getattr(self, name) for name in WEIGHTS]

    def read(self, ids: Ids) -> GruRun | LstmRun | SimpleRnnRun:
        """What the recurrent layer makes of names that `encode` has turned into indices."""
        return LAYERS[self.cell](self.embedding[ids], self.kernel, self.recurrent_kernel, self.bias)

    def probabilities_by_letter(self, name: str) -> Floats:
        """The probability of every country after each letter of a name, and once more when the name has ended.

        ``name`` goes through `plain_name` first: Müller is read as muller. The network knows that a name has ended
        by a mark of its own, and so "Jans" and the beginning of "Jansson" are two questions.

        Returns
        -------
        array of shape (letters + 1, countries)

        Raises
        ------
        TypeError, ValueError
            If ``name`` is no string, empty, or has letters that the network does not know, which the message lists; or
            if the weights are so large that sums are no numbers.
        """
        states = self.read(encode([plain_name(name)])).states[0]
        return dense_softmax(states, self.output_kernel, self.output_bias)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country for whole names, (len(names), countries).

        Raises as `probabilities_by_letter` does.
        """
        plain = [plain_name(name) for name in some_names(names)]
        ids, ends = encode(plain), np.array([len(name) for name in plain])
        order = np.argsort(ends, kind="stable")
        last = np.empty((len(ids), self.units), self.embedding.dtype)
        for some in (order[i : i + BATCH_SIZE] for i in range(0, len(order), BATCH_SIZE)):
            states = self.read(ids[some, : ends[some].max() + 1]).states
            last[some] = states[np.arange(len(some)), ends[some]]
        return dense_softmax(last, self.output_kernel, self.output_bias)


@dataclass(frozen=True, eq=False)
class NameReading:
    """What a network believes of a name while it reads it.

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
    """What ``model`` believes of a name, and whether it stands in one of the lists. Raises as the model does."""
    checks.instance("model", model, NameModel, "a NameModel")
    checks.instance("task", task, Surnames, "Surnames")
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

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, a row is no probabilities, ``pairs`` are none, or a country of ``pairs`` is not among
        ``countries``.
    """
    p, truth = _checked(probabilities, pairs, countries)
    right = p.argmax(axis=1) == truth
    recalls = [right[truth == country].mean() for country in np.unique(truth)]
    loss = -np.log(np.maximum(p[np.arange(len(p)), truth], np.finfo(float).tiny)).mean()
    return Scores(float(right.mean()), float(np.mean(recalls)), float(loss), _miscalibration(p.max(axis=1), right))


def max_accuracy(pairs: Pairs) -> float:
    """The accuracy that nobody can beat: of a name's several countries an answer can be only one."""
    check_pairs("pairs", pairs)
    return len({name for name, _ in pairs}) / len(pairs)


def _miscalibration(confidence: Floats, right: NDArray[np.bool_]) -> float:
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs((confidence - right)[bins == b].sum()) for b in np.unique(bins)]
    return float(np.sum(gaps) / len(confidence))


def _checked(probabilities: ArrayLike, pairs: Pairs, countries: Sequence[str]) -> tuple[Floats, NDArray[np.int_]]:
    """The probabilities, and each pair's country as its place among ``countries``."""
    check_pairs("pairs", pairs)
    checks.unique_strings("countries", countries)
    unknown = sorted({country for _, country in pairs} - set(countries))
    if unknown:
        raise ValueError(f"pairs has the countries {unknown}, expected only {list(countries)}")
    p = checks.numbers("probabilities", probabilities, (len(pairs), len(countries)))
    with np.errstate(over="ignore"):
        if p.min() < 0 or np.abs(p.sum(axis=1) - 1).max() > SUM_ATOL:
            raise ValueError(f"probabilities is {checks.short_repr(p)}, expected rows of numbers >= 0 that add up to 1")
    return p, np.array([list(countries).index(country) for _, country in pairs])


def check_pairs(argument: str, pairs: Pairs) -> None:
    """TypeError or ValueError if ``pairs`` are not several (name, country), all of them strings."""
    for pair in checks.instance(argument, pairs, Sequence, "a sequence of (name, country)"):
        if not isinstance(pair, tuple | list) or [isinstance(part, str) for part in pair] != [True, True]:
            raise TypeError(f"{argument} has {checks.short_repr(pair)} in it, expected (name, country)")
    if not pairs:
        raise ValueError(f"{argument} is empty, expected at least one (name, country)")


def checked_task(task: Surnames | None) -> Surnames:
    """``task``, or the surnames of the series for None; TypeError or ValueError if it is nothing to learn from.

    There must be names of every country to learn from, some to watch the training on, and of no other country.
    """
    if task is None:
        return surnames()
    checks.instance("task", task, Surnames, "Surnames, or None")
    check_pairs("task.train", task.train)
    check_pairs("task.validation", task.validation)
    missing = sorted(set(task.countries) - {country for _, country in task.train})
    if missing:
        raise ValueError(f"task has no names to learn from for {', '.join(missing)}, expected some of every country")
    unknown = sorted({country for _, country in [*task.train, *task.validation]} - set(task.countries))
    if unknown:
        raise ValueError(f"task has names of {', '.join(unknown)}, expected only {', '.join(task.countries)}")
    return task


@dataclass(frozen=True, eq=False)
class Confusion:
    """Which countries were taken for which: every name of a part, with the answer it got."""

    countries: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    answers: tuple[str, ...] = field(repr=False)

    @cached_property
    def counts(self) -> NDArray[np.int_]:
        """How many names of the row's country were given the column's, (countries, countries)."""
        place = {country: i for i, country in enumerate(self.countries)}
        counts = np.zeros((len(place),) * 2, int)
        for (_, country), answer in zip(self.pairs, self.answers, strict=True):
            counts[place[country], place[answer]] += 1
        return counts

    def names(self, country: str, answer: str) -> tuple[str, ...]:
        """The names of ``country`` that were given ``answer``, in alphabetical order."""
        checks.one_of("country", country, self.countries), checks.one_of("answer", answer, self.countries)
        found = zip(self.pairs, self.answers, strict=True)
        return tuple(sorted(name for (name, true), given in found if (true, given) == (country, answer)))

    def countries_of(self, name: str) -> tuple[str, ...]:
        """All countries of a name in this part."""
        return tuple(country for other, country in self.pairs if other == name)


def confusion(probabilities: ArrayLike, pairs: Pairs, countries: Sequence[str]) -> Confusion:
    """Which countries were taken for which; the answer is the likeliest country. Raises as `score` does."""
    p, _ = _checked(probabilities, pairs, countries)
    answers = (countries[best] for best in p.argmax(axis=1))
    return Confusion(tuple(countries), tuple(pairs), tuple(answers))
