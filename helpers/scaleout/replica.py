"""A worker's copy of the network: it reads its rows of each batch, adds up with the others, and moves its weights.

Every replica begins with the same weights and adds the same sums to them, so all replicas stay equal, to the bit.
"""

import numpy as np

from ..char_model.bptt import BPTT, views
from ..char_model.model import CharModel
from ..char_model.optimizer import AdamW
from ..char_model.recipe import WEIGHT_DECAY
from ..characters import Ids
from .checkpoint import Checkpoint, Training
from .ring import Ring
from .sharding import shards


class NumPyReplica:
    """The replica that NumPy computes.

    Parameters
    ----------
    checkpoint
        Where it goes on from.
    ring
        This worker's place among the others.
    """

    def __init__(self, training: Training, checkpoint: Checkpoint, ring: Ring) -> None:
        recipe = training.recipe
        self._training, self._ring = training, ring
        self._rows = shards(recipe.batch_size, ring.size)[ring.rank]
        self._shapes = [weight.shape for weight in checkpoint.model.weights()]
        weights = checkpoint.weights
        self._optimizer = AdamW(weights, WEIGHT_DECAY)
        self._optimizer.steps = checkpoint.step
        self._optimizer.mean[:], self._optimizer.square[:] = checkpoint.mean, checkpoint.square
        # The gradient, and behind it the loss and who wants to stop: one message carries them all.
        self._message = np.zeros(len(weights) + 2, np.float32)
        rows = self._rows.stop - self._rows.start
        self._reader = BPTT(views(weights, self._shapes), rows, recipe.window, training.dropout)
        self._reader.states[-1] = checkpoint.states[self._rows]
        self._losses = list(checkpoint.losses)

    def step(self, x: Ids, y: Ids, begins: bool, learning_rate: float, stop: bool = False) -> tuple[float, bool]:
        """One update, from the whole batch of windows ``x`` with targets ``y``, (B, T), of which it reads its rows.

        Parameters
        ----------
        begins
            States begin with zeros.
        stop
            Whether this worker wants to stop.

        Returns
        -------
        tuple of float and bool
            The batch's loss, in bits per character, and whether any worker wants to stop: the same on all of them.
        """
        if begins:
            self._reader.reset()
        # Seeded anew at each step, so that a training that is taken up again silences the same units; and with the
        # worker's own rows, or all workers would silence the same.
        self._reader.rng = np.random.default_rng((self._training.seed, self._optimizer.steps, self._rows.start))
        gradient, others = self._message[:-2], self._message[-2:]
        # The loss is divided by the characters of the whole batch, so the sum over the workers is the batch's mean.
        loss = self._reader.gradient(x[self._rows], y[self._rows], x.size, views(gradient, self._shapes))
        others[:] = loss, stop
        self._ring.all_reduce(self._message)
        bits, stopping = float(others[0]) / np.log(2), bool(others[1])
        self._optimizer.step(gradient, learning_rate)
        self._losses.append(bits)
        return bits, stopping

    @property
    def steps(self) -> int:
        """Updates so far."""
        return self._optimizer.steps

    @property
    def bytes_sent(self) -> int:
        """All that this worker has sent to the next."""
        return self._ring.bytes_sent

    def checkpoint(self) -> Checkpoint:
        """How far the training has come; all workers must ask after the same step, as it holds the states of all."""
        states = np.zeros((self._training.recipe.batch_size, self._training.recipe.units), np.float32)
        states[self._rows] = self._reader.states[-1]
        self._ring.all_reduce(states.reshape(-1))  # to each row, the other workers add zeros
        optimizer = self._optimizer
        model = CharModel(self._training.vocabulary, *views(optimizer.weights.copy(), self._shapes))
        return Checkpoint(model, optimizer.mean.copy(), optimizer.square.copy(), states, np.array(self._losses))
