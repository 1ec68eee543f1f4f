"""The data: what is in it, what was cleaned away, and that nothing held out leaks."""

import re
import sys
import unicodedata
from dataclasses import replace
from importlib.metadata import distribution

import numpy as np
import pandas as pd
import pytest

from helpers import corpora


def test_shakespeare_is_38_plays_two_of_them_held_out():
    corpus = corpora.shakespeare()
    assert len(list(corpora._play_files())) == 38
    assert (len(corpus.train), len(corpus.validation)) == (4_578_554, 206_697)
    assert "MACBETH:\n" in corpus.validation
    assert "MACBETH:\n" not in corpus.train
    assert "MALVOLIO:\n" in corpus.validation
    assert "MALVOLIO:\n" not in corpus.train


def test_held_out_plays_use_no_symbol_of_their_own():
    corpus = corpora.shakespeare()
    assert set(corpus.validation) <= set(corpus.train)
    assert len(set(corpus.train)) == 74


def test_directions_and_headings_are_gone_and_famous_lines_are_not():
    corpus = corpora.shakespeare()
    both = corpus.train + corpus.validation
    assert not re.search(r"[][_*#\\$]|\bExeunt\b|^ACT ", both, re.MULTILINE)
    for line in ("To be, or not to be: that is the question:", "Out, damned spot! out, I say!"):
        assert line in both


def test_every_speech_has_a_speaker_and_words():
    for speech in corpora.shakespeare().validation.strip().split("\n\n"):
        speaker, *lines = speech.split("\n")
        assert speaker.endswith(":")
        assert all(lines)


def test_a_direction_left_open_does_not_swallow_what_follows():
    play = "**A**  \nHello _aside\n\n**B**  \nStay _aside_ now\n\n_Exit_\n"
    play += "\n*Enter a king,\nand lords*\n\n**A**  \nSha$l [sings] we—go?"
    assert corpora.clean_play(play) == "A:\nHello aside\n\nB:\nStay now\n\nA:\nShal we--go?\n"


def test_korean_words_are_split_once_and_for_all():
    corpus = corpora.korean_words()
    train, validation = corpus.train.split(), corpus.validation.split()
    assert (len(train), len(validation)) == (4_988, 555)
    assert not set(train) & set(validation)
    jamo = set(unicodedata.normalize("NFD", corpus.train))
    assert len(jamo) == 64
    assert set(unicodedata.normalize("NFD", corpus.validation)) <= jamo


def test_the_weather_is_the_table_that_another_reader_finds():
    weather = corpora.seattle_weather()
    path = distribution("vega-datasets").locate_file("vega_datasets/_data/seattle-weather.csv")
    table = pd.read_csv(str(path), parse_dates=["date"])
    assert list(weather.dtype.names) == list(table.columns)
    assert np.array_equal(weather["date"], table["date"].to_numpy().astype("M8[D]"))
    for name in ("precipitation", "temp_max", "temp_min", "wind"):
        assert np.array_equal(weather[name], table[name].to_numpy())
    assert weather["weather"].tolist() == table["weather"].tolist()
    assert set(weather["weather"]) == {"drizzle", "fog", "rain", "snow", "sun"}
    assert weather["date"][[0, -1]].astype(str).tolist() == ["2012-01-01", "2015-12-31"]
    assert np.array_equal(np.diff(weather["date"]), np.ones(1460, "m8[D]"))


def test_the_weather_is_the_callers_own():
    corpora.seattle_weather()["wind"] = 0
    assert corpora.seattle_weather()["wind"].max() > 0


def test_comedy_or_tragedy_holds_out_whole_plays():
    task = corpora.comedy_or_tragedy()
    parts = {"train": task.train, "same_plays": task.same_plays, "validation": task.validation, "test": task.test}
    assert {name: len(part.texts) for name, part in parts.items()} == {
        "train": 1000, "same_plays": 240, "validation": 240, "test": 240,
    }  # fmt: skip
    assert set(task.validation.plays) == {"much-ado-about-nothing", "othello"}
    assert set(task.test.plays) == {"twelfth-night", "macbeth"}
    assert set(task.same_plays.plays) == set(task.train.plays)
    assert len(set(task.train.plays)) == 10
    assert not set(task.train.plays) & {*task.validation.plays, *task.test.plays}
    everything = [text for part in parts.values() for text in part.texts]
    assert len(set(everything)) == len(everything)
    for part in parts.values():
        half = len(part.texts) // 2
        assert part.labels == (0,) * half + (1,) * half
        assert all(len(text.split()) >= 40 for text in part.texts)
        assert not any("\n" in text for text in part.texts)


def test_the_genre_of_a_play_is_its_label():
    task = corpora.comedy_or_tragedy()
    genres = {play: label for part in (task.train, task.validation, task.test) for play, label in
              zip(part.plays, part.labels, strict=True)}  # fmt: skip
    tragedies = {"hamlet", "king-lear", "macbeth", "othello", "romeo-and-juliet", "timon-of-athens"}
    assert {play for play, label in genres.items() if label} == tragedies
    assert len(genres) == 14
    first = dict(zip(task.train.plays, task.train.texts, strict=True))
    assert all(text in " ".join(corpora.shakespeare().train.split()) for text in list(first.values())[:3])


