"""Training a character model with Keras: batches of windows, one epoch, a loss that falls."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .model import CharModel, Ids, Vocabulary

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


@dataclass(frozen=True)
class Recipe:
    """How big a network, and how it is trained. The defaults are the lesson's: about 90 s on two cores."""

    units: int = 256
    embedding: int = 32
    batch_size: int = 64
    window: int = 64
    epochs: int = 1
    learning_rate: float = 1e-2
    dropout: float = 0.0
    """Share of the GRU's outputs silenced before the dense layer (Srivastava et al. 2014)."""
    weight_drop: float = 0.0
    """Share of the recurrent kernel silenced, anew for every batch (Merity et al. 2017)."""


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
                f"Stopped after step {self.step} of {self.steps}. Nothing is lost: you have the model as it was then. "
                "To go on from it: model = textgen.train(text, model=model)"
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
    ValueError
        If the text is too short for one batch.

    Examples
    --------
    >>> windows(np.arange(9, dtype=np.int32), batch_size=2, window=2)[0].tolist()
    [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]
    """
    batches = (len(ids) - 1) // (batch_size * window)
    if batches < 1:
        raise ValueError(
            f"text has {len(ids)} characters, expected at least {batch_size * window + 1}: "
            f"{batch_size} windows of {window} and one character more"
        )
    used = batches * batch_size * window
    inputs, targets = (part.reshape(batch_size, batches, window) for part in (ids[:used], ids[1 : used + 1]))
    return inputs.swapaxes(0, 1), targets.swapaxes(0, 1)


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
        Sets the initial weights and the dropout; the same seed gives the same model on the same machine.
    recipe
        How big a network and how it is trained.
    model
        Go on from this model, with its vocabulary and size, instead of starting anew.
    report
        Called with a `Progress` after the first step, every ``report_every`` steps and after the last.

    Raises
    ------
    TypeError, ValueError
        If ``text`` is no string, is shorter than one batch of windows, or holds characters that ``model`` does not
        know.
    """
    import keras

    vocabulary = model.vocabulary if model else Vocabulary.of(text)
    ids = vocabulary.encode(text)
    total = recipe.epochs * len(windows(ids, recipe.batch_size, recipe.window)[0])
    keras.utils.set_random_seed(seed)
    if model:
        recipe = replace(recipe, units=model.units, embedding=model.embedding.shape[1])
    net = network(len(vocabulary), recipe)
    if model:
        net.set_weights(model.weights())
    recent: list[float] = []
    began, done = time.perf_counter(), 0

    def progress(stopped: bool = False) -> Progress:
        bits = float(np.mean(recent)) if recent else math.nan
        return Progress(done, total, bits, time.perf_counter() - began, stopped)

    try:
        for done, bits in enumerate(steps(net, ids, recipe, seed), start=1):
            recent.append(bits)
            if done == 1 or done % report_every == 0 or done == total:
                report(progress())
                recent.clear()
    except KeyboardInterrupt:
        with suppress(KeyboardInterrupt):  # ■ may be pressed twice
            report(progress(stopped=True))
    return to_model(net, vocabulary)


def network(vocabulary_size: int, recipe: Recipe) -> "keras.Model":
    """The Keras network: (ids (B, T), state (B, U)) to (logits (B, T, V), state (B, U))."""
    import keras

    layers = keras.layers
    ids = keras.Input((None,), dtype="int32")
    state = keras.Input((recipe.units,))
    # Keras' own start, uniform in ±0.05, is 35 times smaller, and training then begins with a long flat stretch.
    embedded = layers.Embedding(vocabulary_size, recipe.embedding, keras.initializers.RandomNormal(stddev=1.0))(ids)
    states, last = layers.GRU(recipe.units, return_sequences=True, return_state=True)(embedded, initial_state=state)
    logits = layers.Dense(vocabulary_size)(layers.Dropout(recipe.dropout)(states))
    return keras.Model([ids, state], [logits, last])


def to_model(network: "keras.Model", vocabulary: Vocabulary) -> CharModel:
    """The NumPy model that holds a copy of the network's weights."""
    return CharModel(vocabulary, *(np.array(weight) for weight in network.get_weights()))


def steps(network: "keras.Model", ids: Ids, recipe: Recipe, seed: int) -> Iterator[float]:
    """Train in place; after each batch, yield its loss in bits per character."""
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    inputs, _ = windows(ids, recipe.batch_size, recipe.window)
    train_step = _train_step(network, recipe, total=recipe.epochs * len(inputs))
    for epoch in range(recipe.epochs):
        # A later epoch starts elsewhere in the text, so that the cuts between windows fall elsewhere too.
        shift = 0 if epoch == 0 else int(rng.integers(len(ids)))
        inputs, targets = windows(np.roll(ids, -shift), recipe.batch_size, recipe.window)
        state = tf.zeros((recipe.batch_size, recipe.units))
        for x, y in tf.data.Dataset.from_tensor_slices((inputs, targets)):
            loss, state = train_step(x, y, state)
            yield float(loss) / np.log(2)


def _train_step(network: "keras.Model", recipe: Recipe, total: int) -> Callable[..., Any]:
    """One batch: loss, gradient, update. (inputs, targets, state) to (loss in nats, state after the batch)."""
    import keras
    import tensorflow as tf

    warmup = max(1, total // 10)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(1, total - warmup), warmup_target=recipe.learning_rate, warmup_steps=warmup
    )
    optimizer = keras.optimizers.Adam(rate, global_clipnorm=1.0)
    weights = network.trainable_variables
    optimizer.build(weights)
    place = next(i for i, weight in enumerate(weights) if weight.name == "recurrent_kernel")

    @tf.function
    def train_step(x: "tf.Tensor", y: "tf.Tensor", state: "tf.Tensor") -> tuple["tf.Tensor", "tf.Tensor"]:
        whole = tf.identity(weights[place])
        kept = tf.nn.dropout(tf.ones_like(whole), recipe.weight_drop)
        weights[place].assign(whole * kept)
        with tf.GradientTape() as tape:
            logits, state = network([x, state], training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
        gradients = tape.gradient(loss, weights)
        gradients[place] *= kept
        weights[place].assign(whole)
        optimizer.apply_gradients(zip(gradients, weights, strict=True))
        return loss, state

    return train_step
