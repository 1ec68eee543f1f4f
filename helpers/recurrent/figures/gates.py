"""The gate view: every unit's numbers at one step as bars, at all steps as strips; and what clamping a gate costs."""

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import groupby

import numpy as np

from ... import checks, style, svg
from ...mathematics import Floats
from ...style import MONO, percent, ramp
from ...style import Drawing as Drawing
from ...style import Plot as Plot
from ..gates import LETTERS, SILENCE, ClampExperiment, Reading, latest_letter

WIDTH = 900
MAX_LENGTH = 48
"""Characters that there is room for."""
PANEL, BARS_LEFT, BARS_TOP, BARS_HEIGHT, BARS_WIDTH = 127, 28, 26, 66, 96
LETTERS_TOP, STRIPS_TOP, STRIPS_LEFT = 116, 140, 118
BLOCK, GAP = 40, 7  # pixels of a strip, all its units, and between two
STRIPS_BOTTOM = STRIPS_TOP + 5 * (BLOCK + GAP)
HEIGHT = STRIPS_BOTTOM + 42


@dataclass(frozen=True)
class _Kind:
    """One kind of number that every unit has, and how it is drawn."""

    name: str
    field: str
    colour: str
    gate: str = ""
    """By which name it can be clamped."""
    signed: bool = False

    @cached_property
    def ramp(self) -> tuple[str, ...]:
        return SIGNED if self.signed else ramp(style.PAPER, self.colour)


SIGNED = ramp("#B8651B", style.PAPER, style.HIDDEN)
"""Brown, white, green for −1, 0, 1: the common kinds of colour-blindness tell the two ends apart."""
KINDS = (
    _Kind("candidate", "candidates", style.INPUT, signed=True),
    _Kind("input gate", "input_gates", style.INPUT, gate="input"),
    _Kind("forget gate", "forget_gates", style.HIDDEN, gate="forget"),
    _Kind("carry", "carries", style.HIDDEN, signed=True),
    _Kind("output gate", "output_gates", style.OUTPUT, gate="output"),
    _Kind("state", "states", style.HIDDEN, signed=True),
)
STRIPS = KINDS[1:]
BOLD, SEMIBOLD = 'font-weight="700"', 'font-weight="600"'
_text = partial(svg.text, size=14)


def draw_gates(reading: Reading, t: int) -> Drawing:
    """What an LSTM did at step ``t``, counted from 0, every unit a bar; and below all steps, every unit a row."""
    wide, words = _cell(reading), describe_gates(reading, t)
    left = STRIPS_LEFT + wide * t
    body = [
        *(_panel(reading, kind, t, place * PANEL) for place, kind in enumerate(KINDS)),
        _belief(reading, t, len(KINDS) * PANEL),
        svg.box(left, LETTERS_TOP, wide, STRIPS_TOP - LETTERS_TOP, f"{style.ACTIVE}8C"),  # behind the step's letter
        _strips(reading),
        svg.box(left, LETTERS_TOP, wide, STRIPS_BOTTOM - LETTERS_TOP - GAP, "none", style.ACTIVE, 2.5),
        _clamp_frames(reading),
    ]
    return Drawing(style.svg(WIDTH, HEIGHT, "".join(body), words), words)


def describe_gates(reading: Reading, t: int) -> str:
    """What happened at a step, in words."""
    run, came = reading.run, reading.text[t]
    i, f = run.input_gates[0, t], run.forget_gates[0, t]
    moved = np.abs(run.carries[0, t] - (run.carries[0, t - 1] if t else 0)).mean()
    clamped = ", ".join(f"{c.gate} = {c.value:g}" for c in reading.clamps if c.start <= t < c.stop)
    return " ".join(
        [
            f"t = {t}: {'nothing' if came == SILENCE else f'the letter {came}'} comes in.",
            *([f"Clamped: {clamped}."] if clamped else []),
            f"Above 0.5: {(i > 0.5).sum()} of {i.size} input gates, {(f > 0.5).sum()} of {f.size} forget gates.",
            f"On average {percent(i.mean())} of the candidate is let in and {percent(f.mean())} of the carry kept;",
            f"the carry moves by {moved:.2f}. {_answer(reading, t)}",
        ]
    )


def _answer(reading: Reading, t: int) -> str:
    belief, right = reading.probabilities[t], latest_letter(reading.text[: t + 1])
    said = LETTERS[belief.argmax()]
    answer = f"The network says {said} ({percent(belief.max())})"
    if right is None:
        return f"{answer}: a guess, for no letter has come yet."
    return f"{answer}: right." if said == right else f"{answer}: wrong, {right} came last."


def _path(shape: str, colour: str) -> str:
    return f'<path d="{shape}" fill="{colour}"/>'


# The bars of one step


