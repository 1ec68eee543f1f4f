"""A training as files: all of it comes back, whatever is damaged is named, and a failure changes nothing."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from helpers import scaleout, textgen
from helpers.char_model.model import WEIGHTS
from helpers.scaleout import checkpoint
from helpers.scaleout.checkpoint import OTHERS, Training

from .small_training import RECIPE, TEXT, begun, silent

NAMES = (*WEIGHTS, *OTHERS)


@pytest.fixture(scope="module")
def stored(unbroken, tmp_path_factory):
    """Files of a training that has come to step 40 of 162, or says so."""
    folder = tmp_path_factory.mktemp("stored") / "training"
    shutil.copytree(unbroken[0], folder)
    training = checkpoint.open_training(folder)
    reached = checkpoint.newest(training)
    for path in checkpoint.written(folder):
        path.unlink()
    for step in (20, 40):
        checkpoint.write(training, at(training, reached, step))
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}


def at(training, reached, step):
    """The same, said to be after another step."""
    return replace(reached, losses=np.resize(reached.losses, step))


@pytest.fixture
def folder(stored, tmp_path):
    folder = tmp_path / "my training"
    folder.mkdir()
    for name, content in stored.items():
        (folder / name).write_bytes(content)
    return folder


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_refused(folder, kind, words):
    """By all that read it; the error names the folder, and the folder stays as it is."""
    before = files_of(folder)
    for ask in (scaleout.losses, lambda folder: scaleout.resume(folder, report=lambda progress: pytest.fail("begun"))):
        with pytest.raises(kind, match=words) as caught:
            ask(folder)
        assert str(folder) in str(caught.value)
    assert files_of(folder) == before


def rewrite(folder, **changes):
    """Change arrays of the newest checkpoint; None removes one."""
    path = folder / "step-00000040.npz"
    with np.load(path) as archive:
        arrays = dict(archive) | changes
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})


def test_what_is_written_comes_back_to_the_bit(tmp_path):
    text = TEXT + "\r\n“ß” 🦊\ud800\x00"
    training = begun(
        tmp_path / "t", replace(RECIPE, epochs=0.7, dropout=0.1, learning_rate=1 / 3), text, seed=2**32 - 1
    )
    rng, first = np.random.default_rng(0), checkpoint.first(training)
    reached = checkpoint.Checkpoint(
        first.model,
        *(rng.normal(size=getattr(first, name).shape).astype(np.float32) for name in OTHERS[:-1]),
        rng.normal(size=3),
    )
    checkpoint.write(training, reached)
    again = checkpoint.open_training(tmp_path / "t")
    assert (again.text, again.recipe, again.seed) == (training.text, training.recipe, training.seed)
    found = checkpoint.newest(again)
    assert found.step == 3
    for name in OTHERS:
        np.testing.assert_array_equal(getattr(found, name), getattr(reached, name))
    np.testing.assert_array_equal(found.weights, reached.weights)
    for name in WEIGHTS:
        np.testing.assert_array_equal(getattr(found.model, name), getattr(reached.model, name))


def test_a_training_begins_as_that_of_the_writing_lesson(tmp_path):
    training = begun(tmp_path / "t", replace(RECIPE, learning_rate=1e-30))
    first = checkpoint.newest(training)
    assert first.step == 0
    assert not first.mean.any() | first.square.any()
    assert not first.states.any()
    same = textgen.train(TEXT, recipe=training.recipe, report=silent)  # where nothing moves
    for ours, theirs in zip(first.model.weights(), same.weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_two_checkpoints_are_kept_and_nothing_else_is_touched(folder):
    (folder / "step-by-step.npz").write_bytes(b"mine")
    (folder / "0123456789abcdef.part").write_bytes(b"of one that was killed")
    training = checkpoint.open_training(folder)
    checkpoint.write(training, at(training, checkpoint.newest(training), 41))
    assert sorted(path.name for path in folder.iterdir()) == [
        "step-00000040.npz",
        "step-00000041.npz",
        "step-by-step.npz",
        "text.txt",
        "training.json",
    ]


def test_a_checkpoint_cut_anywhere_is_refused(folder):
    path = folder / "step-00000040.npz"
    whole, training = path.read_bytes(), checkpoint.open_training(folder)
    for length in [*range(0, len(whole), len(whole) // 50), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="expected a whole checkpoint of scaleout.train; found: "):
            checkpoint.newest(training)
    assert_refused(folder, ValueError, "; remove it, and resume goes on from step-00000020.npz")
    path.unlink()
    assert len(scaleout.losses(folder)) == 20


@pytest.mark.parametrize("name", NAMES)
def test_a_checkpoint_that_lacks_an_array_is_refused(folder, name):
    rewrite(folder, **{name: None})
    assert_refused(folder, ValueError, f"found: no array '{name}'")


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", NAMES)
def test_a_number_that_is_none_is_refused(folder, name, value):
    array = np.load(folder / "step-00000040.npz")[name].copy()
    array.flat[-1] = value
    rewrite(folder, **{name: array})
    assert_refused(folder, ValueError, f"found: {name} holds values that are not finite")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        *((name, lambda array: array[..., :-1]) for name in NAMES[:-1]),  # fewer losses: another step, see below
        *((name, lambda array: array.astype(np.int32)) for name in NAMES),
        *((name, lambda array: array.astype(str)) for name in NAMES),
        *((name, lambda array: array[..., np.newaxis]) for name in NAMES),
        *((name, lambda array: np.float32(3)) for name in NAMES),
        ("mean", lambda array: array.astype(np.float64)),
    ],
)
def test_an_array_of_another_type_or_shape_is_refused(folder, name, change):
    training = checkpoint.open_training(folder)
    rewrite(folder, **{name: change(np.load(folder / "step-00000040.npz")[name])})
    with pytest.raises(
        ValueError, match=f"{re.escape(str(folder))}.*found: {name} has dtype .* and shape .*, expected"
    ):
        checkpoint.newest(training)


@pytest.mark.parametrize("steps", [39, 41, 163])
def test_a_checkpoint_of_another_step_than_it_says_is_refused(folder, steps):
    rewrite(folder, losses=np.ones(steps))
    assert_refused(folder, ValueError, f"{steps} losses, in a file of step 40, of a training of 162 steps")


def test_a_step_beyond_the_last_is_refused(folder):
    rewrite(folder, losses=np.ones(163))
    (folder / "step-00000040.npz").rename(folder / "step-00000163.npz")
    assert_refused(folder, ValueError, "163 losses, in a file of step 163, of a training of 162 steps")


@pytest.mark.parametrize(
    ("recipe", "text", "seed"),
    [
        (replace(RECIPE, units=16), TEXT, 0),
        (replace(RECIPE, embedding=9), TEXT, 0),
        (replace(RECIPE, learning_rate=0.02), TEXT, 0),
        (RECIPE, TEXT.replace("fox", "FOX"), 0),
        (RECIPE, TEXT.replace("fox", "xof"), 0),  # the same characters
        (RECIPE, TEXT, 1),
    ],
)
def test_a_checkpoint_of_another_training_is_refused(folder, tmp_path, recipe, text, seed):
    training = begun(tmp_path / "other", recipe, text, seed)
    checkpoint.write(training, at(training, checkpoint.newest(training), 40))
    shutil.copy(tmp_path / "other" / "step-00000040.npz", folder)
    assert_refused(folder, ValueError, "found: a checkpoint of another training; remove it")


def test_foreign_files_are_refused(folder, tmp_path):
    path = folder / "step-00000040.npz"
    for content, words in [(b"To be, or not to be", "19 bytes that are no"), (b"", "0 bytes that are no")]:
        path.write_bytes(content)
        assert_refused(folder, ValueError, words)
    np.savez(path, weights=np.arange(5))
    assert_refused(folder, ValueError, "its format is 'None'")
    np.savez(path, format=checkpoint.FORMAT, training=np.array([{}]))
    assert_refused(folder, ValueError, "found: something else than arrays of numbers")
    path.unlink()
    path.mkdir()
    with pytest.raises(FileNotFoundError, match=f"path is .*{path.name}', expected a checkpoint of scaleout.train"):
        scaleout.losses(folder)


CHANGES = [
    ("", "Expecting value"),
    ("{", "Expecting property name"),
    ("[1, 2]", "training.json holds a list"),
    ("\udcff", "can't decode byte"),
    ({"format": "training on several workers, version 2"}, "its format is 'training on several workers, version 2'"),
    ({"format": None}, "training.json lacks 'format'"),
    ({"recipe": None}, "training.json lacks 'recipe'"),
    ({"seed": None}, "training.json lacks 'seed'"),
    ({"text": None}, "training.json lacks 'text'"),
    ({"text": "0"}, "text.txt holds another text than the training began with"),
    ({"seed": -1}, "seed is -1, expected a whole number"),
    ({"seed": 2**32}, "seed is 4294967296, expected a whole number"),
    ({"seed": "0"}, "seed is '0', expected a whole number"),
    ({"recipe": [1]}, "mapping"),
    ({"recipe": {"wings": 2}}, "'wings'"),
    ({"recipe": {"units": -24}}, "units is -24"),
    ({"recipe": {"batch_size": 10**6}}, "text has 5280 characters, expected at least"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_beginning_that_is_damaged_is_refused(folder, change, words):
    path = folder / "training.json"
    if isinstance(change, dict):
        said = json.loads(path.read_text()) | change
        change = json.dumps({name: value for name, value in said.items() if value is not None})
    path.write_bytes(change.encode("utf-8", "surrogateescape"))
    assert_refused(folder, ValueError, f"checkpoint is .*, expected a whole training; found: .*{re.escape(words)}")


def test_a_recipe_that_has_been_changed_is_not_that_of_the_checkpoints(folder):
    path = folder / "training.json"
    path.write_text(path.read_text().replace('"epochs": 3.0', '"epochs": 2.0'))
    assert_refused(folder, ValueError, "found: a checkpoint of another training")


@pytest.mark.parametrize("text", [TEXT.replace("fox", "xof"), TEXT + ".", TEXT[:-1], "", None])
def test_a_text_that_is_changed_or_missing_is_refused(folder, text):
    (folder / "text.txt").unlink() if text is None else (folder / "text.txt").write_text(text)
    words = "(text.txt holds another text|text has 0 characters|text is '', |No such file.*text.txt)"
    assert_refused(folder, ValueError, f"checkpoint is .*, expected a whole training; found: .*{words}")


def test_where_no_training_is_none_goes_on(folder, tmp_path):
    for path in folder.glob("step-*"):
        path.unlink()
    assert_refused(folder, FileNotFoundError, "expected one with a file step-….npz in it")
    (folder / "training.json").unlink()
    assert_refused(folder, FileNotFoundError, "expected a folder in which a training has begun")
    with pytest.raises(FileNotFoundError, match="checkpoint is .*nowhere', expected a folder in which"):
        scaleout.resume(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["training.json", "mine.txt"])
def test_a_folder_that_is_not_empty_stays_as_it_is(folder, name):
    if name == "mine.txt":
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / name).write_text("mine")
    before = files_of(folder)
    on = ": scaleout.resume(.*) goes on with the training in it" if name == "training.json" else ""
    with pytest.raises(FileExistsError, match=f"checkpoint is .*, expected a new or an empty folder{on}$"):
        scaleout.train(TEXT, 2, RECIPE, checkpoint=folder)
    assert files_of(folder) == before


@pytest.mark.parametrize("broken_call", ["fsync", "replace"])
def test_a_disk_that_is_full_leaves_what_was_there(folder, monkeypatch, broken_call):
    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before, training = files_of(folder), checkpoint.open_training(folder)
    reached = at(training, checkpoint.newest(training), 41)
    monkeypatch.setattr(os, broken_call, full)
    with pytest.raises(OSError, match="No space left on device: .*my training.*step-00000041.npz'"):
        checkpoint.write(training, reached)
    assert files_of(folder) == before


KILLED = """
import os, pathlib, signal, sys
import numpy as np
from dataclasses import replace
from helpers.scaleout import checkpoint

