"""The slope of the error along one weight as a product of three factors, each with its name, its formula and its value.

``Network.gradients`` is the same chain rule for all weights at once; here it is spelled out for one, as on paper.
"""

import math
from dataclasses import dataclass

import numpy as np

from .. import checks
from ..checks import Floats
from .network import Network, as_network


def format_number(value: float) -> str:
    """Six decimals, or a power of ten where those would hide the number.

    >>> format_number(0.0259226), format_number(-3.2e-9), format_number(0.0)
    ('0.025923', '-3.20e-09', '0.000000')
    """
    if abs(value) < 1e-15:  # what rounding leaves of 0.1 + 0.2 - 0.3 should look like the zero it stands for
        return "0.000000"
    return f"{value:.2e}" if abs(value) < 1e-4 else f"{value:.6f}"


def in_brackets(number: str) -> str:
    """A number as a factor: a negative one gets brackets."""
    return f"({number})" if number.startswith(("-", "−")) else number


def quantities(network: Network, x: Floats, target: Floats) -> dict[str, float]:
    """Every value in the drawing of a network by its name: x1, w1, z1, h1, o1, t1, E1, E, ...

    The hidden units' z come first: in a 2-2-2 network z1 and z2 enter h1 and h2, z3 and z4 enter o1 and o2.
    E1, E2, ... are the shares of the outputs in the error E.
    """
    forward = network.forward(x)
    shares = 0.5 * (target - forward.output) ** 2
    groups = {
        "x": forward.x,
        "z": np.concatenate([forward.hidden_z, forward.output_z]),
        "h": forward.hidden,
        "o": forward.output,
        "t": target,
        "E": shares,
    }
    named = {f"{letter}{i}": float(v) for letter, values in groups.items() for i, v in enumerate(values, start=1)}
    return named | network.weights | {"E": float(shares.sum())}


@dataclass(frozen=True)
class Factor:
    """One slope ∂of/∂by of the chain: how fast ``of`` changes with ``by``."""

    of: str
    by: str
    formula: str
    value: float

    @property
    def symbol(self) -> str:
        """The slope's name, such as "∂o1/∂z3"."""
        return f"∂{self.of}/∂{self.by}"


Factors = tuple[Factor, Factor, Factor]


@dataclass(frozen=True)
class Chain:
    """∂E/∂w as ∂E/∂a · ∂a/∂z · ∂z/∂w, where a is the unit that the weight w feeds and z what enters that unit.

    ``paths`` says where ∂E/∂a comes from if a is a hidden unit: for each output o the three factors ∂E/∂o, ∂o/∂z
    and ∂z/∂a, whose products add up to it. At an output unit ∂E/∂a needs no explaining, and ``paths`` is empty.
    """

    name: str
    factors: Factors
    paths: tuple[Factors, ...] = ()

    @property
    def product(self) -> float:
        """The slope of the error along the weight."""
        return math.prod(factor.value for factor in self.factors)

    def __repr__(self) -> str:
        symbols = " · ".join(factor.symbol for factor in self.factors)
        numbers = " · ".join(in_brackets(format_number(factor.value)) for factor in self.factors)
        return f"∂E/∂{self.name} = {symbols} = {numbers} = {format_number(self.product)}"


def chain(network: Network, x: Floats, target: Floats, name: str) -> Chain:
    """The three factors of the slope of the error along the weight ``name``, such as "w5"."""
    target = checks.numbers("target", target, (as_network(network).sizes[2],))
    return chain_from(quantities(network, x, target), network, name)


def chain_from(values: dict[str, float], network: Network, name: str) -> Chain:
    """The chain along one weight, from the `quantities` of its network."""
    layer, to, source = network.place(name)
    hidden = network.sizes[1]
    if layer == "output_weights":
        return Chain(name, _path(to + 1, f"z{hidden + to + 1}", name, f"h{source + 1}", values))
    h, z, x = f"h{to + 1}", f"z{to + 1}", f"x{source + 1}"
    onward = [weight for weight, place in network.places.items() if place[::2] == ("output_weights", to)]
    paths = tuple(_path(k, f"z{hidden + k}", h, weight, values) for k, weight in enumerate(onward, start=1))
    blame = Factor("E", h, " + ".join(map(_product, paths)), sum(math.prod(f.value for f in path) for path in paths))
    return Chain(name, (blame, _sigmoid_slope(h, z, values), Factor(z, name, x, values[x])), paths)


def _path(output: int, z: str, by: str, formula: str, values: dict[str, float]) -> Factors:
    """From the error through one output back to what enters it: a weight, or a hidden unit."""
    o, t = f"o{output}", f"t{output}"
    blame = Factor("E", o, f"{o} - {t}", values[o] - values[t])
    return blame, _sigmoid_slope(o, z, values), Factor(z, by, formula, values[formula])


def _sigmoid_slope(unit: str, z: str, values: dict[str, float]) -> Factor:
    return Factor(unit, z, f"{unit}(1 - {unit})", values[unit] * (1 - values[unit]))


def _product(path: Factors) -> str:
    return " · ".join([f"({path[0].formula})", path[1].formula, path[2].formula])
