"""Worksheets for paper and a pocket calculator: one seed, one network with short numbers, and its answer key."""

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate import tabulate

from ..worksheets import Blank, Part, written
from .chain_rule import Chain, Factors, chain_from, quantities
from .examples import Example, random_example

BLANK = "________"
COLUMNS = ("wanted", "formula", "value")

INTRODUCTION = (
    "A network of 2 inputs, 2 hidden units and 2 outputs, with a sigmoid σ(z) = 1 / (1 + e^-z) on both layers and no "
    "biases. w1 and w2 feed h1 (w1 from x1), w3 and w4 feed h2, w5 and w6 feed o1, w7 and w8 feed o2. Work with six "
    "decimals; a last digit that differs from the key by one or two is rounding."
)
FORWARD = {
    "z1": "w1 · x1 + w2 · x2",
    "z2": "w3 · x1 + w4 · x2",
    "h1": "σ(z1)",
    "h2": "σ(z2)",
    "z3": "w5 · h1 + w6 · h2",
    "z4": "w7 · h1 + w8 · h2",
    "o1": "σ(z3)",
    "o2": "σ(z4)",
}
ERROR = {"E1": "½ (t1 - o1)²", "E2": "½ (t2 - o2)²", "E": "E1 + E2"}


Row = tuple[str, str, Blank]
"""One thing to work out: its name, its formula, and its value."""


@dataclass(frozen=True, eq=False)
class Worksheet:
    """One network to work out by hand. Both texts are Markdown that reads well as plain text, too.

    In a notebook, all parts but the first are folded.
    """

    seed: int
    example: Example

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its six tables: what is wanted, the formula, and a blank with the value, from ``z1`` to the new error."""
        return tuple(Part(heading, COLUMNS, tuple(rows)) for heading, rows in _sections(self.example).items())

    def questions_text(self) -> str:
        """The sheet to fill in."""
        return _text(f"# Worksheet {self.seed}", self, answered=False)

    def answers_text(self) -> str:
        """The same sheet with every blank filled in."""
        return _text(f"# Worksheet {self.seed}: answers", self, answered=True)

    def _repr_markdown_(self) -> str:
        first, others = self.questions_text().split("## 2.")
        return f"{first}<details><summary>Parts 2 to 6</summary>\n\n## 2.{others}\n</details>\n"


def worksheet(seed: int) -> Worksheet:
    """The worksheet of a seed, a whole number from 0 up: the same seed, the same sheet."""
    return Worksheet(seed, random_example(seed, f"worksheet {seed}"))


def _text(title: str, sheet: Worksheet, answered: bool) -> str:
    """The whole page as Markdown; ``answered`` decides whether values or blanks are printed."""
    example = sheet.example
    parts = [title, INTRODUCTION, _given(example, quantities(example.network, example.x, example.target))]
    for part in sheet.parts:
        rows = [[written(cell, answered, BLANK) for cell in row] for row in part.rows]
        parts += [f"## {part.heading}", _markdown(part.columns, rows)]
    return "\n\n".join(parts) + "\n"


def _sections(example: Example) -> dict[str, list[Row]]:
    """What is to be worked out, in order, under its headings."""
    network, x, target = example.network, example.x, example.target
    values = quantities(network, x, target)
    stepped = network.step(x, target, example.learning_rate)
    chains = [chain_from(values, network, name) for name in network.weights]
    return {
        "1. Forward": [_row(name, formula, values[name]) for name, formula in FORWARD.items()],
        "2. The error": [_row(name, formula, values[name]) for name, formula in ERROR.items()],
        "3. The slopes of the output layer": _slopes(chains[4:]),
        "4. The slopes of the hidden layer": _slopes(chains[:4]),
        "5. One step": [
            _row(f"new {name}", f"{name} - {example.learning_rate:g} · ∂E/∂{name}", value)
            for name, value in stepped.weights.items()
        ],
        "6. The new error": [_row("new E", "forward once more, with the new weights", stepped.loss(x, target))],
    }


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return tabulate(rows, columns, "pipe", disable_numparse=True)


def _row(name: str, formula: str, value: float) -> Row:
    return name, formula, Blank(f"{round(value, 6) + 0:.6f}")  # adding 0 turns -0.0 into 0.0


def _given(example: Example, values: dict[str, float]) -> str:
    sample = {name: value for name, value in values.items() if name[0] in "xt"}
    tables = (sample | {"learning rate": example.learning_rate}, example.network.weights)
    return "\n\n".join(_markdown(list(table), [[f"{v:g}" for v in table.values()]]) for table in tables)


def _slopes(chains: list[Chain]) -> list[Row]:
    """Each new factor where it is first needed, and after its factors the slope along the weight."""
    rows: dict[str, Row] = {}
    for along in chains:
        blame, slope, _ = along.factors
        formula = " + ".join(map(_product, along.paths)) or blame.formula
        rows.setdefault(blame.symbol, _row(blame.symbol, formula, blame.value))
        rows.setdefault(slope.symbol, _row(slope.symbol, slope.formula, slope.value))
        symbol = f"∂E/∂{along.name}"
        rows[symbol] = _row(symbol, _product(along.factors), along.product)
    return list(rows.values())


def _product(factors: Factors) -> str:
    """What to multiply: two slopes by their names, and the last one by what it is, a weight or what comes in."""
    return f"{factors[0].symbol} · {factors[1].symbol} · {factors[2].formula}"
