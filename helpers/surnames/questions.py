"""The exercises of lesson 06. Right answers and known mistakes are worked out by the lesson's own functions."""

import numpy as np

from helpers.corpora import surnames
from helpers.exercises import Choice, Code, Misconception, Number

from .baselines import majority_probabilities, ngrams
from .names import Pairs, Scores, max_accuracy, score
from .study import load_study

COUNTRIES = ("Italy", "France")


def _overlapping_lists(names: int, shared: int) -> Pairs:
    """So many names on one list, and the first of them on another too."""
    return [(f"{i}", COUNTRIES[0]) for i in range(names)] + [(f"{i}", COUNTRIES[1]) for i in range(shared)]


max_right = Number(
    name="06.max_right",
    compute=lambda: max_accuracy(_overlapping_lists(180, 20)),
    code="answer = 180 / 200",
    why="For each of the 180 names one answer can be right, for one of its pairs: 180 of 200, or 0.9.",
    hints=("How many different names are there?", "An answer to a shared name is right for one of its two pairs."),
    misconceptions=(
        Misconception(lambda: 180, "That is the number of right answers. What share of the 200 pairs is it?"),
        Misconception(lambda: 1.0, "Each shared name stands in two pairs, and one answer cannot be right for both."),
        Misconception(
            lambda: 160 / 200, "Of a shared name's two pairs one can still be right: only the other is lost."
        ),
        Misconception(lambda: 1 - 20 / 180, "Accuracy is counted over the pairs, and there are 200 of them."),
    ),
)

pieces = Number(
    name="06.pieces",
    compute=lambda: len(ngrams("otto")),
    code="answer = 6 + 5 + 4 + 3",
    why="With a space at each end there are 6 characters, so 6 pieces of one, 5 of two, 4 of three and 3 of four: 18.",
    hints=("With the spaces the name has 6 characters.", "How many places are there for a piece of two? Of four?"),
    misconceptions=(
        Misconception(
            lambda: len("otto") + 3 + 2 + 1, "That leaves out the spaces: they show where the name begins or ends."
        ),
        Misconception(lambda: 3, "Those are the pieces of four. The shorter ones count, too."),
        Misconception(lambda: len(set(ngrams("otto"))), "Those are the different ones. A piece may come twice."),
        Misconception(lambda: 4 * 6, "A piece must fit in: 6 characters in a row hold only 5 pieces of two."),
    ),
)


def _majority() -> Scores:
    """Of always giving the most frequent country, on the test names."""
    task = surnames()
    return score(majority_probabilities(task, [name for name, _ in task.test]), task.test, task.countries)


majority_balanced = Number(
    name="06.majority_balanced",
    compute=lambda: _majority().balanced_accuracy,
    code="answer = 1 / 14",
    why="One country has all of its names right, the other thirteen have none: (1 + 13 · 0) / 14 = 0.071.",
    hints=("What is the accuracy within the most frequent country? Within another?", "Average fourteen numbers."),
    misconceptions=(
        Misconception(
            lambda: _majority().accuracy, "That is the plain accuracy, in which a large country counts more."
        ),
        Misconception(lambda: 1.0, "Within its own country it is always right. Within the other thirteen?"),
        Misconception(lambda: 0.0, "For the names of one country its answer is right."),
        Misconception(lambda: 0.5, "The average is over all fourteen countries."),
    ),
)


def _loss(*right: float) -> float:
    """The loss where the right one of two countries got these probabilities."""
    return score([[p, 1 - p] for p in right], [(f"{i}", COUNTRIES[0]) for i, _ in enumerate(right)], COUNTRIES).loss


