"""The slope of the error along one weight as a product of three factors, each with its name, its formula and its value.

``Network.gradients`` is the same chain rule for all weights at once; here it is spelled out for one, as on paper.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from ..checks import Floats
from .network import Network, as_network


def shown(value: float) -> str:
    """A number as the lesson writes it: six decimals, or a power of ten where those would hide it.

    >>> shown(0.0259226), shown(-3.2e-9), shown(0.0)
    ('0.025923', '-3.20e-09', '0.000000')
    """
    if abs(value) < 1e-15:  # what rounding leaves of 0.1 + 0.2 - 0.3 should look like the zero it stands for
        return "0.000000"
    return f"{value:.2e}" if abs(value) < 1e-4 else f"{value:.6f}"


def quantities(network: Network, x: Floats, target: Floats) -> dict[str, float]:
    """Every value in the drawing of a network by its name: x1, w1, z1, h1, o1, t1, E1, E, ...

    The hidden units' z come first: in a 2-2-2 network z1 and z2 enter h1 and h2, z3 and z4 enter o1 and o2.
    E1, E2, ... are the shares of the outputs in the error E.
    """
    error = as_network(network).loss(x, target)
    forward = network.forward(x)
    groups = {
        "x": forward.x,
        "z": np.concatenate([forward.hidden_z, forward.output_z]),
        "h": forward.hidden,
        "o": forward.output,
        "t": np.asarray(target),
        "E": 0.5 * (np.asarray(target) - forward.output) ** 2,
    }
    named = {f"{letter}{i}": float(v) for letter, values in groups.items() for i, v in enumerate(values, start=1)}
    return named | network.weights | {"E": error}


def substitute(formula: str, values: dict[str, float]) -> str:
    """A formula with numbers in place of its names; a negative number gets brackets.

    >>> substitute("o1 - t1", {"o1": 0.5, "t1": -0.25})
    '0.500000 - (-0.250000)'
    """

    def number(match: re.Match[str]) -> str:
        text = shown(values[match[0]])
        return f"({text})" if text.startswith("-") else text

    return re.sub("|".join(sorted(values, key=len, reverse=True)), number, formula)


def latex(text: str) -> str:
    r"""A formula or a number in LaTeX: indices lowered, powers of ten raised, a dot for each product.

    >>> latex("o1(1 - o1) · w12")
    'o_{1}(1 - o_{1}) \\cdot w_{12}'
    """
    text = re.sub(r"e([+-]\d+)", lambda power: f" \\cdot 10^{{{int(power[1])}}}", text)
    return re.sub(r"([a-zA-Z])(\d+)", r"\1_{\2}", text).replace("·", "\\cdot").replace("∂", "\\partial ")


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

    @property
    def latex(self) -> str:
        """The slope's name in LaTeX."""
        return rf"\frac{{\partial {latex(self.of)}}}{{\partial {latex(self.by)}}}"


@dataclass(frozen=True)
class Chain:
    """∂E/∂w as ∂E/∂a · ∂a/∂z · ∂z/∂w, where a is the unit that the weight w feeds and z what enters that unit.

    ``paths`` says where ∂E/∂a comes from if a is a hidden unit: for each output o the three factors ∂E/∂o, ∂o/∂z
    and ∂z/∂a, whose products add up to it. At an output unit ∂E/∂a needs no explaining, and ``paths`` is empty.
    """

    name: str
    factors: tuple[Factor, Factor, Factor]
    paths: tuple[tuple[Factor, Factor, Factor], ...] = ()

    @property
    def product(self) -> float:
        """The slope of the error along the weight."""
        return math.prod(factor.value for factor in self.factors)

    def __str__(self) -> str:
        symbols = " · ".join(factor.symbol for factor in self.factors)
        numbers = " · ".join(substitute(factor.symbol, {factor.symbol: factor.value}) for factor in self.factors)
        return f"∂E/∂{self.name} = {symbols} = {numbers} = {shown(self.product)}"

    @property
    def latex(self) -> str:
        """The chain with each factor's formula and number under it."""
        braces = [rf"\underbrace{{{f.latex}}}_{{{latex(f.formula)} = {latex(shown(f.value))}}}" for f in self.factors]
        slope = rf"\frac{{\partial E}}{{\partial {latex(self.name)}}}"
        return " = ".join([slope, r" \cdot ".join(braces), latex(shown(self.product))])

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"


def chain(network: Network, x: Floats, target: Floats, name: str) -> Chain:
    """The three factors of the slope of the error along the weight ``name``, such as "w5"."""
    layer, to, source = as_network(network).place(name)
    values = quantities(network, x, target)
    hidden = network.sizes[1]
    if layer == "output_weights":
        return Chain(name, _path(to + 1, f"z{hidden + to + 1}", name, f"h{source + 1}", values))
    h, z = f"h{to + 1}", f"z{to + 1}"
    onward = [
        weight for weight, (layer, _, begin) in network.places.items() if (layer, begin) == ("output_weights", to)
    ]
    paths = tuple(_path(k, f"z{hidden + k}", h, weight, values) for k, weight in enumerate(onward, start=1))
    blame = Factor("E", h, " + ".join(map(_product, paths)), sum(math.prod(f.value for f in path) for path in paths))
    entering = Factor(z, name, f"x{source + 1}", values[f"x{source + 1}"])
    return Chain(name, (blame, _sigmoid_slope(h, z, values), entering), paths)


def _path(output: int, z: str, by: str, formula: str, values: dict[str, float]) -> tuple[Factor, Factor, Factor]:
    """From the error through one output back to what enters it: a weight, or a hidden unit."""
    o, t = f"o{output}", f"t{output}"
    blame = Factor("E", o, f"{o} - {t}", values[o] - values[t])
    return blame, _sigmoid_slope(o, z, values), Factor(z, by, formula, values[formula])


def _sigmoid_slope(unit: str, z: str, values: dict[str, float]) -> Factor:
    return Factor(unit, z, f"{unit}(1 - {unit})", values[unit] * (1 - values[unit]))


def _product(path: tuple[Factor, Factor, Factor]) -> str:
    first, *others = path
    return " · ".join([f"({first.formula})", *(factor.formula for factor in others)])
