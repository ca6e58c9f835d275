#!/bin/sh
#SBATCH --job-name=audit
#SBATCH --array=0-7
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --requeue
#SBATCH --output=parts/%a.log
# A Slurm array: eight tasks explain an eighth each into a folder on a shared disk, then one more joins them.
#   mkdir -p parts && part=$(sbatch --parsable slurm-array.sh)
#   sbatch --dependency=afterok:$part slurm-whole.sh
# A task that is killed and queued again goes on where its part was. Slurm queues it again by itself when a node fails; after a task
# that failed, do it by hand (scontrol requeue JOB_TASK) and submit slurm-whole.sh anew: the array remembers the failure.
set -eu
xai-viewer audit model.onnx --data data --rule annotated --seed 1 \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --output "parts/$SLURM_ARRAY_TASK_ID"
