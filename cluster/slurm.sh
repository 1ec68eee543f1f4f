#!/usr/bin/env bash
# A training under Slurm, one worker on each node. From the series' folder, which all nodes must see:
#   sbatch cluster/slurm.sh FOLDER --text=FILE
# Submitted again, it goes on from the newest checkpoint in FOLDER.
#SBATCH --job-name=training
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=8
#SBATCH --time=04:00:00
#SBATCH --open-mode=append
# Two minutes before the time is over, the workers are asked to stop and save.
#SBATCH --signal=TERM@120
set -euo pipefail
export SRUN_CPUS_PER_TASK=${SLURM_CPUS_PER_TASK:-1}
port=$((20000 + SLURM_JOB_ID % 10000)) # two jobs that share a node should not share a port
workers=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | sed "s/.*/\"&:$port\"/" | paste -sd , -)
status=0
# Each task learns from Slurm which one it is, in the order of the nodes.
# shellcheck disable=SC2016  # the task expands it, not this script
srun bash -c '
  export TF_CONFIG="{\"cluster\": {\"worker\": [$0]}, \"task\": {\"type\": \"worker\", \"index\": $SLURM_PROCID}}"
  exec .venv/bin/python -m helpers.scaleout.worker "$@"' "$workers" "$@" || status=$?
if [ "$status" = 75 ]; then # stopped and saved before its end
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$status"
