"""The anatomy of a file, compared with NumPy's own reader."""

import io
import math
import pickle
import re
import warnings
from pathlib import Path

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from helpers.array_files import anatomy
from tests.array_files.files import edited, saved

NAMES = ["magic", "version", "header length", "descr", "fortran_order", "shape", "padding", "data"]
FIELD_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)
sized = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?"),
    hnp.complex_number_dtypes(endianness="?"),
    hnp.datetime64_dtypes(endianness="?"),
    hnp.timedelta64_dtypes(endianness="?"),
    hnp.byte_string_dtypes(endianness="?"),
    hnp.unicode_string_dtypes(endianness="?"),
    st.just(np.dtype("V5")),
)
plain = st.one_of(sized, st.sampled_from(["V0", "S0", "U0"]).map(np.dtype))


@st.composite
def dtypes(draw):
    """Every dtype that NumPy writes without a pickle: plain ones, and records of them, one in another perhaps."""
    if not draw(st.booleans()):
        return draw(plain)
    inner = hnp.array_dtypes(sized, max_size=2, allow_subarrays=True)
    names = draw(st.lists(FIELD_NAMES, min_size=1, max_size=4, unique=True))
    parts = [(name, draw(st.one_of(plain, inner))) for name in names]
    try:
        return np.dtype(parts, align=draw(st.booleans()))
    except (ValueError, UnicodeError):
        assume(False)


