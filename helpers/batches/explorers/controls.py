"""Controls of lesson 02: boxes for counts, which take whatever is typed."""

from collections.abc import Callable
from typing import Any, TypeVar

import ipywidgets

from ... import style, widgets

T = TypeVar("T")
MAX_SEED = 2**32 - 1


class CountBox(ipywidgets.HBox):
    """A labelled box for a whole number. Anything can be typed: what is no count is for the model to refuse."""

    def __init__(self, label: str, value: int) -> None:
        self.box = ipywidgets.Text(str(value), description=label, continuous_update=False)
        self.box.style.description_width = "initial"
        self.box.layout.width = f"{len(label) * 0.5 + 6:.1f}em"
        super().__init__([self.box], layout={"overflow": "visible"})
        self.mark(True)

    @property
    def value(self) -> Any:
        """What was typed, as a number if it is one."""
        return widgets.parse_number(self.box.value)

    def mark(self, ok: bool) -> None:
        """Show by its edge whether the number was refused."""
        # Transparent rather than none: what stands to the right must not move.
        self.layout.border_left = f"4px solid {'transparent' if ok else style.ERROR}"


def marking(boxes: dict[str, CountBox], make: Callable[[], T]) -> T:
    """What ``make`` gives; if it raises, the box whose argument is named first is marked, and the error goes on."""
    refusal = ""
    try:
        return make()
    except (TypeError, ValueError) as error:
        refusal = str(error)
        raise
    finally:
        for name, box in boxes.items():
            box.mark(not refusal.startswith(name))
