"""The data with which the network of lesson 07 writes in the page: weights, and Python's words, looks and settings."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import nbformat
import numpy as np

from helpers import style, textgen
from helpers.char_model.model import WEIGHTS, CharModel, encoded
from helpers.textgen.sampling import Settings
from tools import notebooks
from tools.page import data

NAME = "writing"
"""The name of the data, and of the model that moves the parts."""
EXPLORERS: dict[str, Callable[..., Any]] = {
    "pretrained": textgen.explore_writing,
    "explore-sampling": textgen.explore_sampling,
}
"""The cells that the data moves, and what they call."""
BEGINNING = 400  # characters that stand on the page before anybody asks
COLOURS = ("input", "output", "error", "baseline", "ink", "faint", "paper")
BAD = "§"  # neither a number nor a character that the model knows


def script() -> str:
    """The script ``data/writing.js``."""
    model = textgen.load_pretrained()
    parts = settings()
    beginning = textgen.stream(model, **parts["07-pretrained"] | {"length": BEGINNING})
    value = {
        "symbols": model.vocabulary.symbols,
        "units": model.units,
        "embedding": model.embedding.shape[1],
        "weights": data.pack(packed_halves(model)),
        "messages": messages(model),
        "colours": {name: getattr(style, name.upper()) for name in COLOURS},
        "fonts": {"font": style.FONT, "mono": style.MONO},
        "parts": parts,
        "beginning": "".join(beginning),
    }
    return data.script(NAME, value)


def packed_halves(model: CharModel) -> bytes:
    """The weights in half precision: the high bytes of all, which are much alike and so pack well, then the low ones.

    Kernels go column by column, as the page's products do. ValueError if half precision would change a weight.
    """
    columnwise = [getattr(model, name).T if "kernel" in name else getattr(model, name) for name in WEIGHTS]
    whole = np.concatenate([weight.ravel() for weight in columnwise])
    halves = whole.astype("<f2")
    if not np.array_equal(halves, whole):
        raise ValueError("the model's weights are not exact in half precision, expected a model saved as float16")
    return halves.view(np.uint8).reshape(-1, 2).T[::-1].tobytes()


def settings() -> dict[str, dict[str, Any]]:
    """What the controls hold at first, by the part of the page."""
    return {f"07-{cell}": arguments(cell) for cell in EXPLORERS}


def arguments(cell: str) -> dict[str, Any]:
    """What a cell of notebook 07 calls its explorer with, the explorer's defaults included and the model left out."""
    path = next(path for path in notebooks.paths() if path.name.startswith("07"))
    source = next(found.source for found in nbformat.read(path, as_version=4).cells if found.id == cell)
    *_, last = ast.parse(source).body
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        raise ValueError(f"cell {cell} ends with {source.splitlines()[-1]!r}, expected the call of an explorer")
    given = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in last.value.keywords}
    bound = inspect.signature(EXPLORERS[cell]).bind(None, **given)
    bound.apply_defaults()
    return {name: value for name, value in bound.arguments.items() if name != "model"}


def messages(model: CharModel) -> dict[str, dict[str, str]]:
    """Why a value cannot be used, by the field and by what is wrong with it; "{}" stands for the value."""
    known = model.vocabulary.symbols[0]
    fields: dict[str, tuple[Callable[[Any], object], dict[str, object]]] = {
        "prompt": (lambda value: encoded(model, value, "prompt"), {"empty": "", "unknown": BAD}),
        "temperature": (lambda value: Settings(temperature=value), {"kind": BAD, "range": -1}),
        "top_k": (lambda value: Settings(top_k=value), {"kind": BAD, "range": -1}),
        "top_p": (lambda value: Settings(top_p=value), {"kind": BAD, "range": -1, "finite": float("nan")}),
        "length": (lambda value: textgen.stream(model, known, value), {"kind": BAD, "range": -1}),
        "seed": (lambda value: textgen.stream(model, known, 0, seed=value), {"kind": BAD, "range": -1}),
    }
    return {
        field: {kind: _message(check, value) for kind, value in bad.items()} for field, (check, bad) in fields.items()
    }


def _message(check: Callable[[Any], object], bad: object) -> str:
    try:
        check(bad)
    except (TypeError, ValueError) as error:
        return str(error).replace(repr(bad), "{}", 1)
    raise ValueError(f"{bad!r} passed a check, expected it to be refused")
