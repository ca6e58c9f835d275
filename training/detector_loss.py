"""Task-aligned assignment (Feng et al., TOOD, ICCV 2021) and the losses on it."""

import torch
from torch.nn import functional


def corners(centres, reaches):
    """Reaches [N, 4, A] from the cell centres to boxes [N, A, 4] as x0, y0, x1, y1."""
    return torch.cat([centres - reaches[:, :2], centres + reaches[:, 2:]], 1).transpose(1, 2)


def pairwise_overlap(a, b):
    """Intersection over union of [N, M, 4] and [N, A, 4]: [N, M, A]."""
    low = torch.maximum(a[:, :, None, :2], b[:, None, :, :2])
    high = torch.minimum(a[:, :, None, 2:], b[:, None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    areas = [(box[..., 2:] - box[..., :2]).clamp(min=0).prod(-1) for box in (a, b)]
    return shared / (areas[0][:, :, None] + areas[1][:, None] - shared + 1e-7)


def generalised_overlap(a, b):
    """GIoU of boxes [P, 4], pair by pair."""
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(-1)
    union = (a[:, 2:] - a[:, :2]).prod(-1) + (b[:, 2:] - b[:, :2]).prod(-1) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(-1)
    return shared / (union + 1e-7) - (hull - union) / (hull + 1e-7)


@torch.no_grad()
def assign(scores, boxes, centres, labels, truths, present, top=10):
    """
    Which proposal answers for which object. scores [N, C, A], boxes [N, A, 4], centres [1, 2, A], labels [N, M],
    truths [N, M, 4], present [N, M]. Gives the object of each proposal [N, A] (-1 for none) and soft targets [N, C, A].
    """
    count, classes, proposals = scores.shape
    objects = labels.shape[1]
    overlap = pairwise_overlap(truths, boxes)
    score = scores.gather(1, labels[:, :, None].expand(-1, -1, proposals))
    x, y = centres[0, 0], centres[0, 1]
    inside = (x > truths[..., 0:1]) & (x < truths[..., 2:3]) & (y > truths[..., 1:2]) & (y < truths[..., 3:4])
    allowed = inside & present[:, :, None]
    fit = score.clamp(min=1e-9).sqrt() * overlap**6 * allowed
    # In the beginning nothing overlaps: the cells nearest the middle then stand in, by the smallest of fits.
    middle = (truths[..., :2] + truths[..., 2:]) / 2
    distance = ((middle[..., 0:1] - x) ** 2 + (middle[..., 1:2] - y) ** 2).sqrt()
    rank = fit + allowed * 1e-12 / (1 + distance)
    best = rank.topk(top, dim=2)
    chosen = torch.zeros_like(fit, dtype=torch.bool).scatter_(2, best.indices, best.values > 0)
    contested = torch.where(chosen, overlap, torch.full_like(overlap, -1.0))
    owner_overlap, owner = contested.max(1)
    owner = torch.where(owner_overlap >= 0, owner, torch.full_like(owner, -1))
    held = functional.one_hot(owner.clamp(min=0), objects).transpose(1, 2).bool() & (owner >= 0)[:, None]
    fit = fit * held
    peak = fit.amax(2, keepdim=True)
    strength = (fit / (peak + 1e-12) * (overlap * held).amax(2, keepdim=True)).amax(1)
    label = labels.gather(1, owner.clamp(min=0))
    targets = functional.one_hot(label, classes).transpose(1, 2) * (strength * (owner >= 0))[:, None]
    return owner, targets


def detector_loss(logits, reaches, centres, labels, truths, present):
    boxes = corners(centres, reaches)
    owner, targets = assign(logits.sigmoid(), boxes, centres, labels, truths, present)
    total = targets.sum().clamp(min=1.0)
    classes = functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / total
    rows, columns = (owner >= 0).nonzero(as_tuple=True)
    if len(rows) == 0:
        return classes
    weight = targets.amax(1)[rows, columns]
    place = (1 - generalised_overlap(boxes[rows, columns], truths[rows, owner[rows, columns]])) * weight
    return classes + 2.5 * place.sum() / total
