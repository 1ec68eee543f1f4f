"""What the trainings of this lesson report, as a bar and a line."""

from ... import widgets
from ..training import TrainingProgress


class ExperimentReport(widgets.TrainingReport):
    """What an experiment reports: ``memory_experiment(report=ExperimentReport())``."""

    kind = TrainingProgress
    unit = "updates"
    ready = "TensorFlow compiles the networks: the first updates take some seconds longer."

    def place(self, progress: TrainingProgress) -> tuple[int, int]:
        return progress.step, progress.steps

    def begins_anew(self, progress: TrainingProgress) -> bool:
        """An experiment trains several networks, one after the other; the next experiment begins with one of them."""
        return any(told.stopped or (told.name == progress.name and self.ended(told)) for told in self.history)

    def words(self) -> str:
        last = {progress.name: progress for progress in self.history if progress.step}
        lines = [f"{name}: {progress.step} updates, {progress.correct:.0%} right." for name, progress in last.items()]
        return " ".join(lines) or "0 updates."
