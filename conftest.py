"""Every test runs as the notebooks do: without network, and with a progress file of its own."""

import pytest
from hypothesis import HealthCheck, settings

from tools import notebooks
from tools.offline import sitecustomize  # noqa: F401  (this process too)

# The same examples in every run; and a busy machine is no failure.
settings.register_profile("series", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("series")

# Here, as the notebooks that nbval collects lie elsewhere.
pytest_plugins = ["tests.notebooks.outputs", "tests.notebooks.learner"]

offline_env = notebooks.offline_env()


# Begins first, or at the end one worker would wait for the other. (The command line cannot say it: pytest takes a
# folder within another folder that it is given for a repetition.)
LONGEST = ("notebooks/07", "notebooks/05", "tests/browser/test_lessons", "notebooks/02", "tests/recurrent")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [not item.nodeid.startswith(name) for name in LONGEST])


def pytest_configure() -> None:
    offline_env.__enter__()


def pytest_unconfigure() -> None:
    offline_env.__exit__(None, None, None)
