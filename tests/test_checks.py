import json
import re
import warnings
from dataclasses import asdict
from fractions import Fraction

import numpy as np
import pytest

from helpers import backprop, checks, embeddings, textgen


@pytest.mark.parametrize("check", [checks.number, checks.positive])
def test_every_kind_of_number_is_taken_without_a_word(check):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [check("x", value) for value in (1, 0.5, np.float32(0.5), np.int8(3))] == [1, 0.5, 0.5, 3]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float32("inf"), 10**400])
def test_what_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="x is .*, expected a finite number"):
        checks.number("x", value)
    with pytest.raises(ValueError, match="x is .*, expected a number > 0"):
        checks.positive("x", value)


@pytest.mark.parametrize("value", [[0.5] * 100_000 + [None], np.full(100_000, "a"), "a" * 100_000])
def test_a_long_value_is_shown_short(value):
    with pytest.raises(TypeError, match="x is ") as caught:
        checks.numbers("x", value, (None,))
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e6, np.float32("inf")])
def test_a_loss_that_is_lost_names_the_learning_rate_and_what_to_do(value):
    for learning_rate, less in ((1e20, "0.25"), (0.25, "0.025")):
        message = (
            f"learning_rate is {learning_rate:g}, expected a smaller one: at step 3 the loss was lost, "
            f"it is {value:.3g}. Train again with less, such as {less}"
        )
        with pytest.raises(ValueError, match=re.escape(message)):
            checks.loss(value, learning_rate, "at step 3", default_rate=0.25)


def test_a_loss_that_is_only_bad_may_go_on():
    assert checks.loss(999_999.0, 0.1, "at step 3", default_rate=0.1) == 999_999.0


@pytest.mark.parametrize("value", [Fraction(1, 10**400), np.nextafter(np.longdouble(0), 1) / 4, 0, -1])
def test_what_is_too_small_for_a_float_is_not_above_0(value):
    with pytest.raises(ValueError, match="x is .*, expected a number > 0"):
        checks.positive("x", value)


@pytest.mark.parametrize("recipe", [embeddings.Recipe, textgen.Recipe])
@pytest.mark.parametrize("kind", [Fraction, np.float32, np.longdouble])
def test_a_recipe_keeps_plain_numbers_whatever_kind_it_is_given(recipe, kind):
    """A network's sizes are multiplied, where an int8 would overflow, and other processes are told them in JSON."""
    fields = recipe.__dataclass_fields__
    shares = {name: 0.25 for name in ("learning_rate", "dropout", "letter_dropout", "subsample") if name in fields}
    sizes = {name: 100 for name in ("units", "embedding", "dim", "batch_size", "epochs") if name in fields}
    given = {name: kind(value) for name, value in shares.items()} | {
        name: np.int8(value) for name, value in sizes.items()
    }
    assert json.loads(json.dumps(asdict(recipe(**given)))) == asdict(recipe(**shares, **sizes))


def test_counts_of_eight_bits_count_on():
    """127 + 1 is -128 in them."""
    most = np.int8(127)
    words = embeddings.WordVectors([f"word {i}" for i in range(200)], np.eye(200) + 0.1)
    assert words.most_similar("word 0", topn=most) == words.most_similar("word 0", topn=127)
    assert backprop.train_xor(0, steps=most).errors.shape == (128, 1)
    assert len(backprop.descend(backprop.MAZUR.network, backprop.MAZUR.x, backprop.MAZUR.target, 0.5, most)) == 128


@pytest.mark.parametrize(
    ("value", "error", "answer"),
    [
        ("LSTM", TypeError, r"cells is 'LSTM', expected several words, such as \['LSTM', 'GRU'\]"),
        ([], ValueError, "cells is empty, expected at least one word"),
        (["GRU", "GRU"], ValueError, "cells has 'GRU' more than once, expected every word once"),
        (["GRU", "RNN"], ValueError, "a word of cells is 'RNN', expected one of 'LSTM', 'GRU'"),
    ],
)
def test_words_that_are_not_known_ones_each_once_are_refused(value, error, answer):
    with pytest.raises(error, match=answer):
        checks.unique_strings("cells", value, ("LSTM", "GRU"))


def test_known_words_are_taken_in_the_order_that_they_are_given():
    assert checks.unique_strings("cells", iter(["GRU", "LSTM"]), ("LSTM", "GRU")) == ("GRU", "LSTM")
    assert checks.unique_strings("cells", ["RNN"]) == ("RNN",)
