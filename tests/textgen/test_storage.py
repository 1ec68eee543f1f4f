"""A model as a file: the same text after a round trip, and no file that is half written or half read."""

import gc
import os
import re
from pathlib import Path

import numpy as np
import pytest

from helpers import corpora, textgen
from helpers.textgen import storage


def written(model):
    return "".join(textgen.stream(model, "ab", 80, seed=4))


def test_save_load_same_text_for_the_same_seed(model, tmp_path):
    again = textgen.load(textgen.save(model, tmp_path / "model.npz"))
    assert again.vocabulary == model.vocabulary
    assert written(again) == written(model)


def test_float16_is_smaller_and_close(model, tmp_path):
    half = textgen.load(textgen.save(model, tmp_path / "half.npz", dtype="float16"))
    for ours, theirs in zip(model.weights(), half.weights(), strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=2**-11, atol=1e-7)


@pytest.mark.parametrize("broken_call", ["fsync", "replace"])
@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError("disk full")])
def test_an_interrupted_save_leaves_the_old_file_whole(model, tmp_path, monkeypatch, broken_call, interruption):
    path = textgen.save(model, tmp_path / "model.npz")
    before = path.read_bytes()

    def fail(*args):
        raise interruption

    monkeypatch.setattr(os, broken_call, fail)
    with pytest.raises((KeyboardInterrupt, OSError)):
        textgen.save(model, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_cut_anywhere_is_refused(model, tmp_path):
    whole = textgen.save(model, tmp_path / "model.npz").read_bytes()
    cut = tmp_path / "cut.npz"
    for length in [*range(0, len(whole), 97), len(whole) - 1]:
        cut.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="path is .*cut.npz', expected a whole file that textgen.save has written"):
            textgen.load(cut)


def test_a_flipped_byte_is_refused_or_harmless(model, tmp_path):
    whole = bytearray(textgen.save(model, tmp_path / "model.npz").read_bytes())
    flipped = tmp_path / "flipped.npz"
    for place in range(0, len(whole), 61):
        damaged = whole.copy()
        damaged[place] ^= 0xFF
        flipped.write_bytes(damaged)
        try:
            again = textgen.load(flipped)
        except ValueError as error:
            assert "expected a whole file" in str(error)
        else:  # the byte was one that the format does not use
            assert written(again) == written(model)


def test_foreign_files_are_refused(tmp_path):
    text, array, other, objects = (tmp_path / name for name in ("a.txt", "b.npy", "c.npz", "d.npz"))
    text.write_text("To be, or not to be", encoding="utf-8")
    np.save(array, np.arange(5))
    np.savez(other, weights=np.arange(5))
    np.savez(objects, format=np.array([None]))
    for path in (text, array, other, objects):
        with pytest.raises(ValueError, match="expected a whole file that textgen.save has written; found: ") as caught:
            textgen.load(path)
        assert "pickle" not in str(caught.value)


def test_whoever_may_read_the_folder_may_read_the_model(model, tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert textgen.save(model, tmp_path / "model.npz").stat().st_mode == plain.stat().st_mode


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="path is .*nowhere.npz', expected a file"):
        textgen.load(tmp_path / "nowhere.npz")


def test_bad_places_and_types_are_named(model, tmp_path):
    with pytest.raises(ValueError, match="dtype is 'int8', expected one of 'float32', 'float16'"):
        textgen.save(model, tmp_path / "model.npz", dtype="int8")
    with pytest.raises(TypeError, match="model is 'model', expected a CharModel"):
        textgen.save("model", tmp_path / "model.npz")
    with pytest.raises(FileNotFoundError, match="path is .*no_folder.model.npz', expected one in a folder that exists"):
        textgen.save(model, tmp_path / "no_folder" / "model.npz")


def test_what_is_no_file_is_named(model, tmp_path):
    for folder in (tmp_path, str(tmp_path), f"{tmp_path}/"):
        message = f"path is {str(folder)!r}, expected a file's, such as {str(tmp_path / 'model.npz')!r}"
        with pytest.raises(IsADirectoryError, match=f"^{re.escape(message)}$"):
            textgen.save(model, folder)
        with pytest.raises(
            FileNotFoundError, match=f"path is {str(tmp_path)!r}, expected a file that textgen.save has"
        ):
            textgen.load(folder)
    if Path(os.devnull).exists():
        with pytest.raises(FileExistsError, match=f"path is {os.devnull!r}, expected a file's"):
            textgen.save(model, os.devnull)  # in whose place a file would be put
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [3, None, "", "a\0b", b"model.npz", ["model.npz"]])
def test_what_is_no_path_is_named(model, path):
    for ask in (lambda path: textgen.save(model, path), textgen.load, corpora.read_vectors):
        with pytest.raises(TypeError, match=re.escape(f"path is {path!r}, expected a path, such as 'model.npz'")):
            ask(path)


@pytest.mark.parametrize("name", ["m" * 251 + ".npz", "ㅁ" * 83 + ".npz"])
def test_a_name_as_long_as_names_may_be_will_do(model, tmp_path, name):
    assert textgen.load(textgen.save(model, tmp_path / name)).vocabulary == model.vocabulary


def test_an_error_of_the_system_names_the_path(model, tmp_path):
    with pytest.raises(OSError, match="too long") as caught:
        textgen.save(model, tmp_path / ("m" * 300))
    assert caught.value.filename == str(tmp_path / ("m" * 300))
    assert ".part" not in str(caught.value)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning", "error::ResourceWarning")
def test_a_refused_file_is_closed(model, tmp_path):
    cut = tmp_path / "cut.npz"
    cut.write_bytes(textgen.save(model, tmp_path / "model.npz").read_bytes()[:-50])
    with pytest.raises(ValueError, match="expected a whole file"):
        textgen.load(cut)
    gc.collect()


def test_the_shipped_model_is_small_and_as_good_as_the_lesson_says():
    assert storage.PRETRAINED.stat().st_size <= 2_000_000
    model = textgen.load_pretrained()
    assert model.vocabulary == textgen.Vocabulary.of(corpora.shakespeare().train)
    assert textgen.bits_per_char(model, corpora.shakespeare().validation) <= 2.05
