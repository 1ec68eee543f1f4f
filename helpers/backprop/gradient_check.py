"""Independent answers to the question that backpropagation answers: nudges of a weight, TensorFlow's tape, Keras.

None of them uses ``Network.gradients``; `check_gradients` holds it against each. TensorFlow is imported when needed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .. import checks
from ..checks import Floats
from .network import Network, as_network
from .parameters import PARAMETERS, Parameters
from .tables import Table

if TYPE_CHECKING:
    import keras


class Nudge(NamedTuple):
    """What a nudge of one size says about a slope, and by how much that misses the chain rule's answer."""

    size: float
    slope: float
    difference: float


class Check(NamedTuple):
    """One way to find the gradients, and its largest difference from the hand-made ones, over all parameters."""

    method: str
    largest_difference: float


def nudges(network: Network, name: str, x: Floats, target: Floats, sizes: Sequence[float]) -> Table[Nudge]:
    """Slopes found by making one weight a little larger: (E(w + size) - E(w)) / size, for each size > 0."""
    exact = as_network(network).gradients(x, target).weight(name)
    before, weight = network.loss(x, target), network.weight(name)
    rows = []
    for size in checks.numbers("sizes", sizes, (None,)).tolist():
        nudged = network.with_weight(name, weight + checks.positive("sizes", size))
        slope = (nudged.loss(x, target) - before) / size
        rows.append(Nudge(size, slope, slope - exact))
    return Table(rows, (".0e", ".9f", "+.1e"))


def check_gradients(network: Network, x: Floats, target: Floats) -> Table[Check]:
    """The largest difference between the hand-made gradients and those found in three independent ways."""
    by_hand = as_network(network).gradients(x, target)
    x, target = np.asarray(x, np.float64), np.asarray(target, np.float64)
    others = {
        "finite differences": finite_differences,
        "tf.GradientTape": gradient_tape,
        "Keras, one training step": keras_step,
    }
    rows = [Check(way, largest_difference(by_hand, find(network, x, target))) for way, find in others.items()]
    return Table(rows, ("", ".0e"))


def largest_difference(a: Parameters, b: Parameters) -> float:
    """The largest absolute difference between two gradients, over all weights and biases."""
    return max(float(np.abs(getattr(a, name) - getattr(b, name)).max()) for name in PARAMETERS)


def finite_differences(network: Network, x: Floats, target: Floats) -> Parameters:
    """The slopes of the error by nudging each weight and bias both ways, twice as far the second time.

    (8 (E(w + s) - E(w - s)) - (E(w + 2s) - E(w - 2s))) / 12s misses the slope by a term in s^4 only.
    """
    # Small beside the distance over which an output bends; a power of 2, so that w + size is not rounded.
    steepest = max(1.0, np.abs(x).max()) * max(1.0, np.abs(network.output_weights).max())
    size = float(2.0 ** -np.ceil(9 + np.log2(steepest)))

    def slope(name: str, index: tuple[int, ...]) -> float:
        def loss(steps: int) -> float:
            values = getattr(network, name).copy()
            values[index] += steps * size
            return network.updated(**{name: values}).loss(x, target)

        return (8 * (loss(1) - loss(-1)) - (loss(2) - loss(-2))) / (12 * size)

    def slopes(name: str) -> Floats:
        shape = getattr(network, name).shape
        return np.array([slope(name, index) for index in np.ndindex(shape)]).reshape(shape)

    return Parameters(*map(slopes, PARAMETERS))


def gradient_tape(network: Network, x: Floats, target: Floats) -> Parameters:
    """The gradients by ``tf.GradientTape``: TensorFlow records the forward pass and differentiates the record."""
    import tensorflow as tf

    variables = [tf.Variable(getattr(network, name)) for name in PARAMETERS]
    hidden_weights, output_weights, hidden_bias, output_bias = variables
    with tf.GradientTape() as tape:
        hidden = tf.sigmoid(tf.linalg.matvec(hidden_weights, x) + hidden_bias)
        output = tf.sigmoid(tf.linalg.matvec(output_weights, hidden) + output_bias)
        loss = 0.5 * tf.reduce_sum((target - output) ** 2)
    return Parameters(*(gradient.numpy() for gradient in tape.gradient(loss, variables)))


def keras_model(network: Network) -> "keras.Model":
    """A Keras model of the same shape and weights. Keras keeps its kernels the other way round: (in, out)."""
    import keras

    inputs, hidden, outputs = network.sizes
    model = keras.Sequential(
        [
            keras.Input((inputs,), dtype="float64"),
            keras.layers.Dense(hidden, activation="sigmoid", dtype="float64", name="hidden"),
            keras.layers.Dense(outputs, activation="sigmoid", dtype="float64", name="output"),
        ]
    )
    model.set_weights([network.hidden_weights.T, network.hidden_bias, network.output_weights.T, network.output_bias])
    return model


def keras_step(network: Network, x: Floats, target: Floats) -> Parameters:
    """The gradients read off one training step of Keras: with a learning rate of 1, by how much each weight shrank.

    Keras' mean squared error over n outputs is our E times 2/n, which a learning rate of n/2 makes up for.
    """
    import keras

    model = keras_model(network)
    before = model.get_weights()
    model.compile(
        keras.optimizers.SGD(network.sizes[2] / 2), keras.losses.MeanSquaredError(dtype="float64"), run_eagerly=True
    )
    model.train_on_batch(np.array([x]), np.array([target]))
    kernel, bias, output_kernel, output_bias = (b - a for b, a in zip(before, model.get_weights(), strict=True))
    return Parameters(kernel.T, output_kernel.T, bias, output_bias)