@pytest.fixture(scope="module")
def homes():
    """Every surname of the task with its countries."""
    task, found = corpora.surnames(), {}
    for name, country in (*task.train, *task.validation, *task.test):
        found.setdefault(name, []).append(country)
    return found


def test_surnames_of_14_countries_in_three_parts_that_share_none(homes):
    task = corpora.surnames()
    parts = [{name for name, _ in part} for part in (task.train, task.validation, task.test)]
    assert [len(part) for part in (task.train, task.validation, task.test)] == [6870, 1468, 1496]
    assert [len(part) for part in parts] == [6228, 1335, 1335]
    assert sum(map(len, parts)) == len(homes) == 8898
    assert sum(len(countries) > 1 for countries in homes.values()) == 695
    assert all(len(set(countries)) == len(countries) for countries in homes.values())
    assert list(task.countries) == sorted({country for countries in homes.values() for country in countries})
    assert len(task.countries) == 14
    for part in (task.train, task.validation, task.test):
        assert {country for _, country in part} == set(task.countries)


def test_a_surname_has_every_country_in_whose_list_it_stands(homes):
    lists = {}
    for country, name in corpora.COUNTRIES.items():
        listed = corpora._mimesis(f"{name}/person")["surnames"]
        lists[country] = {each.lower() for each in (listed["male"] if isinstance(listed, dict) else listed)}
    assert min(map(len, lists.values())) >= 300
    for name, countries in homes.items():
        assert {country for country, listed in lists.items() if name in listed} <= set(countries)
    assert homes["kowalski"] == ["Poland"]
    assert homes["rossi"] == ["France", "Italy"]
    for country, listed in lists.items():
        known = {name for name, countries in homes.items() if country in countries}
        assert len(known) >= min(1000, 0.95 * len(listed))


@pytest.mark.parametrize(
    ("changed", "error", "answer"),
    [
        ({"train": None}, TypeError, r"train is None, expected a tuple of pairs \(name, country\)"),
        ({"validation": [("rossi", "Italy")]}, TypeError, r"validation is \[\('rossi', 'Italy'\)\], expected a tuple"),
        ({"test": (("rossi",),)}, TypeError, r"test is \(\('rossi',\),\), expected a tuple of pairs"),
        ({"countries": ()}, ValueError, "countries is empty, expected at least one"),
        ({"countries": "Italy"}, TypeError, "countries is 'Italy', expected several"),
    ],
)
def test_surnames_that_are_none_are_named(changed, error, answer):
    with pytest.raises(error, match=answer):
        replace(corpora.surnames(), **changed)


def test_surnames_are_letters_only_and_no_name_has_a_twin_for_women(homes):
    assert all(re.fullmatch(r"[a-z][a-z' -]{0,18}[a-z]", name) for name in homes)
    assert not any(name.endswith("dottir") for name, countries in homes.items() if "Iceland" in countries)
    assert "kowalska" not in homes


def test_a_plain_name_has_no_accents():
    typed = {
        "Łukasiewicz": "lukasiewicz",
        "Þórðarson": "thordarson",
        "Weiß": "weiss",
        "Ærø": "aero",
        " de  la Peña ": "de la pena",
        "O’Brien": "o'brien",
        "Yıldız": "yildiz",
        "김": "김",
    }
    assert {name: corpora.plain_name(name) for name in typed} == typed
    with pytest.raises(TypeError, match="name is 7, expected a string"):
        corpora.plain_name(7)


LETTERS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cs"]


def test_a_plain_name_is_in_small_letters_whatever_it_was_written_with():
    """As Python lowers and Unicode decomposes: nothing is left to lower, to decompose or to take away."""
    for letter in LETTERS:
        plain = corpora.plain_name(letter)
        assert plain == plain.lower(), letter
        assert not any(sign in corpora.PLAIN or unicodedata.combining(sign) for sign in plain), letter
        assert unicodedata.normalize("NFKC", plain) == plain, letter
        assert corpora.plain_name(plain) == plain, letter
        assert corpora.plain_name(unicodedata.normalize("NFD", letter)) == plain, letter


def test_signs_that_stand_for_letters_are_written_out_small():
    typed = {
        "™": "tm",
        "Ⅻ": "xii",
        "㎒": "mhz",
        "Ｓｍｉｔｈ": "smith",
        "ﬁnch": "finch",
        "𝔖mith": "smith",
        "Ǣ": "ae",
        "İ": "i",
    }
    assert {name: corpora.plain_name(name) for name in typed} == typed


def test_every_list_for_english_is_the_same():
    lists = [corpora._mimesis(f"{name}/person")["surnames"] for name in ("en", "en-au", "en-ca", "en-gb")]
    assert all(each == lists[0] for each in lists)
    shared = {corpora.plain_name(name) for name in lists[0]}
    shared &= {corpora.plain_name(name) for name in corpora._mimesis("es-mx/person")["surnames"]}
    assert len(shared) == 124
