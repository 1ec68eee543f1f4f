"""Lesson 05: memory. SimpleRNN, LSTM and GRU, what they remember, and what each gate does for it.

cells.py      the three cells in NumPy, with Keras' weights
gradients.py  how much of a small change in the past reaches the end
gates.py      a small trained LSTM to look into, and its gates held
pretrain.py   the script that trained it

names.py           a network that reads surnames, in NumPy, and how well its answers fit
name_training.py   the same network in Keras, trained
ngrams.py          the rivals that are no network
name_study.py      what was measured on names, over seeds, and the script that measured it
name_storage.py    the network that comes with the series, as a file
pretrain_names.py  the script that trained it

figures/      pictures
explorers/    what can be typed, stepped and clamped
"""

from importlib import import_module
from typing import Any

from .cells import Clamp, GruRun, LstmRun, SimpleRnnRun, gru, lstm, simple_rnn
from .gates import (
    HOLDS,
    INTERVENTIONS,
    ClampExperiment,
    Reading,
    Reporter,
    clamp_experiment,
    hold,
    load_reporter,
    load_reporters,
)
from .gradients import GradientNorms, gradient_norms, gradient_norms_by_tape
from .name_storage import load_names
from .name_study import REMEDIES, NameStudy, Remedy, load_name_study, names_experiment
from .name_training import NameProgress, NameRecipe, train_names
from .names import Confusion, NameModel, NameReading, Scores, ceiling, confusion, read_name, score
from .ngrams import MajorityRival, NgramRival, majority_rival, ngram_rival

__all__ = [
    "HOLDS",
    "INTERVENTIONS",
    "REMEDIES",
    "Clamp",
    "ClampExperiment",
    "Confusion",
    "GradientNorms",
    "GruRun",
    "LstmRun",
    "MajorityRival",
    "NameModel",
    "NameProgress",
    "NameReading",
    "NameRecipe",
    "NameStudy",
    "NgramRival",
    "Reading",
    "Remedy",
    "Reporter",
    "Scores",
    "SimpleRnnRun",
    "ceiling",
    "clamp_experiment",
    "confusion",
    "gradient_norms",
    "gradient_norms_by_tape",
    "gru",
    "hold",
    "load_name_study",
    "load_names",
    "load_reporter",
    "load_reporters",
    "lstm",
    "majority_rival",
    "names_experiment",
    "ngram_rival",
    "read_name",
    "score",
    "simple_rnn",
    "train_names",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "NameReport": "explorers",
    "clamp_bars": "figures",
    "draw_beliefs": "figures",
    "draw_confusion": "figures",
    "draw_gates": "figures",
    "early_curves": "figures",
    "explore_confusion": "explorers",
    "explore_gates": "explorers",
    "explore_names": "explorers",
    "remedy_curves": "figures",
    "score_chart": "figures",
    "train_reporter": "pretrain",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_LATER[name]}", __name__)
    return module if name == _LATER[name] else getattr(module, name)
