"""Reading back what lesson 02 shows: SVG and HTML as text."""

import html
import re
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    """The words of a drawing, in their order."""
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def squares(svg, fill):
    """How many cells of one colour a drawing has: each is a closed move of a path."""
    paths = (path for path in ET.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == fill)
    return sum(path.get("d").count("z") for path in paths)


def plain(markup):
    """HTML as text."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def alert(message):
    """What a message warns of, or nothing."""
    return plain(message.value) if 'role="alert"' in message.value else ""
