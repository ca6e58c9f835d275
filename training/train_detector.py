"""Trains the detector. Usage: train_detector.py full|quick DATA OUTPUT [2]"""

import json
import sys
from pathlib import Path

import numpy
import torch

from average_precision import evaluate, read_proposals
from common import SETS, as_batch, jitter_colour, load_notes, load_pictures, prepare, random_masks, training_hash, write_json
from detector_loss import detector_loss
from export_onnx import picture_input, picture_metadata, publish
from fit import fit
from networks import Detector

SEED = 7
# A second round, from a lower rate, brings what the first left undone. It takes 20 minutes; the cap leaves room for slow cores.
ROUNDS = {
    "full": [{"epochs": 9, "minutes": 36, "batch": 32, "peak": 2e-3}, {"epochs": 7, "minutes": 40, "batch": 32, "peak": 1.2e-3}],
    "quick": [{"epochs": 3, "minutes": 0.5, "batch": 16, "peak": 2e-3}, {"epochs": 2, "minutes": 0.3, "batch": 16, "peak": 1.2e-3}],
}
# Shares of the first round at which the state is kept, to show how attention grows.
MOMENTS = (0.02, 0.06, 0.2, 0.5)
SIZE, CLASSES = SETS["sceneSize"], SETS["classes"]


def truths_of(notes):
    """One array a scene: class and box."""
    return [numpy.array([row[:5] for row in rows], dtype=numpy.float32).reshape(-1, 5) for rows in notes["boxes"]]


def pad(truths):
    """Labels [N, M], boxes [N, M, 4] and which of them are real [N, M]."""
    most = max(1, max(len(truth) for truth in truths))
    labels = torch.zeros(len(truths), most, dtype=torch.long)
    boxes = torch.zeros(len(truths), most, 4)
    present = torch.zeros(len(truths), most, dtype=torch.bool)
    for i, truth in enumerate(truths):
        labels[i, : len(truth)] = torch.from_numpy(truth[:, 0].astype(numpy.int64))
        boxes[i, : len(truth)] = torch.from_numpy(truth[:, 1:])
        present[i, : len(truth)] = True
    return labels, boxes, present


def augment(pictures, truths, rng, plain):
    """Mirrored at random; unless plain, colours changed and every fifth picture hidden in part as D-RISE will do."""
    batch, out = as_batch(pictures), []
    flips = rng.random(len(truths)) < 0.5
    for i, truth in enumerate(truths):
        if flips[i]:
            batch[i] = batch[i].flip(2)
            truth = truth.copy()
            truth[:, [1, 3]] = SIZE - truth[:, [3, 1]]
        out.append(truth)
    if plain:
        return batch, out
    batch = jitter_colour(batch, rng)
    hidden = numpy.nonzero(rng.random(len(truths)) < 0.2)[0]
    if len(hidden):
        masks = random_masks(len(hidden), SIZE, rng)
        fill = torch.from_numpy((rng.random((len(hidden), 1, 1, 1)) < 0.3).astype(numpy.float32)) * 0.45
        batch[hidden] = batch[hidden] * masks + fill * (1 - masks)
    return batch, out


@torch.no_grad()
def detect_all(model, pictures, batch=32):
    model.eval()
    outputs = [model(as_batch(pictures[i : i + batch])).numpy() for i in range(0, len(pictures), batch)]
    return [read_proposals(output) for block in outputs for output in block]


def hold_first(model):
    """What the first layers look for is settled early, and learning it costs a third of every step."""
    model.to8[:3].requires_grad_(False)


def train(model, pictures, truths, plan, rng, watch=None):
    """Labels with what was drawn; the last tenth of the training sees the pictures as they are."""

    def loss_of(chosen, progress):
        batch, found = augment(pictures[chosen], [truths[i] for i in chosen], rng, progress > 0.9)
        logits, reaches = model.raw(batch)
        return detector_loss(logits, reaches, model.centres, *pad(found))

    return fit(model, len(truths), loss_of, plan, rng, plan["peak"], 0.03, 0.998, watch)


def main(kind, data, output, from_round="1"):
    """from_round: 2 goes on from what the first round left in `data`."""
    rng, moments = prepare(SEED), list(MOMENTS)

    def watch(progress, state):
        if moments and progress >= moments[0]:
            torch.save(state, Path(data) / f"detector-at-{round(100 * moments.pop(0))}.pt")

    pictures, truths = load_pictures(data, "sceneTrain", SIZE), truths_of(load_notes(data, "sceneTrain"))
    model = Detector(len(CLASSES), SIZE).to(memory_format=torch.channels_last)
    kept, rounds = Path(data) / "detector.pt", ROUNDS[kind]
    if from_round == "2":
        model.load_state_dict(torch.load(kept), strict=False)
        spent = [json.loads((Path(data) / "detector-rounds.json").read_text())[0]]
    else:
        spent = [train(model, pictures, truths, rounds[0], rng, watch)]
        torch.save(model.state_dict(), kept)
        write_json(Path(data) / "detector-rounds.json", spent)
    hold_first(model)
    spent.append(train(model, pictures, truths, rounds[1], rng))
    torch.save(model.state_dict(), kept)

    held_out = load_pictures(data, "sceneVal", SIZE)
    metrics = evaluate(detect_all(model, held_out), truths_of(load_notes(data, "sceneVal")), CLASSES)
    write_detector(
        Path(output) / "detector.onnx",
        model,
        "Finds nine kinds of things in drawn scenes",
        training_hash("train_detector.py", "fit.py", "networks.py", "detector_loss.py"),
        {"seed": SEED, "plan": kind, "rounds": spent, "heldOut": {"scenes": len(held_out), "firstSeed": SETS[kind]["sceneVal"]["seed"], **metrics}},
    )


def write_detector(path, model, description, digest, metrics, bits=16):
    publish(
        path,
        model,
        description,
        digest,
        [3, SIZE, SIZE],
        {"output0": [4 + len(CLASSES), model.centres.shape[2]]},
        picture_metadata(CLASSES, "detect", SIZE, 32),
        {
            "task": "detection",
            "input": picture_input(SIZE, "letterbox-centre"),
            "output": {"format": "yolov8", "output": "output0"},
            "labels": CLASSES,
            "scoreThreshold": 0.3,
            "iouThreshold": 0.5,
        },
        metrics,
        bits=bits,
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
