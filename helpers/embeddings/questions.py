"""The exercises of lesson 04. Right answers and known mistakes are worked out by the lesson's own functions."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from helpers import corpora
from helpers.exercises import Choice, Code, Misconception, Number

from .analogy import find
from .few_labels import few_labels
from .table import NOTES_TABLE, lookup, lookup_gradient, one_hot
from .vocabulary import Vocabulary

BOTH = ("Hope to see you soon", "Nice to see you again")


@cache
def _words() -> Vocabulary:
    return Vocabulary.fit(BOTH)


which_row = Number(
    name="04.which_row",
    compute=lambda: float(lookup(NOTES_TABLE, [5, 1, 2, 3, 6])[4, 1]),
    code="answer = NOTES_TABLE[[5, 1, 2, 3, 6]][4, 1]",
    why="The fifth word is “again”, its index is 6, and row 6 is [4.1, 2.0].",
    hints=("What is the index of the fifth word?", "Counting from 0, the second number of a row is in column 1."),
    misconceptions=(
        Misconception(lambda: float(NOTES_TABLE[6, 0]), "That is the first number of the right row."),
        Misconception(
            lambda: float(NOTES_TABLE[4, 1]), "That is row 4: the place in the sentence. The index in that place is 6."
        ),
        Misconception(
            lambda: float(NOTES_TABLE[5, 1]), "That is row 5, “nice”. The last word of the sentence is “again”."
        ),
    ),
)

numbers_in_table = Number(
    name="04.numbers_in_table",
    compute=lambda: 1000 * 64,
    code="answer = 1000 * 64",
    why="There is one row of 64 numbers for each of 1,000 indices: 64,000. The length of the sentences plays no part.",
    hints=("How many rows does the table have, and how long is each?",),
    misconceptions=(
        Misconception(lambda: 1064, "Rows and columns are multiplied, not added."),
        Misconception(lambda: 999 * 64, "Row 0 exists too, even if no word uses it."),
        Misconception(lambda: 1000 * 64 + 64, "There is no bias in an embedding: it is the table and nothing else."),
        Misconception(lambda: 64, "That is one row."),
    ),
)

tensor_size = Number(
    name="04.tensor_size",
    compute=lambda: lookup(np.zeros((1000, 64)), np.zeros((32, 10), int)).size,
    code="answer = 32 * 10 * 64",
    why="The shape is (samples, length, dim) = (32, 10, 64): 20,480 floating-point numbers.",
    hints=("What shape goes in, and which axis is added at its end?",),
    misconceptions=(
        Misconception(lambda: 32 * 10, "Those are the indices that go in. Each of them becomes a row."),
        Misconception(lambda: 32 * 10 * 1000, "That is the one-hot code: as wide as the vocabulary."),
        Misconception(lambda: 32 * 64, "That would be one vector per sentence. There is one for each word."),
        Misconception(lambda: 1000 * 64, "That is the table. The question is about what comes out of it."),
    ),
)

times_smaller = Number(
    name="04.times_smaller",
    compute=lambda: (32 * 20 * 20_000 + 20_000 * 64) / (32 * 20 * 64 + 20_000 * 64),
    code="answer = (32 * 20 * 20_000 + 20_000 * 64) / (32 * 20 * 64 + 20_000 * 64)",
    why="14,080,000 numbers against 1,320,960: about 11 times as many. The table is most of what a lookup needs.",
    hints=(
        "How many numbers does the table have, and how many does each of the 640 words add to it?",
        "Each word adds 20,000 numbers one way and 64 the other.",
    ),
    misconceptions=(
        Misconception(lambda: 20_000 / 64, "That leaves out the table, which both ways need."),
        Misconception(
            lambda: (32 * 20 * 64 + 20_000 * 64) / (32 * 20 * 20_000 + 20_000 * 64),
            "The ratio is upside down: the one-hot codes and the table belong above the line.",
        ),
        Misconception(
            lambda: (20_000 + 20_000 * 64) / (64 + 20_000 * 64),
            "That is for a single word. The batch has 32 · 20 of them, and they share one table.",
        ),
        Misconception(
            lambda: (32 * 20 * 20_000 + 20_000 * 64) / (32 * 20 * 64), "The table counts on both sides, not on one."
        ),
    ),
)

encode = Code(
    name="04.encode",
    cases=((["nice", "to", "meet", "you"], 6), (["hope", "to", "see", "you", "soon"], 3), (["again"], 1)),
    compute=lambda: _encode,
    code="""def answer(tokens, length):
    indices = [vocabulary.index(token) for token in tokens][:length]
    return indices + [0] * (length - len(indices))""",
    why="Look up every token, cut what is too long, and fill up what is too short with 0.",
    hints=(
        "vocabulary.index(token) gives the index of a token, and 1 for one that it does not know.",
        "A slice [:length] cuts, and [0] * n makes n zeros.",
    ),
    misconceptions=(
        Misconception(
            lambda: lambda tokens, length: [_words().index(token) for token in tokens],
            "The indices are right, but there must be exactly `length` of them: cut off the others, or pad with 0.",
        ),
        Misconception(
            lambda: (
                lambda tokens, length: ([0] * length + [_words().index(token) for token in tokens][:length])[-length:]
            ),
            "You put the padding in front. That is possible too, but in this lesson it stands at the end.",
        ),
        Misconception(
            lambda: (
                lambda tokens, length: ([_words().index(token) for token in tokens][:length] + [1] * length)[:length]
            ),
            "Padding is 0. The 1 is for unknown words.",
        ),
    ),
)


def _encode(tokens: list[str], length: int) -> list[int]:
    row: list[int] = _words().encode([" ".join(tokens)], length=length).indices[0].tolist()
    return row


used_twice = Number(
    name="04.used_twice",
    compute=lambda: float(lookup_gradient([2, 6, 0, 2], [[4.0], [7.0], [6.0], [-1.0]], words=7)[2, 0]),
    code="answer = 4 + (-1)",
    why="Row 2 was used at two places, with blame 4 and −1. It is one row, so it gets their sum: 3.",
    hints=(
        "At which places was row 2 looked up?",
        "Blame arriving along several paths is summed, as in lesson 03.",
    ),
    misconceptions=(
        Misconception(
            lambda: -1.0, "That is the blame of the last use alone. gradient[indices] = blame makes that mistake."
        ),
        Misconception(lambda: 4.0, "That is the blame of the first use alone."),
        Misconception(lambda: 1.5, "Summed, not averaged: each of the two places has its own effect on the loss."),
        Misconception(lambda: 6.0, "That is the blame at place 2. The question is about row 2."),
        Misconception(lambda: 5.0, "The second blame is −1: its sign counts."),
    ),
)

rows_that_move = Number(
    name="04.rows_that_move",
    compute=lambda: int(lookup_gradient([5, 1, 2, 3, 6, 1, 2], np.ones((7, 2)), words=7).any(axis=1).sum()),
    code="answer = len({5, 1, 2, 3, 6, 1, 2})",
    why="Five different rows were looked up, two of them twice. The others have a gradient of zero.",
    hints=("How many different indices are there?",),
    misconceptions=(
        Misconception(lambda: 7, "There are seven lookups, but not of seven different rows: two of them were looked up twice."),
        Misconception(lambda: 2, "Two is how many rows do not move."),
        Misconception(lambda: 14, "That counts numbers, two for each of seven lookups. How many different rows are looked up?"),
    ),
)


def _mask_does() -> str:
    """Which of the four statements about ``mask_zero=True`` holds for a word, an unknown one and a padding."""
    import keras

    start = keras.initializers.RandomUniform(seed=0)
    layer = keras.layers.Embedding(3, 2, embeddings_initializer=start, mask_zero=True)
    indices = np.array([[2, 1, 0]])
    shape, (word, unknown, padding) = layer(indices).shape, np.asarray(layer.compute_mask(indices))[0]
    holds = {
        "a": shape != (1, 3, 2),
        "b": not layer.get_weights()[0][0].any(),
        "c": bool(word and not padding),
        "d": not unknown,
    }
    return "".join(letter for letter, true in holds.items() if true)


what_mask_does = Choice(
    name="04.what_mask_does",
    compute=_mask_does,
    options="abcd",
    code='answer = "c"',
    why="The mask travels beside the tensor, and layers that know what to do with it leave the padding out.",
    hints=("Does the shape of the tensor change?", "Who uses the mask: the embedding, or what comes after it?"),
    misconceptions=(
        Misconception(lambda: "a", "The shape stays (samples, length, dim). A tensor has no short rows."),
        Misconception(
            lambda: "b",
            "Row 0 is a row like the others and starts random. Where the mask is used, nothing depends on it.",
        ),
        Misconception(
            lambda: "d",
            "Unknown words have an index of their own, 1, and are not masked: it matters that something stood there.",
        ),
    ),
)

SUMS = {
    "a": "actor - man + woman",
    "b": "tokyo - japan + korea",
    "c": "paris - france + italy",
    "d": "walking - walk + swim",
}

first_without_rule = Choice(
    name="04.first_without_rule",
    compute=lambda: next(letter for letter, words in SUMS.items() if _own_word_first(words)),
    options="abcd",
    code='answer = "d"',
    why="swim is nearest to its own sum, with 0.91; swimming has 0.81. The other three answers need no rule.",
    hints=(
        "If the nearest word of all is a word of the sum, the line above the picture says so.",
        'embeddings.find(glove, "actor - man + woman").raw is the nearest word of all.',
    ),
    misconceptions=(
        Misconception(lambda: "a", "actress comes first, with 0.94, even if no word is left out."),
        Misconception(lambda: "b", "seoul comes first, with 0.94, even if no word is left out."),
        Misconception(lambda: "c", "rome comes first, with 0.85, even if no word is left out."),
    ),
)


def _own_word_first(text: str) -> bool:
    found = find(corpora.glove(), text)
    return found.raw[0] in (*found.positive, *found.negative)


cosine = Code(
    name="04.cosine",
    cases=(
        (np.array([3.0, 4.0]), np.array([4.0, 3.0])),
        (np.array([1.0, 0.0]), np.array([0.0, 2.0])),
        (np.array([1.0, 2.0, 2.0]), np.array([-2.0, -4.0, -4.0])),
    ),
    compute=lambda: lambda a, b: float(a @ b / np.sqrt(a @ a * (b @ b))),
    code="""def answer(a, b):
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))""",
    why="It is the product of the vectors divided by both lengths: only their directions count.",
    hints=("a @ b is the sum of the products.", "np.linalg.norm(a) is the length of a."),
    misconceptions=(
        Misconception(
            lambda: lambda a, b: float(a @ b),
            "That is not divided by the lengths: a vector twice as long would count twice.",
        ),
        Misconception(
            lambda: lambda a, b: float(np.linalg.norm(a - b)),
            "That is the distance, which is 0 for equal vectors. The cosine of equal vectors is 1.",
        ),
        Misconception(
            lambda: lambda a, b: float(1 - a @ b / np.sqrt(a @ a * (b @ b))),
            "That is the cosine distance, 1 minus the cosine.",
        ),
    ),
)

one_hot_row = Choice(
    name="04.one_hot_row",
    compute=lambda: "b" if np.array_equal(_two_hot() @ NOTES_TABLE, NOTES_TABLE[2] + NOTES_TABLE[6]) else "",
    options="abc",
    code='answer = "b"',
    why="Rows 2 and 6 are each multiplied by 1, all others by 0, and all of them are added up.",
    hints=("Write out the product for the first column: seven terms, five of them 0.",),
    misconceptions=(
        Misconception(
            lambda: "a", "A single row stands on the left, so a single row comes out. np.eye(7)[[2, 6]] would give two."
        ),
        Misconception(lambda: "c", "Rows that are multiplied by 0 add nothing to the sum."),
    ),
)


def _two_hot() -> NDArray[np.float64]:
    hot: NDArray[np.float64] = one_hot([2, 6], words=7).sum(axis=0)
    return hot


def _random_accuracy() -> float:
    """Of random vectors, with 16 labelled texts of each of three kinds."""
    return float(few_labels(corpora.phrases(), corpora.glove(), random=True, shots=[16], seeds=range(5)).mean())


chance_of_random = Choice(
    name="04.chance_of_random",
    compute=lambda: "a" if abs(_random_accuracy() - 1 / 3) < 0.05 else "c",
    options="abc",
    code='answer = "c"',
    why="Random vectors tell words apart, but not which are alike: what is learned about one does not carry over.",
    hints=(
        "What does a random vector tell you about a word that stands in a labelled text?",
        "And about a word that stands in none?",
    ),
    misconceptions=(
        Misconception(
            lambda: "a", "They rise above chance: a word seen in a labelled text is recognised in a new one."
        ),
        Misconception(lambda: "b", "The dimension is the same for both: 50."),
    ),
)
