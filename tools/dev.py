#!/usr/bin/env python3
"""The development commands: builds the environment and runs what is in it, with nothing but Python.

make calls it. Where there is no make: ``python tools/dev.py lab`` (`--help` lists the other commands).
"""

import argparse
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
LECTURE = ROOT / "build" / "lecture"
JUPYTER = {  # file of ours: where in an environment Jupyter looks for it
    ROOT / "jupyter" / "overrides.json": "share/jupyter/lab/settings",
    ROOT / "jupyter" / "ipython_kernel_config.py": "etc/ipython",
    # Voilà is for `make lecture`: in a learner's JupyterLab it would add a button that needs the network.
    ROOT / "jupyter" / "no_voila_button.json": "etc/jupyter/labconfig/page_config.d",
    ROOT / "jupyter" / "without_voila.json": "etc/jupyter/jupyter_server_config.d",  # read after voila.json
}
STAMP = VENV / "installed.sha256"
LAYOUT = ROOT / "jupyter" / "default-37a8.jupyterlab-workspace"  # JupyterLab's name for the workspace "default"
OLDEST, NEWEST = (3, 11), (3, 13)
FIRST_NOTEBOOK = "notebooks/00_start_here.ipynb"

# The same for anyone who reads a notebook, stores its outputs or compares them: rounding and log lines depend on it.
SETTINGS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "OPENBLAS_NUM_THREADS": "1",  # products here are small; threads that wait for each other took six times as long
    "JUPYTER_PREFER_ENV_PATH": "1",  # this environment's kernel, not one of the same name in the home folder
    "PYTHONDONTWRITEBYTECODE": "",  # containers set it, and each import of TensorFlow takes twice as long
    "PYTHONHASHSEED": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "1",
}

NOTEBOOKS = ("--nbval", "--nbval-current-env", "--nbval-sanitize-with=tests/notebooks/sanitize.cfg", "notebooks")
TWO_AT_A_TIME = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
STATIC_CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)
TRAIN = ("02", "04", "05", "06", "07", "08")
"""Lessons whose networks are trained long enough for rounding to matter."""
AVX2 = {
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",  # as NumPy 2.4 names them
}
"""Makes TensorFlow and NumPy compute as on a processor without AVX-512."""
UNIT_TESTS = ("-m", "pytest", *TWO_AT_A_TIME, "--ignore=tests/notebooks", "--ignore=tests/browser", "helpers", "tests")
ALL_TESTS = ("-m", "pytest", *TWO_AT_A_TIME, *NOTEBOOKS, "helpers", "tests")


LOCKING = (
    *("-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
    *("--python-version", f"{OLDEST[0]}.{OLDEST[1]}", "--generate-hashes", "--no-header", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)
LOCKS = {LOCK.name: ("--extra", "dev"), "cluster/requirements.lock": ("--extra", "cluster", "--constraint", LOCK.name)}
"""What each lock holds; a cluster's workers have the versions that the learners have."""


class UserError(Exception):
    """Something that went wrong, in one line that says what to do about it."""


def main(arguments: "list[str] | None" = None) -> int:
    """Carry out the command line; returns the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("command", choices=COMMANDS)
    wanted.add_argument("--here", action="store_true", help="use the active environment, such as conda's")
    chosen = wanted.parse_args(arguments)
    try:
        check_python()
        return COMMANDS[chosen.command](configure(sys.executable) if chosen.here else environment())
    except UserError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again: it repairs what was left half done.", file=sys.stderr)
        return 130


def check_python() -> None:
    """Raise UserError if this Python does not suit the series."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise UserError(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}); the series needs"
            " 3.11, 3.12 or 3.13. Choose one: make lab PYTHON=python3.12, or on Windows py -3.12 tools/dev.py lab"
        )


def environment() -> str:
    """The Python of .venv, which is built first if it is missing, and rebuilt if it is unfinished or broken."""
    python = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in [LOCK, *JUPYTER])).hexdigest()
    sound = STAMP.exists() and answers(python)
    if sound and STAMP.read_text(encoding="ascii") == wanted:
        return python
    print("Installing the packages of requirements.lock into .venv. This takes a few minutes.", flush=True)
    if sound:
        STAMP.unlink()
    else:
        # A Python that lives in .venv itself cannot rebuild .venv; the one that it was made from can.
        base = getattr(sys, "_base_executable", sys.executable)
        if not importlib.util.find_spec("ensurepip"):
            raise UserError(f"{base} has no venv to build .venv with. On Debian and Ubuntu: apt install python3-venv")
        run(base, "-m", "venv", "--clear", str(VENV), failing="The environment could not be built (see above).")
    install_lock(python)
    configure(python)
    unfinished = STAMP.with_suffix(".tmp")
    unfinished.write_text(wanted, encoding="ascii")
    unfinished.replace(STAMP)
    return python


