"""Data as scripts: a page opened from a folder may load a script, and nothing else."""

import base64
import gzip
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def pack(content: bytes) -> str:
    """Compressed, as text; ``series.unpack`` undoes it in the page."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def pack_json(value: Any) -> str:
    """A value as `pack` packs it; ``series.unpackJSON`` undoes it in the page."""
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())


def script(name: str, value: Any) -> str:
    """The script ``data/<name>.js``, which hands ``value`` to whoever asked for it with ``series.load(name)``."""
    return f"series.data({json.dumps(name)}, {json.dumps(value, separators=(',', ':'), allow_nan=False)});\n"


def write(folder: Path, files: Iterable[str], scripts: Mapping[str, str]) -> None:
    """Write code and looks from here into ``folder``, and the scripts of data, by the data's names, into ``data``."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name in files:
        shutil.copyfile(FOLDER / name, folder / name)
    for name, text in scripts.items():
        (folder / "data" / f"{name}.js").write_text(text, encoding="utf-8")
