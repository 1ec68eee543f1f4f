"""Measure what lesson 08 states of larger batches: ``python -m research.larger_batches``, 25 minutes of one core.

The result goes to ``helpers/scaleout/larger_batches.json``. Every training reads the same characters once; what differs
is how many rows a batch has, how the learning rate follows it, and whether the rate has a warm-up. The rate to begin
with is the one of `RATES` that does best for the smallest batch: a rule that scales a rate which is too small to begin
with looks better than it is. With ``runs`` or ``rates`` behind the command, only these are measured anew. The last
digits depend on the processor.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice, product
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from helpers import corpora, limits
from helpers.char_model.bptt import BPTT, views
from helpers.char_model.model import CharModel
from helpers.char_model.optimizer import AdamW, scheduled_rate
from helpers.char_model.recipe import WEIGHT_DECAY, Recipe, batches
from helpers.scaleout.checkpoint import Training, first
from helpers.scaleout.larger_batches import BASE_BATCH, RULES, BatchRun, BatchStudy, batch_study, save_batch_study
from helpers.textgen.evaluation import bits_per_char

SEEDS = {"runs": range(5), "rates": range(2)}
BATCHES = (BASE_BATCH, 128, 512)
RECIPE = Recipe(units=96, embedding=32, batch_size=BASE_BATCH, window=32, epochs=1, learning_rate=4e-2)
CHARACTERS = 73 * max(BATCHES) * RECIPE.window
"""1,196,032: whole batches of every size, so that all trainings read the same."""
RATES = (2.5e-3, 5e-3, 1e-2, 2e-2, 4e-2, 8e-2)

Schedule = Callable[[int, int, float], float]


def without_warm_up(step: int, steps: int, peak: float) -> float:
    """The learning rate of a step, counted from 0: straight from ``peak`` down to 0."""
    return peak * (steps - step) / steps


def trained(text: str, recipe: Recipe, seed: int, schedule: Schedule) -> CharModel:
    """A model that has read a text in one process, as the workers of the lesson do in theirs."""
    training = Training.of(Path(), text, recipe, seed)
    beginning = first(training)
    weights, shapes = beginning.weights, [weight.shape for weight in beginning.model.weights()]
    optimizer, gradient = AdamW(weights, WEIGHT_DECAY), np.zeros_like(weights)
    reader = BPTT(views(weights, shapes), recipe.batch_size, recipe.window, training.dropout)
    for x, y, begins in islice(batches(training.ids, recipe, seed), training.updates):
        if begins:
            reader.reset()
        reader.gradient(x, y, x.size, views(gradient, shapes))
        optimizer.step(gradient, schedule(optimizer.steps, training.updates, recipe.learning_rate))
    return CharModel(training.vocabulary, *views(weights, shapes))


def held_out_bits(recipe: Recipe, seed: int, warm_up: bool) -> float:
    """Bits per character on the held-out plays after one training."""
    corpus = corpora.shakespeare()
    model = trained(corpus.train[: CHARACTERS + 1], recipe, seed, scheduled_rate if warm_up else without_warm_up)
    return bits_per_char(model, corpus.validation)


def ways() -> dict[str, list[BatchRun]]:
    """Every way to train, yet without results."""
    return {"runs": list(_runs()), "rates": [_way(BASE_BATCH, "unscaled", True, rate) for rate in RATES]}


def _runs() -> Iterator[BatchRun]:
    for batch_size, (rule, factor) in product(BATCHES, RULES.items()):
        if batch_size > BASE_BATCH or rule == "unscaled":  # for the smallest batch all rules are one
            rate = RECIPE.learning_rate * factor(batch_size / BASE_BATCH)
            yield from (_way(batch_size, rule, warm_up, rate) for warm_up in (True, False))


def _way(batch_size: int, rule: str, warm_up: bool, rate: float) -> BatchRun:
    return BatchRun(batch_size, rule, warm_up, rate, CHARACTERS // (batch_size * RECIPE.window), ())


def with_seed(run: BatchRun, seed: int) -> BatchRun:
    """The run with the bits of one more seed."""
    bits = held_out_bits(replace(RECIPE, batch_size=run.batch_size, learning_rate=run.learning_rate), seed, run.warm_up)
    print(seed, run, round(bits, 4), flush=True)
    return replace(run, bits=(*run.bits, bits))


def main(names: Sequence[str]) -> None:
    """Measure with as many processes as there are cores, each with one thread."""
    measured = dict[str, tuple[BatchRun, ...]]()
    with ProcessPoolExecutor(int(limits.usable_cores()), get_context("spawn"), threadpool_limits, (1, "blas")) as pool:
        for name in names or SEEDS:
            runs = ways()[name]
            for seed in SEEDS[name]:
                runs = list(pool.map(with_seed, runs, [seed] * len(runs)))
            measured[name] = tuple(runs)
    before = {name: getattr(batch_study(), name) for name in SEEDS.keys() - measured.keys()}
    save_batch_study(BatchStudy(CHARACTERS, RECIPE.window, RECIPE.units, **before, **measured))


if __name__ == "__main__":
    main(sys.argv[1:])
