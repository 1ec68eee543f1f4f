"""Skip-gram with negative sampling: vectors learned from nothing but which words stand near which.

The model and its sampling are those of Mikolov et al. 2013, "Distributed Representations of Words and Phrases and their
Compositionality". What is other is the order of the work: instead of one pair of words after the other, whole blocks of
the text are compared at once, as products of matrices, and the steps are those of Adagrad (Duchi et al. 2011), a row at
a time.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import checks, clock, interrupts
from ..training import follow
from ..word_vectors import WordVectors

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

BLOCK = 32
"""Words of the text that share one product of matrices, and their negatives."""
FIRST_REPORT = 0.1
"""Of an epoch: until then a training has taken long enough to say how long it will take."""
MAX_SIZES = {"dim": 1000, "window": 100, "negative": 1000}
"""Beyond these a computer's memory, or float32, would not do."""
SMOOTHING = 0.75
"""Negatives are drawn by frequency to this power, as Mikolov et al. found best."""


@dataclass(frozen=True)
class Recipe:
    """How the vectors are trained. The defaults are the lesson's."""

    dim: int = 64
    window: int = 5
    """How far to the left and to the right a context reaches; a word at distance d weighs 1 - (d - 1) / window."""
    negative: int = 5
    """How much random words weigh, all together, against a true context."""
    min_count: int = 10
    """Words that are rarer are left out of the text."""
    subsample: float = 3e-4
    """Above this share of the text a word is left out now and then: the more often, the more frequent it is."""
    epochs: int = 10
    batch_blocks: int = 32
    learning_rate: float = 0.25

    def __post_init__(self) -> None:
        # As plain numbers: NumPy multiplies by no fraction.
        for name in ("dim", "window", "negative", "min_count", "epochs", "batch_blocks"):
            vars(self)[name] = checks.integer(name, getattr(self, name), 1, MAX_SIZES.get(name))
        for name in ("subsample", "learning_rate"):
            vars(self)[name] = checks.positive(name, getattr(self, name))


@dataclass(frozen=True)
class Progress:
    """Where a training stands after ``epoch`` epochs, 0 while the first goes on.

    ``loss`` is the mean for a pair of words over an epoch, as far as it has come; in nats.
    """

    epoch: int
    epochs: int
    loss: float
    seconds: float
    seconds_left: float = math.nan
    stopped: bool = False
    is_due: bool = field(default=True, repr=False)
    """Whether a training reports here: early in the first epoch, and after every epoch."""

    def __str__(self) -> str:
        if self.stopped:
            return f"Stopped after epoch {self.epoch} of {self.epochs}. You have the vectors as they were then."
        left = clock.in_words(self.seconds_left)
        if not self.epoch:
            return f"epoch 1 of {self.epochs} has begun: {left}"
        return f"epoch {self.epoch} of {self.epochs}: loss {self.loss:.3f}, {self.seconds:.0f} s, {left}"


@interrupts.deferred_interrupts()
def train_skipgram(
    tokens: Sequence[str],
    seed: int = 0,
    *,
    recipe: Recipe = Recipe(),
    report: Callable[[Progress], None] = print,
) -> WordVectors:
    """Learn a vector for every word of a text, from the words around it.

    Interrupt the kernel (■) whenever you like: the vectors are returned as they are then.

    Parameters
    ----------
    tokens
        The text, word by word.
    seed
        Sets the first vectors and all draws; the same seed gives the same vectors on the same machine.
    recipe
        How they are trained.
    report
        Called with a `Progress` early in the first epoch, to say how long it will take, and after every epoch.

    Returns
    -------
    WordVectors
        The words that come ``min_count`` times or more, the most frequent first. A ValueError while it trains says
        that an epoch has left nothing of the text, or that the learning rate is so large that the loss is lost.
    """
    checks.function("report", report)
    words, counts, text, tables, rng = _begin(tokens, seed, recipe)
    progress = _progress(steps(tables, text, counts, recipe, rng), recipe.epochs)
    follow(progress, Progress(0, recipe.epochs, math.nan, 0.0), report, lambda progress: progress.is_due)
    return WordVectors(words, tables.centre.copy())


def _progress(steps: Iterator[tuple[float, float]], epochs: int) -> Iterator[Progress]:
    """Where a training stands after each of its `steps`."""
    began, time_left, early = time.perf_counter(), clock.Clock(epochs), True
    for done, loss in steps:
        left = time_left.seconds_left(done)
        is_due = done.is_integer() or (early and done >= FIRST_REPORT and not math.isnan(left))
        early = early and not is_due
        yield Progress(int(done), epochs, loss, time.perf_counter() - began, left, is_due=is_due)


