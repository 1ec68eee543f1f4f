"""Controls of lesson 02: boxes for counts, which take whatever is typed."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import ipywidgets

from ... import style

Made = TypeVar("Made")
LONGEST = 30  # characters of what was typed, in an answer to it
MOST_SEED = 2**32 - 1
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")


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
        return parse(self.box.value)

    def mark(self, ok: bool) -> None:
        """Show by its edge whether the number was refused."""
        # Transparent rather than none: what stands to the right must not move.
        self.layout.border_left = f"4px solid {'transparent' if ok else style.ERROR}"


def tried(boxes: Sequence[tuple[CountBox, str]], make: Callable[[], Made]) -> Made:
    """What ``make`` gives; if it raises, the box whose argument is named first is marked, and the error goes on."""
    for box, _ in boxes:
        box.mark(True)
    try:
        return make()
    except (TypeError, ValueError) as error:
        for box, name in boxes:
            box.mark(not str(error).startswith(name))
        raise


def parse(text: str) -> int | float | str:
    """What somebody typed: a number where it is one, else the text, for a check to refuse.

    Commas may part the thousands, and nothing else: "2,5" is no number.

    Examples
    --------
    >>> parse("500"), parse("2,000"), parse("2.5"), parse("1e3"), parse("2,5"), parse("all of them")
    (500, 2000, 2.5, 1000, '2,5', 'all of them')
    """
    text = text.strip()
    if len(text) > LONGEST:
        return text[:LONGEST] + "…"
    digits = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        return int(digits)
    except ValueError:
        pass
    try:
        number = float(digits)
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
