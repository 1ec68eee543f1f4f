"""The worksheets as they are printed: on A4, nothing cut off, room to write, letters that can be read."""

import re
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tools import lab, worksheets

SEEDS = (0, 1, 24, 10**30)
MILLIMETRE = 96 / 25.4

# Of each page: whether all of it is inside, how large its letters and the places to write in are, in millimetres.
MEASURE = """millimetre => [...document.querySelectorAll('.page')].map(page => {
  const sheet = page.getBoundingClientRect();
  const texts = [...page.querySelectorAll('*')].filter(part => part.matches('h1, h2, p, th, td, span, text, .room'));
  const inside = part => {
    const box = part.getBoundingClientRect();
    return box.left >= sheet.left && box.right <= sheet.right && box.top >= sheet.top && box.bottom <= sheet.bottom; };
  const zoom = svg => svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
  const letters = part => parseFloat(getComputedStyle(part).fontSize) * zoom(part.ownerSVGElement);
  const height = name => Math.min(...[...page.querySelectorAll(name)].map(part => part.offsetHeight / millimetre));
  const words = (parts, wrong) => parts.filter(wrong).map(part => part.textContent);
  const shown = texts.filter(part => part.getClientRects().length);
  return {
    size: [sheet.width / millimetre, sheet.height / millimetre],
    overflow: page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth,
    outside: words(shown, part => !inside(part)),
    cut: words(shown, part => part.matches('td, th') && part.scrollWidth > part.clientWidth + 1),
    smallest: Math.min(...shown.map(letters)) * 0.75,
    row: height('.blank'),
    room: height('.room'),
  }; })"""


@pytest.fixture
def measured(browser):
    """The pages of a document, laid out for print; the browser must have asked for nothing."""
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    def measure(html):
        page.set_content(html)
        page.evaluate("document.fonts.ready.then(() => null)")
        assert page.evaluate("[...document.fonts].every(font => font.status === 'loaded')")
        return page.evaluate(MEASURE, MILLIMETRE)

    yield measure
    page.close()
    assert [url[:60] for url in asked if not url.startswith("data:")] == []


def whole(page):
    return not (page["overflow"] or page["outside"] or page["cut"])


@pytest.mark.parametrize("name", worksheets.LESSONS)
def test_a_sheet_has_two_whole_pages_with_room_to_write(measured, name):
    pages = measured(worksheets.document(map(worksheets.LESSONS[name], SEEDS), worksheets.SHEET))
    assert len(pages) == 2 * len(SEEDS)
    for page in pages:
        assert page["size"] == pytest.approx([210, 297], abs=0.1)
        assert whole(page), page
        assert page["row"] >= 7.9
        assert page["room"] >= 15
        assert page["smallest"] >= 7.9  # points


@pytest.mark.parametrize("name", worksheets.LESSONS)
def test_a_key_has_one_whole_page(measured, name):
    pages = measured(worksheets.document(map(worksheets.LESSONS[name], SEEDS), worksheets.KEY))
    assert len(pages) == len(SEEDS)
    assert all(map(whole, pages)), pages
    assert min(page["smallest"] for page in pages) >= 7.9


def test_this_test_would_see_what_is_cut_off(measured):
    content = worksheets.network(1)
    (page,) = measured(worksheets.document([replace(content, pages=(slice(None),))], worksheets.SHEET))
    assert page["overflow"]
    long = replace(content.parts[0], rows=(("a" * 200, "", ""),))
    (page,) = measured(worksheets.document([replace(content, parts=(long,))], worksheets.KEY))
    assert not whole(page)


def test_the_files_hold_every_seed_and_are_the_same_every_day(browser, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(worksheets, "FOLDER", tmp_path / "build" / "worksheets")
    monkeypatch.setattr(worksheets.dev, "ROOT", tmp_path)
    monkeypatch.setattr(worksheets, "sync_playwright", nullcontext)
    monkeypatch.setattr(lab, "chromium", lambda _: SimpleNamespace(new_page=browser.new_page, close=lambda: None))
    assert worksheets.main(["--seeds", "3", "5", "3", "8"]) == 0  # 3 is asked for twice, and printed once
    files = [tmp_path / line for line in capsys.readouterr().out.splitlines()]
    printed = {file.name: file.read_bytes() for file in files}
    assert {name: len(re.findall(rb"/Type /Page\b(?!s)", data)) for name, data in printed.items()} == {
        "02_epochs_batches_iterations.pdf": 6,
        "02_epochs_batches_iterations_answers.pdf": 3,
        "03_network_by_hand.pdf": 6,
        "03_network_by_hand_answers.pdf": 3,
    }
    assert all(data.startswith(b"%PDF-") and not re.search(rb"/(Creation|Mod)Date", data) for data in printed.values())
    again = worksheets.document(map(worksheets.network, (3, 5, 8)), worksheets.SHEET)
    assert worksheets.pdf(browser, again) == printed["03_network_by_hand.pdf"]
