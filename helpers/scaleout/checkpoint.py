"""A training as files in a folder: what it began with, and how far it has come.

All that the next step depends on is in a checkpoint: the weights, both running means of Adam, and the state that every
row of the batch has reached. Leave out one, and the training goes on, but not as if nothing had happened.
"""

import hashlib
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from .. import checks, files
from ..char_model.model import WEIGHTS, CharModel, Floats, weight_shapes
from ..char_model.recipe import Recipe, initial_network, windows
from ..characters import Ids, Vocabulary

FORMAT = "training on several workers, version 1"
BEGUN, TEXT = "training.json", "text.txt"
OTHERS = ("mean", "square", "states", "losses")
"""The arrays of a checkpoint beside the weights."""
KEPT = 2
"""Checkpoints that stay: the newest, and the one before it."""


@dataclass(frozen=True)
class Training:
    """What a training begins with, and what all of its workers must know."""

    folder: Path
    text: str = field(repr=False)
    recipe: Recipe
    seed: int
    vocabulary: Vocabulary = field(repr=False)
    ids: Ids = field(repr=False)
    updates: int
    """Steps that it has in all."""
    dropout: float

    @classmethod
    def of(cls, folder: Path, text: str, recipe: Recipe, seed: int) -> "Training":
        """ValueError if the text is too short for one batch."""
        vocabulary = Vocabulary.of(text)
        ids = vocabulary.encode(text)
        batches = len(windows(ids, recipe.batch_size, recipe.window)[0])
        return cls(folder, text, recipe, seed, vocabulary, ids, *recipe.plan(batches))

    @property
    def encoded(self) -> bytes:
        """The text, as in its file."""
        return self.text.encode("utf-8", "surrogatepass")

    @property
    def begun(self) -> dict[str, Any]:
        """All that makes it this training and no other."""
        text = hashlib.sha256(self.encoded).hexdigest()
        return {"format": FORMAT, "recipe": asdict(self.recipe), "seed": self.seed, "text": text}

    @property
    def mark(self) -> str:
        """What every checkpoint of this training bears, and no other training's."""
        return hashlib.sha256(json.dumps(self.begun).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """How far a training has come: P weights in all, B rows of a batch, U units."""

    model: CharModel
    mean: Floats  # (P,), Adam's running mean of the gradient
    square: Floats  # (P,), and of its squares
    states: Floats  # (B, U)
    losses: Floats  # (steps,), of each step so far, in bits per character

    @property
    def step(self) -> int:
        """Steps that the training has had."""
        return len(self.losses)

    @property
    def weights(self) -> Floats:
        """A copy of the model's weights, one after the other, (P,)."""
        return np.concatenate([weight.ravel() for weight in self.model.weights()])


def begin(training: Training) -> None:
    """Write a training's beginning into its folder, which is made if there is none.

    FileExistsError if something is in the folder already.
    """
    folder = training.folder
    with suppress(FileExistsError):
        folder.mkdir(parents=True)
    if not folder.is_dir() or any(folder.iterdir()):
        going_on = f": scaleout.resume({str(folder)!r}) goes on with the training in it" if is_begun(folder) else ""
        raise FileExistsError(f"checkpoint is {str(folder)!r}, expected a new or an empty folder{going_on}")
    with files.atomic_write(folder / TEXT) as file:
        file.write(training.encoded)
    write(training, first(training))
    with files.atomic_write(folder / BEGUN) as file:  # the last: where it is, all of the others are
        file.write(json.dumps(training.begun, indent=1).encode())


def is_begun(folder: Path) -> bool:
    """Whether a training has begun in a folder."""
    return (folder / BEGUN).is_file()


def first(training: Training) -> Checkpoint:
    """The checkpoint before the first step: Keras draws the weights, and all else is zeros."""
    import keras

    keras.utils.set_random_seed(training.seed)
    weights = initial_network(len(training.vocabulary), training.recipe).get_weights()
    model = CharModel(training.vocabulary, *(weight.astype(np.float32) for weight in weights))
    zeros = np.zeros(model.parameters, np.float32)
    states = np.zeros((training.recipe.batch_size, training.recipe.units), np.float32)
    return Checkpoint(model, zeros, zeros, states, np.zeros(0))


def write(training: Training, checkpoint: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all; after it, older ones than the one before it are removed."""
    arrays = dict(zip(WEIGHTS, checkpoint.model.weights(), strict=True))
    arrays |= {name: getattr(checkpoint, name) for name in OTHERS}
    with files.atomic_write(_path(training, checkpoint.step)) as file:
        np.savez(file, allow_pickle=False, format=FORMAT, training=training.mark, **arrays)
    for path in [*written(training.folder)[:-KEPT], *training.folder.glob("*.part")]:
        with suppress(OSError):  # what cannot be removed does no harm
            path.unlink()


def _path(training: Training, step: int) -> Path:
    return training.folder / f"step-{step:08}.npz"


@contextmanager
def alone(training: Training) -> Iterator[None]:
    """RuntimeError if another does the same with this training: each would remove what the other is writing."""
    lock = FileLock(training.folder / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        folder = str(training.folder)
        raise RuntimeError(f"checkpoint is {folder!r}, expected a training that is not under way already") from None
    try:
        yield
    finally:
        lock.release()


def written(folder: Path) -> list[Path]:
    """The checkpoints in a folder, the newest last."""
    return sorted(folder.glob(f"step-{8 * '[0-9]'}.npz"))


def as_folder(checkpoint: files.AnyPath) -> Path:
    """``checkpoint`` as a Path; TypeError if it is none."""
    return files.as_path(checkpoint, "checkpoint", "my training")


def open_training(folder: files.AnyPath) -> Training:
    """The training in a folder.

    Raises
    ------
    TypeError, FileNotFoundError
        If ``folder`` is no path, or there is no training in it.
    ValueError
        If what it began with is damaged.
    """
    path = as_folder(folder)
    if not is_begun(path):
        raise FileNotFoundError(f"checkpoint is {str(folder)!r}, expected a folder in which a training has begun")
    try:
        said: dict[str, Any] = json.loads((path / BEGUN).read_text(encoding="utf-8"))
        if not isinstance(said, dict):
            raise ValueError(f"{BEGUN} holds a {type(said).__name__}")
        if said["format"] != FORMAT:
            raise ValueError(f"its format is {said['format']!r}, not {FORMAT!r}")
        text = (path / TEXT).read_bytes().decode("utf-8", "surrogatepass")
        training = Training.of(path, text, Recipe(**said["recipe"]), checks.integer("seed", said["seed"], 0, 2**32 - 1))
        if said["text"] != training.begun["text"]:
            raise ValueError(f"{TEXT} holds another text than the training began with")
        return training
    except (OSError, TypeError, ValueError, KeyError) as error:
        reason = f"{BEGUN} lacks {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"checkpoint is {str(folder)!r}, expected a whole training; found: {reason}") from error


def newest(training: Training) -> Checkpoint:
    """The newest checkpoint of a training; FileNotFoundError if there is none, ValueError if it is damaged."""
    paths = written(training.folder)
    if not paths:
        raise FileNotFoundError(f"checkpoint is {str(training.folder)!r}, expected one with a file step-….npz in it")
    try:
        return read(training, paths[-1])
    except ValueError as error:
        others = f"; remove it, and resume goes on from {paths[-2].name}" if len(paths) > 1 else ""
        raise ValueError(f"{error}{others}") from error


def of_step(training: Training, step: int) -> Checkpoint:
    """The checkpoint after so many steps; exceptions are those of `newest`."""
    return read(training, _path(training, step))


def read(training: Training, path: Path) -> Checkpoint:
    """One checkpoint of a training; ValueError if it is damaged, or another training's."""
    with files.open_npz(path, "checkpoint of scaleout.train", FORMAT) as arrays:
        if str(arrays["training"]) != training.mark:
            raise ValueError("a checkpoint of another training")
        steps = arrays["losses"].size
        for name, (dtype, shape) in _expected(training, steps).items():
            if (found := arrays[name]).dtype != dtype or found.shape != shape:
                raise ValueError(
                    f"{name} has dtype {found.dtype} and shape {found.shape}, expected {np.dtype(dtype)} and {shape}"
                )
            checks.finite_array(name, found)
        if steps > training.updates or path != _path(training, steps):
            of = f"in a file of step {int(path.stem.removeprefix('step-'))}, of a training of {training.updates} steps"
            raise ValueError(f"{steps} losses, {of}")
        model = CharModel(training.vocabulary, *(arrays[name] for name in WEIGHTS))
        return Checkpoint(model, *(arrays[name] for name in OTHERS))


def _expected(training: Training, steps: int) -> dict[str, tuple[type, tuple[int, ...]]]:
    """Type and shape of each array in a checkpoint after so many steps."""
    recipe = training.recipe
    weights = weight_shapes(len(training.vocabulary), recipe.embedding, recipe.units)
    parameters = sum(map(math.prod, weights))
    others = [(parameters,), (parameters,), (recipe.batch_size, recipe.units)]
    names = (*WEIGHTS, *OTHERS[:-1])
    expected = {name: (np.float32, shape) for name, shape in zip(names, [*weights, *others], strict=True)}
    return expected | {OTHERS[-1]: (np.float64, (steps,))}
