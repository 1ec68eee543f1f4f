"""XOR, the network's first real job: two inputs, one output, and seeds that never learn it.

Many networks are trained at once, one per seed, each by gradient descent on all four samples together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..checks import Floats
from ..mathematics import sigmoid
from .network import Network, sigmoid_slope
from .parameters import PARAMETERS


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples to learn, one a row."""

    inputs: Floats
    targets: Floats


XOR = Samples(
    inputs=checks.numbers("inputs", [[0, 0], [0, 1], [1, 0], [1, 1]], (4, 2)),
    targets=checks.numbers("targets", [[0], [1], [1], [0]], (4, 1)),
)


@dataclass(frozen=True, eq=False)
class XorRuns:
    """What became of each seed."""

    seeds: tuple[int, ...]
    networks: tuple[Network, ...]
    """As training left them, in the order of the seeds."""
    errors: Floats
    """The error summed over the four samples, before the first and after every step, shape (steps + 1, seeds)."""

    @property
    def answers(self) -> Floats:
        """What each trained network says to the four samples, shape (seeds, 4)."""
        return np.array([[network.forward(x).output[0] for x in XOR.inputs] for network in self.networks])

    @property
    def failed(self) -> tuple[int, ...]:
        """The seeds whose network has at least one of its four answers on the wrong side of one half."""
        right = np.all((self.answers > 0.5) == (XOR.targets[:, 0] > 0.5), axis=1)
        return tuple(seed for seed, learned in zip(self.seeds, right, strict=True) if not learned)


def random_network(seed: int, hidden: int) -> Network:
    """A network for XOR, with weights and biases drawn from the standard normal distribution."""
    draw = np.random.default_rng(seed).normal
    return Network(draw(size=(hidden, 2)), draw(size=(1, hidden)), draw(size=hidden), draw(size=1))


def train_xor(seeds: int | Iterable[int], hidden: int = 2, learning_rate: float = 2.0, steps: int = 3000) -> XorRuns:
    """Train ``random_network(seed, hidden)`` on XOR, biases too, for one seed or for many at once.

    A seed is a whole number from 0 up.
    """
    chosen = checks.integers("seeds", seeds if isinstance(seeds, Iterable) else (seeds,), 0)
    hidden, steps = checks.integer("hidden", hidden, 1), checks.integer("steps", steps, 0)
    learning_rate = checks.positive("learning_rate", learning_rate)
    networks = [random_network(seed, hidden) for seed in chosen]
    stacks = [np.stack([getattr(network, name) for network in networks]) for name in PARAMETERS]
    errors = np.empty((steps + 1, len(chosen)))
    for step in range(steps):
        errors[step], slopes = _errors_and_slopes(*stacks)
        stacks = [stack - learning_rate * slope for stack, slope in zip(stacks, slopes, strict=True)]
    errors[-1], _ = _errors_and_slopes(*stacks)
    return XorRuns(chosen, tuple(Network(*parameters) for parameters in zip(*stacks, strict=True)), errors)


def _errors_and_slopes(
    hidden_weights: Floats, output_weights: Floats, hidden_bias: Floats, output_bias: Floats
) -> tuple[Floats, tuple[Floats, Floats, Floats, Floats]]:
    """``Network.gradients``, summed over the samples, with a first axis for the networks: (seeds, samples, units)."""
    hidden = sigmoid(XOR.inputs @ hidden_weights.mT + hidden_bias[:, np.newaxis])
    output = sigmoid(hidden @ output_weights.mT + output_bias[:, np.newaxis])
    d_output = output - XOR.targets
    d_output_z = d_output * sigmoid_slope(output)
    d_hidden_z = d_output_z @ output_weights * sigmoid_slope(hidden)
    slopes = (d_hidden_z.mT @ XOR.inputs, d_output_z.mT @ hidden, d_hidden_z.sum(axis=1), d_output_z.sum(axis=1))
    return 0.5 * np.sum(d_output**2, axis=(1, 2)), slopes
