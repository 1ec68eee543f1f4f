"""The series as a website: pages that open from a folder and ask nothing of the network."""

import base64
import fnmatch
import hashlib
import importlib.metadata
import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode

from helpers.start_here.series import LESSONS
from tools import dev, glossary, notebooks, slides
from tools.page import exercises, moving

FOLDER = dev.ROOT / "build" / "site"
CONFIGURATION = slides.TEMPLATES / "site"
README = dev.ROOT / "README.md"
ALSO = (
    "GLOSSARY.md",
    "CONTRIBUTING.md",
    "CLAIMS.md",
    "CLUSTER.md",
    "cluster",
    "LICENSES.md",
    "LICENSE",
    "images",
)  # what the README leads to
NAME = "neural-networks-by-hand"
ARCHIVE = f"{NAME}.zip"
"""The series as one file, beside the start page."""
HINT = (
    "> **[Open in JupyterLab](../README.md#start)** on your own machine: this lesson is `notebooks/{name}` in"
    f' <a href="../{ARCHIVE}" download>the file with the whole series</a>. There you run the cells, change them, and'
    " stop them with ■, and some explorers can do [more than on these pages](../MOVING.md). This page shows the"
    " notebook as we ran it: *your machine* was ours."
)
HERE = "Clone this repository with `git`, or download it as an archive from its page and unpack it."
THERE = f'Download <a href="{ARCHIVE}" download>the series as one file</a> and unpack it.'
PICTURE = re.compile(r'<img (alt="[^"]*") +(?:width="(\d+)")? *(src="data:image/[a-z+]+;base64,([^"]+)")')
INSIDE = re.compile(r'(?<=<img )([^>]*?)src="data:image/(png|svg\+xml);base64,([^"]+)"')
ON_GITHUB = re.compile(r'<div style="display: none"><svg .*?</svg></div>', re.DOTALL)
COUNT = re.compile(r'(>(\d\d)</td>(?:(?!</tr>).)*)(<div style="width: 100px.*?</div></div>)0 of (\d+)')
"""A row of lesson 00's map: its number, its bar and how many exercises it has."""
COUNTED = r'\1<div data-counts="\2" data-of="\4">\3<span>0 of \4</span></div>'
"""The same, for the page to count anew."""
SENTENCE = re.compile(r"(?<=[.!?…:])\s+(?=[^\s\d])")
BLOCKS = "p, li, td, th, pre, dt, dd, summary, fieldset label"


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
                html = re.sub(r'(href="\w+)\.ipynb"', r'\1.html"', data["text/html"])
                data["text/html"] = COUNT.sub(COUNTED, framed(html))
        if cell.id in anchors:
            cell.source = f"({anchors[cell.id]})=\n{cell.source}"
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(HINT.format(name=path.name)))
    return notebook


def framed(html: str) -> str:
    """A stored output as a page shows it: of a picture, the style sheet knows the size; GitHub's copy is left out."""

    def picture(found: re.Match[str]) -> str:
        alt, scaled, src, data = found.groups()
        width, height = size(base64.b64decode(data))
        if scaled:
            width, height = int(scaled), round(height * int(scaled) / width)
        return f'<img class="picture" style="--width: {width}px" width="{width}" height="{height}" {alt} {src}'

    return PICTURE.sub(picture, ON_GITHUB.sub("", html))


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG or an SVG, in its own pixels."""
    if picture.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", picture[16:24])
    else:
        width, height = re.findall(rb'\b(?:width|height)="(\d+)"', picture)[:2]
    return int(width), int(height)


@dataclass(frozen=True)
class Card:
    """A lesson on the start page."""

    title: str
    page: str
    outcome: str
    minutes: int
    exercises: int


def card(path: Path) -> Card:
    """What the start page says of a lesson."""
    (known,) = (lesson for lesson in LESSONS if path.name.startswith(f"{lesson.number}_"))
    return Card(
        title=f"{known.number} · {known.title}",
        page=f"notebooks/{path.name}",
        outcome=f"{known.outcome[0].upper()}{known.outcome[1:]}.",
        minutes=notebooks.minutes(path),
        exercises=len(notebooks.questions(path)),
    )


def from_readme(pattern: str) -> str:
    """What a pattern's group finds in the README. ValueError if that is nothing: the README is no longer as it was."""
    found = re.search(pattern, README.read_text(encoding="utf-8"), re.DOTALL)
    if not found:
        raise ValueError(f"README.md has nothing like {pattern!r}, which the start page shows")
    return found[1]


def start_page(archive: Path) -> NotebookNode:
    """The start page: as a notebook, since an explorer stands on it as in its lesson."""
    paths = notebooks.paths()
    template = jinja2.Template((CONFIGURATION / "index.md.j2").read_text(encoding="utf-8"))
    page = template.render(
        title=from_readme(r"\A# (.+?)\n"),
        introduction=from_readme(r"\A# .+?\n\n(.+?)\n\n!\["),
        licence=from_readme(r"\n## Licence\n\n(.+?)\n*\Z"),
        lessons=[card(path) for path in paths],
        archive=ARCHIVE,
        megabytes=f"{archive.stat().st_size / 1e6:.0f}",
        explorer="\0",
    )
    above, below = (nbformat.v4.new_markdown_cell(part) for part in page.split("\0"))
    below.source += contents("Lessons", [f"notebooks/{path.stem}" for path in paths])
    below.source += contents(
        "About", ["progress", "README", *(Path(name).stem for name in ALSO if name.endswith(".md")), "MOVING"]
    )
    first = lesson(paths[0])
    place = [cell.id for cell in first.cells].index("drag")
    first.cells[place].metadata.tags = ["remove-input"]
    first.cells = [above, first.cells[place], below]
    return first


