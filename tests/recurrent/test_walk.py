"""The walk through a unit: its numbers are Keras', and every equation comes to what stands behind its last sign."""

import itertools
import math
import re

import keras
import numpy as np
import pytest

from helpers.recurrent import walk

LAYERS = {"SimpleRNN": keras.layers.SimpleRNN, "LSTM": keras.layers.LSTM, "GRU": keras.layers.GRU}
X = [1.0, -0.5, 2.0, 0.0]
OTHER = {
    "SimpleRNN": ([[-1.5]], [[-0.75]], [-0.25]),
    "LSTM": ([[3, -2, 2, -1]], [[-1, 1, -0.5, 1]], [-2, 2, 0.5, -0.25]),
    "GRU": ([[-3, 1, -2]], [[-1, 1, 1]], [[2, 0.25, -0.5], [-0.25, 0, 0.75]]),
}
WEIGHTS = [*walk.WEIGHTS.items(), *OTHER.items()]
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def by_keras(kind, weights, x):
    """The states of a Keras layer in float64, and of an LSTM its carry at the end."""
    layer = LAYERS[kind](1, return_sequences=True, return_state=True, dtype="float64")
    batch = np.array(x)[None, :, None]
    layer.build(batch.shape)
    layer.set_weights([np.array(array, float) for array in weights])
    states, *last = (np.ravel(array) for array in layer(batch))
    return states, last[-1][0]


@pytest.mark.parametrize(("kind", "weights"), WEIGHTS)
def test_states_and_carry_are_those_of_keras(kind, weights):
    unit = walk.read(kind, X, weights)
    states, last = by_keras(kind, weights, X)
    np.testing.assert_allclose([unit.values[f"h{t}"] for t in range(1, 5)], states, rtol=0, atol=1e-12)
    assert unit.values["c4" if kind == "LSTM" else "h4"] == pytest.approx(last, abs=1e-12)


def test_a_layer_gives_its_weights_as_they_are():
    layer = keras.layers.GRU(1)
    layer.build((None, None, 1))
    assert walk.steps("GRU", X, layer.get_weights())[-1].name == "h"


def worked_out(form, values):
    """What an equation's right side comes to, calculated by Python."""
    code = form.translate(LOWERED).replace("h̃", "k").replace("·", "*").replace("−", "-").replace("b′", "b_state")
    functions = {"σ": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh}
    return eval(code, {"__builtins__": {}}, functions | values)  # of what the walk wrote, in a test


@pytest.mark.parametrize(("kind", "weights"), WEIGHTS)
def test_every_equation_comes_to_its_result(kind, weights):
    steps = walk.steps(kind, X, weights)
    for step in steps[1:]:
        unit = step.unit
        block = unit.blocks[step.name]._asdict() if step.name in unit.blocks else {}
        value = unit.values[f"{step.name}{step.t}"]
        values = {name.replace("s", "sum", 1) if name[0] == "s" else name: v for name, v in unit.values.items()}
        left, right = step.symbols.split(" = ")
        assert left == unit.symbol(step.name, step.t)
        assert worked_out(right, values | block) == pytest.approx(value, abs=1e-12)
        *forms, result = step.numbers.removeprefix("= ").split(" = ")
        assert result == walk.shown(value)
        for form in forms:  # by hand, of numbers that were rounded
            assert worked_out(form, {}) == pytest.approx(value, abs=0.006)
        assert step.symbols in step.words
        assert step.numbers in step.words


@pytest.mark.parametrize("kind", walk.WEIGHTS)
def test_with_the_lessons_weights_a_calculator_is_off_by_one_in_the_last_place(kind):
    for step in walk.steps(kind)[1:]:
        *forms, result = step.numbers.removeprefix("= ").split(" = ")
        for form in forms:
            assert worked_out(form, {}) == pytest.approx(worked_out(result, {}), abs=0.0015)


def test_the_order_of_the_operations():
    names = [(step.t, step.name) for step in walk.steps("LSTM", [1, 0])]
    assert names == [(0, "start"), *((t, name) for t in (1, 2) for name in "fikcoh")]
    assert [step.name for step in walk.steps("GRU", [1])] == ["start", "z", "r", "k", "h"]
    assert [step.name for step in walk.steps("SimpleRNN", [1])] == ["start", "s", "h"]


@pytest.mark.parametrize("kind", walk.WEIGHTS)
def test_nothing_is_known_before_it_is_found(kind):
    steps = walk.steps(kind, X)
    for before, step in itertools.pairwise(steps):
        name = f"{step.name}{step.t}"
        assert name not in before.known
        assert before.known | {name} <= step.known
    assert steps[-1].known == steps[-1].unit.values.keys()


def test_what_the_lesson_says_of_the_lstm():
    step = next(step for step in walk.steps("LSTM") if (step.t, step.name) == (2, "c"))
    assert step.words == (
        "t = 2. The carry. What stays of the old carry, plus what comes in. "
        "c₂ = f₂ · c₁ + i₂ · k₂ = 0.920 · 0.705 + 0.174 · 0.218 = 0.648 + 0.038 = 0.687"
    )


def test_negative_numbers_are_written_as_one_would():
    steps = walk.steps("SimpleRNN", [-1.0, 0.5], OTHER["SimpleRNN"])
    assert steps[1].numbers == "= −1.5 · (−1) − 0.75 · 0 − 0.25 = 1.250"
    assert re.fullmatch(r"= −1\.5 · 0\.5 − 0\.75 · 0\.848 − 0\.25 = −1\.636", steps[3].numbers)


@pytest.mark.parametrize(
    ("arguments", "error", "answer"),
    [
        ({"kind": "RNN"}, ValueError, "kind is 'RNN', expected one of 'SimpleRNN', 'LSTM', 'GRU'"),
        ({"x": []}, ValueError, r"x is \[\]"),
        ({"x": "10"}, TypeError, "x is '10', expected numbers"),
        ({"x": [0] * 7}, ValueError, "x has 7 numbers, expected at most 6"),
        ({"x": [0, 11]}, ValueError, r"x is \[0.0, 11.0\], expected numbers from −10 to 10"),
        ({"x": [float("nan")]}, ValueError, "all finite"),
        ({"weights": 5}, TypeError, "weights is 5, expected a list of 3 arrays: kernel"),
        ({"weights": [[[1]]]}, ValueError, "weights has 1 arrays, expected 3: kernel, recurrent kernel and bias"),
        (
            {"weights": [[[1, 1]], [[1, 1], [1, 1]], [0, 0]]},
            ValueError,
            r"recurrent_kernel is .* expected numbers of shape \(1, any\)",
        ),
        ({"weights": [[[1]], [[1, 2]], [0]]}, ValueError, r"recurrent_kernel is .* expected numbers of shape \(1, 1\)"),
    ],
)
def test_bad_input_is_named(arguments, error, answer):
    with pytest.raises(error, match=answer):
        walk.steps(**({"kind": "SimpleRNN"} | arguments))
