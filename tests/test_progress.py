import json
import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from helpers import progress
from helpers.exercises import all_questions
from helpers.surnames import questions as surnames_questions
from tests.progress_files import DAMAGED

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    chosen = tmp_path / "folder" / "progress.json"
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(chosen))
    return chosen


def start(source: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", source], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_nothing_is_solved_at_first(file):
    assert progress.read() == progress.Progress()
    assert not file.parent.exists(), "reading leaves no trace"


def test_what_is_recorded_is_read_again(file):
    progress.record("03.a")
    assert progress.record("06.b").solved == {"03.a", "06.b"}
    assert progress.read() == progress.Progress(frozenset({"03.a", "06.b"}))
    assert json.loads(file.read_text(encoding="utf-8")) == {"version": 2, "solved": ["03.a", "06.b"]}
    assert {path.name for path in file.parent.iterdir()} <= {"progress.json", "progress.json.lock"}


def test_recording_the_same_again_writes_nothing(file):
    progress.record("03.a")
    os.utime(file, (1, 1))
    progress.record("03.a")
    assert file.stat().st_mtime == 1


def test_a_crash_between_write_and_replace_leaves_the_old_file_whole(file):
    progress.record("03.a")
    before = file.read_bytes()
    crash = "import os; from helpers import progress; os.replace = lambda *paths: os._exit(9); progress.record('03.b')"
    assert start(crash).wait() == 9
    assert file.read_bytes() == before
    assert progress.record("03.c") == progress.Progress(frozenset({"03.a", "03.c"})), "its lock ended with it"


def test_an_interrupt_leaves_the_old_file_whole_and_nothing_beside_it(file, monkeypatch):
    progress.record("03.a")

    def interrupted(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        progress.record("03.b")
    assert progress.read().solved == {"03.a"}
    assert not list(file.parent.glob("*.part"))


def test_two_writers_at_once_lose_nothing():
    writers = [
        start(f"from helpers import progress\nfor i in range(25): progress.record(f'0{lesson}.{{i}}')")
        for lesson in (3, 6)
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert progress.read().solved == {f"0{lesson}.{i}" for lesson in (3, 6) for i in range(25)}


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_or_foreign_file_is_set_aside_and_said(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    recorded = progress.record("03.b")
    aside = file.with_name("progress.json.damaged-1")
    assert str(aside) in recorded.trouble
    assert aside.read_bytes() == content
    assert progress.read() == progress.Progress(frozenset({"03.b"})), "said once, then it goes on"


def test_what_was_solved_before_the_lessons_were_renumbered_is_kept(file):
    file.parent.mkdir()
    solved = ["03.blame_w7", "05.keeps", "05.balanced", "06.mean_bits"]
    file.write_text(json.dumps({"version": 1, "solved": solved}), encoding="utf-8")
    today = {"03.blame_w7", "05.keeps", "06.balanced", "07.mean_bits"}
    assert progress.read() == progress.Progress(frozenset(today))
    assert progress.record("06.pieces").solved == {*today, "06.pieces"}
    assert json.loads(file.read_text(encoding="utf-8")) == {"version": 2, "solved": sorted({*today, "06.pieces"})}
    assert progress.read().solved == {*today, "06.pieces"}, "and is renumbered once"


def test_every_exercise_that_has_moved_is_there():
    assert set(progress.MOVED.values()) <= {question.name for question in all_questions(surnames_questions)}


def test_a_byte_order_mark_is_no_damage(file):
    progress.record("03.a")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())  # as some editors of Windows save it
    assert progress.read() == progress.Progress(frozenset({"03.a"}))


def test_an_older_damaged_file_is_not_overwritten(file):
    file.parent.mkdir()
    for content in (b"first", b"second"):
        file.write_bytes(content)
        progress.read()
    assert file.with_name("progress.json.damaged-1").read_bytes() == b"first"
    assert file.with_name("progress.json.damaged-2").read_bytes() == b"second"


def test_a_place_that_cannot_be_written_is_said(file):
    file.parent.write_text("a file where a folder should be", encoding="utf-8")
    recorded = progress.record("03.a")
    assert recorded.solved == {"03.a"}
    assert recorded.trouble.startswith("It counts, but your progress could not be saved (")


def test_a_file_that_cannot_be_read_is_said(file):
    file.mkdir(parents=True)
    assert progress.read().trouble.startswith("Your progress could not be read (")
    assert progress.record("03.a").trouble.startswith("It counts, but your progress could not be saved (")
    assert file.is_dir()


def test_the_folder_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.delenv("SERIES_PROGRESS_FILE")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name, appauthor: tmp_path / name)
    assert progress.path() == tmp_path / "neural-networks-by-hand" / "progress.json"


def test_an_empty_variable_chooses_nothing(monkeypatch):
    monkeypatch.setenv("SERIES_PROGRESS_FILE", "")
    assert progress.path().name == "progress.json"
    assert progress.path().is_absolute()
