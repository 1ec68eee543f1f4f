"""The pictures of lesson 01: a file byte by byte, and what the formats cost."""

from collections.abc import Sequence
from html import escape
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from .. import checks, style
from ..style import Drawing, Plot
from .formats import Comparison
from .npy import Anatomy, Field

COLUMNS = 32
ROWS = 8
PAGE = COLUMNS * ROWS
"""So many bytes fit into a map."""
WIDTH = 756
_LEFT, _TOP, _CELL, _ROW = 46, 48, 22, 33
HEIGHT = _TOP + ROWS * _ROW + 24
_COLOURS = {
    "magic": style.BASELINE,
    "version": style.SERIES[2],
    "header length": style.SERIES[0],
    "descr": style.SERIES[1],
    "fortran_order": style.SERIES[3],
    "shape": style.SERIES[0],
    "padding": style.FAINT,
    "data": style.INPUT,
    "rest": style.BASELINE,
}
_LINES = {
    name: (colour, marker)
    for name, colour, marker in zip(("text", ".npz", "compressed .npz"), style.SERIES, style.MARKERS, strict=False)
}


def byte_map(parts: Anatomy, highlight: str | tuple[int, int] | None = None, min_rows: int = 0) -> Drawing:
    """A file byte by byte: each as two hexadecimal digits, the character that it stands for, and its field's colour.

    Parameters
    ----------
    parts
        The file's anatomy.
    highlight
        A field by its name, or the bytes from the first to the second number, which is not included. Of a file that is
        too long for the map, it also says where the map begins.
    min_rows
        How many lines of 32 bytes the map has at least. A file fills at most 8.
    """
    checks.instance("parts", parts, Anatomy, "an Anatomy, as anatomy(...) makes it")
    start, stop = _span(parts, highlight)
    first = min(start, parts.size - 1) // PAGE * PAGE
    last = min(first + PAGE, parts.size)
    filled = -(-(last - first) // COLUMNS)
    rows = max(filled, min_rows)
    cells = [_cell(parts, byte, first, start <= byte < stop) for byte in range(first, last)]
    offsets = [_offset(first + COLUMNS * row, row) for row in range(filled)]
    grid = f'<g text-anchor="middle" font-family="{style.MONO}" font-size="12">{"".join(cells)}</g>'
    body = "".join([_legend(parts, start, stop), *offsets, grid, _footer(parts, first, last, rows)])
    named = ", ".join(f"{part.name} {part.start}:{part.stop}" for part in parts)
    marked = f" Bytes {start}:{stop} are marked." if stop > start else ""
    words = f"A file of {parts.size:,} bytes, byte by byte. Its fields: {named}.{marked}"
    return Drawing(style.svg(WIDTH, _TOP + rows * _ROW + 24, body, words), words)


def _span(parts: Anatomy, highlight: str | tuple[int, int] | None) -> tuple[int, int]:
    if highlight is None:
        return 0, 0
    if isinstance(highlight, str):
        return parts[highlight].start, parts[highlight].stop
    if not isinstance(highlight, tuple) or len(highlight) != 2:
        raise TypeError(f"highlight is {checks.short_repr(highlight)}, expected a field's name, or two numbers")
    start, stop = (checks.integer("highlight", number, 0) for number in highlight)
    if not start <= stop <= parts.size:
        wanted = f"two numbers from 0 to {parts.size}, the first not the larger"
        raise ValueError(f"highlight is {highlight!r}, expected {wanted}")
    return start, stop


def _cell(parts: Anatomy, byte: int, first: int, highlighted: bool) -> str:
    part = parts.at(byte)
    value = part.raw[byte - part.start]
    row, column = divmod(byte - first, COLUMNS)
    x, y = _LEFT + column * _CELL, _TOP + row * _ROW
    fill = style.ACTIVE if highlighted else _fill(part, _is_odd_item(parts, byte))
    sign = chr(value) if 32 < value < 127 else "␣" if value == 32 else "·"
    weight = ' font-weight="bold"' if highlighted else ""
    faint = f' fill="{style.BASELINE}"' if sign in "␣·" and not highlighted else ""
    return (
        f'<rect x="{x}" y="{y}" width="{_CELL - 1}" height="{_ROW - 2}" fill="{fill}"/>'
        f'<text x="{x + 10.5}" y="{y + 13}"{weight}>{value:02x}</text>'
        f'<text x="{x + 10.5}" y="{y + 26}"{faint}>{escape(sign)}</text>'
    )


def _is_odd_item(parts: Anatomy, byte: int) -> bool:
    """Whether a byte belongs to the second, fourth, ... item: these are a shade darker."""
    data = parts["data"]
    if parts.dtype.hasobject or not data.start <= byte < data.stop:
        return False
    return (byte - data.start) // parts.dtype.itemsize % 2 == 1


def _fill(part: Field, darker: bool = False) -> str:
    return style.tint(_COLOURS[part.name], 0.45 if part.name == "padding" else 0.36 if darker else 0.2)


def _offset(byte: int, row: int) -> str:
    y = _TOP + row * _ROW + 19
    return f'<text x="{_LEFT - 6}" y="{y}" text-anchor="end" font-size="12" fill="{style.BASELINE}">{byte}</text>'


def _legend(parts: Anatomy, start: int, stop: int) -> str:
    """The fields' names in their colours, two lines of them; the highlighted ones are bold."""
    drawn, x, y = [], 4, 6
    for number, part in enumerate(parts):
        if number == 5:
            x, y = 4, 27
        highlighted = part.start < stop and start < part.stop
        fill = style.ACTIVE if highlighted else _fill(part)
        weight = ' font-weight="bold"' if highlighted else ""
        label = f"{part.name} {part.start}:{part.stop}"
        drawn.append(
            f'<rect x="{x}" y="{y}" width="13" height="13" fill="{fill}" stroke="{style.BASELINE}"/>'
            f'<text x="{x + 18}" y="{y + 11}" font-size="13"{weight}>{label}</text>'
        )
        x += 34 + round(7.6 * len(label))
    return "".join(drawn)


def _footer(parts: Anatomy, first: int, last: int, rows: int) -> str:
    text = f"bytes {first:,} to {last - 1:,} of {parts.size:,}" if parts.size > PAGE else f"{parts.size:,} bytes"
    y = _TOP + rows * _ROW + 15
    return f'<text x="{_LEFT}" y="{y}" font-size="13" fill="{style.BASELINE}">{text}</text>'


def describe(parts: Anatomy, start: int, stop: int) -> str:
    """What bytes ``start`` to ``stop`` of a file are, the last not included; at least one."""
    count = stop - start
    touched = [part for part in parts if part.start < stop and start < part.stop]
    subject = f"Bytes {start}:{stop}" if count > 1 else _byte_words(parts, start)
    if len(touched) > 1:
        named = ", ".join(f"{part.name} ({part.start}:{part.stop})" for part in touched)
        return f"{subject} lie in {len(touched)} fields: {named}."
    (part,) = touched
    share = f"{count} of the {len(part):,} bytes" if count < len(part) else "all"
    verb = "are" if count > 1 else "is"
    return f"{subject} {verb} {share} of {part.name}: {part.meaning}.{_item_words(parts, start, stop)}"


def _byte_words(parts: Anatomy, byte: int) -> str:
    part = parts.at(byte)
    value = part.raw[byte - part.start]
    sign = f", the character {chr(value)!r}" if 32 < value < 127 else ", a space" if value == 32 else ""
    return f"Byte {byte} (hex {value:02x}, {value}{sign})"


def _item_words(parts: Anatomy, start: int, stop: int) -> str:
    """The items that bytes of the data belong to: the only one, or the first and the last."""
    first, last = parts.item_at(start), parts.item_at(stop - 1)
    if first is None or last is None:
        return ""
    if first.index == last.index:
        place = f" [{', '.join(map(str, first.index))}]" if first.index else ""
        return f" Item{place} is {_value_words(first.value)}, in bytes {first.start}:{first.stop}."
    return f" They reach from item [{', '.join(map(str, first.index))}] to [{', '.join(map(str, last.index))}]."


def _value_words(value: NDArray[Any]) -> str:
    try:
        text = repr(value.item()) if value.dtype.kind in "biufcUS" else str(value)
    except (ValueError, SystemError):  # four bytes can be more than the number of any character
        return "no string, as its bytes are not characters of Unicode"
    return text if len(text) <= 60 else f"{text[:57]}..."


@style.styled
def format_chart(comparisons: Sequence[Comparison], title: str) -> Plot:
    """Size and load time of text, ``.npz`` and compressed ``.npz``, in units of ``.npy``, over the number of values."""
    figure = style.figure(8.5, 3.6)
    sizes, times = figure.subplots(1, 2)
    for axes, ratio, label in (
        (sizes, Comparison.size_ratio, "size of the file"),
        (times, Comparison.load_ratio, "time to load it"),
    ):
        ratios = {name: [ratio(comparison, name) for comparison in comparisons] for name in _LINES}
        _draw_ratios(axes, [comparison.count for comparison in comparisons], ratios)
        axes.set_title(label)
    sizes.set_ylabel("times that of .npy")
    sizes.legend(loc="upper left", fontsize=11)
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, color=style.BASELINE)
    last = comparisons[-1]
    found = "; ".join(
        f"{name} has {_times(last.size_ratio(name))} the size and takes {_times(last.load_ratio(name))} as long"
        for name in _LINES
    )
    return Plot(figure, f"{title}. Size and load time in units of .npy. With {last.count:,} values: {found}.")


