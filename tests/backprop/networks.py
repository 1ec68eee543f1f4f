"""Networks for tests: of any shape, some with weights so large that their units are saturated."""

import math

import numpy as np
from hypothesis import strategies as st

from helpers.backprop import Network

# Thousandths: no number so tiny that its products underflow.
UNIT = st.integers(-1000, 1000).map(lambda thousandths: thousandths / 1000)


@st.composite
def samples(draw, scales=(1, 30, 700), sizes=None):
    """A network, inputs and targets; the largest |z| is about twice the largest scale."""
    inputs, hidden, outputs = sizes or [draw(st.integers(1, 4)) for _ in range(3)]

    def array(*shape, scale=1.0):
        values = draw(st.lists(UNIT, min_size=math.prod(shape), max_size=math.prod(shape)))
        return scale * np.array(values).reshape(shape)

    hidden_scale, output_scale = draw(st.sampled_from(scales)), draw(st.sampled_from(scales))
    network = Network(
        array(hidden, inputs, scale=hidden_scale),
        array(outputs, hidden, scale=output_scale),
        array(hidden, scale=hidden_scale),
        array(outputs, scale=output_scale),
    )
    return network, array(inputs), array(outputs)


def scalar_forward(network, x):
    """The forward pass with Python's own numbers, one unit after the other: (hidden, output)."""

    def layer(weights, bias, values):
        z = [b + sum(w * v for w, v in zip(row, values, strict=True)) for row, b in zip(weights, bias, strict=True)]
        return [1 / (1 + math.exp(-z)) if z > -700 else 0.0 for z in z]

    hidden = layer(network.hidden_weights.tolist(), network.hidden_bias.tolist(), list(x))
    return hidden, layer(network.output_weights.tolist(), network.output_bias.tolist(), hidden)
