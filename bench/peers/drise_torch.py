"""
D-RISE as its paper says it (Petsiuk et al., CVPR 2021), plainly in PyTorch: masks enlarged by interpolation, one batch after the
other, every proposal against every target, masks summed in full size. Only the bits of the masks are the project's own, so
that maps can be compared. Usage: drise_torch.py JOB.json; writes JOB.result.json, .scores.f32 and .maps.f32 beside it.
"""

import json
import sys
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from onnx_torch import load

MOST = numpy.uint32(0xFFFFFFFF)
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)


def threefry(key, first, second):
    """Threefry-2x32 with 20 rounds (Salmon et al., SC 2011) of whole arrays of counters."""
    keys = [numpy.uint32(key[0]), numpy.uint32(key[1])]
    keys.append(numpy.uint32(0x1BD11BDA) ^ keys[0] ^ keys[1])
    with numpy.errstate(over="ignore"):
        x0, x1 = first.astype(numpy.uint32) + keys[0], second.astype(numpy.uint32) + keys[1]
        for turn in range(20):
            by = numpy.uint32(ROTATIONS[turn % 8])
            x0 = x0 + x1
            x1 = ((x1 << by) | (x1 >> numpy.uint32(32 - int(by)))) ^ x0
            if turn % 4 == 3:
                injection = turn // 4 + 1
                x0 = x0 + keys[injection % 3]
                x1 = x1 + keys[(injection + 1) % 3] + numpy.uint32(injection)
    return x0, x1


def make_masks(spec, first, count):
    """Masks `first` to `first + count - 1` as [count, 1, height, width]."""
    cells = spec["cellsX"] * spec["cellsY"]
    key = (spec["seed"] & 0xFFFFFFFF, spec["seed"] >> 32)
    numbers = numpy.arange(first, first + count, dtype=numpy.uint32)[:, None]
    blocks = numpy.arange((cells + 1) // 2, dtype=numpy.uint32)[None]
    words = threefry(key, *numpy.broadcast_arrays(numbers, blocks))
    random = numpy.stack(words, -1).reshape(count, -1)[:, :cells]
    kept = (random < min(0xFFFFFFFF, round(spec["keep"] * 2**32))).astype(numpy.float32)
    grid = torch.from_numpy(kept).reshape(count, 1, spec["cellsY"], spec["cellsX"])
    large = functional.interpolate(grid, size=(spec["upHeight"], spec["upWidth"]), mode="bilinear", align_corners=False)
    ox, oy = threefry(key, numbers[:, 0], numpy.full(count, MOST))
    ox, oy = ox % numpy.uint32(spec["offsetsX"]), oy % numpy.uint32(spec["offsetsY"])
    return torch.stack([one[:, y : y + spec["height"], x : x + spec["width"]] for one, x, y in zip(large, ox.tolist(), oy.tolist())])


def similarities(raw, boxes, vectors, use_scores):
    """IoU x cosine, times the best class score where asked for; the best proposal of each picture for each target, [N, T]."""
    centre, size = raw[:, :2], raw[:, 2:4]
    low, high = (centre - size / 2).transpose(1, 2), (centre + size / 2).transpose(1, 2)
    inner_low = torch.maximum(low[:, None], boxes[None, :, None, :2])
    inner_high = torch.minimum(high[:, None], boxes[None, :, None, 2:])
    shared = (inner_high - inner_low).clamp(min=0).prod(-1)
    own = (high - low).prod(-1)[:, None] + (boxes[:, 2:] - boxes[:, :2]).prod(-1)[None, :, None]
    alike = functional.normalize(vectors, dim=1) @ functional.normalize(raw[:, 4:], dim=1)
    score = shared / (own - shared) * alike
    if use_scores:
        score = score * raw[:, 4:].amax(1)[:, None]
    return score.amax(2)


@torch.inference_mode()
def main(job_path):
    job = json.loads(job_path.read_text())
    beside = lambda end: job_path.with_suffix(end)
    torch.set_num_threads(job["threads"])
    network, spec, batch = load(job["model"]), job["spec"], job["batch"]
    side = job["input"]
    image = torch.from_numpy(numpy.fromfile(job["image"], numpy.float32)).reshape(1, 3, side["height"], side["width"])
    content = job["content"]
    rows = slice(content["y"], content["y"] + content["height"])
    columns = slice(content["x"], content["x"] + content["width"])
    boxes = torch.tensor(job["boxes"])
    vectors = torch.tensor(job["vectors"])
    network(image)
    weighted = torch.zeros(len(boxes), spec["height"], spec["width"], dtype=torch.float64)
    total = torch.zeros(spec["height"], spec["width"], dtype=torch.float64)
    scores = []
    start = time.perf_counter()
    for first in range(0, job["masks"], batch):
        count = min(batch, job["masks"] - first)
        masks = make_masks(spec, first, count)
        masked = image.repeat(count, 1, 1, 1)
        masked[:, :, rows, columns] *= masks
        score = similarities(network(masked), boxes, vectors, job["useScores"])
        weighted += torch.einsum("nt,nhw->thw", score.double(), masks[:, 0].double())
        total += masks[:, 0].double().sum(0)
        scores.append(score)
    seconds = time.perf_counter() - start
    scores = torch.cat(scores)
    maps = weighted / job["masks"]
    if job["subtract"]:
        maps = maps - scores.double().mean(0)[:, None, None] * total / job["masks"]
    scores.numpy().astype(numpy.float32).tofile(beside(".scores.f32"))
    maps.numpy().astype(numpy.float32).tofile(beside(".maps.f32"))
    beside(".result.json").write_text(json.dumps({"seconds": seconds, "torch": torch.__version__}))


main(Path(sys.argv[1]))
