"""The learner's interrupt (■) ends a training, and breaks nothing: neither what is built before it nor what it has won.

A function that trains is `held`: an interrupt meanwhile waits. Its loop is `allowed`: there the interrupt is raised.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_waiting = threading.Event()


@contextmanager
def held() -> Iterator[None]:
    """An interrupt waits for `allowed`; one that comes after it comes too late, and is forgotten."""
    with _handled(lambda *_: _waiting.set()):
        try:
            yield
        finally:
            _waiting.clear()


@contextmanager
def allowed() -> Iterator[None]:
    """An interrupt is raised, one that has waited at once.

    Raises
    ------
    KeyboardInterrupt
    """
    with _handled(signal.default_int_handler):
        if _waiting.is_set():
            _waiting.clear()
            raise KeyboardInterrupt
        yield


@contextmanager
def _handled(handler: Callable[..., Any]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # no other is interrupted
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
