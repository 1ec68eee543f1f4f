"""Reading back what lesson 03 shows: numbers as they are written, SVG and HTML as text."""

import html
import re
import xml.etree.ElementTree as ET

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
SVG = "{http://www.w3.org/2000/svg}"


def number(text):
    """A number as the lesson writes it, brackets or not."""
    digits, _, power = text.strip("()").partition("·10")
    return float(digits.replace("−", "-")) * 10.0 ** int(power.translate(_RAISED) or 0)


def numbers(row):
    """The numbers among the cells of a row."""
    return [number(cell) for cell in row if re.search(r"\d", cell) and not re.search(r"[a-zA-Zσ½∂]", cell)]


def texts(svg):
    """The words of a drawing in their order, with the numbers of names not lowered."""
    return ["".join(text.itertext()).translate(_LOWERED) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def cells(table):
    """An HTML table as rows of text."""
    rows = re.findall(r"<tr.*?</tr>", table)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def plain(markup):
    """HTML as text, with the numbers of names not lowered."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).translate(_LOWERED)


def alert(message):
    """What a message warns of, or nothing."""
    return plain(message.value) if 'role="alert"' in message.value else ""
