"""Adam and its learning rate, against Keras'."""

import keras
import numpy as np
import pytest

from helpers.textgen.optimizer import Adam, learning_rate


@pytest.mark.parametrize("size", [0.01, 100])  # a gradient that is shorter than 1, and one that is cut
def test_steps_are_those_of_keras(size):
    rng = np.random.default_rng(0)
    weights = rng.normal(size=50)
    variable = keras.Variable(weights, dtype="float64")
    ours, theirs = Adam(weights), keras.optimizers.Adam(0.1, global_clipnorm=1.0)
    for _ in range(20):
        gradient = size * rng.normal(size=50)
        theirs.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        ours.step(gradient, 0.1)
    np.testing.assert_allclose(weights, variable.numpy(), rtol=1e-6)
