"""What every number from outside passes through: a clear answer to one that cannot be counted with."""

from numbers import Integral


def whole(name: str, value: int, least: int, most: int | None = None) -> int:
    """``value`` as an int.

    Raises
    ------
    TypeError
        If it is no whole number: a fraction, a boolean, a text, ...
    ValueError
        If it is below ``least`` or, where there is one, above ``most``.
    """
    wanted = f"a whole number >= {least}" if most is None else f"a whole number from {least:,} to {most:,}"
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}, expected {wanted}")
    if value < least or (most is not None and value > most):
        raise ValueError(f"{name} is {int(value)}, expected {wanted}")
    return int(value)


def flag(name: str, value: bool) -> bool:
    """``value``, if it is True or False; TypeError otherwise."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}, expected True or False")
    return value
