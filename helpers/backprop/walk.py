"""The walk through one step of learning: forward, error, eight slopes, update, and forward again, one thing at a time.

Each ``Step`` says what has just been found, by which equation, in which part of the network, and what is known by then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from .. import checks
from ..checks import Floats
from .chain_rule import Chain, Factor, chain, quantities, shown
from .network import Network, as_network

SIZES = (2, 2, 2)
GIVEN = frozenset("xtwbη")
"""First letters of what is given. The rest is computed, and written with all its decimals."""

Equation = tuple[tuple[str, ...], ...]
"""Rows of cells: symbols in the first row, their numbers under them in the last. Operators stand in every row."""


@dataclass(frozen=True)
class Step:
    """One thing worked out."""

    name: str
    title: str
    words: str
    equation: Equation
    found: Mapping[str, float]
    """What this step has worked out, by name: "z1", "∂E/∂w5", "new w5", ..."""
    lit: frozenset[str]
    """The units, weights and links ("o1-E1") that took part."""
    marks: tuple[str, ...] = ()
    """Where each factor of the equation is read off, in their order; "blame h1" is what comes back to h1."""
    known: Mapping[str, float] = field(default_factory=dict)
    """Everything known by now, the given numbers first."""

    @property
    def values(self) -> dict[str, float]:
        """What stands in the network now: new values in place of those they follow, and then no old slopes."""
        kept = {name: value for name, value in self.known.items() if not name.startswith("new ")}
        new = {name.removeprefix("new "): v for name, v in self.known.items() if name.startswith("new ")}
        if "h1" in new:
            kept = {name: value for name, value in kept.items() if name[0] in GIVEN}
        return kept | new


def steps(network: Network, x: Floats, target: Floats, learning_rate: float) -> tuple[Step, ...]:
    """Every step of the walk, in order.

    Parameters
    ----------
    network
        Two inputs, two hidden units, two outputs.
    x, target : arrays of shape (2,)
    learning_rate
        Greater than 0.

    Raises
    ------
    TypeError, ValueError
        If the network has another shape, or an argument does not fit it.
    """
    if as_network(network).sizes != SIZES:
        raise ValueError(f"network has {network.sizes} inputs, hidden units and outputs, expected {SIZES}")
    learning_rate = checks.positive("learning_rate", learning_rate)
    values = quantities(network, x, target) | biases(network)
    updated = network.step(x, target, learning_rate)
    after = {f"new {name}": value for name, value in quantities(updated, x, target).items()}
    chains = {name: chain(network, x, target, name) for name in network.weights}
    walk = [
        _start(),
        *_forward(values),
        *_error(values),
        *(_output_slope(chains[name]) for name in ("w5", "w6", "w7", "w8")),
        *_hidden_slopes(chains),
        *_updates(values | after, chains, learning_rate),
        _forward_again(values | after),
        _new_error(values | after, learning_rate),
    ]
    given = {name: value for name, value in values.items() if name[0] in GIVEN} | {"η": learning_rate}
    return tuple(_with_known(walk, given))


def biases(network: Network) -> dict[str, float]:
    """The biases by name, b1 to b4: b3 enters z3, and so on."""
    return {f"b{i}": float(b) for i, b in zip(count(1), [*network.hidden_bias, *network.output_bias])}


def find(walk: Iterable[Step], name: str) -> int:
    """The place of the step with this name.

    Raises
    ------
    TypeError
        If the name is no string.
    ValueError
        If no step has this name.
    """
    names = [step.name for step in walk]
    expected = f"expected one of {', '.join(names)}"
    if not isinstance(name, str):
        raise TypeError(f"at is {name!r}, {expected}")
    if name not in names:
        raise ValueError(f"at is {name!r}, {expected}")
    return names.index(name)


def written(name: str, value: float) -> str:
    """A number as drawing and equation write it: six decimals, fewer if it is large or was given with fewer.

    >>> written("h1", 0.5), written("w5", 0.5), written("z1", -12.3456789), written("∂E/∂w1", 3.2e-9)
    ('0.500000', '0.5', '−12.34568', '3.20·10⁻⁹')
    """
    text = shown(value) if abs(value) < 10 else f"{value:.7g}" if abs(value) > 1e7 else f"{value:#.7g}"
    if "e" in text:
        digits, power = text.split("e")
        return f"{digits}·10{str(int(power)).translate(_RAISED)}".replace("-", "−")
    if name[0] in GIVEN:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _with_known(walk: Iterable[Step], known: Mapping[str, float]) -> Iterator[Step]:
    for step in walk:
        known = {**known, **step.found}
        yield replace(step, known=known)


def _substituted(formula: str, values: Mapping[str, float]) -> Equation:
    """A formula whose parts are set apart by spaces, its numbers under it, and at the end what they come to."""
    symbols = formula.split(" ")
    numbers = ["", *(_in_brackets(part, values[part]) if part in values else part for part in symbols[1:])]
    return (*symbols, "", ""), (*numbers, "=", written(symbols[0], values[symbols[0]]))


def _in_brackets(name: str, value: float) -> str:
    text = written(name, value)
    return f"({text})" if value < 0 and text.startswith("−") else text


def _start() -> Step:
    words = (
        "Two inputs, eight weights, and the answers t1 and t2 that we want. Every empty box will be filled, one step "
        "at a time."
    )
    return Step("start", "What is given.", words, (), {}, frozenset())


def _forward(values: Mapping[str, float]) -> Iterator[Step]:
    """Into each unit and out of it, the hidden layer first."""
    for i, (unit, sources) in enumerate((("h1", "x"), ("h2", "x"), ("o1", "h"), ("o2", "h")), start=1):
        yield _into(f"z{i}", unit, sources, values)
        yield _out_of(f"z{i}", unit, values)


def _into(z: str, unit: str, sources: str, values: Mapping[str, float]) -> Step:
    i = int(z[1])
    weights, sends = (f"w{2 * i - 1}", f"w{2 * i}"), (f"{sources}1", f"{sources}2")
    formula = f"{z} = {weights[0]} · {sends[0]} + {weights[1]} · {sends[1]}"
    also = ""
    if any(values[f"b{k}"] for k in range(1, 5)):
        formula, also = f"{formula} + b{i}", f", and the bias b{i} on top"
    what = "input" if sources == "x" else "hidden value"
    return Step(
        z,
        f"What goes into {unit}.",
        f"Each {what} times the weight it travels along, added up{also}.",
        _substituted(formula, values),
        {z: values[z]},
        frozenset({z, f"b{i}", *weights, *sends}),
    )


def _out_of(z: str, unit: str, values: Mapping[str, float]) -> Step:
    value = values[unit]
    words = "The sigmoid σ(z) = 1 / (1 + e⁻ᶻ) squeezes any number in between 0 and 1; it makes 0.5 of 0."
    if min(value, 1 - value) < 0.01:
        words += " This far out it is nearly flat."
    if unit[0] == "o":
        words = f"The answer of {unit} is {written(unit, value)}. Wanted is {_miss(unit, values)}"
    return Step(
        unit,
        f"What comes out of {unit}.",
        words,
        _substituted(f"{unit} = σ( {z} )", values),
        {unit: value},
        frozenset({z, unit}),
    )


def _miss(unit: str, values: Mapping[str, float]) -> str:
    target = f"t{unit[1]}"
    miss = values[unit] - values[target]
    side = "too high" if miss > 0 else "too low"
    by = f"so it is {written('o', abs(miss))} {side}." if miss else "and it is met exactly."
    return f"{written(target, values[target])}, {by}"


def _error(values: Mapping[str, float]) -> Iterator[Step]:
    words = {
        "E1": "Half the square of the miss: too high or too low, both count. Twice the miss is four times the error.",
        "E2": "The same for the second answer.",
    }
    for i in "12":
        name, link = f"E{i}", f"o{i}-E{i}"
        formula = f"{name} = ½( t{i} − o{i} )²"
        lit = frozenset({f"o{i}", f"t{i}", name, link})
        title = f"The error of o{i}."
        yield Step(name, title, words[name], _substituted(formula, values), {name: values[name]}, lit)
    yield Step(
        "E",
        "The error of the network.",
        "One number for all that is wrong. Now the way back: how much of it is each weight to blame for?",
        _substituted("E = E1 + E2", values),
        {"E": values["E"]},
        frozenset({"E1", "E2", "E", "E1-E", "E2-E"}),
    )


def _output_slope(along: Chain) -> Step:
    w, o, z, h = along.name, along.factors[0].by, along.factors[1].by, along.factors[2].formula
    i = o[1]
    words = f"How wrong {o} is, times how ready its sigmoid is to change, times how loud {h} is. {_consequence(along)}"
    lit = frozenset({"E", f"E{i}", f"E{i}-E", f"{o}-E{i}", o, z, w, h})
    return _slope_step(along, words, lit, (f"{o}-E{i}", o, h))


def _hidden_slopes(chains: Mapping[str, Chain]) -> Iterator[Step]:
    """For each hidden unit the blame that comes back to it, and then the slopes along its two weights."""
    for i, names in (("1", ("w1", "w2")), ("2", ("w3", "w4"))):
        yield _blame(f"h{i}", chains[names[0]])
        for name in names:
            x = chains[name].factors[2].formula
            words = (
                f"The blame of h{i}, times how ready its sigmoid is to change, times how loud {x} is. "
                f"{_consequence(chains[name])}"
            )
            lit = frozenset({f"h{i}", f"z{i}", name, x})
            yield _slope_step(chains[name], words, lit, (f"blame h{i}", f"h{i}", x))


def _blame(h: str, along: Chain) -> Step:
    """∂E/∂h as the sum of what comes back through both outputs."""
    blame, onward = along.factors[0], [path[2].formula for path in along.paths]
    first, second = along.paths
    columns = [(blame.symbol, "", ""), _EQUALS, *_product(first), ("+", "+", "+"), *_product(second)]
    words = (
        f"{h} speaks to both outputs, so blame comes back along both {onward[0]} and {onward[1]}, and is added: "
        "how wrong, how ready, and how strong the connection."
    )
    return Step(
        f"blame {h}",
        f"The blame of {h}.",
        words,
        _rows(columns, blame.value),
        {blame.symbol: blame.value},
        frozenset({"E", "E1", "E2", "E1-E", "E2-E", "o1-E1", "o2-E2", "o1", "o2", "z3", "z4", h, *onward}),
        ("o1-E1", "o1", onward[0], "o2-E2", "o2", onward[1]),
    )


def _consequence(along: Chain) -> str:
    w, slope = along.name, along.product
    if abs(slope) < 1e-6:
        return f"The slope is next to nothing: {w} will hardly move, whatever the error."
    grow, way = ("larger", "down") if slope > 0 else ("smaller", "up")
    return f"A larger {w} would make the error {grow}, so {w} will go {way}."


def _slope_step(along: Chain, words: str, lit: frozenset[str], marks: tuple[str, ...]) -> Step:
    symbol = f"∂E/∂{along.name}"
    return Step(
        f"slope {along.name}",
        f"How much {along.name} is to blame.",
        words,
        _rows([(symbol, "", ""), _EQUALS, *_product(along.factors)], along.product),
        {symbol: along.product},
        lit,
        marks,
    )


_EQUALS, _TIMES = ("=", "=", "="), ("·", "·", "·")


def _product(factors: tuple[Factor, Factor, Factor]) -> list[tuple[str, str, str]]:
    """Three columns with dots between them: each factor's symbol, what it is, and its value."""
    first, second, third = (_column(factor) for factor in factors)
    return [first, _TIMES, second, _TIMES, third]


