"""
The methods that explain one class of a classifier, written from their papers for the networks of golden_networks.py. Maps are
raw: at the layer's own size, without ReLU, without scaling. Each function's first line says to the letter what it gives.
"""

import numpy
import torch
from torch.nn import functional


def trace(network, x, class_index=None, score=None):
    """Logits, marked tensors and, for a class or a function of the logits, the gradients of all marked tensors and of x."""
    marks = {}

    def mark(name, tensor):
        marks[name] = tensor
        return tensor

    x = x.clone().requires_grad_(True)
    logits = network(x, mark)
    if class_index is None and score is None:
        return logits.detach(), {name: tensor.detach() for name, tensor in marks.items()}, {}
    target = score(logits[0]) if score else logits[0, class_index]
    found = torch.autograd.grad(target, [x, *marks.values()], allow_unused=True)
    return logits.detach(), {name: t.detach() for name, t in marks.items()}, dict(zip(["input", *marks], found))


def input_gradient(network, x, class_index):
    return trace(network, x, class_index)[2]["input"]


def as_grid(tensor, prefix_tokens):
    """[1, C, H, W], or tokens [1, T, C] without the first ones, as [C, H, W]."""
    if prefix_tokens is None:
        return tensor[0]
    patches = tensor[0, prefix_tokens:]
    side = round(len(patches) ** 0.5)
    return patches.T.reshape(-1, side, side)


def weighted(weights, a):
    return (weights[:, None, None] * a).sum(0)


# --- maps of a layer: a are its activations, g the gradients of the class's logit, both [C, H, W]


def grad_cam(a, g):
    """sum over channels of mean(g) a (Selvaraju et al., 2017)"""
    return weighted(g.mean((1, 2)), a)


def grad_cam_plus_plus(a, g):
    """sum over channels of w a; w = sum(relu(g) alpha), alpha = g^2 / (2 g^2 + sum(a) g^3 + 1e-6), 0 where g is 0 (Chattopadhay et al., 2018)"""
    alpha = g**2 / (2 * g**2 + a.sum((1, 2), keepdim=True) * g**3 + 1e-6)
    return weighted((g.clamp(min=0) * torch.where(g != 0, alpha, torch.zeros_like(g))).sum((1, 2)), a)


def hires_cam(a, g):
    """sum over channels of g a (Draelos and Carin, 2020)"""
    return (g * a).sum(0)


def layer_cam(a, g):
    """sum over channels of relu(g) a (Jiang et al., 2021)"""
    return (g.clamp(min=0) * a).sum(0)


def xgrad_cam(a, g):
    """sum over channels of w a; w = sum(g a) / (sum(a) + 1e-7) (Fu et al., 2020)"""
    return weighted((g * a).sum((1, 2)) / (a.sum((1, 2)) + 1e-7), a)


def eigen(a, component):
    """(a - mean of each channel) projected on a right singular vector of [H W, C]; turned over when |min| > |max|"""
    flat = a.reshape(len(a), -1).T
    centred = flat - flat.mean(0)
    projection = centred @ torch.linalg.svd(centred, full_matrices=False)[2][component - 1]
    if -projection.min() > projection.max():
        projection = -projection
    return projection.reshape(a.shape[1:])


def eigen_cam(a, component):
    """eigen projection of a, numbered from 1 (Muhammad and Yeasin, 2020)"""
    return eigen(a, component)


def eigen_grad_cam(a, g):
    """eigen projection of g a on the first component"""
    return eigen(g * a, 1)


def activation_map(a):
    """mean of a over channels"""
    return a.mean(0)


def finer_cam(network, x, class_index, layer):
    """Grad-CAM of the class's logit minus the mean of the three closest ones, weighted by their probabilities, held constant (Zhang et al., 2025)"""
    logits, marks, _ = trace(network, x)
    closest = (logits[0] - logits[0, class_index]).abs().argsort()[1:4]
    shares = torch.softmax(logits[0], 0)[closest]
    shares = shares / shares.sum()
    gradients = trace(network, x, score=lambda values: values[class_index] - (shares * values[closest]).sum())[2]
    prefix = network.prefix_tokens
    return grad_cam(as_grid(marks[layer], prefix), as_grid(gradients[layer], prefix))


def class_activation_map(network, a, class_index):
    """sum over channels of the linear head's weights times a (Zhou et al., 2016)"""
    return weighted(network.head.weight[class_index], a)


# --- maps of the picture


def input_times_gradient(network, x, class_index):
    """sum over colours of x g"""
    return (x * input_gradient(network, x, class_index))[0].sum(0)


def guided_backprop(network, x, class_index):
    """sum over colours of the gradient where every ReLU passes back what is positive; SiLU and pooling as usual (Springenberg et al., 2015)"""
    network.guided = True
    gradient = input_gradient(network, x, class_index)
    network.guided = False
    return gradient[0].sum(0)


def integrated_gradients(network, x, class_index, positions, shares):
    """sum over colours of (x - 0) times the weighted mean of g(position x) on the straight way from black (Sundararajan et al., 2017)"""
    steps = zip(positions, shares)
    return (x * sum(share * input_gradient(network, position * x, class_index) for position, share in steps))[0].sum(0)


def midpoints(count):
    return (numpy.arange(count) + 0.5) / count, numpy.full(count, 1 / count)


def gauss_legendre(count):
    nodes, shares = numpy.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, shares / 2


def smooth_grad(network, x, class_index, noise, power):
    """sum over colours of the mean over the noise samples of g(x + sample), or of its square (Smilkov et al., 2017)"""
    gradients = [input_gradient(network, x + sample, class_index) ** power for sample in noise]
    return (sum(gradients) / len(gradients))[0].sum(0)


