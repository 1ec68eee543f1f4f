"""`make lab` and `make test`: an environment that is whole, or made anew, or not touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import dev


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The commands in a folder of their own; .installs counts how often packages were installed."""
    for name in ("LOCK", *(file.name for file in dev.JUPYTER)):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / dev.STAMP.name)
    monkeypatch.setattr(dev, "LOCK", tmp_path / "LOCK")
    monkeypatch.setattr(dev, "JUPYTER", {tmp_path / file.name: place for file, place in dev.JUPYTER.items()})
    run = dev.run

    def run_without_pip(*command, **options):
        run(*command, *(["--without-pip"] if "venv" in command else []), **options)

    monkeypatch.setattr(dev, "run", run_without_pip)
    installs = []
    monkeypatch.setattr(dev, "install_lock", installs.append)
    monkeypatch.setattr(dev, "installs", installs, raising=False)
    return tmp_path


def test_the_second_run_installs_nothing(folder):
    python = dev.environment()
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert dev.environment() == python
    assert dev.installs == [python]
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == written


def test_an_interrupted_install_is_made_anew(folder, monkeypatch):
    def interrupted(python):
        (folder / ".venv" / "half a package").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dev, "install_lock", interrupted)
        assert dev.main(["install"]) == 130
    dev.environment()
    assert len(dev.installs) == 1
    assert not (folder / ".venv" / "half a package").exists()


def test_an_interrupted_update_is_made_anew(folder, monkeypatch):
    dev.environment()
    dev.LOCK.write_text("another lock\n", encoding="utf-8")

    def interrupted(python):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dev, "install_lock", interrupted)
        assert dev.main(["install"]) == 130
    dev.environment()
    assert len(dev.installs) == 2


def test_a_changed_lock_is_installed_over_the_old_one(folder):
    dev.environment()
    (folder / ".venv" / "the learner's own").touch()
    dev.LOCK.write_text("another lock\n", encoding="utf-8")
    dev.environment()
    assert len(dev.installs) == 2
    assert (folder / ".venv" / "the learner's own").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(folder):
    python = dev.environment()
    Path(python).unlink()
    dev.environment()
    assert len(dev.installs) == 2


def test_the_environment_finds_the_series_and_its_settings(folder):
    python = dev.environment()
    (folder / "helpers.py").write_text("ours = True", encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    subprocess.run([python, "-c", "import helpers; assert helpers.ours"], check=True, cwd=folder.parent, env=clean)
    assert (folder / ".venv/share/jupyter/lab/settings/overrides.json").read_text(
        encoding="utf-8"
    ) == "overrides.json\n"


def test_where_uv_does_not_work_pip_installs(monkeypatch):
    commands = []

    def run(*command, failing=""):
        commands.append(command)
        if "uv" in command:
            raise dev.UserError

    monkeypatch.setattr(dev, "run", run)
    dev.install_lock("python")
    bootstrap, with_uv, with_pip, _fonts = commands
    assert "--require-hashes" in bootstrap
    assert with_uv[:3] == ("python", "-m", "uv")
    assert with_pip == ("python", "-m", "pip", "install", "--require-hashes", "-r", str(dev.LOCK))


def test_lock_keeps_what_fits_and_upgrade_takes_the_newest(monkeypatch):
    commands = []
    monkeypatch.setattr(dev, "run", lambda *command, failing: commands.append(command))
    assert dev.lock("python") == dev.upgrade("python") == 0
    kept, newest = commands[:2], commands[2:]
    for command, lock in zip(kept, (dev.LOCK.name, "cluster/requirements.lock"), strict=True):
        assert command[:5] == ("python", "-m", "uv", "pip", "compile")
        assert {"pyproject.toml", "--universal", "--generate-hashes", lock} <= set(command)
    assert newest == [(*command, "--upgrade") for command in kept]


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_a_python_that_does_not_fit_is_named(version, monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "version_info", (*version, 0, "final", 0))
    assert dev.main(["lab"]) == 1
    said = capsys.readouterr().err
    assert f"Python 3.{version[1]}" in said
    assert "3.11, 3.12 or 3.13" in said
    assert said.count("\n") == 1


def test_the_script_is_understood_by_an_old_python():
    """It must get as far as its message: Python 3.8's grammar suffices."""
    import ast

    ast.parse((dev.ROOT / "tools" / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.skipif(sys.platform == "win32", reason="make")
def test_make_says_in_one_line_that_no_python_is_found():
    made = subprocess.run(
        ["make", "lab", "PYTHON=/nowhere/python"], cwd=dev.ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert made.returncode
    assert made.stderr.splitlines()[0].startswith("The series needs Python 3.11, 3.12 or 3.13")
