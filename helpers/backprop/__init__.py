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

from ..lazy import lazily
from .chain_rule import Chain, Factor, chain, latex, quantities, shown, substitute
from .examples import MAZUR, WIKIDOCS, Example
from .network import Forward, Gradients, Network, sigmoid, sigmoid_slope
from .training import Path, descend, descent_path, loss_surface
from .witness import finite_differences, gradient_tape, keras_model, keras_step, nudges, witnesses
from .worksheet import Worksheet, worksheet
from .xor import XOR, XorRuns, random_network, train_xor

__all__ = [
    "MAZUR",
    "WIKIDOCS",
    "XOR",
    "Chain",
    "Example",
    "Factor",
    "Forward",
    "Gradients",
    "Network",
    "Path",
    "Worksheet",
    "XorRuns",
    "chain",
    "descend",
    "descent_path",
    "finite_differences",
    "gradient_tape",
    "keras_model",
    "keras_step",
    "latex",
    "loss_surface",
    "nudges",
    "quantities",
    "random_network",
    "shown",
    "sigmoid",
    "sigmoid_slope",
    "substitute",
    "train_xor",
    "witnesses",
    "worksheet",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "diagram": "figures",
    "error_curve": "figures",
    "error_surface": "figures",
    "explore": "explorers",
    "explore_surface": "explorers",
    "learning_rates": "figures",
    "questions": "questions",
    "saturation": "figures",
    "xor_outcomes": "figures",
}
__getattr__, __dir__ = lazily(__name__, __all__, _LATER)
