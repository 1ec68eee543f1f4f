"""Lesson 05: memory. SimpleRNN, LSTM and GRU, what they remember, and what each gate does for it.

cells.py      the three cells in NumPy, with Keras' weights
gradients.py  how much of a small change in the past reaches the end
gates.py      a small trained LSTM to look into, and its gates held
pretrain.py   the script that trained it
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

__all__ = [
    "HOLDS",
    "INTERVENTIONS",
    "Clamp",
    "ClampExperiment",
    "GradientNorms",
    "GruRun",
    "LstmRun",
    "Reading",
    "Reporter",
    "SimpleRnnRun",
    "clamp_experiment",
    "gradient_norms",
    "gradient_norms_by_tape",
    "gru",
    "hold",
    "load_reporter",
    "load_reporters",
    "lstm",
    "simple_rnn",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "clamp_bars": "figures",
    "draw_gates": "figures",
    "explore_gates": "explorers",
    "train_reporter": "pretrain",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_LATER[name]}", __name__)
    return module if name == _LATER[name] else getattr(module, name)
