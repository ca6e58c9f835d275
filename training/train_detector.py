"""Trains the detector. Usage: train_detector.py full|quick DATA OUTPUT"""

import sys
from pathlib import Path

import numpy
import torch

from average_precision import evaluate, read_proposals
from common import (
    SETS,
    Average,
    Schedule,
    ThreadChoice,
    as_batch,
    grouped_parameters,
    jitter_colour,
    load_notes,
    load_pictures,
    prepare,
    random_masks,
    training_hash,
    write_json,
)
from detector_loss import detector_loss
from export_onnx import save, to_onnx, write_recipe
from networks import Detector

SEED = 7
PLANS = {
    "full": {"steps": 4400, "minutes": 13, "batch": 32},
    "quick": {"steps": 30, "minutes": 1, "batch": 16},
}
# Shares of the training at which the state is kept, to show how attention grows.
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


def main(kind, data, output):
    plan, rng = PLANS[kind], prepare(SEED)
    pictures, truths = load_pictures(data, "sceneTrain", SIZE), truths_of(load_notes(data, "sceneTrain"))
    model = Detector(len(CLASSES), SIZE).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(grouped_parameters(model, 0.03), lr=1e-3)
    average = Average(model, 0.998)
    schedule = Schedule(plan["steps"], plan["minutes"], 2e-3, min(200, plan["steps"] // 5))
    threads, moments, order, step = ThreadChoice(), list(MOMENTS), [], 0
    while schedule.progress(step) < 1:
        if len(order) < plan["batch"]:
            order = list(rng.permutation(len(pictures)))
        chosen = sorted(order.pop() for _ in range(plan["batch"]))
        batch, found = augment(pictures[chosen], [truths[i] for i in chosen], rng, schedule.progress(step) > 0.9)
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(step)
        threads.begin()
        model.train()
        logits, reaches = model.raw(batch)
        loss = detector_loss(logits, reaches, model.centres, *pad(found))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimiser.step()
        average.update(model)
        threads.end()
        step += 1
        if moments and schedule.progress(step) >= moments[0]:
            torch.save(average.state, Path(data) / f"detector-at-{moments.pop(0)}.pt")
        if step % 100 == 0:
            print(f"step {step}, {schedule.minutes():.1f} min, {100 * schedule.progress(step):.0f} %, {threads.best} threads, loss {loss.item():.3f}", flush=True)
    minutes = schedule.minutes()
    model.load_state_dict(average.state, strict=False)
    torch.save(average.state, Path(data) / "detector.pt")

    held_out = load_pictures(data, "sceneVal", SIZE)
    metrics = evaluate(detect_all(model, held_out), truths_of(load_notes(data, "sceneVal")), CLASSES)
    print(metrics, flush=True)
    digest = training_hash("train_detector.py", "networks.py", "detector_loss.py")
    path = Path(output) / "detector.onnx"
    graph = to_onnx(model, SIZE, [4 + len(CLASSES), model.centres.shape[2]])
    save(graph, path, CLASSES, "detect", SIZE, 32, "Finds nine kinds of things in scenes drawn by xai-viewer; says nothing about photos", digest)
    write_recipe(path, "Detector of drawn scenes", "detection", SIZE, CLASSES, {"format": "yolov8", "output": "output0"}, scoreThreshold=0.3, iouThreshold=0.5)
    write_json(
        path.with_suffix(".metrics.json"),
        {
            "model": path.name,
            "parameters": sum(p.numel() for p in model.parameters()),
            "bytes": path.stat().st_size,
            "trainingHash": digest,
            "seed": SEED,
            "plan": kind,
            "steps": step,
            "pictures": step * plan["batch"],
            "minutes": round(minutes, 1),
            "heldOut": {"scenes": len(held_out), "firstSeed": SETS[kind]["sceneVal"]["seed"], **metrics},
        },
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
