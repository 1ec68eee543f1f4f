"""The pictures of lesson 04: SVG text and matplotlib figures that carry their words."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from .. import checks, style
from ..style import MONO, Drawing, Plot
from ..word_vectors import WordVectors
from .analogy import Analogy, pca_2d
from .reading import Reading
from .vocabulary import PADDING, RESERVED, UNKNOWN

LOOKUP_SIZE = (760, 384)
ANALOGY_SIZE = (760, 372)
TOP, ROW = 56, 34
INKS = (style.SERIES[1], style.BASELINE, style.SERIES[2], style.SERIES[3])
"""Of curves, in the order in which they come: the second is what to compare with."""
LABELLED_PER_END = 8
"""So many of the words that lean most, to either end."""
MAX_WORD_LENGTH = 24
"""Characters of a word that are said in a sentence."""
PLOT = (392, 40, 352, 316)  # left, top, width, height of the plane


def short(text: str, most: int) -> str:
    """A text of at most ``most`` characters, what is left out shown by an ellipsis.

    Examples
    --------
    >>> short("antidisestablishmentarianism", 8)
    'antidis…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def write(x: float, y: float, text: str, *, anchor: str = "start", fill: str = style.INK, **more: object) -> str:
    """A line of SVG text, escaped; places are rounded, so that another machine's last digits change nothing."""
    extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    place = f'x="{round(x, 1):g}" y="{round(y, 1):g}"'
    return f'<text {place} text-anchor="{anchor}" fill="{fill}"{extra}>{escape(text)}</text>'