def stretch(maps, size):
    """[C, H, W] enlarged linearly, pixel centres at halves, borders clamped."""
    return functional.interpolate(maps[None], size=size, mode="bilinear", align_corners=False)[0]


def full_grad_parts(network, x, class_index):
    """sum over channels of |bias times gradient| where a convolution or norm adds it, at that place's own size"""
    gradients = trace(network, x, class_index)[2]
    return {name: (bias[:, None, None] * gradients[name][0]).abs() for name, bias in network.biases().items()}


def full_grad(network, x, class_index):
    """|x g| and |bias g| of every convolution or norm, each scaled to 0..1 over its channels and places together, enlarged to the picture, summed over channels and parts (Srinivas and Fleuret, 2019)"""
    parts = [(x * input_gradient(network, x, class_index))[0].abs(), *full_grad_parts(network, x, class_index).values()]
    scaled = [(part - part.min()) / (part.max() - part.min()) for part in parts]
    return sum(stretch(part, x.shape[2:]).sum(0) for part in scaled)


# --- maps of a layer by changing it or the picture, and asking for the logits


@torch.no_grad()
def score_cam(network, x, class_index, a):
    """
    score-cam: sum over channels of softmax over channels(logit of the masked picture) a; score-cam-increase: the weights are
    probability of the masked picture minus that of a black one. Masks: a scaled to 0..1 for each channel, then enlarged to the picture; they
    multiply the input (Wang et al., 2020)
    """
    low, high = a.amin((1, 2), keepdim=True), a.amax((1, 2), keepdim=True)
    flat = high == low
    masks = stretch(torch.where(flat, torch.zeros_like(a), (a - low) / torch.where(flat, torch.ones_like(a), high - low)), x.shape[2:])
    logits = torch.cat([network(x * mask) for mask in masks])
    black = torch.softmax(network(torch.zeros_like(x)), 1)[0, class_index]
    increase = torch.softmax(logits, 1)[:, class_index] - black
    return weighted(torch.softmax(logits[:, class_index], 0), a), weighted(increase, a)


@torch.no_grad()
def ablation_cam(network, tensor, class_index):
    """sum over channels of (y - y_k) / y times a; y_k is the logit with channel k (of all tokens but the first ones) set to 0 (Desai and Ramaswamy, 2020)"""
    prefix = network.prefix_tokens
    a = as_grid(tensor, prefix)
    whole = network.tail(tensor)[0, class_index]

    def without(channel):
        changed = tensor.clone()
        if prefix is None:
            changed[:, channel] = 0
        else:
            changed[:, prefix:, channel] = 0
        return network.tail(changed)[0, class_index]

    return weighted(torch.stack([(whole - without(k)) / whole for k in range(len(a))]), a)


GAUSSIAN = torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]], dtype=torch.float64) / 16


def spots(height, width, kernel):
    """For each place, row by row, the kernel around it on an empty grid, cut off at the border."""
    for y in range(height):
        for x in range(width):
            grid = torch.zeros(height + 2, width + 2, dtype=torch.float64)
            grid[y : y + 3, x : x + 3] = kernel
            yield y, x, grid[1:-1, 1:-1]


@torch.no_grad()
def recipro_cam(network, features, class_index, paper):
    """
    recipro-cam-paper: softmax probability of the class when only one place of the map is left, its features spread around it by a 3 x 3
    Gaussian (1 2 1, 2 4 2, 1 2 1) / 16. recipro-cam: the logit when only that place is left as it is (Byun and Lee, 2024)
    """
    _, _, height, width = features.shape
    single = torch.zeros(3, 3, dtype=torch.float64)
    single[1, 1] = 1
    values = []
    for y, x, spot in spots(height, width, GAUSSIAN if paper else single):
        logits = network.tail(features[:, :, y, x][:, :, None, None] * spot)[0]
        values.append((torch.softmax(logits, 0) if paper else logits)[class_index])
    return torch.stack(values).reshape(height, width)


@torch.no_grad()
def vit_recipro_cam(network, tokens, class_index, inside):
    """
    vit-recipro-cam: the logit when patch tokens are multiplied by the Gaussian around one place and the first ones are kept: what the last
    block's attention sees after its norm, and what is added to it. vit-recipro-cam-tokens: the same on the last block's input itself, before
    its norm (Byun and Lee, 2023)
    """
    prefix = network.prefix_tokens
    side = round((tokens.shape[1] - prefix) ** 0.5)
    values = []
    for _, _, spot in spots(side, side, GAUSSIAN):
        mask = torch.cat([torch.ones(prefix, dtype=torch.float64), spot.flatten()])[None, :, None]
        logits = network.tail(tokens, mask=mask) if inside else network.tail(tokens * mask)
        values.append(logits[0, class_index])
    return torch.stack(values).reshape(side, side)


def attention_rollout(attentions, prefix_tokens, discard):
    """
    row 0 of the product of all blocks' (mean over heads + identity) / 2, later blocks on the left, rows scaled to sum 1, without the first tokens;
    before that the given share of each mean's smallest entries is set to 0, entry 0 spared (Abnar and Zuidema, 2020)
    """
    rolled = None
    for attention in attentions:
        fused = attention[0].mean(0)
        flat = fused.flatten().clone()
        dropped = flat.argsort()[: int(len(flat) * discard)]
        flat[dropped[dropped != 0]] = 0
        mixed = (flat.reshape(fused.shape) + torch.eye(len(fused), dtype=fused.dtype)) / 2
        mixed = mixed / mixed.sum(1, keepdim=True)
        rolled = mixed if rolled is None else mixed @ rolled
    patches = rolled[0, prefix_tokens:]
    side = round(len(patches) ** 0.5)
    return patches.reshape(side, side)
