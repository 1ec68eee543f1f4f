import pytest

from tests.textgen.models import random_model


@pytest.fixture
def model():
    return random_model()
