"""
Trains classifiers of crops that differ in their shape alone.
Usage: train_crops.py full|quick DATA OUTPUT [NAME,...]
"""

import sys
from pathlib import Path

import torch
from torch.nn import functional

from common import SETS, as_batch, jitter_colour, load_crops, mirror, prepare, training_hash, zoom
from crop_networks import FlatClassifier, UltralyticsClassifier, VisionTransformer, WindowedTransformer
from fit import fit
from train_classifiers import CLASSES, probabilities, write_classifier

SEED = 13
# Network, highest learning rate, stride of the last map, opset, and what it is.
SHAPES = {
    "classifier-flat": (FlatClassifier, 3e-3, 16, 13, "Tells six kinds of things in drawn crops, by a head that flattens its last map"),
    "vit": (VisionTransformer, 2e-3, 16, 17, "Tells six kinds of things in drawn crops: a small vision transformer with a class token"),
    "windowed": (WindowedTransformer, 2e-3, 8, 13, "Tells six kinds of things in drawn crops: a small transformer with shifted windows, channels last"),
    "yolov8-cls": (UltralyticsClassifier, 3e-3, 32, 13, "Tells six kinds of things in drawn crops: YOLOv8's classifier, narrower"),
}
PLANS = {
    "full": {"epochs": 14, "minutes": 10, "batch": 48},
    "quick": {"epochs": 2, "minutes": 0.2, "batch": 24},
}


def main(kind, data, output, names=",".join(SHAPES)):
    pictures, labels = load_crops(data, "cropTrain")
    held_out, truth = load_crops(data, "cropVal")
    targets = torch.from_numpy(labels)
    digest = training_hash("train_crops.py", "fit.py", "crop_networks.py", "networks.py")
    for name in names.split(","):
        build, peak, stride, opset, description = SHAPES[name]
        rng = prepare(SEED)
        model = build(len(CLASSES)).to(memory_format=torch.channels_last)

        def loss_of(chosen, _progress):
            batch = as_batch(pictures[chosen])
            mirror(batch, rng)
            return functional.cross_entropy(model.logits(zoom(jitter_colour(batch, rng), rng)), targets[chosen], label_smoothing=0.05)

        spent = fit(model, len(labels), loss_of, PLANS[kind], rng, peak, 0.03, 0.995)
        accuracy = round(float((probabilities(model, held_out).argmax(1) == truth).mean()), 4)
        held = {"crops": len(truth), "firstSeed": SETS[kind]["cropVal"]["seed"], "accuracy": accuracy}
        notes = {"seed": SEED, "plan": kind, **spent, "heldOut": held}
        write_classifier(Path(output) / f"{name}.onnx", model, description, digest, notes, stride, opset, bits=8)


if __name__ == "__main__":
    main(*sys.argv[1:5])
