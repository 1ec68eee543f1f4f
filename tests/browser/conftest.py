import os

import pytest
from playwright.sync_api import sync_playwright

from tools import lab


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        found = lab.chromium(playwright)
        if not found:
            # CI sets REQUIRE_BROWSER: there, a browser test that did not run has failed.
            (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(lab.NO_CHROMIUM)
        yield found
        found.close()


@pytest.fixture(scope="session")
def url(tmp_path_factory):
    with lab.serve_copy(tmp_path_factory.mktemp("series")) as url:
        yield url


@pytest.fixture
def opened(browser, url):
    """Opens a notebook; afterwards the page must have had no error, and asked nothing of another machine."""
    troubles = []
    pages = []

    def open_notebook(name):
        page = lab.open_notebook(browser, url, name, troubles)
        pages.append((page, name))
        return page

    yield open_notebook
    for page, name in pages:
        assert lab.errors(page, name) == []
        page.close()
    assert troubles == []
