"""Every character of the lessons is drawn, and none as the box that stands for a letter which no font has."""

import os
import unicodedata

import pytest

from helpers import style
from tools import notebooks

# Boxes look alike; U+0378 is no letter, so it is always one.
BOXES = """([characters, font]) => {
  const canvas = new OffscreenCanvas(48, 48), pen = canvas.getContext('2d', {willReadFrequently: true});
  const look = text => {
    pen.clearRect(0, 0, 48, 48);
    pen.font = `24px ${font}`;
    pen.fillText(text, 8, 32);
    return pen.getImageData(0, 0, 48, 48).data.join(); };
  const box = look('\\u0378');
  return characters.filter(character => look(character) === box); }"""
INSTALL = "no font for Korean here: on Debian and Ubuntu `apt install fonts-noto-cjk`"


def boxes(page, characters):
    return page.evaluate(BOXES, [sorted(characters), style.FONT])


def test_a_box_is_seen(browser):
    page = browser.new_page()
    assert boxes(page, ["a", "σ", "\u0379"]) == ["\u0379"]
    page.close()


def test_every_character_of_the_lessons_has_a_picture(browser):
    written = "".join(path.read_text(encoding="utf-8") for path in notebooks.paths())
    page = browser.new_page()
    missing = boxes(page, {character for character in written if not character.isascii()})
    page.close()
    korean = {character for character in missing if unicodedata.name(character, "").startswith("HANGUL")}
    if korean and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip(INSTALL)
    assert missing == [], INSTALL if korean else "choose other signs"
