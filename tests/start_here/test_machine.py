import sys
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement

from helpers import corpora, limits, start_here
from helpers.start_here import machine
from helpers.start_here.machine import Check, Report


def test_this_machine_passes_what_does_not_depend_on_its_size():
    checks = {check.name: check for check in start_here.check_machine().checks}
    assert list(checks) == ["Python", "Packages", "Texts", "Processor", "Memory"]
    for name in ("Python", "Packages", "Texts"):
        assert checks[name].passed, checks[name]


@pytest.mark.parametrize(("found", "fits"), [("3.10.9", False), ("3.11.0", True), ("3.13.5", True), ("3.14.0", False)])
def test_python_is_held_to_the_metadatas_range(found, fits):
    wanted = tomllib.loads(machine.PYPROJECT.read_text(encoding="utf-8"))["project"]["requires-python"]
    check = machine.check_python(found, wanted)
    assert check.passed == fits
    assert fits or wanted in check.remedy


def test_packages_that_fit():
    check = machine.check_packages(["numpy>=1", "psutil"])
    assert check.passed
    assert check.found == f"numpy {version('numpy')}, psutil {version('psutil')}"


def test_a_package_that_is_too_old_or_missing_is_named_with_what_to_do():
    check = machine.check_packages(["numpy>=99", "no-such-package<2", "psutil"])
    assert "no-such-package missing" in check.found
    assert check.remedy.startswith("The series needs numpy>=99, no-such-package<2. ")
    assert "delete the folder .venv" in check.remedy


def test_a_requirement_of_another_system_is_not_asked_for():
    assert machine.check_packages(["no-such-package; sys_platform == 'another'"]).passed


def test_every_requirement_of_the_metadata_is_looked_at():
    requirements = tomllib.loads(machine.PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    found = machine.check_packages(requirements).found
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate():
            assert f"{requirement.name} {version(requirement.name)}" in found


def test_the_plays_are_those_that_the_corpus_reads():
    assert machine.count_plays() == machine.PLAY_COUNT == len(list(corpora._play_files()))


@pytest.mark.parametrize(
    ("check", "found"),
    [
        (machine.check_data(37), "37 of 38 plays by Shakespeare"),
        (machine.check_cores(1), "1 core"),
        (machine.check_cores(1.5), "1 core"),
        (machine.check_cores(0.5), "less than 1 core"),
        (machine.check_memory(0.71), "0.7 GB are free"),
    ],
)
def test_too_little_is_said_with_a_remedy(check, found):
    assert not check.passed
    assert check.found == found
    assert check.remedy


@pytest.mark.parametrize(("cores", "times"), [(1, "twice"), (1.9, "twice"), (0.5, "4 times"), (0.3, "7 times")])
def test_a_part_of_a_core_says_how_much_longer_a_training_takes(cores, times):
    assert f"training takes about {times} the time" in machine.check_cores(cores).remedy


def test_what_differs_from_run_to_run_is_not_shown_while_it_is_enough(monkeypatch):
    reports = []
    for free, cores in ((2e9, 2), (987_654_321_012, 95.5)):
        monkeypatch.setattr(limits, "free_memory", lambda free=free: free)
        monkeypatch.setattr(limits, "usable_cores", lambda cores=cores: cores)
        reports.append(start_here.check_machine())
    assert reports[0] == reports[1]
    assert reports[0]._repr_html_() == reports[1]._repr_html_()


def test_a_report_says_in_words_what_the_marks_say():
    good, bad = Check("Python", "3.12.1"), Check("Texts", "<none>", "Install <them>.")
    assert repr(Report((good,))).startswith("✓ Python: 3.12.1\nEverything that the series needs is here.")
    assert repr(Report((good, bad))) == (
        "✓ Python: 3.12.1\n✗ Texts: <none>. Install <them>.\n"
        "1 of 2 things needs a look. The lessons that do without it work all the same."
    )
    page = Report((good, bad))._repr_html_()
    assert "&lt;none&gt;" in page
    assert "Install &lt;them&gt;." in page


def test_no_tensorflow_and_no_network_are_needed(monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", forbidden)
    monkeypatch.setitem(sys.modules, "tensorflow", None)  # importing it would fail
    start_here.check_machine()
