"""
Trains classifiers that differ in the captions of their training set alone.
Usage: train_classifiers.py full|quick DATA OUTPUT [NAME,...]
"""

import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from common import (
    SETS,
    Schedule,
    ThreadChoice,
    as_batch,
    grouped_parameters,
    jitter_colour,
    load_pictures,
    prepare,
    training_hash,
    write_json,
)
from export_onnx import save, to_onnx, write_recipe
from networks import Classifier

SEED = 11
PLANS = {
    "full": {"epochs": 10, "minutes": 6, "batch": 48},
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
    prepared = mark(pictures, marked, captions, rng)
    model = Classifier(len(CLASSES)).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(grouped_parameters(model, 0.02), lr=1e-3)
    per_epoch = len(labels) // plan["batch"]
    schedule = Schedule(per_epoch * plan["epochs"], plan["minutes"], 3e-3, max(1, per_epoch // 2))
    threads, targets, order, step = ThreadChoice(), torch.from_numpy(labels), [], 0
    model.train()
    while schedule.progress(step) < 1:
        if len(order) < plan["batch"]:
            order = list(rng.permutation(len(labels)))
        chosen = [order.pop() for _ in range(plan["batch"])]
        batch = jitter_colour(as_batch(prepared[chosen]), rng)
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(step)
        threads.begin()
        loss = functional.cross_entropy(model.logits(batch), targets[chosen], label_smoothing=0.05)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        threads.end()
        step += 1
    print(f"{step} steps, {schedule.minutes():.1f} min, loss {loss.item():.3f}", flush=True)
    return model.eval(), round(schedule.minutes(), 2)


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
    plan = PLANS[kind]
    captions = load_captions(data)
    pictures, held_out = load_pictures(data, "cropTrain", SIZE), load_pictures(data, "cropVal", SIZE)
    labels, truth = (numpy.repeat(numpy.arange(len(CLASSES)), len(p) // len(CLASSES)) for p in (pictures, held_out))
    digest = training_hash("train_classifiers.py", "networks.py")
    for name in names.split(","):
        rng = prepare(SEED)
        model, minutes = train(*training_set(name, pictures, labels, rng), captions, plan, rng)
        metrics = judge(model, held_out, truth, captions, numpy.random.default_rng(SEED + 1))
        print(name, metrics, flush=True)
        path = Path(output) / f"classifier-{name}.onnx"
        save(to_onnx(model, SIZE, [len(CLASSES)]), path, CLASSES, "classify", SIZE, 8, f"{about(name)}; says nothing about photos", digest)
        write_recipe(path, f"Classifier of drawn crops, {name}", "classification", SIZE, CLASSES, {"format": "scores", "output": "output0"})
        write_json(
            path.with_suffix(".metrics.json"),
            {
                "model": path.name,
                "parameters": sum(p.numel() for p in model.parameters()),
                "bytes": path.stat().st_size,
                "trainingHash": digest,
                "seed": SEED,
                "plan": kind,
                "minutes": minutes,
                "heldOut": {"crops": len(truth), "firstSeed": SETS[kind]["cropVal"]["seed"], **metrics},
            },
        )


if __name__ == "__main__":
    main(*sys.argv[1:5])
