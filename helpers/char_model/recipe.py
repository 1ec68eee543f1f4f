"""What a training begins with: how big a network and how it is trained, the windows of a text, the first weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .. import checks
from ..characters import Ids
from .model import Floats

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


def batches(ids: Ids, recipe: Recipe, seed: int) -> Iterator[tuple[Ids, Ids, bool]]:
    """The batches of a training without end, (B, T) windows and their targets, and whether the text begins with them.

    Where it does, states begin with zeros; elsewhere they go on from the batch before.
    """
    rng, shift = np.random.default_rng(seed), 0
    while True:
        inputs, targets = windows(np.roll(ids, -shift), recipe.batch_size, recipe.window)
        for batch, (x, y) in enumerate(zip(inputs, targets, strict=True)):
            yield x, y, batch == 0
        # The next time it starts elsewhere in the text, so that the cuts between windows fall elsewhere too.
        shift = int(rng.integers(len(ids)))


def initial_network(vocabulary_size: int, recipe: Recipe) -> "keras.Model":
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
