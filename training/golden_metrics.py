"""
Golden values of the metrics, worked out in float64 with NumPy alone, straight from their definitions: sorting, loops and a
dense linear solve. Writes test/fixtures/golden-metrics.json. Usage: python3 training/golden_metrics.py [file]
"""

import base64
import json
import sys
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parent.parent
SIDE = 32
SEED = 20
MEAN = [0.4, 0.45, 0.5]
STD = [0.25, 0.2, 0.3]
TARGET = 0
BOX = [6, 4, 19, 15]


# --- random numbers: Threefry-2x32 with 20 rounds, and what is drawn from it


def threefry(key, counter):
    rotations = [13, 15, 26, 6, 17, 29, 16, 24]
    keys = [key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1]]
    mask = 0xFFFFFFFF
    x = [(counter[0] + keys[0]) & mask, (counter[1] + keys[1]) & mask]
    for turn in range(20):
        r = rotations[turn % 8]
        x[0] = (x[0] + x[1]) & mask
        x[1] = (((x[1] << r) | (x[1] >> (32 - r))) & mask) ^ x[0]
        if turn % 4 == 3:
            n = turn // 4 + 1
            x[0] = (x[0] + keys[n % 3]) & mask
            x[1] = (x[1] + keys[(n + 1) % 3] + n) & mask
    return x


def uniforms(seed, stream):
    at = 0
    while True:
        for word in threefry((seed & 0xFFFFFFFF, seed >> 32), (at, stream)):
            yield word / 2**32
        at += 1


def normals(draws):
    while True:
        radius = numpy.sqrt(-2 * numpy.log(1 - next(draws)))
        yield radius * numpy.cos(2 * numpy.pi * next(draws))


