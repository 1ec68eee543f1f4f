"""The series as a website: pages that open from a folder and ask nothing of the network."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools import dev, glossary, notebooks, slides
from tools.page import exercises, moving

FOLDER = dev.ROOT / "build" / "site"
CONFIGURATION = slides.TEMPLATES / "site"
ALSO = ("GLOSSARY.md", "CONTRIBUTING.md", "CLAIMS.md", "LICENSES.md", "LICENSE", "images")  # what the README leads to
HINT = (
    "> This page shows the notebook as we ran it: its pictures do not move, nobody checks your answers, and *your"
    " machine* was ours. To run cells, to use ■ or a menu, to drag and to get replies, open the notebook in"
    " [JupyterLab on your own machine](../index.md#start)."
)
HERE = "Clone this repository"
THERE = "These pages are for reading only. Clone the repository of the series"


def contents(caption: str, pages: list[str]) -> str:
    """Lines that list pages in the site's navigation, under a caption and in this order."""
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""])


def lesson(path: Path) -> NotebookNode:
    """A notebook prepared for Sphinx: numbered, its links leading to pages.

    A cell that the glossary leads to gets its name.
    """
    notebook = exercises.answered(slides.told(path), path)
    anchors = {entry.cell: entry.anchor for entry in glossary.load() if entry.path == path}
    if not slides.title(notebook).startswith(path.name[:2]):
        notebook.cells[0].source = notebook.cells[0].source.replace("# ", f"# {path.name[:2]} · ", 1)
    for cell in notebook.cells:
        for data in (output.data for output in cell.get("outputs", []) if "data" in output):
            if "text/html" in data:
                data["text/html"] = re.sub(r'(href="\w+)\.ipynb"', r'\1.html"', data["text/html"])
        if cell.id in anchors:
            cell.source = f"({anchors[cell.id]})=\n{cell.source}"
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(HINT))
    return notebook


def write_source(folder: Path) -> None:
    """Write what Sphinx reads into ``folder``: the README as the start page, and the lessons."""
    lessons = notebooks.paths()
    (folder / "notebooks").mkdir(parents=True)
    for path in lessons:
        nbformat.write(lesson(path), folder / "notebooks" / path.name)
    for name in ALSO:
        copy = shutil.copytree if (dev.ROOT / name).is_dir() else shutil.copyfile
        copy(dev.ROOT / name, folder / name)
    (folder / glossary.PAGE.name).write_text(glossary.page(glossary.load(), glossary.on_site), encoding="utf-8")
    (folder / "progress.md").write_text(exercises.progress_page(), encoding="utf-8")
    start = (dev.ROOT / "README.md").read_text(encoding="utf-8").replace(HERE, THERE, 1)
    start += contents("Lessons", [f"notebooks/{path.stem}" for path in lessons])
    start += contents("About", ["progress", *(Path(name).stem for name in ALSO if name.endswith(".md"))])
    (folder / "index.md").write_text(start, encoding="utf-8")


def added() -> dict[str, Path]:
    """What the site contains besides what Sphinx writes, by its place: MathJax, and the licences of its parts."""
    parts = {place: file for place, file in slides.assets().items() if place.startswith("mathjax/")}
    for package in ("furo", "myst-nb", "sphinx", "sphinx-basic-ng"):
        files = importlib.metadata.files(package) or []
        licence = next(file for file in files if file.name.startswith("LICENSE") and ".dist-info" in str(file))
        parts[f"licences/{package}.txt"] = Path(str(licence.locate()))
    return parts


def build(folder: Path) -> Path:
    """Write the site into ``folder``, emptied first, and return its start page. CalledProcessError if it fails."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        write_source(Path(scratch, "source"))
        moving.write(Path(scratch, "static", "page"))
        exercises.write(Path(scratch, "static", "page"))
        static = f"html_static_path=static,{Path(scratch, 'static')}"
        options = ["--quiet", "--fail-on-warning", "--keep-going", "--doctree-dir", str(Path(scratch, "read"))]
        options += ["--define", static]
        places = ("--conf-dir", str(CONFIGURATION), str(Path(scratch, "source")), str(folder))
        subprocess.run([sys.executable, "-m", "sphinx", *options, *places], check=True, cwd=dev.ROOT)
    for place, file in added().items():
        (folder / "_static" / place).parent.mkdir(exist_ok=True)
        shutil.copyfile(file, folder / "_static" / place)
    return folder / "index.html"


def main() -> int:
    """Write the site; returns the exit status."""
    print(build(FOLDER).relative_to(dev.ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
