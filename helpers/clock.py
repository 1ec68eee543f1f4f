"""How long a training will still take: what every report of a training says, from what its steps have taken so far."""

import math
import time
from collections import deque
from statistics import median

RECENT = 50
"""Steps whose times count: few enough to notice when the computer gets other work."""


class Clock:
    """Tells how long a training, or several one after the other, will still take.

    It goes by the median of the latest steps, so that a pause (a computer that slept, a look at the validation set)
    does not spoil what it says. The first step of a training says nothing of the others, as TensorFlow compiles in it;
    but it says what the first steps of the trainings that follow will take.

    Parameters
    ----------
    work
        How much each training has to do, in any unit of which each takes about equally long: steps, epochs, ...

    Examples
    --------
    >>> clock = Clock(100)
    >>> clock.seconds_left(1)  # after the first step
    nan
    >>> clock.seconds_left(100)
    0.0
    """

    def __init__(self, *work: float) -> None:
        self.work = work
        self._last = time.perf_counter(), 0.0
        self._starts: list[float] = []  # seconds of each training's first step
        self._rates: deque[float] = deque(maxlen=RECENT)  # seconds per unit of work, of the present training's others
        self._rate = math.nan

    def seconds_left(self, done: float, training: int = 0) -> float:
        """Seconds. To be asked after each step, the first included.

        Parameters
        ----------
        done
            How much of the present training's work is done.
        training
            Which one that is: 0 for the first.

        Returns
        -------
        float
            NaN after the very first step, from which nothing can be told yet.
        """
        self._note(time.perf_counter(), done, training)
        ahead = sum(self.work[training:]) - done
        compiling = median(self._starts) * (len(self.work) - len(self._starts))
        if math.isnan(self._rate) and done == self.work[training]:
            return compiling  # there are first steps only
        return self._rate * ahead + compiling

    def _note(self, now: float, done: float, training: int) -> None:
        (then, before), self._last = self._last, (now, done)
        if training == len(self._starts):
            self._starts.append(now - then)
            self._rates.clear()
        elif done > before:
            self._rates.append((now - then) / (done - before))
            self._rate = median(self._rates)


def in_words(seconds: float) -> str:
    """How a report says it: "about 40 s left"."""
    return "the time left is not known yet" if math.isnan(seconds) else f"about {seconds:.0f} s left"
