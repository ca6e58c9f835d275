"""Detections from proposals, and COCO's average precision (101 points, per class)."""

import numpy


def suppress(boxes, scores, limit=0.5):
    """Indices of the boxes that stay, best first."""
    order = numpy.argsort(-scores, kind="stable")
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        low = numpy.maximum(boxes[best, :2], boxes[order, :2])
        high = numpy.minimum(boxes[best, 2:], boxes[order, 2:])
        shared = numpy.clip(high - low, 0, None).prod(1)
        order = order[shared / (areas[best] + areas[order] - shared + 1e-9) <= limit]
    return kept


def read_proposals(output, least=0.01, most=100, tried=200):
    """[4 + C, A] to rows of class, score, x0, y0, x1, y1; of each class the best `tried` proposals, since an untrained model has thousands."""
    boxes = numpy.concatenate([output[:2] - output[2:4] / 2, output[:2] + output[2:4] / 2]).T
    rows = []
    for label, scores in enumerate(output[4:]):
        found = numpy.nonzero(scores > least)[0]
        found = found[numpy.argsort(-scores[found], kind="stable")[:tried]]
        for i in found[suppress(boxes[found], scores[found])]:
            rows.append([label, scores[i], *boxes[i]])
    rows.sort(key=lambda row: -row[1])
    return numpy.array(rows[:most], dtype=numpy.float64).reshape(-1, 6)


def overlaps(box, others):
    low = numpy.maximum(box[:2], others[:, :2])
    high = numpy.minimum(box[2:], others[:, 2:])
    shared = numpy.clip(high - low, 0, None).prod(1)
    area = (box[2] - box[0]) * (box[3] - box[1])
    return shared / (area + (others[:, 2:] - others[:, :2]).prod(1) - shared + 1e-9)


def average_precision(found, truths, label, limit):
    """found and truths: one array a picture, of class, score, box and of class, box."""
    wanted = sum(int((truth[:, 0] == label).sum()) for truth in truths)
    if wanted == 0:
        return None
    rows = [(row[1], i, row[2:]) for i, rows in enumerate(found) for row in rows if row[0] == label]
    rows.sort(key=lambda row: -row[0])
    taken = [numpy.zeros(len(truth), bool) for truth in truths]
    hits = numpy.zeros(len(rows))
    for k, (_, i, box) in enumerate(rows):
        truth = truths[i]
        candidates = numpy.nonzero((truth[:, 0] == label) & ~taken[i])[0]
        if len(candidates) == 0:
            continue
        shared = overlaps(box, truth[candidates, 1:5])
        if shared.max() >= limit:
            hits[k] = 1
            taken[i][candidates[shared.argmax()]] = True
    recall = hits.cumsum() / wanted
    precision = hits.cumsum() / numpy.arange(1, len(rows) + 1)
    precision = numpy.maximum.accumulate(precision[::-1])[::-1]
    points = numpy.searchsorted(recall, numpy.linspace(0, 1, 101), side="left")
    return float(numpy.mean([precision[p] if p < len(precision) else 0.0 for p in points]))


def evaluate(found, truths, names):
    """mAP at .5, .75 and from .5 to .95, and AP at .5 for each class."""
    limits = [0.5 + 0.05 * i for i in range(10)]
    table = {name: [average_precision(found, truths, label, limit) for limit in limits] for label, name in enumerate(names)}
    known = [row for row in table.values() if row[0] is not None]
    mean = lambda values: round(float(numpy.mean(values)), 4)
    return {
        "mAP50": mean([row[0] for row in known]),
        "mAP75": mean([row[5] for row in known]),
        "mAP50-95": mean([value for row in known for value in row]),
        "AP50": {name: None if row[0] is None else round(row[0], 4) for name, row in table.items()},
    }
