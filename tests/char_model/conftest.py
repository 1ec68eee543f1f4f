import pytest

from tests.char_model.models import random_model


@pytest.fixture
def model():
    return random_model()
