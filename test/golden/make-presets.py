#!/usr/bin/env python3
"""Works out test/golden/presets.json: what each preset's masks, similarities and maps must be.

Follows the originals' descriptions and shares nothing with the TypeScript: no tables, no separated axes, no running
sums; Python's own whole numbers and doubles. Only the random numbers are this project's definition
(docs/methods/d-rise.md, "Randomness").

Run from the project's root: python3 test/golden/make-presets.py
Needs Python 3.9 alone. Where SciPy is importable the linear enlargements are compared with
scipy.ndimage.map_coordinates (order 1, modes "mirror" and "nearest"); with SciPy 1.17 they agreed within 1e-12. The
mirrored corner agrees with the four figures measured with scikit-image 0.26 (.469 .406 .406 .469). OpenCV, PyTorch and
scikit-image were not at hand, so the cubic stands on its formula alone.
"""

import json
import math
import random

WIDTH, HEIGHT = 37, 23
SEED = 5 * 2**32 + 20240607  # more than 32 bits, so that both key words matter
PAINTED = [0, 7]  # masks written out in full
SUMMED = 12  # masks 0 to 11 make the maps
WORD = 0xFFFFFFFF


# --- random numbers: Threefry-2x32, 20 rounds ---------------------------------------------------------------------

def rotate(x, bits):
    return ((x << bits) | (x >> (32 - bits))) & WORD


def threefry(key, counter):
    extended = [key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1]]
    x = [(counter[0] + extended[0]) & WORD, (counter[1] + extended[1]) & WORD]
    rotations = [[13, 15, 26, 6], [17, 29, 16, 24]]
    for group in range(5):
        for bits in rotations[group % 2]:
            x[0] = (x[0] + x[1]) & WORD
            x[1] = rotate(x[1], bits) ^ x[0]
        injected = group + 1
        x[0] = (x[0] + extended[injected % 3]) & WORD
        x[1] = (x[1] + extended[(injected + 1) % 3] + injected) & WORD
    return x


