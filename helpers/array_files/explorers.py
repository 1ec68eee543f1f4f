"""What can be picked and measured in lesson 01: the bytes of a file, and the costs of the formats."""

import re
from typing import Any

import ipywidgets
import numpy as np
from numpy.typing import NDArray

from .. import checks, style, widgets
from . import figures
from .formats import KINDS, RECORDED, Comparison, compare_over
from .npy import anatomy, to_bytes

UNCHANGED = "as it is"
TYPES = {
    UNCHANGED: None,
    "int8": "|i1",
    "int32, little-endian": "<i4",
    "int32, big-endian": ">i4",
    "float32, little-endian": "<f4",
    "float64, little-endian": "<f8",
    "float64, big-endian": ">f8",
    "string": "<U",
}
"""What the explorer can turn an array's items into, by the words of its list."""
ORDERS: dict[str, Any] = {UNCHANGED: "K", "C": "C", "Fortran": "F"}
VERSIONS = {"lowest possible": None, "1.0": (1, 0), "2.0": (2, 0), "3.0": (3, 0)}
SEVERAL = "several fields"
_SLICE = re.compile(r"\s*(\d{1,18})\s*(?::\s*(\d{1,18})\s*)?")  # Python reads no number of 5,000 digits


class ByteExplorer(widgets.Explorer):
    """A file byte by byte: a field that is picked lights its bytes, and bytes that are picked name their field.

    ``picked`` are the bytes from the first to the second number, which is not included.
    """

    def __init__(self, array: NDArray[Any]) -> None:
        self.array = array
        self.parts = anatomy(to_bytes(array))
        self.picked = (0, 6)
        self._make_controls()
        self.picture = widgets.Picture()
        self.message = widgets.Message(layout={"width": "430px", "height": "86px", "margin": "2px 12px"})
        self.listen(self._pick_field, self.field)
        self.listen(lambda change: self._pick(change.new[0], change.new[1] + 1), self.slider)
        self.listen(lambda change: self._pick(*_parse_slice(change.new, self.parts.size)), self.typed)
        self.listen(self._write, self.items, self.order, self.version)
        self._show()
        super().__init__(self._arrange(), self._snapshot)

    @property
    def drawing(self) -> style.Drawing:
        """The map as it stands."""
        return figures.byte_map(self.parts, self.picked, min_rows=figures.ROWS)

    def _make_controls(self) -> None:
        label = {"description_width": "4em"}
        wide = {"style": label, "layout": ipywidgets.Layout(width="440px")}
        third = {"style": label, "layout": ipywidgets.Layout(width="246px")}
        self.field = ipywidgets.Select(options=[], rows=9, description="field", style=label, layout={"width": "290px"})
        self.slider = ipywidgets.IntRangeSlider(value=(0, 5), min=0, max=5, description="bytes", readout=False, **wide)
        self.typed = ipywidgets.Text("0:6", description="typed", continuous_update=False, **wide)
        self.typed.placeholder = "133 or 128:136"
        self.items = ipywidgets.Dropdown(options=list(TYPES), description="items", **third)
        self.order = ipywidgets.Dropdown(options=list(ORDERS), description="order", **third)
        self.version = ipywidgets.Dropdown(options=list(VERSIONS), description="version", **third)

    def _arrange(self) -> list[ipywidgets.Widget]:
        """The map; beneath it the field, and beside that the bytes and what they are; and the file's own choices."""
        bytes_and_words = ipywidgets.VBox([self.slider, self.typed, self.message])
        picking = ipywidgets.HBox([self.field, bytes_and_words], layout={"flex_flow": "row wrap"})
        writing = ipywidgets.HBox([self.items, self.order, self.version], layout={"flex_flow": "row wrap"})
        return [self.picture, picking, writing]

    def _pick_field(self, change: Any) -> None:
        if change.new != SEVERAL:
            part = self.parts[change.new]
            self._pick(part.start, part.stop)

    def _pick(self, start: int, stop: int) -> None:
        self.picked = (start, stop)
        self._show()

    def _write(self, change: Any) -> None:
        """Make another file of the array; if that is refused, everything stays as it was."""
        name = self._picked_field()
        self.parts = anatomy(to_bytes(self._array(), VERSIONS[self.version.value]))
        part = self.parts[name if name != SEVERAL else "data"]
        self._pick(part.start, part.stop)

    def _array(self) -> NDArray[Any]:
        """The array with the items and in the order that were chosen."""
        dtype = TYPES[self.items.value]
        try:
            with np.errstate(invalid="ignore"):  # a NaN among whole numbers: what it becomes can be seen in the bytes
                array = self.array if dtype is None else self.array.astype(dtype)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"items is {self.items.value!r}, expected a type that these items fit ({error})") from None
        return array.copy(ORDERS[self.order.value])

    def _picked_field(self) -> str:
        """The field that all picked bytes lie in."""
        start, stop = self.picked
        if start == stop:
            return "data"  # of an empty array
        names = {self.parts.at(start).name, self.parts.at(stop - 1).name}
        return names.pop() if len(names) == 1 else SEVERAL

    def _show(self) -> None:
        """Bring the picture, the words and every control in line with what is picked."""
        start, stop = self.picked
        name = self._picked_field()
        words = figures.describe(self.parts, start, stop) if stop > start else f"data: {self.parts['data'].meaning}."
        with self.updating():
            options = [(f"{part.name}  {part.start}:{part.stop}", part.name) for part in self.parts]
            self.field.options = options + [(SEVERAL, SEVERAL)] * (name == SEVERAL)
            self.field.value = name
            self.slider.max = self.parts.size - 1
            self.slider.value = (start, max(start, stop - 1))
            self.typed.value = f"{start}:{stop}"
        self.picture.value = self.drawing.svg
        self.message.say(words)

    def _snapshot(self) -> dict[str, str]:
        drawing = self.drawing
        words = f"{drawing.words} {figures.describe(self.parts, *self.picked)}"
        return style.Drawing(drawing.svg, words)._repr_mimebundle_()


