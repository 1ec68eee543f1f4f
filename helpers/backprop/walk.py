"""The walk through one step of learning: forward, error, eight slopes, update, and forward again, one thing at a time.

Each ``Step`` says what has just been found, by which equation, in which part of the network, and what is known by then.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from .. import checks
from .chain_rule import Chain, Factor, Factors, chain_from, format_number, in_brackets, quantities
from .examples import Example

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
    new_values: Mapping[str, float]
    """What this step has worked out, by name: "z1", "∂E/∂w5", "new w5", ..."""
    highlighted: Set[str]
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


def steps(example: Example) -> tuple[Step, ...]:
    """Every step of the walk, in order; ValueError if the network has not two inputs, hidden units and outputs."""
    network, x, target, learning_rate = example.network, example.x, example.target, example.learning_rate
    if network.sizes != SIZES:
        raise ValueError(f"network has {network.sizes} inputs, hidden units and outputs, expected {SIZES}")
    values = quantities(network, x, target) | network.biases
    updated = network.step(x, target, learning_rate)
    after = {f"new {name}": value for name, value in quantities(updated, x, target).items()}
    chains = {name: chain_from(values, network, name) for name in network.weights}
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


def find(walk: Iterable[Step], name: str) -> int:
    """The place of the step with this name; ValueError if there is none."""
    names = [step.name for step in walk]
    return names.index(checks.one_of("at", name, names))


def format_value(name: str, value: float) -> str:
    """A number as drawing and equation write it: six decimals, fewer if it is large or was given with fewer.

    >>> format_value("h1", 0.5), format_value("w5", 0.5), format_value("∂E/∂w1", 3.2e-9)
    ('0.500000', '0.5', '3.20·10⁻⁹')
    """
    text = format_number(value) if abs(value) < 10 else f"{value:.7g}" if abs(value) > 1e7 else f"{value:#.7g}"
    if "e" in text:
        digits, power = text.split("e")
        return f"{digits}·10{str(int(power)).translate(_RAISED)}".replace("-", "−")
    if name[0] in GIVEN:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _with_known(walk: Iterable[Step], known: Mapping[str, float]) -> Iterator[Step]:
    for step in walk:
        known = {**known, **step.new_values}
        yield replace(step, known=known)


def _substituted(formula: str, values: Mapping[str, float]) -> Equation:
    """A formula whose parts are set apart by spaces, its numbers under it, and at the end what they come to."""
    symbols = formula.split(" ")
    numbers = ["", *(in_brackets(format_value(part, values[part])) if part in values else part for part in symbols[1:])]
    return (*symbols, "", ""), (*numbers, "=", format_value(symbols[0], values[symbols[0]]))


def _start() -> Step:
    words = (
        "Two inputs, eight weights, and the answers t1 and t2 that we want. Every empty box will be filled, one step "
        "at a time."
    )
    return Step("start", "What is given.", words, (), {}, set())


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
        {z, f"b{i}", *weights, *sends},
    )


def _out_of(z: str, unit: str, values: Mapping[str, float]) -> Step:
    value = values[unit]
    words = "The sigmoid σ(z) = 1 / (1 + e⁻ᶻ) squeezes any number to a value between 0 and 1; 0 becomes 0.5."
    if min(value, 1 - value) < 0.01:
        words += " This far out it is nearly flat."
    if unit[0] == "o":
        words = f"The answer of {unit} is {format_value(unit, value)}. The target is {_miss(unit, values)}"
    return Step(
        unit,
        f"What comes out of {unit}.",
        words,
        _substituted(f"{unit} = σ( {z} )", values),
        {unit: value},
        {z, unit},
    )


def _miss(unit: str, values: Mapping[str, float]) -> str:
    target = f"t{unit[1]}"
    miss = values[unit] - values[target]
    side = "too high" if miss > 0 else "too low"
    by = f"so the answer is {format_value('o', abs(miss))} {side}." if miss else "and the answer meets it exactly."
    return f"{format_value(target, values[target])}, {by}"


def _error(values: Mapping[str, float]) -> Iterator[Step]:
    words = {
        "E1": "Half the square of the miss: too high or too low, both count. Twice the miss is four times the error.",
        "E2": "The same for the second answer.",
    }
    for i in "12":
        name, link = f"E{i}", f"o{i}-E{i}"
        formula = f"{name} = ½( t{i} − o{i} )²"
        equation, highlighted = _substituted(formula, values), {f"o{i}", f"t{i}", name, link}
        yield Step(name, f"The error of o{i}.", words[name], equation, {name: values[name]}, highlighted)
    yield Step(
        "E",
        "The error of the network.",
        "One number for all that is wrong. Now the way back: how much of it is each weight to blame for?",
        _substituted("E = E1 + E2", values),
        {"E": values["E"]},
        {"E1", "E2", "E", "E1-E", "E2-E"},
    )


def _output_slope(along: Chain) -> Step:
    w, o, z, h = along.name, along.factors[0].by, along.factors[1].by, along.factors[2].formula
    i = o[1]
    words = f"How wrong {o} is, times how ready its sigmoid is to change, times how loud {h} is. {_consequence(along)}"
    return _slope_step(along, words, {"E", f"E{i}", f"E{i}-E", f"{o}-E{i}", o, z, w, h}, (f"{o}-E{i}", o, h))


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
            yield _slope_step(chains[name], words, {f"h{i}", f"z{i}", name, x}, (f"blame h{i}", f"h{i}", x))


def _blame(h: str, along: Chain) -> Step:
    """∂E/∂h as the sum of what comes back through both outputs."""
    blame, onward = along.factors[0], [path[2].formula for path in along.paths]
    first, second = along.paths
    columns = [(blame.symbol, "", ""), _EQUALS, *_product(first), ("+", "+", "+"), *_product(second)]
    words = (
        f"{h} speaks to both outputs, so blame comes back along both {onward[0]} and {onward[1]}, and is added up: "
        "how wrong, how ready, and how strong the connection."
    )
    return Step(
        f"blame {h}",
        f"The blame of {h}.",
        words,
        _rows(columns, blame.value),
        {blame.symbol: blame.value},
        {"E", "E1", "E2", "E1-E", "E2-E", "o1-E1", "o2-E2", "o1", "o2", "z3", "z4", h, *onward},
        ("o1-E1", "o1", onward[0], "o2-E2", "o2", onward[1]),
    )


def _consequence(along: Chain) -> str:
    w, slope = along.name, along.product
    if abs(slope) < 1e-6:
        return f"The slope is next to nothing: {w} will hardly move, whatever the error."
    grow, way = ("larger", "down") if slope > 0 else ("smaller", "up")
    return f"A larger {w} would make the error {grow}, so {w} will go {way}."


def _slope_step(along: Chain, words: str, highlighted: Set[str], marks: tuple[str, ...]) -> Step:
    symbol = f"∂E/∂{along.name}"
    return Step(
        f"slope {along.name}",
        f"How much {along.name} is to blame.",
        words,
        _rows([(symbol, "", ""), _EQUALS, *_product(along.factors)], along.product),
        {symbol: along.product},
        highlighted,
        marks,
    )


_EQUALS, _TIMES = ("=", "=", "="), ("·", "·", "·")


def _product(factors: Factors) -> list[tuple[str, str, str]]:
    """Three columns with dots between them: each factor's symbol, what it is, and its value."""
    first, second, third = (_column(factor) for factor in factors)
    return [first, _TIMES, second, _TIMES, third]


