"""Lesson 02."""

from .buffer import landing_probabilities, shuffle_buffer
from .counting import iterations_per_epoch, total_iterations
from .scheduling import Batch, schedule
