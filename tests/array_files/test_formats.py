"""The formats' costs: sizes are those of files that are written here, and ratios are what they say."""

import io
import tempfile
from pathlib import Path

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import corpora
from helpers.array_files import compare_formats, formats
from helpers.array_files.formats import COUNTS, KINDS, NAMES, RECORDED, Comparison, Cost, compare_over

DOUBLES = np.random.default_rng(0).random(1000)


def size_of(save, array):
    file = io.BytesIO()
    save(file, array)
    return len(file.getvalue())


def test_sizes_are_the_files():
    costs = compare_formats(DOUBLES)
    assert [cost.name for cost in costs] == list(NAMES)
    assert costs[".npy"].size == size_of(np.save, DOUBLES) == 128 + 8000
    assert costs[".npz"].size == size_of(np.savez, DOUBLES)
    assert costs["compressed .npz"].size == size_of(np.savez_compressed, DOUBLES)
    assert costs["text"].size == sum(len(str(value)) + 1 for value in DOUBLES.tolist())
    assert costs.count == 1000
    assert all(cost.seconds > 0 for cost in costs)


def test_ratios_are_in_units_of_npy():
    costs = Comparison(
        5, tuple(Cost(name, size, size / 4) for name, size in zip(NAMES, (300, 100, 150, 50), strict=True))
    )
    assert [costs.size_ratio(name) for name in NAMES] == [3, 1, 1.5, 0.5]
    assert [costs.load_ratio(name) for name in NAMES] == [3, 1, 1.5, 0.5]


def test_the_weather_is_smaller_as_text_as_the_lesson_says():
    costs = compare_formats(corpora.seattle_weather(), repeats=1)
    assert (costs["text"].size, costs[".npy"].size, costs[".npz"].size) == (47_788, 99_604, 99_740)
    assert costs.size_ratio("compressed .npz") < 0.2


@pytest.mark.parametrize(
    "array",
    [
        np.array([True, False, True]),
        np.arange(6).reshape(2, 3),
        np.arange(4, dtype=">f4"),
        np.array([1 + 2j, -3.5j]),
        np.array([0.1, np.nan, -np.inf], np.float16),
        np.array([(1, "a#b")], [("n", "i4"), ("t", "U3")]),
    ],
    ids=lambda array: str(array.dtype)[:12],
)
def test_every_format_holds_the_array(array, monkeypatch):
    """Each file is loaded, and what is loaded is compared."""
    loaded = []

    def keep(load, path):
        loaded.append(load(path))
        return 1.0

    monkeypatch.setattr(formats, "_seconds", keep)
    compare_formats(array, repeats=1)
    assert len(loaded) == len(NAMES)
    for back in loaded:
        assert back.dtype == array.dtype
        assert back.tobytes() == array.tobytes()


def test_the_least_time_counts(monkeypatch):
    times = iter([3.0, 1.0, 2.0] * len(NAMES))
    monkeypatch.setattr(formats, "_seconds", lambda load, path: next(times))
    assert {cost.seconds for cost in compare_formats(DOUBLES)} == {1.0}


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    compare_formats(DOUBLES, repeats=1)
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_has_the_sizes_of_today(kind):
    today = compare_over(kind, COUNTS[:4])
    for recorded, now in zip(RECORDED[kind], today, strict=False):
        assert recorded.count == now.count
        for name in NAMES:
            tolerance = 0.05 if name == "compressed .npz" else 0  # another zlib packs otherwise
            assert recorded[name].size == pytest.approx(now[name].size, rel=tolerance, abs=0)
    assert [comparison.count for comparison in RECORDED[kind]] == list(COUNTS)


