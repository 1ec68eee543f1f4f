"""Training a character model: batches of windows, epochs, a loss that falls.

Keras draws the first weights; the gradient is that of ``char_model/bptt.py``, and Adam moves the weights.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from .. import checks, clock, interrupts
from ..char_model.model import CharModel
from ..char_model.optimizer import AdamW, scheduled_rate
from ..char_model.recipe import WEIGHT_DECAY, Recipe, batches, initial_network, windows
from ..characters import Ids, Vocabulary
from ..training import follow
from .data_parallel import DataParallel

if TYPE_CHECKING:
    import keras

FIRST_ESTIMATE = 10
"""Steps after which a training says for the first time how long it will take."""
REPORT_EVERY = 20


@dataclass(frozen=True)
class TrainingProgress:
    """Where a training stands: ``bits`` is the mean over the batches since the last report, NaN if there were none."""

    step: int
    steps: int
    bits: float
    seconds: float
    seconds_left: float = math.nan
    stopped: bool = False

    def __str__(self) -> str:
        if self.stopped:
            return (
                f"Stopped after step {self.step} of {self.steps}. You have the model as it was then. To go on from it: "
                "model = textgen.train(text, model=model). (The learning rate starts afresh, so it gets a little worse "
                "before it gets better.)"
            )
        left = clock.in_words(self.seconds_left)
        return f"step {self.step} of {self.steps}: {self.bits:.2f} bits per character, {left}"

    @property
    def is_due(self) -> bool:
        """Whether a training reports here."""
        return self.step in (1, FIRST_ESTIMATE, self.steps) or self.step % REPORT_EVERY == 0


@interrupts.deferred_interrupts()
def train(
    text: str,
    seed: int = 0,
    *,
    recipe: Recipe = Recipe(),
    model: CharModel | None = None,
    report: Callable[[TrainingProgress], object] = print,
) -> CharModel:
    """Train a character model on any text.

    Interrupt the kernel (■) whenever you like: what was learned so far is returned.

    Parameters
    ----------
    text
        What to learn from. Its characters become the vocabulary.
    seed
        Sets the initial weights, the dropout and where in the text a later epoch begins; the same seed gives the same
        model on the same machine.
    recipe
        How big a network and how it is trained.
    model
        Go on from this model, with its vocabulary and size, instead of starting anew.
    report
        Called with a `TrainingProgress` after the first steps, then every 20, and after the last.

    Raises
    ------
    TypeError, ValueError
        Before anything is trained, if an argument is not what it should be; later, if the learning rate is so large
        that the loss is lost.
    """
    seed = checks.integer("seed", seed, 0, 2**32 - 1)
    checks.function("report", report)
    checks.instance("recipe", recipe, Recipe, "a Recipe")
    if model is not None:
        checks.instance("model", model, CharModel, "a CharModel that train has returned, or None")
    import keras

    vocabulary = model.vocabulary if model else Vocabulary.of(text)
    ids = vocabulary.encode(text)
    updates, dropout = recipe.plan(len(windows(ids, recipe.batch_size, recipe.window)[0]))
    keras.utils.set_random_seed(seed)
    weights = model.weights() if model else initial_network(len(vocabulary), recipe).get_weights()
    weights = [weight.astype(np.float32) for weight in weights]
    with DataParallel(weights, recipe.batch_size, recipe.window, dropout, seed) as parallel:
        progress = progress_of(steps(parallel, ids, recipe, updates, seed), updates)
        begun = TrainingProgress(0, updates, math.nan, 0.0)
        follow(progress, begun, report, lambda progress: progress.is_due)
        return CharModel(vocabulary, *parallel.arrays())


def progress_of(losses: Iterator[float], updates: int) -> Iterator[TrainingProgress]:
    """Where a training stands after each of its steps, which yield their bits per character."""
    began, time_left, recent = time.perf_counter(), clock.Clock(updates), []
    for step, bits in enumerate(losses, start=1):
        recent.append(bits)
        seconds, left = time.perf_counter() - began, time_left.seconds_left(step)
        yield (progress := TrainingProgress(step, updates, float(np.mean(recent)), seconds, left))
        if progress.is_due:
            recent = []


def to_model(network: "keras.Model", vocabulary: Vocabulary) -> CharModel:
    """The NumPy model that holds a copy of the network's weights."""
    return CharModel(vocabulary, *(np.array(weight) for weight in network.get_weights()))


def steps(parallel: DataParallel, ids: Ids, recipe: Recipe, updates: int, seed: int) -> Iterator[float]:
    """Train in place, with so many updates; after each, yield its batch's loss in bits per character."""
    optimizer = AdamW(parallel.weights, WEIGHT_DECAY)
    for x, y, begins in islice(batches(ids, recipe, seed), updates):
        with np.errstate(over="ignore", invalid="ignore"):  # told below, in other words
            loss = parallel.loss(x, y, reset=begins)
            optimizer.step(parallel.gradient, scheduled_rate(optimizer.steps, updates, recipe.learning_rate))
        checks.loss(loss, recipe.learning_rate, f"at step {optimizer.steps}", Recipe.learning_rate)
        yield loss / math.log(2)
