"""The workflow for a hosting service: the same Pythons as everywhere, and no command but the series' own."""

import re
import shlex
import tomllib

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from tools import dev

WORKFLOW = yaml.safe_load((dev.ROOT / ".github" / "workflows" / "series.yml").read_text(encoding="utf-8"))
(JOB,) = WORKFLOW["jobs"].values()
MATRIX = JOB["strategy"]["matrix"]
RUN = [step for step in JOB["steps"] if "run" in step]
WEEKLY = "github.event_name == 'schedule'"
CI = ".ci/run"


def test_it_runs_on_each_python_that_the_series_is_for():
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = SpecifierSet(project["requires-python"])
    assert MATRIX["python"] == [f"3.{minor}" for minor in range(30) if f"3.{minor}.0" in allowed]
    assert MATRIX["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert set(MATRIX) == {"python", "system"}  # and all pairs of them: nothing is left out
    (setup,) = (step for step in JOB["steps"] if "actions/setup-python" in step.get("uses", ""))
    assert setup["with"]["python-version"] == "${{ matrix.python }}"


@pytest.mark.parametrize("step", RUN, ids=lambda step: step["name"])
def test_every_command_is_one_of_the_house(step):
    if step["run"] == CI:
        assert (dev.ROOT / CI).is_file()
        assert step["if"] == "runner.os == 'Linux'"
        return
    python, script, command = shlex.split(step["run"])
    assert (python, dev.ROOT / script) == ("python", dev.ROOT / "tools" / "dev.py")
    assert command in dev.COMMANDS
    assert (command == "upgrade") == (step["if"] == WEEKLY)


def test_every_system_runs_the_tests_once_and_none_may_skip_the_browser():
    tests = {step["run"]: step["if"] for step in RUN if step["if"] != WEEKLY}
    assert tests == {CI: "runner.os == 'Linux'", "python tools/dev.py test": "runner.os != 'Linux'"}
    script = (dev.ROOT / CI).read_text(encoding="utf-8")
    assert re.findall(r"^(?:exec )?(make .*?)(?: #.*)?$", script, re.MULTILINE) == ["make test", "make test-avx2"]
    exported = re.findall(r"^export (REQUIRE\w+)=(\S+)", script, re.MULTILINE)
    assert list(JOB["env"].items()) == exported


def test_once_a_week_the_newest_packages_come_first():
    (scheduled,) = WORKFLOW[True]["schedule"]  # YAML 1.1 reads the key "on" as a yes
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", scheduled["cron"])
    assert next(step["if"] for step in RUN) == WEEKLY


def test_it_may_only_read_and_every_action_has_a_version():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    used = [step["uses"] for step in JOB["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)


def test_make_and_the_house_have_the_same_commands():
    makefile = (dev.ROOT / "Makefile").read_text(encoding="utf-8")
    for line in re.findall(r"^(?:\.PHONY: )?(install .*?):?$", makefile, re.MULTILINE):
        assert line.split() == list(dev.COMMANDS)
