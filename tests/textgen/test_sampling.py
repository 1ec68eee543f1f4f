"""Sampling: settings against their definitions, draws against the probabilities, streams against a loop by hand."""

import itertools
import re
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import checks, textgen
from helpers.mathematics import log_softmax
from helpers.textgen.sampling import Settings, distribution

scores = st.lists(st.floats(-20, 20), min_size=1, max_size=12).map(np.array)


@given(scores, st.floats(0.05, 20))
def test_temperature_divides_the_scores(logits, temperature):
    expected = np.exp(log_softmax(logits / temperature))
    np.testing.assert_allclose(distribution(logits, temperature), expected, atol=1e-12)


@given(scores, st.integers(1, 12))
def test_top_k_keeps_k_and_their_proportions(logits, k):
    whole, kept = distribution(logits), distribution(logits, top_k=k)
    assert np.count_nonzero(kept) <= k
    assert kept.sum() == pytest.approx(1)
    assert whole[kept > 0].min() >= whole[kept == 0].max(initial=0)
    np.testing.assert_allclose(kept[kept > 0], (whole / whole[kept > 0].sum())[kept > 0])


@given(scores, st.floats(0.01, 1))
def test_top_p_keeps_the_smallest_set_that_reaches_p(logits, p):
    whole, kept = distribution(logits), distribution(logits, top_p=p)
    mass = whole[kept > 0]
    assert mass.sum() >= p - 1e-9
    assert mass.sum() - mass.min() < p + 1e-9  # without its least likely member it would not reach p
    assert whole[kept > 0].min() >= whole[kept == 0].max(initial=0)
    assert kept.sum() == pytest.approx(1)


def test_top_k_1_is_greedy():
    assert distribution(np.array([0.1, 2.0, 1.9]), top_k=1).tolist() == [0, 1, 0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("temperature", [1e-60, 1e-300, 5e-324])
def test_a_very_low_temperature_is_greedy(dtype, temperature):
    with warnings.catch_warnings(action="error"):
        assert distribution(np.array([1.0, 20.0, 3.0], dtype), temperature).tolist() == [0, 1, 0]


@given(scores)
def test_draws_fall_in_proportion(logits):
    probabilities = distribution(logits)
    uniforms = (np.arange(2000) + 0.5) / 2000  # evenly spaced: the counts may be off by one, not by chance
    counts = np.bincount([textgen.draw(probabilities, u) for u in uniforms], minlength=len(logits))
    np.testing.assert_allclose(counts / 2000, probabilities, atol=1.5 / 2000)


@given(scores, st.integers(1, 12), st.floats(0, 1, exclude_max=True))
def test_nothing_that_was_cut_off_is_drawn(logits, k, uniform):
    probabilities = distribution(logits, top_k=k)
    assert probabilities[textgen.draw(probabilities, uniform)] > 0


def test_a_stream_is_a_loop_of_step_and_draw(model):
    text, uniforms = "ab", np.random.default_rng(5)
    for _ in range(40):
        probabilities = distribution(model.logits(model.read(text)[-1]), 0.8, top_p=0.9)
        text += model.vocabulary.symbols[textgen.draw(probabilities, uniforms.random())]
    assert "ab" + "".join(textgen.stream(model, "ab", 40, 0.8, top_p=0.9, seed=5)) == text


def test_a_seed_fixes_the_text_and_no_seed_does_not(model):
    write = [lambda seed=seed: "".join(textgen.stream(model, "a", 60, seed=seed)) for seed in (1, 1, 2, None, None)]
    one, same, other, free, freer = (w() for w in write)
    assert one == same != other
    assert free != freer


def test_a_stream_comes_character_by_character(model):
    endless = textgen.stream(model, "a", 10**9, seed=0)
    assert all(len(character) == 1 for character in itertools.islice(endless, 5))


def test_settings_are_checked_once_and_not_at_every_character(model, monkeypatch):
    written = textgen.stream(model, "a", 5, 0.8, 3, 0.9)
    monkeypatch.setattr(Settings, "__post_init__", lambda self: pytest.fail("checked again"))
    assert len(list(written)) == 5


def test_length_0_writes_nothing(model):
    assert list(textgen.stream(model, "a", 0)) == []


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"prompt": ""}, ValueError, "prompt is '', expected at least one character"),
        ({"prompt": "aQ"}, ValueError, "prompt has characters that this model does not know: 'Q'"),
        ({"prompt": 7}, TypeError, "prompt is 7, expected a string"),
        ({"length": -1}, ValueError, "length is -1, expected a whole number >= 0"),
        ({"length": 2.5}, TypeError, "length is 2.5, expected a whole number"),
        ({"length": True}, TypeError, "length is True, expected a whole number"),
        ({"temperature": 0}, ValueError, "temperature is 0, expected a number > 0 .*use top_k=1"),
        ({"temperature": -1.0}, ValueError, "temperature is -1.0, expected a number > 0"),
        ({"temperature": float("nan")}, ValueError, "temperature is nan, expected a number > 0"),
        ({"temperature": "hot"}, TypeError, "temperature is 'hot', expected a number > 0"),
        ({"top_k": 0}, ValueError, "top_k is 0, expected a whole number >= 1"),
        ({"top_k": 1.5}, TypeError, "top_k is 1.5, expected a whole number >= 1"),
        ({"top_p": 0}, ValueError, "top_p is 0, expected a number with 0 < top_p <= 1"),
        ({"top_p": 1.01}, ValueError, "top_p is 1.01, expected a number with 0 < top_p <= 1"),
        ({"top_p": "all"}, TypeError, "top_p is 'all', expected a number"),
        ({"seed": -3}, ValueError, "seed is -3, expected a whole number"),
        ({"seed": "x"}, TypeError, "seed is 'x', expected a whole number"),
        ({"model": None}, TypeError, "model is None, expected a CharModel"),
    ],
)
def test_bad_input_is_answered_at_the_call(model, change, error, message):
    with pytest.raises(error, match=message):
        textgen.stream(**({"model": model, "prompt": "a", "length": 3} | change))


