"""
The detector at moments of its training, as train_detector.py kept them; the fifth moment is the detector itself.
Usage: export_moments.py full|quick DATA OUTPUT
"""

import sys
from pathlib import Path

import torch

from average_precision import evaluate
from common import SETS, load_notes, load_pictures, training_hash
from networks import Detector
from train_detector import CLASSES, MOMENTS, SIZE, detect_all, truths_of, write_detector


def main(kind, data, output):
    model = Detector(len(CLASSES), SIZE)
    held_out, truths = load_pictures(data, "sceneVal", SIZE), truths_of(load_notes(data, "sceneVal"))
    for moment in MOMENTS:
        share = round(100 * moment)
        model.load_state_dict(torch.load(Path(data) / f"detector-at-{share}.pt"), strict=False)
        metrics = evaluate(detect_all(model, held_out), truths, CLASSES)
        write_detector(
            Path(output) / f"detector-at-{share}.onnx",
            model,
            f"The detector of drawn scenes after {share} % of its first round of training",
            training_hash("export_moments.py", "train_detector.py", "fit.py", "networks.py", "detector_loss.py"),
            {"plan": kind, "heldOut": {"scenes": len(held_out), "firstSeed": SETS[kind]["sceneVal"]["seed"], **metrics}},
            bits=8,
        )


if __name__ == "__main__":
    main(*sys.argv[1:4])
