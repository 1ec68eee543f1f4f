"""Training a character model: batches of windows, epochs, a loss that falls.

Keras draws the first weights; the gradient is that of ``bptt.py``, and Adam (``optimizer.py``) moves the weights.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .. import checks, interrupts
from .data_parallel import DataParallel
from .model import CharModel, Ids, Vocabulary
from .optimizer import Adam, warmup_cosine

if TYPE_CHECKING:
    import keras


UPDATES = 2200
"""About as many has the lesson's training; other texts are read so often that theirs has as many,"""
MAX_EPOCHS = 20
"""but not more often than this: a network learns a short text by heart."""
RECITING = 0.2
"""Dropout for a text that is read more than `FRESH` times, against learning it by heart."""
FRESH = 3


@dataclass(frozen=True)
class Recipe:
    """How big a network, and how it is trained. The defaults are the lesson's.

    Raises
    ------
    TypeError, ValueError
        If a size is no whole number above 0, the learning rate not above 0 or the dropout not in [0, 1).
    """

    units: int = 256
    embedding: int = 32
    batch_size: int = 128
    window: int = 32
    epochs: int | None = None
    """How often the text is read. None: the shorter it is the more often, for about 2,200 updates, but at most 20 times."""
    learning_rate: float = 1e-2
    dropout: float | None = None
    """Share of the GRU's outputs silenced before the dense layer (Srivastava et al. 2014). None: 0.2 where a text is read
    more than three times, else 0."""

    def __post_init__(self) -> None:
        for name in ("units", "embedding", "batch_size", "window"):
            checks.whole(name, getattr(self, name), 1)
        if self.epochs is not None:
            checks.whole("epochs", self.epochs, 1)
        checks.positive("learning_rate", self.learning_rate)
        if self.dropout is not None and not 0 <= checks.number("dropout", self.dropout) < 1:
            raise ValueError(f"dropout is {self.dropout!r}, expected a number with 0 <= dropout < 1")

    def for_batches(self, batches: int) -> "Recipe":
        """The recipe for a text of so many batches, its epochs and dropout chosen where they are None."""
        epochs = self.epochs or min(MAX_EPOCHS, max(1, round(UPDATES / batches)))
        dropout = self.dropout if self.dropout is not None else RECITING * (epochs > FRESH)
        return replace(self, epochs=epochs, dropout=dropout)


@dataclass(frozen=True)
class Progress:
    """Where a training stands: ``bits`` is the mean over the batches since the last report, NaN if there were none."""

    step: int
    steps: int
    bits: float
    seconds: float
    stopped: bool = False

    @property
    def seconds_left(self) -> float:
        return self.seconds / self.step * (self.steps - self.step) if self.step else math.nan

    def __str__(self) -> str:
        if self.stopped:
            return (
                f"Stopped after step {self.step} of {self.steps}. You have the model as it was then. To go on from it: "
                "model = textgen.train(text, model=model). (The learning rate begins anew, so it gets a little worse "
                "before it gets better.)"
            )
        return (
            f"step {self.step} of {self.steps}: {self.bits:.2f} bits per character, "
            f"about {self.seconds_left:.0f} s left"
        )


def windows(ids: Ids, batch_size: int, window: int) -> tuple[Ids, Ids]:
    """Cut a text into batches of windows and their targets, the same windows one character later.

    The text is laid out as ``batch_size`` long rows, and the windows are cut across all rows: batch k + 1 goes
    on, row by row, where batch k stopped, so that a state can be carried from one to the next.

    Returns
    -------
    inputs, targets : arrays of shape (batches, batch_size, window)

    Raises
    ------
    TypeError, ValueError
        If ``ids`` is no array, a size no whole number above 0, or the text too short for one batch.

    Examples
    --------
    >>> windows(np.arange(9, dtype=np.int32), batch_size=2, window=2)[0].tolist()
    [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]
    """
    batch_size, window = checks.whole("batch_size", batch_size, 1), checks.whole("window", window, 1)
    checks.instance("ids", ids, np.ndarray, "an array of indices")
    batches = (len(ids) - 1) // (batch_size * window)
    if batches < 1:
        raise ValueError(
            f"text has {len(ids)} characters, expected at least {batch_size * window + 1}: "
            f"{batch_size} windows of {window} and one character more"
        )
    used = batches * batch_size * window
    inputs, targets = (part.reshape(batch_size, batches, window) for part in (ids[:used], ids[1 : used + 1]))
    return inputs.swapaxes(0, 1), targets.swapaxes(0, 1)


