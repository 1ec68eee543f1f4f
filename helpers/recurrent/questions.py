"""The exercises of lesson 05. Right answers and known mistakes are worked out by the lesson's own cells."""

import numpy as np

from helpers.exercises import Choice, Misconception, Number

from ..cells import gru, lstm, simple_rnn

ONE = np.ones((1, 1))
NO_BIAS = np.zeros(1)


def _last_state(*inputs: float, u: float = 0.5) -> float:
    """The last state of the lesson's one unit: kernel 1, recurrent kernel u, no bias."""
    x = np.array(inputs).reshape(1, -1, 1)
    return float(simple_rnn(x, ONE, u * ONE, NO_BIAS).states[0, -1, 0])


def _logit(share: float) -> float:
    """What the sigmoid turns into ``share``."""
    return float(np.log(share / (1 - share)))


CARRY, FORGET, INPUT, CANDIDATE, OUTPUT = 0.8, 0.9, 0.2, -0.5, 0.5


def _one_cell() -> tuple[float, float]:
    """(carry, state) of one LSTM cell whose gates are set by their biases alone."""
    bias = np.array([_logit(INPUT), _logit(FORGET), np.arctanh(CANDIDATE), _logit(OUTPUT)])
    nothing = np.zeros((1, 4))
    run = lstm(np.zeros((1, 1, 1)), nothing, nothing, bias, initial_carry=np.array([[CARRY]]))
    return float(run.carries[0, 0, 0]), float(run.states[0, 0, 0])


def _weights(features: int, units: int, gates: int) -> int:
    """Kernel, recurrent kernel and bias, once for each gate."""
    return gates * (features * units + units * units + units)


third_state = Number(
    name="05.third_state",
    compute=lambda: _last_state(1, 0, 1),
    code="answer = np.tanh(1 + 0.5 * np.tanh(0.5 * np.tanh(1)))",
    why="The states are 0.762, 0.363 and tanh(1 + 0.5 · 0.363) = 0.828.",
    hints=("The state after 1, 0 is in the first line that you printed.", "tanh(input + 0.5 · the state before)"),
    misconceptions=(
        Misconception(lambda: _last_state(1), "That is the state after the first input. The loop goes on."),
        Misconception(lambda: _last_state(1, 0), "That is the state after the second input."),
        Misconception(
            lambda: 1 + 0.5 * _last_state(1, 0), "That is what goes into the tanh. The state is what comes out."
        ),
        Misconception(lambda: _last_state(1, 0, 1, u=1), "That is with u = 1. Here the recurrent weight is 0.5."),
        Misconception(lambda: float(np.tanh(1.5)), "The state before the third input is not 1: it has faded to 0.363."),
    ),
)

rnn_weights = Number(
    name="05.rnn_weights",
    compute=lambda: _weights(9, 32, gates=1),
    code="answer = 9 * 32 + 32 * 32 + 32",
    why="The kernel has 9 · 32 numbers, the recurrent kernel 32 · 32, the bias 32: together 1,344, for any length.",
    hints=("There are three arrays.", "The recurrent kernel leads from 32 units to the same 32 units."),
    misconceptions=(
        Misconception(
            lambda: 9 * 32 + 32, "That is a Dense layer. The weights from the state to the state are missing."
        ),
        Misconception(lambda: 9 * 32 + 32 * 32, "Kernel and recurrent kernel are there; the bias is missing."),
        Misconception(
            lambda: 20 * _weights(9, 32, gates=1),
            "The weights are the same at all 20 steps: they count once.",
        ),
        Misconception(lambda: 9 * 32 + 32 + 32, "Each unit sees all 32 states, not only its own."),
    ),
)

nudge_after_50 = Number(
    name="05.nudge_after_50",
    compute=lambda: 0.9**50,
    code="answer = 0.9**50",
    why="The chain rule multiplies 50 slopes of 0.9: 0.0052. Half a percent of the nudge arrives.",
    hints=("At each step the nudge is multiplied by u · 1 = 0.9.",),
    misconceptions=(
        Misconception(lambda: 0.9 * 50, "Slopes along a chain multiply; they do not add up."),
        Misconception(lambda: 0.9 / 50, "Each step multiplies by 0.9 once more: that is a power."),
        Misconception(lambda: 0.9, "That is one step. There are 50."),
        Misconception(lambda: 1 - 0.9**50, "That is what is lost. The question is what is left."),
        Misconception(
            lambda: 1 / 0.9**50, "That is the factor by which it shrinks. The share that is left is one divided by it."
        ),
    ),
)