uniform_loss = Number(
    name="06.uniform_loss",
    compute=lambda: score(np.full((1, 14), 1 / 14), [("li", "0")], [str(i) for i in range(14)]).loss,
    code="answer = np.log(14)",
    why="Each country gets 1/14, the right one too: −ln(1/14) = ln 14 = 2.639.",
    hints=("Which probability does the right country get?", "The loss of one answer is −ln p."),
    misconceptions=(
        Misconception(lambda: 1 / 14, "That is the probability of the right country. The loss is −ln of it."),
        Misconception(
            lambda: float(np.log(1 / 14)), "The sign: ln of a number below 1 is negative, and the loss is −ln p."
        ),
        Misconception(lambda: float(np.log2(14)), "That is in bits, with log₂. The loss has the natural logarithm."),
        Misconception(lambda: float(np.log10(14)), "That is log₁₀. The loss has the natural logarithm, np.log."),
        Misconception(lambda: 13 / 14, "That is how often a random answer is wrong. The loss is −ln p."),
    ),
)


def _lower_loss() -> str:
    """Which model of the question has the lower loss, "c" for neither."""
    steady, bold = _loss(0.6, 0.6), _loss(0.99, 0.21)
    return "c" if np.isclose(steady, bold) else "a" if steady < bold else "b"


bold = Choice(
    name="06.bold",
    compute=_lower_loss,
    options="abc",
    code='answer = "a"',
    why="A has −ln 0.6 = 0.51. B has (0.01 + 1.56) / 2 = 0.79: being sure gains little where it is right and "
    "costs much where it is wrong.",
    hints=("The loss is the mean of −ln p.", "−ln 0.6 = 0.51, −ln 0.99 = 0.01, −ln 0.21 = 1.56"),
    misconceptions=(
        Misconception(lambda: "b", "It gains 0.5 on the first name and loses more than 1 on the second."),
        Misconception(lambda: "c", "The probabilities have the same mean, 0.6, but the loss is the mean of −ln p."),
    ),
)


def _calibration_error(confidence: float, right: int, of: int) -> float:
    """The calibration error of so many answers, all given with one confidence."""
    truth = [("a", COUNTRIES[i >= right]) for i in range(of)]
    return score([[confidence, 1 - confidence]] * of, truth, COUNTRIES).calibration_error


calibration = Number(
    name="06.calibration",
    compute=lambda: _calibration_error(0.9, 7, 10),
    code="answer = 0.9 - 0.7",
    why="It says 0.9 and is right 7 times in 10: too sure by 0.2.",
    hints=("How often is it right, and how often does it say that it is?",),
    misconceptions=(
        Misconception(lambda: 0.9, "That is the confidence. How far is it from how often the answers are right?"),
        Misconception(lambda: 0.7, "That is the accuracy. How far is it from the confidence?"),
        Misconception(lambda: 1 - 0.7, "That is the share of wrong answers. Calibration compares with the confidence."),
        Misconception(lambda: 0.7 - 0.9, "The size is right. The error is a distance, so it is never negative."),
        Misconception(lambda: 0.9 * 0.7, "Confidence and accuracy are compared: subtract them."),
    ),
)


def _shares() -> tuple[float, float, float]:
    """Accuracy of the n-grams, and the shares of the test names that only the six GRUs or only the n-grams know."""
    study, names = load_study(), len(surnames().test)
    won, lost = study.paired_wins["six large GRUs"][0]
    return study.scores["n-grams"][0].accuracy, won / names, lost / names


either = Number(
    name="06.either",
    compute=lambda: sum(_shares()[:2]),
    code="answer = 0.658 + 92 / 1496",
    why="0.658 that the n-grams know, and 92 of 1,496 names that only the six GRUs know: 0.719. Nobody can tell in "
    "advance which of the two to trust; averaging reaches 0.67.",
    hints=("Start from the names that the n-grams know.", "Add the names that only the six GRUs know."),
    misconceptions=(
        Misconception(
            lambda: load_study().scores["six large GRUs and n-grams"][0].accuracy, "That is what averaging reaches."
        ),
        Misconception(lambda: sum(_shares()), "The names that only the n-grams know are in their 0.658 already."),
        Misconception(
            lambda: _shares()[0] + _shares()[0] + _shares()[1] - _shares()[2],
            "Most names are known to both: count them once.",
        ),
        Misconception(lambda: _shares()[0], "That is the n-grams alone. Which names do the six GRUs add?"),
        Misconception(lambda: 1 - _shares()[1] - _shares()[2], "Many names are known to neither of the two."),
    ),
)

