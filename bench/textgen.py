"""Lesson 07 beside TensorFlow's tutorial on writing text, in one run: training in the same wall time, and generation.

Run alone: ``python -m bench.textgen``. It takes about ten minutes, and needs a machine that does nothing else.
"""

import math
import statistics
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import tensorflow as tf

from bench import tensorflow_step
from helpers import corpora, textgen
from helpers.char_model.model import CharModel
from helpers.char_model.optimizer import AdamW
from helpers.char_model.recipe import initial_network
from helpers.corpora import Corpus
from helpers.textgen import Vocabulary, training
from helpers.textgen.data_parallel import DataParallel

T = TypeVar("T")
TUTORIAL = textgen.Recipe(units=1024, embedding=256, batch_size=64, window=100)
BUFFER_SIZE = 10_000
CHARACTERS = 2000
REPEATS = 5
STEPS = 20
SYMBOLS = 74
TINY = 1_115_394
"""Characters of tiny Shakespeare (Karpathy 2015)."""


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report."""
    yield training_step()
    corpus = corpora.shakespeare()
    yield from trainings(corpus)
    yield any_text(corpus)
    ours, seconds = timed(lambda: textgen.train(corpus.train, report=lambda progress: None))
    theirs, steps = train_like_the_tutorial(corpus.train, seconds)
    bits = textgen.bits_per_char(theirs, corpus.validation)
    yield (
        f"training, the tutorial's model and recipe: {seconds:.0f} s, {steps} steps of {seconds / steps:.2f} s, "
        f"{bits:.3f} bits per character"
    )
    for name, model in (("the lesson's model", ours), ("the pretrained model", textgen.load_pretrained())):
        yield generation(name, model)


def training_step() -> str:
    """How many times as many characters a second the lesson's step takes in as TensorFlow's, the two alternating."""
    recipe, rng = textgen.Recipe(), np.random.default_rng(0)
    network = initial_network(SYMBOLS, recipe)
    x, y = rng.integers(SYMBOLS, size=(2, recipe.batch_size, recipe.window), dtype=np.int32)
    theirs = tensorflow_step.compiled_step(network, recipe.learning_rate, total=1000)
    rival = [tf.constant(rng.integers(SYMBOLS, size=tensorflow_step.BATCH, dtype=np.int32)) for _ in range(2)]
    state = tf.zeros((tensorflow_step.BATCH[0], recipe.units))
    with DataParallel(network.get_weights(), *x.shape) as parallel:
        optimizer = AdamW(parallel.weights)

        def ours() -> None:
            parallel.loss(x, y)
            optimizer.step(parallel.gradient, 1e-3)

        times: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(STEPS):
            times["ours"] += [timed(ours)[1] for _ in range(5)]
            times["theirs"] += [timed(lambda: float(theirs(*rival, state)[0]))[1] for _ in range(5)]
    fast, slow = (statistics.median(seconds[5:]) for seconds in times.values())  # the first builds the graph
    ratio = (x.size / fast) / (math.prod(tensorflow_step.BATCH) / slow)
    return (
        f"a step of the lesson's training: {1000 * fast:.0f} ms for {x.size:,} characters; TensorFlow's "
        f"{1000 * slow:.0f} ms for {math.prod(tensorflow_step.BATCH):,}: {ratio:.2f} times as many characters a second"
    )


def trainings(corpus: Corpus) -> Iterator[str]:
    """The lesson's training, and beside it the one that TensorFlow carried out before."""
    theirs, slow = timed(lambda: tensorflow_step.train(corpus.train))
    ours, fast = timed(lambda: textgen.train(corpus.train, report=lambda progress: None))
    for name, model, seconds in (("TensorFlow's", theirs, slow), ("ours", ours, fast)):
        bits = textgen.bits_per_char(model, corpus.validation)
        yield f"training, {name}: {seconds:.0f} s, {bits:.3f} bits per character"


def any_text(corpus: Corpus) -> str:
    """A text of the size of tiny Shakespeare, the file that such networks are often tried on; its end is held out."""
    text, held_out = corpus.train[: TINY * 9 // 10], corpus.train[TINY * 9 // 10 : TINY]
    model, seconds = timed(lambda: textgen.train(text, report=lambda progress: None))
    nats = textgen.bits_per_char(model, held_out) * math.log(2)
    return (
        f"training on {len(text):,} characters: {seconds:.0f} s, {nats:.3f} nats on the {len(held_out):,} that follow"
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
    return training.to_model(network, vocabulary), steps


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
