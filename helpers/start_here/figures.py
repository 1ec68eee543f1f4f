"""The picture of the first explorer: a neuron's answer to every input, with the goal's targets; and its words."""

import math

from .. import style
from .neuron import Goal, Neuron

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 700, 76, 266
X_MIN, X_MAX = -6.0, 6.0


def number(value: float) -> str:
    """A number as a formula has it: at most two decimals, and a true minus sign."""
    rounded = round(value, 2) + 0.0  # + 0.0 turns -0.0 into 0.0
    return f"{rounded:g}".replace("-", "−")


def formula(neuron: Neuron, x: float) -> str:
    """The neuron's equation with the numbers of the input ``x`` in it, as SVG text in the colours of its parts."""
    put_in = f'<tspan fill="{style.INPUT}">{f"({number(x)})" if x < 0 else number(x)}</tspan>'
    put_out = f'<tspan fill="{style.OUTPUT}">{neuron.output(x):.2f}</tspan>'
    sign = "−" if neuron.bias < 0 else "+"
    weighted = f"{number(neuron.weight)} · {put_in} {sign} {number(abs(neuron.bias))}"
    total = number(neuron.weight * x + neuron.bias)
    general = f'σ(w · <tspan fill="{style.INPUT}">x</tspan> + b)'
    return f'<text x="{LEFT}" y="26" font-size="19">{general} = σ({weighted}) = σ({total}) = {put_out}</text>'


def answer_curve(neuron: Neuron, x: float, goal: Goal) -> str:
    """The answers over all inputs as SVG text, the one at ``x`` marked."""
    parts = [
        _yes_side(neuron),
        axes(),
        *(_target(neuron, goal, at, wanted) for at, wanted in goal.targets),
        _curve(neuron),
        _marker(neuron, x),
        formula(neuron, x),
    ]
    return style.svg(WIDTH, HEIGHT, "".join(parts), describe(neuron, x, goal))


def describe(neuron: Neuron, x: float, goal: Goal) -> str:
    """What the picture shows: the answer to ``x``, where the neuron changes its mind, and the targets it misses."""
    output = neuron.output(x)
    answer = f"At x = {number(x)} the neuron answers {output:.2f}: {certainty(output)}."
    if math.isnan(neuron.border):
        border = "With a weight of 0 it gives every input the same answer."
    else:
        border = f"It changes its mind at x = {number(neuron.border)}."
    return f"{answer} {border} {list_missed(neuron, goal)}"


def certainty(output: float) -> str:
    """An output in words, from a sure no to a sure yes."""
    distance = abs(output - 0.5)
    if distance < 0.005:
        return "neither yes nor no"
    if distance > 0.4:
        return "a sure yes" if output > 0.5 else "a sure no"
    return "more yes than no" if output > 0.5 else "more no than yes"


def list_missed(neuron: Neuron, goal: Goal) -> str:
    """The targets that a neuron misses."""
    missed = goal.missed(neuron)
    parts = []
    for answer, word in (1, "yes"), (0, "no"):
        inputs = ", ".join(number(x) for x, wanted in missed if wanted == answer)
        if inputs:
            parts.append(f"{inputs} (should be {word})")
    return f"Still wrong at x = {'; '.join(parts)}." if parts else "No target is missed."


def _across(x: float) -> float:
    return LEFT + (x - X_MIN) / (X_MAX - X_MIN) * (RIGHT - LEFT)


def _down(output: float) -> float:
    return BOTTOM - output * (BOTTOM - TOP)


def _yes_side(neuron: Neuron) -> str:
    """A tint over the inputs with an answer above 0.5."""
    left, right = map(_across, neuron.yes_side(X_MIN, X_MAX))
    label = f'<text x="{(left + right) / 2:.1f}" y="{TOP - 13}" text-anchor="middle" fill="{style.OUTPUT}">yes</text>'
    return (
        f'<rect x="{left:.1f}" y="{TOP - 9}" width="{right - left:.1f}" height="{BOTTOM - TOP + 18}"'
        f' fill="{style.OUTPUT}" opacity="0.12"/>{label if right - left > 30 else ""}'
    )


def axes() -> str:
    """The marks of both axes, and their names."""
    rows = "".join(
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{_down(value)}" y2="{_down(value)}" stroke="{style.FAINT}"/>'
        f'<text x="{LEFT - 10}" y="{_down(value) + 5}" text-anchor="end">{value:g}</text>'
        for value in (0, 0.5, 1)
    )
    columns = "".join(
        f'<text x="{_across(value):.1f}" y="{BOTTOM + 28}" text-anchor="middle">{number(value)}</text>'
        for value in range(-6, 7, 2)
    )
    name = f'<text x="{RIGHT}" y="{BOTTOM + 48}" text-anchor="end" fill="{style.INPUT}">input x</text>'
    return rows + columns + name + f'<text x="8" y="{TOP - 20}" fill="{style.OUTPUT}">answer</text>'


def _curve(neuron: Neuron) -> str:
    steps = 240
    inputs = [X_MIN + (X_MAX - X_MIN) * i / steps for i in range(steps + 1)]
    points = " ".join(f"{_across(x):.1f},{_down(neuron.output(x)):.1f}" for x in inputs)
    return f'<polyline points="{points}" fill="none" stroke="{style.OUTPUT}" stroke-width="3.5"/>'


def _target(neuron: Neuron, goal: Goal, x: float, wanted: int) -> str:
    """A target: a grey dot where it is met, else an orange cross with a line to the answer given."""
    across, down = _across(x), _down(wanted)
    if (x, wanted) not in goal.missed(neuron):
        return f'<circle cx="{across:.1f}" cy="{down}" r="7" fill="{style.BASELINE}"/>'
    return (
        f'<g stroke="{style.ERROR}" stroke-width="3"><line x1="{across:.1f}" x2="{across:.1f}" y1="{down}"'
        f' y2="{_down(neuron.output(x)):.1f}" stroke-dasharray="4 4"/>'
        f'<path d="M{across - 7:.1f} {down - 7} l14 14 m0 -14 l-14 14"/></g>'
    )


def _marker(neuron: Neuron, x: float) -> str:
    across, down = _across(x), _down(neuron.output(x))
    return (
        f'<line x1="{across:.1f}" x2="{across:.1f}" y1="{BOTTOM}" y2="{down:.1f}" stroke="{style.ACTIVE}"'
        f' stroke-width="2"/><circle cx="{across:.1f}" cy="{down:.1f}" r="8" fill="{style.ACTIVE}"'
        f' stroke="{style.PAPER}" stroke-width="2"/>'
    )
