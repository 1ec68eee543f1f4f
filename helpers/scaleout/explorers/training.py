"""A training on several workers that can be killed and resumed."""

import functools
import time
from dataclasses import replace
from typing import Any, ClassVar

import ipywidgets

from ... import checks, widgets
from ...char_model.model import Floats
from ...char_model.recipe import Recipe, windows
from ...characters import Vocabulary
from .. import figures
from ..sharding import shards
from ..watching import Watched, killed_and_resumed
from .background import BackgroundTraining

MOST_WORKERS = 4
STEPS = 200
"""Of a training whose recipe nobody has given: time enough to kill somebody."""
SECONDS_PER_FRAME = 1 / 8
"""Seconds from one update of the page to the next."""
TO_COMPARE = "Press Unbroken run: the same training with nobody killed, to compare with."


class FailureExplorer(widgets.Explorer):
    """A training with its curve, and buttons to start it, to kill its workers and to resume it.

    ``training`` is the one that can be killed; ``undisturbed`` is the same once more, to compare with.
    """

    training: BackgroundTraining
    undisturbed: BackgroundTraining | None = None
    # One trains at a time, also when a cell has been run again.
    _at_work: ClassVar["FailureExplorer | None"] = None

    def __init__(self, text: str, recipe: Recipe, workers: int, seed: int) -> None:
        self.message = widgets.Message(layout={"width": f"{figures.WIDTH}px", "min_height": "72px"})
        self._make_training = functools.partial(BackgroundTraining, text, recipe, seed, self._show_soon, self.message)
        self.training = self._make_training()
        self._shown_at, self._shown_states = 0.0, self._states()
        self._make_controls(workers, min(MOST_WORKERS, recipe.batch_size))
        self.picture = widgets.Picture()
        self._show()
        starting = widgets.row([self.start, self.resume, self.workers, self.compare])
        super().__init__([starting, widgets.row(self.kills), self.message, self.picture], self._snapshot)
        if FailureExplorer._at_work:
            FailureExplorer._at_work.end()
        FailureExplorer._at_work = self

    def _make_controls(self, workers: int, most: int) -> None:
        self.start = widgets.button("Start", "play", "100px")
        self.start.button_style = "primary"
        self.resume = widgets.button("Resume", "repeat", "110px")
        self.compare = widgets.button("Unbroken run", "check", "150px")
        self.compare.tooltip = "Train once more with nobody killed, and draw the curve beneath"
        self.kills = [widgets.button(f"Kill worker {rank}", "times", "140px") for rank in range(most)]
        options = list(range(1, most + 1))
        self.workers = ipywidgets.Dropdown(options=options, value=workers, description="workers")
        self.workers.style.description_width, self.workers.layout.width = "initial", "130px"
        answered = widgets.show_errors_in(self.message)
        for button, does in (
            (self.start, self._start),
            (self.resume, self._resume),
            (self.compare, self._train_undisturbed),
        ):
            button.on_click(answered(does))
        for rank, button in enumerate(self.kills):
            button.on_click(answered(functools.partial(self._kill, rank)))
        self.listen(self._show, self.workers)

    def end(self) -> None:
        """End the training; what it has shown stays."""
        for training in (self.training, self.undisturbed):
            if training:
                training.close()

    def close(self) -> None:
        """End the training, and go."""
        self.end()
        super().close()

    @property
    def unbroken(self) -> Floats | None:
        """The losses of the undisturbed training, as far as it has come."""
        return self.undisturbed.watched.losses if self.undisturbed else None

    # Buttons. None of them is ever disabled, as a keyboard would lose its place; they answer in words instead.

    def _start(self, button: Any) -> None:
        """Begin anew."""
        self._refuse_while_at_work()
        self.training.close()
        self.training = self._make_training()
        self._go_on(self.training, self.workers.value)

    def _resume(self, button: Any) -> None:
        self._refuse_while_at_work()
        if self.training.is_closed or not self.training.watched.runs:
            raise ValueError("there is no training to resume: press Start")
        if self.training.watched.is_done:
            raise ValueError("this training has made its last step: press Start to begin anew")
        self._go_on(self.training, self.workers.value)

    def _train_undisturbed(self, button: Any) -> None:
        """Train once more, on as many workers as the training began with."""
        self._refuse_while_at_work()
        if self.undisturbed:
            self.undisturbed.close()
        runs = self.training.watched.runs
        self.undisturbed = self._make_training()
        self._go_on(self.undisturbed, runs[0].workers if runs else self.workers.value)

    def _kill(self, rank: int, button: Any) -> None:
        if not self.training.kill(rank):
            raise ValueError(f"worker {rank} is not at work: press Start or Resume")

    def _refuse_while_at_work(self) -> None:
        if self.training.is_going_on:
            raise ValueError("the workers are still training: kill one, or wait for the last step")
        if self.undisturbed and self.undisturbed.is_going_on:
            raise ValueError("the unbroken run is still going on: wait for its last step")

    def _go_on(self, training: BackgroundTraining, workers: int) -> None:
        if FailureExplorer._at_work not in (None, self):
            FailureExplorer._at_work.end()
        FailureExplorer._at_work = self
        training.go_on(workers)
        self._show()

    # What is shown

    def _show_soon(self) -> None:
        """Show where the training stands: not after every step, but at once where a worker's state has changed."""
        now, states = time.monotonic(), self._states()
        if states != self._shown_states or now - self._shown_at > SECONDS_PER_FRAME:
            self._shown_at, self._shown_states = now, states
            self._show()

    def _states(self) -> tuple[object, ...]:
        trainings = filter(None, (self.training, self.undisturbed))
        return tuple((each.is_going_on, *(worker.state for worker in each.watched.workers)) for each in trainings)

    def _show(self, change: Any = None) -> None:
        watched = self.training.watched
        at_work = self.training.workers if self.training.is_going_on else 0
        for rank, button in enumerate(self.kills):
            button.layout.display = "" if rank < max(at_work, self.workers.value) else "none"
        self.picture.value = figures.draw_training(watched, self.unbroken).svg
        self.message.say(self._words().strip())

    def _words(self) -> str:
        watched, unbroken = self.training.watched, self.undisturbed
        if unbroken and unbroken.is_going_on:
            return f"The unbroken run: {_progress(unbroken.watched)}"
        compared = figures.compare_losses(watched, unbroken.watched.losses) if unbroken else ""
        if self.training.is_going_on:
            return f"{_progress(watched)} Newest checkpoint: step {watched.saved}."
        if not watched.runs:
            return f"Press Start. While the loss falls, kill a worker; then press Resume. {compared}"
        if watched.is_done:
            return f"Done: {watched.steps} steps. {compared or TO_COMPARE}"
        return f"{_how_it_ended(self.training)} {compared}"

    def _snapshot(self) -> widgets.Still:
        return figures.draw_training(*killed_and_resumed())._repr_mimebundle_()


