"""Texts coloured by what goes on inside a model that reads them."""

from typing import Any

import ipywidgets
import numpy as np

from ... import widgets
from ...char_model.model import CharModel, Floats, encoded
from ...widgets import show_errors_in
from ..figures import CELL, SURPRISE, Drawing, fitting, heatmap_text, percent, visible
from ..inside import FEATURES, Trace, correlations
from .controls import LABEL, WIDTH, TextField, Words, side_by_side

SEARCH_LENGTH = 5000  # characters in which units are looked for
MIN_CORRELATION, CLEAR_CORRELATION = (
    0.2,
    0.4,
)  # a correlation below the first is not worth a name, below the second it is no more than a hint
GUESSES_SHOWN = 3  # characters named that a model expected


class TextExplorer(widgets.Explorer):
    """A text that can be changed, and the same text in colours."""

    def __init__(self, model: CharModel, text: str, controls: list[ipywidgets.Widget]) -> None:
        self.trace = Trace.of(model, fitting(text))
        self.text = TextField("text", self.trace.text, 8, self._read)
        self.picture = widgets.Picture()
        self.readout = Words()
        for control in (self.text, *controls):
            control.observe(show_errors_in(self.readout)(self._update), "value")
        super().__init__([side_by_side([self.text, *controls, self.readout], self.picture)], self._snapshot)
        self._update()

    def draw(self) -> Drawing:
        """The coloured text as it stands."""
        raise NotImplementedError

    def _read(self, text: str) -> None:
        """Take a text over, if the model can read it."""
        self.trace = self.trace.updated(fitting(text))

    def _update(self, change: Any = None) -> None:
        drawing = self.draw()
        self.picture.value = drawing.svg
        cut = len(self.text.value) - len(self.trace.text)
        self.readout.say(drawing.words + (f" The last {cut} characters do not fit." if self.text.ok and cut else ""))

    def _snapshot(self) -> dict[str, str]:
        drawing = self.draw()
        return Drawing(drawing.svg, f"{self.trace.text}\n\n{drawing.words}")._repr_mimebundle_()


class CellExplorer(TextExplorer):
    """A text coloured by the state of one unit."""

    def __init__(self, model: CharModel, text: str) -> None:
        shown = fitting(text)
        self._elsewhere = len(text) - len(shown) >= SEARCH_LENGTH // 5
        searched = text[len(shown) :][:SEARCH_LENGTH] if self._elsewhere else shown
        self._searched = len(searched)
        states = Trace.of(model, searched).activations
        self._table = np.array([correlations(states, follow(searched)) for follow in FEATURES.values()])
        self.found = ipywidgets.Select(
            options=[(f"{name}: {unit}", unit) for name, unit in strongest(self._table).items()],
            rows=len(FEATURES),
            description="follows",
            style=LABEL,
            layout=ipywidgets.Layout(width=WIDTH),
        )
        self.unit = ipywidgets.IntSlider(
            self.found.value or 0,
            max=model.units - 1,
            description="unit",
            style=LABEL,
            layout=ipywidgets.Layout(width=WIDTH),
        )
        self.found.observe(self._pick, "value")
        self.unit.observe(self._show_pick, "value")
        super().__init__(model, text, [self.found, self.unit])

    def draw(self) -> Drawing:
        states = self.trace.activations[:, self.unit.value]
        return heatmap_text(self.trace.text, states, CELL, self._describe(states))

    def _describe(self, states: Floats) -> str:
        unit = self.unit.value
        best = int(np.abs(self._table[:, unit]).argmax())
        name, elsewhere = list(FEATURES)[best], self._table[best, unit]
        here = correlations(states[:, None], FEATURES[name](self.trace.text))[0]
        reach = f"Its state runs from {signed(states.min())} to {signed(states.max())} here."
        where = f"in {self._searched:,} characters that are not shown" if self._elsewhere else "in the first text"
        if abs(elsewhere) < MIN_CORRELATION:
            return f"Unit {unit} follows nothing that was looked for ({where}). {reach}"
        likeness = f"correlation {signed(elsewhere)} {where}, {signed(here)} in this text"
        how = "" if abs(elsewhere) >= CLEAR_CORRELATION else " faintly"
        return f"Unit {unit} follows “{name}”{how}: {likeness}. {reach}"

    def _pick(self, change: Any) -> None:
        if self.found.value is not None:
            self.unit.value = self.found.value

    def _show_pick(self, change: Any) -> None:
        listed = {unit for _, unit in self.found.options}
        self.found.value = self.unit.value if self.unit.value in listed else None


