"""The pictures of gates are read back: colours and bars against the numbers, words against both."""

import re
import xml.etree.ElementTree as ET

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import recurrent, style
from helpers.recurrent import figures, gates
from helpers.recurrent.figures import gates as drawn
from helpers.recurrent.gates import SYMBOLS

SVG = "{http://www.w3.org/2000/svg}"
FIELDS = ("input_gates", "forget_gates", "carries", "output_gates", "states")
BOX = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z")


def reading(text="..c....f......", *clamp):
    return gates.load_latest_letter_model().read(text, gates.make_clamps(*clamp) if clamp else ())


def texts(svg):
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def cells(svg):
    """The colour of every cell of the strips: left, top, right, bottom and colour of each box."""
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        for x, y, width, height in BOX.findall(path.get("d")):
            yield float(x), float(y), float(x) + float(width), float(y) + float(height), path.get("fill")


def colour_at(boxes, x, y):
    (found,) = [fill for left, top, right, bottom, fill in boxes if left < x < right and top < y < bottom]
    return found


def test_every_cell_has_the_colour_of_its_number():
    shown = reading()
    boxes = list(cells(figures.draw_gates(shown, 3).svg))
    wide, tall = 30, drawn.BLOCK / 8
    for place, field in enumerate(FIELDS):
        values = getattr(shown.run, field)[0]
        pairs = []
        for t, unit in np.ndindex(values.shape):
            x = drawn.STRIPS_LEFT + wide * (t + 0.5)
            y = drawn.STRIPS_TOP + place * (drawn.BLOCK + drawn.GAP) + tall * (unit + 0.5)
            pairs.append((values[t, unit], colour_at(boxes, x, y)))
        kind = drawn.STRIPS[place]
        order = [kind.ramp.index(colour) for _, colour in sorted(pairs)]
        assert order == sorted(order), field  # the larger the number, the further along the ramp
        low = -1 if field in ("carries", "states") else 0
        for value, colour in pairs:
            share = np.clip((value - low) / (1 - low), 0, 1)
            assert abs(kind.ramp.index(colour) / 16 - share) <= 1 / 16


def test_bars_are_as_high_as_their_numbers():
    shown = reading()
    svg = figures.draw_gates(shown, 7).svg
    paths = [path.get("d") for path in ET.fromstring(svg).iter(f"{SVG}path") if re.search(r"V\d", path.get("d"))]
    heights = [[-float(v) for v in re.findall(r"v(-?[\d.]+)h", path)] for path in paths]
    candidate, into, forget, carry, out, state, belief = (np.abs(height) / drawn.BARS_HEIGHT for height in heights)
    run, most = shown.run, np.ceil(np.abs(shown.run.carries).max())
    np.testing.assert_allclose(candidate, np.abs(run.candidates[0, 7]) / 2, atol=0.001)
    np.testing.assert_allclose(into, run.input_gates[0, 7], atol=0.001)
    np.testing.assert_allclose(forget, run.forget_gates[0, 7], atol=0.001)
    np.testing.assert_allclose(carry, np.abs(run.carries[0, 7]) / most / 2, atol=0.001)
    np.testing.assert_allclose(out, run.output_gates[0, 7], atol=0.001)
    np.testing.assert_allclose(state, np.abs(run.states[0, 7]) / 2, atol=0.001)
    np.testing.assert_allclose(belief, shown.probabilities[7], atol=0.001)


def test_a_bar_below_zero_goes_down():
    shown = reading()
    svg = figures.draw_gates(shown, 7).svg
    state = [p.get("d") for p in ET.fromstring(svg).iter(f"{SVG}path") if re.search(r"V\d", p.get("d"))][5]
    ends = [float(v) for v in re.findall(r"v(-?[\d.]+)h", state)]
    assert (np.sign(ends) == -np.sign(shown.run.states[0, 7])).all()


