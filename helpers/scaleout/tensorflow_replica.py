"""A worker's copy of the network as TensorFlow computes it, and TensorFlow's way to add up over the workers.

The network, its gradient and the optimizer are Keras' and TensorFlow's; what they compute is what `NumPyReplica` does,
and both write the same checkpoints. Where this differs from the examples of ``tf.distribute``: network and optimizer
are made outside of the strategy's scope, and the gradient is clipped after it has been added up. In the scope, Keras
clips what each worker has found alone, and a sum of clipped gradients is another one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import keras
import numpy as np
import tensorflow as tf

from ..char_model.bptt import dropout_mask, views
from ..char_model.model import CharModel, Floats
from ..char_model.optimizer import AdamW
from ..char_model.recipe import WEIGHT_DECAY, initial_network
from ..characters import Ids
from .checkpoint import Checkpoint, Training
from .sharding import shards
from .tf_config import PortTaken, TFConfig

LOST = (
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.InternalError,
    tf.errors.UnavailableError,
)
"""What TensorFlow raises where another worker has gone."""


class Collectives:
    """One worker's place among those that TF_CONFIG lists; one alone, if there is none.

    It must be made before TensorFlow computes anything, and it waits until all of them are there. Its server listens on
    every interface of the machine, and asks nobody for a password.

    PortTaken if it cannot listen on its port.
    """

    def __init__(self, config: TFConfig | None) -> None:
        self.rank, self.size = (config.index, len(config.workers)) if config else (0, 1)
        # A worker reads its rows once, however many GPUs there are.
        tf.config.set_visible_devices(tf.config.list_physical_devices("GPU")[:1], "GPU")
        try:
            self.strategy = tf.distribute.MultiWorkerMirroredStrategy()
        except tf.errors.UnknownError as error:  # "Could not start gRPC server"
            port = config.workers[self.rank].rpartition(":")[2] if config else "?"
            raise PortTaken(
                f"worker {self.rank} cannot listen on port {port}, expected one that no other program has: {error}"
            ) from error
        self._total = tf.function(lambda array: self.strategy.run(total, (array,)))

    def all_reduce(self, array: Floats) -> Floats:
        """The sum over all workers' arrays, which all have one shape; ConnectionError if a worker has gone."""
        with self.connected():
            return self._total(tf.constant(array)).numpy()

    @contextmanager
    def connected(self) -> Iterator[None]:
        """What TensorFlow says where another worker has gone becomes a ConnectionError."""
        try:
            yield
        except LOST as error:
            if self.size == 1:
                raise
            raise ConnectionError(f"worker {self.rank} has lost another one ({type(error).__name__})") from error


def total(array: tf.Tensor) -> tf.Tensor:
    """In a strategy's ``run``: the sum over the workers."""
    # An argument is on no device yet, and so is refused ("destinations can not be empty"); its copy is.
    return tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, tf.identity(array))