new_carry = Number(
    name="05.new_carry",
    compute=lambda: _one_cell()[0],
    code="answer = 0.9 * 0.8 + 0.2 * -0.5",
    why="f · c + i · k = 0.72 − 0.10 = 0.62.",
    hints=("c_t = f_t · c_{t−1} + i_t · k_t",),
    misconceptions=(
        Misconception(lambda: FORGET * CARRY, "That is what stays of the old. What comes in is missing."),
        Misconception(lambda: INPUT * CANDIDATE, "That is what comes in. What stays of the old is missing."),
        Misconception(
            lambda: (1 - FORGET) * CARRY + INPUT * CANDIDATE,
            "A forget gate of 0.9 keeps 0.9, in spite of its name: open means keep.",
        ),
        Misconception(lambda: FORGET * CARRY - INPUT * CANDIDATE, "The candidate is negative already: it is added."),
        Misconception(lambda: FORGET * CARRY + CANDIDATE, "The candidate must pass its gate: i · k."),
        Misconception(lambda: OUTPUT * float(np.tanh(0.62)), "That is the new state. The question asks for the carry."),
    ),
)

new_state = Number(
    name="05.new_state",
    compute=lambda: _one_cell()[1],
    code="answer = 0.5 * np.tanh(0.62)",
    why="h = o · tanh(c) = 0.5 · tanh(0.62) = 0.276. The carry is the new one, not the 0.8 from before.",
    hints=("h_t = o_t · tanh(c_t)", "c_t is the answer to the last exercise."),
    misconceptions=(
        Misconception(
            lambda: OUTPUT * float(np.tanh(CARRY)), "That reads the old carry, 0.8. The output reads the new one."
        ),
        Misconception(lambda: OUTPUT * 0.62, "On its way out the carry passes through a tanh."),
        Misconception(lambda: float(np.tanh(0.62)), "Only the share o of it is shown: multiply by the output gate."),
        Misconception(lambda: float(np.tanh(OUTPUT * 0.62)), "The gate comes after the tanh: o · tanh(c)."),
    ),
)

late = Choice(
    name="05.late",
    compute=lambda: "b",
    options="abc",
    code='answer = "b"',
    why="It shows o · tanh(old carry) = o · tanh(0) = 0. What came in is in the new carry, and shown one step later.",
    hints=("Which carry does the slipped version read?", "tanh(0) = 0"),
    misconceptions=(
        Misconception(lambda: "a", "The LSTM's first state reads the carry after the input; this one reads it before."),
        Misconception(lambda: "c", "The candidate goes into the new carry, which this version has not looked at yet."),
    ),
)

bias_for_half = Number(
    name="05.bias_for_half",
    compute=lambda: _logit(0.5 ** (1 / 50)),
    code="f = 0.5 ** (1 / 50)\nanswer = np.log(f / (1 - f))",
    why="f^50 = 0.5 needs f = 0.986, and σ(4.27) = 0.986.",
    hints=("First the gate: which f gives f ** 50 = 0.5?", "f = 0.5 ** (1 / 50) = 0.9862"),
    misconceptions=(
        Misconception(lambda: 0.5 ** (1 / 50), "That is the gate. Which bias gives it?"),
        Misconception(lambda: 0.0, "A bias of 0 gives a gate of 0.5, and half is gone after one step."),
        Misconception(lambda: _logit(0.5 / 50), "The gate is the 50th root of a half, not a half divided by 50."),
        Misconception(
            lambda: _logit(1 - 0.5 / 50), "Close, but slopes multiply: f ** 50 = 0.5, not 50 · (1 − f) = 0.5."
        ),
    ),
)