def untrained(tokens: Sequence[str], seed: int = 0, *, recipe: Recipe = Recipe()) -> WordVectors:
    """The vectors that `train_skipgram` begins with: random ones."""
    words, _, _, tables, _ = _begin(tokens, seed, recipe)
    return WordVectors(words, tables.centre)


def _begin(
    tokens: Sequence[str], seed: int, recipe: Recipe
) -> tuple[list[str], Ids, Ids, "Tables", np.random.Generator]:
    """The words, how often each comes, the text as indices, the first tables, and what all further draws are from."""
    rng = np.random.default_rng(checks.integer("seed", seed, 0))
    checks.instance("recipe", recipe, Recipe, "a Recipe")
    words, counts, text = count_words(tokens, recipe.min_count)
    return words, counts, text, Tables.random(len(words), recipe.dim, rng), rng


def count_words(tokens: Sequence[str], min_count: int) -> tuple[list[str], Ids, Ids]:
    """The frequent words, how often each comes, and the text as their indices, the rare words left out."""
    tokens = checks.strings("tokens", tokens, "a list of words, such as text.split()")
    counts = Counter(tokens)
    words = [word for word, count in counts.most_common() if count >= min_count]
    if len(words) < 2:
        raise ValueError(
            f"tokens has {len(words)} words that come {min_count} times or more, expected at least 2: "
            "give more text, or a smaller min_count"
        )
    index = {word: i for i, word in enumerate(words)}
    text = np.array([index[token] for token in tokens if token in index])
    return words, np.array([counts[word] for word in words]), text


@dataclass(eq=False)
class Tables:
    """What is learned: a vector for each word as a centre and one as a context, and what Adagrad remembers of each."""

    centre: Floats
    context: Floats
    squares: dict[str, Floats] = field(default_factory=dict)

    @classmethod
    def random(cls, words: int, dim: int, rng: np.random.Generator) -> "Tables":
        """Small random centres, and contexts of zeros, as word2vec begins."""
        centre = ((rng.random((words, dim)) - 0.5) / dim).astype(np.float32)
        return cls(centre, np.zeros((words, dim), np.float32))

    def step(self, name: str, ids: Ids, gradient: Floats, rate: float) -> None:
        """One step of Adagrad on the rows ``ids`` of a table; a row that comes twice gets the sum of both gradients."""
        table: Floats = getattr(self, name)
        squares = self.squares.setdefault(name, np.full(len(table), 1e-6, np.float32))
        rows, total = segment_sum(ids, gradient)
        squares[rows] += np.einsum("rd,rd->r", total, total) / table.shape[1]
        table[rows] -= rate / np.sqrt(squares[rows])[:, None] * total

    def overflowed(self, thoroughly: bool = False) -> bool:
        """Whether a gradient, or what a step made of it, was too large for float32.

        What is remembered of gradients tells of all but the last step, and costs less to look at than the vectors.
        """
        looked_at = [*self.squares.values(), *[self.centre] * thoroughly]
        return not all(np.isfinite(array).all() for array in looked_at)


