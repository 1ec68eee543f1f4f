"""Two networks whose every step was published: the numbers of lesson 03."""

from dataclasses import dataclass

import numpy as np

from ..checks import Floats
from .network import Network


@dataclass(frozen=True, eq=False)
class Example:
    """A network, one sample to learn, and where the numbers come from."""

    name: str
    source: str
    network: Network
    inputs: Floats  # (inputs,)
    targets: Floats  # (outputs,)
    learning_rate: float

    @property
    def x(self) -> Floats:
        """The inputs, under the name they have in the equations."""
        return self.inputs

    @property
    def target(self) -> Floats:
        """The targets, under the name that ``Network`` gives them."""
        return self.targets

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


def _fixed(*values: float) -> Floats:
    """An array that nobody can change by accident."""
    array = np.array(values)
    array.setflags(write=False)
    return array


WIKIDOCS = Example(
    name="wikidocs",
    source="wikidocs, “Deep learning for natural language processing”, backpropagation (in Korean), https://wikidocs.net/37406",
    network=Network(
        hidden_weights=np.array([[0.3, 0.25], [0.4, 0.35]]),
        output_weights=np.array([[0.45, 0.4], [0.7, 0.6]]),
    ),
    inputs=_fixed(0.1, 0.2),
    targets=_fixed(0.4, 0.6),
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
    inputs=_fixed(0.05, 0.10),
    targets=_fixed(0.01, 0.99),
    learning_rate=0.5,
)
