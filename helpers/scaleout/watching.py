"""A training as one can watch it: what every worker does, and each step's loss, pieced together from their events."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..char_model.model import Floats
from .processes import Event

STARTING, RUNNING, DONE, STOPPED, KILLED = "starting", "running", "done", "stopped", "killed"
"""What a worker does: it has stopped where a neighbour has gone, and was killed where it ended without a word."""


@dataclass(frozen=True)
class WorkerSeen:
    """A worker, and the last that it has said."""

    state: str = STARTING
    step: int = 0
    words: str = ""
    """What has gone wrong, as it says itself."""


@dataclass(frozen=True)
class Run:
    """The steps from a start, or a resumption, to its end."""

    workers: int
    begins: int
    """Steps that had been made before."""
    losses: tuple[float, ...] = ()

    @property
    def ends(self) -> int:
        """Steps that have been made."""
        return self.begins + len(self.losses)


@dataclass(frozen=True)
class Watched:
    """A training of so many steps, begun and perhaps resumed, as far as its workers have told."""

    steps: int
    workers: tuple[WorkerSeen, ...] = ()
    """Of the last run."""
    runs: tuple[Run, ...] = ()
    saved: int = 0
    """The step of the newest checkpoint."""

    @property
    def step(self) -> int:
        """Steps that the last run has reached."""
        return self.runs[-1].ends if self.runs else 0

    @property
    def is_done(self) -> bool:
        """Whether the last step has been made and saved."""
        return self.saved == self.steps

    @property
    def killed(self) -> tuple[int, ...]:
        """Who was killed in the last run."""
        return tuple(rank for rank, worker in enumerate(self.workers) if worker.state == KILLED)

    @property
    def losses(self) -> Floats:
        """Of each step, in bits per character; where a step was made again, the last one's."""
        known: list[float] = []
        for run in self.runs:
            known[run.begins :] = run.losses
        return np.array(known)

    def begun(self, workers: int, saved: int = 0) -> "Watched":
        """So many workers begin at the newest checkpoint, which is that of step ``saved``."""
        return replace(
            self, workers=(WorkerSeen(step=saved),) * workers, runs=(*self.runs, Run(workers, saved)), saved=saved
        )

    def after(self, event: Event) -> "Watched":
        """What there is to see when a worker has told of an event."""
        seen, said = self.workers[event.rank], event.details
        match event.name:
            case "step":
                watched = self._with(event.rank, replace(seen, state=RUNNING, step=said["step"]))
                return watched._with_loss(said["bits"]) if event.rank == 0 else watched
            case "saved":
                return replace(self, saved=said["step"])
            case "ended":
                return self._with(event.rank, replace(seen, state=DONE))
            case "failed":
                return self._with(event.rank, replace(seen, state=STOPPED, words=said["words"]))
            case "gone" if seen.state in (STARTING, RUNNING):
                return self._with(event.rank, replace(seen, state=KILLED))
        return self

    def _with(self, rank: int, worker: WorkerSeen) -> "Watched":
        return replace(self, workers=(*self.workers[:rank], worker, *self.workers[rank + 1 :]))

    def _with_loss(self, bits: float) -> "Watched":
        run = self.runs[-1]
        return replace(self, runs=(*self.runs[:-1], replace(run, losses=(*run.losses, bits))))


STORED = Path(__file__).with_name("failure.json")
"""A training of which a worker was killed, and one that nobody disturbed; ``research/failure.py`` has made it."""


def replay() -> tuple[tuple[Watched, ...], Floats]:
    """A stored training that was killed and resumed, after each of its steps, and the losses of one undisturbed.

    Three of the moments come after no step: when the worker has gone, when the others go on, and when they are done.
    """
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    watched, moments = Watched(len(stored["unbroken"])), []
    for run in stored["runs"]:
        moments.append(watched := watched.begun(stored["workers"], run["begins"]))
        for step, bits in enumerate(run["losses"], start=run["begins"] + 1):
            watched = _told(watched, "step", step=step, bits=bits)
            if step % stored["save_every"] == 0:
                watched = watched.after(Event(0, "saved", {"step": step}))
            moments.append(watched)
        for rank, words in enumerate(run["said"]):
            ended = Event(rank, "failed", {"words": words}) if words else Event(rank, "gone", {})
            watched = watched.after(ended)
        if not run["said"]:
            watched = _told(watched, "ended")
        moments.append(watched)
    return tuple(moments), np.array(stored["unbroken"])


def killed_and_resumed() -> tuple[Watched, Floats]:
    """The end of the stored training, and the losses of the one undisturbed."""
    moments, unbroken = replay()
    return moments[-1], unbroken


def _told(watched: Watched, name: str, **details: float) -> Watched:
    """What there is to see when all workers have told the same."""
    for rank in range(len(watched.workers)):
        watched = watched.after(Event(rank, name, details))
    return watched
