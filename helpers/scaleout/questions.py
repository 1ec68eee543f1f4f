"""The exercises of lesson 08. Right answers and known mistakes are worked out by the lesson's own functions."""

import numpy as np

from helpers.exercises import Choice, Code, Misconception, Number

from ..char_model.recipe import windows
from .cost import communication
from .sharding import shards

_GRADIENTS, _SIZES = (2.0, 6.0), (3, 1)

unequal_parts = Number(
    name="08.unequal_parts",
    compute=lambda: float(np.average(_GRADIENTS, weights=_SIZES)),
    code="answer = (3 * 2 + 1 * 6) / 4",
    why="The first worker's mean stands for three samples, the second's for one: (3 · 2 + 1 · 6) / 4 = 3.",
    hints=(
        "What would one worker compute that had all four samples?",
        "Three samples have a mean of 2, so they add up to 6. What do all four add up to?",
    ),
    misconceptions=(
        Misconception(
            lambda: float(np.mean(_GRADIENTS)),
            "That is the plain mean of the two. It counts the single sample as much as the other three together.",
        ),
        Misconception(lambda: float(np.sum(_GRADIENTS)), "That is the sum. The gradient of a batch is a mean."),
        Misconception(
            lambda: float(np.average(_GRADIENTS, weights=_SIZES[::-1])),
            "The weights are swapped: the 2 stands for three samples, and the 6 for one.",
        ),
        Misconception(
            lambda: float(np.dot(_GRADIENTS, _SIZES)),
            "That is the sum over all four samples. Divide it by how many there are.",
        ),
    ),
)

_WORKERS, _PARAMETERS = 4, 1_000

bytes_around = Number(
    name="08.bytes_around",
    compute=lambda: communication(_PARAMETERS, _WORKERS, bandwidth=1e9, seconds_per_step=1.0).bytes_sent,
    code="answer = 2 * 3 * 1_000 // 4 * 4",
    why="A chunk is 250 numbers of 4 bytes. A worker sends 3 of them to add up, and 3 to hand out the sums: 6 · 1,000.",
    hints=(
        "How many numbers does each of the four chunks hold, and how many bytes is that?",
        "A worker sends one chunk per hop. There are 3 hops in reduce-scatter. How many in all-gather?",
    ),
    misconceptions=(
        Misconception(
            lambda: (_WORKERS - 1) * _PARAMETERS,
            "That is one round. The sums have to go around as well.",
        ),
        Misconception(
            lambda: 2 * (_WORKERS - 1) * _PARAMETERS // _WORKERS,
            "That is how many numbers it sends. A float32 number takes 4 bytes.",
        ),
        Misconception(
            lambda: 2 * (_WORKERS - 1) * 4 * _PARAMETERS,
            "That is what all four send together. At each hop, one worker sends a chunk: a quarter of its gradient.",
        ),
        Misconception(
            lambda: 2 * 4 * _PARAMETERS,
            "Nearly: that is twice its whole gradient. But with 4 workers there are 3 hops in each round, not 4.",
        ),
    ),
)

twice_the_workers = Choice(
    name="08.twice_the_workers",
    compute=lambda: "b",
    options="abc",
    code='answer = "b"',
    why="It sends 2 (n - 1) / n times its gradient: 1.97 times with 64 workers, 1.98 with 128. It never reaches 2.",
    hints=("What is 2 (n - 1) / n for n = 64, and for n = 128?",),
    misconceptions=(
        Misconception(
            lambda: "a",
            "There are twice as many hops, but each carries a chunk of half the size.",
        ),
        Misconception(
            lambda: "c",
            "A chunk is half as large, but there are twice as many hops.",
        ),
    ),
)

