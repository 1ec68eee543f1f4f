"""What can be typed in lesson 04: a sentence that is looked up, and a sum of words."""

from functools import partial
from typing import Any

import ipywidgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import checks, corpora, widgets
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

    def __init__(self, vocabulary: Vocabulary, table: NDArray[np.float64], sentence: str, length: int) -> None:
        self.vocabulary, self.table = vocabulary, table
        self.sentence = ipywidgets.Text(
            sentence, description="sentence", style=LABEL, layout=ipywidgets.Layout(width="34em")
        )
        self.length = ipywidgets.IntSlider(
            length, 1, PLACES, description="length", style=LABEL, layout=ipywidgets.Layout(width="22em")
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

    def __init__(self, vectors: WordVectors, text: str) -> None:
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
        self.finding = find(self.vectors, self.sum.value)
        self.drawing = figures.analogy_drawing(self.vectors, self.finding)
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


def explore_lookup(
    vocabulary: Vocabulary | None = None,
    table: ArrayLike | None = None,
    sentence: str = SENTENCES[0],
    length: int = 6,
) -> LookupExplorer:
    """Type a sentence: tokens, indices, rows of the table, and the tensor that comes out.

    Parameters
    ----------
    vocabulary, table
        Both or none; none stands for the study notes' seven words. The picture has room for 9 rows of 2 numbers.
    sentence, length
        What to begin with.

    Raises
    ------
    TypeError, ValueError
        If only one of ``vocabulary`` and ``table`` is given, one of them is something else, the table does not fit or
        is not finite, the sentence has no word, or ``length`` is no whole number from 1 to 9.
    """
    if (vocabulary is None) != (table is None):
        given, missing = ("table", "vocabulary") if vocabulary is None else ("vocabulary", "table")
        raise ValueError(f"{missing} is None, expected one that goes with {given}")
    if vocabulary is None or table is None:
        vocabulary, table = notes_vocabulary()
    checks.instance("vocabulary", vocabulary, Vocabulary, "a Vocabulary")
    checks.instance("sentence", sentence, str, "a string")
    table, length = checks.numbers("table", table, (None, None)), checks.integer("length", length, 1, PLACES)
    if len(table) > PLACES or table.shape[1] != 2:
        raise ValueError(f"table has shape {table.shape}, expected at most {PLACES} rows of 2 numbers")
    return LookupExplorer(vocabulary, table, sentence, length)


def explore_analogies(vectors: WordVectors | None = None, text: str = SUMS[0]) -> AnalogyExplorer:
    """Type a sum of words: the nearest words, and all of them on a plane.

    Parameters
    ----------
    vectors
        None stands for GloVe's 10,000 words.
    text
        What to begin with: words with + and - between them, or one word alone.

    Raises
    ------
    TypeError, ValueError
        If ``vectors`` are no WordVectors or have a single number a word, ``text`` cannot be read, or one of its
        words has no vector.
    """
    vectors = corpora.glove() if vectors is None else vectors
    checks.instance("vectors", vectors, WordVectors, "WordVectors")
    checks.instance("text", text, str, "a string such as 'king - man + woman'")
    if vectors.vector_size < 2:
        raise ValueError("vectors has 1 number a word, expected at least 2: they are drawn on a plane")
    return AnalogyExplorer(vectors, text)


def _example(text: str, field: ipywidgets.Text) -> ipywidgets.Button:
    button = ipywidgets.Button(description=text, layout={"width": "auto"}, tooltip=f"Try {text}")
    button.on_click(partial(_put, text, field))
    return button


def _put(text: str, field: ipywidgets.Text, _: ipywidgets.Button) -> None:
    field.value = text
