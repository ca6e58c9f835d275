"""
Writes test/fixtures/golden-maps: three small ONNX classifiers with random weights, one picture, and the maps that each method of
golden_methods.py gives for it, computed by PyTorch's autograd in float64. Tests compare this project's own methods with them.
Usage: golden_maps.py [OUTPUT]
"""

import base64
import copy
import io
import json
import sys
import warnings
from pathlib import Path

import numpy
import onnx
import torch
from torch import nn
from torch.onnx import TrainingMode

import golden_methods as methods
from common import ROOT
from golden_networks import NETWORKS, enliven

SEED = 4
SIDE = 32
STEPS = 50
DISCARD = 0.9
# A map that is nearly the same everywhere would agree with anything.
LEAST_SPREAD = 0.03
MOST_BYTES = 60_000


def smooth_pictures(rng, count):
    """Coloured waves with a disc in front, as bytes, [count, 3, SIDE, SIDE]."""
    y, x = numpy.mgrid[:SIDE, :SIDE] / SIDE
    pictures = numpy.zeros((count, 3, SIDE, SIDE))
    for picture in pictures:
        for channel in picture:
            for _ in range(3):
                u, v = rng.normal(0, 9, 2)
                channel += rng.uniform(0.1, 0.25) * numpy.sin(u * x + v * y + rng.uniform(0, 6.3))
        centre, radius = rng.uniform(0.25, 0.75, 2), rng.uniform(0.1, 0.25)
        edge = 1 / (1 + numpy.exp((numpy.hypot(y - centre[0], x - centre[1]) - radius) * 40))
        picture += edge * (rng.uniform(-0.6, 0.6, 3)[:, None, None] - 0.5 * picture)
    return numpy.clip((pictures + 0.5) * 255, 0, 255).astype(numpy.uint8)


def pack(array):
    """An array as JSON: its axes, and its float32 numbers, little-endian, in base64."""
    values = numpy.ascontiguousarray(array.detach().numpy() if isinstance(array, torch.Tensor) else array, dtype="<f4")
    if not numpy.isfinite(values).all():
        raise SystemExit("a golden array is not finite")
    return {"dims": list(values.shape), "data": base64.b64encode(values.tobytes()).decode()}