def killed(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def half(file, **arrays):
    savez(cut := pathlib.Path(sys.argv[1]).parent / "cut.npz", **arrays)
    whole = cut.read_bytes()
    file.write(whole[: len(whole) // 2])
    file.flush()
    killed()

training = checkpoint.open_training(sys.argv[1])
reached = checkpoint.newest(training)
savez = np.savez
setattr(*{"savez": (np, "savez", half), "fsync": (os, "fsync", killed), "replace": (os, "replace", killed),
          "unlink": (pathlib.Path, "unlink", killed)}[sys.argv[2]])
checkpoint.write(training, replace(reached, losses=np.resize(reached.losses, 41)))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("moment", ["savez", "fsync", "replace", "unlink"])
def test_whoever_is_killed_while_writing_leaves_whole_checkpoints(folder, moment):
    before = files_of(folder)
    ended = subprocess.run([sys.executable, "-c", KILLED, folder, moment], timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    left = files_of(folder)
    assert {name: left[name] for name in before} == before
    unfinished = [name for name in left if name.endswith(".part")]
    assert len(unfinished) == (moment != "unlink")
    training = checkpoint.open_training(folder)
    newest = checkpoint.newest(training)
    assert newest.step == (41 if moment == "unlink" else 40)
    checkpoint.write(training, at(training, newest, 42))
    assert not list(folder.glob("*.part"))


def test_a_text_too_short_for_one_batch_begins_nothing(tmp_path):
    with pytest.raises(ValueError, match="text has 96 characters, expected at least 97"):
        scaleout.train(TEXT[:96], 2, RECIPE, checkpoint=tmp_path / "t")
    assert not list(tmp_path.iterdir())


def test_who_trains_sees_all_of_the_text(tmp_path):
    training = Training.of(tmp_path, TEXT, RECIPE, 0)
    assert training.updates == 162
    assert training.vocabulary.decode(training.ids) == TEXT
