"""The 2-2-2 network as SVG text: what is known stands in its place, what is not yet known is an empty box."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import partial

from ... import style, svg
from ...checks import Floats
from .. import walk
from ..examples import Example
from ..network import Network
from ..walk import Step, format_value
from .drawing import Drawing, colour, lowered
from .equation import mark

WIDTH, HEIGHT = 750, 310
UPPER, LOWER = 93, 251  # the two rows of units
MIDDLE = (UPPER + LOWER) / 2
LINE = 30  # height of one value in a box


@dataclass(frozen=True)
class Box:
    """A unit: a rectangle with one line for each value in it."""

    names: tuple[str, ...]
    x: float
    """Left edge."""
    y: float
    """Middle."""
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y - LINE * len(self.names) / 2

    @property
    def bottom(self) -> float:
        return self.y + LINE * len(self.names) / 2


INPUTS = (Box(("x1",), 16, UPPER, 110), Box(("x2",), 16, LOWER, 110))
HIDDEN = (Box(("z1", "h1"), 246, UPPER, 122), Box(("z2", "h2"), 246, LOWER, 122))
OUTPUTS = (Box(("z3", "o1"), 490, UPPER, 122), Box(("z4", "o2"), 490, LOWER, 122))
ERRORS = (Box(("t1", "E1"), 636, UPPER, 110), Box(("t2", "E2"), 636, LOWER, 110))
TOTAL = Box(("E",), 636, MIDDLE, 110)
BOXES = (*INPUTS, *HIDDEN, *OUTPUTS, *ERRORS, TOTAL)
EDGES = {
    "w1": (INPUTS[0], HIDDEN[0]),
    "w2": (INPUTS[1], HIDDEN[0]),
    "w3": (INPUTS[0], HIDDEN[1]),
    "w4": (INPUTS[1], HIDDEN[1]),
    "w5": (HIDDEN[0], OUTPUTS[0]),
    "w6": (HIDDEN[1], OUTPUTS[0]),
    "w7": (HIDDEN[0], OUTPUTS[1]),
    "w8": (HIDDEN[1], OUTPUTS[1]),
}
LINKS = {"o1-E1": (OUTPUTS[0], ERRORS[0]), "o2-E2": (OUTPUTS[1], ERRORS[1])}
CAPTIONS = ((INPUTS[0], "inputs"), (HIDDEN[0], "hidden"), (OUTPUTS[0], "outputs"), (ERRORS[0], "error"))


def diagram(network: Network, x: Floats, target: Floats, learning_rate: float = 0.5, at: str = "E") -> Drawing:
    """The network as it stands at a step of the walk, such as "start", "h1", "slope w5", "blame h1" or "new error"."""
    steps = walk.steps(Example("", network, x, target, learning_rate))
    return draw_step(steps[walk.find(steps, at)])


def draw_step(step: Step) -> Drawing:
    """The network after ``step``: its values in their places, and the path that led to what is new highlighted."""
    words = describe(step)
    return Drawing(style.svg(WIDTH, HEIGHT, body(step), words), words)


def body(step: Step) -> str:
    """The inside of the drawing, to be set into a larger one."""
    backward = bool(step.marks)
    values = step.values
    edges = "".join(_edge(name, name in step.highlighted, backward) for name in EDGES)
    boxes = "".join(_box(box, values, step) for box in BOXES)
    labels = "".join(_edge_label(name, values, step) for name in EDGES)
    captions = "".join(_caption(box, text) for box, text in CAPTIONS)
    besides = "".join(_bias(box, step) for box in (*HIDDEN, *OUTPUTS)) + "".join(map(partial(_blame, values), HIDDEN))
    marks = "".join(mark(*_place(place), number) for number, place in enumerate(step.marks, start=1))
    return f'<g stroke-linecap="round">{edges}{_links(step.highlighted)}</g>{boxes}{labels}{captions}{besides}{marks}'


def describe(step: Step) -> str:
    """The drawing in words: what has just been found, and everything that stands in it."""
    values = step.values
    listed = ", ".join(f"{name} = {format_value(name, value)}" for name, value in values.items() if _drawn(name, value))
    return f"A network of two inputs, two hidden units and two outputs. {step.title} {listed}."


def _drawn(name: str, value: float) -> bool:
    return name != "η" and not (name[0] == "b" and not value)


def _edge(name: str, highlighted: bool, backward: bool) -> str:
    source, to = EDGES[name]
    return _arrow(source.right, source.y, to.x, to.y, highlighted, backward)


def _arrow(x1: float, y1: float, x2: float, y2: float, highlighted: bool, backward: bool) -> str:
    """A line, and if it is highlighted a head that says which way things go along it."""
    if not highlighted:
        return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{style.FAINT}" stroke-width="2.5"/>'
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    along, across = (x2 - x1) / length, (y2 - y1) / length
    if backward:
        (x1, y1), (x2, y2), along, across = (x2, y2), (x1, y1), -along, -across
    back_x, back_y = x2 - 12 * along, y2 - 12 * across
    head = (
        f"M{x2:.1f} {y2:.1f}L{back_x - 6 * across:.1f} {back_y + 6 * along:.1f}"
        f"L{back_x + 6 * across:.1f} {back_y - 6 * along:.1f}Z"
    )
    return (
        f'<path d="M{x1} {y1}L{back_x:.1f} {back_y:.1f}" stroke="{style.ACTIVE}" stroke-width="4.5"/>'
        f'<path d="{head}" fill="{style.ACTIVE}"/>'
    )


def _links(highlighted: Set[str]) -> str:
    """From the outputs to their errors, and from these to the error of the network."""
    across = [(name, f"M{a.right} {a.y}H{b.x}") for name, (a, b) in LINKS.items()]
    middle = TOTAL.x + TOTAL.width / 2
    down = [
        ("E1-E", f"M{middle} {ERRORS[0].bottom}V{TOTAL.top}"),
        ("E2-E", f"M{middle} {ERRORS[1].top}V{TOTAL.bottom}"),
    ]
    return "".join(
        f'<path d="{path}" stroke="{style.ACTIVE if name in highlighted else style.FAINT}"'
        f' stroke-width="{4.5 if name in highlighted else 2.5}"/>'
        for name, path in (*across, *down)
    )


def _box(box: Box, values: Mapping[str, float], step: Step) -> str:
    lines = "".join(_value(box, i, values, step) for i in range(len(box.names)))
    last = box.names[-1]
    known = last in values
    rule = f'<path d="M{box.x} {box.y}h{box.width}" stroke="{style.FAINT}"/>' if len(box.names) > 1 else ""
    return (
        f'<rect x="{box.x}" y="{box.top}" width="{box.width}" height="{box.bottom - box.top}" rx="7"'
        f' fill="{style.PAPER}"/>{lines}{rule}'
        f'<rect x="{box.x}" y="{box.top}" width="{box.width}" height="{box.bottom - box.top}" rx="7" fill="none"'
        f' stroke="{colour(last)}" stroke-width="{2.2 if known else 1.6}"{"" if known else _DASHED}/>'
    )


_DASHED = ' stroke-dasharray="4 4" opacity="0.6"'


def _value(box: Box, line: int, values: Mapping[str, float], step: Step) -> str:
    """One line of a box: the name, and the value if it is known."""
    name, top = box.names[line], box.top + LINE * line
    base = top + LINE / 2 + 5.5
    found = name in step.new_values or f"new {name}" in step.new_values
    tint = f'<rect x="{box.x}" y="{top}" width="{box.width}" height="{LINE}" rx="7" fill="{style.ACTIVE}"' + (
        f' opacity="{0.55 if found else 0.25}"/>'
    )
    number = format_value(name, values[name]) if name in values else ""
    return (
        f"{tint if name in step.highlighted else ''}"
        f'<text x="{box.x + 9}" y="{base}" fill="{colour(name)}">{lowered(name)}</text>'
        f'<text x="{box.right - 8}" y="{base}" text-anchor="end">{number}</text>'
    )


def _edge_label(name: str, values: Mapping[str, float], step: Step) -> str:
    """The weight, and once it is known the slope of the error along it."""
    source, to = EDGES[name]
    slope = f"∂E/∂{name}"
    lines = [_weight_line(name, values, step)]
    if slope in values:
        lines.append(_slope_line(slope, values[slope], slope in step.new_values))
    if source.y == to.y:
        x, y = (source.right + to.x) / 2, source.y - 9 if source.y == UPPER else source.y + 20
        # Beyond the edge, seen from the middle of the drawing: the weight next to it.
        places = [y, y - 18] if source.y == UPPER else [y, y + 18]
        return "".join(_edge_text(x, at, line) for at, line in zip(places, lines, strict=False))
    down = 1 if to.y > source.y else -1
    x, y = source.right + 0.3 * (to.x - source.right), source.y + down * 0.3 * (LOWER - UPPER)
    first = y - 9 * len(lines) + 14
    return "".join(_edge_text(x, first + 18 * i, line) for i, line in enumerate(lines))


def _edge_text(x: float, y: float, line: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {svg.HALO}>{line}</text>'


def _weight_line(name: str, values: Mapping[str, float], step: Step) -> str:
    new = f"new {name}"
    if new in step.known:
        return f'{lowered(name)} <tspan font-weight="bold">{format_value(new, values[name])}</tspan>'
    return f"{lowered(name)} {format_value(name, values[name])}"


def _slope_line(slope: str, value: float, found: bool) -> str:
    weight = ' font-weight="bold"' if found else ""
    return f'<tspan fill="{style.ERROR}"{weight}>{format_value(slope, value)}</tspan>'


def _caption(box: Box, text: str) -> str:
    names = {"inputs": "x", "hidden": "h", "outputs": "o", "error": "E"}
    return (
        f'<text x="{box.x + box.width / 2}" y="16" text-anchor="middle" font-size="14" fill="{colour(names[text])}">'
        f"{text}</text>"
    )


def _bias(box: Box, step: Step) -> str:
    """The bias of a unit, on the inner side of its box, if there is one."""
    name = f"b{box.names[0][1]}"
    value = step.values[name]
    if not value:
        return ""
    y = box.bottom + 19 if box.y == UPPER else box.top - 9
    return (
        f'<text x="{box.x + box.width / 2}" y="{y}" text-anchor="middle" font-size="14">'
        f"+ {lowered(name)} {format_value(name, value)}</text>"
    )


def _blame(values: Mapping[str, float], box: Box) -> str:
    """What came back to a hidden unit, on the outer side of its box."""
    name = f"∂E/∂{box.names[1]}"
    if name not in values:
        return ""
    y = box.top - 9 if box.y == UPPER else box.bottom + 20
    return (
        f'<text x="{box.x + box.width / 2}" y="{y}" text-anchor="middle" font-size="14" fill="{style.ERROR}">'
        f"{lowered(name)} {format_value(name, values[name])}</text>"
    )


def _place(place: str) -> tuple[float, float]:
    """Where a factor is read off: at a link, at a weight, behind a hidden unit, or beside what comes out of a unit."""
    if place in LINKS:
        source, to = LINKS[place]
        return (source.right + to.x) / 2, source.y
    if place in EDGES:
        source, to = EDGES[place]
        return to.x - 22, to.y - 0.16 * (to.y - source.y)
    box = next(box for box in BOXES if box.names[-1] == place.removeprefix("blame "))
    if place.startswith("blame "):
        return box.right + 4, box.y
    return box.x - 4, box.bottom - LINE / 2
