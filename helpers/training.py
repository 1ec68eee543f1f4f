"""The loop around a training: it reports now and then, and an interrupt (■) ends it with what has been learned."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from . import interrupts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Progress = TypeVar("Progress", bound="DataclassInstance")


def follow(
    steps: Iterable[Progress], begun: Progress, report: Callable[[Progress], object], is_due: Callable[[Progress], bool]
) -> None:
    """Go through the steps of a training, to the last or to an interrupt. To be called in `deferred_interrupts`.

    Parameters
    ----------
    steps
        Yields, after each step, where the training stands: a dataclass with a field ``stopped``.
    begun
        Where it stands before the first step.
    report
        Is told when ``is_due``; and that it ``stopped``, at an interrupt.
    """
    progress = begun
    try:
        for progress in interrupts.between_steps(steps):
            if is_due(progress):
                report(progress)
    except KeyboardInterrupt:
        report(replace(progress, stopped=True))
