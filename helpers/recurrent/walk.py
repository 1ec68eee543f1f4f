"""One unit of a SimpleRNN, an LSTM or a GRU, walked through one operation at a time, with its numbers put in.

The functions of `helpers.cells` compute what is found; here it is put in order, and into words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .. import checks
from ..cells import BLOCKS, LAYERS, checked_weights
from ..checks import Floats

MAX_STEPS = 6
"""Timesteps that there is room for in a picture."""
MAX_INPUT = 10.0
"""The largest input; a cell takes any, but its numbers should be readable."""
DEFAULT_INPUTS = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
WEIGHTS: dict[str, Sequence[ArrayLike]] = {
    "SimpleRNN": ([[1.0]], [[0.5]], [0.0]),
    "LSTM": ([[3.0, -2.0, 2.0, 1.0]], [[1.0, 1.0, 0.5, 1.0]], [-2.0, 2.0, 0.0, 0.0]),
    "GRU": ([[-3.0, 1.0, 2.0]], [[1.0, 1.0, 1.0]], [[2.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
}
"""Units to look into, with small weights: kernel, recurrent kernel and bias."""
OPERATIONS = {"SimpleRNN": ("s", "h"), "LSTM": ("f", "i", "k", "c", "o", "h"), "GRU": ("z", "r", "k", "h")}
"""What is computed in every timestep, in this order; "s" is the sum that goes into the tanh."""

_COLUMNS = {"SimpleRNN": "s", "LSTM": "ifko", "GRU": "zrk"}
"""For which quantity each block of columns is, in Keras' order."""
_FIELDS = {"SimpleRNN": "h", "LSTM": "hcifok", "GRU": "hzrk"}
"""Which quantity each field of a run is."""
_PARTS = {"c": ("kept", "new"), "h": ("squeezed", "rest", "kept", "new")}
"""What is found on the way to a quantity, in the cells that have it."""
_EXPLANATIONS = {
    "SimpleRNN": {
        "s": ("The sum.", "The input times its weight, plus the state before times its own."),
        "h": ("The state.", "The tanh squeezes the sum in between −1 and 1."),
    },
    "LSTM": {
        "f": ("The forget gate.", "How much of the old carry stays?"),
        "i": ("The input gate.", "How much of the new comes in?"),
        "k": ("The candidate.", "What could be written on the carry?"),
        "c": ("The carry.", "What stays of the old carry, plus what comes in."),
        "o": ("The output gate.", "How much of the carry is shown?"),
        "h": ("The state.", "The carry, squeezed by a tanh, as far as the output gate is open."),
    },
    "GRU": {
        "z": ("The update gate.", "The old state or the candidate?"),
        "r": ("The reset gate.", "How much of the old state does the candidate see?"),
        "k": ("The candidate.", "What could the new state be?"),
        "h": ("The state.", "A mixture of the old state and the candidate."),
    },
}
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Part = tuple[str, str]
"""A part of an equation: its symbols, and the same with numbers."""


class Block(NamedTuple):
    """The weights of one gate, or of a candidate."""

    w: float
    u: float
    b: float
    b_state: float = 0.0
    """A GRU's second bias, b′, which is added to the product with the state."""


@dataclass(frozen=True)
class Unit:
    """A unit that reads ``x``: the weights of its gates, and all numbers by name and timestep, "f2" or "h0"."""

    kind: str
    x: tuple[float, ...]
    blocks: Mapping[str, Block]
    values: Mapping[str, float]

    def symbol(self, name: str, t: int) -> str:
        """A quantity as it is written, with its timestep as an index."""
        letter = {"s": "sum", "k": "h̃" if self.kind == "GRU" else "k"}.get(name, name)
        return f"{letter}{str(t).translate(_LOWERED)}"

    def number(self, name: str, t: int) -> str:
        """Its value as it is written."""
        return (given if name == "x" or not t else shown)(self.values[f"{name}{t}"])

    def part(self, name: str, t: int) -> Part:
        """Both."""
        return self.symbol(name, t), self.number(name, t)