def _held(update: float) -> float:
    """What a GRU unit with this update gate keeps of a state of 1 over a step in which nothing comes in."""
    bias = np.array([[_logit(update), 0.0, 0.0], [0.0, 0.0, 0.0]])
    nothing = np.zeros((1, 3))
    run = gru(np.zeros((1, 1, 1)), nothing, nothing, bias, initial_state=np.ones((1, 1)))
    return float(run.states[0, 0, 0])


keeps = Choice(
    name="05.keeps",
    compute=lambda: "b" if _held(0.99) > _held(0.5) > _held(0.01) else "",
    options="abc",
    code='answer = "b"',
    why="h = z · h + (1 − z) · candidate: with z near 1 the old state stays, and only 1 − z of the candidate comes in.",
    hints=("Put z = 0 and z = 1 into the equation.",),
    misconceptions=(
        Misconception(lambda: "a", "In texts that swap z and 1 − z this is right. Keras has z · (old state)."),
        Misconception(lambda: "c", "Then half of the state would be replaced at every step."),
    ),
)

lstm_weights = Number(
    name="05.lstm_weights",
    compute=lambda: _weights(9, 32, gates=4),
    code="answer = 4 * (9 * 32 + 32 * 32 + 32)",
    why="Three gates and a candidate, each with the weights of a SimpleRNN: 4 · 1,344 = 5,376.",
    hints=("How many rows does the table of the LSTM have?", "Each has a kernel, a recurrent kernel and a bias."),
    misconceptions=(
        Misconception(lambda: _weights(9, 32, gates=3), "Three gates, but the candidate has weights too."),
        Misconception(lambda: _weights(9, 32, gates=1), "That is one of the four."),
        Misconception(lambda: 4 * 32, "Those are the biases."),
    ),
)


survives = Choice(
    name="05.survives",
    compute=lambda: "b",
    options="abc",
    code='answer = "b"',
    why="At t = 20, i and k read the state h₁₉, which shows the letter, and write it into the carry: "
    "c₂₀ = 0 · c₁₉ + i · k. The output gate only decides what h₂₀ shows.",
    hints=(
        "What do the input gate and the candidate read at t = 20?",
        "At which step would the output gate have to be shut for the letter to be lost?",
    ),
    misconceptions=(
        Misconception(lambda: "a", "It was touched: with f = 0 nothing of the old carry is left."),
        Misconception(lambda: "c", "A guess would be right one time in eight."),
    ),
)

why_learns = Choice(
    name="05.why_learns",
    compute=lambda: "a",
    options="abc",
    code='answer = "a"',
    why="A fresh LSTM has hardly any gradient over 49 steps. If the signal always comes first, there is no short lag "
    "to begin with: section 6 tries it, and after 600 updates the LSTMs still only guess.",
    hints=(
        "Over which lags does a fresh LSTM have a gradient?",
        "Which sequences can be learned first, so that the others can follow?",
    ),
    misconceptions=(
        Misconception(
            lambda: "b", "Those are the easiest: when the network has to answer, the signal has only just come in."
        ),
        Misconception(
            lambda: "c", "It bounds what goes into the carry. In section 7, LSTMs without it learn all three tasks."
        ),
    ),
)


bias_effect = Number(
    name="05.bias_effect",
    compute=lambda: float(1 / (1 + np.exp(-4))) ** 199,
    code="answer = sigmoid(4) ** 199",
    why="σ(4) = 0.982, and that to the power of 199 is 0.027. With a bias of 3 it is 0.00006, with 1 it is 10⁻²⁷.",
    hints=("Which gate does a bias of 4 give?", "One factor for each of the 199 steps."),
    misconceptions=(
        Misconception(lambda: float(1 / (1 + np.exp(-4))), "That is one step. There are 199."),
        Misconception(lambda: float(1 / (1 + np.exp(-3))) ** 199, "That is with a bias of 3. Here it is 4."),
        Misconception(lambda: float(1 / (1 + np.exp(-1))) ** 199, "That is with a bias of 1. Here it is 4."),
        Misconception(lambda: 199 * float(1 / (1 + np.exp(-4))), "The factors of a chain multiply."),
    ),
)
