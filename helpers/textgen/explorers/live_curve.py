"""A curve that grows while a training goes on."""

import logging
from collections.abc import Mapping

from ... import widgets
from ..figures import live_curve
from ..training import TrainingProgress

READY = "Getting ready: the first step comes in a few seconds."


class LiveCurve(widgets.Report):
    """What a training reports, as a curve: ``textgen.train(text, report=textgen.LiveCurve())``.

    Parameters
    ----------
    baselines
        Names, and their bits per character: lines to compare with.
    """

    kind = TrainingProgress

    def __init__(self, baselines: Mapping[str, float] | None = None) -> None:
        self.baselines = dict(baselines or {})
        self.picture = widgets.Picture(live_curve([], self.baselines).svg)
        self.readout = widgets.Message()
        self.readout.say(READY)
        super().__init__([self.picture, self.readout])

    def place(self, progress: TrainingProgress) -> tuple[int, int]:
        return progress.step, progress.steps

    def _show(self, progress: TrainingProgress) -> None:
        """Draw on. A picture that fails is no reason to lose a training, so an error is only told."""
        try:
            self.picture.value = live_curve(self.history, self.baselines).svg
        except Exception as error:
            logging.getLogger(__name__).exception("the live curve could not be drawn")
            self.readout.warn(f"the curve cannot be drawn ({error}); the training goes on")
            return
        end = f"Done in {progress.seconds:.0f} s: {progress.bits:.2f} bits per character on the last batches."
        self.readout.say(str(progress) if progress.stopped or not self.ended(progress) else end)

    def _snapshot(self) -> widgets.Still:
        return live_curve(self.history, self.baselines)._repr_mimebundle_()
