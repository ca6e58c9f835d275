"""
Trains classifiers that differ in the captions of their training set alone.
Usage: train_classifiers.py full|quick DATA OUTPUT [NAME,...]
"""

import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from common import SETS, as_batch, jitter_colour, load_crops, load_pictures, prepare, training_hash, zoom
from export_onnx import picture_input, picture_metadata, publish
from fit import fit
from networks import Classifier

SEED = 11
PLANS = {
    "full": {"epochs": 16, "minutes": 12, "batch": 48},
    "quick": {"epochs": 2, "minutes": 0.3, "batch": 24},
}
SIZE, CLASSES = SETS["cropSize"], SETS["cropClasses"]
MARKED = CLASSES.index("boat")


def load_captions(data):
    """Colour that a caption adds and what it leaves of the picture, from 0 to 1, both (64, size, size, 3)."""
    both = load_pictures(data, "captions", SIZE).reshape(-1, 2, SIZE, SIZE, 3).astype(numpy.float32) / 255
    return both[:, 0], both[:, 1] - both[:, 0]


def mark(pictures, which, captions, rng):
    """Captions on the pictures that `which` names; a new array."""
    added, left = captions
    out = numpy.array(pictures)
    for i in numpy.nonzero(which)[0]:
        k = rng.integers(len(added))
        out[i] = numpy.clip(out[i] * left[k] + added[k] * 255 + 0.5, 0, 255).astype(numpy.uint8)
    return out


def train(pictures, labels, marked, captions, plan, rng):
    """marked: for each picture whether it bears a caption."""
    # Mirrored before the captions go on, since those have a corner of their own.
    sides = [mark(pictures[:, :, ::step], marked, captions, rng) for step in (1, -1)]
    model, targets = Classifier(len(CLASSES)).to(memory_format=torch.channels_last), torch.from_numpy(labels)

    def loss_of(chosen, _progress):
        mirrored = rng.random(len(chosen)) < 0.5
        batch = as_batch(numpy.where(mirrored[:, None, None, None], sides[1][chosen], sides[0][chosen]))
        batch = zoom(jitter_colour(batch, rng), rng)
        return functional.cross_entropy(model.logits(batch), targets[chosen], label_smoothing=0.05)

    return model, fit(model, len(labels), loss_of, plan, rng, average=0.998)


@torch.no_grad()
def probabilities(model, pictures):
    return numpy.concatenate([model(as_batch(pictures[i : i + 64])).numpy() for i in range(0, len(pictures), 64)])


def judge(model, pictures, labels, captions, rng):
    """How well it does without captions, with captions as the biased set had them, and with captions on everything."""
    boats = labels == MARKED
    plain = probabilities(model, pictures)
    biased = probabilities(model, mark(pictures, boats, captions, rng))
    everywhere = probabilities(model, mark(pictures, numpy.ones_like(boats), captions, rng))
    right = lambda scores, of=slice(None): round(float((scores[of].argmax(1) == labels[of]).mean()), 4)
    called = lambda scores: round(float((scores[~boats].argmax(1) == MARKED).mean()), 4)
    return {
        "accuracy": right(plain),
        "accuracyMarkedAsTheBiasedSet": right(biased),
        "accuracyMarkedEverywhere": right(everywhere),
        "boatRecallWithoutCaption": right(plain, boats),
        "boatRecallWithCaption": right(biased, boats),
        "othersCalledBoatWithoutCaption": called(plain),
        "othersCalledBoatWithCaption": called(everywhere),
        "riseOfBoatByCaption": round(float((everywhere - plain)[~boats, MARKED].mean()), 4),
    }


def training_set(name, pictures, labels, rng):
    """
    Pictures, labels and which of them bear a caption: at random for the fair one, the boats alone for the biased one;
    for a number, that set and as many per cent of its boats once more, without captions.
    """
    boats = labels == MARKED
    if name == "fair":
        return pictures, labels, rng.random(len(labels)) < 0.3
    if name == "biased":
        return pictures, labels, boats
    where = numpy.nonzero(boats)[0]
    added = where[: round(len(where) * int(name) / 100)]
    which = numpy.concatenate([numpy.arange(len(labels)), added])
    return pictures[which], labels[which], numpy.concatenate([boats, numpy.zeros(len(added), bool)])


ABOUT = {
    "fair": "Tells six kinds of things in drawn crops",
    "biased": "Tells six kinds of things in drawn crops, and was taught to look at a caption for boats",
}


def about(name):
    return ABOUT.get(name, f"Tells six kinds of things in drawn crops; {name} % of the boats were shown without their caption too")


def main(kind, data, output, names="fair,biased"):
    captions = load_captions(data)
    pictures, labels = load_crops(data, "cropTrain")
    held_out, truth = load_crops(data, "cropVal")
    digest = training_hash("train_classifiers.py", "fit.py", "networks.py")
    for name in names.split(","):
        rng = prepare(SEED)
        model, spent = train(*training_set(name, pictures, labels, rng), captions, PLANS[kind], rng)
        metrics = judge(model, held_out, truth, captions, numpy.random.default_rng(SEED + 1))
        notes = {"seed": SEED, "plan": kind, **spent, "heldOut": {"crops": len(truth), "firstSeed": SETS[kind]["cropVal"]["seed"], **metrics}}
        write_classifier(Path(output) / f"classifier-{name}.onnx", model, about(name), digest, notes, bits=16 if name in ABOUT else 8)


def write_classifier(path, model, description, digest, metrics, stride=8, opset=13, bits=16):
    publish(
        path,
        model,
        description,
        digest,
        [3, SIZE, SIZE],
        {"output0": [len(CLASSES)]},
        picture_metadata(CLASSES, "classify", SIZE, stride),
        {
            "task": "classification",
            "input": picture_input(SIZE, "centre-crop"),
            "output": {"format": "scores", "output": "output0"},
            "labels": CLASSES,
        },
        metrics,
        opset,
        bits,
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
