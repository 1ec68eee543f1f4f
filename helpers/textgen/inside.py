"""Looking inside a model that reads: what it expected at each character, and what its units follow."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from os.path import commonprefix

import numpy as np

from ..char_model.model import CharModel, Floats, encoded
from ..mathematics import log_softmax

SENTENCE_END = ".?!"
VOWELS = "aeiouAEIOU"
LINE_END_WITHIN = 8  # characters


@dataclass(frozen=True, eq=False)
class Trace:
    """A text and a model's state before each of its characters and after the last: ``states`` (len(text) + 1, U)."""

    model: CharModel = field(repr=False)
    text: str
    states: Floats = field(repr=False)

    @classmethod
    def of(cls, model: CharModel, text: str, name: str = "text") -> "Trace":
        """Of a model that reads a text; TypeError or ValueError, calling it ``name``, if it cannot."""
        encoded(model, text, name)
        return cls(model, "", model.initial_state(1)).updated(text, name)

    def updated(self, text: str, name: str = "text") -> "Trace":
        """Of another text. What both begin with is not read again, so that typing stays quick."""
        encoded(self.model, text, name)
        kept = len(commonprefix([self.text, text]))
        states = self.states[: kept + 1]
        return Trace(self.model, text, np.vstack([states, self.model.read(text[kept:], states[-1])]))

    @property
    def activations(self) -> Floats:
        """The state after each character, (len(text), U): what each unit made of it."""
        return self.states[1:]

    def probabilities(self) -> Floats:
        """The probability that every symbol had of being each character, (len(text), V)."""
        return np.exp(log_softmax(self.model.logits(self.states[:-1])))


def correlations(activations: Floats, values: Floats) -> Floats:
    """Pearson's correlation of each column of ``activations`` (T, U) with ``values`` (T,): shape (U,).

    0 where one of the two never changes: there is nothing to go along with.
    """
    a = activations - activations.mean(axis=0, dtype=float)
    v = values - values.mean(dtype=float)
    sizes = np.sqrt((a**2).sum(axis=0) * (v**2).sum())
    return np.divide(v @ a, sizes, out=np.zeros(a.shape[1]), where=sizes > 1e-9)


def place_in_line(text: str) -> Floats:
    """How many characters have come since the line began."""
    return _since(text, lambda character: character == "\n")


def place_in_sentence(text: str) -> Floats:
    """How many characters have come since the last full stop, question mark or exclamation mark."""
    return _since(text, lambda character: character in SENTENCE_END)


def near_line_end(text: str) -> Floats:
    """1 where the line ends within the next ``LINE_END_WITHIN`` characters."""
    return np.array([float("\n" in text[i + 1 : i + 1 + LINE_END_WITHIN]) for i in range(len(text))])


def speakers_name(text: str) -> Floats:
    """1 in a line that stands at the head of a speech and ends with a colon."""
    return _inside(text, r"(?:\A|(?<=\n\n))[^\n]+:(?=\n)")


def question(text: str) -> Floats:
    """1 from the beginning of a clause to the question mark at its end."""
    return _inside(text, r"[^\s.?!;:][^.?!;:]*\?")


def vowel(text: str) -> Floats:
    """1 at a, e, i, o and u."""
    return np.array([float(character in VOWELS) for character in text])


def between_words(text: str) -> Floats:
    """1 at spaces and ends of lines."""
    return np.array([float(character.isspace()) for character in text])


FEATURES: dict[str, Callable[[str], Floats]] = {
    "place in the line": place_in_line,
    "near the line's end": near_line_end,
    "place in the sentence": place_in_sentence,
    "a speaker's name": speakers_name,
    "a question": question,
    "between words": between_words,
    "vowels": vowel,
}
"""What a unit might follow: a name, and the function that gives its value at each character of a text."""


def _since(text: str, begins: Callable[[str], bool]) -> Floats:
    counts = np.zeros(len(text))
    for i, character in enumerate(text):
        counts[i] = 0 if begins(character) else (counts[i - 1] if i else 0) + 1
    return counts


def _inside(text: str, pattern: str) -> Floats:
    values = np.zeros(len(text))
    for found in re.finditer(pattern, text):
        values[found.start() : found.end()] = 1
    return values
