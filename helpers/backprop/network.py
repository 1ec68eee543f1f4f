"""A network with one hidden layer, small enough to work out by hand: forward pass, error, gradients, one step.

Sigmoid on both layers, E = 1/2 sum (target - o)^2, one sample at a time. Lesson 03 walks through every line.
"""

from copy import copy
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from .. import checks
from ..checks import Floats
from ..mathematics import sigmoid
from .parameters import LAYERS, PARAMETERS, Parameters


def sigmoid_slope(activation: Floats) -> Floats:
    """The slope of the sigmoid where its value is ``activation``: a (1 - a), which is 0.25 at most."""
    return activation * (1 - activation)


@dataclass(frozen=True, eq=False)
class Forward:
    """One forward pass: what goes into each unit (z) and what comes out of it."""

    x: Floats  # (inputs,)
    hidden_z: Floats  # (hidden,)
    hidden: Floats  # (hidden,)
    output_z: Floats  # (outputs,)
    output: Floats  # (outputs,)


@dataclass(frozen=True, eq=False)
class Network(Parameters):
    """Weights of shape (units_out, units_in) and biases of shape (units_out,), or one number for a whole layer.

    Biases left out are 0. TypeError or ValueError if something is no finite number, or the shapes do not fit.
    """

    hidden_bias: Floats = None  # type: ignore[assignment]
    output_bias: Floats = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        hidden_weights = checks.numbers("hidden_weights", self.hidden_weights, (None, None))
        output_weights = checks.numbers("output_weights", self.output_weights, (None, len(hidden_weights)))
        vars(self).update(  # the dataclass is frozen
            hidden_weights=hidden_weights,
            output_weights=output_weights,
            hidden_bias=_bias("hidden_bias", self.hidden_bias, len(hidden_weights)),
            output_bias=_bias("output_bias", self.output_bias, len(output_weights)),
        )

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many inputs, hidden units and outputs."""
        return (self.hidden_weights.shape[1], *self.output_weights.shape[::-1])

    def forward(self, x: Floats) -> Forward:
        """Every value on the way from the inputs ``x`` (inputs,) to the outputs (outputs,)."""
        x = checks.numbers("x", x, (self.sizes[0],))
        hidden_z = self.hidden_weights @ x + self.hidden_bias
        hidden = sigmoid(hidden_z)
        output_z = self.output_weights @ hidden + self.output_bias
        return Forward(x, hidden_z, hidden, output_z, sigmoid(output_z))

    def loss(self, x: Floats, target: Floats) -> float:
        """The error E = 1/2 sum (target - o)^2."""
        target = checks.numbers("target", target, (self.sizes[2],))
        return float(0.5 * np.sum((target - self.forward(x).output) ** 2))

    def gradients(self, x: Floats, target: Floats) -> Parameters:
        """The slope of the error along every weight and bias: the chain rule, from the outputs back to the inputs."""
        target = checks.numbers("target", target, (self.sizes[2],))
        forward = self.forward(x)
        d_output = forward.output - target  # dE/do
        d_output_z = d_output * sigmoid_slope(forward.output)  # dE/do · do/dz
        d_hidden = self.output_weights.T @ d_output_z  # dE/dh: the blame that comes back from every output
        d_hidden_z = d_hidden * sigmoid_slope(forward.hidden)  # dE/dh · dh/dz
        return Parameters(
            hidden_weights=np.outer(d_hidden_z, forward.x),
            output_weights=np.outer(d_output_z, forward.hidden),
            hidden_bias=d_hidden_z,
            output_bias=d_output_z,
        )

    def step(self, x: Floats, target: Floats, learning_rate: float, *, train_biases: bool = False) -> "Network":
        """The network after one step of gradient descent: each weight w becomes w - learning_rate · dE/dw.

        Biases stay as they are, as in both published examples, unless ``train_biases`` says to move them too.
        """
        learning_rate = checks.positive("learning_rate", learning_rate)
        slopes = self.gradients(x, target)
        moved = PARAMETERS if train_biases else LAYERS
        return self.updated(**{name: getattr(self, name) - learning_rate * getattr(slopes, name) for name in moved})

    def with_weight(self, name: str, value: float) -> "Network":
        """The same network with one weight set to ``value``."""
        layer, to, source = self.place(name)
        weights = getattr(self, layer).copy()
        weights[to, source] = checks.number("value", value)
        return self.updated(**{layer: weights})

    def updated(self, **parameters: Floats) -> "Network":
        """The same network with other weights or biases, of the same shapes: these are not checked again."""
        network = copy(self)
        for values in parameters.values():
            values.setflags(write=False)
        vars(network).update(parameters)
        return network


def as_network(network: Network) -> Network:
    """``network``, if it is one; TypeError otherwise. An `Example` is none, and has one."""
    return checks.instance("network", network, Network, "a Network, such as MAZUR.network")


def _bias(name: str, value: Floats | None, units: int) -> Floats:
    given: Any = 0.0 if value is None else value
    if isinstance(given, Real) and not isinstance(given, bool):
        given = np.full(units, float(given))
    return checks.numbers(name, given, (units,))
