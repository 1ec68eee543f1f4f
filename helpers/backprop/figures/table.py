"""Everything known so far, as HTML tables that keep their size while they fill."""

from ... import style
from ..walk import Step, written
from .drawing import colour, lowered

WEIGHTS = tuple(f"w{i}" for i in range(1, 9))
UNITS = ("z1", "h1", "z2", "h2", "z3", "o1", "z4", "o2", "E1", "E2", "E")
TABLE = (
    f"border-collapse: collapse; table-layout: fixed; width: 262px; font: 14px {style.FONT}; color: {style.INK};"
    " font-variant-numeric: tabular-nums"
)
ROW = "height: 19px; line-height: 19px"
CELL = "padding: 0 2px; text-align: right; white-space: nowrap"


def known_table(step: Step) -> str:
    """Weights, their slopes and their new values, and what the network makes of them before and after the update."""
    weights = [_head("", "now", "∂E/∂w", "new"), *(_weight(name, step) for name in WEIGHTS)]
    units = [_head("", "now", "", "new"), *(_unit(name, step) for name in UNITS)]
    tables = "".join(f'<table style="{TABLE}"><col style="width: 13%">{"".join(t)}</table>' for t in (weights, units))
    return f'<div style="display: flex; flex-wrap: wrap; gap: 4px 40px">{tables}</div>'


def _weight(name: str, step: Step) -> str:
    return _row(name, style.INK, *(_number(known, step) for known in (name, f"∂E/∂{name}", f"new {name}")))


def _unit(name: str, step: Step) -> str:
    return _row(name, colour(name), _number(name, step), "", _number(f"new {name}", step))


def _number(name: str, step: Step) -> str:
    """A value, lit if it has just been found; nothing as long as it is not known."""
    if name not in step.known:
        return ""
    text = written(name, step.known[name])
    ink = f' style="color: {style.ERROR}"' if name.startswith("∂") else ""
    lit = f'<mark style="background: {style.ACTIVE}8C; color: inherit">{text}</mark>' if name in step.found else text
    return f"<span{ink}>{lit}</span>"


def _head(*cells: str) -> str:
    look = f"{CELL}; color: {style.BASELINE}; border-bottom: 1px solid {style.FAINT}; font-weight: normal"
    heads = "".join(f'<th scope="col" style="{look}">{cell}</th>' for cell in cells)
    return f'<tr style="{ROW}">{heads}</tr>'


def _row(name: str, ink: str, *cells: str) -> str:
    head = f'<th scope="row" style="{CELL}; text-align: left; color: {ink}; font-weight: normal">{lowered(name)}</th>'
    values = "".join(f'<td style="{CELL}">{cell}</td>' for cell in cells)
    return f'<tr style="{ROW}">{head}{values}</tr>'
