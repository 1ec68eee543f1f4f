import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import progress, start_here
from helpers.start_here import questions
from helpers.start_here.series import LESSONS, Lesson, Map, Stop, series_map

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def progress_file(tmp_path, monkeypatch):
    chosen = tmp_path / "progress.json"
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(chosen))
    return chosen


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "notebooks"
    made.mkdir()
    (made / "00_start_here.ipynb").touch()
    return made


def test_the_lessons_are_numbered_in_order():
    assert [lesson.number for lesson in LESSONS] == [f"0{i}" for i in range(9)]


def test_the_readme_promises_the_same_times():
    rows = re.findall(
        r"^\| (\d\d) \|.+?\| ([\d +]+) min \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    times = {number: sum(map(int, parts.split("+"))) for number, parts in rows}
    assert times == {lesson.number: lesson.minutes for lesson in LESSONS if lesson.notebook()}


def test_a_lesson_with_a_notebook_is_a_link_and_another_is_in_the_making(folder):
    drawn = series_map(folder)
    assert [stop.notebook for stop in drawn.stops] == ["00_start_here.ipynb"] + 8 * [None]
    page = drawn._repr_html_()
    assert page.count("<a href=") == 1
    assert '<a href="00_start_here.ipynb">Start here</a>' in page
    assert page.count("in the making") == repr(drawn).count("in the making") == 8


def test_solving_an_exercise_moves_the_bar(folder):
    first = series_map(folder)
    assert (first.stops[0].solved, first.stops[0].total) == (0, 2)
    assert "width: 0px" in first._repr_html_()
    questions.border.check(3)
    second = series_map(folder)
    assert (second.stops[0].solved, second.stops[0].total) == (1, 2)
    assert "width: 50px" in second._repr_html_()
    assert "1 of 2 exercises solved" in repr(second)


def test_exercises_that_are_no_more_are_not_counted(folder):
    progress.record("00.gone")
    assert series_map(folder).stops[0].solved == 0


def test_a_damaged_progress_file_is_said_on_the_map(folder, progress_file):
    progress_file.write_text(json.dumps({"someone": "else's"}), encoding="utf-8")
    drawn = series_map(folder)
    assert "damaged-1" in drawn.trouble
    assert drawn.trouble in repr(drawn)
    assert "damaged-1" in drawn._repr_html_()


def test_a_lesson_that_is_not_written_has_no_exercises():
    assert Lesson("99", "?", 10, "no_such_lesson", "?").exercises() == frozenset()


def test_the_exercises_of_every_lesson_carry_its_number():
    for lesson in LESSONS:
        assert all(name.startswith(f"{lesson.number}.") for name in lesson.exercises())


def test_every_text_on_the_map_is_escaped():
    lesson = Lesson("<0>", "<b>", 10, "none", "<i>")
    page = Map((Stop(lesson, '"><x>.ipynb', 0, 1), Stop(lesson, None, 0, 0)), "<u>")._repr_html_()
    assert not any(tag in page for tag in ("<0>", "<b>", "<i>", "<u>", "<x>"))


def test_the_map_of_the_series_links_this_notebook():
    assert start_here.series_map().stops[0].notebook == "00_start_here.ipynb"


def test_notebook_00_never_imports_tensorflow():
    source = (
        "import sys; from helpers import start_here\n"
        "assert not {'matplotlib', 'ipywidgets', 'tensorflow', 'keras'} & set(sys.modules)\n"
        "start_here.explore(); start_here.check_machine(); start_here.series_map()\n"
        "from helpers.start_here import questions; questions.border.check(3)\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", source], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
