"""Lesson 04: words as rows of a table, from looking one up to learning them all.

table.py       the table: lookup, one-hot, and the gradient of a lookup
vocabulary.py  from a text to indices: tokens, padding, truncation, unknown words
reading.py     a sentence on its way through a table
skipgram.py    vectors learned from which words stand near which
quality.py     how good they are, by a judge
analogy.py     calculating with words
few_labels.py  what pretrained vectors are worth when labels are few
figures.py     pictures
explorers.py   what can be typed
questions.py   the exercises

Word vectors themselves are in ``helpers/word_vectors.py``, as the data sets need them too.
"""

from ..lazy import lazily
from ..word_vectors import UnknownWordError, WordVectors
from .analogy import find, parse, plane
from .few_labels import SHOTS, by_question_word, few_labels
from .quality import judged
from .skipgram import Progress, Recipe, train_skipgram, untrained
from .table import NOTES_SENTENCES, NOTES_TABLE, lookup, lookup_gradient, one_hot
from .vocabulary import Vocabulary, tokenize

__all__ = [
    "NOTES_SENTENCES",
    "NOTES_TABLE",
    "SHOTS",
    "Progress",
    "Recipe",
    "UnknownWordError",
    "Vocabulary",
    "WordVectors",
    "by_question_word",
    "few_labels",
    "find",
    "judged",
    "lookup",
    "lookup_gradient",
    "one_hot",
    "parse",
    "plane",
    "tokenize",
    "train_skipgram",
    "untrained",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "TrainingReport": "explorers",
    "accuracy_curves": "figures",
    "explore_analogies": "explorers",
    "explore_lookup": "explorers",
    "leanings": "figures",
    "questions": "questions",
}
__getattr__, __dir__ = lazily(__name__, __all__, _LATER)
