"""Redraw the drawings in images/: ``python -m tools.images``, also part of ``make notebooks``."""

from helpers import batches
from tools import dev

FOLDER = dev.ROOT / "images"


def pictures() -> dict[str, str]:
    """Every drawing as SVG text, by its file's name."""
    return {
        "epoch_batch_iteration.svg": batches.overview(2000, 500, 20).svg,
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (FOLDER / name).write_text(svg + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
