"""How many iterations an epoch has, and how many a training."""

from ..checks import boolean, integer


def iterations_per_epoch(samples: int, batch_size: int, drop_remainder: bool = False) -> int:
    """How many batches it takes to use every sample once.

    Parameters
    ----------
    samples, batch_size
        Whole numbers from 1 up; the last batch may hold fewer samples.
    drop_remainder
        Leave a last batch out that is not full.

    Notes
    -----
    With ``drop_remainder`` and a batch size above ``samples`` there are 0. Keras 3 on TensorFlow raises nothing then:
    `fit` warns that its input ran out of data, trains nothing, and returns an empty history. Its count
    `optimizer.iterations` can go up by one an epoch all the same, unless the network runs eagerly.

    Examples
    --------
    >>> iterations_per_epoch(2000, 500), iterations_per_epoch(2100, 500), iterations_per_epoch(2100, 500, True)
    (4, 5, 4)
    """
    full, remainder = divmod(integer("samples", samples, 1), integer("batch_size", batch_size, 1))
    return full if boolean("drop_remainder", drop_remainder) or not remainder else full + 1


def total_iterations(samples: int, batch_size: int, epochs: int, drop_remainder: bool = False) -> int:
    """How many iterations a training of ``epochs`` epochs has, which is how often the weights are updated.

    Examples
    --------
    >>> total_iterations(2000, 500, epochs=20)
    80
    """
    return iterations_per_epoch(samples, batch_size, drop_remainder) * integer("epochs", epochs, 1)
