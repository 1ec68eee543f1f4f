"""Two networks whose every step was published: the numbers of lesson 03."""

from dataclasses import dataclass

import numpy as np

from .. import checks
from ..checks import Floats
from .network import Network, as_network


@dataclass(frozen=True, eq=False)
class Example:
    """A network, one sample to learn, and where the numbers come from.

    Raises
    ------
    TypeError, ValueError
        If the sample does not fit the network, or the learning rate is no number above 0.
    """

    name: str
    source: str
    network: Network
    x: Floats  # (inputs,)
    target: Floats  # (outputs,)
    learning_rate: float

    def __post_init__(self) -> None:
        inputs, _, outputs = as_network(self.network).sizes
        object.__setattr__(self, "x", checks.numbers("x", self.x, (inputs,)))
        object.__setattr__(self, "target", checks.numbers("target", self.target, (outputs,)))
        object.__setattr__(self, "learning_rate", checks.positive("learning_rate", self.learning_rate))

    @property
    def weights(self) -> dict[str, float]:
        """Every weight by its name."""
        return self.network.weights

    @property
    def hidden_weights(self) -> Floats:
        return self.network.hidden_weights

    @property
    def output_weights(self) -> Floats:
        return self.network.output_weights

    @property
    def hidden_bias(self) -> Floats:
        return self.network.hidden_bias

    @property
    def output_bias(self) -> Floats:
        return self.network.output_bias


WIKIDOCS = Example(
    name="wikidocs",
    source="wikidocs, “Deep learning for natural language processing”, backpropagation (in Korean), https://wikidocs.net/37406",
    network=Network(
        hidden_weights=np.array([[0.3, 0.25], [0.4, 0.35]]),
        output_weights=np.array([[0.45, 0.4], [0.7, 0.6]]),
    ),
    x=np.array([0.1, 0.2]),
    target=np.array([0.4, 0.6]),
    learning_rate=0.5,
)

MAZUR = Example(
    name="Mazur",
    source=(
        "Matt Mazur, “A Step by Step Backpropagation Example”, "
        "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/"
    ),
    network=Network(
        hidden_weights=np.array([[0.15, 0.20], [0.25, 0.30]]),
        output_weights=np.array([[0.40, 0.45], [0.50, 0.55]]),
        hidden_bias=np.array([0.35, 0.35]),
        output_bias=np.array([0.60, 0.60]),
    ),
    x=np.array([0.05, 0.10]),
    target=np.array([0.01, 0.99]),
    learning_rate=0.5,
)