@dataclass(frozen=True)
class Step:
    """One operation at timestep ``t``, counted from 1."""

    unit: Unit
    t: int
    name: str
    """What is found, such as "f" or "h"; before the first operation "start", at t = 0."""
    title: str
    why: str
    symbols: str
    numbers: str
    """The same equation with its numbers, and what they come to."""
    known: frozenset[str]
    """The names of all that is given or has been found by now."""

    @property
    def words(self) -> str:
        """The step in words, with its equation."""
        if not self.t:
            return f"{self.title} {self.why}"
        return f"t = {self.t}. {self.title} {self.why} {self.symbols} {self.numbers}"


def steps(kind: str, x: ArrayLike = DEFAULT_INPUTS, weights: Sequence[ArrayLike] | None = None) -> tuple[Step, ...]:
    """Every operation of a unit, in order.

    Parameters
    ----------
    kind
        "SimpleRNN", "LSTM" or "GRU".
    x : array of shape (timesteps,)
        At most `MAX_STEPS` numbers from −10 to 10.
    weights
        What ``layer.get_weights()`` gives, of a layer with one unit that reads one feature; None stands for `WEIGHTS`.
    """
    return tuple(_steps(read(kind, x, weights)))


def read(kind: str, x: ArrayLike, weights: Sequence[ArrayLike] | None = None) -> Unit:
    """What a unit makes of a sequence; arguments and errors are those of `steps`."""
    checks.one_of("kind", kind, BLOCKS)
    inputs = checks.numbers("x", x, (None,))
    if len(inputs) > MAX_STEPS:
        raise ValueError(f"x has {len(inputs)} numbers, expected at most {MAX_STEPS}")
    if abs(inputs).max() > MAX_INPUT:
        raise ValueError(f"x is {inputs.tolist()}, expected numbers from −{MAX_INPUT:g} to {MAX_INPUT:g}")
    arrays = checked_weights(kind, WEIGHTS[kind] if weights is None else weights, features=1, units=1)
    run = LAYERS[kind](inputs[np.newaxis, :, np.newaxis], *arrays)
    columns = np.vstack(arrays).T.tolist()
    blocks = {name: Block(*column) for name, column in zip(_COLUMNS[kind], columns, strict=True)}
    now = {name: field[0, :, 0] for name, field in zip(_FIELDS[kind], run, strict=True)} | {"x": inputs}
    return Unit(kind, tuple(inputs.tolist()), blocks, _values(now, blocks))


def _values(now: dict[str, Floats], blocks: Mapping[str, Block]) -> dict[str, float]:
    """What the run found at each timestep, what it began from, and the products and sums on the way."""
    before = {name: np.concatenate([[0.0], now[name][:-1]]) for name in ("h", "c") if name in now}
    if "s" in blocks:
        now["s"] = blocks["s"].w * now["x"] + blocks["s"].u * before["h"] + blocks["s"].b
    if "c" in now:
        now |= {"kept": now["f"] * before["c"], "new": now["i"] * now["k"], "squeezed": np.tanh(now["c"])}
    if "z" in now:
        now |= {"kept": now["z"] * before["h"], "rest": 1 - now["z"], "new": (1 - now["z"]) * now["k"]}
    found = {f"{name}{t}": value for name, row in now.items() for t, value in enumerate(row.tolist(), start=1)}
    return found | {f"{name}0": 0.0 for name in before}


def shown(value: float) -> str:
    """What was computed, with three decimals; with fewer if it is large.

    >>> shown(-0.7615942), shown(1234.56789)
    ('−0.762', '1235')
    """
    text = f"{value:.3f}" if abs(value) < 100 else f"{value:.4g}"
    return text.replace("-0.000", "0.000").replace("-", "−")


def given(value: float) -> str:
    """What was given, with three decimals at most.

    >>> given(0.5), given(-2.0)
    ('0.5', '−2')
    """
    return shown(value).rstrip("0").rstrip(".") if abs(value) < 100 else shown(value)


