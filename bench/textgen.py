"""Lesson 06 beside TensorFlow's tutorial on writing text, in one run: training in the same wall time, and generation.

Run alone: ``python -m bench.textgen``. It takes about five minutes, and needs a machine that does nothing else.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np

from helpers import corpora, textgen
from helpers.textgen import CharModel, Vocabulary, training

T = TypeVar("T")
TUTORIAL = textgen.Recipe(units=1024, embedding=256, batch_size=64, window=100)
BUFFER_SIZE = 10_000
CHARACTERS = 2000
REPEATS = 5
STEPS = 20
SYMBOLS = 74


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report."""
    yield training_step()
    corpus = corpora.shakespeare()
    ours, seconds = timed(lambda: textgen.train(corpus.train, report=lambda progress: None))
    yield f"training, ours: {seconds:.0f} s, {textgen.bits_per_char(ours, corpus.validation):.3f} bits per character"
    theirs, steps = train_like_the_tutorial(corpus.train, seconds)
    bits = textgen.bits_per_char(theirs, corpus.validation)
    yield (
        f"training, the tutorial's model and recipe: {seconds:.0f} s, {steps} steps of {seconds / steps:.2f} s, "
        f"{bits:.3f} bits per character"
    )
    for name, model in (("the lesson's model", ours), ("the pretrained model", textgen.load_pretrained())):
        yield generation(name, model)


def training_step() -> str:
    """Seconds that a step of the lesson's training takes, and the same step with the gradient that Keras derives."""
    import keras
    import tensorflow as tf

    recipe = textgen.Recipe()
    network = textgen.network(SYMBOLS, recipe)
    shape = recipe.batch_size, recipe.window
    x, y = (tf.constant(ids) for ids in np.random.default_rng(0).integers(SYMBOLS, size=(2, *shape), dtype=np.int32))
    state = tf.zeros((recipe.batch_size, recipe.units))
    optimizer = keras.optimizers.Adam(recipe.learning_rate, global_clipnorm=1.0)

    @tf.function
    def derived(x: tf.Tensor, y: tf.Tensor, state: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            logits, state = network([x, state], training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
        weights = network.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
        return loss, state

    ours, theirs = [], []
    written_out = training.compiled_step(network, recipe, total=1000)
    for _ in range(STEPS + 1):  # the first step builds the graph
        ours.append(timed(lambda: float(written_out(x, y, state)[0]))[1])
        theirs.append(timed(lambda: float(derived(x, y, state)[0]))[1])
    fast, slow = (statistics.median(times[1:]) for times in (ours, theirs))
    return (
        f"a step of the lesson's training: {1000 * fast:.0f} ms; with the gradient that Keras derives "
        f"{1000 * slow:.0f} ms: {slow / fast:.1f} times"
    )


def train_like_the_tutorial(text: str, seconds: float) -> tuple[CharModel, int]:
    """GRU-1024, shuffled windows of 100, Adam as it comes; stopped when ``seconds`` are over."""
    import keras
    import tensorflow as tf

    vocabulary = Vocabulary.of(text)
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.layers.Embedding(len(vocabulary), TUTORIAL.embedding),
            keras.layers.GRU(TUTORIAL.units, return_sequences=True),
            keras.layers.Dense(len(vocabulary)),
        ]
    )
    windows = tf.data.Dataset.from_tensor_slices(vocabulary.encode(text)).batch(
        TUTORIAL.window + 1, drop_remainder=True
    )
    pairs = windows.map(lambda window: (window[:-1], window[1:])).shuffle(BUFFER_SIZE, seed=0)
    batches = pairs.batch(TUTORIAL.batch_size, drop_remainder=True).prefetch(tf.data.AUTOTUNE)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile("adam", loss, jit_compile=False)  # Keras would compile it, which is slower on a CPU
    began, steps = time.perf_counter(), 0

    class StopInTime(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            nonlocal steps
            steps = batch + 1
            self.model.stop_training = time.perf_counter() - began >= seconds

    network.fit(batches, epochs=1, verbose=0, callbacks=[StopInTime()])
    return textgen.to_model(network, vocabulary), steps


def generation(name: str, model: CharModel) -> str:
    """Characters per second of both ways of writing, the same draws for both, alternating."""
    from .one_step import OneStep

    draws = np.random.default_rng(0).random(CHARACTERS)
    one_step = OneStep(model)
    one_step.write("ROMEO:\n", draws[:10])  # builds its graphs
    theirs, ours = [], []
    for _ in range(REPEATS):
        text, seconds = timed(lambda: one_step.write("ROMEO:\n", draws))
        theirs.append(seconds)
        same, seconds = timed(lambda: "".join(textgen.stream(model, "ROMEO:\n", CHARACTERS, seed=0)))
        ours.append(seconds)
    slow, fast = statistics.median(theirs), statistics.median(ours)
    return (
        f"generation, {name} ({model.units} units): {CHARACTERS / fast:,.0f} characters per second, the tutorial's way "
        f"{CHARACTERS / slow:,.0f}: {slow / fast:.1f} times; the same text: {text == same}"
    )


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """What an action returns, and the seconds it took."""
    began = time.perf_counter()
    result = action()
    return result, time.perf_counter() - began


if __name__ == "__main__":
    main()
