"""What the training of this lesson reports, as a bar and a line."""

from ... import widgets
from ..training import NameProgress


class NameReport(widgets.TrainingReport):
    """What a training on names reports: ``train("GRU", 0, task=task, report=NameReport())``."""

    kind = NameProgress
    ready = "TensorFlow gets ready: the first epoch takes some seconds longer."

    def words(self) -> str:
        epochs = self.history[-1].epoch if self.history else 0
        return f"{epochs} epoch{'s' * (epochs != 1)}."
