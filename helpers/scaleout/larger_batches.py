"""What ``research/larger_batches.py`` measured: the same characters read in batches of 64, 128 and 512 rows.

A larger batch makes fewer, less noisy steps out of the same text. In every seed here, and with every rule, more rows
learned less from the same characters; the linear rule, at eight times the rows, learned next to nothing; and a warm-up
helped in every other case. Between the square root and no scaling, seeds disagree. What the literature says:

- Keskar et al. (2017): with larger batches, networks that recognise images had more errors on new data; such trainings
  tend to end in sharp minima.
- Goyal et al. (2017): a batch k times as large with a learning rate k times as large, after a gradual warm-up, lost no
  accuracy up to 8,192 images, on ImageNet with SGD. That is where the linear rule comes from.
- Hoffer et al. (2017): what is missing are updates, rather than small batches: with more of them the gap closes. They
  scale the rate of SGD with the square root; Malladi et al. (2022) derive the square root for Adam.
- McCandlish et al. (2018): the noise of the gradient predicts up to which batch size more rows pay; it grows while the
  loss falls.
- Shallue et al. (2019), from 168,160 networks: how far a larger batch saves steps differs greatly from task to task;
  contradictions between others' results come largely from how rates were tuned for each batch, and from how long
  trainings were; they see no sign that larger batches end worse.

References
----------
Keskar et al. (2017), On large-batch training for deep learning, ICLR. Goyal et al. (2017), Accurate, large minibatch
SGD, arXiv 1706.02677. Hoffer, Hubara & Soudry (2017), Train longer, generalize better, NIPS. McCandlish et al. (2018),
An empirical model of large-batch training, arXiv 1812.06162. Shallue et al. (2019), Measuring the effects of data
parallelism on neural network training, JMLR 20(112). Malladi et al. (2022), On the SDEs and scaling rules for adaptive
gradient algorithms, NeurIPS.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

STUDY = Path(__file__).with_suffix(".json")
BASE_BATCH = 64
"""Rows, with which the unscaled learning rate goes."""
RULES: dict[str, Callable[[float], float]] = {"unscaled": lambda times: 1.0, "√": math.sqrt, "linear": float}
"""By what the learning rate is multiplied for a batch so many times as large."""


@dataclass(frozen=True)
class BatchRun:
    """One way to train, over seeds."""

    batch_size: int
    rule: str
    """One of `RULES`; "unscaled" for the smallest batch, where all are one, and for a rate that is tried out."""
    warm_up: bool
    """Whether the rate goes up over a tenth of the steps before it falls; without, it falls from the first step on."""
    learning_rate: float
    """At its peak."""
    steps: int
    bits: tuple[float, ...]
    """Per character of the held-out plays, one for each seed."""


@dataclass(frozen=True)
class BatchStudy:
    """All ways to train, each of which has read the same characters.

    ``runs`` begin with the rate that is best for the smallest batch, as ``rates`` show: several, each with a warm-up.
    """

    characters: int
    window: int
    units: int
    runs: tuple[BatchRun, ...]
    rates: tuple[BatchRun, ...]

    def run(self, batch_size: int, rule: str = "unscaled", warm_up: bool = True) -> BatchRun:
        """One way to train; ValueError, with a list of all, if it was not measured."""
        ways = {(run.batch_size, run.rule, run.warm_up): run for run in self.runs}
        if (way := (batch_size, rule, warm_up)) not in ways:
            raise ValueError(f"batch_size, rule and warm_up are {way}, expected one of {[*ways]}")
        return ways[way]


@cache
def batch_study() -> BatchStudy:
    """What was measured, as it is stored in ``larger_batches.json`` beside this file."""
    stored = json.loads(STUDY.read_text(encoding="utf-8"))
    runs, rates = (tuple(_run(**each) for each in stored.pop(name)) for name in ("runs", "rates"))
    return BatchStudy(**stored, runs=runs, rates=rates)


def _run(bits: Sequence[float], **stored: Any) -> BatchRun:
    return BatchRun(bits=tuple(bits), **stored)


def save_batch_study(study: BatchStudy, path: Path = STUDY) -> None:
    """Write what was measured, rounded to four places; a line for each way to train."""
    content = json.loads(json.dumps(asdict(study)), parse_float=lambda digits: round(float(digits), 4))
    lists = [f"{json.dumps(name)}: [\n{_lines(content.pop(name))}\n]" for name in ("runs", "rates")]
    parts = ",\n".join([json.dumps(content)[1:-1], *lists])
    path.write_text(f"{{{parts}}}\n", encoding="utf-8", newline="\n")


def _lines(runs: Sequence[object]) -> str:
    return ",\n".join(json.dumps(run, ensure_ascii=False) for run in runs)
