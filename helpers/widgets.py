"""What every explorer is made of: a frame with a still, a picture that does not jump, an answer beside a control."""

import functools
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, ParamSpec

import anywidget
import ipywidgets
import traitlets
from IPython.display import display
from matplotlib.figure import Figure

from . import checks, style

P = ParamSpec("P")
Still = dict[str, str]


class Labels(anywidget.AnyWidget):
    """Nothing to see: names for the controls beside it, where ipywidgets gives none."""

    _esm = Path(__file__).with_name("labels.js")


class Explorer(ipywidgets.VBox):
    """A column of widgets that carries a still of itself, for a page that has no running kernel.

    Parameters
    ----------
    children
        The widgets, top to bottom.
    still
        Returns what to show without a kernel, by MIME type: ``text/html``, and ``text/plain``, the same in words.
    """

    message: "Message"
    """Where what is wrong with an input is said, in an explorer that listens to its controls."""
    _updating = False

    def __init__(self, children: Sequence[ipywidgets.Widget], still: Callable[[], Still]) -> None:
        super().__init__([*children, Labels(layout={"display": "none"})])
        self.add_class("explorer")
        self._snapshot = still

    def listen(self, handler: Callable[[Any], object], *controls: ipywidgets.Widget) -> None:
        """Call ``handler`` with each change of a control's value that is the learner's, and not made in `updating`."""
        answered = show_errors_in(self.message)(handler)
        for control in controls:
            control.observe(lambda change: None if self._updating else answered(change), "value")

    @contextmanager
    def updating(self) -> Iterator[None]:
        """The explorer itself moves its controls: nobody has asked for anything."""
        self._updating = True
        try:
            yield
        finally:
            self._updating = False

    def _repr_mimebundle_(self, **kwargs: Any) -> Still:
        view: Still = super()._repr_mimebundle_(**kwargs)
        return view | self._snapshot()


class Picture(ipywidgets.HTML):
    """A place for a drawing: a figure or SVG text, swapped in place without flicker."""

    def draw(self, figure: Figure, alt: str) -> None:
        """Show a matplotlib figure."""
        self.value = style.img("png", style.png(figure, 1.5), alt, style.fixed(figure))


class Prefetch(anywidget.AnyWidget):
    """Nothing to see: drawings for where a slider goes next, which the page shows without waiting for the kernel.

    Parameters
    ----------
    slider
        The slider that is watched.
    picture
        What shows the drawings.
    """

    _esm = Path(__file__).with_name("prefetch.js")
    slider = traitlets.Instance(ipywidgets.Widget).tag(sync=True, **ipywidgets.widget_serialization)
    picture = traitlets.Instance(Picture).tag(sync=True, **ipywidgets.widget_serialization)
    drawings: traitlets.List[tuple[float, str]] = traitlets.List().tag(sync=True)

    def __init__(self, slider: ipywidgets.Widget, picture: Picture) -> None:
        super().__init__(slider=slider, picture=picture)

    def draw(self, drawing: Callable[[Any], str]) -> None:
        """Keep what is shown now, and what ``drawing`` makes of the slider's values one step back and one step on."""
        here, step = self.slider.value, self.slider.step
        near = [value for value in (here - step, here + step) if self.slider.min <= value <= self.slider.max]
        self.drawings = [(here, self.picture.value), *((value, drawing(value)) for value in near)]


TEXT = "min-height: 1.5em; line-height: 1.45; overflow-wrap: anywhere"  # ipywidgets' own lines are 28 pixels apart


class Message(ipywidgets.HTML):
    """A line of words beside a control: a readout, or what was wrong with an input."""

    def say(self, text: str) -> None:
        """Show ``text``, escaped."""
        self.value = f'<div role="status" style="{TEXT}">{escape(text)}</div>'

    def warn(self, text: str) -> None:
        """Show that an input was not understood, in words and in colour."""
        self.value = (
            f'<div role="alert" style="{TEXT}; border-left: 4px solid {style.ERROR}; padding-left: 8px">'
            f"<b>Not yet:</b> {escape(text)}</div>"
        )


class Report(Explorer):
    """What a training tells, shown as it comes; it shows itself as soon as it is made.

    ``history`` holds all that the present training told. A lesson's own says what that is, and shows it.
    """

    kind: type
    """Of what it is told: something with ``stopped``."""

    def __init__(self, children: Sequence[ipywidgets.Widget]) -> None:
        self.history: list[Any] = []
        super().__init__(children, self._snapshot)
        self._handle = display(self, display_id=True)

    def __call__(self, progress: Any) -> None:
        """Show where the training stands; TypeError if it is told something else."""
        checks.instance("progress", progress, self.kind, f"a {self.kind.__name__}")
        if self.begins_anew(progress):
            self.history.clear()
        self.history.append(progress)
        self._show(progress)
        if self._handle and self.ended(progress):
            self._handle.update(self)  # so that the notebook keeps how it ended

    def place(self, progress: Any) -> tuple[int, int]:
        """How much is done, and of how much."""
        raise NotImplementedError

    def ended(self, progress: Any) -> bool:
        """Whether a training ended here."""
        done, all_of_it = self.place(progress)
        return progress.stopped or done == all_of_it

    def begins_anew(self, progress: Any) -> bool:
        """Whether ``progress`` is of another training than those before."""
        return bool(self.history) and self.ended(self.history[-1])

    def _show(self, progress: Any) -> None:
        raise NotImplementedError

    def _snapshot(self) -> Still:
        """What a page without a kernel shows: how it went, and no times, which differ from run to run."""
        raise NotImplementedError


