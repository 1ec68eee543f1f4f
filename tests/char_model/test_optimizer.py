"""AdamW and its learning rate, against Keras'."""

import keras
import numpy as np
import pytest

from helpers.char_model.optimizer import AdamW, scheduled_rate


@pytest.mark.parametrize("size", [0.01, 100])  # a gradient that is shorter than 1, and one that is cut
def test_steps_are_those_of_keras(size):
    rng = np.random.default_rng(0)
    weights = rng.normal(size=50)
    variable = keras.Variable(weights, dtype="float64")
    ours, theirs = AdamW(weights, 0.05), keras.optimizers.AdamW(0.1, weight_decay=0.05, global_clipnorm=1.0)
    for _ in range(20):
        gradient = size * rng.normal(size=50)
        theirs.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        ours.step(gradient, 0.1)
    np.testing.assert_allclose(weights, variable.numpy(), rtol=2e-4)  # Keras reckons its rate in float32


@pytest.mark.parametrize("steps", [1, 2, 9, 10, 95, 2000])
def test_the_rate_rises_over_a_tenth_and_falls_in_a_line(steps):
    rates = np.array([scheduled_rate(step, steps, 0.01) for step in range(steps)])
    top = max(1, steps // 10)
    expected = np.interp(np.arange(1, steps + 1), [0, top, top + 1, steps + 1], [0, 0.01, 0.01, 0])
    np.testing.assert_allclose(rates, np.minimum(rates, 0.01))
    assert rates[top - 1] == pytest.approx(0.01)
    np.testing.assert_allclose(rates[:top], expected[:top])
    assert (np.diff(rates[top - 1 :]) <= 0).all()
    assert 0 < rates[-1] <= 0.01