rows_of_a_worker = Number(
    name="08.rows_of_a_worker",
    compute=lambda: shards(batch_size=64, workers=6)[0].stop,
    code="answer = 64 // 6 + 1",
    why="64 = 6 · 10 + 4: each worker reads 10 rows, and four of them read one more. The first is one of these.",
    hints=("How many rows are left over when each of the 6 workers has 10?",),
    misconceptions=(
        Misconception(lambda: 64 // 6, "Then 4 of the 64 rows would not be read by any worker."),
        Misconception(lambda: 64 / 6, "A row is read whole, by one worker: its state goes on from batch to batch."),
        Misconception(
            lambda: 64 // 6 + 64 % 6,
            "That gives all the rows that are left over to one worker, and the others would have to wait for it.",
        ),
        Misconception(lambda: 64, "That is the whole batch. It is shared out among six."),
    ),
)

which_seed = Choice(
    name="08.which_seed",
    compute=lambda: "c",
    options="abc",
    code='answer = "c"',
    why="Equal first weights keep the copies equal. Equal dropout would silence the same units on all workers.",
    hints=(
        "What happens if two workers begin with different weights and then add the same changes?",
        "Dropout is to be drawn anew for every row of the batch. Which rows does a worker read?",
    ),
    misconceptions=(
        Misconception(
            lambda: "a",
            "Then all workers would silence the same units in their rows; one machine would draw for each row anew.",
        ),
        Misconception(
            lambda: "b",
            "Then the copies would begin different and stay so: the sum of their gradients would belong to no network.",
        ),
    ),
)

steps_lost = Number(
    name="08.steps_lost",
    compute=lambda: 73 % 20,
    code="answer = 73 - 60",
    why="The newest checkpoint is that of step 60. Steps 61 to 73 are computed again: 13.",
    hints=("After which steps was the training saved?", "Which is the last of these before 73?"),
    misconceptions=(
        Misconception(lambda: 80 - 73, "That is how many steps were missing to the next checkpoint."),
        Misconception(lambda: 73, "Nothing before the newest checkpoint is lost."),
        Misconception(lambda: 20, "That is the most that can be lost. How many were there since step 60?"),
        Misconception(lambda: 60, "That many are saved. The question is how many are lost."),
        Misconception(lambda: 0, "The other worker has its copy of the weights, but it stops too, and saves nothing."),
    ),
)

not_in_a_checkpoint = Choice(
    name="08.not_in_a_checkpoint",
    compute=lambda: "d",
    options="abcd",
    code='answer = "d"',
    why="The gradient is computed anew at every step, from the weights, the states and the next windows.",
    hints=("Which of them is used up in the step in which it is computed?",),
    misconceptions=(
        Misconception(lambda: "a", "Without the weights, all that was learned is lost."),
        Misconception(lambda: "b", "Without Adam's running means, the next steps have another length and direction."),
        Misconception(
            lambda: "c",
            "Without its states, each row goes on as if the text began there: the next windows are predicted worse.",
        ),
    ),
)

seconds_on_the_wire = Number(
    name="08.seconds_on_the_wire",
    compute=lambda: communication(1_000_000, 2, bandwidth=1e9, seconds_per_step=1.0, latency=0.0).seconds,
    code="answer = 4 * 1_000_000 * 8 / 1e9",
    why="With two workers, 2 (n - 1) / n is 1: each sends 4 MB, which is 32 million bits. At 1 Gb/s that is 0.032 s.",
    hints=("How many bytes are a million float32 numbers?", "1 Gb/s is a thousand million bits a second, not bytes."),
    misconceptions=(
        Misconception(lambda: 4e6 / 1e9, "Bandwidth counts bits, and a byte is 8 of them."),
        Misconception(lambda: 2 * 32e6 / 1e9, "With two workers each sends its gradient once: 2 (n - 1) / n is 1."),
        Misconception(lambda: 8e6 / 1e9, "A float32 number takes 4 bytes, each of 8 bits."),
        Misconception(lambda: 16e6 / 1e9, "That is one round only. There are two: adding up, and handing out."),
    ),
)

greatest_speedup = Number(
    name="08.greatest_speedup",
    compute=lambda: 1 / 0.05,
    code="answer = 1 / 0.05",
    why="The part that is shared out goes towards 0, and the 0.05 s remain: 1 / 0.05 = 20 times, however many help.",
    hints=("What does a step take if the computing takes no time at all?",),
    misconceptions=(
        Misconception(lambda: 1 / (0.05 + 1 / 20), "That is what 20 workers reach. Let their number grow without end."),
        Misconception(lambda: 0.05, "That is the shortest step. How many times as fast as 1 s is it?"),
        Misconception(lambda: 1024, "The adding up is not shared out: it takes 0.05 s however many help."),
    ),
)

updates_for_a_text = Number(
    name="08.updates_for_a_text",
    compute=lambda: len(windows(np.zeros(1_048_577, np.int8), batch_size=512, window=32)[0]),
    code="answer = 1_048_576 // (512 * 32)",
    why="A batch uses up 512 · 32 = 16,384 characters: 64 updates. Batches of 64 windows would make 512 updates.",
    hints=("How many characters does a batch of 512 windows use up?",),
    misconceptions=(
        Misconception(
            lambda: 1_048_576 // (64 * 32), "That is with the batch of one worker, 64 windows. Eight of them read 512."
        ),
        Misconception(lambda: 1_048_576 // 512, "Each window has 32 characters."),
        Misconception(lambda: 512 * 32, "That is how many characters a batch uses up."),
    ),
)

combine = Code(
    name="08.combine",
    compute=lambda: lambda gradients, sizes: np.average(gradients, axis=0, weights=sizes),
    cases=(
        ([[2.0], [6.0]], [3, 1]),
        ([[1.0, 2.0], [3.0, 4.0]], [2, 2]),
        ([[1.0, 0.0], [0.0, 1.0], [4.0, 4.0]], [1, 2, 5]),
    ),
    code=(
        "def answer(gradients, sizes):\n"
        "    total = sum(size * np.array(gradient) for gradient, size in zip(gradients, sizes))\n"
        "    return total / sum(sizes)"
    ),
    why="Each mean counts as often as it has samples. np.average(gradients, axis=0, weights=sizes) does the same.",
    hints=(
        "Turn each mean back into a sum: how?",
        "Add up the sums, and divide by the number of all samples.",
    ),
    misconceptions=(
        Misconception(
            lambda: lambda gradients, sizes: np.mean(gradients, axis=0),
            "Your function ignores the sizes: that is right only if all are equal.",
        ),
        Misconception(
            lambda: lambda gradients, sizes: np.dot(sizes, gradients),
            "Your function adds up over all samples. Divide by how many there are.",
        ),
        Misconception(
            lambda: lambda gradients, sizes: np.dot(sizes, gradients) / len(sizes),
            "Divide by the number of samples, not by the number of workers.",
        ),
    ),
)
