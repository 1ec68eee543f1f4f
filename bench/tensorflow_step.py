"""The rival in training: a step as TensorFlow carries it out, which the lesson's own took the place of.

TensorFlow's graph, its gradient of the GRU written out as well, and Keras' Adam.
"""

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from helpers import textgen
from helpers.char_model.model import CharModel
from helpers.char_model.recipe import initial_network
from helpers.textgen import Vocabulary, training

BATCH = 64, 64
"""Windows, and characters of each."""
LEARNING_RATE = 1e-2


def train(text: str) -> CharModel:
    """The lesson's training as it was: the text is read once, and the learning rate falls along a cosine."""
    vocabulary = Vocabulary.of(text)
    keras.utils.set_random_seed(0)
    network = initial_network(len(vocabulary), textgen.Recipe(embedding=32))
    embedding, kernel, recurrent_kernel, bias, *dense = network.get_weights()
    network.set_weights([embedding / 0.7, kernel, recurrent_kernel, 0 * bias, *dense])  # it began so
    inputs, targets = textgen.windows(vocabulary.encode(text), *BATCH)
    step = compiled_step(network, LEARNING_RATE, total=len(inputs))
    state = tf.zeros((BATCH[0], recurrent_kernel.shape[0]))
    for x, y in tf.data.Dataset.from_tensor_slices((inputs, targets)):
        loss, state = step(x, y, state)
        float(loss)
    return training.to_model(network, vocabulary)


@tf.custom_gradient
def gru(
    inputs: tf.Tensor, initial: tf.Tensor, recurrent_kernel: tf.Tensor, recurrent_bias: tf.Tensor
) -> tuple[tuple[tf.Tensor, tf.Tensor], Any]:
    """States of ``keras.layers.GRU`` (``reset_after=True``) over a window: all of them (T, B, U), and the last (B, U).

    ``inputs`` (T, B, 3U) is what the characters bring to update gate, reset gate and candidate, bias included;
    ``initial`` (B, U); ``recurrent_kernel`` (U, 3U); ``recurrent_bias`` (3U,).
    """
    units = recurrent_kernel.shape[0]
    steps, state = [], initial
    for x_proj in tf.unstack(inputs):
        h_proj = state @ recurrent_kernel + recurrent_bias
        gates = tf.sigmoid(x_proj[:, : 2 * units] + h_proj[:, : 2 * units])
        update, reset = gates[:, :units], gates[:, units:]
        h_proj_candidate = h_proj[:, 2 * units :]
        candidate = tf.tanh(x_proj[:, 2 * units :] + reset * h_proj_candidate)
        steps.append((state, update, reset, h_proj_candidate, candidate))
        state = candidate + update * (state - candidate)
    states = tf.stack([before for before, *_ in steps[1:]] + [state])

    def backward(of_states: tf.Tensor, of_last: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
        """Gradients of the four arguments: the blame of a state is its own plus what the later ones pass back."""
        to_inputs, to_products, blame = [], [], of_last
        for (before, update, reset, h_proj_candidate, candidate), own in zip(
            reversed(steps), reversed(tf.unstack(of_states)), strict=True
        ):
            blame += own
            to_candidate = blame * (1 - update) * (1 - candidate**2)
            to_reset = to_candidate * h_proj_candidate * reset * (1 - reset)
            to_update = blame * (before - candidate) * update * (1 - update)
            to_inputs.append(tf.concat([to_update, to_reset, to_candidate], axis=1))
            to_products.append(tf.concat([to_update, to_reset, to_candidate * reset], axis=1))
            blame = blame * update + tf.matmul(to_products[-1], recurrent_kernel, transpose_b=True)
        products = tf.concat(to_products[::-1], axis=0)
        befores = tf.concat([before for before, *_ in steps], axis=0)
        to_kernel = tf.matmul(befores, products, transpose_a=True)
        return tf.stack(to_inputs[::-1]), blame, to_kernel, tf.reduce_sum(products, axis=0)

    return (states, state), backward


def compiled_step(network: "keras.Model", learning_rate: float, total: int) -> Callable[..., Any]:
    """One batch: loss, gradient, update. (inputs, targets, state) to (loss in nats, state after the batch)."""
    warmup = max(1, total // 10)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(1, total - warmup), warmup_target=learning_rate, warmup_steps=warmup
    )
    optimizer = keras.optimizers.Adam(rate, global_clipnorm=1.0)
    weights = network.trainable_variables
    optimizer.build(weights)

    @tf.function
    def train_step(x: "tf.Tensor", y: "tf.Tensor", state: "tf.Tensor") -> tuple["tf.Tensor", "tf.Tensor"]:
        with tf.GradientTape() as tape:
            logits, state = unrolled([weight.value for weight in weights], x, state)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(tf.transpose(y), logits))
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        optimizer.apply_gradients(zip(map(tf.convert_to_tensor, gradients), weights, strict=True))
        return loss, state

    return train_step


def unrolled(weights: "list[tf.Variable]", ids: "tf.Tensor", state: "tf.Tensor") -> tuple["tf.Tensor", "tf.Tensor"]:
    """What the Keras network computes from its ``weights``: logits, time first (T, B, V), and the last state.

    ``ids`` (B, T), ``state`` (B, U).
    """
    embedding, kernel, recurrent_kernel, bias, output_kernel, output_bias = weights
    x_proj = tf.gather(embedding @ kernel + bias[0], tf.transpose(ids))  # V different inputs, each worked out once
    states, last = gru(x_proj, state, tf.convert_to_tensor(recurrent_kernel), bias[1])
    return states @ output_kernel + output_bias, last
