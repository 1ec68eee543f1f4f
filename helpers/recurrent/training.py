"""Networks trained side by side, all in one compiled program, which is many times faster than one after the other.

Every array of weights has one axis more than Keras', the first: the networks. They share nothing, neither data nor
gradient; each sees the batches that its own seed draws. They begin with the weights that Keras draws, and what comes
back fits into Keras' layers again.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import checks, clock
from ..cells import CellWeights
from ..training import follow
from .tasks import RIGHT_WITHIN, Samples

if TYPE_CHECKING:
    import tensorflow as tf

Floats = NDArray[np.float32]
Draw = Callable[..., Samples]
"""Draws so many samples of a task: (samples, seed=generator)."""

BATCH_SIZE = 64
STEPS_A_CALL = 10
"""Of the compiled program; between two calls a training can be stopped."""
REPORTS = 6
"""About as many lines of progress has a training."""
FIRST_REPORT = 2 * STEPS_A_CALL
"""Steps until a rate is known: the first call compiles the program."""
PROGRAMS = 32
"""Compiled programs that are kept: compiling one takes seconds, and an interrupted training is often begun anew."""
CLIP_NORM = 1.0
ADAM = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}  # as in Keras


class Weights(NamedTuple):
    """A layer and the dense layer after it, as ``model.get_weights()`` gives them; perhaps with an axis of networks."""

    kernel: Any
    recurrent_kernel: Any
    bias: Any
    output_kernel: Any
    output_bias: Any

    @property
    def layer(self) -> CellWeights:
        """Those of the recurrent layer alone."""
        return CellWeights(self.kernel, self.recurrent_kernel, self.bias)


@dataclass(frozen=True)
class Variant:
    """An LSTM, perhaps without one of its parts.

    A gate is learned (None) or fixed at a number. With ``coupled`` the input gate is what the forget gate leaves,
    1 - forget. Without ``candidate_tanh`` or ``output_tanh`` what goes into or comes out of the carry is not squashed.
    """

    input: float | None = None
    forget: float | None = None
    output: float | None = None
    coupled: bool = False
    candidate_tanh: bool = True
    output_tanh: bool = True


FULL = Variant()


def initial_weights(
    cell: str,
    features: int,
    units: int,
    outputs: int,
    seed: int,
    forget_bias: float = 1.0,
    input_bias: float = 0.0,
) -> Weights:
    """What Keras draws for a layer and a dense layer after it, after ``keras.utils.set_random_seed(seed)``.

    ``forget_bias`` and ``input_bias``: what these gates of an LSTM begin with; Keras' defaults are 1 (Jozefowicz et al.
    2015) and 0.
    """
    import keras

    keras.utils.set_random_seed(seed)
    layers = [getattr(keras.layers, cell)(units), keras.layers.Dense(outputs)]
    weights = Weights(*keras.Sequential([keras.Input((None, features)), *layers]).get_weights())
    if cell == "LSTM":
        weights.bias[:units], weights.bias[units : 2 * units] = input_bias, forget_bias
    return weights


def stack_weights(networks: Sequence[Weights]) -> Weights:
    """Weights of several networks as arrays with the networks first."""
    return Weights(*(np.stack(arrays) for arrays in zip(*networks, strict=True)))


def unstack_weights(weights: Weights) -> tuple[Weights, ...]:
    """The networks one by one: `stack_weights`, undone."""
    return tuple(Weights(*arrays) for arrays in zip(*map(np.array, weights), strict=True))


def simple_rnn_step(memory: "list[tf.Tensor]", x_proj: "tf.Tensor", weights: Weights) -> "list[tf.Tensor]":
    """``memory``: [state]; ``x_proj`` (networks, batch, units) is what the input and the bias bring."""
    import tensorflow as tf

    return [tf.tanh(x_proj + memory[0] @ weights.recurrent_kernel)]


def gru_step(memory: "list[tf.Tensor]", x_proj: "tf.Tensor", weights: Weights) -> "list[tf.Tensor]":
    """As `simple_rnn_step`, but ``x_proj`` has three blocks of columns: update gate, reset gate, candidate."""
    import tensorflow as tf

    state = memory[0]
    h_proj = state @ weights.recurrent_kernel + weights.bias[:, 1, tf.newaxis]
    (z, r, k), (z_h, r_h, k_h) = tf.split(x_proj, 3, axis=-1), tf.split(h_proj, 3, axis=-1)
    update, reset = tf.sigmoid(z + z_h), tf.sigmoid(r + r_h)
    candidate = tf.tanh(k + reset * k_h)
    return [candidate + update * (state - candidate)]


def lstm_step(
    memory: "list[tf.Tensor]", x_proj: "tf.Tensor", weights: Weights, variants: Sequence[Variant]
) -> "list[tf.Tensor]":
    """As `simple_rnn_step`, with four blocks: input gate, forget gate, candidate, output gate; [state, carry].

    ``variants``: one for each network.
    """
    import tensorflow as tf

    def each(choose: Callable[[Variant], Any]) -> "tf.Tensor":
        return tf.constant([choose(variant) for variant in variants])[:, tf.newaxis, tf.newaxis]

    def gate(name: str, total: "tf.Tensor") -> "tf.Tensor":
        is_learned = each(lambda variant: getattr(variant, name) is None)
        return tf.where(is_learned, tf.sigmoid(total), each(lambda variant: float(getattr(variant, name) or 0)))

    state, carry = memory
    i, f, k, o = tf.split(x_proj + state @ weights.recurrent_kernel, 4, axis=-1)
    forget, output = gate("forget", f), gate("output", o)
    input_gate = tf.where(each(lambda variant: variant.coupled), 1 - forget, gate("input", i))
    candidate = tf.where(each(lambda variant: variant.candidate_tanh), tf.tanh(k), k)
    carry = forget * carry + input_gate * candidate
    return [output * tf.where(each(lambda variant: variant.output_tanh), tf.tanh(carry), carry), carry]


def forward(cell: str, weights: Weights, x: "tf.Tensor", every_step: bool, variants: Sequence[Variant]) -> "tf.Tensor":
    """The networks' logits for x (networks, batch, length), or (..., features) of amounts.

    (networks, batch, outputs), after the last step; with ``every_step`` (networks, batch, length, outputs).
    """
    import tensorflow as tf

    networks, units, _ = weights.recurrent_kernel.shape
    if x.dtype.is_integer:
        x = tf.one_hot(x, weights.kernel.shape[1])
    _, batch, length, features = x.shape
    bias = weights.bias[:, 0] if cell == "GRU" else weights.bias
    x_proj = tf.reshape(x, (networks, batch * length, features)) @ weights.kernel + bias[:, tf.newaxis]
    by_step = tf.transpose(tf.reshape(x_proj, (networks, batch, length, -1)), (2, 0, 1, 3))
    start = [tf.zeros((networks, batch, units))] * (2 if cell == "LSTM" else 1)

    lstm = partial(lstm_step, variants=variants)
    cells: dict[str, Callable[..., Any]] = {"SimpleRNN": simple_rnn_step, "LSTM": lstm, "GRU": gru_step}
    step = partial(cells[cell], weights=weights)

    if not every_step:
        return _last(step, by_step, start) @ weights.output_kernel + weights.output_bias[:, tf.newaxis]
    states = tf.transpose(tf.scan(step, by_step, start)[0], (1, 2, 0, 3))
    flat = tf.reshape(states, (networks, batch * length, units))
    logits = flat @ weights.output_kernel + weights.output_bias[:, tf.newaxis]
    return tf.reshape(logits, (networks, batch, length, -1))


def _last(step: Callable[..., Any], by_step: "tf.Tensor", memory: "list[tf.Tensor]") -> "tf.Tensor":
    """The state after the last step; half as much work as `tf.scan`, which keeps all of them."""
    import tensorflow as tf

    length = by_step.shape[0]
    _, state, *_ = tf.while_loop(
        lambda t, *_: t < length,
        lambda t, *memory: [t + 1, *step(memory, by_step[t])],
        [0, *memory],
        maximum_iterations=length,  # which lets XLA make room for the way back
    )
    return state


def loss_and_correct(logits: "tf.Tensor", targets: "tf.Tensor") -> "tuple[tf.Tensor, tf.Tensor]":
    """Of each answer: its loss (nats, or the squared error) and whether it is right (1 or 0)."""
    import tensorflow as tf

    if targets.dtype.is_integer:
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(targets, logits)
        return loss, tf.cast(tf.argmax(logits, axis=-1, output_type=targets.dtype) == targets, tf.float32)
    error = logits[..., 0] - targets
    return error**2, tf.cast(tf.abs(error) < RIGHT_WITHIN, tf.float32)


@dataclass(frozen=True, eq=False)
class Training:
    """What is to be trained.

    ``networks`` are their first weights, stacked. There may be several to a seed: network i learns from the batches of
    ``seeds[i % len(seeds)]``. ``variants``, of LSTMs, has one for each network.
    """

    cell: str
    networks: Weights
    draw: Draw
    seeds: Sequence[int]
    steps: int
    learning_rate: float
    variants: Sequence[Variant] = ()


@dataclass(frozen=True, eq=False)
class Trained:
    """What has become of it by now: ``losses`` and ``correct`` (steps, networks).

    They are means over the batch of each step, before its update: every batch is new, so they are honest.
    """

    weights: Weights
    losses: Floats
    correct: Floats

    @property
    def steps(self) -> int:
        return len(self.losses)


def train(training: Training) -> Iterator[Trained]:
    """Train with Adam, each network's gradient cut to a norm of 1; yield what has become of it every 10 steps."""
    import tensorflow as tf

    rngs = [np.random.default_rng([seed, 1]) for seed in training.seeds]
    run = _program(training.cell, variant_per_network(training.networks, training.variants), training.learning_rate)
    first = [0.0, *training.networks, *2 * [*map(np.zeros_like, training.networks)]]
    adam = [tf.constant(array, tf.float32) for array in first]
    history: list[tuple[Floats, Floats]] = []
    for done in range(0, training.steps, STEPS_A_CALL):
        now = min(STEPS_A_CALL, training.steps - done)
        adam, *measured = run(adam, *_batches(training.draw, rngs), tf.constant(now))
        history.append(tuple(array.numpy()[:now] for array in measured))
        losses, correct = map(np.concatenate, zip(*history, strict=True))
        yield Trained(Weights(*(array.numpy() for array in adam[1:6])), losses, correct)


