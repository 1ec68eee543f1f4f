"""The shared functions against their definitions, also far out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.mathematics import log_softmax, sigmoid, softmax


@given(st.floats(-700, 700))
def test_sigmoid_neither_overflows_nor_leaves_its_range(x):
    with np.errstate(all="raise", under="ignore"):
        assert 0 <= sigmoid(np.float64(x)) <= 1
        assert sigmoid(np.float64(x)) == pytest.approx(1 / (1 + np.exp(-np.longdouble(x))), abs=1e-12)


def test_softmax_of_huge_scores_is_finite():
    scores = np.array([1e4, 1e4, -1e4])
    np.testing.assert_allclose(softmax(scores), [0.5, 0.5, 0])
    np.testing.assert_allclose(np.exp(log_softmax(scores)), [0.5, 0.5, 0])