def box(x: float, y: float, width: float, height: float, stroke: str, fill: str = style.PAPER) -> str:
    """A rectangle with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" fill="{fill}" stroke="{stroke}"'
        ' stroke-width="1.5"/>'
    )


def lookup_drawing(reading: Reading) -> Drawing:
    """Tokens, their indices, the table with the rows that they name, and the tensor that comes out."""
    used = set(reading.indices.tolist())
    body = [
        *(write(x, 28, head, font_weight="600") for x, head in ((8, "tokens"), (158, "indices"), (560, "the tensor"))),
        write(300, 28, "the table", font_weight="600"),
    ]
    for place in range(reading.length):
        body.append(_way(place, int(reading.indices[place])))
    body += [_table_row(reading, row, row in used) for row in range(len(reading.table))]
    body += [_place(reading, place) for place in range(reading.length)]
    shape = f"shape ({reading.length}, {reading.table.shape[1]}), {reading.table.dtype}"
    body.append(write(560, TOP + ROW * reading.length + 14, shape, fill=style.OUTPUT, font_size=13))
    words = describe_reading(reading)
    return Drawing(style.svg(*LOOKUP_SIZE, "".join(body), words), words)


def _place(reading: Reading, place: int) -> str:
    """One place of the sentence: its token, its index, and its row of the tensor."""
    y = TOP + ROW * place
    index = int(reading.indices[place])
    token = reading.kept[place] if place < len(reading.kept) else RESERVED[PADDING]
    ink = {PADDING: style.BASELINE, UNKNOWN: style.ERROR}.get(index, style.INPUT)
    return (
        box(8, y - 14, 132, 28, ink)
        + write(16, y + 5, short(token, 14), fill=ink, font_family=MONO, font_size=14)
        + box(158, y - 14, 44, 28, ink)
        + write(180, y + 5, str(index), anchor="middle", fill=ink, font_family=MONO, font_size=14)
        + box(560, y - 14, 132, 28, style.OUTPUT)
        + write(626, y + 5, _numbers(reading.rows[place]), anchor="middle", font_family=MONO, font_size=14)
    )


def _table_row(reading: Reading, row: int, lit: bool) -> str:
    y = TOP + ROW * row
    name = (*RESERVED, *reading.vocabulary.words)[row]
    return (
        write(290, y + 5, str(row), anchor="end", fill=style.BASELINE, font_family=MONO, font_size=13)
        + box(300, y - 14, 130, 28, style.HIDDEN if lit else style.FAINT, "#FDF3DC" if lit else style.PAPER)
        + write(365, y + 5, _numbers(reading.table[row]), anchor="middle", font_family=MONO, font_size=14)
        + write(438, y + 5, short(name, 8), fill=style.HIDDEN if lit else style.BASELINE, font_size=13)
    )


def _numbers(row: NDArray[np.float64]) -> str:
    """Two numbers of the table, in the room that there is for them."""
    return " ".join(f"{value:5.2f}" if abs(value) < 100 else f"{value:.0e}" for value in row)


def _way(place: int, row: int) -> str:
    """The way from an index to its row of the table, and from there into the tensor."""
    here, there = TOP + ROW * place, TOP + ROW * row
    curves = (
        f"M 202 {here} C 240 {here}, 240 {there}, 268 {there}",
        f"M 500 {there} C 530 {there}, 530 {here}, 560 {here}",
    )
    return "".join(f'<path d="{d}" fill="none" stroke="{style.ACTIVE}" stroke-width="1.8"/>' for d in curves)


def describe_reading(reading: Reading) -> str:
    """A lookup in words."""
    tokens = [*(short(word, MAX_WORD_LENGTH) for word in reading.kept), *[RESERVED[PADDING]] * reading.padding]
    pairs = ", ".join(f"{token} → {index}" for token, index in zip(tokens, reading.indices.tolist(), strict=True))
    said = [f"{pairs}. The tensor has shape ({reading.length}, {reading.table.shape[1]})."]
    if reading.unknown:
        names = ", ".join(f"“{short(word, MAX_WORD_LENGTH)}”" for word in reading.unknown)
        said.append(f"Not in the vocabulary, and looked up in row {UNKNOWN}: {names}.")
    if reading.cut:
        said.append(f"Cut off: {short(', '.join(reading.cut), 80)}.")
    if reading.padding:
        said.append(f"{reading.padding} of {reading.length} places {'is' if reading.padding == 1 else 'are'} padding.")
    return " ".join(said)


def analogy_drawing(vectors: WordVectors, analogy: Analogy) -> Drawing:
    """The nearest words as bars, and beside them all words of the sum and its neighbours on a plane."""
    words = describe_analogy(analogy)
    body = _bars(analogy) + _plane(vectors, analogy)
    return Drawing(style.svg(*ANALOGY_SIZE, body, words), words)


def _bars(analogy: Analogy) -> str:
    parts = [write(8, 24, "nearest words, and their cosine", font_weight="600")]
    for place, (word, cosine) in enumerate(analogy.nearest):
        y = 56 + 38 * place
        ink = style.OUTPUT if place == 0 else style.BASELINE
        parts += [
            write(128, y + 5, short(word, 14), anchor="end", fill=ink, font_weight="600" if place == 0 else "400"),
            f'<rect x="138" y="{y - 10}" width="{max(1, 170 * cosine):.0f}" height="20" fill="{ink}" opacity="0.75"/>',
            write(142 + max(1, 170 * cosine), y + 5, f"{cosine:.2f}".replace("-", "−"), font_size=13),
        ]
    return "".join(parts)


def _plane(vectors: WordVectors, analogy: Analogy) -> str:
    given = list(dict.fromkeys([*analogy.positive, *analogy.negative]))
    near = [word for word, _ in analogy.nearest]
    total = vectors.direction(analogy.positive, analogy.negative)
    rows = [vectors.unit[vectors.key_to_index[word]] for word in (*given, *near)]
    flat = _fitted(pca_2d(np.stack([*rows, total])))
    left, top, width, height = PLOT
    frame = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{style.FAINT}"/>'
    parts = [write(left, 24, "the same words on a plane", font_weight="600"), frame]
    places = dict(zip((*given, *near), flat.tolist(), strict=False))
    if len(analogy.positive) == 2 and len(analogy.negative) == 1:
        king, woman, man = *analogy.positive, *analogy.negative
        parts += [_step(places[man], places[woman]), _step(places[king], places[near[0]])]
    taken: list[tuple[float, float]] = []
    for word, (x, y) in zip((*given, *near), flat, strict=False):
        ink = style.INPUT if word in given else style.OUTPUT if word == near[0] else style.BASELINE
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{ink}"/>')
        parts.append(_label(word, x, y, ink, taken))
    x, y = flat[-1]
    star = f"M {x - 6:.1f} {y:.1f} h 12 M {x:.1f} {y - 6:.1f} v 12"
    parts.append(f'<path d="{star}" stroke="{style.ACTIVE}" stroke-width="3"/>')
    parts.append(write(left + width, top + height + 14, "+ where the sum points", anchor="end", font_size=12))
    return "".join(parts)


def _step(start: Sequence[float], end: Sequence[float]) -> str:
    """The way from one word to another: in an analogy there are two, and they should be alike."""
    path = f"M {start[0]:.1f} {start[1]:.1f} L {end[0]:.1f} {end[1]:.1f}"
    return f'<path d="{path}" stroke="{style.ACTIVE}" stroke-width="1.5" stroke-dasharray="5 4"/>'


def _label(word: str, x: float, y: float, ink: str, taken: list[tuple[float, float]]) -> str:
    """A word beside its point, on the left where the right has no room, moved where it would cover another.

    Where that does not help either, the point stays without: further off nobody would see whose name it is.
    """
    text = short(word, 14)
    left, _, width, _ = PLOT
    room = x + 10 + 8 * len(text) < left + width
    start = x + 8 if room else x - 8 - 8 * len(text)
    free = (
        height
        for height in (y, y + 13, y - 13)
        if all(abs(height - other) >= 13 or abs(start - begin) >= 84 for begin, other in taken)
    )
    height = next(free, None)
    if height is None:
        return ""
    taken.append((start, height))
    return write(x + 8 if room else x - 8, height + 4, text, anchor="start" if room else "end", fill=ink, font_size=13)


def _fitted(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points scaled into the frame of the plane, both directions alike, upwards being less y."""
    left, top, width, height = PLOT
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min((width - 60) / max(high[0] - low[0], 1e-9), (height - 56) / max(high[1] - low[1], 1e-9))
    middle = np.array([left + width / 2, top + height / 2])
    placed: NDArray[np.float64] = middle + (points - (low + high) / 2) * scale * np.array([1, -1])
    return placed


