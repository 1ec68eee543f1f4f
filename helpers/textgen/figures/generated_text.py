"""A prompt, and what a model wrote after it."""

from html import escape

from ... import style
from .drawing import MONO, Drawing
from .heatmap_text import LINE, ROWS, TEXT_TOP, TEXT_WIDTH, columns_of, fold, text_line


def generated_page(prompt: str, text: str) -> Drawing:
    """A prompt, bold, and what a model wrote after it: the last lines that there is room for."""
    lines = list(fold(prompt + text))[-ROWS:]
    given, written = [], []
    for row, (start, line) in enumerate(lines):
        own = line[: max(0, len(prompt) - start)]
        given.append(text_line(row, 0, own, style.INPUT))
        written.append(text_line(row, columns_of(own), line[len(own) :], style.OUTPUT))
    body = f'<g font-weight="bold">{"".join(given)}</g>{"".join(written)}'
    words = f"Prompt:\n{prompt}\n\nWritten after it:\n{text}"
    return Drawing(style.svg(TEXT_WIDTH, TEXT_TOP + LINE * len(lines) + 10, body, words), words)


def generated_html(prompt: str, text: str, most: int) -> str:
    """The same as text that a page breaks by itself: no more than the last ``most`` characters of it."""
    shown_prompt, shown = prompt[max(0, len(prompt + text) - most) :], text[-most:]
    dots = "… " if len(prompt + text) > most else ""
    return (
        f'<div style="white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.4; font: 15px {escape(MONO)}">'
        f'{dots}<b style="color: {style.INPUT}">{escape(shown_prompt)}</b>'
        f'<span style="color: {style.OUTPUT}">{escape(shown)}</span></div>'
    )
