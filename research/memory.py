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

from helpers.recurrent.experiments import adding_experiment, gate_experiment, memory_experiment, noisy_clamp_experiment
from helpers.recurrent.results import RESULTS, Run, to_plain

SEEDS = 10
FEWER_SEEDS = 5
"""For the longer trainings."""
STEPS_BY_UNITS = {8: 2000, 32: 1000}
"""Steps that LSTMs of so many units need to learn the task."""


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
