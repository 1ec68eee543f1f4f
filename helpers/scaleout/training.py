"""Training a character model on several workers, and going on with a training that has broken off."""

import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from .. import checks, clock, files, interrupts
from ..char_model.model import CharModel, Floats
from ..char_model.recipe import Recipe
from . import checkpoint as checkpoints
from .checkpoint import Training
from .processes import WorkerLost, Workers
from .sharding import shards
from .tf_config import PortTaken
from .worker import ENGINES, SAVE_EVERY

REPORT_EVERY = 10
ATTEMPTS = 3
"""Sets of free ports that are tried, as another program can take one before a worker does."""


@dataclass(frozen=True)
class ScaleoutProgress:
    """Where a training stands: ``bits`` are those of the step's batch, NaN before the first."""

    step: int
    steps: int
    bits: float = math.nan
    seconds: float = 0.0
    """Since the workers' first step began."""
    seconds_left: float = math.nan
    bytes_sent: int | None = 0
    """By one worker, since then; None where the engine does not say."""
    process_ids: tuple[int, ...] = ()
    """Of the workers, in order."""
    saved: int = 0
    """The step of the newest checkpoint."""
    stopped: bool = False
    kept: bool = True
    """Whether `resume` can go on."""

    def __str__(self) -> str:
        if self.stopped:
            stopped = f"Stopped after step {self.step} of {self.steps}"
            if self.kept:
                return f"{stopped}, and saved it: scaleout.resume goes on from there."
            return f"{stopped}. You have the model as it was then."
        left = clock.in_words(self.seconds_left)
        return f"step {self.step} of {self.steps}: {self.bits:.2f} bits per character, {left}"

    @property
    def is_due(self) -> bool:
        """Whether a training reports here."""
        return self.step in (1, self.steps) or self.step % REPORT_EVERY == 0


Report = Callable[[ScaleoutProgress], object]


@interrupts.deferred_interrupts()
def train(
    text: str,
    workers: int = 2,
    recipe: Recipe = Recipe(),
    seed: int = 0,
    checkpoint: files.AnyPath | None = None,
    engine: str = "ring",
    report: Report = print,
) -> CharModel:
    """Train a character model on several workers, which are processes of this machine.

    With the same seed and recipe it goes through the same batches as ``textgen.train``, however many workers share
    them. Interrupt the kernel (■) whenever you like: the workers stop together and save, and what was learned so far is
    returned.

    Parameters
    ----------
    text
        What to learn from. Its characters become the vocabulary.
    workers
        How many processes share the rows of each batch.
    recipe, seed
        As in lesson 07's ``textgen.train``.
    checkpoint
        A new or an empty folder, into which the training is saved every 20 steps, so that `resume` can go on with it.
        Without one nothing is kept.
    engine
        "ring", this lesson's own, or "tensorflow", the one for clusters. Both learn the same. TensorFlow's workers
        **listen on every interface of this machine, and ask nobody for a password**: choose it on a private network
        only.
    report
        Called with a `ScaleoutProgress` after the first step, then every 10, and after the last.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be, or, later, the learning rate so large that the loss is lost.
    FileExistsError
        If something is in the folder already.
    WorkerLost
        If a worker ends before its time.
    RuntimeError
        If another program goes on with the same training meanwhile.
    """
    checks.instance("recipe", recipe, Recipe, "a Recipe")
    seed = checks.integer("seed", seed, 0, 2**32 - 1)
    shards(recipe.batch_size, workers)
    checks.one_of("engine", engine, ENGINES)
    checks.function("report", report)
    with ExitStack() as stack:
        kept = checkpoint is not None
        folder = checkpoint if checkpoint is not None else stack.enter_context(tempfile.TemporaryDirectory())
        training = Training.of(checkpoints.as_folder(folder), text, recipe, seed)
        checkpoints.begin(training)
        return _run(training, workers, engine, report, kept)


@interrupts.deferred_interrupts()
def resume(checkpoint: files.AnyPath, workers: int = 2, engine: str = "ring", report: Report = print) -> CharModel:
    """Go on with a training from its newest checkpoint, perhaps with another number of workers or another engine.

    With the same engine and as many workers as before, every loss is what it would have been had nothing happened, to
    the bit; otherwise, sums are rounded differently, and where the recipe has dropout, another number of workers
    silences other units.

    Parameters are those of `train`; so are the exceptions, and FileNotFoundError if there is no training in the folder,
    ValueError if it is damaged.
    """
    checks.one_of("engine", engine, ENGINES)
    checks.function("report", report)
    training = checkpoints.open_training(checkpoint)
    shards(training.recipe.batch_size, workers)
    return _run(training, workers, engine, report, kept=True)


def losses(checkpoint: files.AnyPath) -> Floats:
    """The loss of every step that a training's newest checkpoint knows, (steps,), in bits per character.

    Exceptions are those of `resume`.
    """
    return checkpoints.newest(checkpoints.open_training(checkpoint)).losses


def _run(training: Training, workers: int, engine: str, report: Report, kept: bool) -> CharModel:
    """Train from the newest checkpoint on, and return the model of the newest one there is then."""
    first = checkpoints.newest(training).step
    begun = ScaleoutProgress(first, training.updates, saved=first, kept=kept)
    with checkpoints.alone(training):
        for left in reversed(range(ATTEMPTS)):
            try:
                progress = _run_once(training, begun, workers, engine, report)
                break
            except PortTaken:  # before the first step
                if not left:
                    raise
    reached = checkpoints.newest(training)
    if reached.step < training.updates:
        report(replace(progress, step=reached.step, saved=reached.step, stopped=True))
    return reached.model


def _run_once(
    training: Training, begun: ScaleoutProgress, workers: int, engine: str, report: Report
) -> ScaleoutProgress:
    """Train from where a training has begun; returns where it stood at the last."""
    progress = begun
    try:
        with Workers(training.folder, workers, SAVE_EVERY, engine) as team:
            for progress in _progress(team, begun):
                if progress.is_due:
                    report(progress)
    except WorkerLost as lost:  # all have ended now, and none is saving any more
        saved = checkpoints.newest(training).step
        on = f" scaleout.resume({str(training.folder)!r}) goes on from step {saved}." if begun.kept else ""
        raise WorkerLost(f"{lost}; the training has stopped.{on}") from None
    return progress


def _progress(team: Workers, begun: ScaleoutProgress) -> Iterator[ScaleoutProgress]:
    """Where the training stands after each of its steps, of which worker 0 tells."""
    progress, time_left = replace(begun, process_ids=team.process_ids), clock.Clock(begun.steps - begun.step)
    for event in team.events():
        if event.rank == 0 and event.name == "step":
            left = time_left.seconds_left(event.details["step"] - begun.step)
            progress = replace(progress, **event.details, seconds_left=left)
            yield progress
        elif event.name == "saved":
            progress = replace(progress, saved=event.details["step"])