def noise_list(length, seed, stream):
    out = []
    for pair in range((length + 1) // 2):
        a, b = threefry((seed & 0xFFFFFFFF, seed >> 32), (pair, stream))
        radius = numpy.sqrt(-2 * numpy.log((a + 1) / 2**32))
        out += [radius * numpy.cos(2 * numpy.pi * b / 2**32), radius * numpy.sin(2 * numpy.pi * b / 2**32)]
    return numpy.array(out[:length])


# --- the model: softmax of 64 times the mean over the picture of relu(v_c - the mean of the other two)

CONTRAST = numpy.array([[1, -0.5, -0.5], [-0.5, 1, -0.5], [-0.5, -0.5, 1]])


def normalise(pixels):
    return (pixels / 255 - MEAN) / STD


def softmax(logits):
    powers = numpy.exp(logits - logits.max())
    return powers / powers.sum()


def score(tensor):
    """tensor [H, W, 3], normalised"""
    return softmax(8 * numpy.maximum(tensor @ CONTRAST.T, 0).mean((0, 1)))[TARGET]


def explain(pixels):
    """what the test's own explainer gives: the first class's contrast of each pixel"""
    return (pixels.astype(float) / 255) @ CONTRAST[TARGET]


def scaled(a):
    return (a - a.min()) / (a.max() - a.min())


# --- metrics


def curve(image, other, order, counts, insertion):
    start, end = (other, image) if insertion else (image, other)
    scores = []
    for count in counts:
        copy = start.copy().reshape(-1, 3)
        copy[order[:count]] = end.reshape(-1, 3)[order[:count]]
        scores.append(score(copy.reshape(image.shape)))
    return numpy.array(scores)


def gaussian_kernel(size=11, sigma=5):
    """a single 1 filtered with a Gaussian cut at 4 sigma, the border mirrored"""
    line = numpy.zeros(size)
    line[size // 2] = 1
    offsets = numpy.arange(-4 * sigma, 4 * sigma + 1)
    weights = numpy.exp(-0.5 * (offsets / sigma) ** 2)
    weights /= weights.sum()
    padded = numpy.pad(line, 4 * sigma, mode="symmetric")
    return numpy.array([(padded[k : k + len(weights)] * weights).sum() for k in range(size)])


def blur(image):
    kernel = numpy.outer(gaussian_kernel(), gaussian_kernel())
    half = 5
    padded = numpy.pad(image, ((half, half), (half, half), (0, 0)))
    out = numpy.zeros_like(image)
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            out[y, x] = (padded[y : y + 11, x : x + 11] * kernel[:, :, None]).sum((0, 1))
    return out


def curves(image, saliency):
    order = numpy.argsort(-saliency.ravel(), kind="stable")
    size = len(order)
    black, zero = normalise(numpy.zeros_like(image)), numpy.zeros_like(image)
    even = lambda steps: [step * size // steps for step in range(steps + 1)]
    presets = {
        "openvino": (even(30), black, black),
        "rise": ([row * SIDE for row in range(SIDE + 1)], zero, blur(image)),
        "xplique": (even(10), zero, zero),
        "torch-cam": (even(20), zero, zero),
    }
    out = {}
    for name, (counts, hidden, start) in presets.items():
        for kind, base in (("insertion", start), ("deletion", hidden)):
            scores = curve(image, base, order, counts, kind == "insertion")
            x = numpy.array(counts) / size if name == "torch-cam" else numpy.linspace(0, 1, len(counts))
            auc = ((x[1:] - x[:-1]) * (scores[1:] + scores[:-1]) / 2).sum()
            out[f"{kind} {name}"] = {"auc": auc, "value": auc / score(image), "last": scores[-1]}
    return out


def gini(saliency):
    a = numpy.sort(numpy.abs(saliency.ravel()) + 1e-7)
    n = len(a)
    return 1 - 2 * sum(a[k] / a.sum() * (n - k - 0.5) / n for k in range(n))


def entropy(saliency):
    p = numpy.abs(saliency.ravel())
    p = p[p > 0] / p.sum()
    return -(p * numpy.log(p)).sum() / numpy.log(saliency.size)


def pearson(a, b):
    return numpy.corrcoef(a.ravel(), b.ravel())[0, 1]


def ranks(values):
    values = values.ravel()
    return numpy.array([(values < v).sum() + ((values == v).sum() + 1) / 2 for v in values])


def spearman(a, b):
    return pearson(ranks(a), ranks(b))


def ssim(a, b):
    offsets = numpy.arange(-5, 6)
    line = numpy.exp(-0.5 * (offsets / 1.5) ** 2)
    window = numpy.outer(line, line) / line.sum() ** 2
    values = []
    for y in range(a.shape[0] - 10):
        for x in range(a.shape[1] - 10):
            p, q = a[y : y + 11, x : x + 11], b[y : y + 11, x : x + 11]
            mp, mq = (window * p).sum(), (window * q).sum()
            vp, vq = (window * (p - mp) ** 2).sum(), (window * (q - mq) ** 2).sum()
            cov = (window * (p - mp) * (q - mq)).sum()
            top = (2 * mp * mq + 0.01**2) * (2 * cov + 0.03**2)
            values.append(top / ((mp**2 + mq**2 + 0.01**2) * (vp + vq + 0.03**2)))
    return numpy.mean(values)


def overlap(a, b, share):
    count = round(share * a.size)
    top = lambda values: set(numpy.argsort(-values.ravel(), kind="stable")[:count])
    return len(top(a) & top(b)) / count


def kept(image, saliency, pixels):
    """the picture multiplied with the scaled map, over black, over green and over the picture's mean colour"""
    weights = scaled(saliency)[:, :, None]
    out = {}
    colours = {"black": numpy.zeros(3), "green": numpy.array([60, 110, 60]), "mean": pixels.reshape(-1, 3).mean(0)}
    for name, colour in colours.items():
        hidden = normalise(numpy.broadcast_to(colour, pixels.shape))
        y = score(hidden + weights * (image - hidden))
        whole = score(image)
        out[name] = {
            "drop": max(0, whole - y) / whole,
            "increase": float(y > whole),
            "gain": max(0, y - whole) / (1 - whole),
        }
    return out


def adcc(image, saliency, pixels, fill):
    weights = scaled(saliency)
    again = explain(numpy.rint(pixels * weights[:, :, None]))
    coherency = (pearson(saliency, again) + 1) / 2
    complexity = weights.mean()
    drop = kept(image, saliency, pixels)[fill]["drop"]
    return {
        "coherency": coherency,
        "complexity": complexity,
        "drop": drop,
        "value": 3 / (1 / coherency + 1 / (1 - complexity) + 1 / (1 - drop)),
    }


def impute(plane, missing):
    """every missing value is the weighted mean of its neighbours: sides 1/6, corners 1/12; one dense solve"""
    places = numpy.argwhere(missing)
    number = {tuple(place): k for k, place in enumerate(places)}
    matrix = numpy.zeros((len(places), len(places)))
    right = numpy.zeros(len(places))
    for k, (y, x) in enumerate(places):
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if (dy, dx) == (0, 0) or not (0 <= y + dy < plane.shape[0] and 0 <= x + dx < plane.shape[1]):
                    continue
                weight = 1 / 6 if 0 in (dy, dx) else 1 / 12
                matrix[k, k] += weight
                if (y + dy, x + dx) in number:
                    matrix[k, number[(y + dy, x + dx)]] -= weight
                else:
                    right[k] += weight * plane[y + dy, x + dx]
    out = plane.copy()
    out[missing] = numpy.linalg.solve(matrix, right)
    return out


def road(image, saliency, seed):
    order = numpy.argsort(-saliency.ravel(), kind="stable")
    halves = []
    for k, share in enumerate([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]):
        count = int(share * len(order))
        found = []
        for which, removed in enumerate((order[:count], order[len(order) - count :])):
            missing = numpy.zeros(SIDE * SIDE, bool)
            missing[removed] = True
            missing = missing.reshape(SIDE, SIDE)
            copy = numpy.stack([impute(image[:, :, c], missing) for c in range(3)], -1)
            draws = normals(uniforms(seed, 2 * k + which))
            for y, x in numpy.argwhere(missing):
                for c in range(3):
                    copy[y, x, c] += 0.01 * next(draws)
            found.append(score(copy))
        halves.append((found[1] - found[0]) / 2)
    return numpy.mean(halves)


def infidelity(image, saliency, samples, seed):
    draws = uniforms(seed, 0x73717561)
    whole_number = lambda low, high: low + int((high - low + 1) * next(draws))
    black = normalise(numpy.zeros_like(image))
    foretold, lost = [], []
    for _ in range(samples):
        side = whole_number(SIDE // 8, SIDE // 2)
        x, y = whole_number(0, SIDE - side), whole_number(0, SIDE - side)
        copy = image.copy()
        copy[y : y + side, x : x + side] = black[y : y + side, x : x + side]
        foretold.append(saliency[y : y + side, x : x + side].sum())
        lost.append(score(image) - score(copy))
    foretold, lost = numpy.array(foretold), numpy.array(lost)
    scale = max(0, numpy.linalg.lstsq(foretold[:, None], lost, rcond=None)[0][0])
    return ((scale * foretold - lost) ** 2).mean() / (lost**2).mean()


def noise_changes(pixels, radius, samples, seed):
    base = explain(pixels)
    changes = []
    for sample in range(samples):
        draws = uniforms(seed, sample)
        noise = numpy.array([-255 * radius + 2 * 255 * radius * next(draws) for _ in range(pixels.size)])
        noisy = numpy.clip(numpy.rint(pixels + noise.reshape(pixels.shape)), 0, 255)
        changes.append(numpy.linalg.norm(explain(noisy) - base) / numpy.linalg.norm(base))
    return changes


# --- randomised weights: a 1x1 convolution with bias to 4 channels, relu, mean over the picture, a linear layer, softmax


def block_map(image, weights):
    """loss of the first class's probability when one of 4 x 4 blocks is black, over the block"""
    conv, bias, linear, offset = weights
    probability = lambda t: softmax(linear @ numpy.maximum(t @ conv.T + bias, 0).mean((0, 1)) + offset)[TARGET]
    black = normalise(numpy.zeros_like(image))
    out = numpy.zeros((SIDE, SIDE))
    side = SIDE // 4
    for y in range(0, SIDE, side):
        for x in range(0, SIDE, side):
            copy = image.copy()
            copy[y : y + side, x : x + side] = black[y : y + side, x : x + side]
            out[y : y + side, x : x + side] = probability(image) - probability(copy)
    return out


def randomised(image, seed):
    pattern = lambda *dims: numpy.sin(7.3 * numpy.arange(numpy.prod(dims)) + 1).astype("f4").astype(float).reshape(dims)
    weights = [pattern(4, 3), pattern(4), pattern(3, 4), pattern(3)]
    base = block_map(image, weights)

    def draw(array, sample):
        noise = noise_list(array.size, seed, 0x77656967 + sample).reshape(array.shape)
        return array.mean() + array.std() * noise

    # Node 0 is the convolution, node 4 the linear layer; a node's weight has an even number, its bias the odd one behind.
    top = [weights[0], weights[1], draw(weights[2], 8), draw(weights[3], 9)]
    all_of_it = [draw(weights[0], 0), draw(weights[1], 1), *top[2:]]
    return [spearman(base, block_map(image, changed)) for changed in (top, all_of_it)]


def main(output=ROOT / "test" / "fixtures" / "golden-metrics.json"):
    rng = numpy.random.default_rng(SEED)
    ys, xs = numpy.mgrid[0:SIDE, 0:SIDE]
    blob = numpy.exp(-((xs - 12) ** 2 + (ys - 9) ** 2) / 40)
    pixels = numpy.stack([70 + 150 * blob, 90 + 60 * numpy.sin(xs / 5), 80 + 70 * numpy.cos(ys / 6)], -1)
    pixels = numpy.clip(numpy.rint(pixels + rng.normal(0, 8, pixels.shape)), 0, 255)
    saliency = blob - 0.3 * numpy.exp(-((xs - 25) ** 2 + (ys - 24) ** 2) / 30) + rng.normal(0, 0.05, blob.shape)
    # Rounded, so that many values are equal and the order of ties matters.
    saliency = (numpy.rint(saliency * 64) / 64).astype("f4").astype(float)
    other = (saliency.T + rng.normal(0, 0.2, blob.shape)).astype("f4").astype(float)
    image = normalise(pixels)
    inside = numpy.zeros((SIDE, SIDE), bool)
    inside[BOX[1] : BOX[3], BOX[0] : BOX[2]] = True
    energy = lambda weights: weights[inside].sum() / weights.sum()
    order = numpy.argsort(-saliency.ravel(), kind="stable")
    stability = noise_changes(pixels, 0.1, 20, 1)
    randomisation = randomised(image, 4)
    golden = {
        "side": SIDE,
        "mean": MEAN,
        "std": STD,
        "box": BOX,
        "pixels": base64.b64encode(pixels.astype("u1").tobytes()).decode(),
        "map": base64.b64encode(saliency.astype("<f4").tobytes()).decode(),
        "other": base64.b64encode(other.astype("<f4").tobytes()).decode(),
        "whole": score(image),
        "curves": curves(image, saliency),
        "energy": {
            "positive": energy(numpy.maximum(saliency, 0)),
            "min-max": energy(scaled(saliency)),
            "absolute": energy(numpy.abs(saliency)),
        },
        "rank": inside.ravel()[order[: inside.sum()]].mean(),
        "sparsity": gini(saliency),
        "entropy": entropy(saliency),
        "kept": kept(image, saliency, pixels),
        "keptOfNegative": kept(image, -saliency, pixels),
        "adcc": adcc(image, saliency, pixels, "black"),
        "adccOverGreen": adcc(image, -saliency, pixels, "green"),
        "road": road(image, saliency, 3),
        "infidelity": infidelity(image, saliency, 64, 2),
        "maxSensitivity": max(noise_changes(pixels, 0.02, 10, 0)),
        "averageStability": numpy.mean(stability),
        "randomisation": {"correlations": randomisation, "value": numpy.abs(randomisation).mean()},
        "agreement": {
            "pearson": pearson(saliency, other),
            "spearman": spearman(saliency, other),
            "ssim": ssim(scaled(saliency), scaled(other)),
            "overlap": overlap(saliency, other, 0.1),
        },
    }
    Path(output).write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print({key: value for key, value in golden.items() if key not in ("pixels", "map", "other")})


if __name__ == "__main__":
    main(*sys.argv[1:2])
