"""Lesson 06: names and countries. A fair fight between networks that read surnames and baselines that only count.

names.py      a network that reads surnames, in NumPy, and how well its answers fit
training.py   the same network in Keras, trained
baselines.py  the baselines: always one country, and counting the pieces of a name
study.py      what was measured over seeds
storage.py    the network that comes with the series, as a file

figures/      pictures
explorers/    what can be typed and pressed
questions.py  the exercises
"""

import lazy_loader

# What is imported when first asked for: the model alone needs neither pictures nor widgets.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["questions"],
    submod_attrs={
        "baselines": ["ngram_baseline"],
        "explorers": ["NameReport", "explore_confusion", "explore_names"],
        "figures": ["early_curves", "remedy_curves", "score_chart"],
        "names": ["max_accuracy", "score"],
        "study": ["load_study"],
        "training": ["train"],
    },
)