def write_source(folder: Path, archive: Path) -> None:
    """Write what Sphinx reads into ``folder``: the start page, the lessons, the README and what it leads to."""
    (folder / "notebooks").mkdir(parents=True)
    for path in notebooks.paths():
        nbformat.write(lesson(path), folder / "notebooks" / path.name)
    for name in ALSO:
        copy = shutil.copytree if (dev.ROOT / name).is_dir() else shutil.copyfile
        copy(dev.ROOT / name, folder / name)
    (folder / glossary.PAGE.name).write_text(glossary.page(glossary.load(), glossary.on_site), encoding="utf-8")
    (folder / "progress.md").write_text(exercises.progress_page(), encoding="utf-8")
    (folder / "MOVING.md").write_text(moving.page(), encoding="utf-8")
    readme = README.read_text(encoding="utf-8").replace(HERE, THERE, 1)
    (folder / README.name).write_text(re.sub(r"\A# .+", "# Install and run", readme), encoding="utf-8")
    nbformat.write(start_page(archive), folder / "index.ipynb")


def files() -> list[Path]:
    """The files of the series: those that git knows or, in a folder that is no clone, all that it would not ignore."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=dev.ROOT, capture_output=True, check=False)
    if known := [dev.ROOT / name for name in asked.stdout.decode().split("\0") if name]:
        return sorted(path for path in known if path.is_file())
    ignored = [".git", *(line.strip("/") for line in (dev.ROOT / ".gitignore").read_text(encoding="utf-8").split())]
    return sorted(
        path
        for path in dev.ROOT.rglob("*")
        if path.is_file()
        and not any(fnmatch.fnmatch(part, each) for part in path.relative_to(dev.ROOT).parts for each in ignored)
    )


def write_archive(path: Path) -> Path:
    """Write the series as one file, the same bytes for the same files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files():
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(dev.ROOT).as_posix()}")  # dated 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every system: whether a file can be run is kept
            entry.external_attr = (0o100755 if file.stat().st_mode & 0o100 else 0o100644) << 16
            archive.writestr(entry, file.read_bytes())
    return path


def unpack_pictures(folder: Path) -> None:
    """Give the pictures inside the built pages files of their own, which a browser loads as the reader comes near."""
    (folder / "_images").mkdir(exist_ok=True)
    for page in folder.rglob("*.html"):
        root = "../" * (len(page.relative_to(folder).parts) - 1)

        def unpacked(found: re.Match[str], root: str = root) -> str:
            attributes, kind, data = found.groups()
            picture = base64.b64decode(data)
            name = f"{hashlib.sha256(picture).hexdigest()[:16]}.{kind.partition('+')[0]}"
            (folder / "_images" / name).write_bytes(picture)
            return f'{attributes}loading="lazy" src="{root}_images/{name}"'

        page.write_text(INSIDE.sub(unpacked, page.read_text(encoding="utf-8")), encoding="utf-8")


def sentences(folder: Path) -> dict[str, Any]:
    """What can be found in the built pages: of each its title and its sections."""
    found = {}
    for path in sorted(folder.rglob("*.html")):
        article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").article
        name = path.relative_to(folder).with_suffix("").as_posix()
        if article and article.h1 and name != "search":
            found[name] = {"title": words(article.h1), "sections": list(sections(article))}
    return found


def sections(article: Tag) -> Iterator[tuple[str, str, list[str]]]:
    """The sections of a page, from its top: the id, the heading, the sentences."""
    for section in article.select("section"):
        heading = section.find(re.compile(r"h\d"), recursive=False)
        blocks = [block for block in section.select(BLOCKS) if block.find_parent("section") is section]
        texts = [words(block) for block in blocks if not block.select_one(BLOCKS)]
        said = [sentence for text in texts for sentence in SENTENCE.split(text) if sentence]
        yield str(section["id"]), words(heading) if isinstance(heading, Tag) else "", said


def words(part: Tag) -> str:
    """The text of a part of a page in one line, its formulas as they are written where that can be read."""
    text = ""
    for string in part.strings:
        parents = {name for parent in string.parents for name in parent.get_attribute_list("class")}
        if "headerlink" in parents:
            continue
        if "math" in parents:
            formula = re.sub(r"^\s*\\[(\[]|\\[)\]]\s*$", "", string)
            text += "…" if "\\" in formula else formula
        else:
            text += string
    return " ".join(text.split())


def added() -> dict[str, Path]:
    """What the site contains besides what Sphinx writes, by its place: MathJax, and the licences of its parts."""
    parts = {place: file for place, file in slides.assets().items() if place.startswith("mathjax/")}
    for package in ("furo", "myst-nb", "sphinx", "sphinx-basic-ng"):
        shipped = importlib.metadata.files(package) or []
        licence = next(file for file in shipped if file.name.startswith("LICENSE") and ".dist-info" in str(file))
        parts[f"licences/{package}.txt"] = Path(str(licence.locate()))
    return parts


def build(folder: Path) -> Path:
    """Write the site into ``folder``, emptied first, and return its start page. CalledProcessError if it fails."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = write_archive(folder / ARCHIVE)
    with tempfile.TemporaryDirectory() as scratch:
        write_source(Path(scratch, "source"), archive)
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
    unpack_pictures(folder)
    found = json.dumps(sentences(folder), ensure_ascii=False, separators=(",", ":"))
    (folder / "_static" / "sentences.js").write_text(f"const SENTENCES = {found};\n", encoding="utf-8")
    return folder / "index.html"


def main() -> int:
    """Write the site; returns the exit status."""
    print(build(FOLDER).relative_to(dev.ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
