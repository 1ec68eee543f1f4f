"""Adam on all weights at once, and how large its steps are."""

import math

import numpy as np

from .model import Floats


class Adam:
    """Adam (Kingma & Ba 2015) with Keras' numbers, on weights that lie in one array.

    A gradient that is longer than 1 is cut to length 1 first (Pascanu et al. 2013).
    """

    BETA_1, BETA_2, EPSILON, CLIP_NORM = 0.9, 0.999, 1e-7, 1.0

    def __init__(self, weights: Floats) -> None:
        self.weights = weights
        self.steps = 0
        self.mean, self.square, self._scratch = np.zeros((3, *weights.shape), weights.dtype)

    def step(self, gradient: Floats, learning_rate: float) -> None:
        """Move the weights, in place; ``gradient`` is used up."""
        norm = math.sqrt(float(np.dot(gradient, gradient)))
        if norm > self.CLIP_NORM:
            gradient *= self.CLIP_NORM / norm
        self.steps += 1
        change = self._scratch
        np.subtract(gradient, self.mean, out=change)
        change *= 1 - self.BETA_1
        self.mean += change
        gradient *= gradient
        gradient -= self.square
        gradient *= 1 - self.BETA_2
        self.square += gradient
        np.sqrt(self.square, out=change)
        change += self.EPSILON
        np.divide(self.mean, change, out=change)
        change *= learning_rate * math.sqrt(1 - self.BETA_2**self.steps) / (1 - self.BETA_1**self.steps)
        self.weights -= change


def warmup_cosine(step: int, steps: int, peak: float) -> float:
    """The learning rate of a step, counted from 0: up to ``peak`` in a tenth of the steps, then along a cosine to 0.

    It is that of ``keras.optimizers.schedules.CosineDecay``.
    """
    warmup = max(1, steps // 10)
    if step < warmup:
        return peak * step / warmup
    return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, steps - warmup))))
