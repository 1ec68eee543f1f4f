"""What each lesson states of its trainings: numbers that the notebook's own cells lead to, and their bounds.

A claim is quoted as it is printed or written; a test looks for it in the notebook.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Claim:
    """A statement of a lesson, as numbers between two bounds (neither included)."""

    cell: str
    """Where it stands in the notebook."""
    says: str
    """Its words there, printed or written."""
    values: Callable[[SimpleNamespace], Any]
    """What it is about, from the names that the cells have defined."""
    low: float = -np.inf
    high: float = np.inf

    def margin(self, names: SimpleNamespace) -> float:
        """How far the worst of the numbers lies within the bounds; below 0 it is outside."""
        values = np.asarray(self.values(names), float)
        return float(np.min([values - self.low, self.high - values]))


@dataclass(frozen=True)
class Lesson:
    """A notebook whose trainings something is claimed of."""

    notebook: str
    cells: tuple[str, ...]
    """Those that are run, in order; what only draws or asks is left out."""
    seeds: dict[str, tuple[str, str]]
    """In a cell, this text gives way to that, in which FIRST is the first seed of a set."""
    claims: tuple[Claim, ...]


def _comparisons(n: SimpleNamespace) -> list[Any]:
    return [n.batches.comparison(history) for history in n.histories]


BATCHES = Lesson(
    notebook="02_epochs_batches_iterations.ipynb",
    cells=(
        *("imports", "import-keras", "speeches", "words", "network", "fit", "fit-more", "sure", "accuracies"),
        *("accuracies-claims", "ten-words", "weak", "early-stopping", "naive-bayes", "test", "test-claims"),
        *("leak", "leak-claims", "sizes", "sizes-claims", "noise"),
        *("pipeline", "sorted-fit", "reshuffled"),
    ),
    seeds={"network": ("set_random_seed(seed)", "set_random_seed(FIRST + seed)")},
    claims=(
        Claim("fit-claims", " epochs", lambda n: [c.best for c in _comparisons(n)], 1.5, 5.5),
        Claim("fit-claims", "at the end, higher by a factor of", lambda n: [c.rise for c in _comparisons(n)], 1.5),
        Claim(
            "fit-claims",
            "guessing:",
            lambda n: [(c.val_loss[-1] - np.log(2), np.log(2) - c.lowest) for c in _comparisons(n)],
            0,
        ),
        Claim("accuracies-claims", "largest change in accuracy", lambda n: np.abs(n.changes), high=0.1),
        Claim("accuracies-claims", "how sure where wrong", lambda n: n.sure, 0.8),
        Claim(
            "weak-claims", "the first epoch of the three networks", lambda n: [h["loss"][0] for h in n.histories], 0.6
        ),
        Claim("weak-claims", "ten words, after 30 epochs", lambda n: n.weak.history["loss"][-1], 0.6),
        Claim("early-stopping-claims", "epochs after the best", lambda n: [b - a for a, b in n.ended], 2.5, 3.5),
        Claim(
            "early-stopping-claims",
            "from the lowest",
            lambda n: [
                network.evaluate(*n.validation, verbose=0)[0] - min(history["val_loss"])
                for network, history in zip(n.stopped, n.histories, strict=True)
            ],
            -0.01,
            0.01,
        ),
        Claim(
            "early-stopping-claims",
            "where wrong, ",
            lambda n: [n.sure_when_wrong(network, *n.validation) for network in n.stopped],
            high=0.75,
        ),
        Claim(
            "test-claims",
            "the networks",
            lambda n: [found[who] for found in n.accuracy.values() for who in ("stopped", "30 epochs")],
            0.6,
            0.72,
        ),
        Claim("test-claims", "on the validation plays counting is ahead by", lambda n: n.ahead, 0, 0.1),
        Claim("leak-claims", "on the same plays every network seems better, by", lambda n: n.gap, 0.03),
        Claim(
            "sizes-claims",
            "batches of    8",
            lambda n: n.afterwards[8][-1],
            0,
            0.01,
        ),
        Claim(
            "sizes-claims",
            "batches of   64",
            lambda n: n.afterwards[64][-1],
            0.005,
            0.05,
        ),
        Claim(
            "sizes-claims",
            "batches of 1000",
            lambda n: n.afterwards[1000][-1],
            0.25,
            0.5,
        ),
        Claim("sizes-claims", "first epoch: average over loss afterwards", lambda n: n.ratio, 1.3, 2.8),
        Claim(
            "noise-claims",
            "samples the noise falls by a factor of",
            lambda n: [n.noise[a] / n.noise[4 * a] for a in (1, 4, 16, 64)],
            1.5,
            2.8,
        ),
        Claim("noise-claims", "with 1 sample, noise over slope", lambda n: n.noise[1], 10),
        Claim("noise-claims", "with 256 samples", lambda n: n.noise[256], 0.7, 1.4),
        Claim(
            "sorted-claims",
            "buffers of 1 and 100, after three epochs",
            lambda n: [n.reached[1], n.reached[100]],
            high=0.6,
        ),
        Claim("sorted-claims", "a buffer for all", lambda n: n.reached[10_000], 0.6),
        Claim(
            "reshuffled-claims",
            "lowest after",
            lambda n: n.batches.comparison(n.reshuffled).best,
            1.5,
            5.5,
        ),
        Claim(
            "reshuffled-claims",
            "at the end higher by a factor of",
            lambda n: n.batches.comparison(n.reshuffled).rise,
            1.5,
        ),
    ),
)

BACKPROP = Lesson(
    notebook="03_network_by_hand.ipynb",
    cells=("imports", "xor-ten", "xor-many"),
    seeds={
        "xor-ten": ("range(10)", "range(2 * FIRST, 2 * FIRST + 10)"),
        "xor-many": ("range(200)", "range(2 * FIRST, 2 * FIRST + 200)"),
    },
    claims=(
        Claim("xor-many-after", "between a sixth and a third fail", lambda n: n.failures[2], 200 / 6, 200 / 3),
        Claim("xor-many-after", "fewer than one in ten", lambda n: n.failures[3], high=200 / 10),
        Claim("xor-many-after", "at most one start in a hundred", lambda n: n.failures[4], high=2.5),
        Claim("xor-many-after", "sometimes none failed and sometimes seven", lambda n: len(n.runs.failed), -0.5, 7.5),
    ),
)

EMBEDDINGS = Lesson(
    notebook="04_embeddings.ipynb",
    cells=(
        *("imports", "task-data", "task-train", "task-result", "skipgram-tokens", "skipgram-train"),
        *("skipgram-neighbours", "skipgram-judged"),
    ),
    seeds={
        "task-train": ("set_random_seed(0)", "set_random_seed(FIRST)"),
        "skipgram-train": ("seed=0", "seed=FIRST"),
        "skipgram-neighbours": ("seed=0", "seed=FIRST"),
    },
    claims=(
        Claim("task-bound", "the network: ", lambda n: n.accuracy - n.majority, 0.03),
        Claim("skipgram-bound", "before", lambda n: n.scores["before"], 0.45, 0.55),
        Claim("skipgram-bound", "after", lambda n: n.scores["after"], 0.7),
        Claim("skipgram-after", "about 0.75 after", lambda n: n.scores["after"], 0.7, 0.8),
    ),
)


def _mean_at(cell: str, low: int, high: int) -> Callable[[SimpleNamespace], Any]:
    return lambda n: n.memory[cell].accuracy_by_lag[:, low:high].mean()


MEMORY = Lesson(
    notebook="05_memory.ipynb",
    cells=(
        *("imports", "memory-run", "memory-claims", "why-norms", "why-claims", "first-run", "opened-run"),
        *(
            "first-results",
            "gates-run",
            "gates-claims",
        ),
    ),
    seeds={
        "memory-run": ("seeds=5", "seeds=range(FIRST, FIRST + 5)"),
        "first-run": ("seeds=3", "seeds=range(FIRST, FIRST + 3)"),
        "opened-run": ("seeds=3", "seeds=range(FIRST, FIRST + 3)"),
        "gates-run": ("seeds=3", "seeds=range(FIRST, FIRST + 3)"),
    },
    claims=(
        Claim(
            "memory-claims",
            "over all lags",
            lambda n: [_mean_at(cell, 0, 50)(n) for cell in ("LSTM", "GRU")],
            0.95,
        ),
        Claim("memory-claims", "SimpleRNN, lags 0 and 1", _mean_at("SimpleRNN", 0, 2), 0.5),
        Claim("memory-claims", "SimpleRNN, lags 10 to 49", _mean_at("SimpleRNN", 10, 50), high=0.5),
        Claim(
            "memory-after",
            "LSTM and GRU report nearly every signal, at every lag and in all five seeds",
            lambda n: [n.memory[cell].accuracy_by_lag.min() for cell in ("LSTM", "GRU")],
            0.9,
        ),
        Claim("why-claims", "LSTM: training raised it by a factor of", lambda n: n.factors["LSTM"], 100),
        Claim("why-claims", "GRU: training raised it by a factor of", lambda n: n.factors["GRU"], 100),
        Claim(
            "why-claims",
            "SimpleRNN, seeds of 5 in which training lowered it",
            lambda n: n.lowered,
            0.5,
        ),
        Claim("first-after", "No LSTM does", lambda n: n.results["LSTM"].accuracy, high=0.5),
        Claim("first-after", "all learn it, or most of it", lambda n: n.results["LSTM, forget bias 3"].accuracy, 0.6),
        Claim(
            "gates-claims",
            "without input gate, and without output gate",
            lambda n: [n.means["no input gate"], n.means["no output gate"]],
            0.98,
        ),
        Claim("gates-claims", "without forget gate", lambda n: n.means["no forget gate"], high=0.95),
    ),
)

TEXT = Lesson(
    notebook="07_writing_text.ipynb",
    cells=(
        *("imports", "corpus", "vocabulary", "tf-data", "tf-data-first", "network", "network-shapes", "untrained-loss"),
        *(
            "train-step",
            "train-twenty",
            "n-grams",
            "train",
            "judge",
            "jamo",
            "train-korean",
            "korean-words",
            "korean-count",
        ),
    ),
    seeds={
        "network": ("set_random_seed(0)", "set_random_seed(FIRST)"),
        "train": ("seed=0", "seed=FIRST"),
        "train-korean": ("seed=0", "seed=FIRST"),
    },
    claims=(
        Claim("train-twenty", "after twenty batches", lambda n: n.error, high=3.3),
        Claim("judge", "bits per character on the held-out plays", lambda n: n.bits, high=2.22),
        Claim("judge", "counting, order 5", lambda n: n.by_order[5] - n.bits, 0),
        Claim(
            "judge",
            "counting, order 7",
            lambda n: np.abs(n.bits - n.by_order[7]),
            high=0.06,
        ),
        Claim("korean-count", "share of well-formed words", lambda n: len(n.whole) / len(n.words), 0.9),
        Claim(
            "korean-count",
            "share of these that are invented",
            lambda n: len([word for word in n.whole if word not in n.known]) / len(n.whole),
            0.5,
        ),
    ),
)

WORKERS = Lesson(
    notebook="08_beyond_one_machine.ipynb",
    cells=(
        *("imports", "corpus", "recipe", "train-one", "train-two", "same-losses", "same-bits"),
        *("kill", "files", "resume", "forget", "forget-run"),
    ),
    seeds=dict.fromkeys(("train-one", "train-two", "kill"), ("seed=0", "seed=FIRST")),
    claims=(
        Claim("same-losses", "largest difference between their losses", lambda n: n.difference, high=0.001),
        Claim("same-bits", "difference on the held-out text", lambda n: abs(n.bits[0] - n.bits[1]), high=0.001),
        Claim("resume", "all losses equal, to the last bit", lambda n: n.equal, 0.5),
        Claim("forget-run", "without the states", lambda n: n.off[1], 0.005),
        Claim("forget-run", "without the means", lambda n: n.off[2], 0.02),
    ),
)

LESSONS = {lesson.notebook[:2]: lesson for lesson in (BATCHES, BACKPROP, EMBEDDINGS, MEMORY, TEXT, WORKERS)}
