"""What lies in images/ is what the code draws, and what the README shows is small enough to load at once."""

import re

from tools import dev, images


def test_every_drawing_is_as_the_code_draws_it():
    drawn = images.pictures()
    assert {path.name for path in images.FOLDER.glob("*.svg")} == set(drawn)
    for name, svg in drawn.items():
        assert (images.FOLDER / name).read_text(encoding="utf-8") == svg + "\n"


def test_the_readme_shows_every_photograph_and_they_are_small():
    shown = re.findall(r"!\[.+\]\((\S+)\)", (dev.ROOT / "README.md").read_text(encoding="utf-8"))
    photographs = [path.relative_to(dev.ROOT).as_posix() for path in images.FOLDER.glob("*.png")]
    assert shown == photographs
    assert all((dev.ROOT / path).stat().st_size < 200_000 for path in photographs)
