"""The names of the weights: w1, w2, ... row by row, the hidden layer's first, as the drawings number them."""

from functools import cache

import numpy as np

from ..checks import Floats

LAYERS = ("hidden_weights", "output_weights")
PARAMETERS = (*LAYERS, "hidden_bias", "output_bias")


class Parameters:
    """What a network and its gradients have in common: two layers of weights that can be read by name.

    In a 2-2-2 network w1 and w2 feed h1 (w1 from the first input), w3 and w4 h2, w5 and w6 o1, w7 and w8 o2.
    """

    hidden_weights: Floats  # (hidden, inputs)
    output_weights: Floats  # (outputs, hidden)

    @property
    def places(self) -> dict[str, tuple[str, int, int]]:
        """Where each weight stands: "w6" -> ("output_weights", 0, 1): the unit it feeds, the unit it comes from."""
        return dict(_places(self.hidden_weights.shape, self.output_weights.shape))

    @property
    def weights(self) -> dict[str, float]:
        """Every weight by its name, in the order of their numbers."""
        return {name: float(getattr(self, layer)[to, source]) for name, (layer, to, source) in self.places.items()}

    def place(self, name: str) -> tuple[str, int, int]:
        """Where one weight stands.

        Raises
        ------
        TypeError
            If ``name`` is no string.
        ValueError
            If no weight has this name.
        """
        places = self.places
        expected = f"expected a weight from 'w1' to 'w{len(places)}'"
        if not isinstance(name, str):
            raise TypeError(f"name is {name!r}, {expected}")
        if name not in places:
            raise ValueError(f"name is {name!r}, {expected}")
        return places[name]

    def weight(self, name: str) -> float:
        """One weight by its name, such as "w5"; in gradients, the slope of the error along it."""
        layer, to, source = self.place(name)
        return float(getattr(self, layer)[to, source])


@cache  # a descent asks for the same ones at every step
def _places(*shapes: tuple[int, ...]) -> dict[str, tuple[str, int, int]]:
    places = [(layer, *place) for layer, shape in zip(LAYERS, shapes, strict=True) for place in np.ndindex(shape)]
    return {f"w{i}": place for i, place in enumerate(places, start=1)}