class TrainingReport(Report):
    """A bar and a line; a lesson's own puts into words how it went."""

    unit = "epochs"
    ready = ""
    """What is said before the first."""

    def __init__(self) -> None:
        self.bar = ipywidgets.IntProgress(0, 0, 1, description=self.unit, layout={"width": "34em"})
        self.message = Message()
        self.message.say(self.ready)
        super().__init__([self.bar, self.message])

    def place(self, progress: Any) -> tuple[int, int]:
        return progress.epoch, progress.epochs

    def words(self) -> str:
        """How it went, without times."""
        raise NotImplementedError

    def _show(self, progress: Any) -> None:
        done, self.bar.max = self.place(progress)
        self.bar.value = done  # after the end, which would cut it off
        self.message.say(str(progress))

    def _snapshot(self) -> Still:
        return {"text/html": f"<p>{escape(self.words())}</p>", "text/plain": self.words()}


def show_errors_in(message: Message) -> Callable[[Callable[P, object]], Callable[P, None]]:
    """Decorator of an event handler: what it raises is said in ``message``, never lost.

    A handler that runs in a widget's callback has no cell to show its error in.
    """

    def decorate(handler: Callable[P, object]) -> Callable[P, None]:
        @functools.wraps(handler)
        def answered(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                handler(*args, **kwargs)
            except (TypeError, ValueError) as error:
                message.warn(str(error))
            except Exception as error:
                logging.getLogger(__name__).exception("an explorer's handler failed")
                message.warn(f"something went wrong that should not ({type(error).__name__}: {error})")

        return answered

    return decorate


def slider(label: str, value: float, low: float, high: float, step: float, **options: Any) -> ipywidgets.FloatSlider:
    """A labelled slider that reports while it moves; arrow keys move it by ``step``."""
    return ipywidgets.FloatSlider(
        value,
        min=low,
        max=high,
        step=step,
        description=label,
        style={"description_width": "9em"},
        layout=ipywidgets.Layout(width="26em"),
        **options,
    )


_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")


def parse_number(text: str) -> int | float | str:
    """What somebody typed: a number where it is one, else the text, for a check to refuse.

    Commas may part the thousands, and nothing else: "2,5" is no number. No text is longer than 30 characters.

    Examples
    --------
    >>> parse_number("500"), parse_number("2,000"), parse_number("1e3"), parse_number("2,5"), parse_number("all")
    (500, 2000, 1000, '2,5', 'all')
    """
    text = text.strip()
    if len(text) > 30:
        return text[:30] + "…"
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


ROW = {"overflow": "visible", "align_items": "center", "flex_flow": "row wrap"}
MOVES = {"First": "step-backward", "Back": "chevron-left", "Next": "chevron-right", "Last": "step-forward"}
"""The buttons of a walk, and their signs."""


class StepNavigator(ipywidgets.HBox):
    """First, Back, Next, Last, Play, and a slider over the positions from 0 to ``last``; ``counted`` says them too."""

    def __init__(self, position: int, last: int, interval: int, label: str = "", counted: bool = True) -> None:
        self.position = ipywidgets.IntSlider(position, 0, last, readout=False, description=label)
        self.position.style.description_width = "initial"
        self.position.layout.width = "260px"
        self.play = ipywidgets.Play(value=position, max=last, interval=interval, show_repeat=False)
        self.play.layout.width = "84px"
        self.count = ipywidgets.HTML(layout={"width": "130px"})
        self.moves = {name: button(name, icon, "70px") for name, icon in MOVES.items()}
        for name, move in self.moves.items():
            move.on_click(functools.partial(self._move, name))
        ipywidgets.jslink((self.play, "value"), (self.position, "value"))
        self.position.observe(self._tell, "value")
        self._tell()
        super().__init__([*self.moves.values(), self.play, self.position, *[self.count] * counted], layout=ROW)

    def stretch(self, last: int) -> None:
        """Walk to another last position; a position beyond it moves there."""
        self.position.max = self.play.max = last
        self.play.value = self.position.value
        self._tell()

    def _move(self, name: str, _: ipywidgets.Button) -> None:
        here, last = self.position.value, self.position.max
        self.position.value = {"First": 0, "Back": here - 1, "Next": here + 1, "Last": last}[name]

    def _tell(self, change: Any = None) -> None:
        self.count.value = f"{self.position.value:,} of {self.position.max:,}"


def row(children: Sequence[ipywidgets.Widget]) -> ipywidgets.HBox:
    """Controls side by side, in several lines where there is no room."""
    return ipywidgets.HBox(children, layout=ROW)


def button(name: str, icon: str, width: str) -> ipywidgets.Button:
    """A button with a word and a sign."""
    return ipywidgets.Button(description=name, icon=icon, layout={"width": width})
