"""The gate view: a sequence read step by step by a small trained LSTM, whose gates can be clamped."""

from typing import Any

import ipywidgets

from ... import widgets
from .. import figures
from ..gates import CLAMP_CHOICES, LatestLetterModel, encode, load_latest_letter_model, make_clamps

DEFAULT_TEXT = "..c....f......................"
EXAMPLES = {
    "two letters": DEFAULT_TEXT,
    "one letter at t = 10": "..........f...................",
    "the same letter again": "...f........f.................",
    "a letter at every step": "abcdefghabcdefgh",
    "words": "bad.egg....feed.a.bee.........",
    "silence": "..............................",
}
NO_CLAMP = next(iter(CLAMP_CHOICES))
DEFAULT_STEP = 7
"""Where the second letter of `DEFAULT_TEXT` comes in."""


class GateExplorer(widgets.Explorer):
    """A text that is read while it is typed; ``reading`` is what the network made of it."""

    def __init__(self, model: LatestLetterModel, text: str) -> None:
        self.model, self.reading = model, model.read(text)
        last = len(text) - 1
        self._make_controls(text, min(DEFAULT_STEP, last), last)
        self.picture, self.message = widgets.Picture(), widgets.Message()
        self.message.layout = ipywidgets.Layout(width=f"{figures.WIDTH}px", height="50px", overflow="auto")
        self.listen(self._read, self.text, self.steps)
        self.listen(self._choose_clamp, self.clamp)
        self.listen(self._draw, self.walk.position)
        self.listen(self._take_example, self.example)
        self.here.on_click(lambda _: self._clamp_until(self.walk.position.value))
        self.onwards.on_click(lambda _: self._clamp_until(self.steps.max))
        self._draw()
        super().__init__(
            [
                widgets.row([self.text, self.example]),
                self.walk,
                widgets.row([self.clamp, self.here, self.onwards, self.steps]),
                self.message,
                self.picture,
            ],
            self._snapshot,
        )

    @property
    def drawing(self) -> figures.Drawing:
        """What is shown, as a picture and in words."""
        return figures.draw_gates(self.reading, self.walk.position.value)

    def _make_controls(self, text: str, at: int, last: int) -> None:
        self.text = ipywidgets.Text(text, description="text", layout={"width": "500px"})
        self.example = ipywidgets.Dropdown(options=EXAMPLES, value=_example(text), description="example")
        self.example.layout.width = "290px"
        self.walk = widgets.StepNavigator(at, last, 800, "t")
        self.clamp = ipywidgets.Dropdown(options=list(CLAMP_CHOICES), description="clamp", layout={"width": "330px"})
        self.here = widgets.button("here", "map-pin", "80px")
        self.onwards = widgets.button("from here on", "arrow-right", "130px")
        self.steps = ipywidgets.IntRangeSlider(value=(at, at), min=0, max=last, description="clamped at t =")
        self.steps.layout.width = "330px"
        widths = {self.text: "3.5em", self.example: "4.5em", self.clamp: "4em", self.steps: "7.5em"}
        for control, width in widths.items():
            control.style.description_width = width

    def _read(self, change: Any = None) -> None:
        """Read the text anew; if it is refused, everything stays as it was."""
        last = _checked(self.text.value) - 1
        first, final = (min(step, last) for step in self.steps.value)
        self.reading = self.model.read(self.text.value, make_clamps(self.clamp.value, first, final + 1))
        with self.updating():
            self.example.value = _example(self.text.value)
            self.steps.max = last
            self.walk.stretch(last)
        self._draw()

    def _draw(self, change: Any = None) -> None:
        drawing = self.drawing
        self.picture.value = drawing.svg
        for control in (self.steps, self.here, self.onwards):
            control.disabled = self.clamp.value == NO_CLAMP
        _checked(self.text.value)  # a text that was refused is answered until it is mended
        self.message.say(drawing.words)

    def _choose_clamp(self, change: Any) -> None:
        """A first clamp begins where the walk stands."""
        if change.old == NO_CLAMP:
            with self.updating():
                self.steps.value = (self.walk.position.value,) * 2
        self._read()

    def _clamp_until(self, final: int) -> None:
        self.steps.value = (self.walk.position.value, final)

    def _take_example(self, change: Any) -> None:
        self.text.value = change.new

    def _snapshot(self) -> widgets.Still:
        return self.drawing._repr_mimebundle_()


def explore_gates(text: str = DEFAULT_TEXT) -> GateExplorer:
    """The gate view: type letters from a to h and dots, walk through them, and clamp gates.

    Parameters
    ----------
    text
        To begin with, at most 48 characters.
    """
    _checked(text)
    return GateExplorer(load_latest_letter_model(), text)


def _checked(text: str) -> int:
    """The length of a text that can be read and shown; an error if it cannot."""
    encode(text)
    if len(text) > figures.MAX_LENGTH:
        raise ValueError(f"text has {len(text)} characters, expected at most {figures.MAX_LENGTH}")
    return len(text)


def _example(text: str) -> str | None:
    """The example that a text is."""
    return text if text in EXAMPLES.values() else None
