"""What can be typed in lesson 04: a sentence that is looked up, and a sum of words."""

from functools import partial
from typing import Any

import ipywidgets
import numpy as np
from numpy.typing import NDArray

from .. import corpora, widgets
from ..word_vectors import WordVectors
from . import figures
from .analogy import find
from .reading import notes_vocabulary, read
from .skipgram import Progress
from .vocabulary import Vocabulary

PLACES = 9
"""As many rows as the picture of a lookup has room for."""
SENTENCES = ("Hope to see you soon", "Nice to see you again", "Nice to meet you")
SUMS = ("king - man + woman", "king + female", "paris - france + italy", "walking - walk + swim", "happy")
LABEL = {"description_width": "6em"}
SAID = {"width": "760px", "overflow": "auto"}  # of fixed height: the picture below must not move
WRAP = {"flex_flow": "row wrap", "overflow": "visible"}


class LookupExplorer(widgets.Explorer):
    """A sentence that is looked up while it is typed."""

    def __init__(self, vocabulary: Vocabulary, table: NDArray[np.float64]) -> None:
        self.vocabulary, self.table = vocabulary, table
        self.sentence = ipywidgets.Text(
            SENTENCES[0], description="sentence", style=LABEL, layout=ipywidgets.Layout(width="34em")
        )
        self.length = ipywidgets.IntSlider(
            6, 1, PLACES, description="length", style=LABEL, layout=ipywidgets.Layout(width="22em")
        )
        self.examples = [_example(text, self.sentence) for text in SENTENCES]
        self.picture, self.message = widgets.Picture(), widgets.Message(layout=SAID | {"height": "72px"})
        answered = widgets.show_errors_in(self.message)
        for control in (self.sentence, self.length):
            control.observe(answered(self._read), "value")
        self._read()
        controls = [self.sentence, ipywidgets.HBox([self.length, *self.examples], layout=WRAP)]
        super().__init__([*controls, self.message, self.picture], self._snapshot)

    def _read(self, change: Any = None) -> None:
        self.reading = read(self.sentence.value, self.vocabulary, self.table, self.length.value)
        self.drawing = figures.lookup_drawing(self.reading)
        self.picture.value = self.drawing.svg
        self.message.say(self.drawing.words)

    def _snapshot(self) -> dict[str, str]:
        return self.drawing._repr_mimebundle_()


class AnalogyExplorer(widgets.Explorer):
    """A sum of words that is worked out while it is typed."""

    def __init__(self, vectors: WordVectors, text: str = SUMS[0]) -> None:
        self.vectors = vectors
        self.sum = ipywidgets.Text(text, description="sum", style=LABEL, layout=ipywidgets.Layout(width="34em"))
        self.examples = [_example(example, self.sum) for example in SUMS]
        self.picture, self.message = widgets.Picture(), widgets.Message(layout=SAID | {"height": "52px"})
        self.sum.observe(widgets.show_errors_in(self.message)(self._find), "value")
        self._find()
        super().__init__(
            [self.sum, ipywidgets.HBox(self.examples, layout=WRAP), self.message, self.picture], self._snapshot
        )

    def _find(self, change: Any = None) -> None:
        self.analogy = find(self.vectors, self.sum.value)
        self.drawing = figures.analogy_drawing(self.vectors, self.analogy)
        self.picture.value = self.drawing.svg
        self.message.say(self.drawing.words)

    def _snapshot(self) -> dict[str, str]:
        return self.drawing._repr_mimebundle_()


class TrainingReport(widgets.TrainingReport):
    """What a training of word vectors reports: ``train_skipgram(tokens, report=TrainingReport())``."""

    kind = Progress
    ready = "Counting words: the first epoch begins in a few seconds."

    def words(self) -> str:
        done = [progress for progress in self.history if progress.epoch and not progress.stopped]
        if not done:
            return "0 epochs."
        epochs = f"{len(done)} epoch{'s' * (len(done) > 1)}"
        return f"{epochs}. Loss {done[0].loss:.1f} after the first, {done[-1].loss:.1f} after the last."


def explore_lookup() -> LookupExplorer:
    """Type a sentence: tokens, indices, rows of the study notes' table, and the tensor that comes out."""
    return LookupExplorer(*notes_vocabulary())


def explore_analogies() -> AnalogyExplorer:
    """Type a sum of words, or one word alone: the nearest of GloVe's 10,000 words, and all of them on a plane."""
    return AnalogyExplorer(corpora.glove())


def _example(text: str, field: ipywidgets.Text) -> ipywidgets.Button:
    button = ipywidgets.Button(description=text, layout={"width": "auto"}, tooltip=f"Try {text}")
    button.on_click(partial(_put, text, field))
    return button


def _put(text: str, field: ipywidgets.Text, _: ipywidgets.Button) -> None:
    field.value = text
