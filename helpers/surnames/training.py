"""Training a network to tell a name's country, with Keras: after the last letter only, or after every letter."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import checks, clock, interrupts
from ..cells import LAYERS
from ..characters import Ids
from ..corpora import Surnames
from .names import END, PADDING, VOCABULARY_SIZE, NameModel, Pairs, encode

if TYPE_CHECKING:
    import keras

SORTED_BATCHES = 16
"""Batches' worth of names that are sorted by length together, so that a batch holds names of about one length."""
FIRST_REPORT = 0.2
"""Of an epoch: until then a training has taken long enough to say how long it will take."""
Batch = tuple[Ids, Ids, NDArray[np.float32]]


@dataclass(frozen=True)
class Recipe:
    """How big a network, and how it is trained. The defaults are the lesson's: about ten seconds."""

    units: int = 96
    embedding: int = 48
    epochs: int = 14
    batch_size: int = 64
    learning_rate: float = 5e-3
    decay: bool = True
    """Whether the learning rate rises over the first tenth of the training and then falls to 0 along a cosine."""
    letter_dropout: float = 0.1
    """Share of the letters that are hidden from the network, others in every batch."""
    dropout: float = 0.3
    """Share of the recurrent layer's outputs silenced before the dense layer (Srivastava et al. 2014)."""
    every_letter: bool = True
    """Whether the network has to answer after every letter (Lipton et al. 2015), or only when the name has ended."""
    patience: int | None = None
    """Stop after so many epochs without a lower validation loss, and go back to the lowest; None: never."""


@dataclass(frozen=True)
class NameProgress:
    """Where a training stands after ``epoch`` epochs, 0 while the first goes on.

    ``loss`` is the training's own, dropout and all; until an epoch has ended, all but the times is NaN.
    """

    epoch: int
    epochs: int
    loss: float
    val_loss: float
    val_accuracy: float
    seconds: float
    stopped: bool = False
    seconds_left: float = math.nan  # the last, as `save_study` leaves it out

    def __str__(self) -> str:
        if self.stopped:
            return f"Stopped after epoch {self.epoch} of {self.epochs}. You have the network as it was then."
        left = clock.in_words(self.seconds_left)
        if not self.epoch:
            return f"epoch 1 of {self.epochs} has begun: {left}"
        right = f"{100 * self.val_accuracy:.0f} % of the validation names right"
        if self.epoch == self.epochs:
            return f"Done in {self.seconds:.0f} s: loss {self.loss:.2f}, {right}."
        return f"epoch {self.epoch} of {self.epochs}: loss {self.loss:.2f}, {right}, {left}"


@interrupts.deferred_interrupts()
def train(
    cell: str,
    seed: int,
    *,
    task: Surnames,
    recipe: Recipe = Recipe(),
    report: Callable[[NameProgress], Any] = print,
) -> NameModel:
    """Train a network to tell from which country a surname is.

    Interrupt the kernel (■) whenever you like: what was learned so far is returned. TypeError or ValueError, before
    anything is trained, if an argument is not what it should be.

    Parameters
    ----------
    cell
        "SimpleRNN", "LSTM" or "GRU".
    seed
        Sets the first weights, the dropout and the order of the names.
    task
        Names to learn from, and names to validate with after every epoch.
    recipe
        How big a network and how it is trained.
    report
        Called with a `NameProgress` once in the first epoch, and after every epoch.
    """
    checks.one_of("cell", cell, LAYERS)
    seed = checks.integer("seed", seed, 0, 2**32 - 1)
    checks.instance("task", task, Surnames, "Surnames"), checks.instance("recipe", recipe, Recipe, "a Recipe")
    checks.function("report", report)
    import keras

    keras.utils.set_random_seed(seed)
    net = network(cell, recipe, len(task.countries))
    names, labels = _encoded(task.train, task.countries)
    _compile(net, recipe, len(names))
    validation = _batch(*_encoded(task.validation, task.countries), every_letter=False)
    callbacks = _callbacks(report, recipe)
    try:
        net.fit(
            _batches(names, labels, recipe, np.random.default_rng(seed)),
            epochs=recipe.epochs,
            validation_data=validation,
            validation_batch_size=len(validation[0]),
            callbacks=callbacks,
            shuffle=False,  # the batches come shuffled
            verbose=0,
        )
    except KeyboardInterrupt:
        report(replace(callbacks[-1].progress, stopped=True))
    return to_model(net, cell, task.countries)


def network(cell: str, recipe: Recipe, countries: int) -> "keras.Model":
    """The Keras network: indices (B, T) to scores of the countries after every one of them (B, T, countries).

    Padding stands at the end, where a network that reads from left to right meets it last: it needs no mask.
    """
    import keras

    layers = keras.layers
    ids = keras.Input((None,), dtype="int32")
    # Keras' own start, uniform in ±0.05, is 35 times smaller, and training then begins with a long flat stretch.
    embedded = layers.Embedding(VOCABULARY_SIZE, recipe.embedding, keras.initializers.RandomNormal(stddev=1.0))(ids)
    embedded = layers.Dropout(recipe.letter_dropout, noise_shape=(None, None, 1))(embedded)
    states = getattr(layers, cell)(recipe.units, return_sequences=True)(embedded)
    return keras.Model(ids, layers.Dense(countries)(layers.Dropout(recipe.dropout)(states)))


