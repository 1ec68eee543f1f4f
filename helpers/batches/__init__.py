"""Lesson 02: how a training is cut into epochs, batches and iterations, and when to stop it.

counting.py    how many iterations there are
scheduling.py  which sample is used in which of them
buffer.py      tf.data's shuffle buffer, and where an item can land
noise.py       how far a batch's slopes are from those of all samples
histories.py   what fit remembers of a training
worksheet.py   counting, a schedule and a shuffle to do on paper
figures        pictures
explorers      what can be played and moved
questions.py   the exercises
"""

from ..lazy import lazily
from .buffer import BufferState, buffer_states, landing_probabilities, shuffle_buffer
from .counting import iterations_per_epoch, total_iterations
from .histories import Comparison, comparison
from .noise import gradient_noise
from .scheduling import Batch, schedule
from .worksheet import worksheet

__all__ = [
    "Batch",
    "BufferState",
    "Comparison",
    "buffer_states",
    "comparison",
    "gradient_noise",
    "iterations_per_epoch",
    "landing_probabilities",
    "schedule",
    "shuffle_buffer",
    "total_iterations",
    "worksheet",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "explore": "explorers",
    "explore_buffer": "explorers",
    "learning_curves": "figures",
    "noise_plot": "figures",
    "overview": "figures",
    "questions": "questions",
    "updates_and_epochs": "figures",
}
__getattr__, __dir__ = lazily(__name__, __all__, _LATER)
