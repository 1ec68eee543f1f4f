"""The numbers that the explorers let one change, each under the name it has in the drawing."""

from dataclasses import replace

from ... import checks
from ...checks import Floats
from ..examples import Example

LIMITS = {
    "x": (-2.0, 2.0, 0.05),
    "t": (0.0, 1.0, 0.01),
    "η": (0.5, 100.0, 0.5),
    "w": (-10.0, 10.0, 0.05),
    "b": (-5.0, 5.0, 0.05),
}
"""Lowest and highest value and step of a slider, by a name's first letter."""


def by_name(example: Example) -> dict[str, float]:
    """Inputs, targets, learning rate, weights and biases: x1, x2, t1, t2, η, w1, ..., b4."""
    samples = {"x": example.x, "t": example.target}
    named = {f"{letter}{i}": float(v) for letter, values in samples.items() for i, v in enumerate(values, start=1)}
    return named | {"η": example.learning_rate} | example.network.weights | example.network.biases


def with_number(example: Example, name: str, value: float) -> Example:
    """The same example with one of its numbers set to ``value``."""
    letter, index = name[0], int(name[1:] or 0) - 1
    if letter == "w":
        return replace(example, network=example.network.with_weight(name, value))
    if letter == "b":
        layer, unit = ("hidden_bias", index) if index < 2 else ("output_bias", index - 2)
        changed = _with_item(getattr(example.network, layer), unit, value)
        return replace(example, network=example.network.updated(**{layer: changed}))
    if letter == "η":
        return replace(example, learning_rate=value)
    if letter == "x":
        return replace(example, x=_with_item(example.x, index, value))
    return replace(example, target=_with_item(example.target, index, value))


def checked(example: Example) -> Example:
    """``example``, if it is one."""
    return checks.instance("example", example, Example, "an Example, such as WIKIDOCS")


def _with_item(array: Floats, index: int, value: float) -> Floats:
    changed = array.copy()
    changed[index] = value
    return changed
