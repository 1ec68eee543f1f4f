import pytest

from helpers import scaleout

from .small_training import RECIPE, TEXT, silent


@pytest.fixture(scope="session")
def unbroken(tmp_path_factory):
    """The folder of a training on two workers that nobody has disturbed, and the model it gave."""
    folder = tmp_path_factory.mktemp("scaleout") / "unbroken"
    return folder, scaleout.train(TEXT, 2, RECIPE, checkpoint=folder, report=silent)
