"""The byte explorer, the map and the chart without a browser: values are set, and what is shown is read back."""

import html
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import array_files, checks, style
from helpers.array_files import anatomy, explorers, figures, to_bytes
from helpers.array_files.figures import describe, format_chart
from helpers.array_files.formats import KINDS, NAMES, RECORDED, Comparison, Cost

SVG = "{http://www.w3.org/2000/svg}"
SIX = np.array([[1.5, -2.0, 3.0], [4.0, 5.0, 6.0]])
PARTS = anatomy(to_bytes(SIX))


def cells(svg):
    """The bytes of a map in their order: (two digits, letter, whether lit)."""
    grid = ET.fromstring(svg).find(f"{SVG}g")
    texts = [(text.text, text.get("font-weight") == "bold") for text in grid.iter(f"{SVG}text")]
    fills = [rect.get("fill") for rect in grid.iter(f"{SVG}rect")]
    digits, letters = texts[::2], texts[1::2]
    lit = [fill == style.ACTIVE for fill in fills]
    assert [bold for _, bold in digits] == lit
    return [(two, letter, is_lit) for (two, _), (letter, _), is_lit in zip(digits, letters, lit, strict=True)]


def lit_bytes(svg):
    return [place for place, (_, _, is_lit) in enumerate(cells(svg)) if is_lit]


def legend(svg):
    return [text.text for text in ET.fromstring(svg).findall(f"{SVG}text") if re.search(r" \d+:\d+$", text.text or "")]


def plain(message):
    return html.unescape(re.sub(r"<[^>]*>", "", message.value))


def alert(message):
    return plain(message) if 'role="alert"' in message.value else ""


# -- the map


def test_the_map_shows_every_byte_and_its_letter():
    drawing = array_files.byte_map(PARTS)
    shown = cells(drawing.svg)
    assert bytes.fromhex("".join(two for two, _, _ in shown)) == PARTS.raw
    for (_, letter, _), value in zip(shown, PARTS.raw, strict=True):
        assert letter == (chr(value) if 32 < value < 127 else "␣" if value == 32 else "·")
    assert legend(drawing.svg) == [f"{part.name} {part.start}:{part.stop}" for part in PARTS]
    assert not lit_bytes(drawing.svg)


@pytest.mark.parametrize("lit", [*(part.name for part in PARTS), (4, 9), (175, 176)])
def test_what_is_lit(lit):
    start, stop = lit if isinstance(lit, tuple) else (PARTS[lit].start, PARTS[lit].stop)
    drawing = array_files.byte_map(PARTS, lit)
    assert lit_bytes(drawing.svg) == list(range(start, stop))
    assert drawing.words.endswith(f" Bytes {start}:{stop} are marked.")


def test_each_field_has_a_colour_of_its_own_beside_its_neighbours():
    grid = ET.fromstring(array_files.byte_map(PARTS).svg).find(f"{SVG}g")
    fills = [rect.get("fill") for rect in grid.iter(f"{SVG}rect")]
    for one, other in zip(PARTS, list(PARTS)[1:], strict=False):
        assert fills[one.stop - 1] != fills[other.start]
    assert fills[128] != fills[136] == fills[152]  # items take turns


def test_a_long_file_is_shown_around_what_is_lit():
    parts = anatomy(to_bytes(np.arange(1000)))
    drawing = array_files.byte_map(parts, (4000, 4002))
    shown = cells(drawing.svg)
    assert len(shown) == figures.PAGE
    first = 4000 // figures.PAGE * figures.PAGE
    assert bytes.fromhex("".join(two for two, _, _ in shown)) == parts.raw[first : first + figures.PAGE]
    assert f"bytes {first:,} to {first + figures.PAGE - 1:,} of 8,128" in drawing.svg
    assert lit_bytes(drawing.svg) == [4000 - first, 4001 - first]


