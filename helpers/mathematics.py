"""The functions that several lessons are made of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]  # of float32 or float64


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + e^-x), written with tanh, which cannot overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def log_softmax(logits: Floats) -> Floats:
    """Natural logarithms of the probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
