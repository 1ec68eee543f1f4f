"""Which sample is used in which iteration."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .counting import iterations_per_epoch


@dataclass(frozen=True, eq=False)
class Batch:
    """What one iteration uses.

    ``epoch`` and ``iteration`` count from 1, the iteration anew in each epoch; ``update`` counts through the whole
    training. ``samples``: indices from 0, in the order in which they were taken.
    """

    epoch: int
    iteration: int
    update: int
    samples: NDArray[np.intp] = field(repr=False)


def schedule(samples: int, batch_size: int, epochs: int, shuffle: bool, seed: int) -> tuple[Batch, ...]:
    """The batches of a training, one after the other: every sample once an epoch, the last batch perhaps short.

    ``shuffle``: whether each epoch takes the samples in a new random order, on which ``seed`` decides.

    Examples
    --------
    >>> [batch.samples.tolist() for batch in schedule(5, 2, epochs=1, shuffle=False, seed=0)]
    [[0, 1], [2, 3], [4]]
    """
    count = iterations_per_epoch(samples, batch_size)
    new_order = np.random.default_rng(seed).permutation if shuffle else np.arange
    orders = [new_order(samples) for _ in range(epochs)]
    return tuple(
        Batch(epoch + 1, i + 1, epoch * count + i + 1, order[i * batch_size : (i + 1) * batch_size])
        for epoch, order in enumerate(orders)
        for i in range(count)
    )