def test_everything_lies_inside_the_picture():
    for array in (SIX, np.zeros((0, 3)), np.zeros(1, [("비", "U9")]), np.arange(999), np.array([{}])):
        svg = ET.fromstring(array_files.byte_map(anatomy(to_bytes(array) + b"rest")).svg)
        width, height = float(svg.get("width")), float(svg.get("height"))
        for rect in svg.iter(f"{SVG}rect"):
            assert float(rect.get("x", 0)) + float(rect.get("width")) <= width
            assert float(rect.get("y", 0)) + float(rect.get("height")) <= height
        for text in svg.iter(f"{SVG}text"):
            assert float(text.get("x")) + 7 * len(text.text) * (text.get("text-anchor") is None) <= width + 20


def test_the_map_names_bad_input():
    with pytest.raises(TypeError, match="parts is b'', expected an Anatomy"):
        array_files.byte_map(b"")
    with pytest.raises(ValueError, match=r"highlight is \(5, 200\), expected two numbers from 0 to 176"):
        array_files.byte_map(PARTS, (5, 200))
    with pytest.raises(KeyError, match="no field is named 'dtype'"):
        array_files.byte_map(PARTS, "dtype")


# -- words


@given(st.integers(0, 175), st.integers(1, 176))
def test_words_name_the_fields_that_are_touched(start, stop):
    if start >= stop:
        start, stop = stop - 1, start + 1
    words = describe(PARTS, start, stop)
    touched = {PARTS.at(byte).name for byte in range(start, stop)}
    named = words.partition(" lie in ")[2] or words
    assert all(name in named for name in touched)
    assert f"in {len(touched)} fields" in words or len(touched) == 1


@pytest.mark.parametrize(
    ("start", "stop", "said"),
    [
        (0, 6, "Bytes 0:6 are all of magic"),
        (8, 9, "Byte 8 (hex 76, 118, the character 'v') is 1 of the 2 bytes of header length: 118 + 256·0"),
        (100, 101, "Byte 100 (hex 20, 32, a space)"),
        (133, 134, "Item [0, 0] is 1.5, in bytes 128:136."),
        (136, 144, "Item [0, 1] is -2.0, in bytes 136:144."),
        (130, 140, "They reach from item [0, 0] to [0, 1]."),
        (4, 10, "Bytes 4:10 lie in 3 fields: magic (0:6), version (6:8), header length (8:10)."),
    ],
)
def test_what_the_words_say(start, stop, said):
    assert said in describe(PARTS, start, stop)


def test_words_of_other_files():
    assert "Item is 3, in bytes 128:136." in describe(anatomy(to_bytes(np.array(3))), 128, 129)
    korean = anatomy(to_bytes(np.array(["맑음", "비"])))
    assert "Item [1] is '비'" in describe(korean, 136, 140)
    table = anatomy(to_bytes(np.array([(1, "x" * 90)], [("a", "i4"), ("b", "U90")])))
    assert "Item [0] is (1, 'xxxx" in describe(table, table["data"].start, table["data"].stop)
    assert "x..., in bytes 128:492." in describe(table, table["data"].start, table["data"].stop)
    dates = anatomy(to_bytes(np.array(["2012-01-01"], "M8[D]")))
    assert "Item [0] is 2012-01-01, in bytes 128:136." in describe(dates, 130, 131)
    broken = anatomy(to_bytes(np.frombuffer(b"\xff" * 8, "<U1")))
    assert "Item [1] is no string, as its bytes are not characters of Unicode" in describe(broken, 132, 133)
    objects = anatomy(to_bytes(np.array([{}])))
    assert "a pickle" in describe(objects, 128, 129)


# -- the explorer


def test_picking_a_field_lights_its_bytes():
    explorer = array_files.explore(SIX)
    for part in PARTS:
        explorer.field.value = part.name
        assert lit_bytes(explorer.picture.value) == list(range(part.start, part.stop))
        assert explorer.slider.value == (part.start, part.stop - 1)
        assert explorer.typed.value == f"{part.start}:{part.stop}"
        assert part.name in plain(explorer.message)
        assert part.meaning in plain(explorer.message)


