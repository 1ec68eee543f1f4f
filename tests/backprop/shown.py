"""Reading back numbers and tables of lesson 03."""

import re

from tests.shown import plain

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text):
    """A number as the lesson writes it, brackets or not."""
    digits, _, power = text.strip("()").partition("·10")
    return float(digits.replace("−", "-")) * 10.0 ** int(power.translate(_RAISED) or 0)


def numbers(row):
    """The numbers among the cells of a row."""
    return [number(cell) for cell in row if re.search(r"\d", cell) and not re.search(r"[a-zA-Zσ½∂]", cell)]


def cells(table):
    """An HTML table as rows of text."""
    rows = re.findall(r"<tr.*?</tr>", table)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
