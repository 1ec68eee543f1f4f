"""What it costs on paper that workers add up their gradients in a ring, and from how many on more stop helping.

A step of n workers takes as long as the slowest of them computes, and then as long as the sums need to travel:

    seconds = fixed + (alone - fixed) / n + communication    with the same batch shared out (same *global* batch)
    seconds = alone + communication                          with as many rows for each      (same *local* batch)

The first is Amdahl's law (1967): what cannot be shared out limits the speed-up, and here communication even grows. The
second is what Gustafson (1988) set against it: who has more workers gives them more to do. But a larger batch learns
otherwise, which is what `larger_batches` is about.

It is a model. All workers are equally fast, none waits for another, and the sums travel only when the gradient is
complete. Real engines send the first parts while the last are still being computed, and so hide some of it; and where
there are many workers, libraries can add up along trees, whose messages are fewer.
"""

import math
from dataclasses import dataclass

from .. import checks

BYTES = 4
"""Of a float32, as which gradients travel."""
LATENCY = 50e-6
"""Seconds that a message takes however short it is: the order of what two programs in one building need over TCP. Cards
that write into each other's memory (RDMA) need a few millionths."""


@dataclass(frozen=True)
class Communication:
    """What a step costs; made by `communication`, which checks the numbers.

    "Local" is said of the same local batch: the global one is then ``workers`` times as large.
    """

    parameters: int
    workers: int
    bandwidth: float
    """Bits per second."""
    seconds_per_step: float
    """Of one worker alone."""
    latency: float = LATENCY
    fixed_seconds: float = 0.0

    @property
    def bytes_sent(self) -> float:
        """By each worker in a step, 2 (n - 1) / n of the gradient's (Patarasuk & Yuan 2009).

        The mean over the workers, where chunks are not of one length.
        """
        return 2 * (self.workers - 1) / self.workers * BYTES * self.parameters

    @property
    def messages(self) -> int:
        """In a step, one after the other: n - 1 until all is added up, and n - 1 until all have it."""
        return 2 * (self.workers - 1)

    @property
    def seconds(self) -> float:
        """Of a step's communication."""
        return 8 * self.bytes_sent / self.bandwidth + self.messages * self.latency

    @property
    def step_seconds(self) -> float:
        """Of a step at the same global batch."""
        shared = self.seconds_per_step - self.fixed_seconds
        return self.fixed_seconds + shared / self.workers + self.seconds

    @property
    def local_step_seconds(self) -> float:
        """Of a step at the same local batch."""
        return self.seconds_per_step + self.seconds

    @property
    def speed_up(self) -> float:
        """How many times as fast as one worker alone, at the same global batch."""
        return self.seconds_per_step / self.step_seconds

    @property
    def local_speed_up(self) -> float:
        """How many times as many characters a second as one worker alone, at the same local batch."""
        return self.workers * self.seconds_per_step / self.local_step_seconds

    def __str__(self) -> str:
        each = "1 worker" if self.workers == 1 else f"{self.workers:,} workers"
        return (
            f"{each}: each sends {self.bytes_sent:,.0f} bytes a step in {self.messages:,} messages, which takes"
            f" {1000 * self.seconds:.2f} ms; with the same batch, {self.speed_up:.2f} times as fast as one;"
            f" with as many rows for each as one had, {self.local_speed_up:.2f} times as much text per second"
        )


def communication(
    parameters: int,
    workers: int,
    bandwidth: float,
    seconds_per_step: float,
    latency: float = LATENCY,
    fixed_seconds: float = 0.0,
) -> Communication:
    """What a training step costs on paper, on so many workers that add up their gradients in a ring.

    Parameters
    ----------
    parameters
        How many weights the network has: each has a float32 in the gradient.
    workers
        How many add up, n.
    bandwidth
        Bits per second that a worker can send: 1e9 is 1 Gb/s.
    seconds_per_step
        What one worker alone needs for the whole global batch.
    latency
        Seconds that a message takes however short it is.
    fixed_seconds
        The part of ``seconds_per_step`` that every worker needs, however few rows it reads: moving all the weights,
        going through a window's characters one after the other. Two measurements give it: twice the seconds of half a
        batch, less those of the whole.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be.

    References
    ----------
    Patarasuk & Yuan (2009), Bandwidth optimal all-reduce algorithms for clusters of workstations, J. Parallel Distrib.
    Comput. 69(2). Amdahl (1967), Validity of the single processor approach to achieving large scale computing
    capabilities, AFIPS. Gustafson (1988), Reevaluating Amdahl's law, Commun. ACM 31(5).

    Examples
    --------
    >>> cost = communication(parameters=1_000_000, workers=4, bandwidth=1e9, seconds_per_step=0.2)
    >>> cost.bytes_sent, cost.messages, round(cost.seconds, 4), round(cost.speed_up, 2)
    (6000000.0, 6, 0.0483, 2.03)
    """
    parameters, workers = checks.integer("parameters", parameters, 1), checks.integer("workers", workers, 1)
    bandwidth = checks.positive("bandwidth", bandwidth)
    seconds_per_step = checks.positive("seconds_per_step", seconds_per_step)
    if checks.number("latency", latency) < 0:
        raise ValueError(f"latency is {latency!r}, expected a number >= 0")
    if not 0 <= checks.number("fixed_seconds", fixed_seconds) <= seconds_per_step:
        raise ValueError(
            f"fixed_seconds is {fixed_seconds!r}, expected a number from 0 to seconds_per_step, {seconds_per_step:g}"
        )
    return Communication(parameters, workers, bandwidth, seconds_per_step, float(latency), float(fixed_seconds))


def most_workers(
    parameters: int,
    bandwidth: float,
    seconds_per_step: float,
    latency: float = LATENCY,
    fixed_seconds: float = 0.0,
) -> int:
    """The number of workers from which on one more makes no step faster, at the same global batch.

    A step of n workers takes (shared - travelling) / n + 2 n · latency and something that does not depend on n, where
    ``shared`` is what they share out, and ``travelling`` what a large ring's sums need on the way, latency apart. One
    more gains (shared - travelling) / (n (n + 1)) and costs twice the latency. Where the sums travel longer than one
    worker computes, it is 1: the network is too slow for so small a batch.

    Parameters and exceptions are those of `communication`; but without any latency there would be no such number, so
    ``latency`` must be above 0.
    """
    latency = checks.positive("latency", latency)
    alone = communication(parameters, 1, bandwidth, seconds_per_step, latency, fixed_seconds)
    travelling = 8 * 2 * BYTES * alone.parameters / alone.bandwidth
    gain = alone.seconds_per_step - alone.fixed_seconds - travelling
    # The first n with n (n + 1) >= gain / (2 latency).
    return max(1, math.ceil((math.sqrt(1 + max(0.0, 2 * gain / alone.latency)) - 1) / 2))
