"""The unrolled loop, the LSTM and the GRU as SVG text: one unit with its numbers, and the operation of a step lit."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from numpy.typing import ArrayLike

from ... import checks, style, svg
from ...style import Drawing as Drawing
from ...svg import Point
from .. import walk
from ..walk import OPERATIONS, Step, given

WIDTH = 750
COLOURS = dict.fromkeys("xik", style.INPUT) | dict.fromkeys("fzrch", style.HIDDEN) | {"o": style.OUTPUT, "s": style.INK}
"""As in the gate view."""
GATES = {
    "LSTM": {"f": ("forget gate", "c"), "i": ("input gate", "c"), "k": ("candidate", "c"), "o": ("output gate", "h")},
    "GRU": {"z": ("update gate", "h"), "r": ("reset gate", "k"), "k": ("candidate", "h")},
}
"""What each is called, and what it is needed for."""


class Wire(NamedTuple):
    """A line along which a number goes."""

    points: tuple[Point, ...]
    ops: str
    """The operations in which it is lit."""


# The loop: the sum at t takes the input from below and the state before from the left.
PITCH, FIRST_MIDDLE, BOX_WIDTH, BOX_HEIGHT = 112, 151, 70, 46
STATES, SUMS, INPUTS, TIMES = 34, 134, 234, 280
LOOP_HEIGHT = 292

# The cells: carry or state on top, gates below, and what all gates read along the bottom.
ROWS = {"LSTM": "txch", "GRU": "txh"}
"""Of the sequence above a cell: timestep, input, carry and state."""
ROW, SEQUENCE_LEFT, COLUMN = 23, 78, 104
TRACK, MIDDLE, GATE_TOP, GATE_HEIGHT, BUS = 40, 124, 172, 76, 286
CELL_HEIGHT = 330
GATE_WIDTH, BESIDE = 118, 90
CENTRES = {"LSTM": {"f": 190, "i": 325, "k": 462, "o": 600}, "GRU": {"z": 190, "r": 334, "k": 568}}
LEFT, RIGHT = 6 + BESIDE, WIDTH - 6 - BESIDE
JOIN = {"LSTM": 394, "GRU": 568}
"""Where what is new comes to the track."""
SIGN, PILL = 14, 134
RESET = 446


def draw_cell(
    kind: str, x: ArrayLike = walk.DEFAULT_INPUTS, t: int = 1, weights: Sequence[ArrayLike] | None = None
) -> Drawing:
    """A unit as it stands at the end of timestep ``t``: a SimpleRNN's loop unrolled, an LSTM or a GRU.

    Parameters
    ----------
    kind, x, weights
        As in `walk.steps`.
    t
        Counted from 1; 0 is before the first.
    """
    steps = walk.steps(kind, x, weights)
    t = checks.integer("t", t, 0, len(steps[0].unit.x))
    return draw_step(steps[t * len(OPERATIONS[kind])])


def draw_step(step: Step) -> Drawing:
    """The unit after ``step``: what is known stands in its place, and what led to what was found is lit."""
    words = f"{step.words} {describe(step)}".strip()
    if step.unit.kind == "SimpleRNN":
        return Drawing(style.svg(WIDTH, LOOP_HEIGHT, _loop(step), words), words)
    above = ROW * len(ROWS[step.unit.kind]) + 10
    body = f'{_sequence(step)}<g transform="translate(0 {above})">{_cell(step)}</g>'
    return Drawing(style.svg(WIDTH, above + CELL_HEIGHT, body, words), words)


def describe(step: Step) -> str:
    """All numbers in the drawing that are computed, in words."""
    unit = step.unit
    names = [(name, t) for t in range(1, len(unit.x) + 1) for name in ("x", *OPERATIONS[unit.kind])]
    listed = ", ".join(
        f"{unit.symbol(name, t)} = {unit.number(name, t)}" for name, t in names if f"{name}{t}" in step.known
    )
    return f"{unit.kind}: {listed}."


def explain(step: Step) -> str:
    """The step in words, and below as an equation, as HTML."""
    heading = f"<b>{f't = {step.t}. ' * bool(step.t)}{step.title}</b> {step.why}"
    *way, result = step.numbers.rpartition("= ")
    return f"""<div style="width: {WIDTH}px; font: 16px/24px {style.FONT}; color: {style.INK}">