AVERAGED = (
    ([[0.6, 0.4], [0.6, 0.4], [0.1, 0.9]],),
    ([[0.9, 0.1, 0.0], [0.2, 0.45, 0.35], [0.2, 0.5, 0.3]],),
    ([[0.0, 1.0], [0.7, 0.3], [0.7, 0.3], [0.7, 0.3]],),
)

ensemble = Code(
    name="06.ensemble",
    cases=AVERAGED,
    compute=lambda: lambda probabilities: int(np.mean(probabilities, axis=0).argmax()),
    code="def answer(probabilities):\n    return np.mean(probabilities, axis=0).argmax()",
    why="The mean over the networks, one for each country; then the index of the largest.",
    hints=("np.mean(probabilities, axis=0) has one number for each country.", ".argmax() is the index of the largest."),
    misconceptions=(
        Misconception(
            lambda: lambda probabilities: int(np.bincount(np.argmax(probabilities, axis=1)).argmax()),
            "That lets each network vote. Averaging also counts how sure each of them is.",
        ),
        Misconception(
            lambda: lambda probabilities: int(np.max(probabilities, axis=0).argmax()),
            "That trusts the one network that is surest. Average over all of them.",
        ),
        Misconception(
            lambda: lambda probabilities: int(np.mean(probabilities, axis=1).argmax()),
            "That averages each network's own probabilities: axis=0 goes over the networks.",
        ),
        Misconception(
            lambda: lambda probabilities: float(np.mean(probabilities, axis=0).max()),
            "That is the probability of the answer. Which index has it?",
        ),
    ),
)


def _mean_share(countries: list[str], others: list[str], over: list[str]) -> float:
    """For each country of ``over``, the share of its places where the other list has it too; their mean."""
    pairs = list(zip(countries, others, strict=True))
    return float(np.mean([np.mean([other == country for one, other in pairs if one == country]) for country in over]))


balanced = Code(
    name="06.balanced",
    cases=(
        (["Italy", "Italy", "Italy", "France"], ["Italy", "Italy", "France", "France"]),
        (["Italy", "Italy", "France", "Spain"], ["Italy", "France", "France", "France"]),
        (["Italy", "Italy", "Italy", "France"], ["Italy", "Italy", "Italy", "Italy"]),
        (["Poland", "Norway"], ["Norway", "Norway"]),
    ),
    compute=lambda: lambda truths, answers: _mean_share(truths, answers, sorted(set(truths))),
    code="""def answer(truths, answers):
    shares = []
    for country in set(truths):
        given = [a for t, a in zip(truths, answers) if t == country]
        shares.append(given.count(country) / len(given))
    return sum(shares) / len(shares)""",
    why="For each country, take the share of its names that were answered with it; then the mean of these shares.",
    hints=(
        "Go through the true countries one by one: which answers did the names of each get?",
        "given.count(country) / len(given) is the accuracy within one country.",
    ),
    misconceptions=(
        Misconception(
            lambda: lambda truths, answers: float(np.mean([t == a for t, a in zip(truths, answers, strict=True)])),
            "That is the plain accuracy: a country with many names counts more.",
        ),
        Misconception(
            lambda: lambda truths, answers: _mean_share(answers, truths, sorted(set(answers))),
            "That is how often each answer was right. Go through the true countries instead.",
        ),
        Misconception(
            lambda: lambda truths, answers: _mean_share(truths, answers, sorted(set(answers) & set(truths))),
            "Average over all true countries, including those never given as an answer.",
        ),
    ),
)
