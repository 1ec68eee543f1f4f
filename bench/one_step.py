"""The rival in generation: one call of a ``tf.function`` a character, the way TensorFlow's tutorial on text does it."""

from typing import Any

import numpy as np
import tensorflow as tf

from helpers.char_model.model import CharModel
from helpers.char_model.recipe import Recipe, initial_network


class OneStep(tf.Module):
    """Characters in, a character out: look up, one step of the network, draw, look up again.

    It holds the weights of ``model``; the draw is that of ``textgen.draw``: the same uniform numbers, the same text.
    """

    def __init__(self, model: CharModel, temperature: float = 1.0) -> None:
        super().__init__()
        recipe = Recipe(units=model.units, embedding=model.embedding.shape[1])
        self.network = initial_network(len(model.vocabulary), recipe)
        self.network.set_weights(model.weights())
        self.temperature = temperature
        self.symbols = tf.constant(list(model.vocabulary.symbols))
        self.ids = tf.lookup.StaticHashTable(
            tf.lookup.KeyValueTensorInitializer(self.symbols, tf.range(len(model.vocabulary))), default_value=-1
        )

    @tf.function
    def step(self, characters: tf.Tensor, state: tf.Tensor, uniform: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Characters (1, T), state (1, U), one uniform number; returns the next character (1, 1) and the new state."""
        logits, state = self.network([self.ids.lookup(characters), state])
        edges = tf.cumsum(tf.nn.softmax(logits[0, -1] / self.temperature))
        index = tf.searchsorted(edges, [uniform * edges[-1]], side="right")
        return tf.gather(self.symbols, index)[None], state

    def write(self, prompt: str, uniforms: Any) -> str:
        """One character for each uniform number."""
        characters, state = tf.constant([list(prompt)]), tf.zeros((1, self.network.inputs[1].shape[1]))
        written = []
        for uniform in np.asarray(uniforms, np.float32):
            characters, state = self.step(characters, state, uniform)
            written.append(characters)
        return b"".join(tf.concat(written, axis=1)[0].numpy()).decode()
