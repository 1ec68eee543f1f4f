"""The experiments of this lesson: memory against lag, the adding problem, and LSTMs without one of their parts."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .. import checks
from . import tasks
from .gradients import CELLS
from .results import AddingRun, Floats, GateRun, MemoryRun
from .training import (
    BATCH_SIZE,
    FULL,
    STEPS_A_CALL,
    Draw,
    Progress,
    Trained,
    Training,
    Variant,
    apart,
    evaluate,
    initial_weights,
    stacked,
    train_all,
)

Report = Callable[[Progress], None]

HELD = {"input": 0.5, "forget": 1 / (1 + math.exp(-1)), "output": 0.5}
"""What the gates begin with in Keras: σ(0), and σ(1) = 0.73 for the forget gate."""
VARIANTS: dict[str, Variant] = {
    "full": FULL,
    "no input gate": Variant(input=1.0),
    "no forget gate": Variant(forget=1.0),
    "no output gate": Variant(output=1.0),
    "input gate frozen": Variant(input=HELD["input"]),
    "forget gate frozen": Variant(forget=HELD["forget"]),
    "output gate frozen": Variant(output=HELD["output"]),
    "input = 1 − forget": Variant(coupled=True),
    "no tanh into the carry": Variant(candidate_tanh=False),
    "no tanh out of the carry": Variant(output_tanh=False),
}
"""LSTMs to compare. Greff et al. (2015) trained those without a gate or a tanh and the coupled one on other tasks."""

TEST_SEED = 1_000_000
EACH_LAG = 64  # test sequences
TESTED = 2048
RUN = 2048 // BATCH_SIZE
"""Batches that hold the 2,048 sequences which must be right for a sum to count as learned."""
ALMOST = 0.95


def memory_experiment(
    cells: Sequence[str] = ("SimpleRNN", "LSTM", "GRU"),
    *,
    seeds: int = 5,
    length: int = 50,
    steps: int = 600,
    where: str = "random",
    forget_bias: float = 1.0,
    learning_rate: float = 5e-3,
    units: int = 32,
    report: Report = print,
) -> dict[str, MemoryRun]:
    """Train networks to report a signal at the end of a noisy sequence, and see how far back their memory reaches.

    Every network is trained on its own, on `tasks.signal`; all networks of a cell run side by side. Interrupt the kernel
    (■) whenever you like: what was learned so far is returned, and cells that had not begun are missing.

    Parameters
    ----------
    cells
        Of "SimpleRNN", "LSTM" and "GRU".
    seeds
        Networks to a cell: seeds 0, 1, ... set their first weights, as Keras draws them, and what they learn from.
    length
        Of the sequences.
    steps
        Batches of 64 sequences that each network sees.
    where
        "random": the signal comes anywhere. "first": always at the start.
    forget_bias
        What the forget gates of an LSTM begin with.
    report
        Called with a `Progress` now and then.

    Returns
    -------
    dict
        The results by cell.

    Raises
    ------
    TypeError, ValueError
        Before anything is trained, if an argument is not what it should be.
    """
    _known("cells", cells, CELLS)
    seeds, units = checks.whole("seeds", seeds, 1), checks.whole("units", units, 1)
    length, steps = checks.whole("length", length, 1), checks.whole("steps", steps, 1)
    checks.number("forget_bias", forget_bias), checks.positive("learning_rate", learning_rate)
    tasks.signal(1, length, where)  # refuses what it does not know
    draw = partial(_signal, length=length, where=where)
    sizes = len(tasks.ALPHABET), units, len(tasks.SIGNALS)
    trainings = {
        cell: _training(cell, draw, seeds, steps, learning_rate, sizes, forget_bias=forget_bias) for cell in cells
    }
    lags = np.arange(length) if where == "random" else np.array([length - 1])
    test = tasks.signal_at_every_lag(length, lags.tolist(), EACH_LAG, TEST_SEED)
    runs = {}
    for cell, trained in train_all(trainings, report).items():
        right = evaluate(cell, trained.weights, test)[1]
        by_lag = right.reshape(seeds, len(lags), EACH_LAG).mean(axis=2)
        first, last = apart(trainings[cell].networks), apart(trained.weights)
        runs[cell] = MemoryRun(
            cell, length, where, forget_bias, learning_rate, trained.steps, lags, by_lag, first, last
        )
    return runs
