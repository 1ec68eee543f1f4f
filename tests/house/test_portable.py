"""What is in the repository works on other systems, and tells nothing of the machine that it was made on."""

import ast
import json
import re
import subprocess

import pytest

from tools import dev

if not (dev.ROOT / ".git").exists():
    pytest.skip("needs a clone: git says what is in the repository", allow_module_level=True)

FILES = [
    dev.ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "--cached"],
        cwd=dev.ROOT, capture_output=True, check=True, encoding="utf-8",
    ).stdout.split("\0")
    if name and (dev.ROOT / name).is_file()
]  # fmt: skip
TEXTS = [path for path in FILES if path.suffix not in {".npz", ".png"}]
SCRIPTS = [path for path in FILES if path.suffix == ".py" and path.parts[len(dev.ROOT.parts)] != "tests"]
LESSONS = [path for path in FILES if path.suffix == ".ipynb"]

# Of os and signal, and whole modules: what Windows has not, or has otherwise.
POSIX_ONLY = {
    "os": """chmod chown fchmod fork forkpty getgid getpgid getpgrp getpriority getuid kill killpg mkfifo nice openpty
        pipe2 sched_getaffinity sched_setaffinity setpgid setsid statvfs sysconf uname wait waitpid""",
    "signal": "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 alarm pause setitimer sigwait",
    "time": "clock_gettime tzset",
}
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
# Folders of a user or a workplace, hosts that serve packages: other people have others. No pattern begins with a
# repetition, as a stored picture is one line of a megabyte.
FOLDERS = r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/.{,40}|[A-Z]:\\\\Users.{,40}"
HOSTS = r"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b"
TEXT_WRITERS = {"open", "read_text", "write_text", "fdopen"}


def code_of(path):
    """The Python in a script or a notebook, as syntax trees."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [ast.parse(text)]
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(line for line in cell["source"] if not line.startswith("%")) for cell in cells]
    return [ast.parse(source) for source in sources if "raises-exception" not in source]


def posix_only(node):
    """The name of what Windows lacks, if ``node`` uses such."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return [f"{node.value.id}.{node.attr}"] if node.attr in POSIX_ONLY.get(node.value.id, "").split() else []
    if isinstance(node, ast.ImportFrom):
        lacking = POSIX_ONLY.get(node.module, "").split()
        found = [f"{node.module}.{name.name}" for name in node.names if name.name in lacking]
        return found + [node.module] * (node.module in POSIX_MODULES)
    if isinstance(node, ast.Import):
        return [name.name for name in node.names if name.name in POSIX_MODULES]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.findall(r"^/(?:tmp|dev|proc|home|usr|var)\b\S*", node.value)
    return []


def without_encoding(node):
    """Whether ``node`` opens a text without saying how it is encoded: Windows would take another than UTF-8."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) == "os.open":
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in TEXT_WRITERS or any(word.arg == "encoding" for word in node.keywords):
        return False
    modes = [*node.args, *(word.value for word in node.keywords if word.arg == "mode")]
    return not any(
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" in mode.value for mode in modes
    )


@pytest.mark.parametrize("path", SCRIPTS + LESSONS, ids=lambda path: path.name)
def test_nothing_is_used_that_windows_lacks(path):
    nodes = [node for tree in code_of(path) for node in ast.walk(tree)]
    assert [name for node in nodes for name in posix_only(node)] == []
    assert [node.lineno for node in nodes if without_encoding(node)] == []


@pytest.mark.parametrize(
    "line", ["os.fork()", "from signal import SIGKILL", "import fcntl", "open('/tmp/a', 'wb')", "signal.alarm(3)"]
)
def test_this_test_would_see_it(line):
    assert [name for node in ast.walk(ast.parse(line)) for name in posix_only(node)]


@pytest.mark.parametrize("line", ["open('a')", "Path('a').read_text()", "open('a', 'w')", "os.fdopen(3, mode='w')"])
def test_this_test_would_see_a_missing_encoding(line):
    assert any(without_encoding(node) for node in ast.walk(ast.parse(line)))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_machine_and_no_registry_is_named(path):
    if path.name == "test_portable.py":
        return
    text = path.read_text(encoding="utf-8")
    assert re.findall(FOLDERS, text) == []
    assert re.findall(HOSTS, text) == []


@pytest.mark.parametrize("words", ["see /work/main", "'/home/anna/x'", '"C:\\\\Users\\\\anna"'])
def test_this_test_would_see_a_folder_of_someone(words):
    assert re.search(FOLDERS, words)


def test_files_are_small_and_end_in_one_newline():
    assert [path.name for path in FILES if path.stat().st_size > 4_000_000] == []
    assert [path.name for path in TEXTS if not (b"\n" + path.read_bytes()).endswith(b"\n")] == []
    assert [path.name for path in TEXTS if b"\r" in path.read_bytes()] == []
