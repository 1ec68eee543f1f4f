"""The template with which Voilà shows a lesson as a live deck: the look of the still one, and sliders that move."""

import json
import shutil
import sys
from pathlib import Path

from tools import dev, slides

NAME = "lecture"
SOURCE = slides.TEMPLATES / NAME
SERVED = f"/voila/templates/{NAME}/static"  # where Voilà serves a template's files


def write(folder: Path) -> None:
    """Write the template into ``folder``, which is to stand in Jupyter's path when Voilà starts."""
    template = folder / "voila" / "templates" / NAME
    slides.copy_assets(template / "static")
    for name in ("lecture.css", "lecture.js"):
        shutil.copyfile(SOURCE / name, template / "static" / name)
    for name in ("index.html.j2", "tree.html"):
        shutil.copyfile(SOURCE / name, template / name)
    reveal = {"url_prefix": f"{SERVED}/reveal", "theme": "deck"}
    settings = {"base_template": "reveal", "traitlet_configuration": {"resources": {"reveal": reveal}}}
    (template / "conf.json").write_text(json.dumps(settings), encoding="utf-8")


def main() -> int:
    """Write the template where `make lecture` looks for it; returns the exit status."""
    write(dev.LECTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
