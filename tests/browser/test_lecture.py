"""`make lecture`, as in a classroom: a lesson is chosen, and a slider on a slide is moved from the keyboard."""

import sys
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tools import dev, lab, notebooks

SHOW = "cell => { const {h, v} = Reveal.getIndices(cell.closest('section')); Reveal.slide(h, v); }"


def test_a_slider_moves_on_a_slide(browser):
    command = [sys.executable, str(dev.ROOT / "tools" / "dev.py"), "lecture", "--here"]
    troubles = []
    with lab.serving(command, BROWSER=f'"{sys.executable}" -c pass %s') as url:
        page = lab.new_page(browser, f"http://{urlsplit(url).netloc}", troubles, 1280, 720)
        page.goto(url)
        assert page.get_by_role("link").count() == len(notebooks.paths())
        page.get_by_role("link", name="00 start here").click(no_wait_after=True)
        page.wait_for_function("window.Reveal?.isReady()", timeout=3 * lab.MINUTE)
        explorer = page.locator(".jupyter-widgets").first
        explorer.wait_for(state="attached")
        explorer.evaluate(SHOW)
        picture = explorer.locator("svg").first
        before = picture.inner_html()
        explorer.locator(".noUi-handle").first.press("ArrowRight")
        expect(picture).not_to_have_js_property("innerHTML", before)
        assert explorer.evaluate("explorer => explorer.getBoundingClientRect().bottom") <= 720
        assert page.locator("mjx-container").count() > 10
        page.close()
    assert troubles == []