def describe_analogy(analogy: Analogy) -> str:
    """The neighbours of a sum in words, with what the answer would be if the words of the sum counted too."""
    best, *others = analogy.nearest
    then = f", then {', '.join(word for word, _ in others[:4])}" if others else ""
    told = f"{analogy.sum}: nearest is {best[0]} ({best[1]:.2f}){then}."
    given = (*analogy.positive, *analogy.negative)
    if len(given) > 1 and analogy.raw[0] in given:
        told += f" The words of the sum are left out; nearest of all is {analogy.raw[0]} itself ({analogy.raw[1]:.2f})."
    return told


@style.styled
def accuracy_curves(results: Mapping[str, NDArray[np.float64]], shots: Sequence[int], chance: float) -> Plot:
    """Mean accuracy over seeds against labels a group, with a band of one standard deviation.

    ``results``: name → array of shape (seeds, shots), for up to four names.
    """
    if not 0 < len(checks.instance("results", results, Mapping, "a dictionary: accuracies by name")) <= len(INKS):
        raise ValueError(f"results has {len(results)} names, expected from 1 to {len(INKS)}")
    shots, chance = checks.integers("shots", shots, 1), checks.number("chance", chance)
    results = {name: checks.numbers(f"results[{name!r}]", a, (None, len(shots))) for name, a in results.items()}
    figure = style.figure(7.5, 3.6)
    axes = figure.add_subplot()
    told = []
    places = np.arange(len(shots))
    for (name, values), ink, dash in zip(results.items(), INKS, ("-", "--", "-.", ":"), strict=False):
        mean, spread = values.mean(axis=0), values.std(axis=0)
        axes.plot(places, mean, color=ink, linestyle=dash, marker="o", label=name)
        axes.fill_between(places, mean - spread, mean + spread, color=ink, alpha=0.15, linewidth=0)
        steps = ", ".join(f"{m:.2f} ± {s:.2f} at {n}" for n, m, s in zip(shots, mean, spread, strict=True))
        told.append(f"{name}: {steps}.")
    axes.axhline(chance, color=style.INK, linewidth=1, linestyle=":")
    axes.text(places[-1], chance - 0.015, f"chance {chance:.2f}", ha="right", va="top")
    axes.set_xticks(places, [str(n) for n in shots])
    axes.set(xlabel="labelled texts of each kind", ylabel="accuracy", ylim=(chance - 0.12, 1))
    axes.legend(loc="upper left", ncols=2)
    seeds = len(next(iter(results.values())))
    heading = f"Accuracy against labelled texts of each kind, mean and standard deviation over {seeds} seeds."
    return Plot(figure, " ".join([heading, *told]))


@style.styled
def projection_chart(words: Sequence[str], values: NDArray[np.float64], ends: tuple[str, str]) -> Plot:
    """How far words lean to one of two ends: every word a tick, those that lean most with their names."""
    words = checks.strings("words", words)
    if not words or len(checks.strings("ends", ends)) != 2:
        raise ValueError(f"words has {len(words)} and ends {len(ends)}, expected at least one word and two ends")
    values = checks.numbers("values", values, (len(words),))
    order = np.argsort(values, kind="stable").tolist()
    chosen = order if len(order) <= 2 * LABELLED_PER_END else [*order[:LABELLED_PER_END], *order[-LABELLED_PER_END:]]
    figure = style.figure(7.5, 4.6)
    axes = figure.add_subplot()
    names = [words[i] for i in chosen]
    inks = [style.SERIES[1] if values[i] < 0 else style.SERIES[2] for i in chosen]
    axes.barh(range(len(chosen)), values[chosen], color=inks, alpha=0.8)
    axes.set_yticks(range(len(chosen)), names)
    axes.plot(values, np.full(len(values), -1.4), "|", color=style.BASELINE, markersize=10)
    axes.axvline(0, color=style.INK, linewidth=1)
    axes.set(xlabel=f"← nearer to {ends[0]}        nearer to {ends[1]} →", ylim=(-2.2, len(chosen) - 0.4))
    axes.grid(axis="y", visible=False)
    axes.set_axisbelow(True)
    told = ", ".join(f"{words[i]} {values[i]:+.2f}".replace("-", "−") for i in chosen)
    return Plot(figure, f"{len(words)} words between {ends[0]} (below 0) and {ends[1]} (above 0). The ends: {told}.")
