"""What stands under the network in the stepper, and the whole of it as one picture."""

import textwrap
from html import escape

from ... import style
from ..walk import Step
from . import network_drawing
from .drawing import Drawing, lowered
from .equation import equation, natural_width

WIDTH = network_drawing.WIDTH
EQUATION_HEIGHT = 112
LINE = 84  # characters in a line of words


def equation_panel(step: Step) -> str:
    """The step in words and as an equation, as HTML of a fixed height."""
    drawn = style.svg(WIDTH, EQUATION_HEIGHT, _equation(step), f"Equation: {_spoken(step)}")
    return (
        f'<div style="width: {WIDTH}px; font: 15px/21px {style.FONT}; color: {style.INK}">'
        f'<div role="status" style="height: 42px; border-left: 5px solid {style.ACTIVE}; padding-left: 10px">'
        f"<b>{escape(lowered(step.title))}</b> {escape(lowered(step.words))}</div>{drawn}</div>"
    )


def still(step: Step) -> Drawing:
    """Network, words and equation as one picture, for a page without a running kernel."""
    words = f"{step.title} {step.words} {network_drawing.describe(step)}"
    body = (
        f"{network_drawing.body(step)}{_wrapped(step, network_drawing.HEIGHT + 20)}"
        f'<g transform="translate(0 {network_drawing.HEIGHT + 50})">{_equation(step)}</g>'
    )
    return Drawing(style.svg(WIDTH, network_drawing.HEIGHT + 50 + EQUATION_HEIGHT, body, words), words)


def stacked(step: Step) -> tuple[str, str, str]:
    """Network, words and equation as three pieces of HTML, for a page that may be narrow: each finds its own width."""
    words = f"<b>{escape(lowered(step.title))}</b> {escape(lowered(step.words))}"
    if not step.equation:
        return network_drawing.draw_step(step).svg, words, ""
    width = min(natural_width(step.equation), WIDTH)
    inside = equation(step.equation, bool(step.marks), width, EQUATION_HEIGHT)
    drawn = style.svg(width, EQUATION_HEIGHT, inside, f"Equation: {_spoken(step)}")
    return network_drawing.draw_step(step).svg, words, drawn


def _equation(step: Step) -> str:
    return equation(step.equation, bool(step.marks), WIDTH, EQUATION_HEIGHT)


def _spoken(step: Step) -> str:
    """The equation as plain text, row by row."""
    return "; ".join(" ".join(filter(None, row)) for row in step.equation)


def _wrapped(step: Step, y: int) -> str:
    """The words in lines of SVG text."""
    title = f'<tspan font-weight="bold">{escape(lowered(step.title))}</tspan>'
    lines = textwrap.wrap(f"{step.title} {step.words}", LINE)
    lines[0] = lines[0].removeprefix(step.title)
    return "".join(
        f'<text x="16" y="{y + 21 * i}">{title if i == 0 else ""}{escape(lowered(line))}</text>'
        for i, line in enumerate(lines)
    )
