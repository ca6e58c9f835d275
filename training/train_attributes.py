"""Trains the model that describes one object's crop by several heads. Usage: train_attributes.py full|quick DATA OUTPUT"""

import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from common import SETS, as_batch, jitter_colour, load_notes, load_pictures, mirror, prepare, training_hash
from crop_networks import AttributeModel
from export_onnx import picture_input, picture_metadata, publish
from fit import fit

SEED = 23
PLANS = {
    "full": {"epochs": 24, "minutes": 10, "batch": 48},
    "quick": {"epochs": 2, "minutes": 0.3, "batch": 24},
}
SIZE = SETS["cropSize"]
HEADS = ("class", "colour", "kind", "pose")


def main(kind, data, output):
    rng = prepare(SEED)
    pictures, notes = load_pictures(data, "attributeTrain", SIZE), load_notes(data, "attributeTrain")["crops"]
    names = {head: SETS["classes"] if head == "class" else sorted({note[head] for note in notes}) for head in HEADS}
    number = lambda notes, head: numpy.array([names[head].index(note[head]) for note in notes])
    targets = {head: torch.from_numpy(number(notes, head)) for head in HEADS}
    model = AttributeModel({head: len(names[head]) for head in HEADS}).to(memory_format=torch.channels_last)

    def loss_of(chosen, _progress):
        batch = as_batch(pictures[chosen])
        mirror(batch, rng)
        # Little change of colour: it is asked for.
        answers = model.logits(jitter_colour(batch, rng, 0.04, 0.03))
        return sum(functional.cross_entropy(answer, targets[head][chosen]) for head, answer in zip(HEADS, answers))

    spent = fit(model, len(notes), loss_of, PLANS[kind], rng, 3e-3, 0.02, 0.995)
    held_out, truth = load_pictures(data, "attributeVal", SIZE), load_notes(data, "attributeVal")["crops"]
    with torch.no_grad():
        parts = [model(as_batch(held_out[i : i + 64])) for i in range(0, len(held_out), 64)]
    said = {head: numpy.concatenate([part[k].argmax(1).numpy() for part in parts]) for k, head in enumerate(HEADS)}
    accuracy = {head: round(float(numpy.mean([names[head][s] == note[head] for s, note in zip(said[head], truth)])), 4) for head in HEADS}
    held = {"crops": len(truth), "firstSeed": SETS[kind]["attributeVal"]["seed"], "accuracy": accuracy}
    publish(
        Path(output) / "attributes.onnx",
        model,
        "Describes one object's crop: class, colour, kind, pose",
        training_hash("train_attributes.py", "fit.py", "crop_networks.py", "networks.py"),
        [3, SIZE, SIZE],
        {head: [len(names[head])] for head in HEADS},
        picture_metadata(names["class"], "attributes", SIZE, 8),
        {
            "task": "attributes",
            "input": picture_input(SIZE, "centre-crop"),
            "output": {"format": "heads", "heads": [{"name": head, "output": head, "labels": names[head]} for head in HEADS]},
        },
        {"seed": SEED, "plan": kind, **spent, "heldOut": held},
        bits=8,
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
