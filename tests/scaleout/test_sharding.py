"""Who reads what: every row is read once, and by the same worker from beginning to end."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import scaleout, textgen
from helpers.char_model.recipe import batches

BATCH_AND_WORKERS = st.integers(1, 200).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size)))


@given(BATCH_AND_WORKERS)
def test_every_row_is_read_once_and_nobody_has_much_more_than_another(batch_and_workers):
    batch_size, workers = batch_and_workers
    rows = [np.arange(batch_size)[shard] for shard in scaleout.shards(batch_size, workers)]
    np.testing.assert_array_equal(np.concatenate(rows), np.arange(batch_size))
    sizes = {len(each) for each in rows}
    assert len(rows) == workers
    assert 1 <= min(sizes) <= max(sizes) <= min(sizes) + 1


@given(st.integers(1, 6).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size))), st.integers(1, 5))
def test_in_an_epoch_every_character_is_read_once_and_each_worker_goes_on_where_it_stopped(batch_and_workers, window):
    batch_size, _ = batch_and_workers
    characters = batch_size * window * 4
    ids = np.arange(characters + 1, dtype=np.int32)  # every character is its own place in the text
    recipe = textgen.Recipe(batch_size=batch_size, window=window)
    epoch = list(islice(batches(ids, recipe, seed=0), 5))
    assert [begins for _, _, begins in epoch] == [True, False, False, False, True]
    read = [
        np.concatenate([x[shard] for x, _, _ in epoch[:4]], axis=1) for shard in scaleout.shards(*batch_and_workers)
    ]
    for mine in read:
        np.testing.assert_array_equal(mine[:, 1:], mine[:, :-1] + 1)
    np.testing.assert_array_equal(np.sort(np.concatenate(read), axis=None), np.arange(characters))


@pytest.mark.parametrize("name", ["batch_size", "workers"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, "2", None])
def test_what_is_no_number_of_rows_or_workers_is_named(name, value):
    with pytest.raises((TypeError, ValueError), match=f"{name} is {value!r}, expected a whole number >= 1"):
        scaleout.shards(**({"batch_size": 4, "workers": 2} | {name: value}))


def test_a_worker_that_would_have_nothing_to_read_is_refused():
    with pytest.raises(ValueError, match="workers is 5, expected at most 4: a batch has so many rows to share out"):
        scaleout.shards(4, 5)
