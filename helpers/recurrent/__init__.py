"""Lesson 05: memory. SimpleRNN, LSTM and GRU, what they remember, and what each gate does for it.

cells.py      the three cells in NumPy, with Keras' weights
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

from ..lazy import lazily
from .cells import Clamp, GruRun, LstmRun, SimpleRnnRun, gru, lstm, simple_rnn
from .experiments import VARIANTS, adding_experiment, gate_experiment, memory_experiment
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
from .name_training import NameProgress, NameRecipe, train_names
from .names import Confusion, NameModel, NameReading, Scores, ceiling, confusion, read_name, score
from .ngrams import MajorityRival, NgramRival, majority_rival, ngram_rival
from .results import AddingRun, GateRun, MemoryRun, measured
from .tasks import SIGNALS, latest_signal, one_hot, signal

__all__ = [
    "HOLDS",
    "INTERVENTIONS",
    "SIGNALS",
    "VARIANTS",
    "AddingRun",
    "Clamp",
    "ClampExperiment",
    "Confusion",
    "GateRun",
    "GradientNorms",
    "GruRun",
    "LstmRun",
    "MajorityRival",
    "MemoryRun",
    "NameModel",
    "NameProgress",
    "NameReading",
    "NameRecipe",
    "NgramRival",
    "Reading",
    "Reporter",
    "Scores",
    "SimpleRnnRun",
    "adding_experiment",
    "ceiling",
    "clamp_experiment",
    "confusion",
    "gate_experiment",
    "gradient_norms",
    "gradient_norms_by_tape",
    "gru",
    "hold",
    "latest_signal",
    "load_names",
    "load_reporter",
    "load_reporters",
    "lstm",
    "majority_rival",
    "measured",
    "memory_experiment",
    "ngram_rival",
    "one_hot",
    "read_name",
    "score",
    "signal",
    "simple_rnn",
    "train_names",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "adding_curves": "figures",
    "clamp_bars": "figures",
    "draw_beliefs": "figures",
    "draw_cell": "figures",
    "draw_confusion": "figures",
    "draw_gates": "figures",
    "early_curves": "figures",
    "ExperimentReport": "explorers",
    "explore_cell": "explorers",
    "explore_confusion": "explorers",
    "explore_gates": "explorers",
    "explore_names": "explorers",
    "gate_chart": "figures",
    "load_name_study": "name_study",
    "memory_curves": "figures",
    "NameReport": "explorers",
    "norm_curves": "figures",
    "questions": "questions",
    "remedy_curves": "figures",
    "score_chart": "figures",
    "train_reporter": "pretrain",
}
__getattr__, __dir__ = lazily(__name__, __all__, _LATER)
