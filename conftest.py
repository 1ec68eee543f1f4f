"""Every test runs as the notebooks do: without network, and with a progress file of its own."""

from hypothesis import HealthCheck, settings

from tools import notebooks
from tools.offline import sitecustomize  # noqa: F401  (this process too)

# The same examples in every run; and a busy machine is no failure.
settings.register_profile("series", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("series")

pytest_plugins = ["tests.notebooks.learner"]  # here, as the notebooks that nbval collects lie elsewhere

shut_in = notebooks.shut_in()


def pytest_configure() -> None:
    shut_in.__enter__()


def pytest_unconfigure() -> None:
    shut_in.__exit__(None, None, None)
