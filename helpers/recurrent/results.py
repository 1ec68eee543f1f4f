"""What the experiments find: a record for each kind, the same whether measured live or read from the stored file."""

import json
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import checks
from ..mathematics import Floats
from .gates import ClampExperiment
from .training import Weights

RESULTS = Path(__file__).with_name("results.json")
DIGITS = 4
"""Decimals that are stored."""


@dataclass(frozen=True, eq=False)
class MemoryRun:
    """How well networks of one kind report a signal, by how long ago it came."""

    cell: str
    length: int
    where: str
    steps: int
    """That they were trained."""
    lags: NDArray[np.int_]
    """Steps between the signal and the end."""
    accuracy_by_lag: Floats
    """(seeds, lags)"""
    initial: tuple[Weights, ...] = field(default=(), repr=False)
    """Of each seed, the first weights, as Keras' ``get_weights()``; not in the stored file."""
    trained: tuple[Weights, ...] = field(default=(), repr=False)
    """And those that they have become."""

    @property
    def accuracy(self) -> Floats:
        """Over all lags alike, (seeds,)."""
        return self.accuracy_by_lag.mean(axis=1)


@dataclass(frozen=True, eq=False)
class GateRun:
    """How well LSTMs do without one of their parts."""

    variant: str
    task: str
    unit: str
    """Of scores: "accuracy", or "bits per character", of which fewer are better."""
    length: int
    steps: NDArray[np.int_]
    """Where the curve is measured."""
    curve: Floats
    """Scores on the batches that came just before ``steps``, ahead of learning from them: (seeds, steps)."""
    scores: Floats
    """After the last step, on samples that are the same for all: (seeds,)."""

    @property
    def halfway(self) -> Floats:
        """The curve at half the steps, (seeds,)."""
        return self.curve[:, np.searchsorted(self.steps, self.steps[-1] / 2)]


@dataclass(frozen=True, eq=False)
class AddingRun:
    """How networks of one kind come to solve the adding problem."""

    cell: str
    length: int
    sequences: NDArray[np.int_]
    """How many they have learned from, where the curves are measured."""
    mse: Floats
    """Mean squared errors on the sequences that came just before: (seeds, sequences)."""
    solved_after: Floats
    """Sequences until all of the last 2,048 were right, off by less than 0.04, NaN if that was never: (seeds,).

    That is about what Hochreiter & Schmidhuber (1997) asked for.
    """


Run = MemoryRun | GateRun | AddingRun | ClampExperiment
KINDS: dict[str, type[Run]] = {kind.__name__: kind for kind in (MemoryRun, GateRun, AddingRun, ClampExperiment)}


def load_results(name: str) -> dict[str, Any]:
    """Results that were measured beforehand, with more seeds and steps than fit into a lesson.

    ``python -m research.memory`` made them; they are in ``results.json`` beside this file.

    Parameters
    ----------
    name
        "memory", "memory longer", "memory 100", "first", "first 200", "adding 100", "gates latest", "gates adding",
        "gates characters" or "clamps".

    Returns
    -------
    dict
        Runs by name, of `memory_experiment`, `adding_experiment`, `gate_experiment` or `noisy_clamp_experiment`,
        without weights.
    """
    stored = _stored()["results"]
    return {key: from_plain(plain) for key, plain in stored[checks.one_of("name", name, stored)].items()}


@cache
def _stored() -> dict[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def to_plain(run: Run) -> dict[str, Any]:
    """A result as what JSON can hold, weights left out, numbers rounded."""
    stored = {f.name: getattr(run, f.name) for f in fields(run) if f.name not in ("initial", "trained")}
    plain = {name: _rounded(value) if isinstance(value, np.ndarray) else value for name, value in stored.items()}
    return {"kind": type(run).__name__, **plain}


def from_plain(plain: dict[str, Any]) -> Run:
    """`to_plain`, undone."""
    values = {name: value for name, value in plain.items() if name != "kind"}
    if "clamps" in values:
        values["clamps"] = tuple(values["clamps"])
    arrays = {name: np.array(value) for name, value in values.items() if isinstance(value, list)}
    numbers = {name: array.astype(float) if array.dtype == object else array for name, array in arrays.items()}
    return KINDS[plain["kind"]](**(values | numbers))


def _rounded(array: Floats) -> list[Any]:
    """Nested lists; None, of which JSON knows, for NaN, of which it does not."""
    if array.dtype.kind == "i":
        return array.tolist()
    plain = np.round(array.astype(float), DIGITS).astype(object)
    plain[np.isnan(array)] = None
    return plain.tolist()
