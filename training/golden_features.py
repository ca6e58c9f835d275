"""
What the pre-processors of series should give, worked out with numpy and scipy from the published definitions: the golden
values of test/tasks/series/processors.test.ts.
Usage: python3 training/golden_features.py test/fixtures/features/golden.json
"""

import json
import sys

import numpy
from scipy import fft, signal

MOTION_RATE, SOUND_RATE = 50, 8000


def tapers(kind, length):
    return numpy.ones(length) if kind == "none" else signal.get_window(kind, length, fftbins=True)


def stft(wave, window, transform, hop, taper="hann", centred=False, power=1):
    """(bins, frames): |rfft| of tapered frames; a window shorter than its transform lies in its middle (librosa's pad_center)."""
    shape = numpy.zeros(transform)
    before = (transform - window) // 2
    shape[before : before + window] = tapers(taper, window)
    if centred:
        wave = numpy.pad(wave, transform // 2, mode="reflect")
    frames = numpy.lib.stride_tricks.sliding_window_view(wave, transform)[::hop]
    return (numpy.abs(numpy.fft.rfft(frames * shape)) ** power).T


def htk(hertz):
    return 2595 * numpy.log10(1 + numpy.asarray(hertz) / 700)


def htk_back(mel):
    return 700 * (10 ** (numpy.asarray(mel) / 2595) - 1)


def slaney(hertz):
    """Slaney, "Auditory toolbox", 1998: straight to 1 kHz at 15 mels, then 27 mels to each factor of 6.4."""
    hertz = numpy.asarray(hertz, dtype=float)
    return numpy.where(hertz < 1000, hertz * 3 / 200, 15 + 27 * numpy.log(numpy.maximum(hertz, 1000) / 1000) / numpy.log(6.4))


def slaney_back(mel):
    mel = numpy.asarray(mel, dtype=float)
    return numpy.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** ((numpy.maximum(mel, 15) - 15) / 27))


def bank(bands, low, high, transform, scale, slopes, norm):
    to, back = (htk, htk_back) if scale == "htk" else (slaney, slaney_back)
    mels = numpy.linspace(to(low), to(high), bands + 2)
    bins = numpy.fft.rfftfreq(transform, 1 / SOUND_RATE)
    corners, at = (mels, to(bins)) if slopes == "mel" else (back(mels), bins)
    out = numpy.array([numpy.interp(at, corners[k : k + 3], [0, 1, 0], left=0, right=0) for k in range(bands)])
    if norm == "area":
        hertz = back(mels)
        out *= (2 / (hertz[2:] - hertz[:-2]))[:, None]
    return out


def log_mel(wave, options):
    power = 2 if options.get("of") == "power" else 1
    spectrum = stft(wave, options["window"], options["transform"], options["hop"], options.get("taper", "hann"), options.get("centred", False), power)
    filters = bank(
        options["bands"], options["lowHertz"], options["highHertz"], options["transform"],
        options.get("scale", "htk"), options.get("slopes", "mel"), options.get("norm", "none"),
    )
    summed = filters @ spectrum
    offset = options["logOffset"]
    return 10 * numpy.log10(numpy.maximum(summed, offset)) if options.get("log") == "decibel" else numpy.log(summed + offset)


def butter(rows, kind, order, hertz):
    sections = signal.butter(order, hertz, "low" if kind == "low-pass" else "high", fs=MOTION_RATE, output="sos")
    settled = signal.sosfilt_zi(sections)
    return numpy.array([signal.sosfilt(sections, row, zi=settled * row[0])[0] for row in rows])


def standardise(values, over):
    axis = None if over == "window" else 1
    return (values - values.mean(axis=axis, keepdims=True)) / values.std(axis=axis, keepdims=True)


def main(target):
    rng = numpy.random.default_rng(5)
    t = numpy.arange(120) / MOTION_RATE
    motion = numpy.stack([numpy.sin(9 * t) + 1, numpy.cos(31 * t) * t, 0.2 * t]) + 0.1 * rng.standard_normal((3, 120))
    s = numpy.arange(1200) / SOUND_RATE
    sound = (0.5 * numpy.sin(2 * numpy.pi * 700 * s * (1 + 3 * s)) + 0.05 * rng.standard_normal(1200))[None]
    motion, sound = (numpy.round(part, 5).astype(numpy.float32).astype(numpy.float64) for part in (motion, sound))
    cases = []

    def add(on, chain, result):
        result = numpy.asarray(result)
        result = result if result.ndim == 3 else result[:, None, :]
        cases.append({"on": on, "chain": chain, "shape": result.shape, "values": [float(f"{value:.7g}") for value in result.ravel()]})

    add("motion", [{"kind": "scale", "factor": 9.81, "offset": -1}], motion * 9.81 - 1)
    add("motion", [{"kind": "standardise"}], standardise(motion, "channel"))
    add("motion", [{"kind": "standardise", "over": "window"}], standardise(motion, "window"))
    add("motion", [{"kind": "difference"}], numpy.diff(motion, prepend=motion[:, :1]))
    add("motion", [{"kind": "magnitude"}], numpy.linalg.norm(motion, axis=0)[None])
    for kind, order, hertz in (("low-pass", 1, 3), ("low-pass", 4, 8), ("high-pass", 2, 1), ("high-pass", 5, 0.7)):
        add("motion", [{"kind": kind, "order": order, "hertz": hertz}], butter(motion, kind, order, hertz))
    add("motion", [{"kind": "fft", "transform": 120}], numpy.abs(numpy.fft.rfft(motion))[:, :, None])
    add("motion", [{"kind": "fft", "transform": 128, "taper": "hamming", "of": "power"}], (numpy.abs(numpy.fft.rfft(motion * tapers("hamming", 120), 128)) ** 2)[:, :, None])
    add("motion", [{"kind": "stft", "window": 32, "transform": 32, "hop": 8}], numpy.stack([stft(row, 32, 32, 8) for row in motion]))
    add("motion", [{"kind": "stft", "window": 25, "transform": 30, "hop": 7, "taper": "none", "centred": True, "of": "power"}], numpy.stack([stft(row, 25, 30, 7, "none", True, 2) for row in motion]))
    filtered = standardise(butter(motion, "high-pass", 2, 0.5), "channel")
    chain = [{"kind": "high-pass", "hertz": 0.5}, {"kind": "standardise"}, {"kind": "stft", "window": 16, "transform": 16, "hop": 16}]
    add("motion", chain, numpy.stack([stft(row, 16, 16, 16) for row in filtered]))
    plain = {"window": 200, "transform": 256, "hop": 80, "bands": 20, "lowHertz": 125, "highHertz": 3800, "logOffset": 0.001}
    librosa = {**plain, "window": 256, "centred": True, "of": "power", "scale": "slaney", "slopes": "hertz", "norm": "area", "log": "decibel", "logOffset": 1e-10}
    for options in (plain, librosa, {**plain, "slopes": "hertz", "taper": "hamming"}, {**plain, "transform": 200, "of": "power", "scale": "slaney"}):
        add("sound", [{"kind": "log-mel", **options}], log_mel(sound[0], options)[None])
        add("sound", [{"kind": "mfcc", "coefficients": 12, **options}], fft.dct(log_mel(sound[0], options), axis=0, norm="ortho")[None, :12])
    signals = {
        name: {"rate": rate, "channels": [[float(f"{value:.6g}") for value in row] for row in values]}
        for name, rate, values in (("motion", MOTION_RATE, motion), ("sound", SOUND_RATE, sound))
    }
    with open(target, "w") as file:
        json.dump({"signals": signals, "cases": cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
