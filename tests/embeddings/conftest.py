import pytest

from helpers import corpora


@pytest.fixture(scope="session")
def glove():
    return corpora.glove()