class WithMarks(nn.Module):
    """The network with its marked tensors as further outputs, so that the exporter gives them their names."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        marks = {}

        def mark(name, tensor):
            marks[name] = tensor
            return tensor

        return (self.network(x, mark), *marks.values())


def export(network, names):
    """ONNX bytes with a free batch axis; marked tensors are named but are no outputs."""
    buffer = io.BytesIO()
    warnings.filterwarnings("ignore")
    torch.onnx.export(
        WithMarks(copy.deepcopy(network).float()).eval(),
        torch.zeros(1, 3, SIDE, SIDE),
        buffer,
        opset_version=network.opset,
        input_names=["input"],
        output_names=["logits", *names],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}} if network.prefix_tokens is None else None,
        training=TrainingMode.PRESERVE if network.keeps_norms else TrainingMode.EVAL,
    )
    model = onnx.load_from_string(buffer.getvalue())
    del model.graph.output[1:]
    model.producer_name, model.producer_version = "xai-viewer", "1"
    onnx.checker.check_model(model)
    return model.SerializeToString()


def record_maps(network, x, noise):
    """Logits, activations, gradients and maps of a network, ready for JSON, and the names of its marked tensors."""
    logits, marks, _ = methods.trace(network, x)
    classes = [int(index) for index in logits[0].abs().argsort(descending=True)[:2]]
    gradients = [methods.trace(network, x, index)[2] for index in classes]
    prefix = network.prefix_tokens
    maps = []

    def add(method, array, layer=None, class_index=None, **rest):
        spread = float(array.std() / (array.max() - array.min()).clamp(min=1e-30))
        if not spread > LEAST_SPREAD:
            raise SystemExit(f"{method} of {layer} for class {class_index} is nearly flat ({spread:.3f})")
        maps.append({"method": method, "layer": layer, "class": class_index, **rest, "map": pack(array)})

    for layer in network.layers:
        a = methods.as_grid(marks[layer], prefix)
        add("activation-map", methods.activation_map(a), layer)
        for component in (1, 2, 3):
            add("eigen-cam", methods.eigen_cam(a, component), layer, component=component)
        for index, found in zip(classes, gradients):
            g = methods.as_grid(found[layer], prefix)
            for name in ("grad_cam", "grad_cam_plus_plus", "hires_cam", "layer_cam", "xgrad_cam", "eigen_grad_cam"):
                add(name.replace("_", "-"), getattr(methods, name)(a, g), layer, index)
            add("finer-cam", methods.finer_cam(network, x, index, layer), layer, index)
    tensor = marks[network.features]
    a = methods.as_grid(tensor, prefix)
    for index in classes:
        by_logit, by_increase = methods.score_cam(network, x, index, a)
        add("score-cam", by_logit, network.features, index)
        add("score-cam-increase", by_increase, network.features, index)
        add("ablation-cam", methods.ablation_cam(network, tensor, index), network.features, index)
        add("input-x-gradient", methods.input_times_gradient(network, x, index), None, index)
        for name, rule in (("midpoint", methods.midpoints), ("gauss-legendre", methods.gauss_legendre)):
            array = methods.integrated_gradients(network, x, index, *rule(STEPS))
            add("integrated-gradients", array, None, index, rule=name, steps=STEPS)
        add("smooth-grad", methods.smooth_grad(network, x, index, noise, 1), None, index)
        add("smooth-grad-squared", methods.smooth_grad(network, x, index, noise, 2), None, index)
        if prefix is None:
            add("guided-backprop", methods.guided_backprop(network, x, index), None, index)
            add("full-grad", methods.full_grad(network, x, index), None, index)
            for name, part in methods.full_grad_parts(network, x, index).items():
                add("full-grad-part", part.sum(0), name, index)
            add("recipro-cam-paper", methods.recipro_cam(network, tensor, index, True), network.features, index)
            add("recipro-cam", methods.recipro_cam(network, tensor, index, False), network.features, index)
        else:
            add("vit-recipro-cam", methods.vit_recipro_cam(network, tensor, index, True), network.features, index)
            add("vit-recipro-cam-tokens", methods.vit_recipro_cam(network, tensor, index, False), network.features, index)
        if network.layers[-1] == "features" and tensor.shape[1] == network.head.in_features:
            add("cam", methods.class_activation_map(network, a, index), network.features, index)
    for discard in (0, DISCARD) if prefix is not None else ():
        attentions = [marks[name] for name in network.attentions]
        add("attention-rollout", methods.attention_rollout(attentions, prefix, discard), None, None, discard=discard)
    layers = [
        {
            "name": name,
            "prefixTokens": prefix,
            "activations": pack(marks[name]),
            "gradients": [{"class": index, "gradient": pack(found[name])} for index, found in zip(classes, gradients)],
        }
        for name in network.layers
    ]
    inputs = [{"class": index, "gradient": pack(found["input"])} for index, found in zip(classes, gradients)]
    return {"logits": pack(logits[0]), "classes": classes, "inputGradients": inputs, "layers": layers, "maps": maps}, list(marks)


def main(output=ROOT / "test" / "fixtures" / "golden-maps"):
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    rng = numpy.random.default_rng(SEED)
    picture, *others = smooth_pictures(rng, 64)
    noise = rng.normal(0, 0.15, (4, 3, SIDE, SIDE)).astype(numpy.float32)
    x = torch.from_numpy(picture.astype(numpy.float32) / numpy.float32(255)).double()[None]
    write(folder / "inputs.json", {"input": pack(x), "noise": pack(noise)})
    rest = torch.from_numpy(numpy.stack(others)).double() / 255
    for name, build in NETWORKS.items():
        torch.manual_seed(SEED)
        network = build().double()
        enliven(network, rest)
        for parameter in network.parameters():
            parameter.requires_grad_(False)
        golden, marked = record_maps(network, x, torch.from_numpy(noise).double())
        model = export(network, marked)
        if len(model) > MOST_BYTES:
            raise SystemExit(f"{name} has {len(model)} bytes")
        (folder / f"{name}.onnx").write_bytes(model)
        write(folder / f"{name}.json", golden)
        print(name, len(model), "bytes,", len(golden["maps"]), "maps, logits", numpy.frombuffer(base64.b64decode(golden["logits"]["data"]), "<f4"))


def write(path, content):
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
