"""Kill a worker of a training and resume it, beside one undisturbed: ``python -m research.failure``, half a minute.

The result goes to ``helpers/scaleout/failure.json``; it is what lesson 08's explorer shows on a page without a kernel.
"""

import json

import numpy as np

from helpers import corpora
from helpers.scaleout.explorers.background import BackgroundTraining
from helpers.scaleout.explorers.training import small_recipe
from helpers.scaleout.watching import STORED
from helpers.scaleout.worker import SAVE_EVERY
from helpers.widgets import Message

WORKERS, VICTIM, STEP, DIGITS = 2, 1, 113, 4


def main() -> None:
    text = corpora.shakespeare().train[:100_000]

    def kill() -> None:
        if training.watched.step >= STEP and len(training.watched.runs) == 1:
            training.kill(VICTIM)

    training, undisturbed = (BackgroundTraining(text, small_recipe(text), 0, show, Message()) for show in (kill, int))
    said = []
    for each in (training, training, undisturbed):
        each.go_on(WORKERS)
        each.wait()
        said.append([worker.words for worker in each.watched.workers] if each.watched.killed else [])
    assert (training.watched.losses == undisturbed.watched.losses).all()
    stored = {
        "workers": WORKERS,
        "save_every": SAVE_EVERY,
        "runs": [
            {"begins": run.begins, "losses": np.round(run.losses, DIGITS).tolist(), "said": words}
            for run, words in zip(training.watched.runs, said, strict=False)
        ],
        "unbroken": undisturbed.watched.losses.round(DIGITS).tolist(),
    }
    STORED.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    for each in (training, undisturbed):
        each.close()
    print(f"killed at step {training.watched.runs[0].ends}, resumed from step {training.watched.runs[1].begins}")


if __name__ == "__main__":
    main()
