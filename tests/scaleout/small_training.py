"""A training that takes a second: 162 steps, a checkpoint every 20, a report every 10.

Long enough for a test that interrupts or kills it in its first quarter: workers do not wait for whoever watches them.
"""

import numpy as np
import psutil

from helpers import scaleout, textgen
from helpers.scaleout import checkpoint

TEXT = "the quick brown fox jumps over the lazy dog\n" * 120
RECIPE = textgen.Recipe(units=24, embedding=8, batch_size=6, window=16, epochs=3)


def silent(progress):
    pass


def begun(folder, recipe=RECIPE, text=TEXT, seed=0):
    """A training that has had no step."""
    training = checkpoint.Training.of(folder, text, recipe, seed)
    checkpoint.begin(training)
    return training


def workers_of(process):
    return [each for each in process.children() if "helpers.scaleout.worker" in each.cmdline()]


def workers_of_this_process():
    return workers_of(psutil.Process())


def assert_goes_on(folder, unbroken, workers=2):
    """To its end, with losses that are those of the unbroken training to the bit."""
    model = scaleout.resume(folder, workers, report=silent)
    np.testing.assert_array_equal(scaleout.losses(folder), scaleout.losses(unbroken[0]))
    for ours, theirs in zip(model.weights(), unbroken[1].weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert not list(folder.glob("*.part"))
