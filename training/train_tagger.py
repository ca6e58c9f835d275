"""Trains the tagger, from the detector's first half on. Usage: train_tagger.py full|quick DATA OUTPUT"""

import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from common import SETS, as_batch, jitter_colour, load_notes, load_pictures, mirror, prepare, training_hash
from export_onnx import picture_input, picture_metadata, publish
from fit import fit
from scene_networks import Tagger

SEED = 19
PLANS = {
    "full": {"epochs": 4, "minutes": 10, "batch": 32},
    "quick": {"epochs": 2, "minutes": 0.3, "batch": 16},
}
SIZE, CLASSES = SETS["sceneSize"], SETS["classes"]
LEAST_SCORE = 0.5


def tags_of(notes):
    """(count, classes): 1 where a class occurs."""
    tags = numpy.zeros((len(notes["boxes"]), len(CLASSES)), dtype=numpy.float32)
    for i, rows in enumerate(notes["boxes"]):
        tags[i, [int(row[0]) for row in rows]] = 1
    return tags


@torch.no_grad()
def measure(model, pictures, tags):
    """F1 of each class, and their mean."""
    said = numpy.concatenate([model(as_batch(pictures[i : i + 32])).numpy() for i in range(0, len(pictures), 32)]) > LEAST_SCORE
    scores = 2 * (said & tags).sum(0) / (said.sum(0) + tags.sum(0))
    return {"meanF1": round(float(scores.mean()), 4), "F1": {name: round(float(score), 4) for name, score in zip(CLASSES, scores)}}


def main(kind, data, output):
    rng = prepare(SEED)
    pictures, tags = load_pictures(data, "sceneTrain", SIZE), tags_of(load_notes(data, "sceneTrain"))
    model = Tagger(len(CLASSES))
    model.backbone.start_from(torch.load(Path(data) / "detector.pt"))
    model, targets = model.to(memory_format=torch.channels_last), torch.from_numpy(tags)

    def loss_of(chosen, _progress):
        batch = as_batch(pictures[chosen])
        mirror(batch, rng)
        return functional.binary_cross_entropy_with_logits(model.logits(jitter_colour(batch, rng)), targets[chosen])

    spent = fit(model, len(tags), loss_of, PLANS[kind], rng, 2e-3, 0.02, 0.995)
    held_out, truth = load_pictures(data, "sceneVal", SIZE), tags_of(load_notes(data, "sceneVal")) > 0
    held = {"scenes": len(truth), "firstSeed": SETS[kind]["sceneVal"]["seed"], **measure(model, held_out, truth)}
    publish(
        Path(output) / "tagger.onnx",
        model,
        "Says which of nine kinds of things a drawn scene shows",
        training_hash("train_tagger.py", "fit.py", "scene_networks.py", "networks.py"),
        [3, SIZE, SIZE],
        {"output0": [len(CLASSES)]},
        picture_metadata(CLASSES, "classify", SIZE, 32),
        {
            "task": "tagging",
            "input": picture_input(SIZE, "letterbox-centre"),
            "output": {"format": "scores", "output": "output0"},
            "labels": CLASSES,
            "scoreThreshold": LEAST_SCORE,
        },
        {"seed": SEED, "plan": kind, "startedFrom": "detector.onnx", **spent, "heldOut": held},
        bits=8,
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
