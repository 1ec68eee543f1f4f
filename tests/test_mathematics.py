"""The shared functions against SciPy's, far out too, and in the dtype that they were given."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from helpers import mathematics

LOGITS = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9).map(np.array)


@given(st.floats(-1e4, 1e4))
def test_sigmoid_neither_overflows_nor_leaves_its_range(x):
    with np.errstate(all="raise", under="ignore"):
        value = mathematics.sigmoid(np.float64(x))
    assert 0 <= value <= 1
    assert value == pytest.approx(scipy.special.expit(x), abs=1e-15)


@given(LOGITS)
def test_softmax_and_its_logarithm(logits):
    with np.errstate(over="raise", invalid="raise"):
        shares, logs = mathematics.softmax(logits), mathematics.log_softmax(logits)
    np.testing.assert_allclose(shares, scipy.special.softmax(logits), rtol=1e-12)
    np.testing.assert_allclose(logs, scipy.special.log_softmax(logits), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "log_softmax"])
def test_float32_stays_float32(name):
    x = np.linspace(-3, 3, 12, dtype=np.float32).reshape(2, 2, 3)
    value = getattr(mathematics, name)(x)
    assert (value.dtype, value.shape) == (np.float32, x.shape)
    reference = getattr(scipy.special, {"sigmoid": "expit"}.get(name, name))
    axis = {} if name == "sigmoid" else {"axis": -1}
    np.testing.assert_allclose(value, reference(x.astype(np.float64), **axis), rtol=1e-5)
