import pytest


@pytest.fixture(autouse=True)
def progress_elsewhere(tmp_path, monkeypatch):
    """No test sees another's progress."""
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(tmp_path / "progress.json"))