def _progress(watched: Watched) -> str:
    if not watched.runs:
        return "Getting ready: the first weights are drawn."
    if not watched.runs[-1].losses:
        return f"Getting ready: starting {figures.counted(len(watched.workers), 'worker')}."
    bits = watched.runs[-1].losses[-1]
    return f"Step {watched.step} of {watched.steps}: {bits:.2f} bits per character."


def _how_it_ended(training: BackgroundTraining) -> str:
    """Who has gone, what the others say, and what there is to do."""
    watched = training.watched
    said = [f"Worker {rank} says: “{worker.words}”." for rank, worker in enumerate(watched.workers) if worker.words]
    lost, because = watched.step - watched.saved, training.ended_by or "the training has ended"
    after = (
        f"{figures.counted(lost, 'step')} after it {'is' if lost == 1 else 'are'} lost" if lost else "nothing is lost"
    )
    return (
        f"{because.capitalize()}. {' '.join(said)} All have stopped. The newest checkpoint is of step {watched.saved}:"
        f" {after}. Press Resume to go on from there."
    )


def explore_failure(text: str, recipe: Recipe | None = None, workers: int = 2, seed: int = 0) -> FailureExplorer:
    """A training on several workers, with buttons to start it, to kill a worker and to resume it.

    Parameters
    ----------
    text
        What to learn from.
    recipe
        None: a small network, and 200 steps however long the text is.
    workers
        How many there are to begin with, from 1 to 4.
    seed
        As in `train`.

    Raises
    ------
    TypeError, ValueError
        If one of them cannot be used.
    """
    recipe = checks.instance("recipe", small_recipe(text) if recipe is None else recipe, Recipe, "a Recipe")
    checks.integer("workers", workers, 1, MOST_WORKERS)
    shards(recipe.batch_size, workers)
    return FailureExplorer(text, recipe, workers, checks.integer("seed", seed, 0, 2**32 - 1))


def small_recipe(text: str) -> Recipe:
    """Of a small network that makes 200 steps; without dropout, which would silence other units on more workers."""
    recipe = Recipe(units=128, embedding=32, batch_size=64, window=32, dropout=0.0)
    batches = len(windows(Vocabulary.of(text).encode(text), recipe.batch_size, recipe.window)[0])
    return replace(recipe, epochs=STEPS / batches)