def strongest(table: Floats) -> dict[str, int]:
    """For each feature the unit that goes with it most closely and is not yet taken, given all correlations (F, U)."""
    chosen: dict[str, int] = {}
    for name, row in zip(FEATURES, np.abs(table), strict=True):
        free = [unit for unit in np.argsort(-row, kind="stable").tolist() if unit not in chosen.values()]
        if free and row[free[0]] >= MIN_CORRELATION:
            chosen[name] = free[0]
    return chosen


class SurpriseExplorer(TextExplorer):
    """A text coloured by the surprise at each character."""

    def __init__(self, model: CharModel, text: str) -> None:
        self.place = ipywidgets.IntSlider(
            1, min=1, description="character", style=LABEL, layout=ipywidgets.Layout(width=WIDTH)
        )
        self._weighed: tuple[str, Floats, list[str]] = ("", np.zeros(0), [])
        super().__init__(model, text, [self.place])
        self.place.value = int(self.bits.argmax()) + 1

    @property
    def bits(self) -> Floats:
        """The surprise at each character of the text."""
        return self._weigh()[0]

    def draw(self) -> Drawing:
        text = self.trace.text
        bits, titles = self._weigh()
        at = self.place.value - 1
        before = visible(text[max(0, at - 20) : at])
        words = (
            f"{bits.mean():.2f} bits per character, on average over {len(text)} characters."
            f" Character {at + 1}, after “{'…' if at > 20 else ''}{before}”: {titles[at]}"
        )
        return heatmap_text(text, bits, SURPRISE, words, titles, marked=at)

    def _read(self, text: str) -> None:
        """Take a text over and look at its end: at what has just been typed."""
        super()._read(text)
        self.place.max = self.place.value = len(self.trace.text)

    def _weigh(self) -> tuple[Floats, list[str]]:
        """Bits and words for each character, worked out once a text."""
        if self._weighed[0] != self.trace.text:
            expected = self.trace.probabilities()
            ids = self.trace.model.vocabulary.encode(self.trace.text)
            had = expected[np.arange(len(ids)), ids]
            best = np.argsort(-expected, axis=1, kind="stable")[:, :GUESSES_SHOWN]
            symbols = visible(self.trace.model.vocabulary.symbols)
            guesses = (
                ", ".join(f"{symbols[i]} {percent(row[i])}" for i in order)
                for row, order in zip(expected, best, strict=True)
            )
            titles = [
                f"{symbols[i]} had {percent(share)}: {-np.log2(share):.1f} bits. Expected: {guess}."
                for i, share, guess in zip(ids, had, guesses, strict=True)
            ]
            self._weighed = (self.trace.text, -np.log2(had), titles)
        return self._weighed[1:]


def signed(value: float) -> str:
    """A number with its sign and two decimals.

    Examples
    --------
    >>> signed(0.5), signed(-0.831)
    ('+0.50', '−0.83')
    """
    return f"{value:+.2f}".replace("-", "−")


def explore_cells(model: CharModel, text: str) -> CellExplorer:
    """A text coloured by the state of one unit; with the units that follow something that has a name.

    These are looked for in the part of ``text`` that there is no room to show, 5,000 characters at most: so a
    correlation is seen on a text that it was not chosen by. A short text is searched itself.

    TypeError or ValueError if ``text`` is nothing that the model can read.
    """
    encoded(model, text)
    return CellExplorer(model, text)


def explore_surprise(model: CharModel, text: str) -> SurpriseExplorer:
    """A text coloured by how many bits of surprise each character was to the model.

    TypeError or ValueError if ``text`` is nothing that the model can read.
    """
    encoded(model, text)
    return SurpriseExplorer(model, text)