@interrupts.held()
def train(
    text: str,
    seed: int = 0,
    *,
    recipe: Recipe = Recipe(),
    model: CharModel | None = None,
    report: Callable[[Progress], None] = print,
    report_every: int = 20,
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
        Called with a `Progress` after the first step, every ``report_every`` steps and after the last.

    Raises
    ------
    TypeError, ValueError
        Before anything is trained: if ``text`` is no string, is shorter than one batch of windows, or holds characters
        that ``model`` does not know; if another argument is not what it should be.
    """
    seed = checks.whole("seed", seed, 0, 2**32 - 1)
    checks.whole("report_every", report_every, 1)
    checks.function("report", report)
    checks.instance("recipe", recipe, Recipe, "a Recipe")
    if model is not None:
        checks.instance("model", model, CharModel, "a CharModel that train has returned, or None")
    import keras

    vocabulary = model.vocabulary if model else Vocabulary.of(text)
    ids = vocabulary.encode(text)
    batches = len(windows(ids, recipe.batch_size, recipe.window)[0])
    recipe = recipe.for_batches(batches)
    keras.utils.set_random_seed(seed)
    if model:
        recipe = replace(recipe, units=model.units, embedding=model.embedding.shape[1])
    first = model.weights() if model else network(len(vocabulary), recipe).get_weights()
    with DataParallel(first, recipe.batch_size, recipe.window, recipe.dropout, seed) as parallel:
        _follow(steps(parallel, ids, recipe, seed), recipe.epochs * batches, report, report_every)
        return CharModel(vocabulary, *parallel.arrays())


def _follow(training: Iterator[float], total: int, report: Callable[[Progress], None], report_every: int) -> None:
    """Go through the steps of a training, to the last or to an interrupt, and report how it stands."""
    recent: list[float] = []
    began, done = time.perf_counter(), 0

    def progress(stopped: bool = False) -> Progress:
        bits = float(np.mean(recent)) if recent else math.nan
        return Progress(done, total, bits, time.perf_counter() - began, stopped)

    try:
        for done, bits in enumerate(interrupts.between_steps(training), start=1):
            recent.append(bits)
            if done == 1 or done % report_every == 0 or done == total:
                report(progress())
                recent.clear()
    except KeyboardInterrupt:
        report(progress(stopped=True))


def network(vocabulary_size: int, recipe: Recipe) -> "keras.Model":
    """The Keras network: (ids (B, T), state (B, U)) to (logits (B, T, V), state (B, U))."""
    import keras

    layers = keras.layers
    ids = keras.Input((None,), dtype="int32")
    state = keras.Input((recipe.units,))
    # Keras' own start, uniform in ±0.05, is 35 times smaller, and training then begins with a long flat stretch.
    embedded = layers.Embedding(vocabulary_size, recipe.embedding, keras.initializers.RandomNormal(stddev=1.0))(ids)
    states, last = layers.GRU(recipe.units, return_sequences=True, return_state=True)(embedded, initial_state=state)
    return keras.Model([ids, state], [layers.Dense(vocabulary_size)(states), last])


def to_model(network: "keras.Model", vocabulary: Vocabulary) -> CharModel:
    """The NumPy model that holds a copy of the network's weights."""
    return CharModel(vocabulary, *(np.array(weight) for weight in network.get_weights()))


def steps(parallel: DataParallel, ids: Ids, recipe: Recipe, seed: int) -> Iterator[float]:
    """Train in place; after each batch, yield its loss in bits per character.

    Raises
    ------
    ValueError
        If the loss is no number any more.
    """
    rng, optimizer = np.random.default_rng(seed), Adam(parallel.weights)
    total = recipe.epochs * len(windows(ids, recipe.batch_size, recipe.window)[0])
    for epoch in range(recipe.epochs):
        # A later epoch starts elsewhere in the text, so that the cuts between windows fall elsewhere too.
        shift = 0 if epoch == 0 else int(rng.integers(len(ids)))
        inputs, targets = windows(np.roll(ids, -shift), recipe.batch_size, recipe.window)
        for place, (x, y) in enumerate(zip(inputs, targets, strict=True)):
            with np.errstate(over="ignore", invalid="ignore"):
                loss = parallel.loss(x, y, anew=place == 0)
                optimizer.step(parallel.gradient, warmup_cosine(optimizer.steps, total, recipe.learning_rate))
            if not np.isfinite(loss):
                raise ValueError(
                    f"learning_rate is {recipe.learning_rate:g}, expected a smaller one: after step "
                    f"{optimizer.steps - 1} the loss was no number any more"
                )
            yield loss / np.log(2)