def _draw_ratios(axes: Axes, counts: Sequence[int], ratios: dict[str, list[float]]) -> None:
    axes.axhline(1, color=style.BASELINE, linewidth=1.5, linestyle="--")
    beside: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points"}
    axes.annotate(".npy", (1, 1), (6, 0), va="center", color=style.BASELINE, annotation_clip=False, **beside)
    for name, values in ratios.items():
        colour, marker = _LINES[name]
        axes.plot(counts, values, color=colour, marker=marker, label=name)
    axes.set(xscale="log", yscale="log", xlabel="number of values")
    axes.xaxis.set_major_locator(FixedLocator(list(counts)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda ratio, _: f"{ratio:g}"))
    low, high = (pick(value for line in ratios.values() for value in line) for pick in (min, max))
    axes.set_ylim(min(low, 0.5) / 1.3, max(high, 4) * 1.6)
    axes.yaxis.set_major_locator(FixedLocator(_ticks(min(low, 0.5), max(high, 4))))
    axes.yaxis.set_minor_locator(NullLocator())


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from ``low`` to ``high``, fewer where the way is long."""
    steps = (1, 2, 5) if high / low < 30 else (1, 3)
    ticks = [step * 10.0**power for power in range(-4, 6) for step in steps]
    return [tick for tick in ticks if low / 1.2 <= tick <= high * 1.2]


def _times(ratio: float) -> str:
    """A ratio in two digits.

    >>> _times(0.9432), _times(1.0), _times(26.71), _times(364.7)
    ('0.94 times', '1.0 times', '27 times', '365 times')
    """
    return f"{ratio:.0f} times" if ratio >= 9.95 else f"{ratio:#.2g} times"
