"""From one step to many: the error as descent goes on, and the landscape that two of the weights see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..checks import Floats
from ..mathematics import sigmoid
from .network import Network, as_network
from .parameters import LAYERS


@dataclass(frozen=True, eq=False)
class Path:
    """A descent along two weights: where they stood and the error there, at the start and after every step."""

    weights: Floats  # (steps + 1, 2)
    errors: Floats  # (steps + 1,)


def descend(network: Network, x: Floats, target: Floats, learning_rate: float, steps: int) -> Floats:
    """The error before the first and after every one of ``steps`` steps of gradient descent, shape (steps + 1,).

    Biases stay as they are, as in both published examples.
    """
    errors = [as_network(network).loss(x, target)]
    for _ in range(checks.integer("steps", steps, 0)):
        network = network.step(x, target, learning_rate)
        errors.append(network.loss(x, target))
    return np.array(errors)


def loss_surface(
    network: Network, x: Floats, target: Floats, names: Sequence[str], values_a: Floats, values_b: Floats
) -> Floats:
    """The error for every pair of values of two weights, all others as they are, shape (values_b, values_a).

    Rows go with the second weight and columns with the first, as ``contour(values_a, values_b, ...)`` wants them.
    """
    # One network per point of the grid, all of them in one array per layer.
    layers = {layer: np.tile(getattr(network, layer), (len(values_b), len(values_a), 1, 1)) for layer in LAYERS}
    for name, values in zip(names, (values_a, values_b[:, np.newaxis]), strict=True):
        layer, to, source = network.place(name)
        layers[layer][..., to, source] = values
    hidden = sigmoid(layers["hidden_weights"] @ x + network.hidden_bias)  # (values_b, values_a, hidden)
    output = sigmoid(np.matvec(layers["output_weights"], hidden) + network.output_bias)
    return 0.5 * np.sum((target - output) ** 2, axis=-1)


def descent_path(
    network: Network, x: Floats, target: Floats, names: Sequence[str], learning_rate: float, steps: int
) -> Path:
    """Gradient descent that moves two weights only, so that it stays on their ``loss_surface``."""
    networks = [network]
    for _ in range(steps):
        slopes = network.gradients(x, target)
        for name in names:
            network = network.with_weight(name, network.weight(name) - learning_rate * slopes.weight(name))
        networks.append(network)
    weights = [[network.weight(name) for name in names] for network in networks]
    return Path(np.array(weights), np.array([network.loss(x, target) for network in networks]))
