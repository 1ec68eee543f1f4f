"""A curve that grows while a training goes on."""

import logging
from collections.abc import Mapping

from IPython.display import display

from ... import style, widgets
from ..figures import describe_curve, live_curve, training_curve
from ..training import Progress

READY = "Getting ready: TensorFlow loads and translates the network. The first step takes about ten seconds to come."


class LiveCurve(widgets.Explorer):
    """What a training reports, as a curve: ``textgen.train(text, report=textgen.LiveCurve())``.

    It shows itself as soon as it is made. ``history`` holds every report of the training.

    Parameters
    ----------
    baselines
        Names, and their bits per character: lines to compare with.
    """

    def __init__(self, baselines: Mapping[str, float] | None = None) -> None:
        self.baselines = dict(baselines or {})
        self.history: list[Progress] = []
        self.picture = widgets.Picture(live_curve([], self.baselines).svg)
        self.readout = widgets.Message()
        self.readout.say(READY)
        super().__init__([self.picture, self.readout], self._so_far)
        self._handle = display(self, display_id=True)

    def __call__(self, progress: Progress) -> None:
        """Draw on. A picture that fails is no reason to lose a training, so an error is only told."""
        if self.history and progress.step < self.history[-1].step:
            self.history.clear()  # another training
        self.history.append(progress)
        try:
            self._draw(progress)
        except Exception as error:
            logging.getLogger(__name__).exception("the live curve could not be drawn")
            self.readout.warn(f"the curve cannot be drawn ({error}); the training goes on")

    def _draw(self, progress: Progress) -> None:
        self.picture.value = live_curve(self.history, self.baselines).svg
        done = progress.step == progress.steps and not progress.stopped
        end = f"Done in {progress.seconds:.0f} s: {progress.bits:.2f} bits per character on the last batches."
        self.readout.say(end if done else str(progress))
        if self._handle and (done or progress.stopped):
            self._handle.update(self)  # so that the notebook keeps a still of the whole curve

    def _so_far(self) -> widgets.Still:
        words = describe_curve(self.history, self.baselines)
        return style.bundle(training_curve(self.history, self.baselines), words)
