"""The exercises of lesson 04. Right answers and known mistakes are worked out by the lesson's own functions."""

from functools import cache

import numpy as np

from helpers import corpora
from helpers.exercises import Choice, Code, Misconception, Number

from .analogy import find
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
    why="The fifth place holds “again”, index 6, and row 6 is [4.1, 2.0].",
    hints=("Which index stands at the fifth place?", "Counting from 0, the second number of a row is in column 1."),
    misconceptions=(
        Misconception(lambda: float(NOTES_TABLE[6, 0]), "That is the first number of the right row."),
        Misconception(
            lambda: float(NOTES_TABLE[4, 1]), "That is row 4, the place in the sentence. The index at that place is 6."
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
    why="One row for each of 1,000 indices, 64 numbers in each: 64,000. The length of the sentences plays no part.",
    hints=("How many rows has the table, and how long is one?",),
    misconceptions=(
        Misconception(lambda: 1064, "Rows and columns multiply."),
        Misconception(lambda: 999 * 64, "Row 0 exists too, though no word uses it."),
        Misconception(lambda: 1000 * 64 + 64, "There is no bias in an embedding: it is the table and nothing else."),
        Misconception(lambda: 64, "That is one row."),
    ),
)

tensor_size = Number(
    name="04.tensor_size",
    compute=lambda: lookup(np.zeros((1000, 64)), np.zeros((32, 10), int)).size,
    code="answer = 32 * 10 * 64",
    why="The shape is (samples, length, dim) = (32, 10, 64): 20,480 numbers, all of them floating point.",
    hints=("Which shape goes in, and which axis is added at the end?",),
    misconceptions=(
        Misconception(lambda: 32 * 10, "Those are the indices that go in. Each of them becomes a row."),
        Misconception(lambda: 32 * 10 * 1000, "That is the one-hot code: as wide as the vocabulary."),
        Misconception(lambda: 32 * 64, "That would be one vector a sentence. There is one for each word."),
        Misconception(lambda: 1000 * 64, "That is the table. The question is about what comes out of it."),
    ),
)

times_smaller = Number(
    name="04.times_smaller",
    compute=lambda: 20_000 / 64,
    code="answer = 20_000 / 64",
    why="20,000 numbers against 64, for every word that is looked up: 312.5 times as many.",
    hints=("How many numbers stand for a word, one way and the other?",),
    misconceptions=(
        Misconception(lambda: 64 / 20_000, "The other way round: how many times smaller is the embedding?"),
        Misconception(
            lambda: 20_000,
            "That would be one number a word, as an index is. The embedding has 64 of them for each word.",
        ),
        Misconception(lambda: 20_000 - 64, "That is the difference. The question is how many times."),
    ),
)

encode = Code(
    name="04.encode",
    cases=((["nice", "to", "meet", "you"], 6), (["hope", "to", "see", "you", "soon"], 3), (["again"], 1)),
    compute=lambda: _encode,
    code="""def answer(tokens, length):
    indices = [vocabulary.index(token) for token in tokens][:length]
    return indices + [0] * (length - len(indices))""",
    why="Look every token up, cut what is too long, fill up with 0 what is too short.",
    hints=(
        "vocabulary.index(token) gives a token's index, and 1 for one that it does not know.",
        "A slice [:length] cuts, and [0] * n makes n zeros.",
    ),
    misconceptions=(
        Misconception(
            lambda: lambda tokens, length: [_words().index(token) for token in tokens],
            "The indices are right, but they must be exactly `length` long: cut, or filled up with 0.",
        ),
        Misconception(
            lambda: (
                lambda tokens, length: ([0] * length + [_words().index(token) for token in tokens][:length])[-length:]
            ),
            "Here the padding stands in front. That is possible, too, but we agreed on padding at the end.",
        ),
        Misconception(
            lambda: (
                lambda tokens, length: ([_words().index(token) for token in tokens][:length] + [1] * length)[:length]
            ),
            "Padding is 0. The 1 is for words that are not known.",
        ),
    ),
)


def _encode(tokens: list[str], length: int) -> list[int]:
    row: list[int] = _words().encode([" ".join(tokens)], length=length).indices[0].tolist()
    return row


used_twice = Number(
    name="04.used_twice",
    compute=lambda: float(lookup_gradient([3, 5, 3, 0], [[1.0], [2.0], [4.0], [8.0]], words=7)[3, 0]),
    code="answer = 1.0 + 4.0",
    why="Row 3 was used at two places, with blame 1 and 4. It is one row, so it gets both: 5.",
    hints=("At which places was row 3 looked up?", "Blame that comes back on several ways is added, as in lesson 03."),
    misconceptions=(
        Misconception(
            lambda: 4.0, "That is the blame of the last use alone. gradient[indices] = blame makes that mistake."
        ),
        Misconception(lambda: 1.0, "That is the blame of the first use alone."),
        Misconception(lambda: 2.5, "Added, not averaged: each of the two places has its own share of the loss."),
        Misconception(lambda: 8.0, "That is the blame at place 3. The question is about row 3."),
    ),
)

rows_that_move = Number(
    name="04.rows_that_move",
    compute=lambda: int(lookup_gradient([5, 1, 2, 3, 6, 1, 2], np.ones((7, 2)), words=7).any(axis=1).sum()),
    code="answer = len({5, 1, 2, 3, 6, 1, 2})",
    why="Five different rows were looked up, two of them twice. The others have a gradient of zero.",
    hints=("How many different indices are there?",),
    misconceptions=(
        Misconception(lambda: 7, "Seven lookups, but not seven rows: some were looked up twice."),
        Misconception(lambda: 2, "Two rows do not move."),
        Misconception(lambda: 14, "That counts numbers, two in each of seven lookups. How many rows?"),
    ),
)

what_mask_does = Choice(
    name="04.what_mask_does",
    compute=lambda: "c",
    options="abcd",
    code='answer = "c"',
    why="The mask goes along beside the tensor, and layers that know what to do with it leave the marked places out.",
    hints=("Does the shape of the tensor change?", "Who uses the mask: the embedding, or what comes after it?"),
    misconceptions=(
        Misconception(lambda: "a", "The shape stays (samples, length, dim). A tensor has no short rows."),
        Misconception(
            lambda: "b",
            "Row 0 is a row like the others: it starts random. With a mask nobody looks at it, so it need not be zero.",
        ),
        Misconception(
            lambda: "d",
            "Unknown words have an index of their own, 1, and are not masked: that something stood there matters.",
        ),
    ),
)

first_without_rule = Choice(
    name="04.first_without_rule",
    compute=lambda: {"king": "a", "queen": "b", "woman": "c", "man": "d"}[
        find(corpora.glove(), "king - man + woman").raw[0]
    ],
    options="abcd",
    code='answer = "a"',
    why="king, at 0.89, is nearer than queen at 0.85. The rule that the question's words do not count removes it.",
    hints=("Subtracting man and adding woman moves the vector only a little. From where?",),
    misconceptions=(
        Misconception(
            lambda: "b", "queen comes first only since the three words of the question are left out of the answer."
        ),
        Misconception(lambda: "c", "woman was added, but king is nearer still."),
        Misconception(lambda: "d", "man was subtracted: the sum points away from it, more or less."),
    ),
)

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
    why="The product of both, divided by both lengths: only the directions count.",
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
    compute=lambda: "b" if np.array_equal(one_hot(2, words=7) @ NOTES_TABLE, NOTES_TABLE[2]) else "",
    options="abc",
    code='answer = "b"',
    why="All terms of the sum are 0 times something, but for one, which is 1 times row 2.",
    hints=("Write the product out for the first column: seven terms, six of them 0.",),
    misconceptions=(
        Misconception(
            lambda: "a", "A column would come out of NOTES_TABLE @ something. Here the one-hot row stands on the left."
        ),
        Misconception(lambda: "c", "Rows that are multiplied by 0 add nothing to the sum."),
    ),
)

chance_of_random = Choice(
    name="04.chance_of_random",
    compute=lambda: "c",
    options="abc",
    code='answer = "c"',
    why="Random vectors tell words apart, but not which are alike: what was learned of one does not carry over.",
    hints=(
        "What does a random vector know of a word that stands in a labelled text?",
        "And of one that stands in none?",
    ),
    misconceptions=(
        Misconception(
            lambda: "a", "They rise above chance: a word that is seen in a labelled text is recognised in a new one."
        ),
        Misconception(lambda: "b", "The dimension is the same for both: 50."),
    ),
)
