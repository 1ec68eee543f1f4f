"""The exercises of lesson 03. Right answers and known mistakes are worked out by the lesson's own network."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from helpers.exercises import Choice, Code, Misconception, Number

from ..checks import Floats
from ..mathematics import sigmoid
from .examples import MAZUR, WIKIDOCS
from .network import Forward, Network, sigmoid_slope

_NETWORK, _X, _TARGET = WIKIDOCS.network, WIKIDOCS.x, WIKIDOCS.target
_RATE = WIKIDOCS.learning_rate

hidden_one = Number(
    name="03.hidden_one",
    compute=lambda: float(_NETWORK.forward(np.array([1.0, 0.0])).hidden[0]),
    tolerance=1e-4,
    code="answer = 1 / (1 + np.exp(-(0.3 * 1 + 0.25 * 0)))",
    why="z1 = w1 · 1 + w2 · 0 = 0.3, and σ(0.3) = 0.574443. The input 0 silences w2.",
    hints=("Which two weights end in h1?", "z1 = 0.3 · 1 + 0.25 · 0. One step is still missing."),
    misconceptions=(
        Misconception(lambda: 0.3, "That is z1, what goes into the unit. What comes out of it is σ(z1)."),
        Misconception(
            lambda: float(sigmoid(np.array(0.55))),
            "You added w1 and w2. Each weight is multiplied by its own input first, and x2 is 0.",
        ),
        Misconception(lambda: 0.55, "You added w1 and w2. Multiply each by its own input first; σ comes last."),
        Misconception(
            lambda: float(_NETWORK.forward(np.array([1.0, 0.0])).hidden[1]),
            "That is h2: you followed w3. The weights that end in h1 are w1 and w2.",
        ),
        Misconception(
            lambda: float(_NETWORK.forward(np.array([0.0, 1.0])).hidden[0]),
            "You used w2. It multiplies the second input, which is 0 here.",
        ),
    ),
)


def _swapped(error: Callable[[Floats], float]) -> float:
    """An error of the miss t - o with the two targets swapped."""
    return float(error(_TARGET[::-1] - _NETWORK.forward(_X).output))


swapped_targets = Number(
    name="03.swapped_targets",
    compute=lambda: _NETWORK.loss(_X, _TARGET[::-1]),
    tolerance=1e-4,
    code="answer = 0.5 * np.sum((np.array([0.6, 0.4]) - o) ** 2)",
    why="½(0.6 − 0.609446)² + ½(0.4 − 0.663845)² = 0.000045 + 0.034807. Nearly all of it comes from o2.",
    hints=(
        "The outputs do not depend on the targets: o1 and o2 are the ones above.",
        "For each output: target minus output, squared, and then halved. Add the two results.",
    ),
    misconceptions=(
        Misconception(lambda: _swapped(lambda miss: np.sum(miss**2)), "Twice the error: the ½ in front is missing."),
        Misconception(
            lambda: _swapped(lambda miss: 0.5 * np.sum(miss) ** 2),
            "You added the two misses first and squared the sum. Square each miss, then add.",
        ),
        Misconception(
            lambda: _swapped(lambda miss: 0.5 * np.sum(miss)),
            "The squares are missing. Without them a miss upwards and a miss downwards cancel out.",
        ),
        Misconception(
            lambda: _swapped(lambda miss: 0.5 * np.sum(np.abs(miss))),
            "You added the sizes of the misses. The error adds their squares.",
        ),
        Misconception(lambda: _NETWORK.loss(_X, _TARGET), "That is the error with the original targets, 0.4 and 0.6."),
    ),
)


def _output_weight(slope: Callable[[Forward], Any], output: int, source: int, miss: float = 1) -> float:
    """∂E/∂w of an output weight as miss · slope · h, with ``slope`` in place of o(1 − o)."""
    forward = _NETWORK.forward(_X)
    blame = miss * (forward.output - _TARGET) * slope(forward)
    return float(blame[output] * forward.hidden[source])


def _right_slope(forward: Forward) -> Floats:
    return sigmoid_slope(forward.output)


def _added() -> float:
    """The three factors of ∂E/∂w7, added up."""
    forward = _NETWORK.forward(_X)
    return float(forward.output[1] - _TARGET[1] + _right_slope(forward)[1] + forward.hidden[0])


blame_w7 = Number(
    name="03.blame_w7",
    compute=lambda: _NETWORK.gradients(_X, _TARGET).weight("w7"),
    code="answer = (o[1] - target[1]) * o[1] * (1 - o[1]) * h[0]",
    why="w7 carries h1 to o2: (o2 − t2) · o2(1 − o2) · h1 = 0.063845 · 0.223155 · 0.519989 = 0.007408.",
    hints=(
        "Between which two units does w7 run? The three factors belong to these two.",
        "How wrong is o2, how ready to change is it, and how loud is h1?",
        "(o2 − t2) · o2(1 − o2) · h1",
    ),
    misconceptions=(
        Misconception(
            lambda: _output_weight(_right_slope, 1, 0, miss=-1),
            "The size is right, the sign is not. o2 is too high, so a larger w7 makes the error larger: use o − t.",
        ),
        Misconception(
            lambda: _output_weight(np.ones_like, 1, 0),
            "The middle factor is missing: the sigmoid passes on only o2(1 − o2) of a change.",
        ),
        Misconception(
            lambda: _output_weight(lambda forward: sigmoid_slope(forward.output_z), 1, 0),
            "You used z4 in z(1 − z). The slope of the sigmoid is o(1 − o), computed from what comes out of it.",
        ),
        Misconception(
            lambda: _output_weight(lambda forward: sigmoid_slope(forward.hidden), 1, 0),
            "You used the hidden unit's slope. The sigmoid between w7 and the error is that of o2.",
        ),
        Misconception(
            lambda: _output_weight(lambda forward: forward.output, 1, 0),
            "A factor is missing: the sigmoid's slope is o(1 − o), not o alone.",
        ),
        Misconception(lambda: _output_weight(_right_slope, 1, 1), "That is ∂E/∂w8. w7 comes from h1, not from h2."),
        Misconception(lambda: _output_weight(_right_slope, 0, 0), "That is ∂E/∂w5. w7 ends in o2, not in o1."),
        Misconception(lambda: _output_weight(_right_slope, 0, 1), "That is ∂E/∂w6. w7 runs from h1 to o2."),
        Misconception(
            lambda: _output_weight(_right_slope, 1, 0, miss=2),
            "Twice what it should be: the ½ in the error cancels the 2 that comes from the square.",
        ),
        Misconception(
            lambda: _output_weight(_right_slope, 1, 0, miss=0.5),
            "Half of what it should be. The derivative of the square brings a 2, which cancels the ½: ½ · 2 = 1.",
        ),
        Misconception(_added, "You added the three factors. Slopes along a chain multiply."),
    ),
)


def _back(outputs: slice = slice(None), weights: Floats = _NETWORK.output_weights, slope: bool = True) -> Floats:
    """∂E/∂h: the blame of some outputs, sent back along ``weights`` (outputs, hidden)."""
    forward = _NETWORK.forward(_X)
    blame = (forward.output - _TARGET) * (sigmoid_slope(forward.output) if slope else 1)
    return weights[outputs].T @ blame[outputs]


def _hidden_weight(blame: Floats, unit: int = 1, source: int = 1, slope: bool = True) -> float:
    """∂E/∂w of a hidden weight, given ∂E/∂h."""
    hidden = _NETWORK.forward(_X).hidden[unit]
    return float(blame[unit] * (sigmoid_slope(hidden) if slope else 1) * _X[source])


blame_w4 = Number(
    name="03.blame_w4",
    compute=lambda: _NETWORK.gradients(_X, _TARGET).weight("w4"),
    code="d_o = (o - target) * o * (1 - o)\nanswer = (d_o[0] * 0.4 + d_o[1] * 0.6) * h[1] * (1 - h[1]) * x[1]",
    why="Both outputs blame h2, along w6 and w8: (0.019941 + 0.008548) · 0.249245 · 0.2 = 0.001420.",
    hints=(
        "w4 runs from x2 to h2. Which two weights leave h2?",
        "∂E/∂h2 = d_o[0] · w6 + d_o[1] · w8, with the weights as they were in the forward pass.",
        "∂E/∂h2 · h2(1 − h2) · x2",
    ),
    misconceptions=(
        Misconception(
            lambda: _hidden_weight(_back(slice(0, 1))),
            "That is the blame from o1 alone. h2 speaks to both outputs: add what comes back along w8.",
        ),
        Misconception(
            lambda: _hidden_weight(_back(slice(1, 2))),
            "That is the blame from o2 alone. h2 speaks to both outputs: add what comes back along w6.",
        ),
        Misconception(
            lambda: _hidden_weight(_back(weights=_NETWORK.step(_X, _TARGET, _RATE).output_weights)),
            "You sent the blame back along the new w6 and w8. The slope belongs to the network that made the error:"
            " compute all eight slopes first, then update.",
        ),
        Misconception(
            lambda: _hidden_weight(_back(weights=_NETWORK.output_weights.T)),
            "You used w7 and w8, the weights that end in o2. The blame of h2 comes back along the weights that"
            " leave h2: w6 and w8.",
        ),
        Misconception(
            lambda: _hidden_weight(_back(slope=False)),
            "The slope of the outputs is missing: blame goes back through o1(1 − o1) and o2(1 − o2) first.",
        ),
        Misconception(
            lambda: _hidden_weight(_back(), slope=False),
            "The hidden unit's own slope is missing: h2(1 − h2).",
        ),
        Misconception(lambda: _hidden_weight(_back(), source=0), "That is ∂E/∂w3. w4 comes from x2, not from x1."),
        Misconception(lambda: _hidden_weight(_back(), unit=0), "That is ∂E/∂w2. w4 ends in h2, not in h1."),
        Misconception(
            lambda: _hidden_weight(-_back()), "The size is right, the sign is not: blame starts with o − t, not t − o."
        ),
    ),
)


def _moved_w7(move: Callable[[float, float], float]) -> float:
    """w7 after ``move``, which is given the weight and its slope."""
    return move(_NETWORK.weight("w7"), _NETWORK.gradients(_X, _TARGET).weight("w7"))


new_w7 = Number(
    name="03.new_w7",
    compute=lambda: _NETWORK.step(_X, _TARGET, _RATE).weight("w7"),
    tolerance=1e-5,
    code="answer = 0.7 - 0.5 * 0.00740844",
    why="0.7 − 0.5 · 0.00740844 = 0.69629578, the published digits. The slope is positive, so the weight goes down.",
    hints=(
        "New weight = old weight − learning rate · slope.",
        "You found the slope before: 0.00740844.",
    ),
    misconceptions=(
        Misconception(
            lambda: _moved_w7(lambda w, slope: w + _RATE * slope),
            "That goes uphill: with + the error grows. The slope says where the error rises, so step against it.",
        ),
        Misconception(lambda: _moved_w7(lambda w, slope: w - slope), "The learning rate, 0.5, is missing."),
        Misconception(
            lambda: _moved_w7(lambda w, slope: w * (1 - _RATE * slope)),
            "You subtracted the step as a share of the weight. Subtract it as it is: w − learning rate · slope.",
        ),
        Misconception(
            lambda: _moved_w7(lambda w, slope: _RATE * slope),
            "That is the length of the step. Subtract it from the old weight, 0.7.",
        ),
        Misconception(
            lambda: _moved_w7(lambda w, slope: -_RATE * slope),
            "That is the step. Add it to the old weight, 0.7.",
        ),
        Misconception(
            lambda: _moved_w7(lambda w, slope: w - _RATE),
            "You subtracted the learning rate alone. Multiply it by the slope first.",
        ),
    ),
)


def _one_step(
    Wh: Floats,
    Wo: Floats,
    x: Floats,
    t: Floats,
    rate: float,
    *,
    sign: int = -1,
    slopes: bool = True,
    stale: bool = False,
    turned: bool = False,
) -> tuple[Floats, Floats]:
    """One step of gradient descent without biases; the arguments after the star make the known mistakes."""
    h = sigmoid(Wh @ x)
    o = sigmoid(Wo @ h)
    d_o = (o - t) * (sigmoid_slope(o) if slopes else 1)
    slope_o = np.outer(h, d_o) if turned else np.outer(d_o, h)
    new_Wo = Wo + sign * rate * slope_o
    d_h = (new_Wo if stale else Wo).T @ d_o * (sigmoid_slope(h) if slopes else 1)
    slope_h = np.outer(x, d_h) if turned else np.outer(d_h, x)
    return Wh + sign * rate * slope_h, new_Wo


def _step_case(network: Network, x: Floats, target: Floats, rate: float) -> tuple[Any, ...]:
    return network.hidden_weights, network.output_weights, x, target, rate


one_step = Code(
    name="03.one_step",
    compute=lambda: _one_step,
    cases=(
        _step_case(_NETWORK, _X, _TARGET, _RATE),
        _step_case(MAZUR.network, MAZUR.x, MAZUR.target, 2.0),
        _step_case(_NETWORK, np.array([1.0, -1.0]), np.array([1.0, 0.0]), 0.1),
    ),
    code=(
        "def answer(Wh, Wo, x, t, rate):\n"
        "    h = sigmoid(Wh @ x)\n"
        "    o = sigmoid(Wo @ h)\n"
        "    d_o = (o - t) * o * (1 - o)\n"
        "    d_h = (Wo.T @ d_o) * h * (1 - h)\n"
        "    return Wh - rate * np.outer(d_h, x), Wo - rate * np.outer(d_o, h)"
    ),
    why="Forward, back, step. Training is this, again and again. All slopes are computed before any update.",
    hints=(
        "Two lines forward, four lines back (with t for target), then w − rate · slope for both matrices.",
        "return Wh - rate * np.outer(d_h, x), and the same for Wo with d_o and h",
    ),
    misconceptions=(
        Misconception(
            lambda: partial(_one_step, sign=1),
            "Your function goes uphill: the slopes are right, but they must be subtracted.",
        ),
        Misconception(
            lambda: partial(_one_step, stale=True),
            "The new Wo is right, but you used it too early: d_h needs the Wo that made the error. Update at the end.",
        ),
        Misconception(
            lambda: partial(_one_step, slopes=False),
            "The slopes of the sigmoids are missing: o(1 − o) in d_o and h(1 − h) in d_h.",
        ),
        Misconception(
            lambda: lambda Wh, Wo, x, t, rate: _one_step(Wh, Wo, x, t, 1.0),
            "Your function always takes steps with the learning rate 1, whatever rate it is given.",
        ),
        Misconception(
            lambda: lambda *case: _one_step(*case)[::-1],
            "Both matrices are right, but in the wrong order: return the new Wh first.",
        ),
        Misconception(
            lambda: partial(_one_step, turned=True),
            "Your slopes are transposed: row i belongs to the weights that end in unit i, as in np.outer(d_o, h).",
        ),
        Misconception(
            lambda: lambda Wh, Wo, x, t, rate: (Wh, _one_step(Wh, Wo, x, t, rate)[1]),
            "Wo is right, but Wh did not move. The hidden layer learns too.",
        ),
    ),
)


def _mazur_blame() -> Floats:
    """∂E/∂z at Mazur's two outputs."""
    return MAZUR.network.gradients(MAZUR.x, MAZUR.target).output_bias


