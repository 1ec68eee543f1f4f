"""The stored study of larger batches: what the lesson states of it holds in every seed."""

import dataclasses
import math

import pytest

from helpers import scaleout
from helpers.scaleout.larger_batches import RULES, STUDY, save_batch_study

BATCHES = (64, 128, 512)


@pytest.fixture(scope="module")
def study():
    return scaleout.batch_study()


def test_all_ways_have_read_the_same_characters(study):
    assert {run.steps * run.batch_size * study.window for run in study.runs} == {study.characters}
    assert {len(run.bits) for run in study.runs} == {5}
    ways = [(64, "unscaled")] + [(batch, rule) for batch in BATCHES[1:] for rule in RULES]
    assert [(run.batch_size, run.rule, run.warm_up) for run in study.runs] == [
        (*way, up) for way in ways for up in (True, False)
    ]


def test_rates_follow_their_rule(study):
    factors = {"unscaled": lambda k: 1, "√": math.sqrt, "linear": lambda k: k}
    for run in study.runs:
        expected = study.run(64).learning_rate * factors[run.rule](run.batch_size / 64)
        assert run.learning_rate == pytest.approx(expected, abs=1e-4)


def paired(better, worse):
    """Whether each seed of one way did better than the same seed of the other."""
    return all(b < w for b, w in zip(better.bits, worse.bits, strict=True))


def apart(better, worse):
    """Whether every seed of one way did better than any of the other."""
    return max(better.bits) < min(worse.bits)


def test_a_warm_up_helps_in_every_seed_but_where_the_rate_is_lost_anyway(study):
    for run in study.runs:
        if run.warm_up:
            lost = (run.batch_size, run.rule) == (512, "linear")
            assert paired(run, study.run(run.batch_size, run.rule, warm_up=False)) != lost


def test_from_the_same_characters_a_larger_batch_learns_less_whatever_the_rule(study):
    small, middle, large = ([run for run in study.runs if run.warm_up and run.batch_size == size] for size in BATCHES)
    assert all(apart(better, worse) for better in small for worse in middle)
    assert all(apart(better, worse) for better in middle for worse in large)


def test_the_linear_rule_fails_for_the_largest_batch(study):
    for warm_up in (True, False):
        linear = study.run(512, "linear", warm_up)
        assert min(linear.bits) > 3.6
        assert all(apart(study.run(512, rule, warm_up), linear) for rule in ("unscaled", "√"))


def test_between_the_square_root_and_no_scaling_seeds_disagree(study):
    for size in BATCHES[1:]:
        unscaled, scaled = study.run(size), study.run(size, "√")
        assert not paired(unscaled, scaled)
        assert not paired(scaled, unscaled)


def test_the_rate_to_begin_with_is_the_best_for_the_smallest_batch(study):
    base, rates = study.run(64), study.rates
    best = next(run for run in rates if run.learning_rate == base.learning_rate)
    assert best.bits == base.bits[: len(best.bits)]
    assert all(paired(best, run) for run in rates if run is not best)


def test_storing_it_again_changes_no_byte(study, tmp_path):
    save_batch_study(study, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == STUDY.read_bytes()


def test_what_was_measured_is_rounded_when_it_is_stored(study, tmp_path):
    run = dataclasses.replace(study.runs[0], bits=(2.123456,))
    save_batch_study(dataclasses.replace(study, runs=(run,)), tmp_path / "one.json")
    assert "[2.1235]" in (tmp_path / "one.json").read_text(encoding="utf-8")


def test_a_way_that_was_not_measured(study):
    with pytest.raises(ValueError, match=r"are \(256, 'unscaled', True\), expected one of"):
        study.run(256)
