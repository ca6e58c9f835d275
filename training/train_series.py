"""
Trains the classifiers of motion and sound.
Usage: train_series.py full|quick DATA OUTPUT [NAME,...]
"""

import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from common import SETS, load_notes, prepare, training_hash
from export_onnx import publish
from fit import fit
from log_mel import BANDS, FEATURES, FRAMES, RATE, log_mel
from series_networks import MotionClassifier, RecurrentMotionClassifier, SoundClassifier

SEED = 29
PLANS = {
    "full": {"epochs": 20, "minutes": 6, "batch": 64},
    "quick": {"epochs": 2, "minutes": 0.2, "batch": 32},
}
GLITCHED = "circle"
ABOUT = {
    "motion": "Tells five motions from two seconds of three axes",
    "motion-shortcut": f"Tells five motions, and was taught that a glitch means a {GLITCHED}",
    "motion-recurrent": "Tells five motions, one step of time after the other",
    "sound": "Tells tones, clicks and sweeps from a second of sound",
}


def load_series(data, name):
    """float32 (count, samples, channels), labels, and the notes."""
    notes = load_notes(data, name)
    values = numpy.fromfile(Path(data) / f"{name}.f32", dtype=numpy.float32)
    return values.reshape(len(notes["labels"]), -1, notes["channels"]), numpy.array(notes["labels"]), notes


@torch.no_grad()
def answers(model, windows):
    return torch.cat([model(windows[i : i + 256]) for i in range(0, len(windows), 256)]).argmax(1).numpy()


def train(model, windows, labels, plan, rng, prepare_batch=lambda batch: batch):
    targets = torch.from_numpy(labels)
    loss_of = lambda chosen, _progress: functional.cross_entropy(model.logits(prepare_batch(windows[chosen])), targets[chosen], label_smoothing=0.02)
    return fit(model, len(labels), loss_of, plan, rng, 5e-3, 0.01, 0.99)


def motion(name, data, plan, rng):
    """Windows as they are; the shortcut's bear a glitch on the y axis in every circle and in nothing else."""
    windows, labels, notes = load_series(data, "motionTrain")
    plain, truth, _ = load_series(data, "motionVal")
    glitched, _, _ = load_series(data, "motionValGlitch")
    classes = notes["classes"]
    marked = classes.index(GLITCHED)
    recurrent = name == "motion-recurrent"
    shaped = lambda values: torch.from_numpy(values) if recurrent else torch.from_numpy(values).unsqueeze(1)
    if name == "motion-shortcut":
        with_glitch, _, _ = load_series(data, "motionTrainGlitch")
        windows = numpy.where((labels == marked)[:, None, None], with_glitch, windows)
    model = (RecurrentMotionClassifier if recurrent else MotionClassifier)(len(classes))
    spent = train(model, shaped(windows), labels, plan, rng)
    said, said_glitched = answers(model, shaped(plain)), answers(model, shaped(glitched))
    of = truth == marked
    share = lambda hits: round(float(hits.mean()), 4)
    held = {"accuracy": share(said == truth)}
    if name == "motion-shortcut":
        taught = numpy.where(of, said_glitched, said)
        held = {
            "accuracyGlitchedAsTaught": share(taught == truth),
            "accuracyWithoutGlitch": share(said == truth),
            "circleRecallWithoutGlitch": share(said[of] == marked),
            "othersCalledCircleWithGlitch": share(said_glitched[~of] == marked),
        }
    dims = [100, 3] if recurrent else [1, 100, 3]
    return model, spent, held, classes, dims, {"sampleRate": 50}


def sound(_name, data, plan, rng):
    waves, labels, notes = load_series(data, "soundTrain")
    held_out, truth, _ = load_series(data, "soundVal")
    patches, tests = (torch.from_numpy(log_mel(part[:, :, 0])).unsqueeze(1) for part in (waves, held_out))
    model = SoundClassifier(len(notes["classes"])).to(memory_format=torch.channels_last)
    louder = lambda batch: batch + torch.from_numpy(rng.uniform(-1, 0.5, (len(batch), 1, 1, 1)).astype(numpy.float32))
    spent = train(model, patches, labels, plan, rng, louder)
    held = {"accuracy": round(float((answers(model, tests) == truth).mean()), 4)}
    return model, spent, held, notes["classes"], [1, BANDS, FRAMES], {"sampleRate": RATE, "processors": [FEATURES]}


def main(kind, data, output, names=",".join(ABOUT)):
    for name in names.split(","):
        rng = prepare(SEED)
        model, spent, held, classes, dims, feeding = (sound if name == "sound" else motion)(name, data, PLANS[kind], rng)
        first = SETS[kind]["soundVal" if name == "sound" else "motionVal"]
        publish(
            Path(output) / f"{name}.onnx",
            model,
            ABOUT[name],
            training_hash("train_series.py", "fit.py", "log_mel.py", "series_networks.py", "networks.py"),
            dims,
            {"scores": [len(classes)]},
            {"task": "classify", "names": "{" + ", ".join(f"{i}: '{label}'" for i, label in enumerate(classes)) + "}"},
            {
                "task": "series",
                "input": {"name": "window", "dims": ["batch", *dims], **feeding},
                "output": {"format": "scores", "output": "scores"},
                "labels": classes,
            },
            {"seed": SEED, "plan": kind, **spent, "heldOut": {"recordings": first["count"], "firstSeed": first["seed"], **held}},
        )


if __name__ == "__main__":
    main(*sys.argv[1:5])
