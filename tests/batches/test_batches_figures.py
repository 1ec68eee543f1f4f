"""The pictures are read back: counts against counting, words against the numbers."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from helpers import batches, style
from helpers.batches import figures
from helpers.batches.buffer import BufferState, buffer_states
from helpers.batches.figures.drawing import iteration_colour
from helpers.batches.scheduling import schedule
from tests.batches.shown import SVG, squares, texts

RISING = {"loss": [0.7, 0.5, 0.3, 0.1], "val_loss": [0.69, 0.6, 0.7, 0.9]}


def width_of(words, size):
    """A generous guess at the pixels that a text takes."""
    return len(words) * size * 0.62


def assert_within(svg):
    """Nothing is drawn beyond the frame, and no letter is too small for a projector."""
    root = ET.fromstring(svg)
    right, bottom = float(root.get("width")), float(root.get("height"))
    for text in root.iter(f"{SVG}text"):
        x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
        wide = width_of("".join(text.itertext()), size)
        start = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        assert size >= 14
        assert start >= -8, "".join(text.itertext())
        assert start + wide <= right + 8, "".join(text.itertext())
        assert size * 0.7 <= y <= bottom
    for box in root.iter(f"{SVG}rect"):
        x, y = float(box.get("x", 0)), float(box.get("y", 0))
        assert x >= 0
        assert x + float(box.get("width")) <= right + 1
        assert y + float(box.get("height")) <= bottom


# The overview


def test_the_lost_figure_has_the_notes_numbers():
    drawing = batches.overview(2000, 500, 20)
    said = texts(drawing.svg)
    assert {"20 · 4 = 80 iterations", "4 iterations", "batch 4", "500", "20", "1 update of the weights"} <= set(said)
    assert said.count("500") == 4
    assert sum(word.isdigit() and int(word) <= 20 for word in said) == 20
    assert "20 · 4 = 80 iterations" in drawing.words


def test_a_short_last_batch_is_said_and_drawn_shorter():
    drawing = batches.overview(1100, 500, 3)
    assert "the last batch holds only 100" in drawing.words
    assert "100" in texts(drawing.svg)
    widths = [float(box.get("width")) for box in ET.fromstring(drawing.svg).iter(f"{SVG}rect")
              if box.get("stroke") == style.INPUT and box.get("height") == "58"]  # fmt: skip
    assert widths[0] == widths[1] > widths[2]


@given(st.integers(1, 100_000), st.integers(1, 10_000), st.integers(1, 2000))
def test_any_training_has_an_overview_within_its_frame(samples, batch_size, epochs):
    drawing = batches.overview(samples, batch_size, epochs)
    assert_within(drawing.svg)
    assert f"{batches.total_iterations(samples, batch_size, epochs):,}" in drawing.words


@pytest.mark.parametrize(
    ("arguments", "kind"), [((0, 1, 1), ValueError), ((1, 1.5, 1), TypeError), ((1, 1, "x"), TypeError)]
)
def test_an_overview_of_nothing_is_refused(arguments, kind):
    with pytest.raises(kind, match="expected a whole number >= 1"):
        batches.overview(*arguments)


# The batch player


@settings(max_examples=60)
@given(st.integers(1, 60), st.integers(1, 70), st.integers(1, 5), st.booleans(), st.data())
def test_every_sample_is_a_cell_of_the_colour_of_its_iteration(samples, batch_size, epochs, shuffle, data):
    plan = schedule(samples, batch_size, epochs, shuffle, seed=1)
    position = data.draw(st.integers(0, len(plan)))
    drawing = figures.draw_player(plan, position)
    assert_within(drawing.svg)
    count = batches.iterations_per_epoch(samples, batch_size)
    done = (position - 1) % count + 1 if position else 0
    now = len(plan[position - 1].samples) if position else 0
    before = (done - 1) * batch_size if position else 0
    assert squares(drawing.svg, style.ACTIVE) == now
    assert squares(drawing.svg, style.PAPER) == samples - before - now
    for iteration in range(1, done):
        assert squares(drawing.svg, iteration_colour(iteration, count)) == batch_size


def test_a_cell_stays_where_it_is_and_says_its_iteration():
    plan = schedule(10, 4, 2, shuffle=True, seed=3)
    svg = figures.draw_player(plan, 6).svg  # the second epoch is over
    numbers = [word for word in texts(svg) if word.isdigit()][3:]  # after the legend's 1, 2, 3
    cells = [element for element in ET.fromstring(svg).iter(f"{SVG}text") if element.text in {"1", "2", "3"}][3:]
    order = sorted(range(10), key=lambda i: (float(cells[i].get("y")), float(cells[i].get("x"))))
    used_in = {int(sample): batch.iteration for batch in plan[3:] for sample in batch.samples}
    assert [int(numbers[i]) for i in order] == [used_in[sample] for sample in range(10)]


def test_the_words_of_the_player():
    plan = schedule(22, 5, 3, shuffle=False, seed=0)
    assert figures.describe_player(plan, 0) == (
        "Before the training: no sample has been used yet. An epoch will use 22 samples in 5 iterations, "
        "and the training will have 15 in all."
    )
    assert figures.describe_player(plan, 10) == (
        "Epoch 2 of 3, iteration 5 of 5; 10 updates of 15 done. This batch: 2 samples, numbers 21, 22. The last batch "
        "of the epoch is short. Used in this epoch: 22 of 22."
    )


@pytest.mark.parametrize(("samples", "batch_size", "epochs"), [(2000, 500, 20), (2000, 1, 50), (1, 1, 1), (2000, 7, 2)])
def test_large_and_small_trainings_fit(samples, batch_size, epochs):
    plan = schedule(samples, batch_size, epochs, shuffle=True, seed=0)
    for position in (0, 1, len(plan) // 2, len(plan)):
        drawing = figures.draw_player(plan, position)
        assert_within(drawing.svg)
        assert len(drawing.svg) < 250_000


def test_letters_on_every_colour_can_be_read():
    def light(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    for colour in (iteration_colour(1, 1), iteration_colour(9, 9), iteration_colour(5, 9), style.ACTIVE):
        assert (light(colour) + 0.05) / (light(style.INK) + 0.05) >= 4.5
    assert len({iteration_colour(k, 7) for k in range(1, 8)}) == 7


# The shuffle buffer


@settings(max_examples=80)
@given(st.integers(1, 40), st.integers(0, 50), st.integers(0, 24), st.integers(1, 24))
def test_the_buffer_is_drawn_as_the_model_has_it(buffer_size, seed, drawn, item):
    drawing = figures.draw_buffer(buffer_size, seed, drawn, item)
    assert_within(drawing.svg)
    order = [i + 1 for i in batches.shuffle_buffer(range(24), buffer_size, seed)]
    numbers = [int(word) for word in texts(drawing.svg) if word.isdigit()]
    assert numbers[:24] == list(range(1, 25))
    held = numbers[24 : len(numbers) - drawn]
    assert numbers[len(numbers) - drawn :] == order[:drawn]
    read = min(24, min(buffer_size, 24) + drawn)
    assert sorted(held) == sorted(set(range(1, read + 1)) - set(order[:drawn]))
    assert f"Number {item} can land at place {max(item - buffer_size + 1, 1)}" in drawing.words
    landed = order.index(item) + 1
    assert (f"It landed at place {landed}." in drawing.words) == (landed <= drawn)


def test_sorted_labels_and_a_small_buffer_give_batches_of_one_class():
    assert figures.draw_buffer(1, 0, 24, 1).words.endswith("Of one class only: 4 of 4.")
    first = re.search(r"Batches so far: (.*?);", figures.draw_buffer(4, 0, 24, 1).words)[1]
    assert first == "6 comedies"  # 12 comedies come in first: with 4 in the buffer no tragedy leaves before place 10


def test_states_are_those_of_the_buffer():
    states = buffer_states(6, 2, seed=4)
    assert states[0] == BufferState((), (0, 1), 2)
    assert states[-1].out == tuple(batches.shuffle_buffer(range(6), 2, seed=4))
    assert states[-1].slots == (None, None)
    assert [state.read for state in states] == [2, 3, 4, 5, 6, 6, 6]
    assert len(buffer_states(3, 10**30, 0)[0].slots) == 3


# Curves


def test_a_comparison_finds_the_minimum():
    told = batches.comparison(RISING)
    assert (told.best, told.lowest) == (2, 0.6)
    assert told.rise == pytest.approx(1.5)


def test_learning_curves_mark_the_lowest_validation_loss():
    falling = {"loss": [0.7, 0.6], "val_loss": [0.68, 0.61]}
    plot = batches.learning_curves(RISING, falling, chance=0.69)
    axes = plot.figure.axes[0]
    marked = [line.get_xydata().tolist() for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata())]
    assert marked == [[[2, 0.6]], [[2, 0.61]]]
    curves = [line.get_ydata() for line in axes.lines if line.get_linestyle() == "--" and len(line.get_xdata())]
    assert [list(curve) for curve in curves] == [RISING["val_loss"], falling["val_loss"]]
    assert (
        "from 0.70 to 0.10; validation loss lowest after epoch 2, 0.60, at the end 0.90. Training loss from 0.70 to 0.6"
    ) in plot.words


@pytest.mark.parametrize("chance", [None, 0.69, 0.8])
def test_nothing_of_a_flat_curve_is_cut_off(chance):
    flat = {"loss": [0.7, 0.68], "val_loss": [0.7, 0.7]}
    axes = batches.learning_curves(flat, chance=chance).figure.axes[0]
    assert axes.get_ylim() == (0, pytest.approx(1.08 * max(chance or 0, 0.7)))
    assert batches.learning_curves({"loss": [0], "val_loss": [0]}).figure.axes[0].get_ylim()[1] > 0


def test_updates_are_counted_for_each_batch_size():
    plot = batches.updates_and_epochs({8: [0.5, 0.2], 1000: [0.7, 0.6]}, samples=1000)
    by_epoch, by_update = plot.figure.axes
    assert [line.get_xdata().tolist() for line in by_epoch.lines] == [[1, 2], [1, 2]]
    assert [line.get_xdata().tolist() for line in by_update.lines] == [[125, 250], [1, 2]]
    assert "Batches of 8: 250 updates, loss 0.20 at the end." in plot.words


def test_noise_is_drawn_beside_the_law():
    plot = batches.noise_plot({4: 2.0, 16: 1.1})
    law, measured = plot.figure.axes[0].lines
    assert law.get_ydata().tolist() == [2.0, 1.0]
    assert measured.get_ydata().tolist() == [2.0, 1.1]
    assert plot.words.endswith("2 for 4, 1.1 for 16.")


@pytest.mark.parametrize(
    ("draw", "kind", "message"),
    [
        (lambda: batches.learning_curves(), ValueError, "trainings is empty, expected at least one history"),
        (lambda: batches.learning_curves({"loss": [1]}), ValueError, "trainings[0] has no 'val_loss', expected one"),
        (lambda: batches.learning_curves([1, 2]), TypeError, "trainings[0] is [1, 2], expected the history of what"),
        (lambda: batches.comparison({}), ValueError, "history has no 'loss', expected one number"),
        (
            lambda: batches.comparison({"loss": [1, 2], "val_loss": [1]}),
            ValueError,
            "history has 2 numbers for 'loss', expected as many as for 'val_loss': 1",
        ),
        (
            lambda: batches.comparison({"loss": [1.0], "val_loss": [float("nan")]}),
            ValueError,
            "history['val_loss'] is [nan], expected numbers of shape (any,), all finite",
        ),
        (lambda: batches.comparison("loss"), TypeError, "history is 'loss', expected the history of what fit returns"),
        (lambda: batches.comparison({"loss": 3}), ValueError, "history['loss'] is 3 with shape (), expected numbers"),
        (lambda: batches.comparison({"loss": None}), TypeError, "history['loss'] is None, expected numbers of shape"),
        (lambda: batches.comparison({"loss": []}), ValueError, "history['loss'] is [] with shape (0,), expected"),
        (
            lambda: batches.comparison({"loss": [0], "val_loss": [0]}).rise,
            ValueError,
            "val_loss is 0 at its minimum, expected a number > 0 to compare with",
        ),
        (lambda: batches.learning_curves(RISING, chance="x"), TypeError, "chance is 'x', expected a number"),
        (lambda: batches.learning_curves(RISING, chance=[0.7]), TypeError, "chance is [0.7], expected a number"),
        (
            lambda: batches.learning_curves(RISING, chance=10**400),
            ValueError,
            f"chance is {10**400}, expected a finite number",
        ),
        (
            lambda: batches.noise_plot({4: 10**400}),
            ValueError,
            f"noise[4] is {10**400}, expected a number > 0",
        ),
        (lambda: batches.learning_curves(RISING, chance=np.nan), ValueError, "chance is nan, expected a finite number"),
        (lambda: batches.updates_and_epochs({}, 5), ValueError, "losses is empty, expected the losses for each batch"),
        (lambda: batches.updates_and_epochs(3, 5), TypeError, "losses is 3, expected a dict with the losses for each"),
        (lambda: batches.updates_and_epochs({0: [1]}, 5), ValueError, "a batch size of losses is 0, expected a whole"),
        (lambda: batches.updates_and_epochs({"a": [1]}, 5), TypeError, "a batch size of losses is 'a', expected"),
        (lambda: batches.updates_and_epochs({5: {"loss": [1]}}, 5), TypeError, "losses[5] is {'loss': [1]}, expected"),
        (lambda: batches.updates_and_epochs({5: []}, 5), ValueError, "losses[5] is [] with shape (0,), expected"),
        (
            lambda: batches.updates_and_epochs({size: [1.0] for size in range(1, 7)}, 5),
            ValueError,
            "losses has 6 batch sizes, expected at most 5",
        ),
        (
            lambda: batches.updates_and_epochs({5: [1]}, 10**30),
            ValueError,
            f"samples is {10**30}, expected a whole number from 1 to 10,000,000",
        ),
        (lambda: batches.noise_plot({}), ValueError, "noise is empty, expected a number > 0 for each batch size"),
        (lambda: batches.noise_plot(3), TypeError, "noise is 3, expected a dict with a number > 0 for each batch size"),
        (lambda: batches.noise_plot([1, 2]), TypeError, "noise is [1, 2], expected a dict with a number > 0"),
        (lambda: batches.noise_plot({2.5: 1}), TypeError, "a batch size of noise is 2.5, expected a whole number from"),
        (lambda: batches.noise_plot({4: "x"}), TypeError, "noise[4] is 'x', expected a number > 0"),
        (lambda: batches.noise_plot({4: 1.0, 64: 0.0}), ValueError, "noise[64] is 0.0, expected a number > 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_named(draw, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        draw()
