"""A small trained LSTM to look into, and what becomes of its answer when its gates are clamped.

It reads letters with dots between them, and after every step it says which letter came last: ``..c....f...`` → f. What
it knows it must carry over the dots. ``research/gate_networks.py`` trains such networks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import checks, files
from ..cells import Clamp, LstmRun, dense_softmax, lstm
from ..characters import Vocabulary, some_text
from ..mathematics import Floats
from .training import Weights, stack_weights

LETTERS = "abcdefgh"
SILENCE = "."
SYMBOLS = LETTERS + SILENCE
FORMAT = "reporters, version 1"
PRETRAINED = Path(__file__).with_name("gates.npz")
DEFAULT_INDEX = 1
"""Of the networks in that file, the one whose answer suffers least when all forget gates are shut for a step."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a network made of a text of T characters.

    ``x`` (1, T, 9) is the text one-hot; ``run`` the LSTM's states, carries, gates and candidates, (1, T, units) each;
    ``probabilities`` (T, 8) the probability that each of `LETTERS` came last, after every step.
    """

    text: str
    clamps: tuple[Clamp, ...]
    x: Floats = field(repr=False)
    run: LstmRun = field(repr=False)
    probabilities: Floats = field(repr=False)


class LatestLetterModel(Weights):
    """An LSTM and a softmax over the eight letters, in the layout of Keras' ``get_weights()``.

    ``kernel`` (9, 4 · units), ``recurrent_kernel`` (units, 4 · units) and ``bias`` (4 · units,) of the LSTM, columns
    input gate, forget gate, candidate, output gate; ``output_kernel`` (units, 8) and ``output_bias`` (8,).
    """

    @property
    def units(self) -> int:
        return len(self.recurrent_kernel)

    def read(self, text: str, clamps: Sequence[Clamp] = ()) -> Reading:
        """Read a text, with gates clamped or not."""
        x = encode(text)[np.newaxis].astype(self.kernel.dtype)
        run = self.run(x, clamps)
        return Reading(text, tuple(clamps), x, run, self.probabilities(run)[0])

    def run(self, x: Floats, clamps: Sequence[Clamp] = ()) -> LstmRun:
        """What the LSTM makes of one-hot sequences (samples, timesteps, 9)."""
        return lstm(x, *self.layer, clamps=clamps)

    def probabilities(self, run: LstmRun) -> Floats:
        """The probability of every letter after every step, (samples, timesteps, 8)."""
        return dense_softmax(run.states, self.output_kernel, self.output_bias)


def encode(text: str) -> Floats:
    """Every character as a row with a 1 at its place among `SYMBOLS`, (len(text), 9).

    Examples
    --------
    >>> encode("b.").astype(int).tolist()
    [[0, 1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1]]
    """
    return np.eye(len(SYMBOLS))[Vocabulary(SYMBOLS).encode(some_text("text", text))]


def latest_letter(text: str) -> str | None:
    """The right answer; None if no letter has come.

    Examples
    --------
    >>> latest_letter("..c....f..."), latest_letter("...")
    ('f', None)
    """
    return (text.replace(SILENCE, "") or " ")[-1].strip() or None


# Gates clamped

CLAMP_CHOICES: Mapping[str, tuple[tuple[str, float, int], ...]] = {
    "nothing": (),
    "forget = 0": (("forget", 0, 0),),
    "input = 0": (("input", 0, 0),),
    "output = 0": (("output", 0, 0),),
    "forget = 0, input = 0": (("forget", 0, 0), ("input", 0, 0)),
    "forget = 0, output = 0": (("forget", 0, 0), ("output", 0, 0)),
    "input = 0, output = 0": (("input", 0, 0), ("output", 0, 0)),
    "forget = 0, output = 0 a step before": (("forget", 0, 0), ("output", 0, -1)),
    "forget = 1": (("forget", 1, 0),),
    "forget = 1, input = 0": (("forget", 1, 0), ("input", 0, 0)),
}
"""What can be clamped: gates, their values, and by how many steps later than the others each is clamped."""


def make_clamps(what: str, start: int, stop: int) -> tuple[Clamp, ...]:
    """The clamps of one of `CLAMP_CHOICES` during the steps ``start <= t < stop``.

    Examples
    --------
    >>> make_clamps("forget = 0, output = 0 a step before", 20, 21)
    (Clamp(gate='forget', value=0, start=20, stop=21), Clamp(gate='output', value=0, start=19, stop=20))
    """
    return tuple(
        Clamp(gate, value, max(start + shift, 0), stop + shift)
        for gate, value, shift in CLAMP_CHOICES[what]
        if stop + shift > 0  # there is no step before the first
    )


LENGTH, SIGNAL, LATER = 30, 10, 20
"""Of the experiment's sequences: how many steps, when the last letter comes, and a step long after."""
_THEN, _LATER, _EVER_AFTER = (SIGNAL, SIGNAL + 1), (LATER, LATER + 1), (SIGNAL + 1, LENGTH)
EXPERIMENT_CLAMPS: Mapping[str, tuple[Clamp, ...]] = {
    "nothing clamped": (),
    "input = 0 at the signal": make_clamps("input = 0", *_THEN),
    "forget = 0 at the signal": make_clamps("forget = 0", *_THEN),
    "forget = 1 at the signal": make_clamps("forget = 1", *_THEN),
    "input = 0 at t = 20": make_clamps("input = 0", *_LATER),
    "forget = 0 at t = 20": make_clamps("forget = 0", *_LATER),
    "output = 0 at t = 20": make_clamps("output = 0", *_LATER),
    "forget = 0 and input = 0 at t = 20": make_clamps("forget = 0, input = 0", *_LATER),
    "forget = 0 and output = 0 at t = 20": make_clamps("forget = 0, output = 0", *_LATER),
    "input = 0 and output = 0 at t = 20": make_clamps("input = 0, output = 0", *_LATER),
    "forget = 0 at t = 20, output = 0 a step before": make_clamps("forget = 0, output = 0 a step before", *_LATER),
    "forget = 0 at every later step": make_clamps("forget = 0", *_EVER_AFTER),
    "input = 0 at every later step": make_clamps("input = 0", *_EVER_AFTER),
    "forget = 1 and input = 0 at every later step": make_clamps("forget = 1, input = 0", *_EVER_AFTER),
    "output = 0 from the signal to t = 28": make_clamps("output = 0", SIGNAL, LENGTH - 1),
}
"""Gates clamped in the experiment, one at a time and in pairs: at the signal, at one step long after, ever after."""


