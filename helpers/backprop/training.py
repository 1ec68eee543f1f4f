"""From one step to many: the error as descent goes on, and the landscape that two of the weights see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..checks import Floats
from .network import Network, as_network, sigmoid
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
    steps = checks.integer("steps", steps, 0)
    errors = [as_network(network).loss(x, target)]
    for _ in range(steps):
        network = network.step(x, target, learning_rate)
        errors.append(network.loss(x, target))
    return np.array(errors)


def loss_surface(
    network: Network, x: Floats, target: Floats, names: tuple[str, str], values_a: Floats, values_b: Floats
) -> Floats:
    """The error for every pair of values of two weights, all others as they are, shape (values_b, values_a).

    Rows go with the second weight and columns with the first, as ``contour(values_a, values_b, ...)`` wants them.
    """
    a, b = two_places(network, names)
    values_a, values_b = checks.numbers("values_a", values_a, (None,)), checks.numbers("values_b", values_b, (None,))
    x = checks.numbers("x", x, (network.sizes[0],))
    target = checks.numbers("target", target, (network.sizes[2],))
    grid = (len(values_b), len(values_a))
    # One network per point of the grid, all of them in one array per layer.
    layers = {layer: np.tile(getattr(network, layer), (*grid, 1, 1)) for layer in LAYERS}
    layers[a[0]][..., a[1], a[2]] = values_a
    layers[b[0]][..., b[1], b[2]] = values_b[:, np.newaxis]
    hidden = sigmoid(layers["hidden_weights"] @ x + network.hidden_bias)  # (values_b, values_a, hidden)
    output = sigmoid(np.matvec(layers["output_weights"], hidden) + network.output_bias)
    return 0.5 * np.sum((target - output) ** 2, axis=-1)


def descent_path(
    network: Network, x: Floats, target: Floats, names: tuple[str, str], learning_rate: float, steps: int
) -> Path:
    """Gradient descent that moves two weights only, so that it stays on their ``loss_surface``."""
    two_places(network, names)
    steps = checks.integer("steps", steps, 0)
    learning_rate = checks.positive("learning_rate", learning_rate)
    walk = [network, *_walk(network, x, target, names, learning_rate, steps)]
    weights = [[stage.weight(name) for name in names] for stage in walk]
    return Path(np.array(weights), np.array([stage.loss(x, target) for stage in walk]))


def _walk(
    network: Network, x: Floats, target: Floats, names: tuple[str, str], learning_rate: float, steps: int
) -> Iterator[Network]:
    for _ in range(steps):
        slopes = network.gradients(x, target)
        for name in names:
            network = network.with_weight(name, network.weight(name) - learning_rate * slopes.weight(name))
        yield network


def two_places(network: Network, names: tuple[str, str]) -> list[tuple[str, int, int]]:
    """Where two weights of a network stand; TypeError or ValueError if ``names`` is no pair of different ones."""
    as_network(network)
    if not isinstance(names, Sequence) or isinstance(names, str) or len(names) != 2 or names[0] == names[1]:
        raise ValueError(f"names is {names!r}, expected two different weights, such as ('w5', 'w6')")
    return [network.place(name) for name in names]