bias_slope = Number(
    name="03.bias_slope",
    compute=lambda: float(_mazur_blame()[0]),
    code="o1 = mazur.network.forward(mazur.x).output[0]\nanswer = (o1 - 0.01) * o1 * (1 - o1)",
    why="z grows by 1 when its bias does, so the third factor is 1: 0.741365 · 0.186816 · 1 = 0.138499.",
    hints=(
        "Nothing multiplies a bias on its way into z. By how much does z change when the bias grows by 1?",
        "The same three factors as for a weight; the last of them is 1.",
    ),
    misconceptions=(
        Misconception(
            lambda: MAZUR.network.gradients(MAZUR.x, MAZUR.target).weight("w5"),
            "That is ∂E/∂w5: you multiplied by h1. Nothing multiplies the bias on its way into z.",
        ),
        Misconception(
            lambda: float(_mazur_blame()[0] * MAZUR.output_bias[0]),
            "You multiplied by the bias itself. The slope asks how z changes with it, which is 1.",
        ),
        Misconception(
            lambda: 0,
            "Mazur leaves the bias alone by choice. Its slope is not 0: moving the bias would change the error.",
        ),
        Misconception(
            lambda: float(_mazur_blame().sum()),
            "That is the slope along one bias shared by both outputs. The question is about the bias of o1 alone.",
        ),
        Misconception(
            lambda: float(MAZUR.network.forward(MAZUR.x).output[0] - MAZUR.target[0]),
            "The sigmoid's slope is missing: o1(1 − o1).",
        ),
        Misconception(lambda: float(-_mazur_blame()[0]), "The size is right, the sign is not: o1 is above its target."),
    ),
)


