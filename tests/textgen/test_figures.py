"""Pictures: what is drawn is read back from the SVG or the figure and compared with the numbers that went in."""

import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import style, textgen
from helpers.textgen.figures import (
    CELL,
    SURPRISE,
    bits_bars,
    describe_bits,
    describe_curve,
    describe_next,
    fitting,
    generated_html,
    generated_page,
    heatmap_text,
    live_curve,
    next_character_bars,
    visible,
    window_picture,
)
from helpers.textgen.figures.heatmap_text import columns_of, fold
from helpers.textgen.figures.next_character import BAR_WIDTH
from helpers.textgen.training import TrainingProgress

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<b>&\"'</text>"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


def elements(svg, tag):
    return list(ET.fromstring(svg).iter(f"{SVG}{tag}"))


def said(svg):
    """All text of a drawing, its spaces as spaces."""
    return "".join("".join(text.itertext()) for text in elements(svg, "text")).replace("\xa0", " ")


# -- next-character bars


def bars(before, after, symbols="abcdefghijklmnopqrstuvwxyz", context="to be"):
    return next_character_bars(symbols, np.array(before), np.array(after), context)


def test_bars_are_as_long_as_the_probabilities():
    drawing = bars([0.2, 0.5, 0.3], [0.0, 0.625, 0.375], "abc")
    lengths = [float(rect.get("width")) / BAR_WIDTH for rect in elements(drawing.svg, "rect")]
    assert lengths[3:] == pytest.approx([0.625, 0.5, 0.375, 0.3, 0.2], abs=1e-3)  # likeliest first; "a" is hollow
    assert said(drawing.svg).count("cut off") == 1


def test_bars_of_a_large_vocabulary_say_what_is_left_out():
    before = np.array([0.81] + [0.19 / 25] * 25)
    assert "and 6 others, together 4.6 % before" in said(bars(before, before).svg)


def test_a_distribution_in_words():
    words = describe_next("a b", np.array([0.5, 0.25, 0.25]), np.array([0.5, 0.25, 0.25]))
    assert words.startswith("Entropy 1.50 bits: as undecided as a choice among 2.8 equally likely characters.")
    assert "In play: 3 of 3 characters, with 100 % of the probability. Likeliest: a 50 %, ␣ 25 %, b 25 %." in words
    assert describe_next("ab", np.array([0.9, 0.1]), np.array([1.0, 0.0])).startswith("Greedy: only a 100 %")


def test_a_symbol_that_is_markup_is_drawn_as_text():
    drawing = bars([0.5, 0.5], [0.5, 0.5], "<&", HOSTILE)
    assert "&" in said(drawing.svg)
    assert HOSTILE in said(drawing.svg).replace("␣", " ")
    assert elements(drawing.svg, "b") == []


# -- texts in colours


@given(texts, st.integers(2, 20))
def test_folding_keeps_every_character_and_no_line_is_too_wide(text, columns):
    lines = list(fold(text, columns))
    assert "".join(line for _, line in lines) == text
    assert [start for start, _ in lines] == np.cumsum([0] + [len(line) for _, line in lines])[:-1].tolist()
    assert all(columns_of(line.removesuffix("\n")) <= columns for _, line in lines)
    assert all("\n" not in line[:-1] for _, line in lines)


@given(texts)
def test_a_coloured_text_is_well_formed_and_says_what_it_fits(text):
    drawing = heatmap_text(text, np.zeros(len(text)), CELL, "zeros")
    shown = visible("".join(line for _, line in list(fold(text))[:18])).replace("␣", " ")
    assert said(drawing.svg) == CELL.label + shown
    assert fitting(text) == text[: len(shown)]


def test_each_character_stands_on_the_colour_of_its_value():
    drawing = heatmap_text("ab\nc", np.array([-1, 1, 0, 1]), CELL, "")
    grounds = {path.get("fill"): path.get("d") for path in elements(drawing.svg, "path")}
    green, brown, white = CELL.colours[-1], CELL.colours[0], CELL.colours[8]
    corners = {colour: re.findall(r"M(\d+) (\d+)", d) for colour, d in grounds.items()}
    assert corners == {brown: [("10", "40")], green: [("19", "40"), ("10", "61")], white: [("28", "40")]}


def test_titles_and_the_mark_lie_over_their_character():
    drawing = heatmap_text("abc", np.zeros(3), SURPRISE, "", titles=["1", "2", HOSTILE], marked=1)
    covers = [rect for rect in elements(drawing.svg, "rect") if rect.find(f"{SVG}title") is not None]
    assert [(rect.get("x"), rect.find(f"{SVG}title").text) for rect in covers] == [
        ("10", "1"),
        ("19", "2"),
        ("28", HOSTILE),
    ]
    frame = elements(drawing.svg, "rect")[-1]
    assert (frame.get("x"), frame.get("stroke")) == ("18", style.INK)