@dataclass(frozen=True)
class TrainingProgress:
    """Where a training stands: ``correct`` is the share right in the last steps, the mean of all networks."""

    name: str
    step: int
    steps: int
    correct: float
    seconds_left: float
    """Of all that is to be trained."""
    stopped: bool = False

    def __str__(self) -> str:
        if self.stopped:
            return f"Stopped at {self.name}, step {self.step} of {self.steps}. You have what was learned by then."
        rest = f"{clock.in_words(self.seconds_left)} in all" if self.seconds_left else "all is trained"
        return f"{self.name}, step {self.step} of {self.steps}: {self.correct:.0%} right, {rest}"


def train_all(trainings: Mapping[str, Training], report: Callable[[TrainingProgress], None]) -> dict[str, Trained]:
    """Train one after the other; a deferred interrupt (■) ends it with what has been trained by then.

    The last may be half trained then, and those that had not begun come back as they were.
    """
    checks.function("report", report)
    trained = {}
    for name, training in trainings.items():
        no_steps = np.empty((0, len(training.networks.kernel)), np.float32)
        trained[name] = Trained(training.networks, no_steps, no_steps)
    name, training = next(iter(trainings.items()))
    begun = TrainingProgress(name, 0, training.steps, math.nan, math.nan)
    follow(_progress(trainings, trained), begun, report, lambda progress: is_due(progress.step, progress.steps))
    return trained


