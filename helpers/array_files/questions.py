"""The exercises of lesson 01. Right answers and known mistakes are worked out on files that are made for it."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.exercises import Choice, Code, Misconception, Number

from .formats import KINDS, compare_formats
from .npy import anatomy, to_bytes

_SIX = np.arange(6.0).reshape(2, 3)
_WORD = "맑음비"
_BIG = (65_536, 512)
"""The shape of the large table: doubles, and the file's data begins at byte 128."""


def _through_text(array: NDArray[Any]) -> NDArray[Any]:
    """What `numpy.loadtxt` makes of what `numpy.savetxt` writes."""
    file = io.StringIO()
    np.savetxt(file, array)
    file.seek(0)
    return np.loadtxt(file)


shape_after_text = Choice(
    name="01.shape_after_text",
    compute=lambda: {(1, 7): "a", (7,): "b", (7, 1): "c"}[_through_text(np.zeros((1, 7))).shape],
    options="abcd",
    code='answer = "b"',
    why="A text file has lines and columns, but no shape. One line of seven numbers comes back with one axis, unless"
    " you ask for ndmin=2.",
    hints=(
        "How many lines does the file have? Is the shape written anywhere in it?",
        "loadtxt drops every axis of length 1.",
    ),
    misconceptions=(
        Misconception(lambda: "a", "The file would need a place to keep the shape. A text file has none."),
        Misconception(lambda: "c", "The seven numbers are in one line, so there is no column of seven."),
        Misconception(
            lambda: "d", "It raises an error for an array without axes, or with three or more. Two are no problem."
        ),
    ),
)

smaller_file = Choice(
    name="01.smaller_file",
    compute=lambda: (
        "a" if compare_formats(KINDS["whole numbers below 100"](100_000), 1).size_ratio("text") < 1 else "b"
    ),
    options="abc",
    code='answer = "a"',
    why="Two digits and a line end are 3 bytes at most. In .npy every number takes the 8 of an int64.",
    hints=(
        "How many bytes does one number take in the text file? Count the line end too.",
        "And how many does an int64 take, whatever its value?",
    ),
    misconceptions=(
        Misconception(lambda: "b", "Binary is not always smaller: an int64 takes 8 bytes, even for the number 5."),
        Misconception(
            lambda: "c", "A number takes 8 bytes in .npy and at most 3 in the text file: the sizes are far apart."
        ),
    ),
)


file_size = Number(
    name="01.file_size",
    compute=lambda: len(to_bytes(np.zeros((4, 10), np.float32))),
    code="answer = 128 + 4 * 10 * 4",
    why="The data begins at byte 128, and each of the 40 numbers takes 4 bytes: 128 + 160 = 288.",
    hints=(
        "Two parts: everything before the data, and the data.",
        "Magic, version, length, header and padding take 128 bytes together. How large is a float32?",
    ),
    misconceptions=(
        Misconception(lambda: 160, "That is the data alone. There are 128 bytes before it."),
        Misconception(lambda: 128 + 320, "You counted 8 bytes per number. A float32 takes 4: 32 bits."),
        Misconception(lambda: 128 + 40, "You counted one byte per number. A float32 takes 4."),
        Misconception(lambda: 40, "That is how many numbers there are, not how many bytes."),
    ),
)

data_start = Number(
    name="01.data_start",
    compute=lambda: 10 + int.from_bytes(b"\x76\x01", "little"),
    code="answer = 10 + 0x76 + 256 * 0x01",
    why="The low byte comes first: the header has 118 + 256 · 1 = 374 bytes. Another 10 come before it: 384 = 6 · 64.",
    hints=(
        "The two bytes are one number, low byte first. Hex 76 is 118.",
        "The header has that many bytes. Where does it begin?",
    ),
    misconceptions=(
        Misconception(lambda: 374, "That is the length of the header. It begins at byte 10."),
        Misconception(
            lambda: 10 + 0x7601, "You read the high byte first. The length is little-endian: 76 is the low byte."
        ),
        Misconception(lambda: 0x7601, "Two things: 76 is the low byte, and the header begins at byte 10."),
        Misconception(
            lambda: 10 + 0x76 + 1,
            "The byte 01 counts 256s, just as the 4 in 42 counts tens.",
        ),
        Misconception(lambda: 10 + 7601, "These are hexadecimal digits, and two bytes: hex 76 is 118."),
        Misconception(lambda: 12 + 374, "In version 1 the length has 2 bytes: the header begins at 10, not at 12."),
    ),
)


