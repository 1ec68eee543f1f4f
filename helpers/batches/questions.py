"""The exercises of lesson 02. Right answers and known mistakes are worked out by the lesson's own functions."""

import math
from collections.abc import Sequence

import numpy as np

from helpers.exercises import Choice, Code, Misconception, Number

from .buffer import landing_probabilities
from .counting import iterations_per_epoch, total_iterations
from .histories import comparison
from .scheduling import schedule

with_a_rest = Number(
    name="02.with_a_rest",
    compute=lambda: iterations_per_epoch(2100, 500),
    code="answer = -(-2100 // 500)",
    why="Four batches of 500, and a fifth for the last 100: every sample is used.",
    hints=("How many samples are left after four batches?", "The remainder makes a batch of its own, a short one."),
    misconceptions=(
        Misconception(
            lambda: iterations_per_epoch(2100, 500, drop_remainder=True),
            "That leaves 100 samples out of every epoch. Keras keeps them, in a last short batch.",
        ),
        Misconception(
            lambda: 2100 / 500,
            "There is no fifth of an iteration: the last batch is short, but it too makes an update.",
        ),
        Misconception(
            lambda: 2100 % 500, "That is how many samples are left for the last batch. How many batches are there?"
        ),
        Misconception(
            lambda: 500, "That is the batch size: samples in a batch. The question asks for batches in an epoch."
        ),
    ),
)

