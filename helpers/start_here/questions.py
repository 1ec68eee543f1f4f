"""The exercises of notebook 00: one to practise on, one to think about."""

from ..exercises import Choice, Misconception, Number
from .neuron import Neuron

NEURON = Neuron(weight=2.0, bias=-6.0)

border = Number(
    name="00.border",
    compute=lambda: NEURON.border,
    code="answer = 6 / 2",
    why="The border is where 2 · x − 6 = 0, so x = 6 / 2 = 3. Below it the sum is negative, which is nearer to no.",
    hints=(
        "At the border the neuron is undecided: σ gives 0.5. For which number does it do that?",
        "σ(0) = 0.5, so 2 · x − 6 = 0.",
    ),
    misconceptions=(
        Misconception(
            lambda: -NEURON.border, "The size is right, the sign is not. At x = −3 the sum is 2 · (−3) − 6 = −12."
        ),
        Misconception(lambda: 2 / 6, "You divided the weight by the bias. Solve 2 · x = 6."),
        Misconception(
            lambda: NEURON.bias, "That is the bias alone. The weight has a say too: where is 2 · x − 6 equal to 0?"
        ),
        Misconception(
            lambda: -NEURON.bias, "At x = 6 the sum is 2 · 6 − 6 = 6, a sure yes. The border is where the sum is 0."
        ),
        Misconception(
            lambda: NEURON.output(NEURON.border),
            "0.5 is the answer at the border. The question is at which input x it is given.",
        ),
    ),
)

in_between = Choice(
    name="00.in_between",
    options="abc",
    compute=lambda: "b",
    code='answer = "b"',
    why="The sum w · x + b grows all the way or falls all the way, so it passes 0 once: one neuron, one border.",
    hints=("Drag the bias from one end to the other. How many borders do you ever see at a time?",),
    misconceptions=(
        Misconception(
            lambda: "a",
            "A larger weight makes the same single border steeper. Try 8: on one side the targets stay wrong.",
        ),
        Misconception(
            lambda: "c", "No search would find it: there is no weight and bias that does it, so no training could."
        ),
    ),
)