def _output_slopes(*outputs: float) -> Floats:
    """|∂E/∂z| at outputs that should have been 0."""
    o = np.array(outputs)
    return o * sigmoid_slope(o)


slower_learner = Choice(
    name="03.slower_learner",
    compute=lambda: "ab"[int(np.argmax(_output_slopes(0.6, 0.99)))],
    options="abc",
    code='answer = "a"',
    why="0.6 · 0.6 · 0.4 = 0.144 against 0.99 · 0.99 · 0.01 = 0.0098: about 15 times less, though B is more wrong.",
    hints=(
        "Two of the three factors differ between A and B: how wrong, and how ready to change.",
        "Work out (o − 0) · o(1 − o) for both.",
    ),
    misconceptions=(
        Misconception(
            lambda: "b",
            "B is more wrong, but its blame must also pass through the sigmoid: o(1 − o) is 0.24 for A and 0.0099 for B.",
        ),
        Misconception(lambda: "c", "They share h, but the other two factors differ: work out both."),
    ),
)

five_layers = Number(
    name="03.five_layers",
    compute=lambda: float(sigmoid_slope(sigmoid(np.array(0.0)))) ** 5,
    tolerance=1e-2,
    code="answer = 0.25**5",
    why="At most a quarter gets through each sigmoid: 0.25⁵ = 0.000977, less than a thousandth.",
    hints=("What is the most that one sigmoid passes on?", "Slopes along a chain multiply."),
    misconceptions=(
        Misconception(lambda: 5 * 0.25, "You added the five slopes. Slopes along a chain multiply."),
        Misconception(lambda: 0.5**5, "0.5 is the value of the sigmoid at 0. Its slope there is 0.5 · (1 − 0.5)."),
        Misconception(lambda: 0.25 / 5, "Not a fifth of it: each sigmoid passes on a quarter of what reaches it."),
        Misconception(lambda: 0.25**4, "That is four sigmoids; there are five."),
        Misconception(lambda: 0.25, "That is one sigmoid; the blame passes through five of them."),
        Misconception(lambda: 1, "Even at its steepest, a sigmoid's slope is well below 1. Look at its picture."),
    ),
)