@dataclass(frozen=True, eq=False)
class ClampExperiment:
    """What networks answered with gates clamped; both arrays are (clamps, networks).

    ``right`` is the share of sequences whose last letter was named at the end, ``earlier`` the share of those where the
    letter before it was named instead.
    """

    clamps: tuple[str, ...]
    right: Floats
    earlier: Floats


def clamp_experiment(models: Sequence[LatestLetterModel]) -> ClampExperiment:
    """Clamp gates of trained networks as `EXPERIMENT_CLAMPS` has it, and count what they still get right.

    The sequences have 30 steps: one letter in the first ten, another at t = 10, the signal, and then dots to the end,
    where the network is asked. There are 10 · 8 · 7 of them, and all are tried. TypeError if there are no ``models``.
    """
    several = isinstance(models, Sequence) and len(models) > 0
    if not several or not all(isinstance(model, LatestLetterModel) for model in models):
        raise TypeError(f"models is {checks.short_repr(models)}, expected at least one LatestLetterModel")
    symbols, earlier, signal = two_letters()
    return count_answers(models, np.eye(len(SYMBOLS), dtype=np.float32)[symbols], signal, earlier)


def count_answers(
    models: Sequence[LatestLetterModel], x: Floats, signal: NDArray[np.int_], earlier: NDArray[np.int_]
) -> ClampExperiment:
    """What models name at the end of one-hot sequences (samples, timesteps, features): the likeliest letter."""

    def named(model: LatestLetterModel, clamps: Sequence[Clamp]) -> NDArray[np.int_]:
        return model.probabilities(model.run(x, clamps))[:, -1].argmax(axis=-1)

    letters = np.array([[named(model, clamps) for model in models] for clamps in EXPERIMENT_CLAMPS.values()])
    right, wrong = ((letters == letter).mean(axis=-1) for letter in (signal, earlier))
    return ClampExperiment(tuple(EXPERIMENT_CLAMPS), right, wrong)


def two_letters() -> tuple[NDArray[np.int_], NDArray[np.int_], NDArray[np.int_]]:
    """The experiment's sequences as places among `SYMBOLS`, (560, 30); which letter came earlier, which is the signal.

    The letters are (560,).
    """
    cases = np.array([(t, a, b) for t in range(SIGNAL) for a, b in permutations(range(len(LETTERS)), 2)])
    places, earlier, signal = cases.T
    symbols = np.full((len(cases), LENGTH), len(LETTERS))
    symbols[np.arange(len(cases)), places] = earlier
    symbols[:, SIGNAL] = signal
    return symbols, earlier, signal


# The networks that come with the series


def save_models(models: Sequence[LatestLetterModel], path: Path) -> None:
    """Write networks of one size to one ``.npz`` file."""
    np.savez_compressed(path, allow_pickle=False, format=FORMAT, **stack_weights(models)._asdict())


def read_models(path: Path) -> tuple[LatestLetterModel, ...]:
    """The networks that `save_models` wrote; errors as in `files.open_npz`."""
    with files.open_npz(path, "file that research/gate_networks.py has written", FORMAT) as file:
        stacks = [file[name] for name in Weights._fields]
        return tuple(LatestLetterModel(*weights) for weights in zip(*stacks, strict=True))


@cache
def load_latest_letter_models() -> tuple[LatestLetterModel, ...]:
    """The networks that come with the series, alike but for the seed; ``research/gate_networks.py`` trained them."""
    return read_models(PRETRAINED)


def load_latest_letter_model() -> LatestLetterModel:
    """The one of them that the gate view shows."""
    return load_latest_letter_models()[DEFAULT_INDEX]