@st.composite
def arrays(draw):
    """Arrays of those dtypes, of every number of axes and in either order, or in none; their bytes are any bytes."""
    dtype, shape = draw(dtypes()), draw(hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    content = draw(st.binary(min_size=0, max_size=64)) or b"\0"
    size = math.prod(shape) * dtype.itemsize
    raw = (content * (size // len(content) + 1))[:size]
    array = np.ndarray(shape, dtype, raw if size else None, order=draw(st.sampled_from("CF")))
    return array[..., ::2] if shape and draw(st.booleans()) else array


def by_numpy(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.lib.format.read_array(io.BytesIO(content), max_header_size=10**9)


def values(array):
    """The bytes of an array's values: without those between the fields of a record, which hold nothing."""
    if array.dtype.names is None:
        return array.tobytes()
    return b"".join(values(array[name]) for name in array.dtype.names)


def check_cover(content, parts):
    """The fields cover every byte of the file, once and in order."""
    assert parts[0].start == 0
    assert all(one.stop == other.start for one, other in zip(parts, list(parts)[1:], strict=False))
    assert [part.raw for part in parts] == [content[part.start : part.stop] for part in parts]
    assert parts.size == len(content)
    assert parts.raw == content


@settings(max_examples=300)
@given(arrays(), st.sampled_from([None, (1, 0), (2, 0), (3, 0)]))
@example(np.float64(3), None)
@example(np.zeros((0, 3), ">i2"), None)
@example(np.zeros(2, [("비", "<U3"), ("é", [("x", ">f4", (2,))])]), None)
def test_it_reads_what_numpy_reads(array, version):
    try:
        content = saved(array, version)
    except (UnicodeEncodeError, ValueError):  # Latin-1 cannot hold the name of a field
        assume(False)
    try:
        theirs = by_numpy(content)
    except (ValueError, TypeError, SyntaxError):  # NumPy has written what it does not read, such as a nameless field
        assume(False)
    parts = anatomy(content)
    assert [part.name for part in parts] == NAMES
    check_cover(content, parts)
    ours = parts.array()
    assert (ours.dtype, ours.shape, values(ours)) == (theirs.dtype, theirs.shape, values(theirs))
    if ours.dtype.itemsize:
        assert ours.flags.c_contiguous == theirs.flags.c_contiguous
        assert ours.flags.f_contiguous == theirs.flags.f_contiguous
    assert version is None or parts.version == version
    assert parts["data"].start == len(content) - theirs.nbytes


@given(arrays(), st.integers(0, 10**6))
def test_every_byte_of_the_data_leads_to_its_item(array, place):
    assume(array.size and array.dtype.itemsize)
    content = saved(array)
    try:
        theirs = by_numpy(content)
    except (ValueError, TypeError, SyntaxError):
        assume(False)
    parts = anatomy(content)
    byte = parts["data"].start + place % len(parts["data"])
    item = parts.item_at(byte)
    assert item.start <= byte < item.stop == item.start + array.dtype.itemsize
    ours = np.frombuffer(content[item.start : item.stop], array.dtype)
    assert values(ours) == values(theirs[(*item.index, ...)])
    assert item == item != parts.item_at(byte)
    assert parts.at(byte).name == "data"
    assert parts.item_at(parts["data"].start - 1) is None


CUT = [
    np.arange(6.0).reshape(2, 3),
    np.array(7, ">i2"),
    np.zeros((0, 4)),
    np.array([(1, "맑음")], [("비", "i4"), ("하늘", "U2")]),
    np.asfortranarray(np.arange(6).reshape(2, 3)),
    np.array([{"a": 1}, "text", None], dtype=object),
]


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
@pytest.mark.parametrize("array", CUT, ids=lambda array: str(array.dtype)[:20])
def test_a_file_cut_at_any_byte_is_refused(array, version):
    if version != (3, 0) and array.dtype.names:
        pytest.skip("only version 3 can write these names")
    content = saved(array, version)
    for length in range(len(content)):
        with pytest.raises(ValueError, match=r"^[a-z ]+: expected .* found .*the file is cut") as refused:
            anatomy(content[:length])
        if not array.dtype.hasobject:
            expected, found = map(int, re.search(r"expected (\d+) bytes.*found (\d+)", str(refused.value)).groups())
            assert found < expected


@given(arrays(), st.integers(0, 10**6))
def test_any_array_cut_anywhere_is_refused(array, place):
    content = saved(array)
    try:
        by_numpy(content)
    except (ValueError, TypeError, SyntaxError):
        assume(False)
    with pytest.raises(ValueError, match="the file is cut"):
        anatomy(content[: place % len(content)])


@given(st.binary(max_size=80), st.integers(0, 200), st.sampled_from([b"", b"\x93NUMPY\x01\x00", saved(np.arange(4))]))
def test_any_bytes_are_read_or_refused_with_a_reason(noise, place, before):
    content = before[:place] + noise + before[place + len(noise) :]
    try:
        parts = anatomy(content)
    except ValueError as refused:
        assert re.search("expected .* found", str(refused))
    else:
        check_cover(content, parts)


def test_each_field_says_what_it_is():
    parts = anatomy(saved(np.arange(6.0).reshape(2, 3)))
    assert [(part.name, part.start, part.stop) for part in parts] == [
        ("magic", 0, 6),
        ("version", 6, 8),
        ("header length", 8, 10),
        ("descr", 10, 27),
        ("fortran_order", 27, 51),
        ("shape", 51, 69),
        ("padding", 69, 128),
        ("data", 128, 176),
    ]
    assert parts["descr"].raw == b"{'descr': '<f8', "
    assert parts["shape"].raw == b"'shape': (2, 3), }"
    assert parts["descr"].meaning == "each item is of type float64: 8 bytes, little-endian"
    assert parts["shape"].meaning == "2 × 3: 6 items"
    assert parts["fortran_order"].meaning.startswith("the last index changes fastest")
    assert parts["header length"].meaning == "118 + 256·0: the header has 118 bytes"
    assert parts["padding"].meaning == "58 spaces and a newline: the data begins at 128, a multiple of 64"
    assert parts["data"].meaning == "6 items of 8 bytes: 48 bytes"
    assert len(parts["data"]) == 48
    assert str(parts).splitlines()[3] == "  10:27  descr          each item is of type float64: 8 bytes, little-endian"


@pytest.mark.parametrize(
    ("array", "name", "meaning"),
    [
        (np.array(["맑음"], ">U3"), "descr", "a string of at most 3 characters, 4 bytes each, big-endian"),
        (np.array([1], "i1"), "descr", "of type int8: 1 byte"),
        (np.array([(1, 2.0)], "i4, f8"), "descr", "a record of 2 fields, 12 bytes"),
        (np.array([{}], object), "descr", "a Python object"),
        (np.array([{}], object), "data", "a pickle"),
        (np.array(5), "shape", "no axis at all: a single item"),
        (np.zeros(0), "data", "0 items of 8 bytes: 0 bytes"),
        (np.zeros((2, 3), order="F"), "fortran_order", "the first index changes fastest"),
        (np.array(["2012-01-01"], "M8[D]"), "descr", "of type datetime64[D]: 8 bytes, little-endian"),
    ],
)
def test_meanings(array, name, meaning):
    assert meaning in anatomy(saved(array))[name].meaning


def test_numpys_own_choice_of_version():
    wide = np.zeros(1, [(f"column {i}", "f8") for i in range(3000)])
    assert anatomy(saved(wide)).version == (2, 0)
    korean = anatomy(saved(np.zeros(1, [("비", "f8")])))
    assert korean.version == (3, 0)
    assert "비" in korean["descr"].raw.decode("utf-8")
    assert anatomy(saved(np.zeros(1))).version == (1, 0)


def test_a_path_will_do(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(3))
    content = (tmp_path / "a.npy").read_bytes()
    for source in (tmp_path / "a.npy", str(tmp_path / "a.npy"), content, bytearray(content), memoryview(content)):
        assert anatomy(source).raw == content
    with pytest.raises(FileNotFoundError, match="none.npy"):
        anatomy(tmp_path / "none.npy")


def test_what_follows_the_array_is_a_field_of_its_own():
    first, second = saved(np.arange(3)), saved(np.arange(2))
    parts = anatomy(first + second)
    assert parts[-1].name == "rest"
    assert parts["rest"].raw == second
    check_cover(first + second, parts)
    assert np.array_equal(parts.array(), np.arange(3))
    objects = anatomy(saved(np.array([{}], object)) + b"more")
    assert objects["rest"].raw == b"more"


@given(st.lists(st.one_of(arrays(), st.just(np.array([{}, None], object))), min_size=1, max_size=4))
def test_arrays_saved_one_after_the_other_are_read_one_after_the_other(several):
    """As numpy.load reads them from an open file."""
    contents = [saved(array) for array in several]
    file, remainder = io.BytesIO(b"".join(contents)), b"".join(contents)
    for content in contents:
        try:
            with warnings.catch_warnings(action="ignore"):
                theirs = np.load(file, allow_pickle=True)
        except (ValueError, TypeError, SyntaxError):
            assume(False)
        parts = anatomy(remainder)
        assert (parts.shape, parts.dtype) == (theirs.shape, theirs.dtype)
        remainder = parts["rest"].raw if parts[-1].name == "rest" else b""
        assert len(remainder) == len(file.getvalue()) - file.tell()
        assert parts.raw == content + remainder
        assert not remainder or "a second numpy.load of the open file reads it" in parts["rest"].meaning
    assert not remainder


def test_what_follows_and_is_no_array_is_not_said_to_be_one():
    assert (
        "the first numpy.load of the open file stops before it" in anatomy(saved(np.arange(3)) + b"m")["rest"].meaning
    )


class Tattle:
    called = False

    def __reduce__(self):
        return setattr, (Tattle, "called", True)


def test_a_pickle_is_measured_and_not_carried_out():
    content = saved(np.array([Tattle()], dtype=object))
    parts = anatomy(content)
    assert not Tattle.called
    assert parts.item_at(parts["data"].start) is None
    with pytest.raises(ValueError, match="dtype is object, expected one without Python objects"):
        parts.array()
    pickle.loads(parts["data"].raw)  # it is a real one
    assert Tattle.called


def test_headers_of_other_writers_are_read_too():
    header = b"{'shape': (2,),\n 'fortran_order': False,  'descr': '|i1'}\n"
    parts = anatomy(edited(header, data=b"\1\2"))
    assert [part.name for part in parts][3:6] == ["shape", "fortran_order", "descr"]
    check_cover(edited(header, data=b"\1\2"), parts)
    assert parts["shape"].raw == b"{'shape': (2,),\n "
    assert parts.array().tolist() == [1, 2]
    assert "which is where the header says" in parts["padding"].meaning


def longs(value):
    """``repr(value)`` as Python 2 wrote it on Windows: whole numbers of a shape were of the type ``long``."""
    return repr(value) if isinstance(value, str) else f"({''.join(f'{n}L, ' for n in value)})"


@given(
    st.lists(st.integers(0, 4), max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(["a", "2L", "it's 3L", 'of "4L"', "\\5L"]), st.sampled_from([(), (2,), (1, 3)])),
    st.sampled_from([(1, 0), (2, 0)]),
)
def test_headers_of_python_2_are_read_as_numpy_reads_them(shape, parts, version):
    fields = ", ".join(f"({name!r}, '<i2', {longs(part)})" for name, part in parts.items())
    descr = f"[{fields}]" if fields else "'<f8'"
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {longs(shape)}, }}\n".encode()
    content = edited(header, version, bytes(10_000))
    parts_of_it, theirs = anatomy(content), by_numpy(content)
    ours = parts_of_it.array()
    assert (ours.dtype, ours.shape, values(ours)) == (theirs.dtype, theirs.shape, values(theirs))
    check_cover(content, parts_of_it)
    for name in ("descr", "shape"):
        written = re.sub(r"'[^']*'|\"[^\"]*\"", "", parts_of_it[name].raw.decode())
        assert ("Python 2 wrote it" in parts_of_it[name].meaning) == ("L" in written)


def test_files_that_python_2_wrote_on_windows():
    content = edited(b"{'descr': '<f8', 'fortran_order': False, 'shape': (2L,), }\n", data=np.array([1.5, 2]).tobytes())
    parts = anatomy(content)
    assert (parts.shape, parts.array().tolist()) == ((2,), [1.5, 2])
    assert parts["shape"].meaning == "one axis: 2 items; Python 2 wrote it, with an L behind whole numbers"
    assert "Python 2" not in parts["descr"].meaning
    theirs = Path(np.__file__).parent / "lib" / "tests" / "data" / "win64python2.npy"
    if theirs.is_file():  # NumPy's tests need not be installed
        assert np.array_equal(anatomy(theirs).array(), by_numpy(theirs.read_bytes()))
        assert "Python 2 wrote it" in anatomy(theirs)["shape"].meaning


@pytest.mark.parametrize("shape", [b"(2l,)", b"(2LL,)", b"(L,)", b"2L"])
def test_no_other_letter_is_taken_for_an_l_of_python_2(shape):
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + b", }"
    with pytest.raises(ValueError, match=r"^(header|shape): expected"):
        anatomy(edited(header, data=bytes(16)))
    with pytest.raises(ValueError, match="header: expected a dict"):  # Python 2 never wrote version 3
        anatomy(edited(header.replace(shape, b"(2L,)"), (3, 0), bytes(16)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\3\4 and so on", r"magic: expected b'\\x93NUMPY', found b'PK.*this is a zip archive, as .npz files are"),
        (b"date,rain\n", r"magic: expected b'\\x93NUMPY', found b'date,r'"),
        (b"\x93NUMPY\x04\x00" + bytes(9), r"version: expected one of 1.0, 2.0, 3.0, found 4.0"),
        (edited(b"[1, 2]"), r"header: expected a dict of descr, fortran_order, shape, found b'\[1, 2\]'"),
        (edited(b"{'descr': f()}"), "header: expected a dict"),
        (edited(b"\xff\xfe", (3, 0)), "header: expected a dict"),
        (edited(b"(" * 300), "header: expected a dict"),
        (edited(b"{'descr': '<f8', 'shape': (1,)}"), "expected the keys descr, fortran_order, shape, found descr, s"),
        (
            edited(b"{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"),
            r"shape: expected a tuple of whole numbers >= 0, found \(-1,\)",
        ),
        (edited(b"{'descr': '<f8', 'fortran_order': False, 'shape': [1]}"), r"found \[1\]"),
        (edited(b"{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}"), "expected True or False, found 0"),
        (edited(b"{'descr': 'x9', 'fortran_order': True, 'shape': (1,)}"), "descr: expected .* found 'x9'"),
        (edited(b"{'descr': 5, 'fortran_order': True, 'shape': (1,)}"), "descr: expected .* found 5"),
    ],
)
def test_what_is_no_npy_file_is_refused_with_a_reason(content, message):
    with pytest.raises(ValueError, match=message):
        anatomy(content)


def test_bad_input_is_named():
    with pytest.raises(TypeError, match="path_or_bytes is 5, expected a path, or the bytes of a .npy file"):
        anatomy(5)
    for path in (Path(__file__).parent, "no such file.npy"):
        with pytest.raises(FileNotFoundError, match=re.escape(f"path_or_bytes is {str(path)!r}, expected the path of")):
            anatomy(path)
    parts = anatomy(saved(np.arange(3)))
    with pytest.raises(KeyError, match="no field is named 'dtype', expected one of magic, version"):
        parts["dtype"]
    for byte in (-1, parts.size):
        with pytest.raises(ValueError, match=f"byte is {byte}, expected a whole number from 0 to {parts.size - 1}"):
            parts.at(byte)


@pytest.mark.parametrize("byte", [None, "3", 2.5, True, [3]])
def test_what_is_no_byte_is_named(byte):
    parts = anatomy(saved(np.arange(3)))
    for ask in (parts.at, parts.item_at):
        with pytest.raises(TypeError, match=re.escape(f"byte is {byte!r}, expected a whole number")):
            ask(byte)
