"""Train the networks of the gate view of lesson 05: ``python -m research.gate_networks``, a minute or two on two cores.

They go to ``helpers/recurrent/gates.npz``. The last bits of their weights depend on the processor, and so a second run
elsewhere gives networks that are as good, not equal ones.
"""

import numpy as np
from numpy.typing import NDArray

from helpers.recurrent.gates import LETTERS, PRETRAINED, SYMBOLS, LatestLetterModel, save_models

SEEDS = range(8)
TIMESTEPS, BATCH, LEARNING_RATE, MAX_LETTER_RATE = 40, 64, 1e-2, 0.3


def train_model(seed: int, units: int = 8, steps: int = 1000) -> LatestLetterModel:
    """Train a network to say, after every step, which letter came last; about ten seconds.

    Each step of the training sees 64 sequences of 40 characters that no other sees.
    """
    import keras

    keras.utils.set_random_seed(seed)
    layers = [keras.layers.LSTM(units, return_sequences=True), keras.layers.Dense(len(LETTERS), "softmax")]
    model = keras.Sequential([keras.Input((None, len(SYMBOLS))), *layers])
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(keras.optimizers.Adam(rate, global_clipnorm=1.0), "sparse_categorical_crossentropy")
    symbols, latest = random_signals(BATCH * steps, TIMESTEPS, np.random.default_rng(seed))
    x = np.eye(len(SYMBOLS), dtype=np.float32)[symbols]
    asked = latest < len(LETTERS)  # before the first letter there is nothing to say
    targets = np.where(asked, latest, 0)
    model.fit(x, targets, sample_weight=asked.astype(np.float32), batch_size=BATCH, shuffle=False, verbose=0)
    return LatestLetterModel(*model.get_weights())


def random_signals(samples: int, timesteps: int, rng: np.random.Generator) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Sequences to learn from, and the letter that came last at each of their steps.

    Both are places among `SYMBOLS`, (samples, timesteps); the place of the dot says that no letter has come yet. Every
    sequence has its own rate at which letters come, from 0 to 0.3 a step.
    """
    dot = len(LETTERS)
    sent = rng.random((samples, timesteps)) < rng.uniform(0, MAX_LETTER_RATE, size=(samples, 1))
    symbols = np.where(sent, rng.integers(0, dot, size=sent.shape), dot)
    last_sent = np.maximum.accumulate(np.where(sent, np.arange(timesteps), 0), axis=1)
    return symbols, np.take_along_axis(symbols, last_sent, axis=1)


if __name__ == "__main__":
    save_models([train_model(seed) for seed in SEEDS], PRETRAINED)