class FormatsExplorer(widgets.Explorer):
    """Size and load time of every format, measured on this machine for the kind of values that is chosen."""

    def __init__(self) -> None:
        self.kind = ipywidgets.Dropdown(options=list(KINDS), description="values", layout={"width": "320px"})
        self.again = ipywidgets.Button(description="Measure again", icon="refresh")
        self.picture, self.message = widgets.Picture(), widgets.Message()
        self.listen(self._measure, self.kind)
        self.again.on_click(widgets.show_errors_in(self.message)(self._measure))
        self._measure()
        controls = ipywidgets.HBox([self.kind, self.again])
        super().__init__([controls, self.picture, self.message], self._snapshot)

    def _measure(self, change: Any = None) -> None:
        self.comparisons: tuple[Comparison, ...] = compare_over(self.kind.value)
        plot = figures.format_chart(self.comparisons, f"{self.kind.value}, measured here")
        self.picture.draw(plot.figure, plot.words)
        self.message.say(plot.words)

    def _snapshot(self) -> widgets.Still:
        return recorded_chart(next(iter(KINDS)))._repr_mimebundle_()


def recorded_chart(kind: str) -> style.Plot:
    """The chart of one kind of values as it came out once, for a page on which nothing can be measured."""
    return figures.format_chart(RECORDED[kind], f"{kind}, measured on a machine with two cores")


def explore(array: NDArray[Any]) -> ByteExplorer:
    """The byte explorer: the file that `numpy.save` would make of any array without a mask, to pick bytes in.

    The array's items, their order and the format's version can be changed in the explorer.
    """
    return ByteExplorer(array)


def explore_formats() -> FormatsExplorer:
    """A chart of what the formats cost, measured on this machine when it is made."""
    return FormatsExplorer()


def _parse_slice(text: str, size: int) -> tuple[int, int]:
    """Bytes as somebody types them: one number, or two with a colon between, as in a slice.

    >>> _parse_slice("133", 176), _parse_slice("128:136", 176)
    ((133, 134), (128, 136))
    """
    if found := _SLICE.fullmatch(text):
        start = int(found[1])
        stop = int(found[2]) if found[2] else start + 1
        if start < stop <= size:
            return start, stop
    wanted = f"a number from 0 to {size - 1}, or two such as 0:{size}"
    raise ValueError(f"bytes is {checks.short_repr(text)}, expected {wanted}")
