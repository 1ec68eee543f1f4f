"""The NumPy stream and TensorFlow's one-step model write the same text from the same weights and draws."""

import numpy as np

from bench.one_step import OneStep
from helpers import textgen


def test_same_draws_same_text():
    model = textgen.load_pretrained()
    draws = np.random.default_rng(0).random(300)
    theirs = OneStep(model, temperature=0.7).write("ROMEO:\n", draws)
    ours = "".join(textgen.stream(model, "ROMEO:\n", 300, temperature=0.7, seed=0))
    assert ours == theirs
