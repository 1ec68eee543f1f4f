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

What the notebook calls raises TypeError or ValueError for an argument that does not fit, and names it.
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "buffer": ["landing_probabilities", "shuffle_buffer"],
        "counting": ["iterations_per_epoch", "total_iterations"],
        "explorers": ["explore", "explore_buffer"],
        "figures": ["learning_curves", "noise_plot", "overview", "updates_and_epochs"],
        "histories": ["comparison"],
        "noise": ["gradient_noise"],
    },
)
