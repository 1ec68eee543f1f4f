"""A batch read in two processes: the same numbers as in one, and no process is left."""

import signal

import numpy as np
import psutil
import pytest

from helpers.char_model.bptt import BPTT
from helpers.textgen.data_parallel import DataParallel, RemoteShard

ROWS, WINDOW, SYMBOLS = 5, 4, 6
SHAPES = [(SYMBOLS, 3), (3, 24), (8, 24), (2, 24), (8, SYMBOLS), (SYMBOLS,)]


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(np.float32) for shape in SHAPES]


@pytest.fixture(scope="module")
def batches():
    return np.random.default_rng(1).integers(SYMBOLS, size=(3, 2, ROWS, WINDOW), dtype=np.int32)


def told(weights, batches, **options):
    """Losses and gradients of some batches."""
    with DataParallel(weights, ROWS, WINDOW, **options) as parallel:
        return [(parallel.loss(x, y, reset=step == 0), parallel.gradient.copy()) for step, (x, y) in enumerate(batches)]


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_one_process_and_two_give_the_same_to_the_last_bit(weights, batches, dropout):
    found = [told(weights, batches, dropout=dropout, seed=3, processes=number) for number in (1, 2)]
    for (alone, gradient), (together, same) in zip(*found, strict=True):
        assert alone == together
        np.testing.assert_array_equal(gradient, same)


def test_two_halves_are_the_whole(weights, batches):
    whole, out = BPTT(weights, ROWS, WINDOW), [np.empty_like(weight) for weight in weights]
    for (x, y), (loss, gradient) in zip(batches, told(weights, batches), strict=True):
        assert whole.gradient(x, y, x.size, out) == pytest.approx(loss, rel=1e-6)
        np.testing.assert_allclose(gradient, np.concatenate([part.ravel() for part in out]), atol=1e-6)


def test_a_single_row_is_read_here(weights, batches):
    x, y = batches[0, :, :1]
    with DataParallel(weights, 1, WINDOW, processes=2) as parallel:
        assert np.isfinite(parallel.loss(x, y))


def interrupted(parallel, other, batches):
    with parallel:
        parallel.loss(*batches[0])
        other.send_signal(signal.SIGINT)  # which is for the notebook's process alone
        parallel.loss(*batches[1])
        raise KeyboardInterrupt


def test_the_other_process_ends_with_the_training_whatever_ends_it(weights, batches):
    before = set(psutil.Process().children())
    parallel = DataParallel(weights, ROWS, WINDOW, processes=2)
    (other,) = set(psutil.Process().children()) - before
    with pytest.raises(KeyboardInterrupt):
        interrupted(parallel, other, batches)
    assert not other.is_running()


def test_a_process_that_died_is_told(weights, batches):
    before = set(psutil.Process().children())
    with DataParallel(weights, ROWS, WINDOW, processes=2) as parallel:
        parallel.loss(*batches[0])
        (other,) = set(psutil.Process().children()) - before
        other.kill()
        with pytest.raises(RuntimeError, match="second process has ended"):
            parallel.loss(*batches[1])


def test_weights_that_are_moved_here_are_moved_there(weights, batches):
    with DataParallel(weights, ROWS, WINDOW, processes=2) as parallel:
        assert any(isinstance(part, RemoteShard) for part in parallel._shards)
        parallel.loss(*batches[0])
        parallel.weights[:] = 0
        assert parallel.loss(*batches[1]) == pytest.approx(np.log(SYMBOLS))
        assert not any(array.any() for array in parallel.arrays())