def test_picking_bytes_names_the_field():
    explorer = array_files.explore(SIX)
    for byte in range(PARTS.size):
        explorer.slider.value = (byte, byte)
        assert explorer.field.value == PARTS.at(byte).name
        assert lit_bytes(explorer.picture.value) == [byte]
        assert PARTS.at(byte).name in plain(explorer.message)
    explorer.typed.value = "136:144"
    assert explorer.slider.value == (136, 143)
    assert "Item [0, 1] is -2.0" in plain(explorer.message)
    explorer.typed.value = "133"
    assert explorer.picked == (133, 134)


def test_bytes_of_several_fields():
    explorer = array_files.explore(SIX)
    explorer.slider.value = (4, 9)
    assert explorer.field.value == "several fields"
    assert "Bytes 4:10 lie in 3 fields" in plain(explorer.message)
    explorer.field.value = "shape"
    assert "several fields" not in [name for _, name in explorer.field.options]


@pytest.mark.parametrize(
    "typed",
    [
        "x",
        "",
        "176",
        "5:5",
        "9:3",
        "0:177",
        "-1",
        "1.5",
        pytest.param("9" * 5000, id="digits"),
        "<img src=x onerror=alert(1)>",
    ],
)
def test_what_was_typed_wrong_is_answered_and_changes_nothing(typed):
    explorer = array_files.explore(SIX)
    explorer.field.value = "shape"
    before = explorer.picture.value
    explorer.typed.value = typed
    assert f"bytes is {checks.short_repr(typed)}, expected a number from 0 to 175, or two such as 0:176" in alert(
        explorer.message
    )
    assert "<img" not in explorer.message.value
    assert (explorer.picture.value, explorer.picked) == (before, (51, 69))
    explorer.typed.value = "0:6"
    assert not alert(explorer.message)


def test_another_file_of_the_same_array():
    explorer = array_files.explore(SIX)
    explorer.field.value = "descr"
    explorer.items.value = "int32, big-endian"
    assert explorer.parts["descr"].raw == b"{'descr': '>i4', "
    assert lit_bytes(explorer.picture.value) == list(range(10, 27))
    assert np.array_equal(explorer.parts.array(), SIX.astype(int))
    explorer.order.value = "Fortran"
    assert explorer.parts.fortran_order
    assert np.array_equal(explorer.parts.array(), SIX.astype(int))
    explorer.version.value = "3.0"
    assert explorer.parts.version == (3, 0)
    assert explorer.field.value == "descr"
    explorer.order.value = explorer.items.value = "as it is"
    explorer.version.value = "lowest possible"
    assert explorer.parts.raw == PARTS.raw


@pytest.mark.parametrize("items", explorers.TYPES)
def test_every_kind_of_items_can_be_chosen(items):
    explorer = array_files.explore(SIX)
    explorer.items.value = items
    assert not alert(explorer.message)
    assert explorer.parts.shape == (2, 3)


def test_items_and_versions_that_do_not_fit_are_answered():
    explorer = array_files.explore(np.array([(1, "a")], [("비", "i4"), ("x", "U3")]))
    before = explorer.picture.value
    explorer.items.value = "int8"
    assert "items is 'int8', expected a type that these items fit" in alert(explorer.message)
    explorer.items.value = "as it is"
    explorer.version.value = "1.0"
    assert "version is (1, 0), expected another" in alert(explorer.message)
    assert explorer.picture.value == before


@pytest.mark.parametrize(
    "array", [np.array(3), np.zeros((0, 3)), np.array([{}, None]), np.zeros(2, "V0"), np.arange(10_000), np.array([""])]
)
def test_any_array_can_be_explored(array):
    explorer = array_files.explore(array)
    assert explorer.parts.raw == to_bytes(array)
    for _, name in explorer.field.options:
        explorer.field.value = name
        assert not alert(explorer.message)
        assert name in plain(explorer.message)
    explorer.slider.value = (0, explorer.slider.max)
    assert not alert(explorer.message)