@settings(max_examples=40)
@given(st.text(SYMBOLS, min_size=1, max_size=figures.MAX_LENGTH), st.sampled_from(list(gates.CLAMP_CHOICES)), st.data())
def test_everything_is_within_the_frame(text, what, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop, t = data.draw(st.integers(start + 1, 60)), data.draw(st.integers(0, len(text) - 1))
    drawing = figures.draw_gates(reading(text, what, start, stop), t)
    root = ET.fromstring(drawing.svg)
    right, bottom = float(root.get("width")), float(root.get("height"))
    for element in root.iter(f"{SVG}text"):
        x, y, wide = float(element.get("x")), float(element.get("y")), 8.6 * len("".join(element.itertext()))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor")]
        assert float(element.get("font-size")) >= 14
        assert left >= -2
        assert left + wide <= right + 8
        assert y <= bottom
    for element in root.iter(f"{SVG}rect"):
        assert float(element.get("x", 0)) + float(element.get("width")) <= right
        assert float(element.get("y", 0)) + float(element.get("height")) <= bottom
    assert len(drawing.svg) < 60_000
    assert [word for word in texts(drawing.svg) if word in tuple(SYMBOLS)][8:] == list(text)


def test_the_words_say_what_happened_with_numbers():
    run = reading().run
    words = figures.draw_gates(reading(), 7).words
    kept, let_in = run.forget_gates[0, 7].mean(), run.input_gates[0, 7].mean()
    assert words.startswith(
        "t = 7: the letter f comes in. Above 0.5: 8 of 8 input gates, 1 of 8 forget gates. On average"
    )
    assert f"{100 * let_in:.0f} % of the candidate is let in and {100 * kept:.0f} % of the carry kept" in words
    assert re.search(r"The network says f \(\d+ %\): right.$", words)
    assert "nothing comes in" in figures.describe_gates(reading(), 8)
    assert figures.describe_gates(reading("..a"), 1).endswith("a guess, for no letter has come yet.")


def test_a_gate_that_is_clamped_is_marked_and_named():
    shown = reading("..........f...................", "forget = 0, input = 0", 20, 21)
    free, during, after = (figures.draw_gates(shown, t) for t in (19, 20, 29))
    assert "Clamped: forget = 0, input = 0." in during.words
    assert "Clamped" not in free.words + after.words
    assert after.words.endswith("wrong, f came last.")
    assert {"forget = 0", "input = 0", "clamped at 0"} <= set(texts(during.svg))
    assert "forget = 0" not in texts(after.svg)
    frames = [box for box in ET.fromstring(after.svg).iter(f"{SVG}rect") if box.get("stroke") == style.INK]
    assert [(box.get("x"), box.get("width")) for box in frames] == [(f"{drawn.STRIPS_LEFT + 20 * 25}", "25")] * 2


def test_colours_run_from_end_to_end_and_the_middle_is_paper():
    assert drawn.SIGNED[8] == style.PAPER.lower()
    assert drawn.SIGNED[-1] == style.HIDDEN.lower()
    assert len(set(drawn.SIGNED)) == 17


def test_bars_of_the_experiment_carry_its_numbers():
    found = gates.ClampExperiment(
        ("nothing clamped", "input = 0"), np.array([[1.0, 1.0], [0.2, 0.4]]), np.array([[0.0, 0.0], [0.5, 0.7]])
    )
    plot = recurrent.clamp_bars(found)
    assert plot.words == (
        "Answers with gates clamped, over 2 networks: share right, mean and standard deviation, and share that named "
        "the letter before. nothing clamped: 1.00 ± 0.00, 0.00; input = 0: 0.30 ± 0.10, 0.60."
    )
    bars = [(bar.get_x(), bar.get_width()) for bar in plot.figure.axes[0].patches]
    np.testing.assert_allclose(bars, [(0, 1), (0, 0.3), (1, 0), (0.3, 0.6)])
    assert sorted(plot.figure.axes[0].lines[0].get_xdata()) == [0.2, 1.0]
