import re
import warnings

import numpy as np
import pytest

from helpers import checks


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
            checks.loss(value, learning_rate, "at step 3", usual=0.25)


def test_a_loss_that_is_only_bad_may_go_on():
    assert checks.loss(999_999.0, 0.1, "at step 3", usual=0.1) == 999_999.0
