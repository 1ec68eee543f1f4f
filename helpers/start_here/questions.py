"""The exercises of notebook 00: one to practise on, one to think about."""

from ..exercises import Choice, Misconception, Number
from .neuron import GOALS, Neuron

NEURON = Neuron(weight=2.0, bias=-6.0)

border = Number(
    name="00.border",
    compute=lambda: NEURON.border,
    code="answer = 6 / 2",
    why="The border is where 2 · x − 6 = 0, so x = 6 / 2 = 3. Below it the sum is negative: more no than yes.",
    hints=(
        "At the border the neuron is undecided: σ gives 0.5. For which number does it do that?",
        "σ(0) = 0.5, so 2 · x − 6 = 0.",
    ),
    misconceptions=(
        Misconception(
            lambda: -NEURON.border, "The size is right, the sign is not. At x = −3 the sum is 2 · (−3) − 6 = −12."
        ),
        Misconception(lambda: 2 / 6, "That is 2 / 6, the wrong way round. Solve 2 · x = 6."),
        Misconception(
            lambda: NEURON.bias, "That is the bias alone. The weight counts too: where is 2 · x − 6 equal to 0?"
        ),
        Misconception(
            lambda: -NEURON.bias, "At x = 6 the sum is 2 · 6 − 6 = 6, a sure yes. The border is where the sum is 0."
        ),
        Misconception(
            lambda: NEURON.output(NEURON.border),
            "0.5 is the answer at the border. The question asks for the input x that gets it.",
        ),
    ),
)


def _in_between() -> str:
    """Which weights reach goal 4, by letter: larger ones than the sliders have, none at all, or some that they have."""
    weights = [sign * 2.0**power for power in range(-1, 11) for sign in (1, -1)]
    borders = [place / 4 for place in range(-32, 33)]
    tried = [Neuron(0, bias) for bias in (-1, 0, 1)] + [Neuron(w, -w * border) for w in weights for border in borders]
    reached = [abs(neuron.weight) for neuron in tried if not GOALS[3].missed(neuron)]
    if not reached:
        return "b"
    return "a" if min(reached) > 8 else "c"


in_between = Choice(
    name="00.in_between",
    options="abc",
    compute=_in_between,
    code='answer = "b"',
    why="From left to right the sum w · x + b only rises, only falls, or (w = 0) stays as it is."
    " So one neuron has at most one border.",
    hints=("Drag the bias from one end to the other. How many borders do you ever see at once?",),
    misconceptions=(
        Misconception(
            lambda: "a",
            "A larger weight only makes the curve steeper at its one border. Try 8: some targets are still missed.",
        ),
        Misconception(lambda: "c", "No weight and bias do it, so no search and no training could find them."),
    ),
)