class TensorFlowReplica:
    """The replica that TensorFlow computes; its interface is that of `NumPyReplica`.

    Parameters
    ----------
    checkpoint
        Where it goes on from.
    collectives
        This worker's place among the others.
    """

    bytes_sent = None
    """TensorFlow does not say."""

    def __init__(self, training: Training, checkpoint: Checkpoint, collectives: Collectives) -> None:
        recipe = training.recipe
        self._training, self._collectives = training, collectives
        self._rows = shards(recipe.batch_size, collectives.size)[collectives.rank]
        network = initial_network(len(training.vocabulary), recipe)
        network.set_weights(checkpoint.model.weights())
        self._layers = [layer for layer in network.layers if layer.weights]  # embedding, GRU, dense
        self._variables, self._network = network.trainable_variables, network
        self._shapes = [tuple(variable.shape) for variable in self._variables]
        self._optimizer = keras.optimizers.AdamW(
            recipe.learning_rate, weight_decay=WEIGHT_DECAY, global_clipnorm=AdamW.CLIP_NORM
        )
        self._optimizer.build(self._variables)
        self._optimizer.iterations.assign(checkpoint.step)
        for variables, saved in zip(self._means_and_squares(), (checkpoint.mean, checkpoint.square), strict=True):
            for variable, value in zip(variables, views(saved, self._shapes), strict=True):
                variable.assign(value)
        self._states = tf.constant(checkpoint.states[self._rows])
        self._losses = list(checkpoint.losses)
        self._update = tf.function(self._traced_update)

    def _means_and_squares(self) -> tuple[Sequence[keras.Variable], Sequence[keras.Variable]]:
        """Of each weight in turn, Keras keeps the one and the other, after its number of steps and its rate."""
        return self._optimizer.variables[2::2], self._optimizer.variables[3::2]

    def step(self, x: Ids, y: Ids, begins: bool, learning_rate: float, stop: bool = False) -> tuple[float, bool]:
        """As `NumPyReplica.step`."""
        if begins:
            self._states = tf.zeros_like(self._states)
        self._optimizer.learning_rate = learning_rate
        with self._collectives.connected():
            others, self._states = self._update(
                tf.constant(x[self._rows]), tf.constant(y[self._rows]), self._states, self._mask(), tf.constant(stop)
            )
            loss, stopping = others.numpy()
        bits = float(loss) / np.log(2)
        self._losses.append(bits)
        return bits, bool(stopping)

    def _mask(self) -> tf.Tensor | None:
        """The outputs that `NumPyReplica` silences at this step, which has the characters of all rows side by side."""
        dropout, recipe, first = self._training.dropout, self._training.recipe, self._rows.start
        if not dropout:
            return None
        rng = np.random.default_rng((self._training.seed, self.steps, first))
        shape = recipe.window, self._rows.stop - first, recipe.units
        return tf.constant(dropout_mask(rng, shape, dropout, np.dtype(np.float32)).swapaxes(0, 1))

    def _traced_update(
        self, x: tf.Tensor, y: tf.Tensor, states: tf.Tensor, mask: tf.Tensor | None, stop: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """One update; returns the loss and who wants to stop, added up over the workers, and the new states."""
        message, states = self._collectives.strategy.run(self._message, (x, y, states, mask, stop))
        *flat, others = tf.split(message, [*(int(np.prod(shape)) for shape in self._shapes), 2])
        gradient = [tf.reshape(part, shape) for part, shape in zip(flat, self._shapes, strict=True)]
        self._optimizer.apply(gradient, self._variables)
        return others, states

    def _message(
        self, x: tf.Tensor, y: tf.Tensor, states: tf.Tensor, mask: tf.Tensor | None, stop: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The gradient, the loss and who wants to stop, in one array and added up; and this worker's new states."""
        embedding, gru, dense = self._layers
        recipe = self._training.recipe
        with tf.GradientTape() as tape:
            outputs, last = gru(embedding(x), initial_state=states)
            logits = dense(outputs if mask is None else outputs * mask)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)
            # Divided by the characters of the whole batch, so the sum over the workers is the batch's mean.
            loss = tf.reduce_sum(losses) / (recipe.batch_size * recipe.window)
        gradient = tape.gradient(loss, self._variables)
        others = tf.stack([loss, tf.cast(stop, loss.dtype)])
        parts = [tf.reshape(tf.convert_to_tensor(part), [-1]) for part in gradient]
        return total(tf.concat([*parts, others], 0)), last

    @property
    def steps(self) -> int:
        """Updates so far."""
        return int(self._optimizer.iterations)

    def checkpoint(self) -> Checkpoint:
        """As `NumPyReplica.checkpoint`."""
        states = np.zeros((self._training.recipe.batch_size, self._training.recipe.units), np.float32)
        states[self._rows] = self._states.numpy()
        states = self._collectives.all_reduce(states)  # to each row, the other workers add zeros
        mean, square = (
            np.concatenate([variable.numpy().ravel() for variable in variables])
            for variables in self._means_and_squares()
        )
        model = CharModel(self._training.vocabulary, *self._network.get_weights())
        return Checkpoint(model, mean, square, states, np.array(self._losses))