def _steps(unit: Unit) -> Iterator[Step]:
    known = frozenset(name for name in unit.values if name[0] == "x" or name[1:] == "0")
    begins = "a carry and a state that begin" if unit.kind == "LSTM" else "a state that begins"
    why = f"The inputs of {len(unit.x)} timesteps, the weights, and {begins} at 0."
    yield Step(unit, 0, "start", "What is given.", why, "", "", known)
    for t in range(1, len(unit.x) + 1):
        for name in OPERATIONS[unit.kind]:
            known |= {f"{part}{t}" for part in (*_PARTS.get(name, ()), name)} & unit.values.keys()
            symbols, *numbers = _equation(unit, name, t)
            yield Step(
                unit,
                t,
                name,
                *_EXPLANATIONS[unit.kind][name],
                f"{unit.symbol(name, t)} = {symbols}",
                "".join(f"= {form} " for form in (*numbers, unit.number(name, t))).strip(),
                known,
            )


def _equation(unit: Unit, name: str, t: int) -> tuple[str, ...]:
    """The right side in symbols, the same with numbers, and how it goes on, if that takes another step."""
    if name == "c":
        kept, new = _times(unit.part("f", t), unit.part("c", t - 1)), _times(unit.part("i", t), unit.part("k", t))
        return _kept_and_new(unit, t, kept, new)
    if name == "h" and unit.kind == "GRU":
        rest = (f"(1 − {unit.symbol('z', t)})", f"(1 − {unit.number('z', t)})")
        kept, new = _times(unit.part("z", t), unit.part("h", t - 1)), _times(rest, unit.part("k", t))
        return _kept_and_new(unit, t, kept, new)
    if name == "h" and unit.kind == "LSTM":
        symbols, numbers = _times(unit.part("o", t), _of("tanh", unit.part("c", t)))
        return symbols, numbers, f"{unit.number('o', t)} · {unit.number('squeezed', t)}"
    if name == "h":
        return _of("tanh", unit.part("s", t))
    symbols, numbers, total = _total(unit, name, t)
    if name == "s":
        return symbols, numbers
    function = "tanh" if name == "k" else "σ"
    return *_of(function, (symbols, numbers)), f"{function}({shown(total)})"


def _kept_and_new(unit: Unit, t: int, kept: Part, new: Part) -> tuple[str, ...]:
    return *_plus(kept, new), _plus(("", unit.number("kept", t)), ("", unit.number("new", t)))[1]


def _total(unit: Unit, name: str, t: int) -> tuple[str, str, float]:
    """What goes into a gate or a candidate: symbols, numbers, and what they come to."""
    w, u, b, b_state = unit.blocks[name]
    of_input = [_times(("w", given(w)), unit.part("x", t)), *([("b", given(b))] if b else [])]
    of_state = [_times(("u", given(u)), unit.part("h", t - 1)), *([("b′", given(b_state))] if b_state else [])]
    x, h = unit.values[f"x{t}"], unit.values[f"h{t - 1}"]
    if unit.kind == "GRU" and name == "k":
        inside = _of("", _plus(*of_state)) if b_state else of_state[0]
        terms = [*of_input, _times(unit.part("r", t), inside)]
        return *_plus(*terms), w * x + b + unit.values[f"r{t}"] * (u * h + b_state)
    terms = [of_input[0], *of_state, *of_input[1:]] if not b_state else [*of_input, *of_state]
    return *_plus(*terms), w * x + u * h + b + b_state


def _of(function: str, part: Part) -> Part:
    return f"{function}({part[0]})", f"{function}({part[1]})"


def _times(*factors: Part) -> Part:
    """A product; a negative number after the first stands in brackets."""
    symbols, numbers = zip(*factors, strict=True)
    rest = (f"({number})" if number.startswith("−") else number for number in numbers[1:])
    return " · ".join(symbols), " · ".join((numbers[0], *rest))


def _plus(*terms: Part) -> Part:
    """A sum, in which a number or product that begins with a minus is taken away."""
    symbols, numbers = zip(*terms, strict=True)
    rest = (f" − {number[1:]}" if number.startswith("−") else f" + {number}" for number in numbers[1:])
    return " + ".join(symbols), numbers[0] + "".join(rest)
