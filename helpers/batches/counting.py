"""How many iterations an epoch has, and how many a training."""

from ..checks import boolean, integer


def iterations_per_epoch(samples: int, batch_size: int, drop_remainder: bool = False) -> int:
    """How many batches it takes to use every sample once.

    Parameters
    ----------
    samples
        How many samples there are.
    batch_size
        How many of them a batch holds; the last one may hold fewer.
    drop_remainder
        Leave a last batch out that is not full.

    Raises
    ------
    TypeError
        If a count is no whole number, or ``drop_remainder`` neither True nor False.
    ValueError
        If a count is below 1.

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
    samples, batch_size = integer("samples", samples, 1), integer("batch_size", batch_size, 1)
    full, left_over = divmod(samples, batch_size)
    return full if boolean("drop_remainder", drop_remainder) or not left_over else full + 1


def total_iterations(samples: int, batch_size: int, epochs: int, drop_remainder: bool = False) -> int:
    """How many iterations a training of ``epochs`` epochs has, which is how often the weights are updated.

    Raises
    ------
    TypeError, ValueError
        As in `iterations_per_epoch`; ``epochs`` too is a whole number from 1 up.

    Examples
    --------
    >>> total_iterations(2000, 500, epochs=20)
    80
    """
    return iterations_per_epoch(samples, batch_size, drop_remainder) * integer("epochs", epochs, 1)