def _panel(reading: Reading, kind: _Kind, t: int, left: float) -> str:
    """One kind of number of all units; where it is remembered, a line says what it was one step before."""
    values = getattr(reading.run, kind.field)[0]
    most = np.ceil(max(1, np.abs(values).max())) if kind.field == "carries" else 1
    zero = BARS_TOP + BARS_HEIGHT / (2 if kind.signed else 1)
    scale = BARS_HEIGHT / (2 * most if kind.signed else 1)
    clamped = [c.value for c in reading.clamps if c.gate == kind.gate and c.start <= t < c.stop]
    title = f"{kind.gate} = {clamped[-1]:g}" if clamped else kind.name
    parts = [
        _text(left + BARS_LEFT, 18, title, fill=kind.colour, more=SEMIBOLD),
        _axis(left, f"{most:g}", f"−{most:g}" if kind.signed else "0", zero),
        _path(_columns(left, values[t] * scale, zero), kind.colour),
        _before(left, values[t - 1] * scale, zero) if t and kind.field in ("carries", "states") else "",
        svg.box(left + BARS_LEFT, BARS_TOP, BARS_WIDTH, BARS_HEIGHT, "none", style.INK, 2) if clamped else "",
    ]
    return "".join(parts)


def _belief(reading: Reading, t: int, left: float) -> str:
    """The probability of every letter; the right one is printed bold."""
    belief, right = reading.probabilities[t], latest_letter(reading.text[: t + 1])
    zero, wide = BARS_TOP + BARS_HEIGHT, BARS_WIDTH / len(LETTERS)
    said = f"answer: {LETTERS[belief.argmax()]} {percent(belief.max())}"
    parts = [
        _text(left + BARS_LEFT - 12, 18, said, fill=style.OUTPUT, more=SEMIBOLD),
        _axis(left, "1", "0", zero),
        _path(_columns(left, belief * BARS_HEIGHT, zero), style.OUTPUT),
    ]
    for i, letter in enumerate(LETTERS):
        colour, weight = (style.INK, BOLD) if letter == right else (style.BASELINE, "")
        parts.append(_text(left + BARS_LEFT + wide * (i + 0.5), zero + 15, letter, "middle", colour, more=weight))
    return "".join(parts)


def _columns(left: float, heights: Floats, zero: float) -> str:
    """Bars as one path: up from ``zero``, or down."""
    pitch = BARS_WIDTH / len(heights)
    return "".join(
        f"M{left + BARS_LEFT + pitch * (i + 0.1):.1f} {zero:g}v{-height:.1f}h{0.8 * pitch:.1f}V{zero:g}z"
        for i, height in enumerate(heights.tolist())
    )


def _before(left: float, heights: Floats, zero: float) -> str:
    """Where the bars ended one step before."""
    pitch = BARS_WIDTH / len(heights)
    lines = "".join(
        f"M{left + BARS_LEFT + pitch * i:.1f} {zero - height:.1f}h{pitch:.1f}"
        for i, height in enumerate(heights.tolist())
    )
    return f'<path d="{lines}" stroke="{style.INK}" stroke-width="1.5"/>'


def _axis(left: float, top: str, bottom: str, zero: float) -> str:
    x = left + BARS_LEFT
    line = f'<path d="M{x} {zero:g}h{BARS_WIDTH}" stroke="{style.BASELINE}"/>'
    ends = ((BARS_TOP + 10, top), (BARS_TOP + BARS_HEIGHT, bottom))
    return line + "".join(_text(x - 4, y, words, "end", style.BASELINE) for y, words in ends)


# The strips of all steps


