"""Controls that answer, right beneath, what is wrong with their value."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import traitlets

from ... import style, widgets
from ...char_model.model import CharModel, encoded
from ..sampling import Settings

WIDTH = "23em"
LABEL = {"description_width": "7em"}
OFF = "off"


class Words(widgets.Message):
    """A message in a narrow column."""

    def __init__(self) -> None:
        super().__init__(layout=ipywidgets.Layout(width=WIDTH, margin="6px 2px"))


class Field(ipywidgets.VBox):
    """One or two controls that hold one value, and room beneath them for an answer.

    ``value`` is what they hold; ``ok`` says whether ``check`` let it pass.
    """

    value = traitlets.Any()

    def __init__(self, controls: Sequence[ipywidgets.Widget], value: Any, check: Callable[[Any], object]) -> None:
        self.message = Words()
        self.ok = True
        self._check = check
        self._box = ipywidgets.HBox(controls)
        super().__init__([self._box, self.message])
        self.observe(self._judge, "value")
        self.value = value
        self._judge()

    def _judge(self, change: Any = None) -> None:
        try:
            self._check(self.value)
            self.ok = True
        except (TypeError, ValueError) as error:
            self.ok = False
            self.message.warn(str(error))
        self.message.layout.display = "none" if self.ok else ""
        # Transparent rather than none: what stands to the right must not move.
        self._box.layout.border_left = f"4px solid {'transparent' if self.ok else style.ERROR}"


class TextField(Field):
    """Several lines of text, taken over while they are typed."""

    def __init__(self, label: str, value: str, rows: int, check: Callable[[str], object]) -> None:
        self.area = ipywidgets.Textarea(
            value, rows=rows, description=label, style=LABEL, layout=ipywidgets.Layout(width=WIDTH)
        )
        super().__init__([self.area], value, check)
        ipywidgets.link((self.area, "value"), (self, "value"))


class NumberField(Field):
    """A box for a number, taken over when it has been typed; "off" stands for None."""

    def __init__(self, label: str, value: int | None, check: Callable[[Any], object]) -> None:
        self.box = ipywidgets.Text(
            format_value(value),
            description=label,
            continuous_update=False,
            style=LABEL,
            layout=ipywidgets.Layout(width="12em"),
        )
        super().__init__([self.box], value, check)
        self.box.observe(self._typed, "value")

    def _typed(self, change: Any) -> None:
        self.value = parse(self.box.value)


class Setting(Field):
    """A slider and a box to type in that hold one number.

    With ``off`` the high end of the slider, where it would change nothing, stands for None. The box also takes
    numbers that the slider does not reach.
    """

    def __init__(
        self,
        label: str,
        value: float | None,
        bounds: tuple[float, float, float],
        check: Callable[[Any], object],
        off: bool = False,
    ) -> None:
        low, high, step = bounds
        self._off = off
        kind = ipywidgets.IntSlider if isinstance(step, int) else ipywidgets.FloatSlider
        self.slider = kind(
            high if value is None else value,
            min=low,
            max=high,
            step=step,
            description=label,
            readout=False,
            style=LABEL,
            layout=ipywidgets.Layout(width="18.5em"),
        )
        self.box = ipywidgets.Text(
            format_value(value),
            continuous_update=False,
            tooltip=f"{label}: type a number{' or off' if off else ''}",
            layout=ipywidgets.Layout(width="4em"),
        )
        super().__init__([self.slider, self.box], value, check)
        self.slider.observe(self._moved, "value")
        self.box.observe(self._typed, "value")

    def _moved(self, change: Any) -> None:
        at_end = self._off and self.slider.value >= self.slider.max
        self.box.value = format_value(None if at_end else self.slider.value)

    def _typed(self, change: Any) -> None:
        self.value = parse(self.box.value)
        if not self.ok:
            return
        place = self.slider.max if self.value is None else self.value
        reached = self.slider.min <= place <= self.slider.max
        if reached and abs(place - self.slider.value) > self.slider.step / 2:
            self.slider.value = place


class Sampling(ipywidgets.VBox):
    """Temperature, top-k and top-p."""

    def __init__(self, symbols: int, temperature: float = 1.0) -> None:
        self.temperature = Setting(
            "temperature", temperature, (0.1, 2.0, 0.05), lambda value: Settings(temperature=value)
        )
        self.top_k = Setting("top-k", None, (1, symbols, 1), lambda value: Settings(top_k=value), off=True)
        self.top_p = Setting("top-p", None, (0.05, 1.0, 0.05), lambda value: Settings(top_p=value), off=True)
        self.fields = [self.temperature, self.top_k, self.top_p]
        super().__init__(self.fields)

    @property
    def settings(self) -> Settings:
        """The three values; TypeError or ValueError if one of them cannot be used."""
        return Settings(self.temperature.value, self.top_k.value, self.top_p.value)


def side_by_side(controls: list[ipywidgets.Widget], shown: ipywidgets.Widget) -> ipywidgets.HBox:
    """Controls in a column, beside what they change, or above it where there is no room."""
    column = ipywidgets.VBox(controls, layout=ipywidgets.Layout(margin="0 12px 0 0"))
    return ipywidgets.HBox([column, shown], layout=ipywidgets.Layout(flex_flow="row wrap"))


def prompt_field(model: CharModel, prompt: str, rows: int) -> TextField:
    """A field for what the model is to go on from."""
    return TextField("prompt", prompt, rows, lambda text: encoded(model, text, "prompt"))


def format_value(value: float | None) -> str:
    """A number, or "off" for None."""
    return OFF if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def parse(text: str) -> float | str | None:
    """What somebody typed: a number, None for "off"; what is neither stays text, for a check to refuse.

    Examples
    --------
    >>> parse("0.5"), parse("8"), parse("off"), parse("eight")
    (0.5, 8, None, 'eight')
    """
    try:
        number = float(text)
    except ValueError:
        return None if text.strip().lower() in (OFF, "none") else text
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
