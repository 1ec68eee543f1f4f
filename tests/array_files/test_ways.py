"""What the lesson says of the ways through files: what is kept, what is lost, what is refused, what memory it takes."""

import io
import re
import zipfile
from pathlib import Path

import hypothesis.extra.numpy as hnp
import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import array_files, corpora
from helpers.array_files import anatomy, kept, run_within, to_bytes
from tests.array_files.files import saved


def through_text(array, fmt, dtype=float):
    file = io.StringIO()
    np.savetxt(file, array, fmt=fmt)
    file.seek(0)
    return np.loadtxt(file, dtype=dtype)


# -- what is kept


def test_kept_tells_dtype_shape_and_bits_apart():
    before = np.array([1.0, 2.0])
    assert kept(before, before.copy())
    other_dtype = kept(before, before.astype("f4"))
    assert (other_dtype.dtype, other_dtype.shape, other_dtype.bits) == (False, True, False)
    other_shape = kept(before, before.reshape(1, 2))
    assert (other_shape.dtype, other_shape.shape, other_shape.bits) == (True, False, False)
    other_bits = kept(before, np.array([1.0, np.nextafter(2.0, 3.0)]))
    assert (other_bits.dtype, other_bits.shape, other_bits.bits) == (True, True, False)
    assert not other_bits
    assert str(other_bits).splitlines()[2] == "bits   lost  1 of 2 items differ"
    assert str(other_shape).splitlines()[1] == "shape  lost  (2,) became (1, 2)"
    assert str(other_shape).splitlines()[2] == "bits   ?     cannot be compared: the dtype or the shape differs"


def test_kept_compares_bits_not_values():
    assert not kept(np.array([0.0]), np.array([-0.0]))
    assert kept(np.array([np.nan]), np.array([np.nan]))
    assert kept(np.arange(6).reshape(2, 3), np.asfortranarray(np.arange(6).reshape(2, 3)))
    assert not kept(np.array([1], "<i2"), np.array([1], ">i2"))


def test_kept_escapes_the_names_of_fields():
    before = np.zeros(1, [("<b>", "f8")])
    assert "<b>" not in kept(before["<b>"], before)._repr_html_()


def test_kept_names_bad_input():
    with pytest.raises(TypeError, match="before is 5, expected a NumPy array"):
        kept(5, np.zeros(1))
    with pytest.raises(TypeError, match="after is None, expected a NumPy array"):
        kept(np.zeros(1), None)


@given(hnp.arrays(np.float64, 5, elements=st.floats(allow_nan=False)))
def test_shortest_digits_and_seventeen_digits_keep_every_bit_of_a_double(array):
    for fmt in ("%s", "%.16e", "%.18e"):
        assert kept(array, through_text(array, fmt))


@given(hnp.arrays(np.float32, 5, elements=st.floats(allow_nan=False, width=32)))
def test_singles_survive_too_if_the_reader_knows(array):
    assert kept(array, through_text(array, "%s", np.float32))
    assert np.array_equal(through_text(array, "%.18e"), array.astype(np.float64))


def test_the_table_survives_as_the_lesson_says(tmp_path):
    weather = corpora.seattle_weather()
    np.savetxt(tmp_path / "a.csv", weather, fmt="%s", delimiter="|", encoding="utf-8")
    options = {"delimiter": "|", "encoding": "utf-8"}
    assert kept(weather, np.loadtxt(tmp_path / "a.csv", dtype=weather.dtype, **options))
    as_text = np.loadtxt(tmp_path / "a.csv", dtype=str, **options)
    assert (as_text.dtype, as_text.shape) == (np.dtype("<U10"), (1461, 6))
    np.save(tmp_path / "a.npy", weather, allow_pickle=False)
    assert kept(weather, np.load(tmp_path / "a.npy"))
    assert kept(weather, anatomy(tmp_path / "a.npy").array())


# -- .npz