def answers(python: str) -> bool:
    """Whether ``python`` still runs, and is of a version that fits."""
    question = f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        return subprocess.run([python, "-c", question], check=False, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def install_lock(python: str) -> None:
    """Install the lock: with uv, itself from the lock, or with pip where uv cannot work."""
    locked = ("--require-hashes", "-r", str(LOCK))
    with tempfile.TemporaryDirectory() as scratch:
        uv = Path(scratch) / "uv.txt"
        uv.write_text(locked_lines("uv"), encoding="utf-8")
        try:
            run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(uv))
            run(python, "-m", "uv", "pip", "install", "--python", python, *locked)
        except UserError:
            print("uv does not work here (see above). pip takes over, which is slower.", flush=True)
            run(
                *(python, "-m", "pip", "install", *locked),
                failing="The packages could not be installed (see above). If you are offline, connect and try again.",
            )
    run(python, "-c", "import matplotlib.font_manager")  # lists the machine's fonts now, not in the first lesson


def configure(python: str) -> str:
    """Add what the lock does not hold: the series on the path of ``python``, and settings for its Jupyter."""
    find = "import sys, sysconfig; print(sysconfig.get_path('purelib'), sys.prefix, sep='\\n')"
    ask = [python, "-X", "utf8", "-c", find]
    found = subprocess.run(ask, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    packages, prefix = found.splitlines()
    # Relative where that can be, so that the folder can be moved.
    series = os.path.relpath(ROOT, packages) if Path(packages).is_relative_to(ROOT) else str(ROOT)
    encoding = "utf-8" if sys.version_info >= (3, 13) else "locale"  # as Python reads such a file
    Path(packages, "series.pth").write_text(series + "\n", encoding=encoding)
    for file, folder in JUPYTER.items():
        Path(prefix, folder).mkdir(parents=True, exist_ok=True)
        Path(prefix, folder, file.name).write_bytes(file.read_bytes())
    return python


def locked_lines(name: str) -> str:
    """The lines of the lock that pin one package."""
    found = re.search(rf"^{re.escape(name)}==(?:.*\\\n)+.*\n", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise UserError(f"requirements.lock does not pin {name}.")
    return found[0]


def lab_command(python: str, root: Path) -> "list[str]":
    """What starts JupyterLab on ``root``: for this machine only, behind a token, asking nothing of the network.

    It begins with the file browser folded away, and keeps the learner's layout in the series' own folder.
    """
    workspaces = root / "build" / "workspaces"
    if not (workspaces / LAYOUT.name).exists():
        workspaces.mkdir(parents=True, exist_ok=True)
        (workspaces / LAYOUT.name).write_bytes(LAYOUT.read_bytes())
    command = [
        *(python, "-m", "jupyterlab", "--ip=127.0.0.1", f"--ServerApp.root_dir={root}"),
        f"--LabApp.default_url=/lab/tree/{FIRST_NOTEBOOK}",
        f"--LabApp.workspaces_dir={workspaces}",
        # custom.css, which JupyterLab would else look for among the learner's own settings
        *("--LabApp.custom_css=True", f"--ServerApp.tornado_settings=static_custom_path={ROOT / 'jupyter'}"),
        "--LabApp.extension_manager=readonly",
        "--ServerApp.log_level=WARN",
    ]
    # Jupyter refuses root, as anyone who reaches the server owns the machine; here that takes a token, on this machine.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def lab(python: str) -> int:
    """Open the series in JupyterLab."""
    print("JupyterLab opens in your browser. Ctrl-C here stops it.", flush=True)
    return serve(lab_command(python, ROOT))


def lecture(python: str) -> int:
    """Open the lessons as live slides, in which widgets work."""
    run(python, "-m", "tools.lecture", failing="The slides could not be prepared (see above).")
    print("The lessons open in your browser. A lesson's cells run before its slides appear. Ctrl-C here stops it.")
    options = ("--template=lecture", "--strip_sources=False", "--classic-tree", "--token", "--Voila.ip=127.0.0.1")
    return serve([python, "-m", "voila", "notebooks", *options], JUPYTER_PATH=str(LECTURE))


def serve(command: "list[str]", **settings: str) -> int:
    """Run a server until it ends, as it does after Ctrl-C; returns its exit status."""
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **SETTINGS, **settings}) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:  # the server was interrupted too, and may ask whether to stop
                continue