def segment_sum(ids: Ids, gradient: Floats) -> tuple[Ids, Floats]:
    """The different ``ids`` in order, and for each the sum of its rows of ``gradient`` (n, dim)."""
    order = np.argsort(ids, kind="stable")
    ordered = ids[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return ordered[starts], np.add.reduceat(gradient[order], starts, axis=0)


def steps(
    tables: Tables, text: Ids, counts: Ids, recipe: Recipe, rng: np.random.Generator
) -> Iterator[tuple[float, float]]:
    """Train in place; after each batch, yield how many epochs are done, and the mean loss of a pair in this one."""
    share = counts / counts.sum()
    keep_probability = np.minimum(1, np.sqrt(recipe.subsample / share) + recipe.subsample / share)
    drawn_by = np.cumsum(counts**SMOOTHING)
    for epoch in range(recipe.epochs):
        thinned = text[rng.random(len(text)) < keep_probability[text]]
        if len(thinned) < 2:
            raise ValueError(
                f"tokens has {len(text):,} words, of which subsample={recipe.subsample:g} left no pair in an epoch;"
                " expected a longer text, or a larger subsample"
            )
        losses = pairs = done = 0.0
        for step, (centres, contexts, weights, negatives) in enumerate(_batches(thinned, drawn_by, recipe, rng), 1):
            rate = recipe.learning_rate * (1 - (epoch + done) / recipe.epochs)
            losses += train_batch(tables, centres, contexts, weights, negatives, recipe, rate)
            pairs += float(weights.sum())
            done = min(1.0, step * recipe.batch_blocks / math.ceil(len(thinned) / BLOCK))
            mean = math.inf if tables.overflowed(thoroughly=done == 1) else losses / max(pairs, 1.0)
            where = f"at step {step} of epoch {epoch + 1}"
            yield epoch + done, checks.loss(mean, recipe.learning_rate, where, Recipe.learning_rate)


def _batches(text: Ids, drawn_by: Ids, recipe: Recipe, rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """All blocks of a text, in an order that is drawn anew: centres, contexts, weights and negatives."""
    centres, contexts, weights = blocks(text, recipe.window)
    order = rng.permutation(len(centres))
    for start in range(0, len(order), recipe.batch_blocks):
        some = order[start : start + recipe.batch_blocks]
        negatives = np.searchsorted(drawn_by, rng.random((len(some), BLOCK)) * drawn_by[-1], side="right")
        yield centres[some], contexts[some], weights[some], negatives


def blocks(text: Ids, window: int) -> tuple[Ids, Ids, Floats]:
    """The text in blocks: centres, the stretch of text that their windows reach over, and what each pair weighs.

    Returns
    -------
    centres : (blocks, BLOCK)
    contexts : (blocks, BLOCK + 2 window)
    weights : (blocks, BLOCK, BLOCK + 2 window)
        1 for a neighbour, less for one further off; 0 beyond the window, for the word itself, beyond the text's ends.
    """
    number = math.ceil(len(text) / BLOCK)
    padded = np.full(number * BLOCK + 2 * window, -1)
    padded[window : window + len(text)] = text
    reach = np.arange(number)[:, None] * BLOCK + np.arange(BLOCK + 2 * window)
    contexts = padded[reach]
    distance = np.abs(np.arange(BLOCK)[:, None] + window - np.arange(BLOCK + 2 * window))
    weight = np.where((distance > 0) & (distance <= window), 1 - (distance - 1) / window, 0).astype(np.float32)
    centres = contexts[:, window : window + BLOCK]
    there = ((centres >= 0)[:, :, None] & (contexts >= 0)[:, None, :]).astype(np.float32)
    return np.maximum(centres, 0), np.maximum(contexts, 0), weight * there


@np.errstate(over="ignore", invalid="ignore")  # `steps` sees what has overflowed, and says what to do
def train_batch(
    tables: Tables, centres: Ids, contexts: Ids, weights: Floats, negatives: Ids, recipe: Recipe, rate: float
) -> float:
    """One step on some blocks; returns their loss before it, summed over all pairs.

    For a centre c, its contexts o with their weights w, and negatives n, the loss is
    Σ w · -ln σ(c·o) + Σ v · -ln σ(-c·n), where v shares out ``negative`` times the sum of w.
    """
    c, o, n = tables.centre[centres], tables.context[contexts], tables.context[negatives]  # (B, 32, D) and the like
    true, false = c @ o.swapaxes(1, 2), c @ n.swapaxes(1, 2)
    v = weights.sum(axis=2, keepdims=True) * np.float32(recipe.negative / negatives.shape[1])
    right_true, right_false = _sigmoid(true), _sigmoid(-false)
    miss_true, miss_false = weights * (right_true - 1), v * (1 - right_false)  # the loss's slopes along the products
    loss = -(weights * np.log(right_true)).sum() - (v * np.log(right_false)).sum()
    dim = c.shape[-1]
    to_context = np.concatenate([miss_true.swapaxes(1, 2) @ c, miss_false.swapaxes(1, 2) @ c], axis=1)
    tables.step("centre", centres.ravel(), (miss_true @ o + miss_false @ n).reshape(-1, dim), rate)
    tables.step("context", np.concatenate([contexts, negatives], axis=1).ravel(), to_context.reshape(-1, dim), rate)
    return float(loss)


def _sigmoid(x: Floats) -> Floats:
    """The sigmoid, never 0 as `mathematics.sigmoid` of a float32 may be: its logarithm is wanted."""
    return np.float32(1) / (np.float32(1) + np.exp(-np.clip(x, -30, 30)))
