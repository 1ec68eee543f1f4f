"""Explorers and pictures without a browser: what is typed is set, and what is shown is read back."""

import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from helpers import embeddings, widgets
from helpers.embeddings import Vocabulary, explorers, figures
from helpers.embeddings.reading import notes_vocabulary, read
from helpers.embeddings.skipgram import Progress
from tests.shown import SVG, alert, plain, texts

HOSTILE = "<img src=x onerror=alert(1)>"


def test_it_begins_with_the_notes_sentence():
    explorer = embeddings.explore_lookup()
    assert explorer.reading.indices.tolist() == [2, 3, 4, 5, 6, 0]
    shown = texts(explorer.picture.value)
    assert {"hope", "soon", "[pad]", "[unk]", " 1.20  3.10", " 4.10  2.00"} <= set(shown)
    assert "shape (6, 2), float64" in shown


def test_what_is_typed_is_looked_up():
    explorer = embeddings.explore_lookup()
    explorer.sentence.value = "Nice to meet you again and again"
    explorer.length.value = 4
    assert explorer.reading.indices.tolist() == [7, 3, 1, 5]
    assert "“meet”" in plain(explorer.message.value)
    assert "Cut off: again, and, again." in plain(explorer.message.value)
    explorer.length.value = 9
    assert "2 of 9 places are padding" in plain(explorer.message.value)
    explorer.examples[1].click()
    assert explorer.sentence.value == "Nice to see you again"
    assert explorer.reading.indices.tolist() == [7, 3, 4, 5, 8, 0, 0, 0, 0]


def test_a_sentence_without_words_is_answered_and_the_picture_stays():
    explorer = embeddings.explore_lookup()
    before = explorer.picture.value
    explorer.sentence.value = "?!"
    assert "the sentence has no word in it" in alert(explorer.message)
    assert explorer.picture.value == before
    explorer.sentence.value = "Grüße, world"
    assert "no word of the sentence is in the vocabulary: “grüße”, “world”" in alert(explorer.message)
    assert explorer.picture.value == before
    explorer.sentence.value = "you"
    assert not alert(explorer.message)


def test_typed_text_is_escaped():
    lookup = embeddings.explore_lookup()
    lookup.sentence.value = "you " + HOSTILE
    assert "“img”" in plain(lookup.message.value)
    analogies = embeddings.explore_analogies()
    analogies.sum.value = HOSTILE
    for shown in (lookup.picture.value, lookup.message.value, analogies.picture.value, analogies.message.value):
        assert "<img" not in shown
    assert "src=x" in alert(analogies.message)


def test_words_of_a_table_are_escaped_too():
    words = ["a", "b", "<script>x</script>", "&", *(f"w{i}" for i in range(8))]
    vectors = embeddings.WordVectors(words, np.random.default_rng(0).normal(size=(12, 4)))
    explorer = explorers.AnalogyExplorer(vectors, "a - b")
    explorer.sum.value = "a"
    assert "<script" not in explorer.picture.value + explorer.message.value
    assert "&" in texts(explorers.AnalogyExplorer(vectors, "& + a").picture.value)


def test_words_of_any_length_leave_the_picture_as_large_as_it_was():
    explorer = embeddings.explore_lookup()
    explorer.sentence.value = "you " + "x" * 500
    drawn = ET.fromstring(explorer.picture.value)
    assert (drawn.get("width"), drawn.get("height")) == tuple(map(str, figures.LOOKUP_SIZE))
    assert max(map(len, texts(explorer.picture.value))) < 30


def test_a_sum_is_worked_out_as_it_is_typed(glove):
    explorer = embeddings.explore_analogies()
    assert explorer.analogy.nearest[0][0] == "queen"
    assert "nearest of all is king itself (0.89)" in plain(explorer.message.value)
    explorer.sum.value = "tokyo - japan + korea"
    assert explorer.analogy.nearest == tuple(glove.most_similar(["tokyo", "korea"], "japan", topn=8))
    shown = texts(explorer.picture.value)
    assert shown.count("seoul") == 2  # beside its bar and on the plane
    assert {"tokyo", "japan", "korea", "0.94"} <= set(shown)
    for button in explorer.examples:
        button.click()
        assert explorer.sum.value == button.description
        assert not alert(explorer.message)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "there is no word yet"),
        ("king - ", "expected a word after '-'"),
        ("king - mann + woman", "'mann' is not among the 10,000 words"),
        ("qwertz + asdfgh", "'qwertz', 'asdfgh' are not among the 10,000 words"),
        ("king - king", "cancel out"),
        ("x" * 9999, f"'{'x' * 37}...{'x' * 38}' is not among the 10,000 words"),
    ],
)
def test_what_cannot_be_worked_out_is_answered_beside_the_control(typed, answer):
    explorer = embeddings.explore_analogies()
    before = explorer.picture.value
    explorer.sum.value = typed
    assert answer in alert(explorer.message)
    assert explorer.picture.value == before


def test_bars_and_points_are_inside_the_picture(glove):
    for text in ("king - man + woman", "a", "the + of", "happy - sad", "0 - 1"):
        finding = embeddings.find(glove, text, topn=8)
        drawn = ET.fromstring(figures.analogy_drawing(glove, finding).svg)
        left, top, width, height = figures.PLOT
        for point in drawn.iter(f"{SVG}circle"):
            assert left <= float(point.get("cx")) <= left + width
            assert top <= float(point.get("cy")) <= top + height
        lengths = [float(bar.get("width")) for bar in drawn.iter(f"{SVG}rect") if bar.get("opacity")]
        assert lengths == sorted(lengths, reverse=True)
        assert lengths == [round(max(1, 170 * cosine)) for _, cosine in finding.nearest]


