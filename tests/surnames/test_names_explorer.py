"""The names' explorers and pictures without a browser: what is typed and pressed is set, what is shown is read back."""

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from helpers import corpora, style, surnames, widgets
from helpers.surnames.explorers.names import ConfusionExplorer, NameExplorer
from helpers.surnames.figures import names as figures
from helpers.surnames.names import Scores, confusion, read_name
from tests.surnames.some_names import random_model

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def said(message):
    return html.unescape(re.sub(r"<[^>]*>", "", message.value))


def warned(message):
    return said(message) if 'role="alert"' in message.value else ""


@pytest.fixture(scope="module")
def model():
    return random_model(countries=tuple(corpora.COUNTRIES))


@pytest.fixture
def explorer(model):
    return NameExplorer(model, corpora.surnames(), "Kowalski")


@pytest.fixture(scope="module")
def found(model):
    task = corpora.surnames()
    pairs = task.test[:300]
    return confusion(model.probabilities([name for name, _ in pairs]), pairs, task.countries)


# A name


def test_the_shipped_network_knows_a_polish_name():
    explorer = surnames.explore_names("Kowalski")
    assert isinstance(explorer, widgets.Explorer)
    assert said(explorer.message).startswith("“kowalski”: Poland ")
    assert "The lists have it for Poland" in said(explorer.message)
    assert explorer.reading.probabilities[-1].max() > 0.9
    leading, poland = explorer.reading.probabilities.argmax(axis=1), explorer.reading.countries.index("Poland")
    assert (leading == poland).tolist() == [False] + 8 * [True]  # from the second letter on
    assert explorer.reading.probabilities[2, poland] == pytest.approx(0.86, abs=0.01)


def test_every_letter_has_a_column_and_every_country_a_row_and_a_bar(explorer):
    shown = texts(explorer.picture.value)
    assert shown[:9] == [*"kowalski", "end"]
    assert [text for text in shown if text in corpora.COUNTRIES] == list(corpora.COUNTRIES)
    for share in explorer.reading.probabilities[-1]:
        assert f"{100 * share:.0f} %" in shown
    printed = [text for text in shown if text.isdigit()]
    assert len(printed) == (explorer.reading.probabilities >= 0.095).sum()


def test_what_is_typed_is_read(explorer):
    seen = [explorer.picture.value]
    for typed, plain in (("K", "k"), ("Ko", "ko"), ("Müller", "muller"), ("van den Berg", "van den berg")):
        explorer.name.value = typed
        assert explorer.reading.name == plain
        assert f"“{plain}”" in said(explorer.message)
        seen.append(explorer.picture.value)
    assert len(set(seen)) == len(seen)
    assert "␣" in texts(explorer.picture.value)


def test_a_preset_is_taken(explorer):
    for button in explorer.presets:
        button.click()
        assert explorer.name.value == button.description
        assert explorer.reading.name == corpora.plain_name(button.description)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "name is '', expected at least one character"),
        ("<img src=x>", "name has characters that this model does not know: '<' '=' '>'"),
        ("김", "does not know: '김'"),
        ("a" * 21, "name has 21 letters, expected at most 20"),
    ],
)
def test_a_bad_name_is_answered_and_the_picture_stays(explorer, typed, answer):
    picture = explorer.picture.value
    explorer.name.value = typed
    assert answer in warned(explorer.message)
    assert "<img" not in explorer.message.value
    assert explorer.picture.value == picture
    explorer.name.value = "Kowalski"
    assert warned(explorer.message) == ""


def test_what_a_name_is_told_about(model):
    reading = read_name(model, "kowalski", corpora.surnames())
    probabilities = np.full((4, 14), 0.01)
    probabilities[0, 0], probabilities[1:, 9] = 0.87, 0.87
    told = replace(
        reading, name="abc", probabilities=probabilities, listed_countries=("France", "Netherlands"), part="test"
    )
    assert figures.describe_reading(told) == (
        "“abc”: Netherlands 87 %, Czechia 1 %, Denmark 1 %. From letter 2 on, “ab”, the Netherlands is in front for "
        "good. The lists have it for France and the Netherlands; it was held out."
    )
    probabilities[1:3, 0], probabilities[1:3, 9] = 0.87, 0.01
    late = figures.describe_reading(replace(told, listed_countries=(), part=""))
    assert "Only when the name has ended does the Netherlands come to the front." in late
    assert "It is none of the names that were drawn from the lists." in late
    assert "From the first letter on Czechia is in front." in figures.describe_reading(
        replace(told, probabilities=probabilities[:3])
    )


def test_the_still_is_the_picture(explorer):
    still = explorer._snapshot()
    assert explorer.picture.value in still["text/html"]
    assert still["text/plain"] == said(explorer.message)


def test_bad_beginnings_are_named():
    for name, error, answer in (
        (7, TypeError, "name is 7, expected a string"),
        ("", ValueError, "name is '', expected at least one character"),
        ("a" * 30, ValueError, "name has 30 letters, expected at most 20"),
    ):
        with pytest.raises(error, match=answer):
            surnames.explore_names(name)


# The confusion picture


def test_the_buttons_are_the_counts(found):
    explorer = ConfusionExplorer(found)
    shown = [[int(text.strip() or 0) for text, _ in buttons.options] for buttons in explorer.rows]
    assert np.array_equal(shown, found.counts)
    assert explorer.rows[3].tooltips[5] == figures.describe_cell(found, "France", "Hungary")


