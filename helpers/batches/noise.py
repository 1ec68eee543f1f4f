"""How far the slopes that a batch gives are from the slopes that all samples give."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..checks import integer, integers, numbers, short_repr

if TYPE_CHECKING:
    import keras

MAX_DRAWS = 10_000


def gradient_noise(
    network: "keras.Model", x: ArrayLike, y: ArrayLike, sizes: Sequence[int], draws: int = 30, seed: int = 0
) -> dict[int, float]:
    """The noise in the gradient of a batch, relative to the gradient of all samples.

    For each size, random batches are drawn. The noise is the root of the mean squared distance between a batch's
    gradient and that of all samples, all weights together, divided by the length of the latter. Nothing is trained.

    Parameters
    ----------
    network
        A compiled Keras model with one output; its loss is measured.
    x, y
        Samples, of shape (samples, inputs), and their targets, of shape (samples,).
    sizes
        Batch sizes, at most as many as there are samples.
    draws
        How many batches of each size, at most 10,000.
    seed
        Decides which.

    Returns
    -------
    dict
        Batch size: noise; 1 means that the noise is as long as the gradient itself.
    """
    inputs, targets = numbers("x", x, (None, None)), numbers("y", y, (None,))
    if len(inputs) != len(targets):
        raise ValueError(f"x has {len(inputs)} samples and y has {len(targets)}, expected as many")
    sizes = integers("sizes", sizes, 1, len(inputs))
    integer("draws", draws, 1, MAX_DRAWS)
    rng = np.random.default_rng(integer("seed", seed, 0))
    _check_network(network, inputs)
    everything = _gradient(network, inputs, targets)
    length = float(np.linalg.norm(everything))
    if not 0 < length < np.inf:
        raise ValueError(f"network has a slope of length {length:g} on all samples, expected one > 0 to compare with")
    noise = {}
    for size in sizes:
        drawn = (rng.choice(len(inputs), size, replace=False) for _ in range(draws))
        squared = [np.sum((_gradient(network, inputs[batch], targets[batch]) - everything) ** 2) for batch in drawn]
        noise[size] = float(np.sqrt(np.mean(squared))) / length
    return noise


def _check_network(network: "keras.Model", x: NDArray[np.float64]) -> None:
    import keras

    if not isinstance(network, keras.Model) or not network.compiled:
        raise TypeError(f"network is {short_repr(network)}, expected a Keras model that has been compiled")
    try:
        shape = tuple(network(x[:1]).shape)
    except ValueError as error:
        raise ValueError(f"x has shape {x.shape}, expected what network takes ({error})") from None
    if shape != (1, 1):
        raise ValueError(f"network gives {shape} for one sample, expected (1, 1): one output")
    if not network.trainable_variables:
        raise ValueError("network has no weights that can be trained, expected some")


def _gradient(network: "keras.Model", x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    """The slope of the loss along every weight, in one row."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        loss = network.compute_loss(x=x, y=tf.constant(y)[:, None], y_pred=network(x, training=False))
    slopes = tape.gradient(loss, network.trainable_variables)
    return np.concatenate([np.asarray(slope, dtype=np.float64).ravel() for slope in slopes])
