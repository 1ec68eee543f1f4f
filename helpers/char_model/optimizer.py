"""AdamW on all weights at once, and how large its steps are."""

import math

import numpy as np

from .model import Floats


class AdamW:
    """Adam (Kingma & Ba 2015) with Keras' numbers, and weight decay beside it (Loshchilov & Hutter 2019).

    A gradient that is longer than 1 is cut to length 1 first (Pascanu et al. 2013). All weights lie in one array: a few
    operations on many numbers take less time than many on few.

    Attributes
    ----------
    steps : int
        How many there have been.
    mean, square : arrays of shape (P,)
        Running means of the gradient and of its squares: without them, a training that is broken off cannot go on as
        if nothing had happened.
    """

    BETA_1, BETA_2, EPSILON, CLIP_NORM = 0.9, 0.999, 1e-7, 1.0

    def __init__(self, weights: Floats, weight_decay: float = 0.0) -> None:
        self.weights, self.weight_decay = weights, weight_decay
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
        self.weights *= 1 - learning_rate * self.weight_decay
        self.weights -= change


def scheduled_rate(step: int, steps: int, peak: float) -> float:
    """The learning rate of a step, counted from 0: up to ``peak`` in a tenth of the steps, then straight down to 0."""
    warmup = max(1, steps // 10)
    return peak * min((step + 1) / warmup, (steps - step) / max(1, steps - warmup))
