"""What this process may use of its machine: cores and memory, within the limits that a container sets.

On Linux such limits are those of control groups: folders of files, in one tree (cgroup v2) or in one for each
controller (v1). What limits a group limits every group inside it, so the tightest limit counts.
"""

import math
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import psutil

PROCESS = Path(os.sep, "proc", "self")
"""Where Linux says which groups a process is in, and where their folders are."""
MEMORY_FILES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
"""What the limit, the use and the cache are called, in v2 and in v1."""


def usable_cores(process: Path = PROCESS) -> float:
    """Cores that this process may keep busy: those it may run on, or less where it has a quota of their time."""
    # joblib.cpu_count looks for a quota at the top of the tree only, and takes 1.1 cores for 2.
    return min([schedulable_cores(), *map(cpu_quota, control_groups("cpu", process))])


def free_memory(process: Path = PROCESS) -> float:
    """Bytes that this process may still take: what the machine has available, or less within a container's limit."""
    return min([psutil.virtual_memory().available, *map(memory_left, control_groups("memory", process))])


def schedulable_cores() -> int:
    """Cores that the system lets this process run on. macOS knows no such restriction: there it is all of them."""
    process = psutil.Process()
    return len(process.cpu_affinity()) if hasattr(process, "cpu_affinity") else psutil.cpu_count() or 1


def cpu_quota(group: Path) -> float:
    """Cores' worth of time that a control group may use, infinite if nothing limits it."""
    words = _words(group / "cpu.max") or [*_words(group / "cpu.cfs_quota_us"), *_words(group / "cpu.cfs_period_us")]
    if len(words) != 2 or words[0] == "max" or int(words[0]) <= 0:
        return math.inf
    return int(words[0]) / int(words[1])


def memory_left(group: Path) -> float:
    """Bytes that a control group may still take, infinite if nothing limits it.

    Copies of files that nobody has read lately fill the memory up to the limit, and go when it is needed: they count
    as free, as they do in what the machine has available.
    """
    for limit, used, cache in MEMORY_FILES:
        words = [*_words(group / limit), *_words(group / used)]
        if len(words) == 2 and words[0] != "max":
            statistics = dict(line.split() for line in _lines(group / "memory.stat"))
            return max(0, int(words[0]) - int(words[1]) + int(statistics.get(cache, 0)))
    return math.inf


def control_groups(controller: str, process: Path = PROCESS) -> Iterator[Path]:
    """Folders of the groups that limit a process, each after those inside it; none where there is no Linux.

    ``controller`` is "cpu" or "memory".
    """
    own = {name: path for names, path in _memberships(process) for name in names}
    for names, root, mounted_at in _mounts(process):
        for name in {controller, ""}.intersection(names).intersection(own):
            inside = _below(own[name], root)
            yield from (mounted_at / part for part in (inside, *inside.parents))


def _memberships(process: Path) -> Iterator[tuple[list[str], str]]:
    """Controllers, and the group that the process is in for them; v2 names none, which gives [""]."""
    for line in _lines(process / "cgroup"):
        _, names, path = line.split(":", 2)
        yield names.split(","), path


def _mounts(process: Path) -> Iterator[tuple[list[str], str, Path]]:
    """Controllers as in `_memberships`, which group is mounted, and the folder where it is."""
    for line in _lines(process / "mountinfo"):
        where, _, what = line.partition(" - ")
        kind, *_, options = what.split(" ")
        if kind in ("cgroup", "cgroup2"):
            root, mounted_at = where.split(" ")[3:5]
            yield options.split(",") if kind == "cgroup" else [""], root, Path(mounted_at)


def _below(path: str, root: str) -> PurePosixPath:
    """From the group ``root`` to ``path``; a container may see only its own group, and call it what the host does."""
    try:
        return PurePosixPath(path).relative_to(root)
    except ValueError:
        return PurePosixPath()


def _words(file: Path) -> list[str]:
    return " ".join(_lines(file)).split()


def _lines(file: Path) -> list[str]:
    """None where the system has no such file, or keeps it to itself."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