def to_model(network: "keras.Model", cell: str, countries: tuple[str, ...]) -> NameModel:
    """The NumPy model that holds a copy of the network's weights."""
    return NameModel(cell, countries, *(np.array(weight) for weight in network.get_weights()))


def _compile(network: "keras.Model", recipe: Recipe, names: int) -> None:
    """Set the optimizer, the loss and the metric, for so many names an epoch."""
    import keras

    updates = recipe.epochs * math.ceil(names / recipe.batch_size)
    network.compile(
        keras.optimizers.Adam(_learning_rate(recipe, updates), global_clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        weighted_metrics=["accuracy"],
        jit_compile=False,  # translating it would take longer than running it
    )


def _learning_rate(recipe: Recipe, updates: int) -> Any:
    """The learning rate of every update."""
    import keras

    if not recipe.decay:
        return float(recipe.learning_rate)  # Keras takes no integer
    warmup = max(1, updates // 10)
    return keras.optimizers.schedules.CosineDecay(
        0.0, max(1, updates - warmup), warmup_target=recipe.learning_rate, warmup_steps=warmup
    )


def _encoded(pairs: Pairs, countries: tuple[str, ...]) -> tuple[Ids, Ids]:
    names, answers = zip(*pairs, strict=True)
    return encode(names), np.array([countries.index(country) for country in answers], np.int32)


def _batches(names: Ids, labels: Ids, recipe: Recipe, rng: np.random.Generator) -> Any:
    """A data set that is shuffled anew in each epoch, in batches as long as their longest name."""
    import tensorflow as tf

    def epoch() -> Iterator[Batch]:
        for batch in _shuffled_batches((names != PADDING).sum(axis=1), recipe.batch_size, rng):
            yield _batch(names[batch], labels[batch], recipe.every_letter)

    spec = (tf.TensorSpec((None, None), dtype) for dtype in (tf.int32, tf.int32, tf.float32))
    batches = tf.data.Dataset.from_generator(epoch, output_signature=tuple(spec))
    return batches.apply(tf.data.experimental.assert_cardinality(math.ceil(len(names) / recipe.batch_size)))


def _shuffled_batches(lengths: NDArray[np.int_], batch_size: int, rng: np.random.Generator) -> list[NDArray[np.int_]]:
    """Every place once, in batches of about one length, the batches in no order."""
    order = rng.permutation(len(lengths))
    size = batch_size * SORTED_BATCHES
    chunks = (order[i : i + size] for i in range(0, len(order), size))
    order = np.concatenate([chunk[np.argsort(lengths[chunk], kind="stable")] for chunk in chunks])
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def _batch(names: Ids, labels: Ids, every_letter: bool) -> Batch:
    """Indices, the right answer at every step, and how much each step's answer counts, all (B, T).

    Of a name's weight, half is on the end and half is spread over all steps; or all of it is on the end. Keras takes
    the mean over all B · T answers, which T undoes: the loss is a mean over names.
    """
    length = (names != PADDING).sum(axis=1)
    names = names[:, : length.max()]
    weights = (names == END).astype(np.float32)
    if every_letter:
        weights = (weights + (names != PADDING) / length[:, np.newaxis]) / 2
    answers = np.broadcast_to(labels[:, np.newaxis], names.shape)
    return names, answers, (weights * names.shape[1]).astype(np.float32)


def _callbacks(report: Callable[[NameProgress], Any], recipe: Recipe) -> list[Any]:
    """What stops a training whose recipe has a patience; and last, what tells ``report`` where it stands."""
    import keras

    class Report(keras.callbacks.Callback):
        began, time_left = time.perf_counter(), clock.Clock(recipe.epochs)
        progress = NameProgress(0, recipe.epochs, math.nan, math.nan, math.nan, 0.0)

        def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
            interrupts.check()

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            epoch, steps = self.progress.epoch, self.params["steps"]
            where = f"at step {batch + 1} of epoch {epoch + 1}"
            checks.loss(logs["loss"], recipe.learning_rate, where, Recipe.learning_rate)
            left = self.time_left.seconds_left(epoch + (batch + 1) / steps)
            if not epoch and batch + 1 == math.ceil(FIRST_REPORT * steps) < steps:
                report(replace(self.progress, seconds=time.perf_counter() - self.began, seconds_left=left))

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            left, seconds = self.time_left.seconds_left(epoch + 1), time.perf_counter() - self.began
            epochs = epoch + 1 if self.model.stop_training else recipe.epochs
            seen = logs["loss"], logs["val_loss"], logs["val_accuracy"]
            self.progress = NameProgress(epoch + 1, epochs, *seen, seconds, seconds_left=left)
            report(self.progress)

    if recipe.patience is None:
        return [Report()]
    return [keras.callbacks.EarlyStopping(patience=recipe.patience, restore_best_weights=True), Report()]
