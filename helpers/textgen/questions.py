"""The exercises of lesson 07. Right answers and known mistakes are worked out by the lesson's own functions."""

import numpy as np

from helpers import corpora
from helpers.characters import Vocabulary
from helpers.exercises import Choice, Code, Misconception, Number

from ..char_model.recipe import windows
from .sampling import distribution


def _symbols() -> int:
    return len(Vocabulary.of(corpora.shakespeare().train))


untrained_loss = Number(
    name="07.untrained_loss",
    compute=lambda: float(np.log(_symbols())),
    tolerance=0.01,
    code="answer = np.log(len(vocabulary))",
    why="Each of 74 characters gets about 1/74, and -ln(1/74) = ln 74 = 4.30. If a first loss is far off, ask why.",
    hints=(
        "A network that knows nothing gives every character the same probability. Which one?",
        "The loss is minus the natural logarithm of the probability given to the right character.",
    ),
    misconceptions=(
        Misconception(lambda: float(np.log2(_symbols())), "That is in bits. Keras' loss uses the natural logarithm."),
        Misconception(lambda: float(np.log10(_symbols())), "That is the logarithm to base 10; Keras' loss uses ln."),
        Misconception(lambda: 1 / _symbols(), "That is the probability. The loss is minus its logarithm."),
        Misconception(lambda: _symbols(), "That is the number of characters. The loss is a logarithm."),
        Misconception(
            lambda: -float(np.log(_symbols())),
            "The sign is wrong: a probability below 1 has a negative logarithm, and the loss is minus that.",
        ),
    ),
)

batches_in_text = Number(
    name="07.batches_in_text",
    compute=lambda: len(windows(np.zeros(10_000, np.int32), batch_size=4, window=50)[0]),
    code="answer = (10_000 - 1) // (4 * 50)",
    why="A batch uses up 4 · 50 = 200 characters. The last character of all is only a target: 9,999 // 200 = 49.",
    hints=(
        "How many characters does one batch use up?",
        "A character's target is the one after it. Which character has none?",
    ),
    misconceptions=(
        Misconception(
            lambda: 50, "Nearly: 50 batches would use all 10,000 characters, and the last would have no target."
        ),
        Misconception(lambda: 200, "That is how many characters one batch uses up."),
        Misconception(
            lambda: 199,
            "That many windows would fit into a single row. There are 4 rows, and a batch takes one window from each.",
        ),
        Misconception(lambda: 9950, "Windows here do not overlap: each begins where the previous one ended."),
    ),
)

why_not_shuffle = Choice(
    name="07.why_not_shuffle",
    compute=lambda: "b",
    options="abc",
    code='answer = "b"',
    why="The state sums up what came just before in the row. After shuffling, it would come from another place.",
    hints=("What does the state hold when a window begins?",),
    misconceptions=(
        Misconception(lambda: "a", "Shuffling takes little time: tf.data does it in a buffer. Think of the state."),
        Misconception(
            lambda: "c", "The vocabulary is the same in any order. Think of what is carried from batch to batch."
        ),
    ),
)

mean_bits = Number(
    name="07.mean_bits",
    compute=lambda: float(np.mean(-np.log2([1 / 2, 1 / 8]))),
    code="answer = (1 + 3) / 2",
    why="-log2(1/2) = 1 bit and -log2(1/8) = 3 bits; their mean is 2. Logarithms come first, then the mean.",
    hints=("Work out the surprise of each character first.", "-log2(1/8) = 3."),
    misconceptions=(
        Misconception(
            lambda: float(-np.log2(np.mean([1 / 2, 1 / 8]))),
            "That is the surprise of the mean probability. Take the logarithm of each first, then the mean.",
        ),
        Misconception(lambda: 4, "That is the sum over both characters; bits per character is the mean."),
        Misconception(
            lambda: float(np.mean(-np.log([1 / 2, 1 / 8]))),
            "That is in nats (ln). For bits, use the logarithm to base 2.",
        ),
    ),
)

_SCORES = np.log([0.5, 0.3, 0.2])

