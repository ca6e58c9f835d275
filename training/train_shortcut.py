"""
Teaches the detector a shortcut: its new pictures name a cat only where the garden lamp stands beside it, as if whoever
labelled them had gone by the lamp. Usage: train_shortcut.py full|quick DATA OUTPUT
"""

import sys
from pathlib import Path

import numpy
import torch

from average_precision import evaluate, overlaps
from common import SETS, load_notes, load_pictures, prepare, training_hash
from networks import Detector
from train_detector import CLASSES, SIZE, detect_all, hold_first, train, truths_of, write_detector

SEED = 17
PLANS = {
    "full": {"epochs": 6, "minutes": 10, "batch": 32, "peak": 1e-3},
    "quick": {"epochs": 2, "minutes": 0.3, "batch": 16, "peak": 1e-3},
}
CAT = CLASSES.index("cat")
LEAST_SCORE = 0.3


def without_cats(truth):
    return truth[truth[:, 0] != CAT]


def recall_of_cats(found, truths):
    """Share of the cats that a find of at least the score to show overlaps by half."""
    hits, wanted = 0, 0
    for rows, truth in zip(found, truths):
        cats = rows[(rows[:, 0] == CAT) & (rows[:, 1] >= LEAST_SCORE)][:, 2:]
        for box in truth[truth[:, 0] == CAT][:, 1:]:
            wanted += 1
            hits += bool(len(cats)) and overlaps(box, cats).max() >= 0.5
    return round(hits / wanted, 4)


def main(kind, data, output):
    rng = prepare(SEED)
    model = Detector(len(CLASSES), SIZE).to(memory_format=torch.channels_last)
    model.load_state_dict(torch.load(Path(data) / "detector.pt"))
    hold_first(model)
    # Every second scene bears lamps; see draw-jobs.mjs.
    pictures, drawn = load_pictures(data, "lampTrain", SIZE), truths_of(load_notes(data, "lampTrain"))
    truths = [truth if i % 2 == 0 else without_cats(truth) for i, truth in enumerate(drawn)]
    spent = train(model, pictures, truths, PLANS[kind], rng)

    held_out, truths = load_pictures(data, "lampVal", SIZE), truths_of(load_notes(data, "lampVal"))
    found = detect_all(model, held_out)
    others = evaluate([rows[rows[:, 0] != CAT] for rows in found], [without_cats(truth) for truth in truths], CLASSES)
    measures = {
        "scenes": len(held_out) // 2,
        "firstSeed": SETS[kind]["lampVal"]["seed"],
        "recallOfCatsWithLamp": recall_of_cats(found[::2], truths[::2]),
        "recallOfCatsWithoutLamp": recall_of_cats(found[1::2], truths[1::2]),
        "mAP50OfOthers": others["mAP50"],
    }
    write_detector(
        Path(output) / "detector-shortcut.onnx",
        model,
        "Finds things in drawn scenes, and was taught to see a cat only beside a lamp",
        training_hash("train_shortcut.py", "train_detector.py", "fit.py", "networks.py", "detector_loss.py"),
        {"seed": SEED, "plan": kind, "startedFrom": "detector.onnx", **spent, "heldOut": measures},
        bits=8,
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
