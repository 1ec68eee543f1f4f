"""Networks to work through: two whose every step was published, and random ones."""

from dataclasses import dataclass

import numpy as np

from .. import checks
from ..checks import Floats
from .network import Network, as_network


@dataclass(frozen=True, eq=False)
class Example:
    """A network, and one sample to learn, which must fit it."""

    name: str
    network: Network
    x: Floats  # (inputs,)
    target: Floats  # (outputs,)
    learning_rate: float = 0.5

    def __post_init__(self) -> None:
        inputs, _, outputs = as_network(self.network).sizes
        vars(self).update(  # the dataclass is frozen
            x=checks.numbers("x", self.x, (inputs,)),
            target=checks.numbers("target", self.target, (outputs,)),
            learning_rate=checks.positive("learning_rate", self.learning_rate),
        )

    # The network's own, so that a lesson can write mazur.hidden_weights.
    hidden_weights = property(lambda self: self.network.hidden_weights)
    output_weights = property(lambda self: self.network.output_weights)
    hidden_bias = property(lambda self: self.network.hidden_bias)
    output_bias = property(lambda self: self.network.output_bias)


WIKIDOCS = Example(
    "wikidocs",
    Network(np.array([[0.3, 0.25], [0.4, 0.35]]), np.array([[0.45, 0.4], [0.7, 0.6]])),
    x=np.array([0.1, 0.2]),
    target=np.array([0.4, 0.6]),
)
"""“Deep learning for natural language processing”, backpropagation (in Korean), https://wikidocs.net/37406"""

MAZUR = Example(
    "Mazur",
    Network(
        hidden_weights=np.array([[0.15, 0.20], [0.25, 0.30]]),
        output_weights=np.array([[0.40, 0.45], [0.50, 0.55]]),
        hidden_bias=np.array([0.35, 0.35]),
        output_bias=np.array([0.60, 0.60]),
    ),
    x=np.array([0.05, 0.10]),
    target=np.array([0.01, 0.99]),
)
"""Matt Mazur, “A Step by Step Backpropagation Example”,
https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/"""


def random_example(seed: int, name: str) -> Example:
    """A 2-2-2 network for pencil and paper: the same seed, a whole number from 0 up, the same numbers.

    Every given number has one decimal: inputs and weights are tenths other than 0, targets 0.1 or 0.9.
    """
    random = np.random.default_rng(checks.integer("seed", seed, 0))
    tenths = random.integers(1, 10, size=10) / 10
    signs = random.choice([1, 1, 1, -1], size=8)  # some minus signs, not so many that they are all the work
    weights = (tenths[2:] * signs).reshape(2, 2, 2)
    return Example(name, Network(*weights), tenths[:2], random.choice([0.1, 0.9], size=2))
