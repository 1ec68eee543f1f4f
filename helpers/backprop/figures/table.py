"""Everything known so far, as HTML tables that keep their size while they fill."""

from ... import style
from ..walk import Step, format_value
from .drawing import colour, lowered

WEIGHTS = tuple(f"w{i}" for i in range(1, 9))
UNITS = ("z1", "h1", "z2", "h2", "z3", "o1", "z4", "o2", "E1", "E2", "E")
TABLE = (
    f"border-collapse: collapse; table-layout: fixed; width: 262px; font: 14px/17px {style.FONT}; color: {style.INK};"
    " font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap"
)
HEAD = "font-weight: normal; text-align: inherit"


def known_table(step: Step) -> str:
    """Weights, their slopes and their new values, and what the network makes of them before and after the update."""
    weights = [_head("", "now", "∂E/∂w", "new"), *(_weight(name, step) for name in WEIGHTS)]
    units = [_head("", "now", "", "new"), *(_unit(name, step) for name in UNITS)]
    tables = "".join(f'<table style="{TABLE}"><col style="width: 13%">{"".join(t)}</table>' for t in (weights, units))
    return f'<div style="display: flex; flex-wrap: wrap; align-items: start; gap: 4px 40px">{tables}</div>'


def _weight(name: str, step: Step) -> str:
    return _row(name, style.INK, *(_number(known, step) for known in (name, f"∂E/∂{name}", f"new {name}")))


def _unit(name: str, step: Step) -> str:
    return _row(name, colour(name), _number(name, step), "", _number(f"new {name}", step))


def _number(name: str, step: Step) -> str:
    """A value, highlighted if it has just been found; nothing as long as it is not known."""
    if name not in step.known:
        return ""
    text = format_value(name, step.known[name])
    if name in step.new_values:
        text = f'<mark style="background: {style.ACTIVE}8C; color: inherit">{text}</mark>'
    return f'<span style="color: {style.ERROR}">{text}</span>' if name.startswith("∂") else text


def _head(*cells: str) -> str:
    look = f"color: {style.BASELINE}; border-bottom: 1px solid {style.FAINT}"
    heads = "".join(f'<th scope="col" style="{HEAD}">{cell}</th>' if cell else "<td></td>" for cell in cells)
    return f'<tr style="{look}">{heads}</tr>'


def _row(name: str, ink: str, *cells: str) -> str:
    head = f'<th scope="row" style="{HEAD}; text-align: left; color: {ink}">{lowered(name)}</th>'
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