def _column(factor: Factor) -> tuple[str, str, str]:
    # The blame of a hidden unit is a long sum, worked out in a step of its own.
    formula = f"blame of {factor.by}" if "+" in factor.formula else factor.formula.replace("-", "−")
    return factor.symbol, formula, in_brackets(format_value(factor.formula, factor.value))


def _rows(columns: list[tuple[str, str, str]], result: float) -> Equation:
    columns = [*columns, ("", "", "="), ("", "", format_value("∂", result))]
    return tuple(zip(*columns, strict=True))


def _updates(values: Mapping[str, float], chains: Mapping[str, Chain], learning_rate: float) -> Iterator[Step]:
    layers = {"output": ("w5", "w6", "w7", "w8"), "hidden": ("w1", "w2", "w3", "w4")}
    words = {
        "output": "Each weight takes a step against its slope, as long as the learning rate η times the slope.",
        "hidden": "The same for the other four. All slopes were worked out before any weight moved.",
    }
    for layer, names in layers.items():
        rows = [("new w", "=", "w", "−", "η", "·", "∂E/∂w", "", "")]
        for name in names:
            old, new = format_value(name, values[name]), format_value("∂", values[f"new {name}"])
            slope = in_brackets(format_value("∂", chains[name].product))
            rows.append((f"new {name}", "=", old, "−", format_value("η", learning_rate), "·", slope, "=", new))
        new_values = {f"new {name}": values[f"new {name}"] for name in names}
        yield Step(f"update {layer}", f"The {layer} weights move.", words[layer], tuple(rows), new_values, set(names))


def _forward_again(values: Mapping[str, float]) -> Step:
    names = ("z1", "z2", "h1", "h2", "z3", "z4", "o1", "o2")
    shown_names = ("h1", "h2", "o1", "o2")
    rows = (
        ("", *shown_names),
        ("before", *(format_value(name, values[name]) for name in shown_names)),
        ("after", *(format_value(name, values[f"new {name}"]) for name in shown_names)),
    )
    closer = [o for o in ("o1", "o2") if _gap(o, values, "new ") < _gap(o, values)]
    verdict = {
        2: "Both answers have come closer to what we want.",
        1: f"{''.join(closer)} has come closer to what we want; the other answer has not.",
        0: "Neither answer has come closer.",
    }[len(closer)]
    return Step(
        "forward again",
        "Forward once more.",
        f"The same eight steps with the new weights. {verdict}",
        rows,
        {f"new {name}": values[f"new {name}"] for name in names},
        {*names, *(f"w{i}" for i in range(1, 9))},
    )


def _gap(unit: str, values: Mapping[str, float], when: str = "") -> float:
    return abs(values[f"{when}{unit}"] - values[f"t{unit[1]}"])


def _new_error(values: Mapping[str, float], learning_rate: float) -> Step:
    names = ("E1", "E2", "E")
    before, after = ([format_value("E", values[when + name]) for name in names] for when in ("", "new "))
    change = f"from {before[-1]} to {after[-1]}"
    if values["new E"] < values["E"]:
        words = f"The error fell {change}. That was one step of gradient descent. Training is many of them."
    elif values["new E"] > values["E"]:
        rate = format_value("η", learning_rate)
        words = f"The error rose {change}: a learning rate of {rate} overshoots here. Try less."
    else:
        words = "The error stays where it was: no slope is large enough to move anything."
    rows = (
        ("", "E1", "", "E2", "", "E"),
        ("before", before[0], "+", before[1], "=", before[2]),
        ("after", after[0], "+", after[1], "=", after[2]),
    )
    new_values = {f"new {name}": values[f"new {name}"] for name in names}
    return Step("new error", "The new error.", words, rows, new_values, {*names, "E1-E", "E2-E"})