def _column(factor: Factor) -> tuple[str, str, str]:
    # The blame of a hidden unit is a long sum, worked out in a step of its own.
    formula = f"blame of {factor.by}" if "+" in factor.formula else factor.formula.replace("-", "−")
    return factor.symbol, formula, _in_brackets(factor.formula, factor.value)


def _rows(columns: list[tuple[str, str, str]], result: float) -> Equation:
    columns = [*columns, ("", "", "="), ("", "", written("∂", result))]
    return tuple(zip(*columns, strict=True))


def _updates(values: Mapping[str, float], chains: Mapping[str, Chain], learning_rate: float) -> Iterator[Step]:
    layers = {"output": ("w5", "w6", "w7", "w8"), "hidden": ("w1", "w2", "w3", "w4")}
    words = {
        "output": "Each weight takes a step against its slope, as long as the learning rate η times the slope.",
        "hidden": "The same for the other four. All slopes were worked out before any weight moved.",
    }
    for layer, names in layers.items():
        rows: list[tuple[str, ...]] = [("new w", "=", "w", "−", "η", "·", "∂E/∂w", "", "")]
        for name in names:
            new, slope = values[f"new {name}"], chains[name].product
            numbers = (written(name, values[name]), written("η", learning_rate), _in_brackets("∂", slope))
            rows.append((f"new {name}", "=", numbers[0], "−", numbers[1], "·", numbers[2], "=", written("∂", new)))
        found = {f"new {name}": values[f"new {name}"] for name in names}
        yield Step(f"update {layer}", f"The {layer} weights move.", words[layer], tuple(rows), found, frozenset(names))


