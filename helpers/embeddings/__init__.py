"""Lesson 04: words as rows of a table, from looking one up to learning them all.

table.py       the table: lookup, one-hot, and the gradient of a lookup
vocabulary.py  from a text to indices: tokens, padding, truncation, unknown words
reading.py     a sentence on its way through a table
skipgram.py    vectors learned from which words stand near which
quality.py     how good they are, by a judge
analogy.py     calculating with words
few_labels.py  what pretrained vectors are worth when labels are few
fine_tuning.py pretrained vectors in a network, frozen or trained
figures.py     pictures
explorers.py   what can be typed
questions.py   the exercises

Word vectors themselves are in ``helpers/word_vectors.py``, as the data sets need them too.
"""

import lazy_loader

# These now, as their module has the name of one of them.
from .few_labels import SHOTS as SHOTS
from .few_labels import by_question_word as by_question_word
from .few_labels import few_labels as few_labels

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "analogy": ["find"],
        "explorers": ["TrainingReport", "explore_analogies", "explore_lookup"],
        "few_labels": ["SHOTS", "by_question_word", "few_labels"],
        "figures": ["accuracy_curves", "projection_chart"],
        "fine_tuning": ["counted", "trained"],
        "quality": ["WordVectors", "neighbour_agreement"],
        "skipgram": ["Recipe", "train_skipgram", "untrained"],
        "table": ["NOTES_SENTENCES", "NOTES_TABLE", "lookup", "lookup_gradient"],
        "vocabulary": ["Vocabulary", "tokenize"],
    },
)
