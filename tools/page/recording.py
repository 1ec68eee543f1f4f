"""An explorer's states, recorded by the Python that moves it in JupyterLab, and packed for the page to play.

The last control is the innermost: how many positions it has may depend on the others, as a batch size decides how
many iterations there are.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import ipywidgets

from helpers import widgets

Frame = tuple[str, ...]
"""What is shown in one state: the HTML of each part."""
_PIECE = re.compile(r"<[^>]*>|[^<]+")
_LOOK = re.compile(r' (?:style="[^"]*"|role="status")')
_SAID = re.compile(r"<div[^>]*>(.*)</div>", re.DOTALL)


@dataclass(frozen=True)
class Control:
    """What is moved in the page.

    Parameters
    ----------
    kind
        "slider", "menu", "switch" or "walk": buttons from the first to the last position, and Play.
    label
        Its name.
    options
        What each of its positions is called; a walk counts them instead.
    start
        The position to begin at.
    interval
        Milliseconds from position to position while a walk plays.
    """

    kind: str
    label: str
    options: tuple[str, ...] = ()
    start: int = 0
    interval: int = 0


@dataclass(frozen=True)
class Driver:
    """A control, and how the explorer is brought to one of its positions, of which there are ``count()``."""

    control: Control
    move: Callable[[int], None]
    count: Callable[[], int]


@dataclass(frozen=True)
class Recording:
    """All states of an explorer: ``counts`` says how many of the ``frames`` each choice of the outer controls has."""

    controls: tuple[Control, ...]
    parts: tuple[str, ...]
    counts: tuple[int, ...]
    frames: tuple[Frame, ...]

    def packed(self) -> dict[str, Any]:
        """What tools/page/player.js plays."""
        pieces, frames = cut(self.frames, self.counts)
        controls = [asdict(control) for control in self.controls]
        return {"controls": controls, "parts": self.parts, "counts": self.counts, "pieces": pieces, "frames": frames}


def cut(frames: Sequence[Frame], counts: Sequence[int]) -> tuple[list[str], list[list[int]]]:
    """Frames cut at their tags, and each written as what differs from another one, its base.

    The base is the frame before in the same walk, or else one that began another walk; and it has as many pieces.

    Returns
    -------
    pieces
        Every piece of HTML that occurs, once; the first is empty and parts a frame's parts.
    frames
        For each frame the number of its base, then pairs: how far the place of a piece is behind the one before, and
        the piece that stands there instead. A frame that is its own base has all its pieces instead.

    Examples
    --------
    >>> cut([("<b>", "1"), ("<b>", "2")], [2])
    (['', '<b>', '1', '2'], [[0, 1, 0, 2], [0, 2, 3]])
    """
    numbers = {"": 0}
    begins = set(itertools.accumulate(counts, initial=0))
    bases: dict[int, tuple[int, list[int]]] = {}  # by how many pieces they have: a frame, and its pieces
    before = (0, [-1])
    coded = []
    for i, frame in enumerate(frames):
        pieces: list[int] = []
        for part in frame:
            pieces += [numbers.setdefault(piece, len(numbers)) for piece in _PIECE.findall(part)] + [0]
        pieces.pop()
        follows = i not in begins and len(before[1]) == len(pieces)
        base, old = before if follows else bases.setdefault(len(pieces), (i, pieces))
        coded.append([i, *pieces] if base == i else [base, *_changes(old, pieces)])
        before = (i, pieces)
    return list(numbers), coded


def _changes(old: Sequence[int], new: Sequence[int]) -> Iterator[int]:
    last = 0
    for at, (piece, before) in enumerate(zip(new, old, strict=True)):
        if piece != before:
            yield from (at - last, piece)
            last = at


def record(drivers: Sequence[Driver], parts: Sequence[str], show: Callable[[], Frame]) -> Recording:
    """Bring an explorer into every state, and keep what it shows there."""
    *outer, walked = drivers
    counts, frames = [], []
    for places in itertools.product(*(range(driver.count()) for driver in outer)):
        for driver, place in zip(outer, places, strict=True):
            driver.move(place)
        counts.append(walked.count())
        for place in range(counts[-1]):
            walked.move(place)
            frames.append(show())
    return Recording(tuple(driver.control for driver in drivers), tuple(parts), tuple(counts), tuple(frames))


def over(kind: str, label: str, widget: ipywidgets.Widget, options: dict[str, Any]) -> Driver:
    """A control that sets ``widget`` to one of the values of ``options``, beginning at its own."""
    values = list(options.values())

    def move(place: int) -> None:
        widget.value = values[place]

    return Driver(Control(kind, label, tuple(options), values.index(widget.value)), move, lambda: len(values))


def walking(label: str, navigator: widgets.StepNavigator, start: int) -> Driver:
    """A control that walks as the explorer's own navigator does."""

    def move(place: int) -> None:
        navigator.position.value = place

    control = Control("walk", label, (), start, navigator.play.interval)
    return Driver(control, move, lambda: navigator.position.max + 1)


def said(message: ipywidgets.HTML) -> str:
    """The words of a message, as HTML: the page has its own look for them, and its own place that is read aloud."""
    found = _SAID.fullmatch(message.value)
    return _LOOK.sub("", found[1] if found else message.value.strip())


def same(*values: Any) -> dict[str, Any]:
    """Options that are called what they are."""
    return {str(value): value for value in values}
