"""The pictures that a notebook stores, and the words that whoever cannot see them on a page gets in their place."""

import re

from playwright.sync_api import expect

from tools import lab

PICTURES = "img, svg:not(mjx-container svg, [style='display: none'] svg)"  # the hidden ones are for GitHub
OUTPUT = ".jp-OutputArea-output"
# JupyterLab draws each cell's outputs, but has on its page only those of cells that are in sight.
LAY_OUT = f"""() => {{
  const all = document.body.appendChild(document.createElement('main'));
  for (const cell of {lab.CELLS}) if (cell.outputArea) all.append(cell.outputArea.node.cloneNode(true)); }}"""


def stored_words(cells):
    """What the stored pictures of cells show, in words."""
    stored = [output.data for cell in cells for output in cell.get("outputs", []) if "data" in output]
    return [data["text/plain"] for data in stored if "<img " in data.get("text/html", "")]


def expect_names(part, names):
    """The pictures in a part of a page have these names, and there are no others."""
    pictures = part.locator(PICTURES)
    expect(pictures).to_have_count(len(names))
    for picture, name in zip(pictures.all(), names, strict=True):
        expect(picture).to_have_role("img")
        expect(picture).to_have_accessible_name(name)


def expect_names_in_lab(page, names):
    """The pictures in all outputs of the notebook on the page have these names."""
    page.evaluate(LAY_OUT)
    laid_out = page.locator("body > main")
    expect_names(laid_out.locator(OUTPUT), names)
    laid_out.evaluate("all => all.remove()")


def expect_some_names(cell):
    """Each picture in the outputs of a cell has a name."""
    for picture in cell.locator(OUTPUT).locator(PICTURES).all():
        expect(picture).to_have_role("img")
        expect(picture).to_have_accessible_name(re.compile(r"\w"))
