"""The functions that several lessons compute with, for arrays of any shape; each keeps their dtype."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def sigmoid(x: Floats) -> NDArray[Any]:
    """1 / (1 + e^-x), written with tanh, which cannot overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def softmax(logits: Floats) -> NDArray[Any]:
    """Probabilities over the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def log_softmax(logits: Floats) -> NDArray[Any]:
    """Natural logarithms of the probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
