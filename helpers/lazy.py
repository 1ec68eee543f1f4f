"""Names that a package gives out when they are first asked for: so its model is imported without its pictures."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazily(
    package: str, at_once: Sequence[str], later: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """What a package needs of its own for names that come later (PEP 562).

    Parameters
    ----------
    package
        Its ``__name__``.
    at_once
        The names that it has from the beginning.
    later
        Its other names, and for each the module of the package that it is in, or that it is.

    Returns
    -------
    __getattr__, __dir__
    """

    def get(name: str) -> Any:
        if name not in later:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f".{later[name]}", package)
        return module if name == later[name] else getattr(module, name)

    def names() -> list[str]:
        return sorted([*at_once, *later])

    return get, names