@pytest.mark.parametrize("kind", [Fraction, np.float32, np.float64, np.longdouble, np.float16])
def test_settings_of_any_kind_of_number_are_the_floats_that_they_equal(model, kind):
    settings = {"temperature": 0.5, "top_p": 0.75}
    same = {name: kind(value) for name, value in settings.items()}
    assert Settings(**same) == Settings(**settings)
    assert {type(value) for value in vars(Settings(**same, top_k=np.int8(3))).values()} == {float, int}
    write = lambda **changes: "".join(textgen.stream(model, "a", 20, seed=0, **changes))  # noqa: E731
    assert write(**same) == write(**settings)
    assert textgen.draw([0.5, 0.5], kind(0.75)) == 1
    textgen.explore_writing(model, "a", 3, temperature=kind(0.5))


@pytest.mark.parametrize(
    "odd", [Decimal("0.5"), "0.5", None, True, [0.5], 0.5j, np.array([0.5]), np.array(0.5)], ids=repr
)
def test_every_other_kind_is_named_at_the_call(model, odd):
    shown = re.escape(checks.short_repr(odd))
    with pytest.raises(TypeError, match=f"temperature is {shown}, expected a number > 0"):
        textgen.stream(model, "a", 3, odd)
    with pytest.raises(TypeError, match=f"uniform is {shown}, expected a number"):
        textgen.draw([0.5, 0.5], odd)
    if odd is not None:
        with pytest.raises(TypeError, match=f"top_p is {shown}, expected a number"):
            Settings(top_p=odd)
        with pytest.raises(TypeError, match=f"top_k is {shown}, expected a whole number >= 1"):
            Settings(top_k=odd)


@pytest.mark.parametrize(
    "odd", [None, "ab", ["a", "b"], [True, False], [1j, 2], [[1], [1, 2]], {}, [None, 1.0]], ids=repr
)
def test_what_are_no_numbers_are_named(odd):
    shown = re.escape(checks.short_repr(odd))
    with pytest.raises((TypeError, ValueError), match=f"probabilities is {shown}.*, expected numbers of shape"):
        textgen.draw(odd, 0.5)


@pytest.mark.parametrize("temperature", [Fraction(1, 10**400), Fraction(10**400)])
def test_a_temperature_that_no_float_can_be_is_named(model, temperature):
    with pytest.raises(ValueError, match=r"temperature is .*, expected a number > 0 \(for greedy writing"):
        textgen.stream(model, "a", 3, temperature)


def test_minus_infinity_is_a_probability_of_0():
    assert distribution(np.array([-np.inf, 1])).tolist() == [0, 1]


@pytest.mark.parametrize("uniform", [1.0, -0.1, np.nan])
def test_only_a_uniform_number_below_1_is_drawn_with(uniform):
    with pytest.raises(ValueError, match="uniform is .*expected"):
        textgen.draw([0.5, 0.5], uniform)


@pytest.mark.parametrize("probabilities", [[], np.ones((2, 2)), [np.nan, 1], 1.0])
def test_probabilities_that_are_no_row_are_not_drawn_from(probabilities):
    with pytest.raises(ValueError, match=r"probabilities is (.|\n)*expected numbers of shape"):
        textgen.draw(probabilities, 0.5)
