"""What this process may use, from control groups as Linux shows them, and really."""

import math
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from helpers import limits
from helpers.start_here import machine

GB = 10**9
V1 = "cgroup rw,"
V2 = "cgroup2 rw"


def linux(folder, groups, mounts, files):
    """A fake of /proc/self.

    ``groups``: lines of its cgroup; ``mounts``: by folder, the group that is mounted there, and what; ``files``: texts.
    """
    for name, text in files.items():
        file = folder / "sys" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    process = folder / "proc"
    process.mkdir()
    (process / "cgroup").write_text("".join(f"{line}\n" for line in groups), encoding="utf-8")
    lines = ["23 1 8:1 / /home rw,relatime shared:1 - ext4 /dev/sda1 rw"]
    for at, (root, what) in mounts.items():
        kind, options = what.split(" ")
        lines.append(f"31 23 0:28 {root} {folder / 'sys' / at} rw,nosuid shared:9 - {kind} cgroup {options}")
    (process / "mountinfo").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return process


@pytest.fixture(autouse=True)
def large_machine(monkeypatch):
    monkeypatch.setattr(limits, "schedulable_cores", lambda: 8)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=16 * GB))


V2_FILES = {
    "cpu.max": "max 100000",
    "pod/cpu.max": "150000 100000",
    "pod/lesson/cpu.max": "max 100000",
    "other/cpu.max": "1000 100000",
    "memory.stat": "inactive_file 7",
    "pod/memory.max": f"{4 * GB}",
    "pod/memory.current": f"{3 * GB}",
    "pod/memory.stat": f"anon {2 * GB}\nfile {GB}\nactive_file {GB // 4}\ninactive_file {3 * GB // 4}",
    "pod/lesson/memory.max": "max",
    "pod/lesson/memory.current": f"{GB}",
}


def test_the_second_version_of_control_groups(tmp_path):
    process = linux(tmp_path, ["0::/pod/lesson"], {"": ("/", V2)}, V2_FILES)
    assert limits.usable_cores(process) == 1.5  # that of the group around its own
    assert limits.free_memory(process) == 4 * GB - 3 * GB + 3 * GB // 4


@pytest.mark.parametrize(
    ("own", "around", "cores"), [("50000 100000", "max 100000", 0.5), ("400000 100000", "250000 100000", 2.5)]
)
def test_the_tightest_quota_counts(tmp_path, own, around, cores):
    files = V2_FILES | {"pod/lesson/cpu.max": own, "pod/cpu.max": around}
    assert limits.usable_cores(linux(tmp_path, ["0::/pod/lesson"], {"": ("/", V2)}, files)) == cores


def test_a_namespace_of_its_own_shows_the_groups_files_at_the_top(tmp_path):
    files = {"cpu.max": "100000 50000", "memory.max": f"{GB}", "memory.current": f"{GB // 4}"}
    process = linux(tmp_path, ["0::/"], {"": ("/", V2)}, files)
    assert limits.usable_cores(process) == 2
    assert limits.free_memory(process) == GB - GB // 4


V1_GROUPS = ["12:memory:/docker/a1/inner", "4:cpu,cpuacct:/docker/a1", "1:name=systemd:/docker/a1", "0::/"]
V1_MOUNTS = {
    "cpu,cpuacct": ("/docker/a1", f"{V1}cpu,cpuacct"),
    "memory": ("/docker/a1", f"{V1}memory"),
    "systemd": ("/docker/a1", f"{V1}xattr,name=systemd"),
    "unified": ("/", V2),
}
V1_FILES = {
    "cpu,cpuacct/cpu.cfs_quota_us": "300000",
    "cpu,cpuacct/cpu.cfs_period_us": "100000",
    "memory/memory.limit_in_bytes": f"{3 * GB}",
    "memory/memory.usage_in_bytes": f"{2 * GB}",
    "memory/memory.stat": f"inactive_file 5\ntotal_inactive_file {GB // 2}",
    "memory/inner/memory.limit_in_bytes": "9223372036854771712",
    "memory/inner/memory.usage_in_bytes": f"{GB}",
    "memory/inner/memory.stat": f"inactive_file {GB}\ntotal_inactive_file {GB}",
}


def test_the_first_version_of_control_groups_in_a_container_that_sees_its_own_part(tmp_path):
    process = linux(tmp_path, V1_GROUPS, V1_MOUNTS, V1_FILES)
    assert limits.usable_cores(process) == 3
    assert limits.free_memory(process) == 3 * GB - 2 * GB + GB // 2


def test_no_quota_and_no_limit(tmp_path):
    files = V1_FILES | {"cpu,cpuacct/cpu.cfs_quota_us": "-1", "memory/memory.limit_in_bytes": "9223372036854771712"}
    process = linux(tmp_path, V1_GROUPS, V1_MOUNTS, files)
    assert (limits.usable_cores(process), limits.free_memory(process)) == (8, 16 * GB)


def test_what_is_mounted_may_be_another_part_than_the_processs_own(tmp_path):
    process = linux(tmp_path, ["0::/../elsewhere"], {"": ("/docker/a1", V2)}, {"cpu.max": "200000 100000"})
    assert limits.usable_cores(process) == 2


def test_a_limit_never_gives_more_than_the_machine_has(tmp_path):
    files = {"cpu.max": "6400000 100000", "memory.max": f"{99 * GB}", "memory.current": "1"}
    process = linux(tmp_path, ["0::/"], {"": ("/", V2)}, files)
    assert (limits.usable_cores(process), limits.free_memory(process)) == (8, 16 * GB)


def test_a_group_that_is_beyond_its_limit_has_nothing_left(tmp_path):
    files = {"memory.max": "5000", "memory.current": "6000"}  # as after the limit was lowered
    assert limits.free_memory(linux(tmp_path, ["0::/"], {"": ("/", V2)}, files)) == 0


def test_where_there_are_no_control_groups(tmp_path):
    assert list(limits.control_groups("cpu", tmp_path)) == []
    assert (limits.usable_cores(tmp_path), limits.free_memory(tmp_path)) == (8, 16 * GB)
    assert limits.cpu_quota(tmp_path) == limits.memory_left(tmp_path) == math.inf


def test_macos_restricts_no_process_to_some_cores(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(psutil, "Process", lambda: SimpleNamespace())
    monkeypatch.setattr(psutil, "cpu_count", lambda: 12)
    assert limits.schedulable_cores() == 12


ASK = "from helpers.start_here import check_machine; print(check_machine().checks[3])"


@pytest.mark.skipif(not shutil.which("taskset"), reason="taskset is Linux's")
def test_a_process_that_may_run_on_one_core_finds_one():
    core = min(os.sched_getaffinity(0))
    command = ["taskset", "-c", str(core), sys.executable, "-c", ASK]
    said = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    assert said.strip() == repr(machine.check_cores(1))


@pytest.mark.skipif(not limits.PROCESS.exists(), reason="control groups are Linux's")
def test_this_process_finds_its_own_groups(monkeypatch):
    monkeypatch.undo()
    assert 0 < limits.usable_cores() <= len(os.sched_getaffinity(0))
    assert 0 < limits.free_memory() <= psutil.virtual_memory().total
    assert all(group.is_dir() for group in limits.control_groups("memory"))
