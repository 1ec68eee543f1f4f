"""A name that is read while it is typed, and the confusion picture, whose cells can be picked."""

from functools import partial
from html import escape
from typing import Any

import ipywidgets
import numpy as np

from ... import style, widgets
from ...corpora import Surnames, surnames
from ..figures import names as figures
from ..names import Confusion, NameModel, confusion, read_name
from ..storage import load_pretrained

PRESETS = ("Martinez", "Peterson", "Kowalski", "Müller", "Jansson", "van den Berg", "Nguyen")
MAX_NAME_LENGTH = 20
"""Letters that there is room for in the picture."""
PANEL = 262  # pixels beside the confusion picture


class NameExplorer(widgets.Explorer):
    """A name that is read letter by letter while it is typed; ``reading`` is what the network predicts."""

    def __init__(self, model: NameModel, task: Surnames, name: str) -> None:
        self.model, self.task = model, task
        self.picture, self.message = widgets.Picture(), widgets.Message()
        # Of fixed height: the picture below must not move.
        self.message.layout = ipywidgets.Layout(width=f"{figures.WIDTH}px", height="50px", overflow="auto")
        self._read(name)
        self.name = ipywidgets.Text(name, description="surname", layout={"width": "22em"})
        self.presets = [_button(preset, partial(self._take, preset)) for preset in PRESETS]
        self.listen(lambda change: self._read(change.new), self.name)
        super().__init__([widgets.row([self.name, *self.presets]), self.message, self.picture], self._snapshot)

    def _read(self, name: str) -> None:
        """Read a name and draw what the network predicts; if it is refused, the picture stays as it was."""
        reading = read_name(self.model, name, self.task)
        if len(reading.name) > MAX_NAME_LENGTH:
            raise ValueError(f"name has {len(reading.name)} letters, expected at most {MAX_NAME_LENGTH}")
        self.reading, self.drawing = reading, figures.draw_reading(reading)
        self.picture.value = self.drawing.svg
        self.message.say(self.drawing.words)

    def _take(self, name: str, _: ipywidgets.Button) -> None:
        self.name.value = name

    def _snapshot(self) -> widgets.Still:
        return self.drawing._repr_mimebundle_()


class ConfusionExplorer(widgets.Explorer):
    """The confusion picture as rows of buttons; the names of the cell that is picked stand beside it."""

    def __init__(self, confusion: Confusion) -> None:
        self.confusion = confusion
        self.rows = [self._buttons(row, country) for row, country in enumerate(confusion.countries)]
        self.country, self.answer = (
            ipywidgets.Dropdown(options=confusion.countries, description=label, layout={"width": "250px"})
            for label in ("was in", "answer")
        )
        self.message, self.names = widgets.Message(), ipywidgets.HTML()
        self._look()
        for buttons, country in zip(self.rows, confusion.countries, strict=True):
            self.listen(partial(self._press, country), buttons)
        self.listen(lambda change: self.pick(self.country.value, self.answer.value), self.country, self.answer)
        self.pick(*_most_frequent_mistake(confusion))
        super().__init__([self._style(), ipywidgets.HBox([self._picture(), self._side()])], self._snapshot)

    def pick(self, country: str, answer: str) -> None:
        """Show the names of ``country`` that were given ``answer``."""
        with self.updating():
            self.country.value, self.answer.value = country, answer
            for buttons, row in zip(self.rows, self.confusion.countries, strict=True):
                buttons.value = answer if row == country else None
        self.message.say(figures.describe_cell(self.confusion, country, answer))
        self.names.value = f'<div style="{widgets.TEXT}">{figures.list_names(self.confusion, country, answer)}</div>'

    def _press(self, country: str, change: Any) -> None:
        # A second press on the same button lets go of it; the cell stays picked.
        self.pick(country, change.old if change.new is None else change.new)

    def _buttons(self, row: int, country: str) -> ipywidgets.ToggleButtons:
        countries, counts = self.confusion.countries, self.confusion.counts[row].tolist()
        return ipywidgets.ToggleButtons(
            options=list(zip((str(count or "\u00a0") for count in counts), countries, strict=True)),
            value=None,
            tooltips=[figures.describe_cell(self.confusion, country, answer) for answer in countries],
        )

    def _look(self) -> None:
        for i, buttons in enumerate(self.rows):
            buttons.add_class("confusion-row").add_class(f"confusion-row-{i}")
            buttons.layout = ipywidgets.Layout(width="auto", margin="0")
        for control in (self.country, self.answer):
            control.style.description_width = "4.5em"
        self.message.layout = ipywidgets.Layout(width=f"{PANEL}px", min_height="48px")
        self.names.layout = ipywidgets.Layout(width=f"{PANEL}px", height="340px", overflow="auto")

    def _style(self) -> ipywidgets.HTML:
        """Sizes and colours of the buttons: a style sheet, since a row of buttons has one colour of its own."""
        cell = figures.CELL
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
        wide = figures.SIDE + figures.CELL * len(self.rows) + 60
        heads = style.svg(wide, figures.HEAD, figures.answer_heads(self.confusion), "the answers")
        lines = [
            ipywidgets.HBox([_row_head(country), buttons], layout={"overflow": "visible"})
            for country, buttons in zip(self.confusion.countries, self.rows, strict=True)
        ]
        return ipywidgets.VBox([widgets.Picture(heads), *lines], layout={"overflow": "visible"})

    def _side(self) -> ipywidgets.VBox:
        return ipywidgets.VBox([self.country, self.answer, self.message, self.names])

    def _snapshot(self) -> widgets.Still:
        return figures.draw_confusion(self.confusion)._repr_mimebundle_()


def explore_names(name: str) -> NameExplorer:
    """Type a surname: the probability of every country after each letter and at the end.

    ``name``, to begin with, has at most 20 letters; TypeError or ValueError if it has more or cannot be read.
    """
    return NameExplorer(load_pretrained(), surnames(), name)


def explore_confusion() -> ConfusionExplorer:
    """Which countries the network that comes with the series takes for which: pick a cell, and see its test names."""
    model, pairs = load_pretrained(), surnames().test
    return ConfusionExplorer(confusion(model.probabilities([name for name, _ in pairs]), pairs, model.countries))


def _most_frequent_mistake(confusion: Confusion) -> tuple[str, str]:
    """Its country and its answer."""
    mistakes = confusion.counts - np.diag(np.diag(confusion.counts))
    country, answer = divmod(int(mistakes.argmax()), len(mistakes))
    return confusion.countries[country], confusion.countries[answer]


def _row_head(country: str) -> ipywidgets.HTML:
    look = "text-align: right; font-size: 15px; line-height: 26px; padding-right: 8px"
    words = f'<div style="{look}">{escape(country)}</div>'
    return ipywidgets.HTML(words, layout={"width": f"{figures.SIDE}px", "margin": "0", "flex": "0 0 auto"})


def _button(text: str, handler: Any) -> ipywidgets.Button:
    button = ipywidgets.Button(description=text, layout={"width": "auto"}, tooltip=f"Try {text}")
    button.on_click(handler)
    return button
