"""Lesson 05: memory. SimpleRNN, LSTM and GRU, what they remember, and what each gate does for it.

walk.py       one unit of a cell, one operation at a time, with its numbers
gradients.py  how much of a small change in the past reaches the end
gates.py      small trained LSTMs to look into, and their gates clamped

tasks.py        what is to be remembered, drawn at random
training.py     networks trained side by side, in one compiled program
experiments.py  memory against lag, and LSTMs without one of their parts
results.py      what the experiments find, live or stored

figures/      pictures
explorers/    what can be typed, stepped and clamped
questions.py  the exercises
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "experiments": ["gate_experiment", "memory_experiment"],
        "explorers": ["ExperimentReport", "explore_cell", "explore_gates"],
        "figures": ["adding_curves", "clamp_bars", "draw_cell", "gate_chart", "memory_curves", "norm_curves"],
        "gates": ["clamp_experiment", "load_latest_letter_models"],
        "gradients": ["gradient_norms", "gradient_norms_by_tape"],
        "results": ["load_results"],
        "tasks": ["SIGNALS", "latest_signal", "one_hot", "signal"],
    },
)
