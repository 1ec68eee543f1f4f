"""pyproject.toml, requirements.lock and environment.yml say the same."""

import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from tools import dev

PROJECT = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [Requirement(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]
LOCK = dev.LOCK.read_text(encoding="utf-8")
LOCKED = [Requirement(line.rstrip(" \\")) for line in re.findall(r"^\w.*$", LOCK, re.MULTILINE)]
CONDA = (dev.ROOT / "environment.yml").read_text(encoding="utf-8")
PYTHONS = [f"3.{minor}" for minor in range(dev.OLDEST[1], dev.NEWEST[1] + 1)]
SYSTEMS = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64")]


def versions(name, python, system, machine):
    """The versions of a package that the lock would install there."""
    place = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    place |= {
        "platform_machine": machine,
        "platform_system": {"linux": "Linux", "darwin": "Darwin"}.get(system, "Windows"),
    }
    place["os_name"] = "nt" if system == "win32" else "posix"
    return [
        locked.specifier
        for locked in LOCKED
        if locked.name == name and (not locked.marker or locked.marker.evaluate(place))
    ]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("system", "machine"), SYSTEMS)
def test_every_dependency_is_locked_once_within_its_range(python, system, machine):
    for wanted in DEPENDENCIES:
        place = {"python_version": python, "sys_platform": system, "platform_machine": machine}
        if wanted.marker and not wanted.marker.evaluate(place):
            continue
        (locked,) = versions(wanted.name, python, system, machine)
        (pin,) = locked
        assert pin.operator == "=="
        assert wanted.specifier.contains(Version(pin.version)), f"{wanted} but {locked} is locked"


def test_the_lock_pins_every_package_with_hashes():
    packages = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)[1:]
    assert len(packages) == len(LOCKED)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in LOCK
    assert not re.search(r"^\s*-(?!-hash)|@ ", LOCK, re.MULTILINE)


def test_a_clusters_workers_have_the_same_versions():
    lock = (dev.ROOT / "cluster" / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^(\w.*?) *\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", lock, re.MULTILINE))
    assert "://" not in lock
    names = {Requirement(pin).name for pin in pins}
    assert {Requirement(wanted).name for wanted in PROJECT["optional-dependencies"]["cluster"]} < names
    ours = {locked.name: set() for locked in LOCKED}
    for pin in re.findall(r"^\w.*?(?= *\\$)", LOCK, re.MULTILINE):
        ours[Requirement(pin).name].add(pin)
    assert [pin for pin in pins if Requirement(pin).name in ours and pin not in ours[Requirement(pin).name]] == []


def test_the_dependencies_have_an_upper_bound():
    assert [wanted for wanted in DEPENDENCIES if "<" not in str(wanted.specifier)] == []


def test_conda_and_binder_install_the_lock():
    pip_part = CONDA.partition("- pip:")[2]
    assert pip_part.split() == ["-", "-r", dev.LOCK.name]
    conda_part = re.findall(r"^  - (.*)$", CONDA.partition("dependencies:")[2], re.MULTILINE)
    python, *others = conda_part
    assert python.removeprefix("python=") in PYTHONS
    assert others == ["pip", "pip:"]


def test_the_same_pythons_everywhere():
    spec = SpecifierSet(PROJECT["requires-python"])
    assert [f"3.{minor}" for minor in range(8, 20) if f"3.{minor}.0" in spec] == PYTHONS
    makefile = (dev.ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"{dev.OLDEST} <= sys.version_info[:2] <= {dev.NEWEST}" in makefile
    assert "3.11, 3.12 or 3.13" in makefile
    assert "3.11, 3.12 or 3.13" in (dev.ROOT / "README.md").read_text(encoding="utf-8")


def test_this_environment_is_the_locked_one():
    said = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "freeze", "--python", sys.executable],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    installed = dict(line.split("==") for line in said.split() if "==" in line)
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for wanted in DEPENDENCIES:
        if wanted.marker and not wanted.marker.evaluate():
            continue
        pins = [
            str(next(iter(locked.specifier)).version)
            for locked in LOCKED
            if locked.name == wanted.name and (not locked.marker or locked.marker.evaluate())
        ]
        assert [installed[wanted.name]] == pins, f"{wanted.name} on Python {python}"
