"""Training a character model: batches of windows, epochs, a loss that falls.

Keras draws the first weights; the gradient is that of ``bptt.py``, and Adam (``optimizer.py``) moves the weights.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .. import checks, clock, interrupts
from ..characters import Ids, Vocabulary
from ..training import follow
from .data_parallel import DataParallel
from .model import CharModel, Floats
from .optimizer import AdamW, scheduled_rate

if TYPE_CHECKING:
    import keras

UPDATES = 2000
"""So many has the lesson's training; a shorter text is read the more often, so that its training has as many,"""
MAX_EPOCHS = 20
"""but not more often than this: a network learns a short text by heart."""
DROPOUT = 0.2
"""Against that, for a text that is read more than `DROPOUT_AFTER` times."""
DROPOUT_AFTER = 3
WEIGHT_DECAY = 0.05
FIRST_ESTIMATE = 10
"""Steps after which a training says for the first time how long it will take."""
REPORT_EVERY = 20


@dataclass(frozen=True)
class Recipe:
    """How big a network, and how it is trained. The defaults are the lesson's; what cannot be is refused."""

    units: int = 256
    embedding: int = 64
    batch_size: int = 128
    window: int = 32
    epochs: float | None = None
    """How often the text is read, perhaps not whole the last time. None: as often as 2,000 updates need, at most 20."""
    learning_rate: float = 1e-2
    dropout: float | None = None
    """Share of the GRU's outputs silenced before the dense layer (Srivastava et al. 2014).

    None: 0.2 where a text is read more than three times, else 0.
    """

    def __post_init__(self) -> None:
        # As Python's own numbers, which other processes are told. So a frozen dataclass lets its fields be set.
        for name in ("units", "embedding", "batch_size", "window"):
            object.__setattr__(self, name, checks.integer(name, getattr(self, name), 1))
        if self.epochs is not None:
            object.__setattr__(self, "epochs", checks.positive("epochs", self.epochs))
        object.__setattr__(self, "learning_rate", checks.positive("learning_rate", self.learning_rate))
        if self.dropout is not None:
            if not 0 <= checks.number("dropout", self.dropout) < 1:
                raise ValueError(f"dropout is {self.dropout!r}, expected a number with 0 <= dropout < 1")
            object.__setattr__(self, "dropout", float(self.dropout))

    def plan(self, batches: int) -> tuple[int, float]:
        """Updates and dropout for a text of so many batches."""
        epochs = self.epochs or min(MAX_EPOCHS, UPDATES / batches)
        by_length = DROPOUT if epochs > DROPOUT_AFTER else 0.0
        return max(1, round(epochs * batches)), by_length if self.dropout is None else self.dropout


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


def windows(ids: Ids, batch_size: int, window: int) -> tuple[Ids, Ids]:
    """Cut a text into batches of windows and their targets, the same windows one character later.

    The text is laid out as ``batch_size`` long rows, and the windows are cut across all rows: batch k + 1 goes
    on, row by row, where batch k stopped, so that a state can be carried from one to the next. Both arrays are
    (batches, batch_size, window).

    Examples
    --------
    >>> windows(np.arange(9, dtype=np.int32), batch_size=2, window=2)[0].tolist()
    [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]
    """
    batch_size, window = checks.integer("batch_size", batch_size, 1), checks.integer("window", window, 1)
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
    weights = model.weights() if model else network(len(vocabulary), recipe).get_weights()
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


def network(vocabulary_size: int, recipe: Recipe) -> "keras.Model":
    """The Keras network: (ids (B, T), state (B, U)) to (logits (B, T, V), state (B, U))."""
    import keras

    layers = keras.layers
    ids = keras.Input((None,), dtype="int32")
    state = keras.Input((recipe.units,))
    # Keras' own start, uniform in ±0.05, is 24 times smaller, and training then begins with a long flat stretch.
    embedded = layers.Embedding(vocabulary_size, recipe.embedding, keras.initializers.RandomNormal(stddev=0.7))(ids)
    layer = layers.GRU(recipe.units, return_sequences=True, return_state=True, bias_initializer=_initial_bias)
    states, last = layer(embedded, initial_state=state)
    return keras.Model([ids, state], [layers.Dense(vocabulary_size)(states), last])


def _initial_bias(shape: tuple[int, int], dtype: str | None = None) -> Floats:
    """Of a GRU whose update gates begin at σ(-1) = 0.27 and let more of each character in than at σ(0)."""
    bias = np.zeros(shape, dtype)
    bias[0, : shape[1] // 3] = -1
    return bias


def to_model(network: "keras.Model", vocabulary: Vocabulary) -> CharModel:
    """The NumPy model that holds a copy of the network's weights."""
    return CharModel(vocabulary, *(np.array(weight) for weight in network.get_weights()))


def steps(parallel: DataParallel, ids: Ids, recipe: Recipe, updates: int, seed: int) -> Iterator[float]:
    """Train in place, with so many updates; after each, yield its batch's loss in bits per character."""
    rng, optimizer = np.random.default_rng(seed), AdamW(parallel.weights, WEIGHT_DECAY)
    shift = 0
    while True:
        inputs, targets = windows(np.roll(ids, -shift), recipe.batch_size, recipe.window)
        for batch, (x, y) in enumerate(zip(inputs, targets, strict=True)):
            if optimizer.steps == updates:
                return
            with np.errstate(over="ignore", invalid="ignore"):  # told below, in other words
                loss = parallel.loss(x, y, reset=batch == 0)
                optimizer.step(parallel.gradient, scheduled_rate(optimizer.steps, updates, recipe.learning_rate))
            checks.loss(loss, recipe.learning_rate, f"at step {optimizer.steps}", Recipe.learning_rate)
            yield loss / math.log(2)
        # The next time it starts elsewhere in the text, so that the cuts between windows fall elsewhere too.
        shift = int(rng.integers(len(ids)))