def luminance(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("scale", [CELL, SURPRISE])
def test_letters_can_be_read_on_every_colour(scale):
    contrast = [(luminance(colour) + 0.05) / (luminance(style.INK) + 0.05) for colour in scale.colours]
    assert min(contrast) >= 4.5  # WCAG 2, level AA


def test_values_beyond_the_ends_get_the_colour_of_the_end():
    assert SURPRISE.levels(np.array([-1.0, 0, 4, 8, 1e9])) == [0, 0, 8, 15, 15]


def test_prompt_and_text_have_their_colours():
    drawing = generated_page("to b", "e <b>\nor")
    inks = {text.get("fill"): text.text for text in elements(drawing.svg, "text")[:2]}
    assert inks == {style.INPUT: "to\xa0b", style.OUTPUT: "e\xa0<b>"}
    assert [text.text for bold in elements(drawing.svg, "g") for text in bold] == ["to\xa0b"]
    assert drawing.words.endswith("e <b>\nor")
    page = generated_html("<i>", "<b>", 100)
    assert f'<b style="color: {style.INPUT}">&lt;i&gt;</b>' in page
    assert f'<span style="color: {style.OUTPUT}">&lt;b&gt;</span>' in page


def test_a_page_holds_the_end_of_a_long_text():
    page = generated_html("PROMPT", "a" * 50 + "z", 10)
    assert "… " in page
    assert page.count("a") - generated_html("PROMPT", "", 10).count("a") == 9
    assert "PROMPT" not in page


# -- windows


def test_windows_are_drawn_as_they_are_cut():
    text = "abcdefghijklmnopqrst"
    drawing = window_picture(text, batch_size=2, window=3, batch=1, row=1)
    boxes = said(drawing.svg)
    assert re.sub(r"row \d|batch \d", "", boxes).startswith("abcjkldefmnoghipqr")
    assert "mno" in boxes
    assert "nop" in boxes[boxes.index("inputs") - 6 :]
    assert "reads “mno”; its targets are “nop”" in drawing.words
    assert "2 characters left over" in boxes


@pytest.mark.parametrize(("name", "value", "last"), [("batch", 3, 2), ("batch", -1, 2), ("row", 2, 1), ("row", 0.5, 1)])
def test_there_is_no_such_window(name, value, last):
    with pytest.raises((TypeError, ValueError), match=f"{name} is {value}, expected a whole number from 0 to {last}"):
        window_picture("abcdefghijklmnopqrst", 2, 3, **{name: value})


def test_a_text_too_short_to_cut():
    with pytest.raises(ValueError, match="text has 3 characters, expected at least 7"):
        window_picture("abc", 2, 3)


# -- curves and comparisons

HISTORY = [
    TrainingProgress(1, 100, 6.0, 1.0),
    TrainingProgress(20, 100, 4.0, 20.0),
    TrainingProgress(40, 100, 3.0, 40.0),
]
BASELINES = {"counting": 2.27, "a & b": 6.2}


def test_a_live_curve_goes_through_its_points():
    drawing = live_curve(HISTORY, BASELINES)
    points = [tuple(map(float, p.split(","))) for p in elements(drawing.svg, "polyline")[0].get("points").split()]
    steps, heights = zip(*points, strict=True)
    assert np.diff(steps)[1] / np.diff(steps)[0] == pytest.approx(20 / 19, abs=0.01)
    assert np.diff(heights)[0] / np.diff(heights)[1] == pytest.approx(2, abs=0.01)
    lines = [float(line.get("y1")) for line in elements(drawing.svg, "line") if line.get("stroke-dasharray")]
    per_bit = (heights[1] - heights[0]) / 2
    assert (max(lines) - heights[2]) / per_bit == pytest.approx(3 - 2.27, abs=0.01)
    assert "a & b: 6.20" in said(drawing.svg)


def test_nothing_in_a_live_curve_tells_the_time():
    later = [TrainingProgress(p.step, p.steps, p.bits, 7 * p.seconds) for p in HISTORY]
    assert live_curve(HISTORY, BASELINES) == live_curve(later, BASELINES)


def test_a_training_in_words():
    assert describe_curve([], {}) == "A training that has not begun."
    assert describe_curve(HISTORY, {"counting": 2.27}) == (
        "Training: 6.00 bits per character at step 1; 3.00 now at step 40 of 100. To compare with: counting 2.27."
    )
    stopped = [*HISTORY, TrainingProgress(47, 100, math.nan, 50.0, stopped=True)]
    assert "3.00 stopped at step 40 of 100" in describe_curve(stopped, {})


def test_bars_of_bits_are_sorted_and_tell_networks_from_counting():
    figure = bits_bars({"n-gram": 2.27, "worse": 3.0}, {"GRU": 2.05})
    axes = figure.axes[0]
    names = [label.get_text() for label in axes.get_yticklabels()]
    widths = [bar.get_width() for bar in axes.patches]
    assert (names, widths) == (["GRU", "n-gram", "worse"], [2.05, 2.27, 3.0])
    assert [bar.get_hatch() for bar in axes.patches] == [None, "///", "///"]
    assert axes.get_xlim()[0] == 0
    assert describe_bits({"n-gram": 2.27}, {"GRU": 2.05}).endswith("n-gram 2.27; GRU 2.05 (network).")


def test_no_bars_without_models():
    with pytest.raises(ValueError, match="counting and networks are empty"):
        bits_bars({}, {})


# -- the lesson as a whole


def test_the_lesson_draws_and_imports_only_when_asked():
    code = (
        "import sys\nfrom helpers import textgen\n"
        "heavy = {'matplotlib', 'ipywidgets', 'IPython', 'tensorflow', 'keras'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "textgen.explore_sampling, textgen.bits_bars, textgen.LiveCurve\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_the_lesson_has_not():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = textgen.nonsense
