"""What cluster/ gives to schedulers: every worker gets its own place, and all of them the same addresses."""

import json
import os
import shutil
import subprocess
import sys

import pytest
import yaml

from helpers import scaleout
from helpers.scaleout.tf_config import TFConfig
from tools import dev

SLURM = dev.ROOT / "cluster" / "slurm.sh"
SCONTROL = """#!/bin/sh
case "$1 $2" in
  "show hostnames") echo node9; echo node10 ;;
  *) echo "scontrol $*" ;;
esac
"""
SRUN = """#!/bin/sh
for SLURM_PROCID in 0 1; do
  export SLURM_PROCID
  "$@"
  status=$?
done
exit $status
"""
PYTHON = f"""#!{sys.executable}
import json, os, sys
print(json.dumps([os.environ["TF_CONFIG"], sys.argv[1:]]))
sys.exit(int(os.environ["STATUS"]))
"""


def run_slurm_script(folder, status):
    """What the script says, with programs in the place of Slurm's and of Python that say what they are asked to do."""
    for name, code in {"scontrol": SCONTROL, "srun": SRUN, ".venv/bin/python": PYTHON}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
        path.chmod(0o755)
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "STATUS": str(status)}
    environment |= {"SLURM_JOB_ID": "1234567", "SLURM_JOB_NODELIST": "node[9-10]"}
    command = ["bash", str(SLURM), "a folder", "--text=a text"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs a Unix shell")
class TestSlurm:
    def test_every_task_is_a_worker_of_its_own(self, tmp_path):
        ended = run_slurm_script(tmp_path, 0)
        assert (ended.returncode, ended.stderr) == (0, "")
        tasks = [json.loads(line) for line in ended.stdout.splitlines()]
        addresses = ("node9:24567", "node10:24567")
        assert [TFConfig.of({"TF_CONFIG": task[0]}) for task in tasks] == [
            TFConfig(addresses, index) for index in range(2)
        ]
        assert [task[1] for task in tasks] == [["-m", "helpers.scaleout.worker", "a folder", "--text=a text"]] * 2

    def test_a_training_that_was_stopped_is_queued_again_and_one_that_failed_is_not(self, tmp_path):
        stopped, failed = (run_slurm_script(tmp_path, status) for status in (75, 1))
        assert (stopped.returncode, failed.returncode) == (75, 1)
        assert stopped.stdout.splitlines()[-1] == "scontrol requeue 1234567"
        assert "requeue" not in failed.stdout


def test_kubernetes_manifest_gives_every_pod_its_place():
    service, policy, job = yaml.safe_load_all((dev.ROOT / "cluster" / "kubernetes.yaml").read_text(encoding="utf-8"))
    name, spec = job["metadata"]["name"], job["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    env = {variable["name"]: variable for variable in container["env"]}
    configs = [
        TFConfig.of({"TF_CONFIG": env["TF_CONFIG"]["value"].replace("$(INDEX)", str(index))})
        for index in range(spec["completions"])
    ]
    port = policy["spec"]["ingress"][0]["ports"][0]["port"]
    addresses = tuple(f"{name}-{index}.{service['metadata']['name']}:{port}" for index in range(spec["parallelism"]))
    assert configs == [TFConfig(addresses, index) for index in range(spec["completions"])]
    assert next(iter(env)) == "INDEX"  # a value can name only variables before it
    assert pod["subdomain"] == service["metadata"]["name"]
    selected = {"job-name": name}
    assert service["spec"]["selector"] == policy["spec"]["podSelector"]["matchLabels"] == selected
    assert policy["spec"]["ingress"][0]["from"] == [{"podSelector": {"matchLabels": selected}}]


RAY = {
    "ray/__init__.py": """
def init(**settings):
    assert settings["include_dashboard"] is False
""",
    "ray/train/__init__.py": """
def ScalingConfig(**settings): return settings
RunConfig = FailureConfig = ScalingConfig
""",
    "ray/train/tensorflow.py": """
import json, types
def TensorflowTrainer(work, train_loop_config, scaling_config, run_config):
    print(json.dumps([scaling_config, run_config]))
    return types.SimpleNamespace(fit=lambda: work(train_loop_config))
""",
}
"""A package in the place of Ray, which has the one worker compute where it is called."""


def run_ray_script(folder, *options):
    for name, code in RAY.items():
        path = folder / "packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    command = [sys.executable, str(dev.ROOT / "cluster" / "ray_train.py"), str(folder / "run"), *options]
    environment = {**os.environ, "PYTHONPATH": str(folder / "packages")}
    environment.pop("TF_CONFIG", None)
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")


class TestRay:
    def test_it_begins_a_training_and_its_workers_bring_it_to_its_end(self, tmp_path):
        (tmp_path / "text.txt").write_text("to be, or not to be. " * 40, encoding="utf-8")
        recipe = json.dumps({"units": 4, "embedding": 3, "batch_size": 4, "window": 8, "epochs": 1})
        ended = run_ray_script(tmp_path, f"--text={tmp_path / 'text.txt'}", f"--recipe={recipe}", "--workers=3")
        assert ended.returncode == 0, ended.stderr
        scaling, run = json.loads(ended.stdout.splitlines()[0])
        assert scaling == {"num_workers": 3}
        assert run == {"storage_path": str(tmp_path / "run.ray"), "failure_config": {"max_failures": 3}}
        assert len(scaleout.losses(tmp_path / "run")) == len("to be, or not to be. " * 40) // (4 * 8)

    def test_a_folder_without_a_training_and_no_text_is_refused_before_ray_starts(self, tmp_path):
        ended = run_ray_script(tmp_path)
        assert ended.returncode != 0
        assert ended.stdout == ""
        assert "run" in ended.stderr.splitlines()[-1]
