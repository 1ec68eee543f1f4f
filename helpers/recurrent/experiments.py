"""The experiments that a learner runs: memory against lag, and LSTMs without one of their parts.

``research/memory.py`` runs them for longer, and some more: what it found is in ``results.json``.
"""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .. import checks, interrupts
from ..cells import BLOCKS
from ..mathematics import Floats
from . import tasks
from .results import GateRun, MemoryRun
from .tasks import Samples
from .training import (
    FULL,
    Draw,
    Training,
    TrainingProgress,
    Variant,
    evaluate,
    initial_weights,
    stack_weights,
    train_all,
    unstack_weights,
)

Report = Callable[[TrainingProgress], None]

INITIAL_GATES = {"input": 0.5, "forget": 1 / (1 + math.exp(-1)), "output": 0.5}
"""What the gates begin with in Keras: σ(0), and σ(1) = 0.73 for the forget gate."""
VARIANTS: dict[str, Variant] = {
    "full": FULL,
    "no input gate": Variant(input=1.0),
    "no forget gate": Variant(forget=1.0),
    "no output gate": Variant(output=1.0),
    "input gate frozen": Variant(input=INITIAL_GATES["input"]),
    "forget gate frozen": Variant(forget=INITIAL_GATES["forget"]),
    "output gate frozen": Variant(output=INITIAL_GATES["output"]),
    "input = 1 − forget": Variant(coupled=True),
    "no tanh into the carry": Variant(candidate_tanh=False),
    "no tanh out of the carry": Variant(output_tanh=False),
}
"""LSTMs to compare. Greff et al. (2015) trained those without a gate or a tanh and the coupled one on other tasks."""

GATE_TASKS = ("latest", "marked", "adding", "characters")
SIGNAL_SIZES = (len(tasks.ALPHABET), 32, len(tasks.SIGNALS))
"""Features, units and outputs of networks that report a signal."""
WINDOW = 64
"""Characters that a network reads at a time."""
POINTS = 40
"""Of a curve."""
TEST_SEED = 1_000_000
LEARNING_RATE = 5e-3
SAMPLES_PER_LAG = 64  # test sequences
TEST_SAMPLES = 2048


@dataclass(frozen=True)
class GateTask:
    """A task of `gate_experiment`, and how networks are trained on it."""

    draw: Draw
    held_out: Samples
    length: int
    sizes: tuple[int, int, int]
    """Features, units and outputs of its networks."""
    steps: int
    learning_rate: float = LEARNING_RATE
    unit: str = "accuracy"

    def score(self, losses: Floats, right: Floats) -> Floats:
        """In ``unit``."""
        return right if self.unit == "accuracy" else losses / np.log(2)