def _progress(trainings: Mapping[str, Training], trained: dict[str, Trained]) -> Iterator[TrainingProgress]:
    """Train one after the other, and keep in ``trained`` what has become of each."""
    time_left = clock.Clock(*map(work, trainings.values()))
    for index, (name, training) in enumerate(trainings.items()):
        for trained[name] in train(training):
            done = trained[name].steps
            correct = float(trained[name].correct[-STEPS_A_CALL:].mean())
            seconds = time_left.seconds_left(done / training.steps * work(training), index)
            yield TrainingProgress(name, done, training.steps, correct, seconds)


def is_due(done: int, steps: int) -> bool:
    """Whether a training reports after so many steps: as soon as the time left is known, then now and then."""
    every = max(STEPS_A_CALL, steps // REPORTS // STEPS_A_CALL * STEPS_A_CALL)
    return done in (FIRST_REPORT, steps) or (done > FIRST_REPORT and done % every == 0)


def work(training: Training) -> float:
    """About how long a training takes, in a unit of its own: numbers of the recurrent kernels times steps."""
    return float(np.size(training.networks.recurrent_kernel) * training.steps)


def _batches(draw: Draw, rngs: Sequence[np.random.Generator]) -> "tuple[tf.Tensor, tf.Tensor]":
    """Batches for one call: (steps, seeds, batch, ...)."""

    def by_step(by_seed: list[NDArray[Any]]) -> "tf.Tensor":
        array = np.stack(by_seed)
        return _tensor(array.reshape(len(rngs), STEPS_A_CALL, BATCH_SIZE, *array.shape[2:]).swapaxes(0, 1))

    drawn = [draw(STEPS_A_CALL * BATCH_SIZE, seed=rng) for rng in rngs]
    return by_step([samples.inputs for samples in drawn]), by_step([samples.targets for samples in drawn])


def _tensor(array: NDArray[Any]) -> "tf.Tensor":
    import tensorflow as tf

    return tf.constant(array, tf.float32 if array.dtype.kind == "f" else tf.int32)


@lru_cache(PROGRAMS)
def _program(cell: str, variants: tuple[Variant, ...], learning_rate: float) -> Callable[..., Any]:
    """What is compiled: (Adam's numbers, inputs, targets, how many steps) to (Adam's numbers, losses, correct)."""
    import tensorflow as tf

    def losses_of(weights: Weights, x: "tf.Tensor", y: "tf.Tensor") -> "tuple[tf.Tensor, tf.Tensor]":
        per_seed = len(variants) // x.shape[0]
        x, y = tf.concat([x] * per_seed, axis=0), tf.concat([y] * per_seed, axis=0)
        loss, correct = loss_and_correct(forward(cell, weights, x, y.shape.rank == 3, variants), y)
        each = tuple(range(1, loss.shape.rank))
        return tf.reduce_mean(loss, each), tf.reduce_mean(correct, each)

    def run(adam: "list[tf.Tensor]", inputs: "tf.Tensor", targets: "tf.Tensor", steps: "tf.Tensor") -> Any:
        def one(
            i: "tf.Tensor", adam: "list[tf.Tensor]", losses_out: "tf.TensorArray", correct_out: "tf.TensorArray"
        ) -> Any:
            weights = Weights(*adam[1:6])
            with tf.GradientTape() as tape:
                tape.watch(list(weights))
                losses, correct = losses_of(weights, inputs[i], targets[i])
                total = tf.reduce_sum(losses)  # whose gradient along one network's weights is that of its own loss
            moved = adam_step(adam, clipped(tape.gradient(total, list(weights))), learning_rate)
            return i + 1, moved, losses_out.write(i, losses), correct_out.write(i, correct)

        start = (0, adam, tf.TensorArray(tf.float32, inputs.shape[0]), tf.TensorArray(tf.float32, inputs.shape[0]))
        _, adam, losses_out, correct_out = tf.while_loop(lambda i, *_: i < steps, one, start)
        return adam, losses_out.stack(), correct_out.stack()

    return tf.function(run, jit_compile=True, autograph=False)


def variant_per_network(networks: Weights, variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """A variant for each network: full LSTMs where none are given."""
    return tuple(variants or [FULL] * len(networks.kernel))


@lru_cache(PROGRAMS)
def _judge(cell: str, variants: tuple[Variant, ...]) -> Callable[..., Any]:
    """What is compiled to judge trained networks: (weights, inputs, targets) to (losses, correct)."""
    import tensorflow as tf

    def run(weights: "list[tf.Tensor]", x: "tf.Tensor", y: "tf.Tensor") -> Any:
        x, y = (tf.broadcast_to(tensor, (len(variants), *tensor.shape)) for tensor in (x, y))
        return loss_and_correct(forward(cell, Weights(*weights), x, y.shape.rank == 3, variants), y)

    return tf.function(run, jit_compile=True, autograph=False)


def clipped(gradients: "list[tf.Tensor]") -> "list[tf.Tensor]":
    """Each network's gradient, all its arrays together, cut to a norm of at most 1."""
    import tensorflow as tf

    squares = [tf.reduce_sum(g**2, axis=tuple(range(1, g.shape.rank))) for g in gradients]
    scale = 1 / tf.maximum(tf.sqrt(tf.add_n(squares)), CLIP_NORM)
    return [g * tf.reshape(scale, (-1, *[1] * (g.shape.rank - 1))) for g in gradients]


def adam_step(adam: "list[tf.Tensor]", gradients: "list[tf.Tensor]", learning_rate: float) -> "list[tf.Tensor]":
    """One step of Adam (Kingma & Ba 2015) as Keras takes it: [steps done, weights, means, mean squares]."""
    import tensorflow as tf

    count, third = adam[0] + 1, len(gradients)
    weights, means, squares = adam[1 : third + 1], adam[third + 1 : 2 * third + 1], adam[2 * third + 1 :]
    b1, b2 = ADAM["beta_1"], ADAM["beta_2"]
    means = [b1 * mean + (1 - b1) * g for mean, g in zip(means, gradients, strict=True)]
    squares = [b2 * square + (1 - b2) * g**2 for square, g in zip(squares, gradients, strict=True)]
    rate = learning_rate * tf.sqrt(1 - b2**count) / (1 - b1**count)
    moved = zip(weights, means, squares, strict=True)
    weights = [w - rate * mean / (tf.sqrt(square) + ADAM["epsilon"]) for w, mean, square in moved]
    return [count, *weights, *means, *squares]


def evaluate(cell: str, networks: Weights, samples: Samples, variants: Sequence[Variant] = ()) -> tuple[Floats, Floats]:
    """Loss of every answer to the same samples, and whether it is right: (networks, samples) each, or (..., length)."""
    import tensorflow as tf

    held = [tf.constant(array) for array in networks]
    answer = _judge(cell, variant_per_network(networks, variants))
    number = len(samples.inputs)
    padded = -(-number // BATCH_SIZE) * BATCH_SIZE  # up to whole batches, which are all alike to the compiler
    inputs, targets = (np.resize(array, (padded, *array.shape[1:])) for array in (samples.inputs, samples.targets))
    batches = [slice(start, start + BATCH_SIZE) for start in range(0, padded, BATCH_SIZE)]
    found = [answer(held, _tensor(inputs[batch]), _tensor(targets[batch])) for batch in batches]
    losses, correct = (np.concatenate([part.numpy() for part in column], axis=1) for column in zip(*found, strict=True))
    return losses[:, :number], correct[:, :number]