def _cell(reading: Reading) -> int:
    """How wide a step is drawn."""
    return min(30, (WIDTH - STRIPS_LEFT - 10) // len(reading.text))


@lru_cache(maxsize=4)
def _strips(reading: Reading) -> str:
    """Letters and strips: the same wherever the step slider stands, so drawn once."""
    wide, parts = _cell(reading), []
    for i, character in enumerate(reading.text):
        fill, look = style.BASELINE if character == SILENCE else style.INPUT, f'font-family="{MONO}" {BOLD}'
        parts.append(_text(STRIPS_LEFT + wide * (i + 0.5), LETTERS_TOP + 16, character, "middle", fill, more=look))
    for place, kind in enumerate(STRIPS):
        parts.append(_strip(reading, kind, STRIPS_TOP + place * (BLOCK + GAP), wide))
    parts.append(_text(STRIPS_LEFT - 8, STRIPS_BOTTOM + 10, "t =", "end", style.BASELINE))
    for i in range(0, len(reading.text), 5):
        parts.append(_text(STRIPS_LEFT + wide * (i + 0.5), STRIPS_BOTTOM + 10, str(i), "middle", style.BASELINE))
    return "".join([*parts, _legend()])


def _strip(reading: Reading, kind: _Kind, top: float, wide: int) -> str:
    """One kind of number: a row for each unit, a column for each step."""
    clamped = [f"{clamp.value:g}" for clamp in reading.clamps if clamp.gate == kind.gate]
    name = _text(STRIPS_LEFT - 8, top + 18, kind.name, "end", kind.colour, more=SEMIBOLD)
    note = _text(STRIPS_LEFT - 8, top + 35, f"clamped at {clamped[-1]}", "end") if clamped else ""
    return name + note + _cells(getattr(reading.run, kind.field)[0].T, kind, top, wide)


def _clamp_frames(reading: Reading) -> str:
    """Around the steps at which a gate is clamped."""
    wide, frames = _cell(reading), []
    for place, kind in enumerate(STRIPS):
        for clamp in (clamp for clamp in reading.clamps if clamp.gate == kind.gate):
            steps = min(clamp.stop, len(reading.text)) - clamp.start
            x, y = STRIPS_LEFT + wide * clamp.start, STRIPS_TOP + place * (BLOCK + GAP)
            frames.append(svg.box(x, y, wide * steps, BLOCK, "none", style.INK, 2.5))
    return "".join(frames)


def _cells(values: Floats, kind: _Kind, top: float, wide: int) -> str:
    """The cells of a strip, one path for each colour; neighbours in a row that share a colour are one box."""
    low, ramp, tall = (-1 if kind.signed else 0), kind.ramp, BLOCK / len(values)
    levels = np.clip((values - low) / (1 - low) * len(ramp), 0, len(ramp) - 1).astype(int)
    boxes: dict[int, list[str]] = {}
    for row, line in enumerate(levels.tolist()):
        start = 0
        for level, run in groupby(line):
            length = len(list(run))
            box = f"M{STRIPS_LEFT + wide * start} {top + tall * row:g}h{wide * length}v{tall:g}h-{wide * length}z"
            boxes.setdefault(level, []).append(box)
            start += length
    outline = svg.box(STRIPS_LEFT, top, wide * values.shape[1], BLOCK, "none", style.FAINT)
    return "".join(_path("".join(shapes), ramp[level]) for level, shapes in sorted(boxes.items())) + outline


def _legend() -> str:
    """Which colours stand for which numbers."""
    y = STRIPS_BOTTOM + 18
    gates = _scale(STRIPS_LEFT + 90, y, [kind.ramp for kind in KINDS if kind.gate], "gates: shut 0", "1 open")
    signed = _scale(STRIPS_LEFT + 410, y, [SIGNED], "carry, state: −1 or less", "1 or more")
    line = f'<path d="M{STRIPS_LEFT + 600} {y + 9}h14" stroke="{style.INK}" stroke-width="1.5"/>'
    return gates + signed + line + _text(STRIPS_LEFT + 620, y + 14, "one step before")


def _scale(x: float, y: float, ramps: list[tuple[str, ...]], low: str, high: str) -> str:
    """Ramps beneath each other, with what their ends stand for."""
    tall = 18 / len(ramps)
    cells = (svg.swatches(x, y + tall * row, 5, tall, ramp) for row, ramp in enumerate(ramps))
    return "".join([_text(x - 6, y + 14, low, "end"), *cells, _text(x + 91, y + 14, high)])


# Gates clamped, counted


@style.styled
def clamp_bars(experiment: ClampExperiment) -> Plot:
    """Which letter was named at the end, by clamp: mean over networks, and a point for each network's share."""
    checks.instance("experiment", experiment, ClampExperiment, "a ClampExperiment")
    right, earlier, names = experiment.right, experiment.earlier, experiment.clamps
    figure = style.figure(9.0, 0.9 + 0.31 * len(names))
    axes, places = figure.add_subplot(), np.arange(len(names))
    axes.barh(places, right.mean(axis=1), 0.64, color=style.OUTPUT, alpha=0.55, label="the signal: right")
    axes.barh(places, earlier.mean(axis=1), 0.64, right.mean(axis=1), color=style.FAINT, label="the letter before it")
    axes.plot(right, places, "o", color=style.INK, markersize=4, alpha=0.6)
    axes.axvline(1 / len(LETTERS), color=style.BASELINE, linestyle="--", linewidth=1.2, label="chance")
    axes.set_yticks(places, names)
    axes.set(xlim=(-0.02, 1.02), ylim=(len(names) - 0.5, -0.5), xlabel="share of the answers at the end")
    axes.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=3)
    told = "; ".join(
        f"{name}: {share.mean():.2f} ± {share.std():.2f}, {other.mean():.2f}"
        for name, share, other in zip(names, right, earlier, strict=True)
    )
    heading = f"Answers with gates clamped, over {right.shape[1]} networks: share right, mean and standard deviation,"
    return Plot(figure, f"{heading} and share that named the letter before. {told}.")