def _decode(raw: bytes, shape: tuple[int, int], dtype: str = ">i2", order: Any = "F") -> NDArray[Any]:
    return np.frombuffer(raw, dtype).reshape(shape, order=order)


def _data_of(array: NDArray[Any]) -> bytes:
    return anatomy(to_bytes(array))["data"].raw


_COLUMNS = (
    np.asfortranarray(np.array([[1, 2, 3], [4, 5, 6]], ">i2")),
    np.asfortranarray(np.array([[300, -2], [7, 1000], [0, -32768]], ">i2")),
)

decode = Code(
    name="01.decode",
    compute=lambda: _decode,
    cases=tuple((_data_of(array), array.shape) for array in _COLUMNS),
    code='def answer(raw, shape):\n    return np.frombuffer(raw, dtype=">i2").reshape(shape, order="F")',
    why="A dtype for the bytes, a shape for the numbers, an order for the axes: the header's three entries are all that"
    " you need.",
    hints=(
        "np.frombuffer reads bytes as numbers of a dtype. Which one is big-endian, with 2 bytes?",
        'reshape(shape, order="F") fills column by column.',
    ),
    misconceptions=(
        Misconception(
            lambda: lambda raw, shape: _decode(raw, shape, "<i2"),
            "You read the bytes of each number in the wrong order: '<' is little-endian, and the file says '>'.",
        ),
        Misconception(
            lambda: lambda raw, shape: _decode(raw, shape, order="C"),
            'The numbers are right, but in the wrong places: the data is stored column by column, so use order="F".',
        ),
        Misconception(
            lambda: lambda raw, shape: _decode(raw, shape, "<i2", "C"),
            "Two things at once: the bytes of each number are big-endian, and the numbers are stored column by column.",
        ),
        Misconception(
            lambda: lambda raw, shape: _decode(raw, shape[::-1], order="C"),
            'Nearly: that is the transposed array. Transpose it back, or reshape with order="F".',
        ),
        Misconception(
            lambda: lambda raw, shape: np.frombuffer(raw, ">i2"), "The numbers are right. The shape is missing."
        ),
    ),
)

hangul_bytes = Number(
    name="01.hangul_bytes",
    compute=lambda: len(_WORD.encode("utf-8")),
    code='answer = len("맑음비".encode("utf-8"))',
    why="UTF-8 writes each Hangul syllable in 3 bytes, so three of them take 9.",
    hints=(
        "How many bytes did the two syllables of 맑음 take above?",
        'len("맑음비".encode("utf-8"))',
    ),
    misconceptions=(
        Misconception(
            lambda: len(_WORD),
            "That is the number of syllables. In UTF-8 an English letter takes one byte, a syllable more.",
        ),
        Misconception(
            lambda: np.array([_WORD]).nbytes,
            "That is what .npy takes: 4 bytes per character. UTF-8 takes 3 for a Hangul syllable.",
        ),
        Misconception(lambda: len(_WORD.encode("cp949")), "That is CP949, with 2 bytes per syllable. UTF-8 takes 3."),
    ),
)


def _place(row: int, header: int = 128, item: int = 8, per_row: int = _BIG[1]) -> int:
    return header + row * per_row * item


row_place = Number(
    name="01.row_place",
    compute=lambda: _place(4000),
    code="answer = 128 + 4_000 * 512 * 8",
    why="Before row 4000 come 128 bytes that are not data, and 4000 rows of 512 · 8 bytes: 16,384,128 in all.",
    hints=(
        "How many bytes does one row take?",
        "Row 4000 has 4000 rows before it, and before the first row there are 128 bytes.",
    ),
    misconceptions=(
        Misconception(
            lambda: _place(4000, header=0), "That is its place within the data. The data begins at byte 128."
        ),
        Misconception(lambda: _place(4000, item=1), "You counted numbers. Each of them takes 8 bytes."),
        Misconception(lambda: _place(3999), "The first row is row 0, so 4000 rows come before row 4000."),
        Misconception(lambda: _place(4001), "That is where row 4000 ends."),
        Misconception(lambda: _place(4000, per_row=_BIG[0]), "You used the length of a column. A row has 512 numbers."),
        Misconception(lambda: _place(4000, item=4), "You counted 4 bytes per number. A float64 takes 8."),
    ),
)


