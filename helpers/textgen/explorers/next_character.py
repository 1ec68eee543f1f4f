"""The next-character bars."""

from dataclasses import asdict, replace
from typing import Any

import ipywidgets

from ... import widgets
from ...char_model.model import CharModel, Floats
from ...widgets import show_errors_in
from ..figures import Drawing, next_character_bars, percent, visible
from ..inside import Trace
from ..sampling import Settings, distribution, draw, make_rng
from .controls import Sampling, Words, prompt_field, side_by_side


class NextCharacterExplorer(widgets.Explorer):
    """The probabilities of the next character as bars, under the settings of sampling; draws one when asked."""

    def __init__(self, model: CharModel, prompt: str, seed: int | None = None) -> None:
        self.trace = Trace.of(model, prompt, "prompt")
        self.prompt = prompt_field(model, prompt, rows=5)
        self.sampling = Sampling(len(model.vocabulary))
        self.draw_button = ipywidgets.Button(
            description="Draw one", icon="plus", tooltip="Draw the next character and write it after the prompt"
        )
        self.undo_button = ipywidgets.Button(
            description="Undo", icon="undo", tooltip="Take back the character that was drawn last"
        )
        self.picture = widgets.Picture()
        self.ahead = widgets.Prefetch(self.sampling.temperature.slider, self.picture)
        self.readout = Words()
        self._drawn: list[tuple[str, str]] = []  # the prompt before and after each draw
        self._uniforms = make_rng(seed)
        for field in (self.prompt, *self.sampling.fields):
            field.observe(show_errors_in(self.readout)(self._update), "value")
        self.draw_button.on_click(show_errors_in(self.readout)(self._draw))
        self.undo_button.on_click(show_errors_in(self.readout)(self._undo))
        buttons = ipywidgets.HBox([self.draw_button, self.undo_button])
        controls = [self.prompt, buttons, self.sampling, self.readout]
        super().__init__([side_by_side(controls, self.picture)], self._snapshot)
        self._update()

    @property
    def drawing(self) -> Drawing:
        """The bars as they stand."""
        return self._bars(self.sampling.settings)

    def probabilities(self, settings: Settings) -> tuple[Floats, Floats]:
        """What each symbol gets before top-k and top-p, and after them."""
        logits = self.trace.model.logits(self.trace.states[-1])
        return distribution(logits, settings.temperature), distribution(logits, **asdict(settings))

    def _bars(self, settings: Settings) -> Drawing:
        before, after = self.probabilities(settings)
        return next_character_bars(self.trace.model.vocabulary.symbols, before, after, self.trace.text)

    @property
    def ok(self) -> bool:
        """Whether every control holds something to go by."""
        return all(field.ok for field in (self.prompt, *self.sampling.fields))

    def _update(self, change: Any = None) -> None:
        if self.ok:
            self.trace = self.trace.updated(self.prompt.value, "prompt")
            drawing = self.drawing
            self.picture.value = drawing.svg
            self.readout.say(drawing.words)
            settings = self.sampling.settings
            self.ahead.draw(lambda temperature: self._bars(replace(settings, temperature=temperature)).svg)

    def _draw(self, button: Any) -> None:
        if not self.ok:
            self.readout.warn("a value above cannot be used yet; the reason is given below it")
            return
        _, after = self.probabilities(self.sampling.settings)
        index = draw(after, self._uniforms.random())
        symbol = self.trace.model.vocabulary.symbols[index]
        before = self.prompt.value
        self._drawn.append((before, before + symbol))
        self.prompt.value = before + symbol
        self.readout.say(f"Drawn: {visible(symbol)}, which had {percent(after[index])}. {self.drawing.words}")

    def _undo(self, button: Any) -> None:
        if not self._drawn or self._drawn[-1][1] != self.prompt.value:
            self._drawn.clear()
            self.readout.warn("nothing has been drawn since the prompt was typed, so there is nothing to take back")
            return
        self.prompt.value = self._drawn.pop()[0]

    def _snapshot(self) -> dict[str, str]:
        return self.drawing._repr_mimebundle_()


def explore_sampling(model: CharModel, prompt: str = "ROMEO:\n", seed: int | None = None) -> NextCharacterExplorer:
    """Bars of the next character's probabilities that follow a prompt, temperature, top-k and top-p.

    Parameters
    ----------
    prompt
        What to begin with; it can be changed.
    seed
        Of the characters drawn by the button; ``None`` draws other ones each time.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be.
    """
    return NextCharacterExplorer(model, prompt, seed)
