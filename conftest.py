"""Every test runs as the notebooks do: without network, and with a progress file of its own."""

import pytest

from tools import notebooks
from tools.offline import sitecustomize  # noqa: F401  (this process too)

shut_in = notebooks.shut_in()


def pytest_configure(config: pytest.Config) -> None:
    shut_in.__enter__()


def pytest_unconfigure(config: pytest.Config) -> None:
    shut_in.__exit__(None, None, None)
