"""A GRU layer for training, its backpropagation through time written out by hand.

TensorFlow derives the same gradient from Keras' layer by itself, and a test holds the two to be equal. Written out, the
gradient of the recurrent kernel is one large product at the end, where the derived one adds up a small product at every
step. On an idle machine that makes no difference; on one whose memory has other work too, a training step took from a
fifth less to nearly half (``make bench`` measures it).
"""

from typing import Any

import tensorflow as tf


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
    for brought in tf.unstack(inputs):
        from_state = state @ recurrent_kernel + recurrent_bias
        gates = tf.sigmoid(brought[:, : 2 * units] + from_state[:, : 2 * units])
        update, reset = gates[:, :units], gates[:, units:]
        recalled = from_state[:, 2 * units :]
        candidate = tf.tanh(brought[:, 2 * units :] + reset * recalled)
        steps.append((state, update, reset, recalled, candidate))
        state = candidate + update * (state - candidate)
    states = tf.stack([before for before, *_ in steps[1:]] + [state])

    def backward(of_states: tf.Tensor, of_last: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
        """Gradients of the four arguments: the blame of a state is its own plus what the later ones pass back."""
        to_inputs, to_products, blame = [], [], of_last
        for (before, update, reset, recalled, candidate), own in zip(
            reversed(steps), reversed(tf.unstack(of_states)), strict=True
        ):
            blame += own
            to_candidate = blame * (1 - update) * (1 - candidate**2)
            to_reset = to_candidate * recalled * reset * (1 - reset)
            to_update = blame * (before - candidate) * update * (1 - update)
            to_inputs.append(tf.concat([to_update, to_reset, to_candidate], axis=1))
            to_products.append(tf.concat([to_update, to_reset, to_candidate * reset], axis=1))
            blame = blame * update + tf.matmul(to_products[-1], recurrent_kernel, transpose_b=True)
        products = tf.concat(to_products[::-1], axis=0)
        befores = tf.concat([before for before, *_ in steps], axis=0)
        to_kernel = tf.matmul(befores, products, transpose_a=True)
        return tf.stack(to_inputs[::-1]), blame, to_kernel, tf.reduce_sum(products, axis=0)

    return (states, state), backward
