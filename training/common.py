"""What the training scripts share: the drawn data, random masks, schedules, seeds."""

import hashlib
import json
import math
import os
import time
from pathlib import Path

import numpy
import torch

ROOT = Path(__file__).resolve().parent.parent
SETS = json.loads((ROOT / "training" / "sets.json").read_text())


def prepare(seed):
    """Seeds everything."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    return numpy.random.default_rng(seed)


class ThreadChoice:
    """
    One thread or one for each core, whichever is quicker just now. Two are 1.6 times as quick on quiet cores, but where
    others work too they wait for each other at every operator and can be ten times slower. Tried anew every so often.
    """

    TRIAL, EVERY = 4, 150

    def __init__(self):
        self.options = sorted({1, os.cpu_count() or 1})
        self.times, self.step, self.best = {}, 0, 1

    def begin(self):
        trial = self.step % self.EVERY // self.TRIAL
        threads = self.options[trial] if trial < len(self.options) else self.best
        torch.set_num_threads(threads)
        self.threads, self.began = threads, time.monotonic()

    def end(self):
        trial = self.step % self.EVERY // self.TRIAL
        if trial < len(self.options):
            self.times.setdefault(self.threads, []).append(time.monotonic() - self.began)
        elif self.times:
            self.best = min(self.times, key=lambda threads: min(self.times[threads]))
            self.times = {}
        self.step += 1


def load_pictures(folder, name, size):
    """uint8 array of shape (count, size, size, 3), mapped rather than read."""
    data = numpy.memmap(Path(folder) / f"{name}.u8", dtype=numpy.uint8, mode="r")
    return data.reshape(-1, size, size, 3)


def load_notes(folder, name):
    return json.loads((Path(folder) / f"{name}.json").read_text())


def load_crops(folder, name):
    """Pictures of crops and their classes; there are as many of each class."""
    pictures = load_pictures(folder, name, SETS["cropSize"])
    classes = len(SETS["cropClasses"])
    return pictures, numpy.repeat(numpy.arange(classes), len(pictures) // classes)


def as_batch(pictures):
    """(N, H, W, 3) bytes to (N, 3, H, W) floats from 0 to 1, channels last in memory."""
    batch = torch.from_numpy(numpy.array(pictures)).permute(0, 3, 1, 2)
    return batch.to(torch.float32, memory_format=torch.channels_last) / 255


def random_masks(count, size, rng):
    """Smooth masks such as RISE makes, from 0 to 1, shape (count, 1, size, size)."""
    grid = int(rng.integers(6, 17))
    cells = torch.from_numpy((rng.random((count, 1, grid + 1, grid + 1)) < rng.uniform(0.4, 0.8)).astype(numpy.float32))
    pitch = math.ceil(size / grid)
    side = (grid + 1) * pitch
    large = torch.nn.functional.interpolate(cells, (side, side), mode="bilinear", align_corners=False)
    x, y = rng.integers(0, pitch, 2)
    return large[:, :, y : y + size, x : x + size]


def jitter_colour(batch, rng, gain=0.15, shift=0.06):
    """Gain of each channel and brightness of each picture, changed a little."""
    count = len(batch)
    gains = torch.from_numpy(rng.uniform(1 - gain, 1 + gain, (count, 3, 1, 1)).astype(numpy.float32))
    shifts = torch.from_numpy(rng.uniform(-shift, shift, (count, 1, 1, 1)).astype(numpy.float32))
    return (batch * gains + shifts).clamp_(0, 1)


def zoom(batch, rng, most=0.08):
    """Cuts up to that share off the sides of all pictures of a batch alike, and enlarges what is left."""
    size = batch.shape[-1]
    side = size - int(rng.integers(0, round(most * size) + 1))
    x, y = rng.integers(0, size - side + 1, 2)
    part = batch[:, :, y : y + side, x : x + side]
    return torch.nn.functional.interpolate(part, (size, size), mode="bilinear", align_corners=False)


def mirror(batch, rng):
    """Turns half of the pictures, chosen at random, left to right, in place; says which."""
    flipped = torch.from_numpy(rng.random(len(batch)) < 0.5)
    batch[flipped] = batch[flipped].flip(3)
    return flipped


# Minutes of training are minutes of two cores' processor time, so that other work on the machine costs no steps.
CORES = 2


class Schedule:
    """Warm-up, then a cosine, over so many steps or, when they take longer, so many minutes of two cores."""

    def __init__(self, steps, minutes, peak, warm_up):
        self.steps, self.most, self.peak, self.warm_up = steps, minutes, peak, warm_up
        self.began = time.process_time()

    def progress(self, step):
        return min(1.0, max(step / self.steps, self.minutes() / self.most))

    def rate(self, step):
        progress = self.progress(step)
        return self.peak * min(1.0, (step + 1) / self.warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))

    def minutes(self):
        return (time.process_time() - self.began) / CORES / 60


class Average:
    """Exponential moving average of a model's state."""

    def __init__(self, model, decay):
        self.decay, self.count = decay, 0
        self.state = {name: value.clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model):
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[name].lerp_(value, 1 - decay)
            else:
                self.state[name].copy_(value)


def grouped_parameters(model, decay):
    """Weight decay for matrices and kernels, none for norms and biases."""
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]


def training_hash(*names):
    """SHA-256 over the sources that decide on a model: the generator, the sets and the scripts named."""
    sources = sorted((ROOT / "src" / "scenes").rglob("*.ts")) + [ROOT / "src" / "core" / "random.ts"]
    sources += [ROOT / "training" / name for name in ("sets.json", "common.py", *names)]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")
