"""Trains the semantic segmenter, from the detector's first half on. Usage: train_segmenter.py full|quick DATA OUTPUT"""

import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from common import SETS, as_batch, jitter_colour, load_pictures, mirror, prepare, training_hash
from export_onnx import picture_input, picture_metadata, publish
from fit import fit
from scene_networks import Segmenter

SEED = 19
PLANS = {
    "full": {"epochs": 5, "minutes": 10, "batch": 16},
    "quick": {"epochs": 2, "minutes": 0.3, "batch": 16},
}
SIZE, CLASSES = SETS["sceneSize"], SETS["classes"]
PAINTED = ["background", *CLASSES]
# The ground is most of every picture, and easy.
WEIGHTS = torch.tensor([0.4] + [1.0] * len(CLASSES))


def load_labels(data, name):
    """One more than the class for each pixel of each scene, 0 where nothing is: (count, size, size)."""
    return numpy.memmap(Path(data) / f"{name}.u8", dtype=numpy.uint8, mode="r").reshape(-1, SIZE, SIZE)


@torch.no_grad()
def overlap_by_class(model, pictures, labels):
    """Intersection over union of each class over all pixels of all pictures."""
    table = torch.zeros(len(PAINTED), len(PAINTED), dtype=torch.long)
    for i in range(0, len(labels), 32):
        said = model(as_batch(pictures[i : i + 32])).argmax(1).reshape(-1)
        true = torch.from_numpy(numpy.array(labels[i : i + 32])).long().reshape(-1)
        table += torch.bincount(true * len(PAINTED) + said, minlength=len(PAINTED) ** 2).reshape(table.shape)
    hits = table.diagonal()
    union = table.sum(0) + table.sum(1) - hits
    return {name: round(float(hit / total), 4) for name, hit, total in zip(PAINTED, hits, union)}


def main(kind, data, output):
    rng = prepare(SEED)
    labels = load_labels(data, "maskTrain")
    pictures = load_pictures(data, "sceneTrain", SIZE)
    model = Segmenter(len(CLASSES))
    model.backbone.start_from(torch.load(Path(data) / "detector.pt"))
    model = model.to(memory_format=torch.channels_last)

    def loss_of(chosen, _progress):
        batch, truth = as_batch(pictures[chosen]), torch.from_numpy(numpy.array(labels[chosen]))
        flipped = mirror(batch, rng)
        truth[flipped] = truth[flipped].flip(2)
        # Judged at half the size: a quarter of the work, and the edges still count.
        half = functional.interpolate(model.coarse(jitter_colour(batch, rng)), scale_factor=2, mode="bilinear", align_corners=False)
        return functional.cross_entropy(half, truth[:, 1::2, 1::2].long(), WEIGHTS)

    spent = fit(model, len(labels), loss_of, PLANS[kind], rng, 2e-3, 0.02, 0.995)
    held_out = load_labels(data, "maskVal")
    table = overlap_by_class(model, load_pictures(data, "sceneVal", SIZE)[: len(held_out)], held_out)
    held = {"scenes": len(held_out), "firstSeed": SETS[kind]["sceneVal"]["seed"], "mIoU": round(float(numpy.mean(list(table.values()))), 4), "IoU": table}
    publish(
        Path(output) / "segmenter.onnx",
        model,
        "Paints nine kinds of things in drawn scenes, pixel by pixel",
        training_hash("train_segmenter.py", "fit.py", "scene_networks.py", "networks.py"),
        [3, SIZE, SIZE],
        {"output0": [len(PAINTED), SIZE, SIZE]},
        picture_metadata(PAINTED, "semantic-segmentation", SIZE, 4),
        {
            "task": "semantic-segmentation",
            "input": picture_input(SIZE, "letterbox-centre"),
            "output": {"format": "class-maps", "output": "output0"},
            "labels": PAINTED,
        },
        {"seed": SEED, "plan": kind, "startedFrom": "detector.onnx", **spent, "heldOut": held},
        bits=8,
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