def test_a_pressed_cell_shows_its_names(found):
    explorer = ConfusionExplorer(found)
    row, column = np.argwhere(found.counts > 1)[-1]
    country, answer = found.countries[row], found.countries[column]
    explorer.rows[row].value = answer
    assert (explorer.country.value, explorer.answer.value) == (country, answer)
    assert [buttons.value for buttons in explorer.rows if buttons.value] == [answer]
    assert said(explorer.message) == figures.describe_cell(found, country, answer)
    for name in found.names(country, answer):
        assert name in html.unescape(explorer.names.value)
    explorer.rows[row].value = None  # pressed again
    assert explorer.rows[row].value == answer


def test_a_cell_can_be_picked_from_two_lists(found):
    explorer = ConfusionExplorer(found)
    explorer.country.value, explorer.answer.value = "Italy", "Italy"
    assert explorer.rows[7].value == "Italy"
    assert said(explorer.message).startswith("Italy, recognised: ")
    explorer.pick("Netherlands", "United States")
    assert said(explorer.message).startswith("The Netherlands, taken for the United States: ")
    empty = np.argwhere(found.counts == 0)[0]
    explorer.pick(*(found.countries[place] for place in empty))
    assert said(explorer.names) == "no name"


def test_it_begins_with_the_most_frequent_mistake(found):
    explorer = ConfusionExplorer(found)
    wrong = found.counts - np.diag(np.diag(found.counts))
    assert len(found.names(explorer.country.value, explorer.answer.value)) == wrong.max()
    assert said(explorer.message).startswith(
        f"{explorer.country.value}, taken for {explorer.answer.value}: {wrong.max()} "
    )


def test_the_shipped_network_is_judged_on_the_test_names():
    explorer = surnames.explore_confusion()
    assert explorer.confusion.pairs == corpora.surnames().test
    (accuracy, *_) = (one.accuracy for one in surnames.load_study().scores["large GRU"])
    assert np.trace(explorer.confusion.counts) / explorer.confusion.counts.sum() == pytest.approx(accuracy, abs=0.004)


def test_what_the_lesson_says_of_the_confusion():
    found = surnames.explore_confusion().confusion
    assert len(found.names("Norway", "Denmark")) == found.counts[~np.eye(len(found.countries), dtype=bool)].max() == 30
    assert len(found.names("Denmark", "Norway")) == 1
    both_ways = found.counts + found.counts.T - 2 * np.diag(found.counts.diagonal())
    place = found.countries.index
    assert both_ways[place("United States"), [place("Netherlands"), place("France")]].tolist() == [43, 43]
    assert both_ways.max() == 43
    mistakes = [
        (name, answer) for (name, country), answer in zip(found.pairs, found.answers, strict=True) if answer != country
    ]
    assert (len(mistakes), sum(answer in found.countries_of(name) for name, answer in mistakes)) == (550, 129)


def test_the_still_holds_every_count(found):
    still = ConfusionExplorer(found)._snapshot()
    shown = texts(re.search("<svg.*</svg>", still["text/html"])[0])
    assert [int(text) for text in shown if text.isdigit()] == [int(n) for n in found.counts.ravel() if n]
    assert str(np.trace(found.counts)) in still["text/plain"]


def test_names_are_escaped_and_other_countries_are_told():
    pairs = (("<b>", "A"), ("kim", "A"), ("kim", "B"))
    found = confusion(np.array([[0.9, 0.1]] * 3), pairs, ["A", "B"])
    assert figures.list_names(found, "A", "A") == "&lt;b&gt;, kim <i>(also B)</i>"
    assert figures.describe_confusion(found).endswith("mistakes: B taken for A 1 times.")


# Curves


def test_the_score_chart_tells_means_and_ranges():
    scores = {"one": [Scores(0.5, 0.4, 1, 0)], "two": [Scores(a, 0.3, 1, 0) for a in (0.6, 0.7)]}
    plot = surnames.score_chart(scores)
    assert isinstance(plot, style.Plot)
    assert "one: accuracy 0.500, balanced 0.400." in plot.words
    assert "two: accuracy 0.650 (0.600 to 0.700), balanced 0.300" in plot.words
    assert [label.get_text() for label in plot.figure.axes[0].get_yticklabels()] == ["one", "two"]


def test_the_remedies_are_drawn_and_told():
    stored = {name: remedy.histories for name, remedy in surnames.load_study().remedies.items()}
    plot = surnames.remedy_curves(stored)
    assert len(plot.figure.axes[0].lines) == 5 * 5 + 5  # with those of the legend
    lowest = np.mean([min(progress.val_loss for progress in each) for each in stored["nothing"]])
    assert "nothing: validation loss lowest after " in plot.words
    assert f"{lowest:.2f}, at the end" in plot.words


def test_early_answers_are_drawn_and_told():
    study = surnames.load_study()
    plot = surnames.early_curves(study.early, study.prefix_lengths)
    for axes in plot.figure.axes:
        assert [label.get_text() for label in axes.get_xticklabels()][-1] == "end"
        assert len(axes.lines) == 3
    assert "trained after every letter: after 1 letter loss " in plot.words


@pytest.mark.parametrize(
    ("draw", "name"),
    [
        (surnames.score_chart, "scores"),
        (surnames.remedy_curves, "histories"),
        (lambda given: surnames.early_curves(given, [0]), "early"),
    ],
)
def test_nothing_to_draw(draw, name):
    for nothing in ({}, {"who": []}):
        with pytest.raises(ValueError, match=f"{name} is {re.escape(repr(nothing))}, expected lists of .* by name"):
            draw(nothing)
