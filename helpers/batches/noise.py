"""How far the slopes that a batch gives are from the slopes that all samples give."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..checks import whole

if TYPE_CHECKING:
    import keras


def gradient_noise(
    network: "keras.Model", x: ArrayLike, y: ArrayLike, sizes: Sequence[int], draws: int = 30, seed: int = 0
) -> dict[int, float]:
    """The noise in the gradient of a batch, relative to the gradient of all samples.

    For each size, random batches are drawn. The noise is the root of the mean squared distance between a batch's
    gradient and that of all samples, all weights together, divided by the length of the latter. Nothing is trained.

    Parameters
    ----------
    network
        A compiled Keras model; its loss is measured.
    x, y
        Samples and their targets, first axis alike.
    sizes
        Batch sizes, at most as many as there are samples.
    draws
        How many batches of each size.
    seed
        Decides which.

    Returns
    -------
    dict
        Batch size: noise; 1 means that the noise is as long as the gradient itself.

    Raises
    ------
    TypeError, ValueError
        If a count is no whole number or out of its range, or ``x`` and ``y`` are of different lengths.
    """
    inputs, targets = np.asarray(x), np.asarray(y)
    if len(inputs) != len(targets):
        raise ValueError(f"x has {len(inputs)} samples and y has {len(targets)}, expected as many")
    checked = [whole("sizes", size, 1, len(inputs)) for size in sizes]
    whole("draws", draws, 1)
    rng = np.random.default_rng(whole("seed", seed, 0))
    everything = _gradient(network, inputs, targets)
    length = float(np.linalg.norm(everything))
    noise = {}
    for size in checked:
        drawn = (rng.choice(len(inputs), size, replace=False) for _ in range(draws))
        squared = [np.sum((_gradient(network, inputs[batch], targets[batch]) - everything) ** 2) for batch in drawn]
        noise[size] = float(np.sqrt(np.mean(squared))) / length
    return noise


def _gradient(network: "keras.Model", x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    """The slope of the loss along every weight, in one row."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        loss = network.compute_loss(x=x, y=tf.constant(y)[:, None], y_pred=network(x, training=False))
    slopes = tape.gradient(loss, network.trainable_variables)
    return np.concatenate([np.asarray(slope, dtype=np.float64).ravel() for slope in slopes])
