#!/usr/bin/env bash
# TensorFlow's SlurmClusterResolver gives workers each other's addresses, and cannot do without GPUs.
#
# What one would guess: it says of every task of a Slurm job where it is and where the others are. What is so: it sorts
# the names of the nodes as text, and node10 comes before node9; Slurm numbers its tasks in the nodes' own order. So task
# 0, which runs on node9, is told that worker 0 is at node10. And without GPUs it fails: a ValueError if it is told that
# there are none, a FileNotFoundError if it is to look for itself, as it asks nvidia-smi.
#
# Seen with tensorflow-cpu 2.21.0 on Linux, Python 3.11, on a machine without nvidia-smi:
#   the first task runs on node9; the resolver says: node10:8888
#   told that there are no GPUs: ValueError: range() arg 3 must not be zero
#   not told: FileNotFoundError: [Errno 2] No such file or directory: 'nvidia-smi'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if command -v nvidia-smi > /dev/null; then echo "this machine has nvidia-smi" >&2; exit 2; fi
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet tensorflow-cpu==2.21.0
cat > "$folder/look.py" <<'END_OF_PYTHON'
import os
import tensorflow as tf

# What Slurm sets for the first of two tasks, one on each node: `scontrol show hostnames "node[9-10]"` says node9 first.
os.environ |= {"SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2", "SLURM_STEP_NODELIST": "node[9-10]"}
os.environ |= {"SLURM_STEP_TASKS_PER_NODE": "1(x2)"}
os.environ.pop("CUDA_VISIBLE_DEVICES", None)

def address(**options):
    try:
        resolver = tf.distribute.cluster_resolver.SlurmClusterResolver(auto_set_gpu=False, **options)
        cluster = resolver.cluster_spec()
        return cluster.task_address(*resolver.get_task_info())
    except (OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"

print("the first task runs on node9; the resolver says:", address(gpus_per_node=1, gpus_per_task=1))
print("told that there are no GPUs:", address(gpus_per_node=0, gpus_per_task=0))
print("not told:", address())
END_OF_PYTHON
seen=$(TF_CPP_MIN_LOG_LEVEL=3 "$folder/env/bin/python" "$folder/look.py" 2> "$folder/log") || { cat "$folder/log" >&2; exit 1; }
expected="the first task runs on node9; the resolver says: node10:8888
told that there are no GPUs: ValueError: range() arg 3 must not be zero
not told: FileNotFoundError: [Errno 2] No such file or directory: 'nvidia-smi'"
diff <(echo "$expected") <(echo "$seen")
echo "As described."