def test_a_picture_never_changes_its_size():
    explorer = array_files.explore(SIX)
    sizes = set()
    for change in ({"items": "int8"}, {"items": "string"}, {"version": "2.0"}, {"order": "Fortran"}):
        ((name, value),) = change.items()
        getattr(explorer, name).value = value
        svg = ET.fromstring(explorer.picture.value)
        sizes.add((svg.get("width"), svg.get("height")))
    assert sizes == {(str(figures.WIDTH), str(figures.HEIGHT))}


def test_without_a_kernel_there_is_a_still_with_words():
    bundle = array_files.explore(SIX)._repr_mimebundle_()
    assert lit_bytes(re.search("<svg.*</svg>", bundle["text/html"])[0]) == list(range(6))
    assert "data 128:176" in bundle["text/plain"]
    assert "Bytes 0:6 are all of magic" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_what_cannot_be_explored_is_named():
    with pytest.raises(TypeError, match=r"array is \[1, 2\], expected a NumPy array"):
        array_files.explore([1, 2])


# -- the chart and its explorer


def series(text=(2.0, 40.0)):
    costs = {"text": text, ".npy": (1.0, 1.0), ".npz": (1.5, 2.0), "compressed .npz": (0.25, 5.0)}
    made = tuple(Cost(name, round(1000 * costs[name][0]), costs[name][1] / 100) for name in NAMES)
    return [Comparison(10, made), Comparison(1000, made)]


def test_the_chart_draws_the_ratios():
    plot = format_chart(series(), "a title")
    for axes, place in zip(plot.figure.axes, (0, 1), strict=True):
        drawn = {line.get_label(): list(line.get_ydata()) for line in axes.lines[1:]}
        expected = {"text": (2.0, 40.0), ".npz": (1.5, 2.0), "compressed .npz": (0.25, 5.0)}
        assert drawn == {name: pytest.approx([ratios[place]] * 2) for name, ratios in expected.items()}
    assert "With 1,000 values: text has 2.0 times the size and takes 40 times as long" in plot.words


def test_the_chart_keeps_its_size_and_shows_all_points():
    for ratios in ((0.3, 0.9), (2.4, 500.0), (1.0, 1.0)):
        plot = format_chart(series(ratios), "a title")
        assert style.size(plot.figure) == style.size(format_chart(RECORDED["zeros"], "").figure)
        for axes in plot.figure.axes:
            low, high = axes.get_ylim()
            assert all(low < value < high for line in axes.lines for value in line.get_ydata())
        assert plot.words.startswith("a title. ")


def test_the_formats_are_measured_for_the_values_that_are_chosen(monkeypatch):
    asked = []

    def measured(kind):
        asked.append(kind)
        return tuple(series((float(len(asked)), 40.0)))

    monkeypatch.setattr(explorers, "compare_over", measured)
    explorer = array_files.explore_formats()
    first = explorer.picture.value
    explorer.kind.value = "zeros"
    assert explorer.picture.value != first
    assert plain(explorer.message).startswith("zeros, measured here. ")
    explorer.again.click()
    assert asked == ["random doubles", "zeros", "zeros"]
    assert list(explorer.kind.options) == list(KINDS)


def test_the_still_of_the_formats_is_the_recorded_one():
    data = array_files.explore_formats()._repr_mimebundle_()
    assert "data:image/png;base64,iVBOR" in data["text/html"]
    assert data["text/plain"].startswith("random doubles, measured on a machine with two cores")
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_model_alone_imports_neither_widgets_nor_matplotlib():
    code = (
        "import sys, helpers.array_files; print(sorted({'ipywidgets', 'matplotlib', 'tensorflow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"