def _noticed(cut: Callable[[], object]) -> bool:
    try:
        cut()
    except ValueError:
        return True
    return False


def _unnoticed_cut() -> str:
    """Which of the three cuts goes unnoticed."""
    whole = to_bytes(_SIX)
    text = "1.5\n2.5\n10.25\n"
    cuts: dict[str, Callable[[], object]] = {
        "a": lambda: np.load(io.BytesIO(whole[:-1])),
        "b": lambda: np.load(io.BytesIO(whole[:100])),
        "c": lambda: np.loadtxt(io.StringIO(text[:-3])),
    }
    return "".join(letter for letter, cut in cuts.items() if not _noticed(cut))


unnoticed_cut = Choice(
    name="01.unnoticed_cut",
    compute=_unnoticed_cut,
    options="abc",
    code='answer = "c"',
    why='Without its last two digits, 10.25 becomes "10.", which is a valid number: 10. A .npy file says how long'
    " it must be.",
    hints=(
        "Which of the files says somewhere how long it should be?",
        "What does the text file look like without its last three characters? One of them is the line end.",
    ),
    misconceptions=(
        Misconception(lambda: "a", "The header says how many items there must be, so one byte too few is noticed."),
        Misconception(lambda: "b", "The header's length is written before it, so a cut in the header is noticed."),
    ),
)

_ran: list[str] = []


def _run() -> None:
    _ran.append("a function of the file's choice")


class _Gift:
    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return _run, ()


def _gives_data(load: Callable[[], object]) -> bool:
    """Whether that loads, and runs nothing of the file's choice."""
    _ran.clear()
    try:
        load()
    except ValueError:
        return False
    return not _ran


def _safe_way() -> str:
    """Which of the four ways gives data and runs nothing."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder, "data.npy")
        np.save(file, np.array([_Gift()], dtype=object))
        ways: dict[str, Callable[[], object]] = {
            "a": lambda: np.load(file, allow_pickle=True),
            "b": lambda: np.load(io.BytesIO(to_bytes(_SIX)), allow_pickle=False),
            "c": lambda: np.load(file, mmap_mode="r"),
            "d": lambda: np.load(file, allow_pickle=True),
        }
        return "".join(letter for letter, load in ways.items() if _gives_data(load))


strangers_file = Choice(
    name="01.strangers_file",
    compute=_safe_way,
    options="abcd",
    code='answer = "b"',
    why="Whoever made the file decides what its pickle does. Numbers and strings need no pickle, so ask for those.",
    hints=(
        "What happens at the moment a pickle is loaded? Could you look at the array before that?",
        "Can the sender save the same data in a way that needs no pickle?",
    ),
    misconceptions=(
        Misconception(
            lambda: "a", "By the time you look at the array, the pickle has done whatever it was made to do."
        ),
        Misconception(
            lambda: "c", "mmap_mode maps numbers. Python objects cannot be mapped, and NumPy refuses this too."
        ),
        Misconception(
            lambda: "d", "A pickle that runs code can be small: the one above takes only a few hundred bytes."
        ),
    ),
)


def _tensor_product() -> str:
    """What becomes of whole numbers times halves, by letter."""
    import tensorflow as tf

    product = (tf.constant([1, 2]) * np.array([0.5, 0.5])).numpy().tolist()
    return {(0.5, 1.0): "a", (0, 0): "c"}[tuple(product)]


tensor_product = Choice(
    name="01.tensor_product",
    compute=_tensor_product,
    options="abc",
    code='answer = "c"',
    why="The tensor is int32, so the array is converted to int32 as well, where 0.5 becomes 0.",
    hints=(
        "What is the dtype of tf.constant([1, 2])? Which of the two decides?",
        "What is int(0.5)?",
    ),
    misconceptions=(
        Misconception(lambda: "a", "That is NumPy's answer. TensorFlow does not widen: the tensor's dtype decides."),
        Misconception(
            lambda: "b",
            "Two tensors of different dtypes raise an error. An array is converted to the tensor's dtype first.",
        ),
    ),
)
