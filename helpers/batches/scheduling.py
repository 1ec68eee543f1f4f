"""Which sample is used in which iteration."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..checks import boolean, integer
from .counting import iterations_per_epoch

Indices = NDArray[np.intp]
MOST_USES = 10_000_000
"""Samples times epochs: a schedule holds a number for each."""


@dataclass(frozen=True, eq=False)
class Batch:
    """What one iteration uses.

    ``epoch`` and ``iteration`` count from 1, the iteration anew in each epoch; ``update`` counts through the whole
    training. ``samples``: indices from 0, in the order in which they were taken.
    """

    epoch: int
    iteration: int
    update: int
    samples: Indices = field(repr=False)


def schedule(samples: int, batch_size: int, epochs: int, shuffle: bool, seed: int) -> tuple[Batch, ...]:
    """The batches of a training, one after the other: every sample once an epoch, the last batch perhaps short.

    Parameters
    ----------
    samples, batch_size, epochs
        Whole numbers from 1 up.
    shuffle
        Whether each epoch takes the samples in a new random order.
    seed
        Decides on the orders.

    Returns
    -------
    tuple of Batch
        `total_iterations` of them.

    Raises
    ------
    TypeError
        If a count or the seed is no whole number, or ``shuffle`` neither True nor False.
    ValueError
        If a count is below 1 or the seed below 0, or if there are more than 10,000,000 samples to use in all.

    Examples
    --------
    >>> [batch.samples.tolist() for batch in schedule(5, 2, epochs=1, shuffle=False, seed=0)]
    [[0, 1], [2, 3], [4]]
    """
    count, epochs = iterations_per_epoch(samples, batch_size), integer("epochs", epochs, 1)
    if samples * epochs > MOST_USES:
        raise ValueError(f"samples * epochs is {samples * epochs}, expected at most {MOST_USES:,}")
    rng = np.random.default_rng(integer("seed", seed, 0))
    order = rng.permutation if boolean("shuffle", shuffle) else np.arange
    return tuple(
        Batch(epoch + 1, i + 1, epoch * count + i + 1, taken)
        for epoch in range(epochs)
        for i, taken in enumerate(_cut(order(samples), batch_size))
    )


def _cut(order: Indices, batch_size: int) -> list[Indices]:
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
