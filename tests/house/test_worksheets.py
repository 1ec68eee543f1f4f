"""`make worksheets`, up to the browser: pages that a seed decides on, and that keep the answers to the key."""

import re
from contextlib import nullcontext
from dataclasses import replace
from html import unescape

import pytest

from helpers import backprop
from helpers.batches.worksheet import worksheet
from helpers.worksheets import Blank
from tools import lab, worksheets

LESSONS = list(worksheets.LESSONS.values())
every_lesson = pytest.mark.parametrize("content", LESSONS)


def pages(content, seed, kind):
    """A document's body: all but the fonts and the style."""
    return worksheets.document([content(seed)], kind).partition("<body")[2]


def blanks(html):
    return [unescape(found) for found in re.findall(r'<td class="blank">(.*?)</td>', html)]


def another(content):
    """The same sheet with other answers in its key."""

    def changed(part):
        rows = tuple(tuple(Blank("another") if isinstance(cell, Blank) else cell for cell in row) for row in part.rows)
        return replace(part, rows=rows)

    return replace(content, parts=tuple(map(changed, content.parts)))


@every_lesson
def test_the_sheet_does_not_know_the_answers(content):
    sheet, key = (pages(content, 5, kind) for kind in (worksheets.SHEET, worksheets.KEY))
    assert set(blanks(sheet)) == {""}
    assert len(blanks(sheet)) == len(blanks(key)) > 20
    assert "" not in blanks(key)
    assert pages(lambda seed: another(content(seed)), 5, worksheets.SHEET) == sheet
    assert not re.search(r"\d\.\d{6}|another", sheet)  # nor does the drawing


def test_the_key_is_that_of_the_models():
    cells = [cell for part in backprop.worksheet(5).parts for row in part.rows for cell in row]
    wanted = [cell.answer.replace("-", "−") for cell in cells if isinstance(cell, Blank)]
    assert blanks(pages(worksheets.network, 5, worksheets.KEY)) == wanted
    cells = [cell for part in worksheet(5) for row in part.rows for cell in row]
    assert blanks(pages(worksheets.counting, 5, worksheets.KEY)) == [c.answer for c in cells if isinstance(c, Blank)]


def test_the_drawing_of_the_key_says_what_its_tables_say():
    key = pages(worksheets.network, 5, worksheets.KEY)
    drawn = set(re.findall(r"−?\d\.\d{6}", re.search(r"<svg.*</svg>", key)[0]))
    assert len(drawn) >= 8 + 3 + 8
    assert drawn <= set(blanks(key))


@every_lesson
def test_a_sheet_is_found_by_its_seed_and_its_key_too(content):
    seeds = range(5)
    sheets, keys = ([pages(content, seed, kind) for seed in seeds] for kind in (worksheets.SHEET, worksheets.KEY))
    assert len(set(sheets)) == len(set(keys)) == len(seeds)
    assert sheets == [pages(content, seed, worksheets.SHEET) for seed in seeds]
    for seed, sheet, key in zip(seeds, sheets, keys, strict=True):
        assert set(re.findall(r"seed (\d+)", sheet)) == set(re.findall(r"seed (\d+)", key)) == {str(seed)}
        assert "<span>Name</span>" in sheet
        assert "Name" not in key


@every_lesson
@pytest.mark.parametrize("kind", [worksheets.SHEET, worksheets.KEY])
def test_the_page_is_black_and_asks_for_nothing(content, kind):
    document = worksheets.document([content(5)], kind)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", document.partition("<body")[2])) <= {"#000000", "#A0A0A0", "#FFFFFF"}
    assert re.findall(r"(?:src|href)=|url\((?!data:)|@import", document) == []


@pytest.mark.parametrize("bad", ["-1", "1.5", "seven", ""])
def test_a_bad_seed_is_said_in_a_line(bad, capsys):
    with pytest.raises(SystemExit) as ended:
        worksheets.main(["--seeds", "1", bad])
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(f"seed is {bad!r}, expected a whole number >= 0\n")


def test_where_chromium_is_missing_a_line_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(worksheets, "sync_playwright", nullcontext)
    monkeypatch.setattr(lab, "chromium", lambda playwright: None)
    assert worksheets.main([]) == 1
    assert capsys.readouterr().err == lab.NO_CHROMIUM + "\n"
