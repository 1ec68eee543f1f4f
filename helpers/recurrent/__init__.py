"""Lesson 05: memory. SimpleRNN, LSTM and GRU, what they remember, and what each gate does for it.

cells.py      the three cells in NumPy, with Keras' weights
gradients.py  how much of a small change in the past reaches the end
gates.py      a small trained LSTM to look into, and its gates held
pretrain.py   the script that trained it
tasks.py      what networks are asked to remember
training.py   networks trained side by side
experiments.py  memory against lag, the adding problem, LSTMs without one of their parts
results.py    what the experiments find, live or stored
measure.py    the script that measured what is stored
figures/      pictures
explorers/    what can be typed, stepped and clamped
"""

from importlib import import_module
from typing import Any

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
from .results import AddingRun, GateRun, MemoryRun, measured
from .tasks import ALPHABET, NOISE, SIGNALS, adding, latest_signal, marked_signal, one_hot, signal

__all__ = [
    "ALPHABET",
    "HOLDS",
    "INTERVENTIONS",
    "NOISE",
    "SIGNALS",
    "VARIANTS",
    "AddingRun",
    "Clamp",
    "ClampExperiment",
    "GateRun",
    "GradientNorms",
    "GruRun",
    "LstmRun",
    "MemoryRun",
    "Reading",
    "Reporter",
    "SimpleRnnRun",
    "adding",
    "adding_experiment",
    "clamp_experiment",
    "gate_experiment",
    "gradient_norms",
    "gradient_norms_by_tape",
    "gru",
    "hold",
    "latest_signal",
    "load_reporter",
    "load_reporters",
    "lstm",
    "marked_signal",
    "measured",
    "memory_experiment",
    "one_hot",
    "signal",
    "simple_rnn",
]

# Pictures and widgets come when first asked for: the model alone is imported in a fraction of the time.
_LATER = {
    "adding_curves": "figures",
    "gate_chart": "figures",
    "memory_curves": "figures",
    "norm_curves": "figures",
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