def test(python: str) -> int:
    """Run all tests: static checks, unit tests, notebooks and the browser."""
    return run_checks(python, ALL_TESTS)


def check(python: str) -> int:
    """Run the quick tests: the checks of style, types and imports, and the tests without notebooks and browser."""
    return run_checks(python, UNIT_TESTS)


def run_checks(python: str, tests: "tuple[str, ...]") -> int:
    """Run tests and, beside them, the static checks, whose output comes last; returns the first status other than 0.

    While mypy ran alone, a core was idle.
    """
    print(">", *tests, flush=True)
    with ThreadPoolExecutor(1) as beside:
        static = beside.submit(lambda: [run_python(python, check, stdout=subprocess.PIPE) for check in STATIC_CHECKS])
        status = run_python(python, tests).returncode
    for command, ended in zip(STATIC_CHECKS, static.result()):  # noqa: B905  (Python 3.9 knows no strict)
        print(">", *command, flush=True)
        sys.stdout.buffer.write(ended.stdout)  # as it is: Windows' consoles use another encoding
        sys.stdout.flush()
    return next((code for code in [status, *(ended.returncode for ended in static.result())] if code), 0)


def run_python(
    python: str, command: "tuple[str, ...]", stdout: "int | None" = None, settings: "dict[str, str]" = SETTINGS
) -> "subprocess.CompletedProcess[bytes]":
    """Run a Python command in the folder of the series; its output may be captured."""
    environment = {**os.environ, **settings}
    stderr = stdout and subprocess.STDOUT
    return subprocess.run([python, *command], check=False, cwd=ROOT, env=environment, stdout=stdout, stderr=stderr)


def test_avx2(python: str) -> int:
    """Compare the notebooks that train on another CPU path: that of a processor with AVX2 at most."""
    lessons = [str(path.relative_to(ROOT)) for number in TRAIN for path in ROOT.glob(f"notebooks/{number}_*.ipynb")]
    command = ("-m", "pytest", "-p", "no:tests.notebooks.learner", *TWO_AT_A_TIME, *NOTEBOOKS[:-1], *lessons)
    print(">", *command, flush=True)
    return run_python(python, command, settings={**SETTINGS, **AVX2}).returncode


def claims(python: str) -> int:
    """Test what the lessons claim about their trainings over seeds and CPU paths; write CLAIMS.md."""
    run(python, "-m", "research.claims", failing="A run failed (see above).")
    return 0


def notebooks(python: str) -> int:
    """Run every notebook in place and store its outputs."""
    run(python, "-m", "tools.notebooks", failing="A notebook could not be run (see above).")
    run(python, "-m", "tools.images")
    return 0


def slides(python: str) -> int:
    """Write a deck of slides for each lesson into build/slides."""
    run(python, "-m", "tools.slides", failing="A deck could not be written (see above).")
    return 0


def site(python: str) -> int:
    """Write the series as a website into build/site."""
    run(python, "-m", "tools.site", failing="The site could not be written (see above).")
    return 0


def worksheets(python: str) -> int:
    """Write worksheets and their answers into build/worksheets."""
    run(python, "-m", "tools.worksheets", failing="The worksheets could not be written (see above).")
    return 0


def bench(python: str) -> int:
    """Measure what the series claims about speed."""
    run(python, "-m", "bench", failing="A measurement failed (see above).")
    return 0


def lock(python: str) -> int:
    """Rewrite the locks after a change of pyproject.toml; versions that still fit stay as they are."""
    write_locks(python)
    return 0


def upgrade(python: str) -> int:
    """Rewrite the locks with the newest versions that pyproject.toml allows."""
    write_locks(python, "--upgrade")
    return 0


def write_locks(python: str, *options: str) -> None:
    """Rewrite every lock."""
    for name, content in LOCKS.items():
        run(python, *LOCKING, "-o", name, *content, *options, failing="The lock could not be written (see above).")


def run(*command: str, failing: str = "") -> None:
    """Run a command in the folder of the series; UserError if it fails."""
    status = subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, **SETTINGS})
    if status.returncode:
        raise UserError(failing or f"{' '.join(command)} failed (see above).")


def install(_: str) -> int:
    """Build the environment and do nothing else."""
    return 0


COMMANDS = {
    "install": install,
    "lab": lab,
    "slides": slides,
    "lecture": lecture,
    "site": site,
    "test": test,
    "check": check,
    "test-avx2": test_avx2,
    "claims": claims,
    "notebooks": notebooks,
    "worksheets": worksheets,
    "bench": bench,
    "lock": lock,
    "upgrade": upgrade,
}

if __name__ == "__main__":
    sys.exit(main())
