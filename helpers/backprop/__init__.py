"""Lesson 03: a network small enough to work out by hand, and every step of its backpropagation.

network.py         the network in NumPy: forward pass, error, gradients, one step
parameters.py      the names of its weights, w1 to w8
examples.py        the two published networks, wikidocs' and Mazur's, and random ones
chain_rule.py      the slope along one weight as a product of three factors
gradient_check.py  the same slopes by nudging, by TensorFlow's tape and by Keras
training.py        many steps: the error as it falls, and the surface it falls on
xor.py             the network's first real job, and the seeds that fail
walk.py            one step of learning, one computation at a time
worksheet.py       a network to work out on paper, and its answer key
tables.py          rows shown as a table
figures/           pictures
explorers/         what can be dragged, stepped and clicked
questions.py       the exercises
"""

import lazy_loader

# This one now, as its module has its name.
from .worksheet import worksheet as worksheet

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "chain_rule": ["chain"],
        "examples": ["MAZUR", "WIKIDOCS"],
        "explorers": ["explore", "explore_surface"],
        "figures": ["diagram", "error_curve", "error_surface", "learning_rates", "saturation", "xor_outcomes"],
        "gradient_check": ["check_gradients", "nudges"],
        "network": ["Network"],
        "training": ["descend"],
        "worksheet": ["worksheet"],
        "xor": ["XOR", "train_xor"],
    },
)
