import pytest
from hypothesis import HealthCheck, settings

from helpers import corpora

# A busy machine is no failure.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def glove():
    return corpora.glove()
