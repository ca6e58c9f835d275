"""Logarithms of mel band magnitudes, as the recipe format defines them (schemas/recipe.schema.json, processor log-mel)."""

import numpy

RATE, FRAMES, BANDS = 16_000, 96, 64
FEATURES = {
    "kind": "log-mel",
    "window": 400,
    "transform": 512,
    "hop": 160,
    "bands": BANDS,
    "lowHertz": 125,
    "highHertz": 7500,
    "logOffset": 0.001,
}


def mel(hertz):
    """O'Shaughnessy's formula, as HTK has it."""
    return 2595 * numpy.log10(1 + hertz / 700)


def bank():
    """(bands, bins): triangles that are even on the mel scale."""
    edges = numpy.linspace(mel(FEATURES["lowHertz"]), mel(FEATURES["highHertz"]), BANDS + 2)
    bins = mel(numpy.arange(FEATURES["transform"] // 2 + 1) * RATE / FEATURES["transform"])
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return numpy.clip(numpy.minimum(rising, falling), 0, None)


def log_mel(waves):
    """(count, samples) to (count, bands, frames), float32; a frame's transform starts at each hop."""
    length, hop, size = FEATURES["transform"], FEATURES["hop"], FEATURES["window"]
    before = (length - size) // 2
    window = numpy.zeros(length)
    window[before : before + size] = 0.5 - 0.5 * numpy.cos(2 * numpy.pi * numpy.arange(size) / size)
    filters = bank().T
    out = numpy.empty((len(waves), BANDS, FRAMES), dtype=numpy.float32)
    for i, wave in enumerate(waves):
        frames = numpy.lib.stride_tricks.sliding_window_view(wave, length)[::hop][:FRAMES]
        magnitudes = numpy.abs(numpy.fft.rfft(frames * window))
        out[i] = numpy.log(magnitudes @ filters + FEATURES["logOffset"]).T
    return out
