"""Lesson 03: a network small enough to work out by hand, and every step of its backpropagation.

network.py     the network in NumPy: forward pass, error, gradients, one step
parameters.py  the names of its weights, w1 to w8
examples.py    the two published networks, wikidocs' and Mazur's
chain_rule.py  the slope along one weight as a product of three factors
witness.py     the same slopes by nudging, by TensorFlow's tape and by Keras
training.py    many steps: the error as it falls, and the surface it falls on
xor.py         the network's first real job, and the seeds that fail
walk.py        one step of learning, one computation at a time
worksheet.py   a network to work out on paper, and its answer key
tables.py      rows shown as a table
figures/       pictures
explorers/     what can be dragged, stepped and clicked
questions.py   the exercises
"""

import lazy_loader

# These now, as their module has the name of one of them.
from .worksheet import Worksheet as Worksheet
from .worksheet import worksheet as worksheet

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "chain_rule": ["Chain", "Factor", "chain", "latex", "quantities", "shown", "substitute"],
        "examples": ["Example", "MAZUR", "WIKIDOCS"],
        "explorers": ["explore", "explore_surface"],
        "figures": ["diagram", "error_curve", "error_surface", "learning_rates", "saturation", "xor_outcomes"],
        "network": ["Forward", "Gradients", "Network", "sigmoid", "sigmoid_slope"],
        "training": ["Path", "descend", "descent_path", "loss_surface"],
        "witness": ["finite_differences", "gradient_tape", "keras_model", "keras_step", "nudges", "witnesses"],
        "worksheet": ["Worksheet", "worksheet"],
        "xor": ["XOR", "XorRuns", "random_network", "train_xor"],
    },
)
