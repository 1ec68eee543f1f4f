"""Redraw the pictures in images/: ``python -m tools.images``, also part of ``make notebooks``."""

from helpers import backprop
from helpers.backprop import figures
from tools import house

FOLDER = house.ROOT / "images"


def pictures() -> dict[str, str]:
    """Every picture as SVG text, by its file's name."""
    return {"stepper.svg": figures.still(backprop.explore(at="blame h1").step).svg}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (FOLDER / name).write_text(svg + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
