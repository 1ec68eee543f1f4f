"""The names of the weights: w1, w2, ... row by row, the hidden layer's first, as the drawings number them."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..checks import Floats

LAYERS = ("hidden_weights", "output_weights")
PARAMETERS = (*LAYERS, "hidden_bias", "output_bias")


@dataclass(frozen=True, eq=False)
class Parameters:
    """The weights and biases of a network, or the slope of the error along each; weights can be read by name.

    In a 2-2-2 network w1 and w2 feed h1 (w1 from the first input), w3 and w4 h2, w5 and w6 o1, w7 and w8 o2.
    """

    hidden_weights: Floats  # (hidden, inputs)
    output_weights: Floats  # (outputs, hidden)
    hidden_bias: Floats  # (hidden,)
    output_bias: Floats  # (outputs,)

    @property
    def places(self) -> dict[str, tuple[str, int, int]]:
        """Where each weight stands: "w6" -> ("output_weights", 0, 1): the unit it feeds, the unit it comes from."""
        return _places(self.hidden_weights.shape, self.output_weights.shape)

    @property
    def weights(self) -> dict[str, float]:
        """Every weight by its name, in the order of their numbers."""
        return {name: float(getattr(self, layer)[to, source]) for name, (layer, to, source) in self.places.items()}

    @property
    def biases(self) -> dict[str, float]:
        """Every bias by its name: in a 2-2-2 network b3 enters z3, and so on."""
        return {f"b{i}": float(b) for i, b in enumerate([*self.hidden_bias, *self.output_bias], start=1)}

    def place(self, name: str) -> tuple[str, int, int]:
        """Where one weight stands; ValueError if none has this name."""
        if not isinstance(name, str) or name not in self.places:
            raise ValueError(f"name is {name!r}, expected a weight from 'w1' to 'w{len(self.places)}'")
        return self.places[name]

    def weight(self, name: str) -> float:
        """One weight by its name, such as "w5"; in gradients, the slope of the error along it."""
        layer, to, source = self.place(name)
        return float(getattr(self, layer)[to, source])


@cache  # a descent asks for the same ones at every step
def _places(*shapes: tuple[int, ...]) -> dict[str, tuple[str, int, int]]:
    places = [(layer, *place) for layer, shape in zip(LAYERS, shapes, strict=True) for place in np.ndindex(shape)]
    return {f"w{i}": place for i, place in enumerate(places, start=1)}
