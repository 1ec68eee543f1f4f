"""Who reads what: the rows of every batch, shared out among the workers."""

from .. import checks


def shards(batch_size: int, workers: int) -> tuple[slice, ...]:
    """The rows of a batch that each worker reads: all of them, none twice, and no worker has two more than another.

    A row goes on from batch to batch, and so does the state that its worker carries along it.

    Examples
    --------
    >>> shards(batch_size=8, workers=3)
    (slice(0, 3, None), slice(3, 6, None), slice(6, 8, None))

    TypeError if one is no whole number; ValueError if one is less than 1, or a worker would have nothing to read.
    """
    batch_size = checks.integer("batch_size", batch_size, 1)
    workers = checks.integer("workers", workers, 1)
    if workers > batch_size:
        raise ValueError(f"workers is {workers}, expected at most {batch_size}: a batch has so many rows to share out")
    rows, more = divmod(batch_size, workers)
    ends = [rows * rank + min(rank, more) for rank in range(workers + 1)]
    return tuple(map(slice, ends[:-1], ends[1:]))