def _one_neuron_can_learn(answers: tuple[int, ...]) -> bool:
    """Whether some weights and bias from -2 to 2 give these answers to (0,0), (0,1), (1,0), (1,1)."""
    values = np.arange(-2, 2.5, 0.5)
    w1, w2, b = np.meshgrid(values, values, values, indexing="ij")
    yes = [a * w1 + c * w2 + b > 0 for a, c in ((0, 0), (0, 1), (1, 0), (1, 1))]
    return bool(np.all([said == bool(wanted) for said, wanted in zip(yes, answers, strict=True)], axis=0).any())


_RULES = {"a": (0, 0, 0, 1), "b": (0, 1, 1, 1), "c": (1, 0, 0, 1), "d": (0, 0, 1, 0)}

not_by_one_neuron = Choice(
    name="03.not_by_one_neuron",
    compute=lambda: "".join(letter for letter, rule in _RULES.items() if not _one_neuron_can_learn(rule)),
    options="abcd",
    code='answer = "c"',
    why="Its two yeses lie at opposite corners, as do its two noes: XOR with yes and no exchanged. No line separates them.",
    hints=(
        "Draw the four inputs as the corners of a square and mark the yeses. One neuron can draw one line.",
        "For which rule can no straight line separate the yeses from the noes?",
    ),
    misconceptions=(
        Misconception(lambda: "a", "One line cuts off the corner (1, 1): w1 = w2 = 1, b = −1.5."),
        Misconception(lambda: "b", "One line cuts off the corner (0, 0): w1 = w2 = 1, b = −0.5."),
        Misconception(lambda: "d", "One line cuts off the corner (1, 0): w1 = 1, w2 = −1, b = −0.5."),
    ),
)
