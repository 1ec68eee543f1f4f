"""A name that is read while it is typed, and the confusion picture, whose cells can be picked."""

from functools import partial
from html import escape
from typing import Any

import ipywidgets

from ... import checks, style, widgets
from ...corpora import Surnames, surnames
from .. import figures
from ..figures import names as drawing
from ..names import Confusion, NameModel, confusion, read_name
from ..storage import load_pretrained

FIRST_NAME = "Martinez"
PRESETS = ("Martinez", "Peterson", "Kowalski", "Müller", "Jansson", "van den Berg", "Nguyen")
PANEL = 262  # pixels beside the confusion picture


class NameExplorer(widgets.Explorer):
    """A name that is read letter by letter while it is typed; ``reading`` is what the network made of it."""

    def __init__(self, model: NameModel, task: Surnames, name: str) -> None:
        self.model, self.task = model, task
        self.reading = read_name(model, name, task)
        self.name = ipywidgets.Text(name, description="surname", layout={"width": "22em"})
        self.presets = [_button(preset, partial(self._take, preset)) for preset in PRESETS]
        self.picture, self.message = widgets.Picture(), widgets.Message()
        # Of fixed height: the picture below must not move.
        self.message.layout = ipywidgets.Layout(width=f"{figures.WIDTH}px", height="50px", overflow="auto")
        self.name.observe(widgets.show_errors_in(self.message)(self._read), "value")
        self._draw()
        super().__init__([widgets.row([self.name, *self.presets]), self.message, self.picture], self._snapshot)

    def _read(self, change: Any) -> None:
        """Read the name anew; if it is refused, the picture stays as it was."""
        reading = read_name(self.model, self.name.value, self.task)
        figures.check_name_length(reading.name)
        self.reading = reading
        self._draw()

    def _draw(self) -> None:
        drawn = figures.draw_reading(self.reading)
        self.picture.value = drawn.svg
        self.message.say(drawn.words)

    def _take(self, name: str, _: ipywidgets.Button) -> None:
        self.name.value = name

    def _snapshot(self) -> widgets.Still:
        return figures.draw_reading(self.reading)._repr_mimebundle_()


class ConfusionExplorer(widgets.Explorer):
    """The confusion picture as rows of buttons; the names of the cell that is picked stand beside it."""

    def __init__(self, found: Confusion) -> None:
        self.confusion, self._arranging = found, False
        countries = found.countries
        counts = [[str(count or "") for count in line] for line in found.counts.tolist()]
        self.rows = [
            ipywidgets.ToggleButtons(
                options=list(zip((text or "\u00a0" for text in line), countries, strict=True)),
                value=None,
                tooltips=[figures.describe_cell(found, country, answer) for answer in countries],
            )
            for country, line in zip(countries, counts, strict=True)
        ]
        self.country = ipywidgets.Dropdown(options=countries, description="was in", layout={"width": "250px"})
        self.answer = ipywidgets.Dropdown(options=countries, description="answer", layout={"width": "250px"})
        self.title, self.listed = widgets.Message(), ipywidgets.HTML()
        self._look()
        self._connect()
        self.pick(*_most_mistaken(found))
        super().__init__([self._style(), ipywidgets.HBox([self._picture(), self._side()])], self._snapshot)

    def pick(self, country: str, answer: str) -> None:
        """Show the names of ``country`` that were given ``answer``."""
        self._arranging = True
        try:
            self.country.value, self.answer.value = country, answer
            for buttons, row in zip(self.rows, self.confusion.countries, strict=True):
                buttons.value = answer if row == country else None
        finally:
            self._arranging = False
        self.title.say(figures.describe_cell(self.confusion, country, answer))
        self.listed.value = f'<div style="{widgets.TEXT}">{figures.names_listed(self.confusion, country, answer)}</div>'

    def _connect(self) -> None:
        answered = widgets.show_errors_in(self.title)
        for buttons, country in zip(self.rows, self.confusion.countries, strict=True):
            buttons.observe(answered(partial(self._pressed, country)), "value")
        for control in (self.country, self.answer):
            control.observe(answered(self._chosen), "value")

    def _pressed(self, country: str, change: Any) -> None:
        if not self._arranging:
            # A second press on the same button lets go of it; the cell stays picked.
            self.pick(country, change.old if change.new is None else change.new)

    def _chosen(self, change: Any) -> None:
        if not self._arranging:
            self.pick(self.country.value, self.answer.value)

    def _look(self) -> None:
        for i, buttons in enumerate(self.rows):
            buttons.add_class("confusion-row").add_class(f"confusion-row-{i}")
            buttons.layout = ipywidgets.Layout(width="auto", margin="0")
        for control in (self.country, self.answer):
            control.style.description_width = "4.5em"
        self.title.layout = ipywidgets.Layout(width=f"{PANEL}px", min_height="48px")
        self.listed.layout = ipywidgets.Layout(width=f"{PANEL}px", height="340px", overflow="auto")

    def _style(self) -> ipywidgets.HTML:
        """Sizes and colours of the buttons: a style sheet, since a row of buttons has one colour of its own."""
        cell = drawing.CELL
        rules = [
            f".confusion-row .widget-toggle-button {{width: {cell}px; min-width: 0; height: {cell - 7}px; margin: 0;"
            f" padding: 0; line-height: {cell - 7}px; font-size: 14px; border: 1px solid {style.PAPER};"
            " box-shadow: none}",
            f".confusion-row .widget-toggle-button.mod-active {{outline: 3px solid {style.ACTIVE};"
            " outline-offset: -2px; font-weight: 700}",
            f".confusion-row .widget-toggle-button:focus-visible {{outline: 3px solid {style.INK};"
            " outline-offset: -2px}",
        ]
        for i, colours in enumerate(figures.cell_colours(self.confusion)):
            rules += [
                f".confusion-row-{i} .widget-toggle-button:nth-child({j + 1}) {{background: {ground}; color: {ink}}}"
                for j, (ground, ink) in enumerate(colours)
            ]
        return ipywidgets.HTML(f"<style>{' '.join(rules)}</style>", layout={"height": "0", "margin": "0"})

    def _picture(self) -> ipywidgets.VBox:
        wide = drawing.SIDE + drawing.CELL * len(self.rows) + 60
        heads = style.svg(wide, drawing.HEAD, figures.answer_heads(self.confusion, drawing.SIDE), "the answers")
        lines = [
            ipywidgets.HBox([_row_head(country), buttons], layout={"overflow": "visible"})
            for country, buttons in zip(self.confusion.countries, self.rows, strict=True)
        ]
        return ipywidgets.VBox([widgets.Picture(heads), *lines], layout={"overflow": "visible"})

    def _side(self) -> ipywidgets.VBox:
        return ipywidgets.VBox([self.country, self.answer, self.title, self.listed])

    def _snapshot(self) -> widgets.Still:
        return figures.draw_confusion(self.confusion)._repr_mimebundle_()


