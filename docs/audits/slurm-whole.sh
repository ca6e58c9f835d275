#!/bin/sh
#SBATCH --job-name=audit-whole
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
# Joins what the array of slurm-array.sh has made, tests the findings and judges the policy: status 4 when a rule is broken.
set -eu
xai-viewer merge parts/*/ --output audit
xai-viewer audit model.onnx --data data --rule annotated --seed 1 --output audit --policy policy.json
