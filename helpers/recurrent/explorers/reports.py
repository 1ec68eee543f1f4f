"""What the trainings of this lesson report, as a bar and a line."""

from ... import widgets
from ..training import Progress


class ExperimentReport(widgets.TrainingReport):
    """What an experiment reports: ``memory_experiment(report=ExperimentReport())``."""

    kind = Progress
    unit = "updates"
    ready = "TensorFlow translates the networks: the first updates take some seconds longer."

    def place(self, progress: Progress) -> tuple[int, int]:
        return progress.step, progress.steps

    def begins_anew(self, progress: Progress) -> bool:
        """An experiment trains several networks, one after the other; the next experiment begins with one of them."""
        return any(told.stopped or (told.name == progress.name and self.ended(told)) for told in self.history)

    def words(self) -> str:
        last = {progress.name: progress for progress in self.history if progress.step}
        told = [f"{name}: {progress.step} updates, {progress.right:.0%} right." for name, progress in last.items()]
        return " ".join(told) or "0 updates."
