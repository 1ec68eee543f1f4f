"""`make lab`, as a learner meets it who has no browser on this machine: a URL is printed, and it works."""

import json
import sys
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tools import dev, lab


def test_make_lab_prints_a_url_that_opens_the_first_notebook():
    no_browser = f'"{sys.executable}" -c pass %s'
    with lab.serving([sys.executable, str(dev.ROOT / "tools" / "dev.py"), "lab", "--here"], BROWSER=no_browser) as url:
        assert urlsplit(url).path == "/lab/tree/notebooks/00_start_here.ipynb"
        with urlopen(url, timeout=30) as page:
            assert page.status == 200
        notebook = json.loads(lab.ask(url, "/api/contents/notebooks/00_start_here.ipynb"))
        assert notebook["content"]["cells"]
        settings = json.loads(lab.ask(url, "/lab/api/settings/@jupyterlab/apputils-extension:notification"))
        assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"
        assert settings["schema"]["properties"]["checkForUpdates"]["default"] is False
        with pytest.raises(HTTPError, match="403"):
            urlopen(f"http://{urlsplit(url).netloc}/api/contents/notebooks", timeout=30)
