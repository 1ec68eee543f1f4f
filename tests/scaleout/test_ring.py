"""Workers in a ring add up their arrays: here they are threads, and their connections are real."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client

import numpy as np
import psutil
import pytest

from helpers.scaleout.ring import LOOPBACK, Door

KEY = b"for this test only"
DEADLINE = 60.0
"""Seconds, far more than anything here takes: one that hangs is to fail, not to hang."""


@contextmanager
def ring_of(size):
    """The workers of a ring; at the end, their connections are closed."""
    doors = [Door(KEY) for _ in range(size)]
    ports = [door.port for door in doors]
    rings = on_all(lambda rank: doors[rank].join(rank, ports), range(size))
    try:
        yield rings
    finally:
        for ring in rings:
            leave(ring)


def leave(ring):
    for connection in (ring._following, ring._previous):
        connection.close()


def on_all(work, items):
    """What every item gives, each in a thread."""
    items = list(items)
    results, threads = [None] * len(items), []

    def run(place):
        try:
            results[place] = work(items[place])
        except Exception as error:
            results[place] = error

    for place in range(len(items)):
        threads.append(threading.Thread(target=run, args=(place,), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(DEADLINE)
        assert not thread.is_alive(), "a worker waits for ever"
    return results


@pytest.mark.parametrize("size", range(1, 7))
def test_all_workers_get_the_sum_and_send_as_little_as_can_be(size):
    rng = np.random.default_rng(size)
    with ring_of(size) as rings:
        for length in (1, 2, 3, 5, 6, 7, 60, 101, 5000):
            arrays = rng.normal(size=(size, length)).astype(np.float32)
            expected = arrays.sum(axis=0, dtype=np.float64)
            before = [ring.bytes_sent for ring in rings]
            assert on_all(lambda ring: ring.all_reduce(arrays[ring.rank]), rings) == [None] * size  # noqa: B023
            np.testing.assert_allclose(arrays[0], expected, atol=1e-5)
            np.testing.assert_array_equal(arrays, np.broadcast_to(arrays[0], arrays.shape))  # equal to the bit
            sent = [ring.bytes_sent - b for ring, b in zip(rings, before, strict=True)]
            assert sum(sent) == 2 * (size - 1) * arrays[0].nbytes
            # Where an array cannot be cut into equal chunks, a worker sends at most one number more or less per hop.
            assert np.abs(np.array(sent) - 2 * (size - 1) / size * arrays[0].nbytes).max() < 4 * 2 * size
            if length % size == 0:
                assert set(sent) == {2 * (size - 1) * arrays[0].nbytes // size}


@pytest.mark.parametrize("dtype", [np.float64, np.int64])
def test_numbers_of_other_types_are_added_up_too(dtype):
    arrays = np.arange(3 * 8, dtype=dtype).reshape(3, 8)
    expected = arrays.sum(axis=0)
    with ring_of(3) as rings:
        on_all(lambda ring: ring.all_reduce(arrays[ring.rank]), rings)
    np.testing.assert_array_equal(arrays, [expected] * 3)


@pytest.mark.parametrize("size", [2, 3])
def test_chunks_that_no_buffer_holds_travel_all_the_same(size):
    arrays = np.ones((size, size * 8_000_000), np.float32)  # 32 MB a chunk
    with ring_of(size) as rings:
        assert on_all(lambda ring: ring.all_reduce(arrays[ring.rank]), rings) == [None] * size
    assert (arrays == size).all()


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_neighbour_that_has_gone_is_told_in_words(gone):
    with ring_of(3) as rings:
        leave(rings[gone])
        left = [ring for ring in rings if ring.rank != gone]

        def add(ring):
            try:
                ring.all_reduce(np.ones(30, np.float32))
            finally:
                leave(ring)  # as its process would, at its end

        for ring, error in zip(left, on_all(add, left), strict=True):
            assert type(error) is ConnectionError
            assert str(error) == f"a neighbour of worker {ring.rank} has gone"


def test_a_neighbour_that_has_gone_before_the_ring_is_closed_is_told_in_words():
    door, other = Door(KEY), Door(KEY)
    ports = [door.port, other.port]
    other._listener.close()
    (error,) = on_all(lambda door: door.join(0, ports), [door])
    assert type(error) is ConnectionError
    assert str(error) == "a neighbour of worker 0 has gone"


def test_a_worker_listens_where_only_its_own_machine_reaches_it_and_no_longer_than_it_must():
    def listening():
        connections = psutil.Process().net_connections("inet")
        return {each.laddr for each in connections if each.status == psutil.CONN_LISTEN}

    before = listening()
    doors = [Door(KEY) for _ in range(2)]
    ports = [door.port for door in doors]
    opened = listening() - before
    assert {port for _, port in opened} == set(ports)
    assert {address for address, _ in opened} == {"127.0.0.1"}
    for ring in on_all(lambda rank: doors[rank].join(rank, ports), range(2)):
        leave(ring)
    assert not listening() & opened


def test_strangers_are_turned_away_and_the_ring_closes_nevertheless():
    doors = [Door(KEY) for _ in range(2)]
    ports = [door.port for door in doors]
    with ThreadPoolExecutor(2) as pool:
        joined = [pool.submit(doors[1].join, 1, ports)]
        for _ in range(2):
            with pytest.raises((AuthenticationError, EOFError, ConnectionError)):
                Client((LOOPBACK, ports[1]), authkey=b"another key")
        Client((LOOPBACK, ports[1])).close()  # one who asks nothing, and goes
        assert not joined[0].done()
        joined.append(pool.submit(doors[0].join, 0, ports))
        assert not wait(joined, DEADLINE).not_done
        rings = [each.result() for each in reversed(joined)]
    arrays = np.ones((2, 3))
    on_all(lambda ring: ring.all_reduce(arrays[ring.rank]), rings)
    assert (arrays == 2).all()
    for ring in rings:
        leave(ring)
