"""The workers of lesson 08 where there is no scheduler: Ray Train starts them, and starts them anew if one is lost.

On a machine that belongs to a Ray cluster (``ray start``), or on one alone, in the folder of the series:

    python cluster/ray_train.py FOLDER --text=FILE --workers=2

All machines must see FOLDER, and the series' own. Ray finds places for the workers, gives each its TF_CONFIG, and runs
in each what ``python -m helpers.scaleout.worker`` runs. The training itself is in FOLDER, so workers that start anew go
on from the newest checkpoint.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from helpers.char_model.recipe import Recipe  # noqa: E402
from helpers.scaleout import checkpoint, worker  # noqa: E402

QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}
"""Asks Ray to send nothing to its makers."""


def begin(folder: Path, text: Path | None, recipe: dict[str, Any], seed: int) -> None:
    """Begin a training in the folder, unless one has begun there."""
    if text and not checkpoint.is_begun(folder):
        content = text.read_text(encoding="utf-8")
        checkpoint.begin(checkpoint.Training.of(folder, content, Recipe(**recipe), seed))
    checkpoint.open_training(folder)  # which says what is wrong, before anything is started


def work(given: dict[str, str]) -> None:
    """What each worker does."""
    worker.on_tensorflow(Path(given["folder"]), worker.SAVE_EVERY, lambda: lambda: False)


def main() -> None:
    """Read the command line, and have Ray train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the training is, or will be")
    parser.add_argument("--text", type=Path, help="a text, to begin a training with if none has begun in the folder")
    parser.add_argument("--seed", type=int, default=0, help="of that training")
    parser.add_argument("--recipe", type=json.loads, default={}, help="its recipe, such as '{\"units\": 512}'")
    parser.add_argument("--workers", type=int, default=2, help="how many (default: %(default)s)")
    parser.add_argument("--restarts", type=int, default=3, help="how often they may start anew (default: %(default)s)")
    given = parser.parse_args()
    folder = given.folder.absolute()
    begin(folder, given.text, given.recipe, given.seed)

    os.environ.update(QUIET)
    import ray
    from ray.train import FailureConfig, RunConfig, ScalingConfig
    from ray.train.tensorflow import TensorflowTrainer

    # Its overview of the cluster is a web server that asks nobody for a password.
    ray.init(include_dashboard=False, runtime_env={"env_vars": {"PYTHONPATH": str(ROOT), **QUIET}})
    TensorflowTrainer(
        work,
        train_loop_config={"folder": str(folder)},
        scaling_config=ScalingConfig(num_workers=given.workers),
        run_config=RunConfig(
            storage_path=str(folder.with_name(f"{folder.name}.ray")),  # for Ray's own notes; the checkpoints are ours
            failure_config=FailureConfig(max_failures=given.restarts),
        ),
    ).fit()


if __name__ == "__main__":
    main()
