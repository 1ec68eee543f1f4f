"""Training a character model with Keras: batches of windows, one epoch, a loss that falls."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    """Where a training stands: ``bits`` is the mean over the batches since the last report."""

    step: int
    steps: int
    bits: float
    seconds: float

    @property
    def seconds_left(self) -> float:
        return self.seconds / self.step * (self.steps - self.step)


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


def network(vocabulary_size: int, recipe: Recipe) -> "keras.Model":
    """The Keras network: (ids (B, T), state (B, U)) to (logits (B, T, V), state (B, U))."""
    import keras

    layers = keras.layers
    ids = keras.Input((None,), dtype="int32")
    state = keras.Input((recipe.units,))
    # Keras' own start for embeddings is 20 times smaller, and training then begins with a long flat stretch.
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
