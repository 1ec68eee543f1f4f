"""The learner's interrupt (■) ends a training between two of its steps, and breaks nothing.

Raised wherever Python happens to be, it can meet TensorFlow in the middle of its own code, and then the kernel dies.
So a function that trains is inside `deferred_interrupts`: an interrupt waits until the training is `between_steps`.
"""

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_waiting: list[int] = []  # a handler of signals must not wait for a lock, as that of an Event might


@contextmanager
def deferred_interrupts() -> Iterator[None]:
    """Interrupts wait for `check`; what still waits at the end came too late, and is forgotten.

    Python interrupts its main thread only, so in another nothing is held.
    """
    if not _in_main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: _waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        _waiting.clear()


def between_steps(steps: Iterable[T]) -> Iterator[T]:
    """The steps of a training, with a `check` before the first and after each."""
    check()
    for step in steps:
        yield step
        check()


def check() -> None:
    """Raise KeyboardInterrupt if an interrupt waits."""
    if _waiting and _in_main_thread():
        _waiting.clear()
        raise KeyboardInterrupt


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