def gate_task(name: str) -> GateTask:
    """The task of that name."""
    draw: Draw
    if name == "characters":
        draw, size = partial(tasks.characters, length=WINDOW), len(tasks.vocabulary())
        held_out = draw(TEST_SAMPLES // 4, held_out=True, seed=TEST_SEED)
        return GateTask(draw, held_out, WINDOW, (size, 64, size), 800, learning_rate=1e-2, unit="bits per character")
    if name == "adding":
        draw = partial(tasks.adding, length=50)
        return GateTask(draw, draw(TEST_SAMPLES, seed=TEST_SEED), 50, (2, 32, 1), 1500)
    draw = partial({"latest": tasks.latest_signal, "marked": tasks.marked_signal}[name], length=30)
    return GateTask(draw, draw(TEST_SAMPLES, seed=TEST_SEED), 30, SIGNAL_SIZES, 500)


def training_of(
    cell: str,
    draw: Draw,
    sizes: tuple[int, int, int],
    seeds: Sequence[int],
    steps: int,
    learning_rate: float = LEARNING_RATE,
    variants: Sequence[Variant] = (),
    biases: Sequence[float] = (),
) -> Training:
    """A training of a network for each seed, or for each variant and seed; all variants of a seed begin alike.

    ``sizes``: features, units and outputs. ``biases``: of forget and input gates, as `initial_weights` has them.
    """
    first = [initial_weights(cell, *sizes, seed, *biases) for seed in seeds]
    each = [variant for variant in variants for _ in seeds]
    return Training(cell, stack_weights(first * max(1, len(variants))), draw, seeds, steps, learning_rate, each)


def _seeds(seeds: int | Iterable[int]) -> Sequence[int]:
    """The seeds 0, 1, ... for their number, or those that are given; TypeError or ValueError if it is neither."""
    if isinstance(seeds, Iterable):
        return checks.integers("seeds", seeds, 0)
    return range(checks.integer("seeds", seeds, 1))


@interrupts.deferred_interrupts()
def memory_experiment(
    cells: Sequence[str] = ("SimpleRNN", "LSTM", "GRU"),
    *,
    seeds: int | Iterable[int] = 5,
    length: int = 50,
    steps: int = 600,
    where: str = "random",
    forget_bias: float = 1.0,
    input_bias: float = 0.0,
    units: int = 32,
    report: Report = print,
) -> dict[str, MemoryRun]:
    """Train networks to report a signal at the end of a noisy sequence, and see how far back their memory reaches.

    The task is `tasks.signal`. All networks of a cell are trained side by side and share nothing. Interrupt the kernel
    (■) whenever you like: what was learned so far is returned, and networks that had not begun come back as they were.
    What an argument should not be is said by a TypeError or ValueError, before anything is trained.

    Parameters
    ----------
    cells
        Of "SimpleRNN", "LSTM" and "GRU".
    seeds
        Networks to a cell, which begin from seeds 0, 1, ..., or the seeds themselves: each sets the first weights of a
        network, as Keras draws them, and what it learns from.
    length
        Of the sequences.
    steps
        Batches of 64 sequences that each network sees.
    where
        "random": the signal comes anywhere. "first": always at the start.
    forget_bias, input_bias
        What these gates of an LSTM begin with.
    units
        Of each network.
    report
        Called with a `TrainingProgress` now and then.

    Returns
    -------
    dict
        The results by cell.
    """
    cells = checks.unique_strings("cells", cells, BLOCKS)
    seeds, steps = _seeds(seeds), checks.integer("steps", steps, 1)
    length, where = checks.integer("length", length, 1, tasks.MAX_COUNT), checks.one_of("where", where, tasks.WHERE)
    biases = checks.number("forget_bias", forget_bias), checks.number("input_bias", input_bias)
    draw = partial(tasks.signal, length=length, where=where)
    sizes = SIGNAL_SIZES[0], checks.integer("units", units, 1), SIGNAL_SIZES[2]
    trainings = {cell: training_of(cell, draw, sizes, seeds, steps, biases=biases) for cell in cells}
    lags = np.arange(length) if where == "random" else np.array([length - 1])
    test = tasks.signal_at_every_lag(length, lags.tolist(), SAMPLES_PER_LAG, TEST_SEED)
    runs = {}
    for cell, trained in train_all(trainings, report).items():
        right = evaluate(cell, trained.weights, test)[1]
        by_lag = right.reshape(len(seeds), len(lags), SAMPLES_PER_LAG).mean(axis=2)
        first, last = unstack_weights(trainings[cell].networks), unstack_weights(trained.weights)
        runs[cell] = MemoryRun(cell, length, where, trained.steps, lags, by_lag, first, last)
    return runs


@interrupts.deferred_interrupts()
def gate_experiment(
    task: str = "latest",
    variants: Collection[str] = tuple(VARIANTS),
    *,
    seeds: int | Iterable[int] = 3,
    steps: int | None = None,
    report: Report = print,
) -> dict[str, GateRun]:
    """Train LSTMs without one of their parts, all side by side, beginning with the same weights, and compare.

    Interrupt the kernel (■) whenever you like: the networks are compared as they are then.

    Parameters
    ----------
    task
        "latest", "marked", "adding" or "characters": see `tasks`.
    variants
        Of `VARIANTS`.
    seeds, steps, report
        As in `memory_experiment`; ``seeds`` to a variant, and without ``steps`` as many as the task needs.

    Returns
    -------
    dict
        The results by variant. Errors as in `memory_experiment`.
    """
    checks.one_of("task", task, GATE_TASKS)
    variants = checks.unique_strings("variants", variants, VARIANTS)
    seeds, asked = _seeds(seeds), gate_task(task)
    steps = asked.steps if steps is None else checks.integer("steps", steps, 1)
    chosen = [VARIANTS[name] for name in variants]
    training = training_of("LSTM", asked.draw, asked.sizes, seeds, steps, asked.learning_rate, chosen)
    trained = train_all({task: training}, report)[task]
    found = asked.score(*evaluate("LSTM", trained.weights, asked.held_out, training.variants))
    scores = found.reshape(len(variants), len(seeds), -1).mean(axis=2)
    points, curve = curve_of(asked.score(trained.losses, trained.correct))
    curves = curve.reshape(len(variants), len(seeds), len(points))
    told = zip(variants, curves, scores, strict=True)
    return {name: GateRun(name, task, asked.unit, asked.length, points, *found) for name, *found in told}


def curve_of(values: Floats) -> tuple[NDArray[np.int_], Floats]:
    """From values (steps, networks) to means over stretches of about equal length.

    Returns the steps where they end, (points,), and the means, (networks, points).
    """
    if not len(values):  # stopped before the first step
        return np.array([0]), np.full((values.shape[1], 1), np.nan)
    stretches = np.array_split(values, min(POINTS, len(values)))
    return np.cumsum([len(stretch) for stretch in stretches]), np.stack([part.mean(axis=0) for part in stretches], 1)
