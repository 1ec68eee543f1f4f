import os

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.axe import barriers
from tools import lab

expect.set_options(timeout=lab.MINUTE)  # a machine may have much else to do


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
def folder(tmp_path_factory):
    """The folder that ``url`` serves."""
    return tmp_path_factory.mktemp("series")


@pytest.fixture(scope="session")
def url(folder):
    """A JupyterLab with the notebooks."""
    with lab.serve_copy(folder) as url:
        yield url


@pytest.fixture
def opened(browser, url):
    """Opens a notebook; then nothing in it failed, every widget is drawn and named, and nothing left the machine."""
    troubles = []
    pages = []

    def open_notebook(name):
        page = lab.open_notebook(browser, url, name, troubles)
        pages.append((page, name))
        return page

    yield open_notebook
    for page, name in pages:
        wrong = lab.errors(page, name) + lab.unrendered(page) + barriers(page, ".explorer")
        lab.close(page)
        assert wrong == []
    assert troubles == []
