"""What communication costs on paper: compared with a ring that counts, and with steps timed one number at a time."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import scaleout
from helpers.scaleout.ring import Door

numbers_of_weights = st.integers(1, 10**9)
workers = st.integers(1, 1024)
bandwidths = st.floats(1e6, 4e11)
seconds = st.floats(1e-4, 100)
latencies = st.floats(1e-6, 1e-2)
shares = st.floats(0, 1)


class Counted:
    """A connection that counts what goes through."""

    def __init__(self, connection):
        self.connection, self.lengths = connection, []

    def send_bytes(self, message):
        self.lengths.append(len(message))
        self.connection.send_bytes(message)


def all_reduce_counted(length, size):
    """The messages that each worker of a real ring sends to add up arrays of so many float32."""
    doors = [Door(b"key") for _ in range(size)]
    ports = [door.port for door in doors]

    def work(rank):
        ring = doors[rank].join(rank, ports)
        ring._following = counted = Counted(ring._following)
        array = np.full(length, rank + 1, np.float32)
        ring.all_reduce(array)
        np.testing.assert_array_equal(array, size * (size + 1) / 2)
        assert ring.bytes_sent == sum(counted.lengths)
        return counted.lengths

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(work, range(size)))


@pytest.mark.parametrize("size", [2, 3, 4, 5])
@pytest.mark.parametrize("length", [1, 60, 1003])
def test_a_real_ring_sends_as_many_bytes_and_messages(size, length):
    sent = all_reduce_counted(length, size)
    cost = scaleout.communication(length, size, 1e9, 1.0)
    assert [len(each) for each in sent] == [cost.messages] * size
    assert np.mean([sum(each) for each in sent]) == pytest.approx(cost.bytes_sent)
    # Chunks are of two lengths at most, a float apart, and a worker leaves out one of them in each round.
    assert max(abs(sum(each) - cost.bytes_sent) for each in sent) <= 2 * 4


def test_the_numbers_of_the_lesson():
    # Counted in a prototype of the ring for 244,106 weights, and 2, 3 and 4 workers.
    sent = [scaleout.communication(244_106, n, 1e9, 1.0).bytes_sent for n in (2, 3, 4)]
    assert sent == pytest.approx([976_424, 1_301_900, 1_464_636], abs=2)


def test_a_step_by_hand():
    # 1,000,000 bits each way at 1 Mb/s and 2 messages of 0.1 s: 1.2 s; of 10 s, 2 are not shared out.
    cost = scaleout.communication(31_250, 2, 1e6, 10.0, latency=0.1, fixed_seconds=2.0)
    assert (cost.bytes_sent, cost.messages) == (125_000, 2)
    assert cost.seconds == pytest.approx(1.2)
    assert cost.step_seconds == pytest.approx(2 + 8 / 2 + 1.2)
    assert cost.local_step_seconds == pytest.approx(11.2)
    assert cost.speed_up == pytest.approx(10 / 7.2)
    assert cost.local_speed_up == pytest.approx(20 / 11.2)
    assert str(cost) == (
        "2 workers: each sends 125,000 bytes a step in 2 messages, which takes 1200.00 ms;"
        " with the same batch, 1.39 times as fast as one;"
        " with as many rows for each as one had, 1.79 times as much text per second"
    )


@given(numbers_of_weights, bandwidths, seconds, latencies, shares)
def test_one_worker_alone_has_nothing_to_send(parameters, bandwidth, alone, latency, share):
    cost = scaleout.communication(parameters, 1, bandwidth, alone, latency, share * alone)
    assert (cost.bytes_sent, cost.messages, cost.seconds) == (0, 0, 0)
    assert cost.step_seconds == pytest.approx(alone)
    assert cost.local_step_seconds == alone
    assert (cost.speed_up, cost.local_speed_up) == pytest.approx((1, 1))


@given(numbers_of_weights, workers, bandwidths, seconds, latencies)
def test_more_workers_send_more_and_never_twice_the_gradient(parameters, n, bandwidth, alone, latency):
    fewer, more = (scaleout.communication(parameters, k, bandwidth, alone, latency) for k in (n, n + 1))
    assert fewer.bytes_sent < more.bytes_sent < 2 * 4 * parameters
    assert fewer.seconds < more.seconds
    assert fewer.local_speed_up / n > more.local_speed_up / (n + 1)


@given(numbers_of_weights, st.integers(2, 1024), bandwidths, seconds, latencies, st.floats(1.1, 1000))
def test_a_faster_network_helps_down_to_the_latency(parameters, n, bandwidth, alone, latency, times):
    slow, fast, endless = (
        scaleout.communication(parameters, n, each, alone, latency) for each in (bandwidth, times * bandwidth, 1e30)
    )
    assert slow.seconds > fast.seconds
    assert slow.speed_up < fast.speed_up
    assert endless.seconds == pytest.approx(2 * (n - 1) * latency, rel=1e-6)


@given(numbers_of_weights, workers, bandwidths, seconds, latencies, shares)
def test_no_speed_up_is_beyond_the_workers_or_amdahls_law(parameters, n, bandwidth, alone, latency, share):
    cost = scaleout.communication(parameters, n, bandwidth, alone, latency, share * alone)
    assert cost.speed_up <= 1 / (share + (1 - share) / n) * (1 + 1e-9)
    assert cost.speed_up <= n * (1 + 1e-9)
    assert cost.local_speed_up <= n


@given(st.integers(1, 10**7), st.floats(1e8, 4e11), st.floats(1e-4, 1), st.floats(1e-5, 1e-2), shares)
def test_from_so_many_on_more_stop_helping(parameters, bandwidth, alone, latency, share):
    given_all = (parameters, bandwidth, alone, latency, share * alone)
    found = scaleout.most_workers(*given_all)
    assert found < 300
    steps = [scaleout.communication(parameters, n, *given_all[1:]).step_seconds for n in range(1, 400)]  # one at a time
    assert steps[found - 1] == pytest.approx(min(steps), rel=1e-9)
    # Each before it made the step faster, and none after it does.
    assert np.all(np.diff(steps[:found]) < 1e-12)
    assert np.all(np.diff(steps[found - 1 :]) > -1e-12)


def test_without_latency_only_the_bytes_cost_and_more_workers_always_help():
    assert scaleout.communication(1_000_000, 2, 1e9, 1.0, latency=0).seconds == pytest.approx(0.032)
    with pytest.raises(ValueError, match="latency is 0, expected a number > 0"):
        scaleout.most_workers(1_000_000, 1e9, 1.0, latency=0)


def test_a_network_too_slow_for_the_batch_is_for_one_worker():
    # The gradient of a million weights needs 64 ms in a large ring at 1 Gb/s.
    assert scaleout.most_workers(1_000_000, 1e9, 0.063) == 1
    assert scaleout.most_workers(1_000_000, 1e9, 0.065) > 1


ARGUMENTS = {"parameters": 1000, "workers": 2, "bandwidth": 1e9, "seconds_per_step": 0.1}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("parameters", 0, "a whole number >= 1"),
        ("parameters", 1e6, "a whole number >= 1"),
        ("workers", 0, "a whole number >= 1"),
        ("workers", "2", "a whole number >= 1"),
        ("bandwidth", 0, "a number > 0"),
        ("bandwidth", "1 Gb/s", "a number > 0"),
        ("seconds_per_step", -1, "a number > 0"),
        ("latency", -1e-6, "a number >"),
        ("fixed_seconds", 0.2, "a number from 0 to seconds_per_step, 0.1"),
        ("fixed_seconds", -0.1, "a number from 0 to seconds_per_step, 0.1"),
        ("fixed_seconds", float("nan"), "a finite number"),
    ],
)
def test_bad_input_is_refused_in_words(name, value, expected):
    with pytest.raises((TypeError, ValueError), match=f"{name} is .*, expected {expected}"):
        scaleout.communication(**ARGUMENTS | {name: value})
    if name != "workers":
        given_all = ARGUMENTS | {name: value}
        del given_all["workers"]
        with pytest.raises((TypeError, ValueError), match=f"{name} is .*, expected {expected}"):
            scaleout.most_workers(**given_all)
