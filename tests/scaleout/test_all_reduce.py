"""The states of a ring all-reduce, beside NumPy's sum and beside workers that really send."""

import itertools
import threading
from multiprocessing import Pipe

import numpy as np
import pytest

from helpers import scaleout
from helpers.scaleout.ring import Ring


def numbers(workers, length):
    return np.random.default_rng(workers * length).integers(-9, 10, (workers, length))


def sent_for_real(arrays):
    """What the workers hold after `Ring.all_reduce` in threads, and the bytes that each has sent."""
    n = len(arrays)
    pipes = [Pipe() for _ in range(n)]  # from each to the next
    rings = [Ring(rank, n, pipes[rank][0], pipes[rank - 1][1]) for rank in range(n)]
    held = arrays.astype(np.float32)
    threads = [threading.Thread(target=ring.all_reduce, args=(row,)) for ring, row in zip(rings, held, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return held, tuple(ring.bytes_sent for ring in rings)


@pytest.mark.parametrize(("workers", "length"), [(1, 3), (2, 2), (2, 5), (3, 3), (4, 9), (5, 3), (6, 6)])
def test_it_ends_with_the_sum_on_all_workers(workers, length):
    arrays = numbers(workers, length)
    states = scaleout.ring_states(arrays)
    assert len(states) == 1 + 2 * (workers - 1)
    np.testing.assert_array_equal(states[0].arrays, arrays)
    np.testing.assert_array_equal(states[-1].arrays, [arrays.sum(axis=0)] * workers)


@pytest.mark.parametrize(("workers", "length"), [(2, 5), (3, 7), (4, 4)])
def test_workers_that_really_send_hold_and_send_the_same(workers, length):
    arrays = numbers(workers, length)
    last = scaleout.ring_states(arrays)[-1]
    held, bytes_sent = sent_for_real(arrays)
    np.testing.assert_array_equal(last.arrays, held)
    assert last.bytes_sent == bytes_sent


@pytest.mark.parametrize("workers", [2, 3, 4, 6])
def test_every_chunk_is_the_sum_of_those_whose_numbers_it_holds(workers):
    arrays = numbers(workers, 2 * workers)
    for state in scaleout.ring_states(arrays):
        for row in state.chunks:
            for part, chunk in zip(np.array_split(arrays, workers, axis=1), row, strict=True):
                np.testing.assert_array_equal(chunk.values, part[list(chunk.workers)].sum(axis=0))


@pytest.mark.parametrize("workers", [2, 3, 4, 6])
def test_after_reduce_scatter_every_worker_has_one_complete_sum(workers):
    states = scaleout.ring_states(numbers(workers, workers))
    middle = states[workers - 1]
    assert (middle.phase, middle.hop) == ("reduce-scatter", workers - 1)
    complete = [
        [index for index in range(workers) if middle.is_complete(rank, index)] for rank in range(middle.workers)
    ]
    assert sorted(index for (index,) in complete) == list(range(workers))


@pytest.mark.parametrize("workers", [2, 3, 4, 5, 6])
def test_each_sends_two_n_minus_1_nths_of_its_array(workers):
    length = 3 * workers
    last = scaleout.ring_states(numbers(workers, length))[-1]
    assert last.bytes_sent == (2 * (workers - 1) * 4 * length // workers,) * workers


def test_a_transfer_goes_to_the_next_worker_and_carries_what_its_sender_held():
    states = scaleout.ring_states(numbers(4, 8))
    for before, after in itertools.pairwise(states):
        assert [sent.sender for sent in after.transfers] == [0, 1, 2, 3]
        for sent in after.transfers:
            assert sent.receiver == (sent.sender + 1) % 4
            assert sent.chunk == before.chunks[sent.sender][sent.index]


@pytest.mark.parametrize(
    ("arrays", "kind", "message"),
    [
        ([1, 2], ValueError, r"arrays is \[1, 2\] with shape \(2,\), expected numbers of shape"),
        ([[1, 2], [3]], ValueError, "arrays is .*, expected numbers of shape"),
        ([[0.5, 1]], ValueError, r"arrays is \[\[0.5, 1\]\], expected whole numbers"),
        ("12", TypeError, "arrays is '12', expected numbers"),
    ],
)
def test_what_is_no_array_for_each_worker_is_refused(arrays, kind, message):
    with pytest.raises(kind, match=message):
        scaleout.ring_states(arrays)
