"""The pictures are read back: numbers against plain Python's, words against the numbers."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers import backprop, style
from helpers.backprop import MAZUR, WIKIDOCS, XOR, figures, walk
from helpers.backprop.examples import Example
from helpers.backprop.training import descent_path
from tests.backprop.networks import samples, scalar_forward
from tests.backprop.shown import cells, number
from tests.shown import SVG, plain, texts

X, TARGET, NETWORK = WIKIDOCS.x, WIKIDOCS.target, WIKIDOCS.network
STEPS = {step.name: step for step in walk.steps(WIKIDOCS)}
MAZUR_STEPS = {step.name: step for step in walk.steps(MAZUR)}


def drawn(svg):
    """What each box says, name -> number; an empty box has none."""
    words = texts(svg)
    pairs = itertools.pairwise(words)
    return {name: value for name, value in pairs if re.fullmatch(r"[xzhotE]\d|E", name)}


def lit(svg):
    """How many rectangles and lines are lit."""
    return sum(style.ACTIVE in (element.get("fill"), element.get("stroke")) for element in ET.fromstring(svg).iter())


# The network


def test_the_drawing_has_the_numbers_that_plain_python_gets():
    hidden, output = scalar_forward(NETWORK, X)
    shown = drawn(figures.diagram(NETWORK, X, TARGET, at="E").svg)
    assert [shown["h1"], shown["h2"]] == [f"{value:.6f}" for value in hidden]
    assert [shown["o1"], shown["o2"]] == [f"{value:.6f}" for value in output]
    assert shown["E"] == f"{sum((t - o) ** 2 / 2 for t, o in zip(TARGET, output, strict=True)):.6f}"
    assert (shown["x1"], shown["t2"]) == ("0.1", "0.6")


def test_what_is_not_yet_known_is_empty():
    begun = drawn(figures.diagram(NETWORK, X, TARGET, at="start").svg)
    assert {name for name, value in begun.items() if value} == {"x1", "x2", "t1", "t2"}
    later = drawn(figures.diagram(NETWORK, X, TARGET, at="z2").svg)
    assert {name for name, value in later.items() if value} == {"x1", "x2", "t1", "t2", "z1", "h1", "z2"}


def test_weights_and_slopes_stand_on_the_edges():
    words = texts(figures.draw_step(STEPS["slope w4"]).svg)
    assert {"w1 0.3", "w5 0.45", "w8 0.6"} <= set(words)
    for name, slope in NETWORK.gradients(X, TARGET).weights.items():
        assert f"{slope:.6f}" in words, name
    assert not re.findall(r"0\.025923|∂", " ".join(texts(figures.draw_step(STEPS["E"]).svg)))


def test_new_weights_and_new_values_take_the_place_of_the_old():
    after = backprop.WIKIDOCS.network.step(X, TARGET, 0.5)
    words = texts(figures.draw_step(STEPS["new error"]).svg)
    assert {f"{name} {weight:.6f}" for name, weight in after.weights.items()} <= set(words)
    assert drawn(figures.draw_step(STEPS["new error"]).svg)["E"] == f"{after.loss(X, TARGET):.6f}"


def test_a_bias_is_drawn_where_there_is_one():
    assert "+ b1 0.35" in texts(figures.draw_step(MAZUR_STEPS["start"]).svg)
    assert not [word for word in texts(figures.draw_step(STEPS["start"]).svg) if "b1" in word]


def test_the_path_is_lit():
    assert lit(figures.draw_step(STEPS["start"]).svg) == 0
    assert lit(figures.draw_step(STEPS["h1"]).svg) == 2  # what goes in and what comes out
    # h1, h2 and z3; a line and its head for each of w5 and w6
    assert lit(figures.draw_step(STEPS["z3"]).svg) == 3 + 2 * 2


def test_factors_have_the_same_numbers_in_the_network_and_in_the_equation():
    for name, count in (("slope w5", 3), ("slope w1", 3), ("blame h2", 6), ("z1", 0)):
        wanted = [str(i) for i in range(1, count + 1)]
        assert [word for word in texts(figures.draw_step(STEPS[name]).svg) if word in set("123456")] == wanted
        panel = re.search("<svg.*</svg>", figures.equation_panel(STEPS[name]))[0]
        assert [word for word in texts(panel) if word in set("123456")] == wanted


@settings(max_examples=25)
@given(samples(sizes=(2, 2, 2)), st.sampled_from([0.5, 100]))
def test_every_step_of_any_network_is_drawn_within_its_frame(sample, rate):
    network, x, target = sample
    for step in walk.steps(Example("", network, x, target, rate)):
        for picture in (figures.draw_step(step).svg, figures.still(step).svg):
            root = ET.fromstring(picture)
            letters = [float(element.get("font-size")) for element in root.iter() if element.get("font-size")]
            assert min(letters) >= 14
        for text in ET.fromstring(figures.draw_step(step).svg).iter(f"{SVG}text"):
            assert 0 <= float(text.get("x")) <= figures.DIAGRAM_WIDTH
        panel = ET.fromstring(re.search("<svg.*</svg>", figures.equation_panel(step))[0])
        for group in panel.findall(f"{SVG}g"):
            middle, scale = map(float, re.findall(r"translate\((\S+) .*scale\((.*)\)", group.get("transform"))[0])
            assert scale > 0.85
            for text in group.iter(f"{SVG}text"):
                assert abs(scale * float(text.get("x"))) < middle - 12


def test_a_drawing_shows_itself_and_says_what_it_shows():
    drawing = backprop.diagram(NETWORK, X, TARGET, at="slope w5")
    bundle = drawing._repr_mimebundle_()
    assert drawing.svg in bundle["text/html"]
    assert bundle["text/plain"] == drawing.words == ET.fromstring(drawing.svg).get("aria-label")
    assert {"o1 = 0.609446", "∂E/∂w5 = 0.025923"} <= set(re.split(r"[:,]? (?=\S+ = )|\.$", drawing.words))
    assert drawing.svg not in repr(drawing)


@pytest.mark.parametrize("at", ["w5", None])
def test_a_drawing_of_no_step_is_refused(at):
    with pytest.raises(ValueError, match=f"at is {at!r}, expected one of 'start', 'z1'"):
        figures.diagram(NETWORK, X, TARGET, at=at)


# Equation and table


def test_the_equation_stands_under_the_words():
    panel = figures.equation_panel(STEPS["slope w5"])
    assert "How much w5 is to blame." in plain(panel)
    words = texts(re.search("<svg.*</svg>", panel)[0])
    assert {"o1 − t1", "o1(1 − o1)", "0.209446", "0.238022", "0.519989", "0.025923"} <= set(words)
    assert [word for word in words if word.startswith("∂")][:4] == ["∂E", "∂w5", "∂E", "∂o1"]


def test_panels_and_tables_have_one_size():
    panels = [figures.equation_panel(step) for step in STEPS.values()]
    assert len({re.search(r'<svg [^>]*width="\d+" height="\d+"', panel)[0] for panel in panels}) == 1
    assert {len(cells(figures.known_table(step))) for step in STEPS.values()} == {1 + 8 + 1 + 11}


def test_the_table_fills():
    assert cells(figures.known_table(STEPS["start"]))[1] == ["w1", "0.3", "", ""]
    full = {row[0]: row[1:] for row in cells(figures.known_table(STEPS["new error"]))}
    assert full["w5"] == ["0.45", "0.025923", "0.437039"]
    assert full["o1"] == ["0.609446", "", "0.606177"]
    assert full["E"] == ["0.023972", "", "0.023236"]


def test_the_table_marks_what_has_just_been_found():
    assert re.findall("<mark[^>]*>(.*?)</mark>", figures.known_table(STEPS["slope w5"])) == ["0.025923"]


def test_a_still_has_it_all():
    still = figures.still(STEPS["slope w5"])
    words = " ".join(texts(still.svg))
    for part in ("How much w5 is to blame.", "o1(1 − o1)", "0.238022", "w5 0.45", "0.519989"):
        assert part in words
    assert still._repr_mimebundle_()["text/plain"].startswith("How much w5 is to blame.")


# Plots


def test_every_plot_shows_itself_with_a_text_alternative():
    plots = [
        backprop.error_curve([0.3, 0.2, 0.1]),
        backprop.learning_rates(NETWORK, X, TARGET),
        backprop.saturation(),
        backprop.error_surface(NETWORK, X, TARGET, steps=5),
        backprop.xor_outcomes(backprop.train_xor(range(2), steps=5)),
    ]
    for plot in plots:
        assert isinstance(plot.figure, Figure)
        assert len(plot.words) > 60


def test_the_error_curve_tells_mazurs_training():
    errors = backprop.descend(MAZUR.network, MAZUR.x, MAZUR.target, 0.5, 10_000)
    plot = backprop.error_curve(errors)
    assert plot.words == (
        "The error over 10,000 steps: 0.298 at the start; 0.291 after 1; 0.221 after 10; 0.02 after 100; 0.00111 after "
        "1,000; 3.51·10⁻⁵ at the end."
    )
    early, whole = (axes.lines[0].get_ydata().tolist() for axes in plot.figure.axes)
    assert whole == errors.tolist()
    assert early == whole[:101]
    assert [axes.get_title(loc="left") for axes in plot.figure.axes] == ["the first 100 steps", "all steps"]


def test_learning_rates_tell_the_one_that_is_too_large():
    plot = backprop.learning_rates(NETWORK, X, TARGET, rates=(0.5, 500), steps=20)
    careful, bold = backprop.descend(NETWORK, X, TARGET, 0.5, 20), backprop.descend(NETWORK, X, TARGET, 500, 20)
    assert f"0.5 it ends at {careful[-1]:.3g}" in plot.words
    assert f"500 it first rises to {bold.max():.3g}, and ends at {bold[-1]:.3g}" in plot.words
    lines = plot.figure.axes[0].lines
    assert [line.get_linestyle() for line in lines] == ["-", "--"]
    assert [line.get_color() for line in lines] == list(style.shades(2))
    assert lines[1].get_ydata().tolist() == bold.tolist()


def test_saturation_begins_where_the_slope_is_a_hundredth():
    # s (1 - s) = 0.01 where s = (1 + sqrt(0.96)) / 2, and z = log(s / (1 - s))
    s = (1 + 0.96**0.5) / 2
    assert f"beyond z = −{np.log(s / (1 - s)):.1f} and z = {np.log(s / (1 - s)):.1f}" in backprop.saturation().words


def test_xor_outcomes_count_and_show_one_of_each():
    runs = backprop.train_xor(range(4), steps=1500)
    failed = [
        seed
        for seed, network in zip(runs.seeds, runs.networks, strict=True)
        if [scalar_forward(network, x)[1][0] > 0.5 for x in XOR.inputs] != [False, True, True, False]
    ]
    assert 0 < len(failed) < 4
    plot = backprop.xor_outcomes(runs)
    assert f"{4 - len(failed)} of 4 seeds have solved XOR after 1,500 steps, {len(failed)} have failed" in plot.words
    assert plot.figure.axes[2].get_title(loc="left") == f"seed {failed[0]}: failed"
    said = [text.get_text() for text in plot.figure.axes[2].texts][1::2]
    answers = [scalar_forward(runs.networks[runs.seeds.index(failed[0])], x)[1][0] for x in XOR.inputs]
    assert said == [f"{answer:.2f}" for answer in answers]


def test_a_short_curve_is_told_without_a_gap():
    assert backprop.error_curve([0.3, 0.02]).words == "The error over 1 step: 0.3 at the start; 0.02 at the end."


def test_xor_outcomes_of_one_kind_have_one_map():
    runs = backprop.train_xor([0, 1], steps=0)
    assert len(backprop.xor_outcomes(runs).figure.axes) == 2 + 1  # with the scale of the answers


def test_the_error_surface_is_the_ground_of_the_path():
    plot = backprop.error_surface(NETWORK, X, TARGET, ("w5", "w6"), learning_rate=5, steps=50)
    path = descent_path(NETWORK, X, TARGET, ("w5", "w6"), 5, 50)
    way, start, end = plot.figure.axes[0].lines
    assert np.array(way.get_data()).T.tolist() == path.weights.tolist()
    assert [*start.get_data()[0], *end.get_data()[1]] == [0.45, path.weights[-1, 1]]
    assert "begins at w5 = 0.45, w6 = 0.40, error 0.024; after 50 steps" in plot.words
    assert plot.words.endswith(f"error {path.errors[-1]:.3g}.")
    ground = figures.surface_around(WIKIDOCS, ("w5", "w6"))
    nudged = NETWORK.with_weight("w5", ground.values[0][10]).with_weight("w6", ground.values[1][50])
    assert ground.errors[50, 10] == pytest.approx(nudged.loss(X, TARGET))


def test_a_path_that_leaves_the_map_does_not_stretch_it():
    plot = backprop.error_surface(NETWORK, X, TARGET, ("w5", "w7"), learning_rate=500, steps=3)
    assert plot.words.endswith("On its way it leaves the map.")
    assert plot.figure.axes[0].get_xlim() == pytest.approx((0.45 - 3, 0.45 + 3))


def test_a_kept_map_shows_each_path_anew():
    ground = figures.surface_around(WIKIDOCS, ("w5", "w7"))
    kept = figures.SurfaceMap(ground)
    short, long = (descent_path(NETWORK, X, TARGET, ("w5", "w7"), 5, steps) for steps in (3, 60))
    first, second, again = kept.img(short, "a < b"), kept.img(long, "a < b"), kept.img(short, "a < b")
    assert first == again != second
    assert 'alt="a &lt; b"' in first


@pytest.mark.parametrize(
    ("draw", "kind", "message"),
    [
        (lambda: backprop.error_curve([]), ValueError, "errors is"),
        (lambda: backprop.error_curve("curve"), TypeError, "errors is 'curve'"),
        (lambda: backprop.learning_rates(NETWORK, X, TARGET, rates=()), ValueError, r"rates is \(\)"),
        (lambda: backprop.learning_rates(NETWORK, X, TARGET, rates=(-1,)), ValueError, "learning_rate is -1"),
        (lambda: backprop.error_surface(NETWORK, X, TARGET, ("w5", "w5")), ValueError, "two different weights"),
        (lambda: backprop.error_surface(NETWORK, X, TARGET, ("w5", "w9")), ValueError, "name is 'w9'"),
        (lambda: backprop.error_surface(NETWORK, X, TARGET, ("w5", "w6", "w7")), ValueError, "two different weights"),
        (lambda: backprop.error_surface(NETWORK, X, TARGET, learning_rate=0), ValueError, "learning_rate is 0"),
        (lambda: backprop.error_surface(NETWORK, X, TARGET, steps=-1), ValueError, "steps is -1, expected"),
        (lambda: backprop.error_surface(NETWORK, X, TARGET, 5), ValueError, "names is 5, expected two different"),
        (lambda: backprop.xor_outcomes([0.1]), TypeError, r"runs is \[0.1\], expected what train_xor gives"),
    ],
)  # fmt: skip
def test_bad_input_is_named(draw, kind, message):
    with pytest.raises(kind, match=message):
        draw()


def test_numbers_are_read_back_as_they_are_written():
    assert [number(text) for text in ("−0.5", "(−0.5)", "3.20·10⁻⁹", "12")] == pytest.approx([-0.5, -0.5, 3.2e-9, 12])