def test_many_words_keep_their_names_beside_their_points(glove):
    drawn = ET.fromstring(
        figures.analogy_drawing(glove, embeddings.find(glove, " + ".join(glove.index_to_key[100:130]))).svg
    )
    left, top, _, height = figures.PLOT
    points = [(float(point.get("cx")), float(point.get("cy"))) for point in drawn.iter(f"{SVG}circle")]
    names = [text for text in drawn.iter(f"{SVG}text") if text.get("font-size") == "13" and float(text.get("x")) > left]
    assert len(points) == 38
    assert 15 < len(names) < 38
    for name in names:
        x, y = float(name.get("x")), float(name.get("y")) - 4
        assert top < y < top + height
        assert any(abs(abs(x - px) - 8) < 0.2 and abs(y - py) < 13.2 for px, py in points)


def test_large_numbers_of_a_table_stay_in_their_boxes():
    explorer = explorers.LookupExplorer(Vocabulary(("you",)), np.array([[0, 0], [-1e30, 123.456], [-12.345, 9]]))
    assert {"-1e+30 1e+02", "-12.35  9.00"} <= set(texts(explorer.picture.value))


def test_no_word_is_drawn_twice_where_there_are_few():
    plot = embeddings.projection_chart(["a", "b", "c"], [0.3, 0.1, 0.2], ("left", "right"))
    assert [tick.get_text() for tick in plot.figure.axes[0].get_yticklabels()] == ["b", "c", "a"]


def test_explorers_leave_a_still():
    for explorer in (embeddings.explore_lookup(), embeddings.explore_analogies()):
        assert isinstance(explorer, widgets.Explorer)
        still = explorer._snapshot()
        assert explorer.picture.value in still["text/html"]
        assert still["text/plain"]


@pytest.mark.parametrize(
    ("ask", "error", "answer"),
    [
        (lambda: explorers.TrainingReport()(None), TypeError, "progress is None, expected a Progress"),
        (lambda: embeddings.accuracy_curves({}, [1], 0.5), ValueError, "results has 0 names, expected from 1 to 4"),
        (lambda: embeddings.accuracy_curves(None, [1], 0.5), TypeError, "results is None, expected a dictionary"),
        (
            lambda: embeddings.accuracy_curves({"a": np.ones((2, 2))}, [1], 0.5),
            ValueError,
            r"(?s)results\['a'\] is .* shape",
        ),
        (lambda: embeddings.accuracy_curves({"a": [[1.0]]}, [1], None), TypeError, "chance is None, expected a number"),
        (
            lambda: embeddings.projection_chart([], [], ("l", "r")),
            ValueError,
            "words has 0 and ends 2",
        ),
        (lambda: embeddings.projection_chart(["a"], [np.nan], ("l", "r")), ValueError, "values is .*, all finite"),
        (
            lambda: embeddings.projection_chart(["a"], [0.1, 0.2], ("l", "r")),
            ValueError,
            "values is .* expected numbers of shape",
        ),
        (lambda: embeddings.projection_chart(["a"], [0.1], "l"), TypeError, "ends is 'l', expected several strings"),
    ],
)
def test_bad_input_is_named(ask, error, answer):
    with pytest.raises(error, match=answer):
        ask()


def test_a_training_report_says_where_it_stands_and_keeps_no_time():
    report = explorers.TrainingReport()
    report(Progress(0, 2, 2.75, 0.5, 5.5))
    assert "epoch 1 of 2 has begun: about 6 s left" in plain(report.message.value)
    assert (report.bar.value, report._snapshot()["text/plain"]) == (0, "0 epochs.")
    report(Progress(1, 2, 2.5, 3.0, 3.0))
    assert "about 3 s left" in plain(report.message.value)
    report(Progress(2, 2, 2.25, 6.0, 0.0))
    assert report.bar.value == report.bar.max == 2
    assert report._snapshot()["text/plain"] == "2 epochs. Loss 2.5 after the first, 2.2 after the last."
    report(Progress(0, 2, 2.75, 0.5, 5.5))  # another training
    report(Progress(1, 2, 2.0, 3.0, 3.0))
    assert report._snapshot()["text/plain"] == "1 epoch. Loss 2.0 after the first, 2.0 after the last."


def test_a_drawing_says_what_it_shows():
    vocabulary, table = notes_vocabulary()
    words = figures.lookup_drawing(read("Nice to meet you", vocabulary, table, 5)).words
    assert words == (
        "nice → 7, to → 3, meet → 1, you → 5, [pad] → 0. The tensor has shape (5, 2). Not in the vocabulary, and "
        "looked up in row 1: “meet”. 1 of 5 places is padding."
    )


def test_curves_and_projections_carry_their_numbers(monkeypatch):
    results = {"one": np.array([[0.4, 0.6], [0.6, 0.8]])}
    curves = figures.accuracy_curves(results, (1, 2), chance=0.25)
    assert "over 2 seeds. one: 0.50 ± 0.10 at 1, 0.70 ± 0.10 at 2." in curves.words
    line = curves.figure.axes[0].get_lines()[0]
    np.testing.assert_allclose(line.get_ydata(), [0.5, 0.7])
    monkeypatch.setattr(figures, "LABELLED_PER_END", 1)
    plot = figures.projection_chart(["a", "b", "c", "d"], np.array([0.2, -0.3, 0.0, 0.1]), ("left", "right"))
    assert plot.words == "4 words between left (below 0) and right (above 0). The ends: b −0.30, a +0.20."


def test_exploring_takes_no_tensorflow():
    code = "from helpers import embeddings; embeddings.explore_lookup(); embeddings.explore_analogies()"
    code += "; import sys; print('tensorflow' in sys.modules or 'keras' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.split()[-1] == "False"
