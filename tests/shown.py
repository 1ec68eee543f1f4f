"""Reading back what a lesson shows: SVG and HTML as text, with the numbers of names as they are typed."""

import html
import re
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
_INDICES = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def texts(svg):
    """The words of a drawing, in their order."""
    return ["".join(text.itertext()).translate(_INDICES) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def plain(markup):
    """HTML as text."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).translate(_INDICES)


def alert(message):
    """What a message warns of, or nothing."""
    return plain(message.value) if 'role="alert"' in message.value else ""
