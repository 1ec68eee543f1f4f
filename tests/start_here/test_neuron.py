import itertools
import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.start_here.neuron import GOALS, Goal, Neuron

moderate = st.floats(-20, 20)


@given(moderate, moderate, moderate)
def test_the_output_is_the_textbooks_sigmoid(weight, bias, x):
    assert Neuron(weight, bias).output(x) == pytest.approx(1 / (1 + math.exp(-(weight * x + bias))), abs=1e-12)


@pytest.mark.parametrize(("bias", "expected"), [(1e6, 1), (-1e6, 0)])
def test_a_large_sum_does_not_overflow(bias, expected):
    assert Neuron(1, bias).output(0) == expected


@given(st.floats(0.1, 20), st.sampled_from([1, -1]), moderate)
def test_at_the_border_the_answer_is_a_half(size, sign, bias):
    neuron = Neuron(sign * size, bias)
    assert neuron.output(neuron.border) == pytest.approx(0.5)


def test_without_a_weight_there_is_no_border():
    assert math.isnan(Neuron(0, 1).border)


@given(moderate, moderate)
@example(0.0, 1.0)
@example(0.0, -1.0)
def test_the_yes_side_is_where_the_answer_is_above_a_half(weight, bias):
    neuron = Neuron(weight, bias)
    low, high = neuron.yes_side(-6, 6)
    for x in np.linspace(-6, 6, 49):
        if abs(weight * x + bias) > 1e-9:
            assert (low < high and low <= x <= high) == (neuron.output(x) > 0.5)


def test_what_is_missed_depends_on_the_margin():
    neuron = Neuron(1, 0)  # 0.73 at 1, 0.95 at 3
    assert Goal("", "", yes=(1, 3), no=(-3,)).missed(neuron) == []
    assert Goal("", "", yes=(1, 3), no=(-3,), margin=0.1).missed(neuron) == [(1, 1)]
    assert Goal("", "", yes=(-3,), no=(1,)).missed(neuron) == [(-3, 1), (1, 0)]


def reachable(goal, weights, biases):
    return any(not goal.missed(Neuron(w, b)) for w, b in itertools.product(weights, biases))


@pytest.mark.parametrize("goal", GOALS[:3], ids=lambda goal: goal.title)
def test_the_first_three_goals_can_be_reached_with_the_sliders(goal):
    assert reachable(goal, np.arange(-8, 8.5, 0.5), np.arange(-16, 16.5, 0.5))
    assert goal.missed(Neuron(1, 0)), "it is not reached before anything is dragged"


def test_the_fourth_cannot_be_reached_far_beyond_the_sliders():
    assert not reachable(GOALS[3], np.linspace(-50, 50, 201), np.linspace(-100, 100, 201))
