"""Measure what lesson 05 states of memory and gates: ``python -m research.memory``, one to two hours.

With names of results behind it, only these are measured anew: ``python -m research.memory first memory``.
They go to ``helpers/recurrent/results.json``. The last digits depend on the processor, and small differences grow in a
training: a run elsewhere gives networks that learn as well and as fast, not equal ones.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version

import numpy as np

from helpers import interrupts
from helpers.cells import BLOCKS
from helpers.mathematics import Floats
from helpers.recurrent import tasks
from helpers.recurrent.experiments import (
    SIGNAL_SIZES,
    TEST_SEED,
    Report,
    curve_of,
    gate_experiment,
    gate_task,
    memory_experiment,
    training_of,
)
from helpers.recurrent.gates import LETTERS, ClampExperiment, LatestLetterModel, count_answers, two_letters
from helpers.recurrent.results import RESULTS, AddingRun, Run, to_plain
from helpers.recurrent.training import BATCH_SIZE, train_all, unstack_weights

SEEDS = 10
FEWER_SEEDS = 5
"""For the longer trainings."""
STEPS_BY_UNITS = {8: 2000, 32: 1000}
"""Steps that LSTMs of so many units need to learn the task."""
SOLVED_BATCHES = 2048 // BATCH_SIZE
"""Batches that hold the 2,048 sequences which must be right for a sum to count as learned."""


@interrupts.deferred_interrupts()
def adding_experiment(
    cells: Sequence[str] = tuple(BLOCKS),
    *,
    seeds: int,
    length: int,
    steps: int,
    forget_bias: float = 1.0,
    report: Report = print,
) -> dict[str, AddingRun]:
    """Train networks on the adding problem (`tasks.adding`), and count the sequences until they have learned it.

    Parameters and results as in `memory_experiment`; ``length`` is at least 20.
    """
    draw = partial(tasks.adding, length=length)
    trainings = {cell: training_of(cell, draw, (2, 32, 1), range(seeds), steps, biases=[forget_bias]) for cell in cells}
    runs = {}
    for cell, trained in train_all(trainings, report).items():
        ends, mse = curve_of(trained.losses)
        runs[cell] = AddingRun(cell, length, ends * BATCH_SIZE, mse, solved_after(trained.correct))
    return runs


def solved_after(right: Floats) -> Floats:
    """How many sequences it took until all of the last 2,048 were right; NaN if it never was so, (networks,).

    ``right`` (steps, networks) is the share of each batch.
    """
    if len(right) < SOLVED_BATCHES:
        return np.full(right.shape[1], np.nan)
    recent = np.lib.stride_tricks.sliding_window_view(right, SOLVED_BATCHES, axis=0).mean(axis=-1)
    reached = recent == 1
    return np.where(reached.any(axis=0), BATCH_SIZE * (reached.argmax(axis=0) + SOLVED_BATCHES), np.nan)


@interrupts.deferred_interrupts()
def noisy_clamp_experiment(units: int, *, seeds: int, steps: int, report: Report = print) -> ClampExperiment:
    """Clamp gates as `clamp_experiment` does, of LSTMs that learned the "latest" task: asked at the end only, in noise.

    Parameters as in `memory_experiment`.
    """
    sizes = SIGNAL_SIZES[0], units, SIGNAL_SIZES[2]
    training = training_of("LSTM", gate_task("latest").draw, sizes, range(seeds), steps)
    trained = unstack_weights(train_all({"latest": training}, report)["latest"].weights)
    symbols, earlier, signal = two_letters()
    noise = len(tasks.SIGNALS) + tasks.generator(TEST_SEED).integers(len(tasks.NOISE), size=symbols.shape)
    x = tasks.one_hot(np.where(symbols < len(LETTERS), symbols, noise))
    return count_answers([LatestLetterModel(*weights) for weights in trained], x, signal, earlier)


def first_50() -> dict[str, Run]:
    """The signal always at the start; and an LSTM whose forget gates begin more open."""
    task = partial(memory_experiment, seeds=SEEDS, where="first")
    return {**task(), "LSTM, forget bias 3": task(["LSTM"], forget_bias=3.0)["LSTM"]}


def first_200() -> dict[str, Run]:
    """The same over 200 steps; and an LSTM whose input gates begin more shut as well, which needs fewer steps."""
    task = partial(memory_experiment, seeds=FEWER_SEEDS, length=200, where="first", steps=3000)
    opened = {f"LSTM, forget bias {bias}": task(["LSTM"], forget_bias=bias)["LSTM"] for bias in (3, 5)}
    shut = task(["LSTM"], forget_bias=5, input_bias=-2, steps=600)["LSTM"]
    return {**task(["SimpleRNN", "LSTM"]), **opened, "LSTM, forget bias 5, input bias -2": shut}


def adding_100() -> dict[str, Run]:
    """The adding problem; and an LSTM whose forget gates begin more open."""
    task = partial(adding_experiment, seeds=FEWER_SEEDS, length=100, steps=4000)
    return {**task(), "LSTM, forget bias 3": task(["LSTM"], forget_bias=3.0)["LSTM"]}


EXPERIMENTS: dict[str, Callable[[], Mapping[str, Run]]] = {
    "memory": lambda: memory_experiment(seeds=SEEDS),
    "memory longer": lambda: memory_experiment(["SimpleRNN"], seeds=SEEDS, steps=3000),
    "memory 100": lambda: memory_experiment(seeds=FEWER_SEEDS, length=100, steps=1500),
    "first": first_50,
    "first 200": first_200,
    "adding 100": adding_100,
    "gates latest": lambda: gate_experiment("latest", seeds=FEWER_SEEDS, steps=1000),
    "gates adding": lambda: gate_experiment("adding", seeds=FEWER_SEEDS),
    "gates characters": lambda: gate_experiment("characters", seeds=FEWER_SEEDS),
    "clamps": lambda: {
        f"{n} units": noisy_clamp_experiment(n, seeds=FEWER_SEEDS, steps=s) for n, s in STEPS_BY_UNITS.items()
    },
}


def main(names: Sequence[str]) -> None:
    unknown = set(names) - set(EXPERIMENTS)
    if unknown:
        sys.exit(f"names are {sorted(unknown)}, expected some of {', '.join(EXPERIMENTS)}")
    for name in names or EXPERIMENTS:
        print(name)
        store({name: {key: to_plain(run) for key, run in EXPERIMENTS[name]().items()}})


def store(results: Mapping[str, Mapping[str, object]]) -> None:
    """Write results to the file, beside those that it has; a line for each."""
    before = json.loads(RESULTS.read_text(encoding="utf-8"))["results"] if RESULTS.is_file() else {}
    merged = {name: (before | dict(results))[name] for name in EXPERIMENTS if name in before | dict(results)}
    versions = {package: version(package) for package in ("keras", "numpy")} | {"tensorflow": tensorflow_version()}
    blocks = [
        f"{json.dumps(name)}: {{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(run)}" for key, run in runs.items())
        for name, runs in merged.items()
    ]
    RESULTS.write_text(
        f'{{"versions": {json.dumps(versions)},\n"results": {{\n' + "},\n".join(blocks) + "}\n}}\n", encoding="utf-8"
    )


def tensorflow_version() -> str:
    """Of TensorFlow, whichever of its packages it came with."""
    import tensorflow as tf

    return tf.__version__


if __name__ == "__main__":
    main(sys.argv[1:])