all_updates = Number(
    name="02.all_updates",
    compute=lambda: total_iterations(1000, 64, 30),
    code="answer = -(-1000 // 64) * 30",
    why="1000 / 64 is 15.6, so 16 iterations per epoch; 30 · 16 = 480.",
    hints=("First, one epoch: how many batches of 64 do 1,000 samples make?", "16 in an epoch, and 30 epochs."),
    misconceptions=(
        Misconception(
            lambda: total_iterations(1000, 64, 30, drop_remainder=True),
            "You rounded 15.6 down. The 40 samples that are left make a sixteenth batch.",
        ),
        Misconception(
            lambda: 1000 * 30 / 64,
            "Round up in each epoch, not once at the end: a batch does not reach into the next epoch.",
            also=(math.ceil(1000 * 30 / 64), 1000 * 30 // 64),
        ),
        Misconception(lambda: iterations_per_epoch(1000, 64), "That is one epoch. The training has 30 of them."),
        Misconception(lambda: 1000 * 30, "That is how often samples are used. There is one update per batch."),
        Misconception(lambda: 30, "That is the number of epochs. In each of them there are many updates."),
    ),
)

last_batch = Number(
    name="02.last_batch",
    compute=lambda: len(schedule(1000, 64, 1, shuffle=False, seed=0)[-1].samples),
    code="answer = 1000 - 15 * 64",
    why="15 full batches use 960 samples, and 40 are left.",
    hints=("How many full batches are there?", "1000 − 15 · 64"),
    misconceptions=(
        Misconception(lambda: 64, "The last batch is full only if 64 divides 1,000."),
        Misconception(lambda: 64 - 1000 % 64, "That is how many the last batch lacks. How many samples does it have?"),
        Misconception(lambda: 1000 / 64, "That is how many batches the samples fill. The last one is not full."),
        Misconception(lambda: 0.625, "That is a fraction of a batch. As a number of samples, it is 0.625 · 64."),
        Misconception(
            lambda: 0, "With drop_remainder there would be no last short batch. fit, given arrays, drops nothing."
        ),
    ),
)

which_epoch = Number(
    name="02.which_epoch",
    compute=lambda: schedule(2000, 500, 20, shuffle=False, seed=0)[50 - 1].epoch,
    code="answer = -(-50 // 4)",
    why="Twelve epochs make 48 updates. The 50th is the second of epoch 13.",
    hints=("An epoch has four updates.", "After 12 epochs there have been 48."),
    misconceptions=(
        Misconception(lambda: 50 // 4, "Twelve epochs end with update 48. The 50th comes later."),
        Misconception(lambda: 50 / 4, "So twelve epochs are over, and the next one is half done. What is its number?"),
        Misconception(
            lambda: 50 / 20,
            "You divided by the number of epochs. Divide by the iterations in one.",
            also=(50 // 20, math.ceil(50 / 20)),
        ),
        Misconception(lambda: 50, "There is one update per batch, not per epoch: four make an epoch."),
    ),
)


def _epochs_for(updates: int, samples: int, batch_size: int) -> int:
    return math.ceil(updates / iterations_per_epoch(samples, batch_size))


same_updates = Number(
    name="02.same_updates",
    compute=lambda: _epochs_for(80, 2000, 50),
    code="answer = 80 // (2000 // 50)",
    why="2000 / 50 = 40 iterations per epoch, so two epochs make 80. A tenth of the batch size, ten times the updates.",
    hints=("How many iterations are there in an epoch with batches of 50?", "80 / 40"),
    misconceptions=(
        Misconception(
            lambda: 20 * 10,
            "The other way round: smaller batches make more updates per epoch, so you need fewer epochs.",
        ),
        Misconception(lambda: 20, "In 20 epochs there would be 800 updates: an epoch now has 40."),
        Misconception(lambda: 2000 // 50, "That is the number of iterations in an epoch now. How many epochs make 80?"),
        Misconception(lambda: 80, "That is the number of updates. Each epoch now makes 40 of them."),
    ),
)


def _earliest(number: int, buffer_size: int) -> int:
    """The first place where item ``number`` of 400 can land; both count from 1."""
    return int(np.flatnonzero(landing_probabilities(400, buffer_size)[number - 1])[0]) + 1


earliest_place = Number(
    name="02.earliest_place",
    compute=lambda: _earliest(250, 100),
    code="answer = 250 - (100 - 1)",
    why="Number 250 enters when 150 have left, so it can be the 151st to leave: 99 places before its own.",
    hints=(
        "Number 100 is in the buffer from the beginning, so it can land at place 1: 99 places before its own.",
        "Number 101 enters when one item has left. What is the earliest place where it can land?",
    ),
    misconceptions=(
        Misconception(
            lambda: 250 - 100,
            "Nearly. Number 100 is in the first buffer and can land at place 1, which is 99 places earlier, not 100.",
        ),
        Misconception(
            lambda: 1, "Only the first 100 items can land there: they are in the buffer when the first one leaves."
        ),
        Misconception(
            lambda: 250, "It can come earlier: it may leave the buffer before others that entered before it."
        ),
        Misconception(
            lambda: 250 + 99,
            "The question asks for the earliest place. (Nor is this the latest: it can be the last of all to leave.)",
        ),
        Misconception(lambda: 100, "That is the size of the buffer. Number 250 is not even read until 150 have left."),
    ),
)


def _uniform(buffer_size: int) -> bool:
    return bool(np.allclose(landing_probabilities(1000, buffer_size), 1 / 1000))


_SIZES = {"a": 64, "b": 500, "c": 1000}

enough_buffer = Choice(
    name="02.enough_buffer",
    compute=lambda: next(letter for letter, size in _SIZES.items() if _uniform(size)),
    options="abcd",
    code='answer = "c"',
    why="Only when all 1,000 are in the buffer can the last one leave first. A larger one does no more.",
    hints=(
        "For which buffer can the very last speech land at place 1?",
        "It has to be in the buffer when the first one leaves.",
    ),
    misconceptions=(
        Misconception(
            lambda: "a",
            "64 is the batch size. With that buffer no tragedy can leave before place 438.",
        ),
        Misconception(
            lambda: "b", "With 500 the first to leave is always a comedy: there is nothing else in the buffer."
        ),
        Misconception(
            lambda: "d", "That is more than enough, but not the smallest: there are only 1,000 speeches to hold."
        ),
    ),
)


def _shuffled_batches() -> str:
    """What `shuffle` after `batch` moves, by letter."""
    import tensorflow as tf

    batches = np.arange(12).reshape(6, 2).tolist()
    shuffled = tf.data.Dataset.range(12).batch(2).shuffle(6, seed=0)
    moved = [batch.tolist() for batch in shuffled.as_numpy_iterator()]
    if sorted(moved) != batches:
        return "a"
    return "c" if moved == batches else "b"


batch_first = Choice(
    name="02.batch_first",
    compute=_shuffled_batches,
    options="abc",
    code='answer = "b"',
    why="shuffle moves the elements. After batch they are whole batches: which speeches share one is already settled.",
    hints=("What is one element of the dataset after .batch(64)?", "shuffle never looks inside an element."),
    misconceptions=(
        Misconception(lambda: "a", "That would be shuffle before batch. Here an element that moves is a whole batch."),
        Misconception(lambda: "c", "No error is raised, which makes the mistake easy to miss."),
    ),
)


def _validation_role() -> str:
    """What `fit` does with validation data that contradict what is learned, by letter."""
    import keras

    def fitted(**more: object) -> tuple[list[float], list[float]]:
        network = keras.Sequential([keras.layers.Dense(1, kernel_initializer="zeros")])
        network.compile("sgd", "mse")
        history = network.fit(np.ones((4, 1)), np.ones(4), epochs=3, shuffle=False, verbose=0, **more).history
        return [float(weight.ravel()[0]) for weight in network.get_weights()], history.get("val_loss", [])

    weights, measured = fitted(validation_data=(np.ones((4, 1)), -np.ones(4)))
    if weights != fitted()[0]:
        return "c" if len(measured) < 3 else "ad"
    return "b" if len(measured) == 3 else ""


validation_role = Choice(
    name="02.validation_role",
    compute=_validation_role,
    options="abcd",
    code='answer = "b"',
    why="fit measures the loss on this data, and no weight changes. What follows from that,"
    " such as stopping, is up to you or a callback.",
    hints=(
        "Would it still say anything about unseen data if the network learned from it?",
        "fit measures. Who decides?",
    ),
    misconceptions=(
        Misconception(lambda: "a", "No update comes from it: if one did, the data would no longer be unseen."),
        Misconception(
            lambda: "c", "Not by itself: fit runs all its epochs. It takes a callback, EarlyStopping, to stop it."
        ),
        Misconception(
            lambda: "d", "It is measured as a whole at the end of each epoch; none of it is in any training batch."
        ),
    ),
)

VALIDATION_LOSSES = (0.69, 0.65, 0.61, 0.60, 0.62, 0.61, 0.63, 0.59, 0.66)
"""Of an invented training, for the question about patience."""


def stopped_after(losses: Sequence[float], patience: int) -> int:
    """After how many epochs EarlyStopping ends a training: ``patience`` of them in a row have set no new minimum."""
    best, waited = math.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        best, waited = (loss, 0) if loss < best else (best, waited + 1)
        if waited == patience:
            return epoch
    return len(losses)


def _best_until(losses: Sequence[float], end: int) -> int:
    return comparison({"loss": losses[:end], "val_loss": losses[:end]}).best


patience_two = Number(
    name="02.patience_two",
    compute=lambda: stopped_after(VALIDATION_LOSSES, 2),
    code="answer = 6",
    why="The minimum so far is 0.60, of epoch 4. Epochs 5 and 6 are no better: it stops, and never sees the 0.59.",
    hints=("After which epoch is the loss the lowest so far?", "Then count two epochs that do not beat it."),
    misconceptions=(
        Misconception(
            lambda: _best_until(VALIDATION_LOSSES, 6),
            "That is the epoch with the best weights so far. Two more must pass before the training stops.",
        ),
        Misconception(lambda: 5, "One epoch without a new minimum is not enough: the patience is 2."),
        Misconception(
            lambda: stopped_after(VALIDATION_LOSSES, 3),
            "Epoch 6 is better than 5, but what counts is the best so far, 0.60. The patience is used up earlier.",
        ),
        Misconception(lambda: 8, "0.59 is the lowest of all, but this run stops before it gets there."),
        Misconception(
            lambda: len(VALIDATION_LOSSES),
            "That is the whole run. Two epochs in a row without a new minimum end it.",
        ),
    ),
)

more_noise = Number(
    name="02.more_noise",
    compute=lambda: 16 * 2**2,
    code="answer = 16 * 2**2",
    why="The noise falls as 1 / √(batch size), so half the noise takes four times the samples.",
    hints=("The noise is proportional to 1 / √(batch size).", "For which B is √B twice as large as √16?"),
    misconceptions=(
        Misconception(lambda: 32, "Twice the samples divide the noise only by √2, which is 1.41."),
        Misconception(lambda: 8, "A smaller batch is noisier."),
        Misconception(
            lambda: 4, "A smaller batch is noisier: half the noise needs 2² times the samples, not a quarter of them."
        ),
        Misconception(lambda: 256, "That is 16 · 16, which divides the noise by 4."),
    ),
)


def _sizes(samples: int, batch_size: int) -> list[int]:
    return [len(batch.samples) for batch in schedule(samples, batch_size, 1, shuffle=False, seed=0)]


def _padded(samples: int, batch_size: int) -> list[int]:
    return [batch_size] * iterations_per_epoch(samples, batch_size)


def _dropped(samples: int, batch_size: int) -> list[int]:
    return [batch_size] * iterations_per_epoch(samples, batch_size, drop_remainder=True)


def _with_empty(samples: int, batch_size: int) -> list[int]:
    return [*_dropped(samples, batch_size), samples % batch_size]


batch_sizes = Code(
    name="02.batch_sizes",
    compute=lambda: _sizes,
    cases=((2000, 500), (1000, 64), (5, 64), (3, 1), (12, 4)),
    code=(
        "def answer(samples, batch_size):\n"
        "    sizes = []\n"
        "    for start in range(0, samples, batch_size):\n"
        "        sizes.append(min(batch_size, samples - start))\n"
        "    return sizes"
    ),
    why="Each start takes a full batch, or what is left if that is less: min decides.",
    hints=(
        "range(0, samples, batch_size) gives the place where each batch starts.",
        "A batch holds batch_size samples, or as many as are left.",
    ),
    misconceptions=(
        Misconception(lambda: _padded, "All your batches are full, even the last one. It holds only what is left."),
        Misconception(lambda: _dropped, "The last short batch is missing: that is drop_remainder=True."),
        Misconception(
            lambda: _with_empty, "When the batch size divides the samples, nothing is left: there is no empty batch."
        ),
        Misconception(
            lambda: iterations_per_epoch, "That is how many batches there are. Return the size of each, as a list."
        ),
    ),
)
