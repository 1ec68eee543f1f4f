"""What `fit` remembers of a training, checked: its losses, and where the validation loss was lowest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import checks


@dataclass(frozen=True, eq=False)
class Comparison:
    """Losses of the training and of the validation data after each epoch."""

    loss: NDArray[np.float64]
    val_loss: NDArray[np.float64]

    @property
    def best(self) -> int:
        """The epoch after which the validation loss was lowest; the first is 1."""
        return int(np.argmin(self.val_loss)) + 1

    @property
    def lowest(self) -> float:
        """The lowest validation loss."""
        return float(self.val_loss.min())

    @property
    def rise(self) -> float:
        """How many times its minimum the validation loss is at the end; ValueError if the minimum is not above 0."""
        if self.lowest <= 0:
            raise ValueError(f"val_loss is {self.lowest:g} at its minimum, expected a number > 0 to compare with")
        return float(self.val_loss[-1] / self.lowest)


def comparison(history: Mapping[str, Sequence[float]], name: str = "history") -> Comparison:
    """Training and validation losses of a training, and where the latter were lowest.

    Parameters
    ----------
    history
        ``history`` of what `fit` returns, with "loss" and "val_loss", each one number per epoch.
    name
        What an error calls it.
    """
    checks.instance(name, history, Mapping, "the history of what fit returns, a dict")
    found = []
    for key in ("loss", "val_loss"):
        if key not in history:
            raise ValueError(f"{name} has no {key!r}, expected one number per epoch (it has {list(history)})")
        found.append(checks.numbers(f"{name}[{key!r}]", history[key], (None,)))
    loss, val_loss = found
    if len(loss) != len(val_loss):
        raise ValueError(
            f"{name} has {len(loss)} numbers for 'loss', expected as many as for 'val_loss': {len(val_loss)}"
        )
    return Comparison(loss, val_loss)