KEY = (SEED % 2**32, SEED // 2**32)


def draw(number, cells_x, cells_y, keep, offsets_x, offsets_y):
    cells = [[0] * cells_x for _ in range(cells_y)]
    for k in range(cells_x * cells_y):
        word = threefry(KEY, (number, k // 2))[k % 2]
        cells[k // cells_x][k % cells_x] = 1 if word < keep * 2**32 else 0
    ox, oy = threefry(KEY, (number, 2**32 - 1))
    return cells, ox % offsets_x, oy % offsets_y


# --- enlarging ----------------------------------------------------------------------------------------------------

def clamp(i, n):
    return 0 if i < 0 else n - 1 if i >= n else i


def mirror(i, n):
    """... 2 1 | 0 1 2 ... n-1 | n-2 n-3 ..."""
    while i < 0 or i >= n:
        i = -i if i < 0 else 2 * (n - 1) - i
    return i


def tent(d):
    return max(0.0, 1 - abs(d))


def cubic(d, a=-0.75):
    d = abs(d)
    if d <= 1:
        return (a + 2) * d**3 - (a + 3) * d**2 + 1
    if d < 2:
        return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a
    return 0.0


def enlarged_value(cells, px, py, up_w, up_h, kernel, reach, border):
    n_x, n_y = len(cells[0]), len(cells)
    sx = (px + 0.5) * n_x / up_w - 0.5
    sy = (py + 0.5) * n_y / up_h - 0.5
    total = 0.0
    for j in range(math.floor(sy) - reach + 1, math.floor(sy) + reach + 1):
        for i in range(math.floor(sx) - reach + 1, math.floor(sx) + reach + 1):
            total += kernel(sx - i) * kernel(sy - j) * cells[border(j, n_y)][border(i, n_x)]
    return total


def value_at(style, cells, px, py, up_w, up_h):
    if style == 'nearest':
        return float(cells[py * len(cells) // up_h][px * len(cells[0]) // up_w])
    if style == 'linear-clamp':
        return enlarged_value(cells, px, py, up_w, up_h, tent, 1, clamp)
    if style == 'linear-mirror':
        return enlarged_value(cells, px, py, up_w, up_h, tent, 1, mirror)
    return min(1.0, max(0.0, enlarged_value(cells, px, py, up_w, up_h, cubic, 2, clamp)))


# --- the masks of each original -----------------------------------------------------------------------------------
# Each gives: cells per axis, enlarged width and height, numbers of offsets, style.

def paper_masks(w, h, g):
    # Floor, unless a crop at the last offset would hang over the edge.
    sizes = []
    for side in (w, h):
        c = side // g
        if (g + 1) * c - (c - 1) < side or c == 0:
            c += 1
        sizes.append(c)
    return g, (g + 1) * sizes[0], (g + 1) * sizes[1], sizes[0], sizes[1], 'linear-clamp'


def microsoft_masks(w, h, g):
    pad = int(max(h / g, w / g))
    return g, w + pad, h + pad, pad + 1, pad + 1, 'nearest'


def hysts_masks(w, h, g):
    ups = []
    for side in (w, h):
        up = (g + 1) * (side // g)
        if up <= side:
            up = (g + 1) * (side // g + 1)
        ups.append(up)
    return g, ups[0], ups[1], ups[0] - w, ups[1] - h, 'linear-clamp'


def rise_masks(style):
    def masks(w, h, g):
        cell_w, cell_h = math.ceil(w / g), math.ceil(h / g)
        return g, (g + 1) * cell_w, (g + 1) * cell_h, cell_w, cell_h, style
    return masks


def default_masks(w, h, g):
    cell_w, cell_h = math.ceil(w / g), math.ceil(h / g)
    return g + 1, (g + 1) * cell_w, (g + 1) * cell_h, cell_w, cell_h, 'linear-clamp'


PRESETS = {
    'detector': {
        'default': dict(grid=16, keep=0.5, masks=default_masks, form='covariance', scaling='none'),
        'paper': dict(grid=16, keep=0.5, masks=paper_masks, form='mean', scaling='none'),
        'microsoft': dict(grid=16, keep=0.5, masks=microsoft_masks, form='covariance', scaling='min-max'),
        'hysts': dict(grid=16, keep=0.5, masks=hysts_masks, form='mean', scaling='none'),
        'xaitk': dict(grid=8, keep=0.5, masks=rise_masks('linear-mirror'), form='ratio', scaling='max-abs'),
    },
    'classifier': {
        'default': dict(grid=8, keep=0.5, masks=default_masks, form='covariance', scaling='none'),
        'eclique': dict(grid=8, keep=0.1, masks=rise_masks('linear-mirror'), form='over-keep', scaling='none'),
        'openvino': dict(grid=8, keep=0.5, masks=rise_masks('cubic'), form='mean', scaling='min-max'),
        'xaitk': dict(grid=8, keep=0.5, masks=rise_masks('linear-mirror'), form='debiased', scaling='max-abs'),
    },
}


def paint(preset, number):
    cells_per_axis, up_w, up_h, offsets_x, offsets_y, style = preset['masks'](WIDTH, HEIGHT, preset['grid'])
    cells, ox, oy = draw(number, cells_per_axis, cells_per_axis, preset['keep'], offsets_x, offsets_y)
    return [value_at(style, cells, x + ox, y + oy, up_w, up_h) for y in range(HEIGHT) for x in range(WIDTH)]


def make_map(preset, scores):
    n = len(scores)
    masks = [paint(preset, number) for number in range(n)]
    mean_score = sum(scores) / n
    values = []
    for k in range(WIDTH * HEIGHT):
        weighted = sum(s * mask[k] for s, mask in zip(scores, masks))
        plain = sum(mask[k] for mask in masks)
        if preset['form'] == 'mean':
            values.append(weighted / n)
        elif preset['form'] == 'covariance':
            values.append(sum((s - mean_score) * mask[k] for s, mask in zip(scores, masks)) / n)
        elif preset['form'] == 'ratio':
            values.append(weighted / plain if plain else 0.0)
        elif preset['form'] == 'over-keep':
            values.append(weighted / n / preset['keep'])
        else:
            values.append(sum(s * (mask[k] - preset['keep']) for s, mask in zip(scores, masks)) / n)
    if preset['scaling'] == 'min-max':
        low, high = min(values), max(values)
        values = [(v - low) / (high - low) for v in values]
    elif preset['scaling'] == 'max-abs':
        largest = max(abs(v) for v in values)
        values = [v / largest for v in values]
    return values


# --- similarity ---------------------------------------------------------------------------------------------------

def area(box, extra):
    return (box[2] - box[0] + extra) * (box[3] - box[1] + extra)


def iou(a, b, extra=0):
    width = min(a[2], b[2]) - max(a[0], b[0]) + extra
    height = min(a[3], b[3]) - max(a[1], b[1]) + extra
    shared = max(0, width) * max(0, height)
    return shared / (area(a, extra) + area(b, extra) - shared)


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))


def label(vector):
    return max(range(len(vector)), key=lambda c: vector[c])


def expanded(score, which, classes):
    """The best class keeps its score, the rest is spread over the others and one class more."""
    vector = [(1 - score) / classes] * (classes + 1)
    vector[which] = score
    return vector


def shown_score(proposal):
    best = max(proposal['classes'])
    return best if proposal['objectness'] is None else best * proposal['objectness']


def similarity(name, target, proposal):
    box, classes = target['box'], target['classes']
    own = proposal['objectness']
    if name == 'default':
        stand_in = max(proposal['classes']) if own is None else own
        return iou(box, proposal['box']) * cosine(classes, proposal['classes']) * stand_in
    if name == 'paper':
        return iou(box, proposal['box']) * cosine(classes, proposal['classes']) * (1 if own is None else own)
    if name == 'microsoft':
        ours = expanded(max(classes), label(classes), len(classes))
        theirs = expanded(shown_score(proposal), label(proposal['classes']), len(classes))
        return iou(box, proposal['box']) * cosine(ours, theirs) * (1 if own is None else own)
    if name == 'hysts':
        if label(classes) != label(proposal['classes']):
            return 0.0
        return iou(box, proposal['box']) * shown_score(proposal)
    return iou(box, proposal['box'], 1) * cosine(classes, proposal['classes']) * (1 if own is None else own)


def made_up_proposals(rng, count, classes, own):
    rows = []
    for _ in range(count):
        x, y = rng.uniform(-4, 50), rng.uniform(-4, 40)
        box = [round(v, 3) for v in (x, y, x + rng.uniform(0.5, 40), y + rng.uniform(0.5, 30))]
        vector = [round(rng.random() ** 3, 4) for _ in range(classes)]
        rows.append({'box': box, 'classes': vector, 'objectness': round(rng.random(), 4) if own else None})
    return rows


def cross_check():
    try:
        import numpy
        from scipy import ndimage
    except ImportError:
        print('SciPy is not importable: enlargements not compared')
        return
    rng = random.Random(3)
    cells = [[rng.randrange(2) for _ in range(5)] for _ in range(4)]
    up_w, up_h = 43, 31
    grid = numpy.meshgrid((numpy.arange(up_h) + 0.5) * 4 / up_h - 0.5, (numpy.arange(up_w) + 0.5) * 5 / up_w - 0.5,
                          indexing='ij')
    for style, mode in (('linear-mirror', 'mirror'), ('linear-clamp', 'nearest')):
        theirs = ndimage.map_coordinates(numpy.array(cells, float), grid, order=1, mode=mode)
        worst = max(abs(value_at(style, cells, x, y, up_w, up_h) - theirs[y, x])
                    for y in range(up_h) for x in range(up_w))
        print(f'{style}: differs from SciPy by {worst:.1e} at most')
        assert worst < 1e-12


def rounded(values):
    return [int(v) if v == int(v) else round(v, 7) for v in values]


def main():
    cross_check()
    corner = [value_at('linear-mirror', [[0, 1], [1, 0]], x, 0, 8, 8) for x in range(4)]
    assert [f'{v:.3f}' for v in corner] == ['0.469', '0.406', '0.406', '0.469']

    rng = random.Random(1)
    scores = [round(0.6 + 0.4 * rng.random(), 4) for _ in range(SUMMED)]
    targets = [{'box': p['box'], 'classes': p['classes']} for p in made_up_proposals(rng, 4, 5, False)]
    pictures = [
        {'own': True, 'proposals': made_up_proposals(rng, 25, 5, True)},
        {'own': False, 'proposals': made_up_proposals(rng, 25, 5, False)},
        {'own': True, 'proposals': []},
    ]
    golden = {
        'note': 'Made by make-presets.py; do not edit.',
        'width': WIDTH, 'height': HEIGHT, 'seed': SEED, 'painted': PAINTED,
        'scores': scores, 'targets': targets, 'pictures': pictures, 'presets': {},
    }
    for task, presets in PRESETS.items():
        for name, preset in presets.items():
            entry = {
                'grid': preset['grid'], 'keep': preset['keep'],
                'masks': [rounded(paint(preset, number)) for number in PAINTED],
                'map': rounded(make_map(preset, scores)),
            }
            if task == 'detector':
                entry['similarities'] = [
                    rounded([max((similarity(name, t, p) for p in picture['proposals']), default=0.0) for t in targets])
                    for picture in pictures
                ]
            golden['presets'][f'{task} {name}'] = entry
    with open('test/golden/presets.json', 'w') as file:
        json.dump(golden, file, separators=(',', ':'))
        file.write('\n')


main()