<div role="status" style="min-height: 80px; border-left: 5px solid {style.ACTIVE}; padding-left: 10px">{heading}
<div style="font-size: 19px; line-height: 28px">{step.symbols}<br>{"".join(way)}<b>{result}</b></div></div></div>"""


def _number(step: Step, name: str, t: int) -> str:
    """A value, or nothing as long as it is not known."""
    return step.unit.number(name, t) if f"{name}{t}" in step.known else ""


def _wires(wires: Sequence[Wire], op: str) -> str:
    """All lines, the lit ones on top."""
    faint = [svg.arrow(wire.points, style.FAINT) for wire in wires if op not in wire.ops]
    return "".join([*faint, *(svg.arrow(wire.points, style.ACTIVE, 4.5, 12) for wire in wires if op in wire.ops)])


FOUND, USED = 0.55, 0.25
"""How much a quantity is lit that has been found, or taken to find it."""


def _framed(
    step: Step, name: str, t: int, used_by: str, x: float, y: float, width: float, height: float = BOX_HEIGHT
) -> str:
    """The box of a quantity, lit where it is found and in the operations that are ``used_by``."""
    found = (name, t) == (step.name, step.t)
    lit = FOUND if found else USED if step.name in used_by else 0
    return _frame(x, y, width, height, COLOURS[name], f"{name}{t}" in step.known, lit)


def _frame(x: float, y: float, width: float, height: float, colour: str, known: bool, lit: float) -> str:
    """A box, dashed as long as it is empty; ``lit`` is how much."""
    line, dashed = (2.2, "") if known else (1.6, 'stroke-dasharray="4 4" opacity="0.6"')
    rounded = partial(svg.box, x, y, width, height, corner=7)
    ground = rounded(style.PAPER) + (rounded(style.ACTIVE, more=f'opacity="{lit}"') if lit else "")
    return ground + rounded("none", colour, line, dashed)


# The loop


def _loop(step: Step) -> str:
    w, u, b = step.unit.blocks["s"][:3]
    half, wires = BOX_HEIGHT / 2, []
    parts = [_stacked(step, "h", 0, FIRST_MIDDLE - PITCH, STATES, "s" if step.t == 1 else "")]
    for t in range(1, len(step.unit.x) + 1):
        middle, here = FIRST_MIDDLE + PITCH * (t - 1), t == step.t
        left, before = middle - BOX_WIDTH / 2, middle - PITCH + BOX_WIDTH / 2
        wires += [
            Wire(((middle, INPUTS - half), (middle, SUMS + half)), "s" * here),
            Wire(((before, STATES + half - 8), (left, SUMS - half + 8)), "s" * here),
            Wire(((middle, SUMS - half), (middle, STATES + half)), "h" * here),
        ]
        parts += [
            _stacked(step, "h", t, middle, STATES, "s" if t == step.t - 1 else ""),
            _stacked(step, "s", t, middle, SUMS, "h" if here else ""),
            _stacked(step, "x", t, middle, INPUTS, "s" if here else ""),
            svg.text(middle + 7, STATES + half + 22, "tanh", size=14),
            svg.text(middle - 46, SUMS - half - 13, f"u {given(u)}", "middle", size=14, more=svg.HALO),
            svg.text(middle + 7, SUMS + half + 23, f"w {given(w)}", size=14),
            svg.text(middle + 7, SUMS + half + 41, f"+ b {given(b)}" if b else "", size=14),
            svg.text(middle, TIMES, f"t = {t}", "middle", style.BASELINE, 14, _bold(here)),
        ]
    return "".join([_wires(wires, step.name), *parts])


def _bold(lit: bool) -> str:
    return 'font-weight="700"' if lit else ""


def _stacked(step: Step, name: str, t: int, x: float, y: float, used: str) -> str:
    """A box around (x, y), a name over its number."""
    return (
        _framed(step, name, t, used, x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2, BOX_WIDTH)
        + svg.text(x, y - 4, step.unit.symbol(name, t), "middle", COLOURS[name])
        + svg.text(x, y + 16, _number(step, name, t), "middle", size=16)
    )


# The sequence above a cell


def _sequence(step: Step) -> str:
    """All timesteps as a small table, the present one lit."""
    unit, rows, parts = step.unit, ROWS[step.unit.kind], []
    if step.t:
        left = SEQUENCE_LEFT + COLUMN * (step.t - 0.5)
        parts.append(svg.box(left, 4, COLUMN, ROW * len(rows), style.ACTIVE, more=f'opacity="{USED}"', corner=7))
    for i, name in enumerate(rows):
        y = 4 + ROW * i + 17
        label = {"t": "timestep", "x": "input x", "c": "carry c", "h": "state h"}[name]
        parts.append(svg.text(6, y, label, fill=COLOURS.get(name, style.BASELINE)))
        for t in range(1, len(unit.x) + 1):
            number = str(t) if name == "t" else _number(step, name, t)
            colour = style.BASELINE if name == "t" else style.INK
            found = _bold((name, t) == (step.name, step.t))
            parts.append(svg.text(SEQUENCE_LEFT + COLUMN * t, y, number, "middle", colour, more=found))
    return "".join(parts)


# An LSTM or a GRU


def _cell(step: Step) -> str:
    kind, t = step.unit.kind, max(step.t, 1)
    wires = [*_shared_wires(kind), *(_lstm_wires() if kind == "LSTM" else _gru_wires())]
    parts = [_wires(wires, step.name)]
    parts += _lstm_parts(step, t) if kind == "LSTM" else _gru_parts(step, t)
    parts += [_gate(step, name, t) for name in GATES[kind]]
    parts.append(_beside(step, "x", t, 6, BUS + 21, "".join(GATES[kind])))
    return "".join(parts)


def _shared_wires(kind: str) -> Iterator[Wire]:
    """What all gates read: the input and the state before."""
    bottom = GATE_TOP + GATE_HEIGHT
    start = LEFT + 14
    for name, x in CENTRES[kind].items():
        yield Wire(((start, BUS), (x, BUS), (x, bottom)), name)
    every = "".join(GATES[kind])
    yield Wire(((LEFT, BUS + 21), (start, BUS + 21), (start, BUS), (start + 12, BUS)), every)
    yield Wire(((LEFT, BUS - 21), (start, BUS - 21), (start, BUS), (start + 12, BUS)), every)


def _lstm_wires() -> list[Wire]:
    f, i, k, o = CENTRES["LSTM"].values()
    join = JOIN["LSTM"]
    return [
        Wire(((LEFT, TRACK), (f - SIGN, TRACK)), "c"),
        Wire(((f, GATE_TOP), (f, TRACK + SIGN)), "c"),
        Wire(((f + SIGN, TRACK), (join - SIGN, TRACK)), "c"),
        Wire(((i, GATE_TOP), (i, MIDDLE), (join - SIGN, MIDDLE)), "c"),
        Wire(((k, GATE_TOP), (k, MIDDLE), (join + SIGN, MIDDLE)), "c"),
        Wire(((join, MIDDLE - SIGN), (join, TRACK + SIGN)), "c"),
        Wire(((join + SIGN, TRACK), (RIGHT, TRACK)), "c"),
        Wire(((o, TRACK), (o, MIDDLE - SIGN)), "h"),
        Wire(((o, GATE_TOP), (o, MIDDLE + SIGN)), "h"),
        Wire(((o + SIGN, MIDDLE), (RIGHT, MIDDLE)), "h"),
    ]


def _lstm_parts(step: Step, t: int) -> list[str]:
    unit, join = step.unit, JOIN["LSTM"]
    f, _, _, o = CENTRES["LSTM"].values()
    kept = f"{unit.symbol('f', t)} · {unit.symbol('c', t - 1)}"
    new = f"{unit.symbol('i', t)} · {unit.symbol('k', t)}"
    return [
        _beside(step, "c", t - 1, 6, TRACK, "c"),
        _beside(step, "c", t, RIGHT, TRACK, "h"),
        _beside(step, "h", t - 1, 6, BUS - 21, "fiko"),
        _beside(step, "h", t, RIGHT, MIDDLE, ""),
        _sign("×", f, TRACK, step.name == "c"),
        _sign("+", join, TRACK, step.name == "c"),
        _sign("×", join, MIDDLE, step.name == "c"),
        _sign("×", o, MIDDLE, step.name == "h"),
        _label(kept, _number(step, "kept", t), (f + join) / 2, TRACK - 9, "middle"),
        _label(new, _number(step, "new", t), join + 9, (TRACK + MIDDLE) / 2 + 5, "start"),
        _pill(
            f"tanh {unit.symbol('c', t)}", _number(step, "squeezed", t), o, (TRACK + MIDDLE) / 2 - 3, step.name == "h"
        ),
    ]


def _gru_wires() -> list[Wire]:
    z, r, k = CENTRES["GRU"].values()
    join, gates = JOIN["GRU"], GATE_TOP + GATE_HEIGHT / 2
    return [
        Wire(((LEFT, TRACK), (z - SIGN, TRACK)), "h"),
        Wire(((z, GATE_TOP), (z, TRACK + SIGN)), "h"),
        Wire(((z + SIGN, TRACK), (join - SIGN, TRACK)), "h"),
        Wire(((z, MIDDLE), (join - SIGN, MIDDLE)), "h"),
        Wire(((k, GATE_TOP), (k, MIDDLE + SIGN)), "h"),
        Wire(((join, MIDDLE - SIGN), (join, TRACK + SIGN)), "h"),
        Wire(((join + SIGN, TRACK), (RIGHT, TRACK)), "h"),
        Wire(((r + GATE_WIDTH / 2, gates), (RESET - SIGN, gates)), "k"),
        Wire(((RESET, BUS), (RESET, gates + SIGN)), "k"),
        Wire(((RESET + SIGN, gates), (k - GATE_WIDTH / 2, gates)), "k"),
    ]


def _gru_parts(step: Step, t: int) -> list[str]:
    unit, join = step.unit, JOIN["GRU"]
    z, _, k = CENTRES["GRU"].values()
    kept = f"{unit.symbol('z', t)} · {unit.symbol('h', t - 1)}"
    rest = f"1 − {unit.symbol('z', t)}"
    return [
        _beside(step, "h", t - 1, 6, TRACK, "h"),
        _beside(step, "h", t, RIGHT, TRACK, ""),
        _beside(step, "h", t - 1, 6, BUS - 21, "zrk"),
        _sign("×", z, TRACK, step.name == "h"),
        _sign("+", join, TRACK, step.name == "h"),
        _sign("×", join, MIDDLE, step.name == "h"),
        _sign("×", RESET, GATE_TOP + GATE_HEIGHT / 2, step.name == "k"),
        _label(kept, _number(step, "kept", t), (z + join) / 2, TRACK - 9, "middle"),
        _label(
            f"({rest}) · {unit.symbol('k', t)}", _number(step, "new", t), join + 9, (TRACK + MIDDLE) / 2 + 5, "start"
        ),
        _pill(rest, _number(step, "rest", t), (z + join) / 2, MIDDLE, step.name == "h"),
        svg.text(RESET + 8, BUS - 12, "only h", size=14),
        svg.text(k + 8, BUS - 12, "only x", size=14),
    ]


def _beside(step: Step, name: str, t: int, x: float, y: float, used: str) -> str:
    """A box at an edge of the drawing: a name, and its number beside it."""
    return (
        _framed(step, name, t, used, x, y - 16, BESIDE, 32)
        + svg.text(x + 8, y + 5.5, step.unit.symbol(name, t), fill=COLOURS[name])
        + svg.text(x + BESIDE - 8, y + 5.5, _number(step, name, t), "end")
    )


def _gate(step: Step, name: str, t: int) -> str:
    """A gate or the candidate: what it is, and what comes out of it; its weights below."""
    kind, colour, block = step.unit.kind, COLOURS[name], step.unit.blocks[name]
    title, used_by = GATES[kind][name]
    middle, function = CENTRES[kind][name], "tanh" if name == "k" else "σ"
    x = middle - GATE_WIDTH / 2
    biases = [f"{name} {given(b)}" for name, b in (("b", block.b), ("b′", block.b_state)) if b]
    return (
        _framed(step, name, t, used_by, x, GATE_TOP, GATE_WIDTH, GATE_HEIGHT)
        + svg.text(middle, GATE_TOP + 21, title, "middle", colour, 15, 'font-weight="600"')
        + svg.text(middle, GATE_TOP + 41, function, "middle", style.BASELINE, 14)
        + svg.text(x + 10, GATE_TOP + 65, step.unit.symbol(name, t), fill=colour, size=16)
        + svg.text(x + GATE_WIDTH - 10, GATE_TOP + 65, _number(step, name, t), "end", size=17, more='font-weight="600"')
        + svg.text(middle, BUS + 22, f"w {given(block.w)}, u {given(block.u)}", "middle", size=14)
        + svg.text(middle, BUS + 40, ", ".join(biases), "middle", size=14)
    )


def _sign(sign: str, x: float, y: float, lit: bool) -> str:
    ground, edge = (style.ACTIVE, style.ACTIVE) if lit else (style.PAPER, style.BASELINE)
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{SIGN}" fill="{ground}" stroke="{edge}" stroke-width="2"/>'
        f"{svg.text(x, y + 7, sign, 'middle', size=21)}"
    )


def _label(what: str, number: str, x: float, y: float, anchor: str) -> str:
    """A product beside its line, once it is known."""
    return svg.text(x, y, f"{what} = {number}" if number else what, anchor)


def _pill(what: str, number: str, x: float, y: float, lit: bool) -> str:
    frame = _frame(x - PILL / 2, y - 14, PILL, 28, style.BASELINE, bool(number), USED if lit else 0)
    return frame + _label(what, number, x, y + 5, "middle")