def test_what_is_said_of_the_kinds_of_values():
    ratios = {kind: compare_over(kind, [10_000])[0] for kind in KINDS}
    assert {kind for kind in KINDS if ratios[kind].size_ratio("text") < 1} == set(KINDS) - {"random doubles"}
    assert ratios["random doubles"].size_ratio("compressed .npz") > 0.9
    assert ratios["zeros"].size_ratio("compressed .npz") < 0.01


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (([1.0],), TypeError, r"array is \[1.0\], expected a NumPy array"),
        ((np.array([None]),), TypeError, "array has dtype object, expected numbers, or records"),
        ((np.array(["a"]),), TypeError, "array has dtype <U1, expected numbers"),
        ((np.array(1.0),), ValueError, r"array has shape \(\), expected one or two axes"),
        ((np.zeros((2, 2, 2)),), ValueError, r"array has shape \(2, 2, 2\), expected one or two axes"),
        ((np.zeros(0),), ValueError, r"array has shape \(0,\), expected .* at least one item"),
        ((DOUBLES, 0), ValueError, "repeats is 0, expected a whole number from 1 to 1,000"),
        ((DOUBLES, 10**30), ValueError, f"repeats is {10**30}, expected a whole number from 1 to 1,000"),
        ((DOUBLES, 1.5), TypeError, "repeats is 1.5, expected a whole number from 1 to 1,000"),
        ((DOUBLES, True), TypeError, "repeats is True, expected a whole number from 1 to 1,000"),
    ],
)
def test_bad_input_is_named(arguments, kind, message):
    with pytest.raises(kind, match=message):
        compare_formats(*arguments)


def test_a_format_that_is_none_is_named():
    with pytest.raises(KeyError, match="no format is named 'zip', expected one of text, .npy"):
        RECORDED["zeros"][0]["zip"]


def test_what_a_text_cannot_carry_is_named():
    with pytest.raises(TypeError, match="array has a mask"):
        compare_formats(np.ma.array([1.0]))
    with pytest.raises(ValueError, match="array of dtype .* does not come back from text"):
        compare_formats(np.array([("a|b",)], dtype=[("word", "U3")]))
    with pytest.raises(ValueError, match="array has 2 items, and 1 of them come back from text"):
        compare_formats(np.array([("a",), ("",)], dtype=[("word", "U3")]))
    with pytest.raises(ValueError, match="array has 1 items, and 0 of them come back from text"):
        compare_formats(np.array([("",)], dtype=[("word", "U3")]))
    two_fields = np.array([("", 1.5), ("b", 2.5)], dtype=[("word", "U3"), ("number", "f8")])
    assert compare_formats(two_fields, repeats=1).count == 2  # beside another field, an empty word is one


WORD_AND_NUMBER = [("word", "U4"), ("number", "i8")]


@pytest.mark.parametrize(
    "array",
    [
        np.array([(b"ab", 1)], [("s", "S2"), ("n", "i8")]),
        np.array([(b"ab", 1)], [("s", "S9"), ("n", "i8")]),
        np.array([("a\nb",), ("c",)], [("word", "U4")]),
        np.array([("a\r",)], [("word", "U4")]),
        np.array([("a\nb", 1)], WORD_AND_NUMBER),
        np.array([("\ud800", 1)], WORD_AND_NUMBER),
        np.array([("a",)], [("word", "U9")]).reshape(1, 1),
        np.frombuffer(b"\xff\xff\xff\x7f", [("word", "<U1")]),
        np.zeros(2, {"names": ["a", "b"], "formats": ["i4", "i4"], "offsets": [4, 0]}),
    ],
)
def test_what_does_not_come_back_item_for_item_is_refused(array):
    with pytest.raises(
        ValueError, match=r"array (of dtype .* does not come|has 2 items, and 3 of them come) back from"
    ):
        compare_formats(array, repeats=1)


def test_the_item_that_changes_is_shown():
    array = np.array([(b"a", 0), (b"ab", 1)], [("s", "S4"), ("n", "i8")])
    with pytest.raises(ValueError, match=r"from text: expected \(b'a', 0\), found \(b\"b'a'\", 0\)"):
        compare_formats(array)


@pytest.mark.parametrize("dtype", ["f2", "f8", "g", "c8", "c16", "G"])
@given(st.data())
def test_numbers_come_back_from_a_text_or_are_refused(dtype, data):
    """What numpy.loadtxt reads of what numpy.savetxt writes decides; of NaN there is only one."""
    part = np.zeros(0, dtype).real.dtype
    array = (data.draw(hnp.arrays(part, 6, elements=hnp.from_dtype(part))) / 3).view(dtype)
    file = io.BytesIO()
    np.savetxt(file, array, fmt="%s")
    file.seek(0)
    try:
        back = np.loadtxt(file, dtype, ndmin=1)
        alike = [np.array_equal(*pair, equal_nan=True) for pair in ((array.real, back.real), (array.imag, back.imag))]
    except ValueError:
        alike = [False]
    if all(alike):
        assert compare_formats(array, repeats=1).count == array.size
    else:
        with pytest.raises(ValueError, match="does not come back from text"):
            compare_formats(array, repeats=1)
