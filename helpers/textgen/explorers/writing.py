"""A model that writes while one watches."""

import functools
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, ClassVar

import ipywidgets

from ... import style, widgets
from ...char_model.model import CharModel
from ...widgets import Message, show_errors_in
from ..figures import generated_html, generated_page
from ..sampling import stream
from .controls import NumberField, Sampling, Words, prompt_field, side_by_side

CHARACTERS_PER_SECOND = 60  # characters a second
SECONDS_PER_FRAME = 1 / 20  # seconds from one update of the page to the next
MAX_ON_PAGE = 4000  # characters on the page: a book written in one go must not be sent twenty times a second
PREVIEW_LENGTH = 400  # characters that stand there before anybody asks

# From the bottom up: what is longer than the page shows its end.
PAGE = {"width": "587px", "height": "400px", "overflow": "hidden auto", "flex_flow": "column-reverse"}
BORDER = {"border": f"1px solid {style.FAINT}", "padding": "4px 10px", "margin": "2px 0 0 0"}


class BackgroundWriter:
    """Writes characters in a thread of its own, and stops as soon as it is told to.

    Parameters
    ----------
    show
        Called with all that is written so far, about twenty times a second.
    finish
        Called with the whole text and the seconds it took; afterwards nothing more is called.
    message
        Told of an error in the thread, which nobody else would hear of.
    pace
        Characters a second; ``None``: as fast as they come.
    """

    def __init__(
        self,
        characters: Iterator[str],
        show: Callable[[str], None],
        finish: Callable[[str, float], None],
        message: Message,
        pace: float | None = None,
    ) -> None:
        self._characters, self._show, self._finish, self._pace = characters, show, finish, pace
        self._stopping = threading.Event()
        self.thread = threading.Thread(target=show_errors_in(message)(self._write), daemon=True)
        self.thread.start()

    @property
    def stopped(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        """Return when the last character has been written."""
        self._stopping.set()
        self.thread.join()

    def _write(self) -> None:
        written: list[str] = []
        began = shown = time.perf_counter()
        for character in self._characters:
            written.append(character)
            now = time.perf_counter()
            if now - shown > SECONDS_PER_FRAME:
                self._show("".join(written))
                shown = now
            if self._pace:
                self._stopping.wait(began + len(written) / self._pace - now)
            if self.stopped:
                break
        self._finish("".join(written), time.perf_counter() - began)


class WritingExplorer(widgets.Explorer):
    """A prompt, the settings of sampling, and a page that the model writes on until it is stopped."""

    writer: BackgroundWriter | None = None
    # One page is written at a time, also when a cell has been run again.
    _at_work: ClassVar[BackgroundWriter | None] = None

    def __init__(self, model: CharModel, prompt: str, length: int, seed: int | None, temperature: float) -> None:
        first = stream(model, prompt, length, temperature, seed=seed)
        self._stop_any()
        self._model = model
        self.prompt = prompt_field(model, prompt, rows=4)
        known = model.vocabulary.symbols[0]
        self.length = NumberField("length", length, lambda value: stream(model, known, value))
        self.seed = NumberField("seed", seed, lambda value: stream(model, known, 0, seed=value))
        self.sampling = Sampling(len(model.vocabulary), float(temperature))
        self.slowly = ipywidgets.Checkbox(True, description="slowly enough to read along", indent=False)
        self.write_button = ipywidgets.Button(description="Write", icon="pencil", button_style="primary")
        self.stop_button = ipywidgets.Button(description="Stop", icon="stop", tooltip="Stop; what is written stays")
        self.page = ipywidgets.HTML(layout=ipywidgets.Layout(**PAGE, **BORDER), tabbable=True)
        self.readout = Words()
        self.fields = [self.prompt, self.length, self.seed, *self.sampling.fields]
        self.write_button.on_click(show_errors_in(self.readout)(self._begin))
        self.stop_button.on_click(show_errors_in(self.readout)(self._stop))
        self.text = "".join(itertools.islice(first, PREVIEW_LENGTH))
        self._first = generated_page(prompt, self.text)
        self._show(prompt, self.text)
        self.readout.say("The beginning of what this seed writes. Press Write to watch it being written.")
        buttons = ipywidgets.HBox([self.write_button, self.stop_button])
        controls = [*self.fields[:3], self.sampling, self.slowly, buttons, self.readout]
        super().__init__([side_by_side(controls, self.page)], self._snapshot)

    def close(self) -> None:
        """Stop writing, and go."""
        self._stop()
        super().close()

    def _begin(self, button: Any = None) -> None:
        self._stop_any()
        if not all(field.ok for field in self.fields):
            self.readout.warn("a value above cannot be used yet; the reason is given below it")
            return
        prompt, length, seed = self.prompt.value, self.length.value, self.seed.value
        characters = stream(self._model, prompt, length, seed=seed, **asdict(self.sampling.settings))
        self.readout.say("Writing. Stop keeps what has been written so far.")
        WritingExplorer._at_work = self.writer = BackgroundWriter(
            characters,
            functools.partial(self._show, prompt),
            functools.partial(self._finish, prompt, length),
            self.readout,
            CHARACTERS_PER_SECOND if self.slowly.value else None,
        )

    @staticmethod
    def _stop_any() -> None:
        if WritingExplorer._at_work:
            WritingExplorer._at_work.stop()

    def _stop(self, button: Any = None) -> None:
        if self.writer:
            self.writer.stop()

    def _show(self, prompt: str, text: str) -> None:
        self.text = text
        self.page.value = generated_html(prompt, text, MAX_ON_PAGE)

    def _finish(self, prompt: str, length: int, text: str, seconds: float) -> None:
        self._show(prompt, text)
        speed = f", {len(text) / seconds:,.0f} per second" if text and not self.slowly.value else ""
        end = "Done" if len(text) == length else "Stopped, and nothing is lost"
        self.readout.say(f"{end}: {len(text)} characters{speed}.")

    def _snapshot(self) -> dict[str, str]:
        return self._first._repr_mimebundle_()


def explore_writing(
    model: CharModel, prompt: str = "ROMEO:\n", length: int = 2000, seed: int | None = 1, temperature: float = 0.8
) -> WritingExplorer:
    """A page on which a model writes on from a prompt, with buttons to write and to stop.

    Parameters
    ----------
    prompt, length, seed, temperature
        What the controls hold at first; see `stream`.

    Raises
    ------
    TypeError, ValueError
        If one of them cannot be used.
    """
    return WritingExplorer(model, prompt, length, seed, temperature)