def _forward_again(values: Mapping[str, float]) -> Step:
    names = ("z1", "z2", "h1", "h2", "z3", "z4", "o1", "o2")
    shown_names = ("h1", "h2", "o1", "o2")
    rows = (
        ("", *shown_names),
        ("before", *(written(name, values[name]) for name in shown_names)),
        ("after", *(written(name, values[f"new {name}"]) for name in shown_names)),
    )
    closer = [o for o in ("o1", "o2") if _gap(o, values, "new ") < _gap(o, values)]
    verdict = {
        2: "Both answers have come closer to what we want.",
        1: f"{''.join(closer)} has come closer to what we want, the other answer has not.",
        0: "Neither answer has come closer.",
    }[len(closer)]
    return Step(
        "forward again",
        "Forward once more.",
        f"The same eight steps with the new weights. {verdict}",
        rows,
        {f"new {name}": values[f"new {name}"] for name in names},
        frozenset({*names, *(f"w{i}" for i in range(1, 9))}),
    )


def _gap(unit: str, values: Mapping[str, float], when: str = "") -> float:
    return abs(values[f"{when}{unit}"] - values[f"t{unit[1]}"])


def _new_error(values: Mapping[str, float], learning_rate: float) -> Step:
    old, new = values["E"], values["new E"]
    change = f"from {written('E', old)} to {written('E', new)}"
    if new < old:
        words = f"The error fell {change}. That was one step of gradient descent. Training is many of them."
    elif new > old:
        words = f"The error rose {change}: a learning rate of {written('η', learning_rate)} overshoots here. Try less."
    else:
        words = "The error stays where it was: no slope is large enough to move anything."
    rows = (
        ("", "E1", "", "E2", "", "E"),
        ("before", written("E", values["E1"]), "+", written("E", values["E2"]), "=", written("E", old)),
        ("after", written("E", values["new E1"]), "+", written("E", values["new E2"]), "=", written("E", new)),
    )
    found = {f"new {name}": values[f"new {name}"] for name in ("E1", "E2", "E")}
    return Step("new error", "The new error.", words, rows, found, frozenset({"E1", "E2", "E", "E1-E", "E2-E"}))
