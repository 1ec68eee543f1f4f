"""A training that goes on in a thread while its notebook is free for other things."""

import atexit
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from ...char_model.recipe import Recipe
from ...widgets import Message, show_errors_in
from .. import checkpoint
from ..checkpoint import Training
from ..processes import WorkerLost, Workers
from ..watching import Watched
from ..worker import SAVE_EVERY


class BackgroundTraining:
    """A training in a temporary folder, in which its workers can be killed; ``watched`` is what there is to see of it.

    Parameters
    ----------
    show
        Called in the training's thread whenever there is something new to see; not after `close`.
    message
        Told of an error in the thread, which nobody else would hear of.

    ValueError if the text is too short.
    """

    def __init__(self, text: str, recipe: Recipe, seed: int, show: Callable[[], object], message: Message) -> None:
        # What a worker that was killed still has open, Windows does not remove.
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._training = Training.of(Path(self._folder.name), text, recipe, seed)
        self.watched = Watched(self._training.updates)
        self.is_going_on, self.workers = False, 0
        self.ended_by = ""
        """What has ended the last run before its last step, in words."""
        self._show = show
        self._answered = show_errors_in(message)
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._team: Workers | None = None
        self._condemned = set[int]()
        atexit.register(self.close)  # before the folder, which is removed at the end, too

    @property
    def is_closed(self) -> bool:
        """Whether its folder is gone."""
        return self._closed.is_set()

    def go_on(self, workers: int) -> None:
        """Let so many workers train from the newest checkpoint on; one run at a time."""
        if not self.is_going_on:
            self.is_going_on, self.workers, self.ended_by = True, workers, ""
            self._condemned.clear()
            self._thread = threading.Thread(target=self._answered(self._train), daemon=True)
            self._thread.start()

    def kill(self, rank: int) -> bool:
        """End one worker at once, or as soon as it has started; False if there is none of this rank."""
        if not self.is_going_on or rank >= self.workers:
            return False
        self._condemned.add(rank)  # first, or one that starts just now would escape
        if self._team:
            self._team.kill(rank)
        return True

    def wait(self) -> None:
        """Return when nobody is at work any more."""
        if self._thread:
            self._thread.join()

    def close(self) -> None:
        """End all of it, and remove its folder."""
        atexit.unregister(self.close)
        self._closed.set()
        for rank in range(self.workers):
            self.kill(rank)
        self.wait()
        self._folder.cleanup()

    def _train(self) -> None:
        try:
            if not checkpoint.written(self._training.folder):
                checkpoint.begin(self._training)  # in this thread, as Keras takes its time to start
            self.watched = self.watched.begun(self.workers, checkpoint.newest(self._training).step)
            self._tell()
            if not self._closed.is_set():
                self._listen()
        finally:
            self.is_going_on = False
        self._tell()

    def _listen(self) -> None:
        """Start the workers, and take in what they tell, until all have ended."""
        with Workers(self._training.folder, self.workers, SAVE_EVERY) as team:
            self._team = team
            for rank in sorted(self._condemned):
                team.kill(rank)
            try:
                for event in team.events():
                    if self._closed.is_set():
                        break
                    self.watched = self.watched.after(event)
                    self._tell()
            except WorkerLost as lost:
                self.ended_by = str(lost)
            finally:
                self._team = None

    def _tell(self) -> None:
        if not self._closed.is_set():
            self._show()