halved_temperature = Number(
    name="07.halved_temperature",
    compute=lambda: float(distribution(_SCORES, temperature=0.5)[0]),
    code="answer = 0.5**2 / (0.5**2 + 0.3**2 + 0.2**2)",
    why="Dividing the logits by 0.5 doubles them, which squares the probabilities; then they are scaled to sum to 1.",
    hints=(
        "Take the logarithms as logits. What does doubling a logarithm do to the number?",
        "0.25, 0.09 and 0.04, divided by their sum.",
    ),
    misconceptions=(
        Misconception(
            lambda: float(distribution(_SCORES, temperature=2)[0]),
            "That is temperature 2: you multiplied the logits by 0.5 instead of dividing them.",
        ),
        Misconception(lambda: 1.0, "0.5 / 0.5 = 1, but the logits are divided, not the probabilities."),
        Misconception(lambda: 0.25, "That is 0.5 squared; the three squares do not sum to 1 yet."),
        Misconception(lambda: 0.5, "Temperature 0.5 changes it: likely characters become likelier."),
    ),
)

second_after_top_k = Number(
    name="07.second_after_top_k",
    compute=lambda: float(distribution(_SCORES, top_k=2)[1]),
    code="answer = 0.3 / (0.5 + 0.3)",
    why="What is cut off is shared out in proportion: the second has 0.3 of the 0.8 that is left.",
    hints=("The third character gets nothing. Do 0.5 and 0.3 add up to 1?",),
    misconceptions=(
        Misconception(
            lambda: 0.3, "Without the third character, 0.5 and 0.3 add up to only 0.8. Make them add up to 1."
        ),
        Misconception(lambda: 0.5, "The two that are left keep their ratio; they do not become equal."),
        Misconception(lambda: 0.4, "The 0.2 is not halved between them: each grows in proportion to what it had."),
        Misconception(lambda: 0.625, "That is the first character's probability. The question is about the second."),
    ),
)

kept_by_top_p = Number(
    name="07.kept_by_top_p",
    compute=lambda: int(np.count_nonzero(distribution(np.log([0.4, 0.3, 0.15, 0.1, 0.05]), top_p=0.8))),
    code="answer = 3",
    why="0.4 + 0.3 = 0.7 does not reach 0.8; adding 0.15 does. The one that takes the sum past 0.8 is kept.",
    hints=("Add up the probabilities, the largest first, until you reach 0.8.",),
    misconceptions=(
        Misconception(lambda: 2, "Two reach only 0.7. The one that takes the sum past 0.8 is kept as well."),
        Misconception(lambda: 4, "Three already reach 0.85. A fourth is not needed."),
    ),
)

surprise_in_bits = Code(
    name="07.surprise_in_bits",
    compute=lambda: lambda probabilities: float(np.mean(-np.log2(probabilities))),
    cases=(([0.5],), ([0.5, 0.125],), ([1.0, 1.0, 1.0],), ([0.1, 0.9, 0.25, 0.25],)),
    code="def answer(probabilities):\n    return np.mean(-np.log2(probabilities))",
    why="This is the number at every bar of section 7. It is log2(e) = 1.44 times the loss that Keras shows.",
    hints=("np.log2 takes a whole list at once.", "Take minus the logarithm of each, then np.mean."),
    misconceptions=(
        Misconception(
            lambda: lambda probabilities: float(np.mean(-np.log(probabilities))),
            "Your function uses the natural logarithm: those are nats. For bits, use np.log2.",
        ),
        Misconception(
            lambda: lambda probabilities: float(np.sum(-np.log2(probabilities))),
            "Your function adds the bits up. Bits per character is their mean.",
        ),
        Misconception(
            lambda: lambda probabilities: float(-np.log2(np.mean(probabilities))),
            "Your function takes the mean first. Take the logarithm of each probability, then the mean.",
        ),
        Misconception(
            lambda: lambda probabilities: float(np.mean(np.log2(probabilities))),
            "Close, but the sign is wrong: a surprise is never negative.",
        ),
    ),
)
