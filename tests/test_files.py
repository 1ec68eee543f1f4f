"""Archives of arrays: what is wrong with the file is told apart from what is wrong with the code that reads it."""

import numpy as np
import pytest

from helpers import files


@pytest.fixture
def archive(tmp_path):
    np.savez(tmp_path / "model.npz", format="ours", weights=np.arange(3.0))
    return tmp_path / "model.npz"


def test_arrays_come_back(archive):
    with files.open_npz(archive, "model", "ours") as arrays:
        assert arrays["weights"].tolist() == [0, 1, 2]


@pytest.mark.parametrize("bug", [AttributeError("bug"), IndexError("bug"), TypeError("bug"), KeyError("weights")])
def test_a_bug_of_the_caller_is_no_damage(archive, bug):
    with pytest.raises(type(bug)) as caught, files.open_npz(archive, "model"):
        raise bug
    assert caught.value is bug


def test_arrays_that_are_missing_or_refused_are_damage(archive):
    with (
        pytest.raises(ValueError, match=r"expected a whole model; found: no array 'bias'"),
        files.open_npz(archive, "model") as arrays,
    ):
        arrays["bias"]
    with (
        pytest.raises(ValueError, match=r"expected a whole model; found: cannot reshape"),
        files.open_npz(archive, "model") as arrays,
    ):
        arrays["weights"].reshape(2, 2)
    with pytest.raises(ValueError, match=r"found: its format is 'ours', not 'theirs'"):
        files.open_npz(archive, "model", "theirs").__enter__()
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(ValueError, match=r"found: \d+ bytes that are no whole .npz archive"):
        files.open_npz(archive, "model").__enter__()


def test_objects_are_refused_without_the_advice_to_trust_them(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.array([{}]))
    with pytest.raises(ValueError, match="found: something else than arrays of numbers"):
        files.open_npz(tmp_path / "a.npz", "model").__enter__()