def explore_names(name: str = FIRST_NAME, model: NameModel | None = None) -> NameExplorer:
    """Type a surname: which country the network believes it to be from, after every letter and at the end.

    Parameters
    ----------
    name
        To begin with, at most 20 letters.
    model
        A network that `train` has made; None stands for the one that comes with the series.

    Raises
    ------
    TypeError, ValueError
        If ``name`` cannot be read or is too long, or ``model`` is no `NameModel`.
    """
    model = load_pretrained() if model is None else checks.instance("model", model, NameModel, "a NameModel, or None")
    return NameExplorer(model, surnames(), name)


def explore_confusion(found: Confusion | None = None) -> ConfusionExplorer:
    """The confusion picture: press a cell, or pick it from two lists, and see its names.

    Parameters
    ----------
    found
        What `confusion` gives; None stands for the test names and the network that comes with the series.

    Raises
    ------
    TypeError
        If it is something else.
    """
    if found is None:
        found = _shipped_confusion()
    return ConfusionExplorer(checks.instance("found", found, Confusion, "a Confusion, or None"))


def _shipped_confusion() -> Confusion:
    model, pairs = load_pretrained(), surnames().test
    return confusion(model.probabilities([name for name, _ in pairs]), pairs, model.countries)


def _most_mistaken(found: Confusion) -> tuple[str, str]:
    """The country and the answer of the most frequent mistake."""
    wrong = found.counts.copy()
    wrong[range(len(wrong)), range(len(wrong))] = 0
    country, answer = divmod(int(wrong.argmax()), len(wrong))
    return found.countries[country], found.countries[answer]


def _row_head(country: str) -> ipywidgets.HTML:
    look = "text-align: right; font-size: 15px; line-height: 26px; padding-right: 8px"
    words = f'<div style="{look}">{escape(country)}</div>'
    return ipywidgets.HTML(words, layout={"width": f"{drawing.SIDE}px", "margin": "0", "flex": "0 0 auto"})


def _button(text: str, handler: Any) -> ipywidgets.Button:
    button = ipywidgets.Button(description=text, layout={"width": "auto"}, tooltip=f"Try {text}")
    button.on_click(handler)
    return button
