"""Lesson 05: memory. SimpleRNN, LSTM and GRU, what they remember, and what each gate does for it.

walk.py       one unit of a cell, one operation at a time, with its numbers
gradients.py  how much of a small change in the past reaches the end
gates.py      small trained LSTMs to look into, and their gates held
pretrain.py   the script that trained them

tasks.py        what is to be remembered, drawn at random
training.py     networks trained side by side, in one compiled program
experiments.py  memory against lag, the adding problem, and LSTMs without one of their parts
results.py      what the experiments find, live or stored
measure.py      the script that measured what is stored

names.py           a network that reads surnames, in NumPy, and how well its answers fit
name_training.py   the same network in Keras, trained
ngrams.py          the rivals that are no network
name_study.py      what was measured on names, over seeds, and the script that measured it
name_storage.py    the network that comes with the series, as a file
pretrain_names.py  the script that trained it

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
        "experiments": ["VARIANTS", "adding_experiment", "gate_experiment", "memory_experiment"],
        "explorers": [
            "ExperimentReport",
            "NameReport",
            "explore_cell",
            "explore_confusion",
            "explore_gates",
            "explore_names",
        ],
        "figures": [
            "adding_curves",
            "clamp_bars",
            "draw_beliefs",
            "draw_cell",
            "draw_confusion",
            "draw_gates",
            "early_curves",
            "gate_chart",
            "memory_curves",
            "norm_curves",
            "remedy_curves",
            "score_chart",
        ],
        "gates": [
            "ClampExperiment",
            "HOLDS",
            "INTERVENTIONS",
            "Reading",
            "Reporter",
            "clamp_experiment",
            "hold",
            "load_reporter",
            "load_reporters",
        ],
        "gradients": ["GradientNorms", "gradient_norms", "gradient_norms_by_tape"],
        "name_storage": ["load_names"],
        "name_study": ["load_name_study"],
        "name_training": ["NameProgress", "NameRecipe", "train_names"],
        "names": ["Confusion", "NameModel", "NameReading", "Scores", "ceiling", "confusion", "read_name", "score"],
        "ngrams": ["MajorityRival", "NgramRival", "majority_rival", "ngram_rival"],
        "pretrain": ["train_reporter"],
        "results": ["AddingRun", "GateRun", "MemoryRun", "measured"],
        "tasks": ["SIGNALS", "latest_signal", "one_hot", "signal"],
    },
)