def test_the_members_of_an_npz_are_npy_files(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", x=np.arange(3), y=np.eye(2))
    with zipfile.ZipFile(tmp_path / "a.npz") as archive:
        assert kept(np.eye(2), anatomy(archive.read("y.npy")).array())
    with np.load(tmp_path / "a.npz", mmap_mode="r") as loaded:
        assert not isinstance(loaded["x"], np.memmap)  # it cannot be mapped


# -- pickles


class Gift:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return io.open, (self.path, "w")


def test_the_refused_pickle_is_a_real_one(tmp_path):
    surprise = tmp_path / "surprise.txt"
    np.save(tmp_path / "gift.npy", np.array([Gift(str(surprise))], dtype=object))
    with pytest.raises(ValueError, match="Object arrays cannot be loaded when allow_pickle=False"):
        np.load(tmp_path / "gift.npy")
    anatomy(tmp_path / "gift.npy")
    assert not surprise.exists()
    np.load(tmp_path / "gift.npy", allow_pickle=True)[0].close()
    assert surprise.exists()


def test_objects_cannot_be_mapped_either(tmp_path):
    np.save(tmp_path / "a.npy", np.array([None, 1]))
    with pytest.raises(ValueError, match="Python objects"):
        np.load(tmp_path / "a.npy", mmap_mode="r")


# -- memory

MAP = "array = np.load(path, mmap_mode='r'); "


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "large.npy"
    table = np.lib.format.open_memmap(path, mode="w+", dtype="f8", shape=(32_768, 512))
    table[4000] = np.arange(512)
    del table
    assert path.stat().st_size > 128 * 2**20
    return path


def test_a_row_of_a_mapped_file_takes_next_to_no_memory(large):
    run = run_within(MAP + "row = np.array(array[4000]); assert row[7] == 7", large, allowed=32)
    assert run.finished
    assert run.peak < 8


@pytest.mark.parametrize("code", ["array = np.load(path)", MAP + "column = np.array(array[:, 0])"])
def test_more_than_is_allowed_ends_the_code(large, code):
    run = run_within(code + "\nopen(path + '.end', 'w').close()", large, allowed=32)
    assert not run.finished
    assert run.peak > 32
    generous = run_within(code, large, allowed=4096)
    assert generous.finished
    assert 100 < generous.peak < 1000


def test_memory_that_is_held_to_the_end_is_counted(tmp_path):
    run = run_within("kept = np.ones(2**23)", tmp_path, allowed=1000)
    assert 60 < run.peak < 100


def test_code_that_fails_is_told(tmp_path):
    with pytest.raises(RuntimeError, match="the code failed: ZeroDivisionError: division by zero"):
        run_within("1 / 0", tmp_path, allowed=100)
    with pytest.raises(RuntimeError, match="the code failed: ValueError: one\ntwo"):
        run_within("raise ValueError('one\\ntwo')", tmp_path, allowed=100)
    for status in (0, 3):
        with pytest.raises(RuntimeError, match=f"the code failed: it ended its process, with exit status {status}"):
            run_within(f"import sys; sys.exit({status})", tmp_path, allowed=100)
    assert run_within("print('{', end='')", tmp_path, allowed=100).finished
    assert run_within("", tmp_path, allowed=np.int64(100)).finished
    with pytest.raises(TypeError, match="path is 5, expected the path of a file"):
        run_within("", 5, allowed=100)


@pytest.mark.parametrize(
    ("code", "allowed", "kind", "message"),
    [
        (5, 64, TypeError, "code is 5, expected a string of Python code"),
        ("", "64", TypeError, "allowed is '64', expected a number > 0"),
        ("", True, TypeError, "allowed is True, expected a number > 0"),
        ("", 0, ValueError, "allowed is 0, expected a number > 0"),
        ("", float("nan"), ValueError, "allowed is nan, expected a number > 0"),
        ("", 10**400, ValueError, "allowed is 10{400}, expected a number > 0"),
    ],
)
def test_a_bad_limit_is_named(code, allowed, kind, message):
    with pytest.raises(kind, match=message):
        run_within(code, Path(), allowed)


# -- files in memory


def test_to_bytes_is_what_save_writes(tmp_path):
    for array in (np.arange(3), np.zeros((2, 0)), np.asfortranarray(np.eye(3)), np.array([{}])):
        np.save(tmp_path / "a.npy", array)
        assert to_bytes(array) == (tmp_path / "a.npy").read_bytes()
    assert anatomy(to_bytes(np.arange(3), (2, 0))).version == (2, 0)


def test_to_bytes_names_bad_input():
    with pytest.raises(TypeError, match=r"array is \[1\], expected a NumPy array"):
        to_bytes([1])
    with pytest.raises(ValueError, match=r"version is \(4, 0\), expected one of \(1, 0\), \(2, 0\), \(3, 0\) or None"):
        to_bytes(np.arange(3), (4, 0))
    for version in (1, "1.0", [1, 0], np.array([1, 0])):
        with pytest.raises(ValueError, match=rf"version is {re.escape(repr(version))}, expected one of \(1, 0\)"):
            to_bytes(np.zeros(1), version)
    with pytest.raises(ValueError, match=r"version is \(1, 0\), expected another: its header cannot hold"):
        to_bytes(np.zeros(1, [("비", "f8")]), (1, 0))


E5M2 = ml_dtypes.float8_e5m2


@pytest.mark.parametrize("dtype", [E5M2, [("a", E5M2)], [("n", "i4"), ("b", [("c", E5M2, (2,))])]], ids=str)
def test_a_dtype_that_no_file_can_describe_is_named(dtype):
    array = np.zeros(2, dtype)
    with pytest.raises(ValueError, match="descr is not a valid dtype"):  # what numpy.save has written, it cannot read
        np.load(io.BytesIO(saved(array)))
    for ask in (to_bytes, array_files.explore):
        with pytest.raises(
            TypeError, match=f"array has dtype {re.escape(str(array.dtype))}, expected one that NumPy can"
        ):
            ask(array)
    with pytest.raises(ValueError, match=re.escape(f"array of dtype {array.dtype} does not come back from text")):
        array_files.compare_formats(array)


def test_every_other_dtype_is_written_as_numpy_can_read_it():
    kinds = [kind for kind in vars(ml_dtypes).values() if isinstance(kind, type) and issubclass(kind, np.generic)]
    assert len(kinds) > 10
    for array in (np.zeros(2, kind) for kind in kinds):
        try:
            content = to_bytes(array)
        except TypeError as refused:
            assert str(refused).startswith(f"array has dtype {array.dtype}, ")
        else:
            assert np.load(io.BytesIO(content)).tobytes() == array.tobytes()


def test_an_array_with_a_mask_is_refused_as_save_refuses_it(tmp_path):
    """A file in memory would be written, and without its mask."""
    masked = np.ma.array([1, 2], mask=[True, False])
    with pytest.raises(NotImplementedError):
        np.save(tmp_path / "a.npy", masked)
    for ask in (to_bytes, array_files.explore, array_files.compare_formats):
        with pytest.raises(TypeError, match="array has a mask, expected an array without one"):
            ask(masked)
    with pytest.raises(TypeError, match="after has a mask, expected an array without one"):
        kept(np.arange(2), masked)


def test_what_cannot_be_compared_bit_by_bit_is_named():
    for odd in (np.array([1], dtype=object), np.array(["a"], dtype=np.dtypes.StringDType())):
        with pytest.raises(TypeError, match="before has dtype .*, expected items with a fixed number of bytes"):
            kept(odd, odd)
    named, renamed = np.zeros(2, [("a", "f8")]), np.zeros(2, [("b", "f8")])
    assert "'a'" in repr(kept(named, renamed))
    assert "'b'" in repr(kept(named, renamed))
    broken = np.frombuffer(b"\xff\xff\xff\x7f", "<U1")
    assert kept(broken, broken)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ({"highlight": 5}, "highlight is 5, expected a field's name, or two numbers"),
        ({"highlight": (1, 2, 3)}, "highlight is .* expected a field's name, or two numbers"),
        ({"highlight": (1.5, 3)}, "highlight is 1.5, expected a whole number >= 0"),
    ],
)
def test_a_map_names_bad_input(marked, message):
    parts = array_files.anatomy(to_bytes(np.zeros(6)))
    with pytest.raises((TypeError, ValueError), match=message):
        array_files.byte_map(parts, **marked)


def test_a_path_that_is_none_is_named():
    for odd in ("", "a\0b"):
        with pytest.raises(TypeError, match="path_or_bytes is .* expected a path"):
            array_files.anatomy(odd)
