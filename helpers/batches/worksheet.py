"""A worksheet for paper: one seed, a few trainings to count, a schedule and a shuffle buffer to carry out by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .. import checks
from ..worksheets import Blank, Cell, Part
from .buffer import BufferState, buffer_states, landing_probabilities
from .counting import iterations_per_epoch, total_iterations
from .scheduling import Batch, schedule

SAMPLES, BATCH_SIZES = range(300, 2001, 100), (20, 32, 48, 50, 64, 100)
PAIRS = [(samples, batch_size) for samples in SAMPLES for batch_size in BATCH_SIZES]
SHORT_SAMPLES, SHORT_BATCH_SIZE, SHORT_EPOCHS = (
    11,
    4,
    2,
)  # samples, batch size and epochs of the schedule that is written out
ITEMS, SLOTS = 8, 3  # of the shuffle that is carried out
EMPTY = "–"
STREAMS, BUFFERS = range(200, 601, 100), (20, 25, 50, 100)

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Training:
    """A training to count, by its letter."""

    name: str
    samples: int
    batch_size: int
    epochs: int

    @property
    def iterations(self) -> int:
        """In an epoch."""
        return iterations_per_epoch(self.samples, self.batch_size)

    @property
    def batches(self) -> tuple[Batch, ...]:
        """All its iterations, the samples in their own order."""
        return schedule(self.samples, self.batch_size, self.epochs, shuffle=False, seed=0)


def worksheet(seed: int) -> tuple[Part, ...]:
    """The worksheet of a seed, a whole number from 0 up: the same seed, the same sheet."""
    rng = np.random.default_rng(checks.integer("seed", seed, 0))
    trainings = _trainings(rng)
    return (
        _counting(trainings),
        _dropping(trainings[1:]),
        _finding(trainings[1], rng),
        _scheduling(schedule(SHORT_SAMPLES, SHORT_BATCH_SIZE, SHORT_EPOCHS, shuffle=True, seed=seed)),
        _shuffling(buffer_states(ITEMS, SLOTS, seed)),
        _landing(rng),
    )


def _trainings(rng: np.random.Generator) -> list[Training]:
    """A, whose batches are all full, and B and C, whose last one is short."""
    full = [pair for pair in PAIRS if pair[0] % pair[1] == 0]
    short = [pair for pair in PAIRS if pair[0] % pair[1]]
    chosen = [*rng.permutation(full)[:1].tolist(), *rng.permutation(short)[:2].tolist()]
    epochs = rng.integers(3, 21, size=3).tolist()
    return [
        Training(name, samples, batch_size, rounds)
        for name, (samples, batch_size), rounds in zip("ABC", chosen, epochs, strict=True)
    ]


def _counting(trainings: Iterable[Training]) -> Part:
    return Part(
        "1. Counting",
        ("training", "samples", "batch size", "epochs", "full batches", "left over", "iterations per epoch", "updates"),
        tuple(
            (
                training.name,
                f"{training.samples:,}",
                str(training.batch_size),
                str(training.epochs),
                _number(iterations_per_epoch(training.samples, training.batch_size, drop_remainder=True)),
                _number(training.samples % training.batch_size),
                _number(training.iterations),
                _number(total_iterations(training.samples, training.batch_size, training.epochs)),
            )
            for training in trainings
        ),
        "How many batches of an epoch are full, how many samples are left over for one that is not, how many "
        "iterations are there in an epoch, and how many times are the weights updated in the whole training?",
    )


def _dropping(trainings: Iterable[Training]) -> Part:
    def row(training: Training) -> Row:
        given = training.samples, training.batch_size
        used = iterations_per_epoch(*given, drop_remainder=True) * training.batch_size
        return (
            training.name,
            _number(iterations_per_epoch(*given, drop_remainder=True)),
            _number(total_iterations(*given, training.epochs, drop_remainder=True)),
            _number(training.samples - used),
        )

    return Part(
        "2. The same with drop_remainder=True",
        ("training", "iterations per epoch", "updates", "samples not used in an epoch"),
        tuple(map(row, trainings)),
        "A last batch that is not full is left out.",
    )


def _finding(training: Training, rng: np.random.Generator) -> Part:
    """Three updates: the first of an epoch, the last of another, and one in between."""
    epochs = (rng.permutation(training.epochs - 1)[:2] + 2).tolist()
    middle = int(rng.integers(2, training.iterations))
    updates = [
        (epochs[0] - 1) * training.iterations + 1,
        (epochs[1] - 1) * training.iterations + middle,
        training.iterations * int(rng.integers(2, training.epochs + 1)),
    ]

    def row(update: int) -> Row:
        batch = training.batches[update - 1]
        first, last = batch.samples[[0, -1]].tolist()
        return (f"{update:,}", _number(batch.epoch), _number(batch.iteration), _number(first), _number(last))

    return Part(
        "3. Where in the training?",
        ("update", "epoch", "iteration of that epoch", "first sample", "last sample"),
        tuple(map(row, sorted(updates))),
        f"In training {training.name} nothing is shuffled or dropped. In which epoch is each of these updates, and "
        "which samples are in its batch, from the first to the last? Samples are counted from 0, everything else from "
        "1.",
    )


def _scheduling(batches: tuple[Batch, ...]) -> Part:
    half = len(batches) // SHORT_EPOCHS
    orders = [_listed(np.concatenate([batch.samples for batch in part])) for part in (batches[:half], batches[half:])]
    return Part(
        "4. Which sample is used when?",
        ("update", "epoch", "iteration of that epoch", "samples"),
        tuple(
            (str(batch.update), _number(batch.epoch), _number(batch.iteration), Blank(_listed(batch.samples)))
            for batch in batches
        ),
        f"{SHORT_SAMPLES} samples, numbered from 0, in batches of {SHORT_BATCH_SIZE}, {SHORT_EPOCHS} epochs, shuffled. "
        f"The first epoch takes them in the order {orders[0]}; the second in the order {orders[1]}.",
    )


def _shuffling(states: tuple[BufferState, ...]) -> Part:
    moments = pairwise(states)
    return Part(
        "5. A shuffle buffer by hand",
        ("", "leaves: slot", "leaves: item", *(f"then in slot {slot}" for slot in range(1, SLOTS + 1))),
        (
            ("start", EMPTY, EMPTY, *(str(item + 1) for item in states[0].slots if item is not None)),
            *(_moment(number, *pair) for number, pair in enumerate(moments, start=1)),
        ),
        f"The items 1 to {ITEMS} come in this order; the buffer has {SLOTS} slots. A die says which slot is emptied; "
        f"the next item of the stream takes its place. When none is left, the slot stays empty: write {EMPTY}.",
    )


def _moment(number: int, before: BufferState, after: BufferState) -> Row:
    leaving = after.out[-1]
    slots = [Blank(EMPTY if item is None else str(item + 1)) for item in after.slots]
    return (str(number), str(before.slots.index(leaving) + 1), Blank(str(leaving + 1)), *slots)


def _landing(rng: np.random.Generator) -> Part:
    items, buffer_size = int(rng.choice(STREAMS)), int(rng.choice(BUFFERS))
    item = int(rng.integers(buffer_size + 1, items + 1))
    probabilities = landing_probabilities(items, buffer_size)
    able = np.flatnonzero(probabilities[:, 0])
    return Part(
        "6. Where can it land?",
        ("wanted", "value"),
        (
            (
                f"the earliest place at which item {item} can land",
                _number(np.flatnonzero(probabilities[item - 1])[0] + 1),
            ),
            ("the last item that can be the first to leave", _number(able[-1] + 1)),
            ("how likely that is, in percent", Blank(f"{100 * probabilities[able[-1], 0]:g}")),
        ),
        f"A stream of {items:,} items and a buffer of {buffer_size}. Items and places are counted from 1.",
    )


def _number(value: int) -> Blank:
    return Blank(f"{value:,}")


def _listed(samples: Iterable[int]) -> str:
    return ", ".join(map(str, samples))
