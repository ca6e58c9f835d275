"""Runs an ONNX file's own graph and weights with PyTorch: the operators of the embedded models, no more."""

import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional


def attributes(node):
    return {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}


def pads(given):
    """Begin and end of each axis as one number an axis, which is what PyTorch's convolutions take."""
    half = len(given) // 2
    if list(given[:half]) != list(given[half:]):
        raise SystemExit(f"pads {given} differ between begin and end")
    return list(given[:half])


class OnnxNetwork(torch.nn.Module):
    """forward(images) gives the first output. Constants, also those behind Cast and Mul, are folded when it is made."""

    def __init__(self, path):
        super().__init__()
        graph = onnx.load(path).graph
        self.values = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
        self.input = next(one.name for one in graph.input if one.name not in self.values)
        self.output = graph.output[0].name
        self.nodes = []
        for node in graph.node:
            if all(name == "" or name in self.values for name in node.input):
                self.values.update(zip(node.output, self.run(node, self.values)))
            else:
                self.nodes.append(node)

    @torch.inference_mode()
    def forward(self, images):
        values = {**self.values, self.input: images}
        for node in self.nodes:
            values.update(zip(node.output, self.run(node, values)))
        return values[self.output]

    def run(self, node, values):
        given = [values[name] if name else None for name in node.input]
        operator = getattr(self, node.op_type, None)
        if operator is None:
            raise SystemExit(f"{node.op_type} of {node.name} is not written here")
        out = operator(*given, **attributes(node))
        return out if isinstance(out, tuple) else (out,)

    def Constant(self, value):
        return torch.from_numpy(numpy_helper.to_array(value).copy())

    def Cast(self, x, to):
        return x.to({onnx.TensorProto.FLOAT: torch.float32, onnx.TensorProto.INT64: torch.int64}[to])

    def Conv(self, x, weight, bias=None, strides=(1, 1), group=1, dilations=(1, 1), kernel_shape=None, **more):
        return functional.conv2d(x, weight, bias, tuple(strides), pads(more.get("pads", (0, 0, 0, 0))), tuple(dilations), group)

    def MaxPool(self, x, kernel_shape, strides=(1, 1), ceil_mode=0, **more):
        return functional.max_pool2d(x, tuple(kernel_shape), tuple(strides), pads(more.get("pads", (0, 0, 0, 0))), ceil_mode=bool(ceil_mode))

    def Relu(self, x):
        return functional.relu(x)

    def Sigmoid(self, x):
        return torch.sigmoid(x)

    def Clip(self, x, least=None, most=None):
        return torch.clamp(x, least, most)

    def Exp(self, x):
        return torch.exp(x)

    def Softplus(self, x):
        return functional.softplus(x)

    def Add(self, a, b):
        return a + b

    def Sub(self, a, b):
        return a - b

    def Mul(self, a, b):
        return a * b

    def Div(self, a, b):
        return a / b

    def Concat(self, *parts, axis):
        return torch.cat(parts, axis)

    def Reshape(self, x, shape, allowzero=0):
        return x.reshape([x.shape[k] if size == 0 else int(size) for k, size in enumerate(shape.tolist())])

    def Transpose(self, x, perm):
        return x.permute(*perm)

    def Split(self, x, sizes=None, axis=0):
        return torch.split(x, sizes.tolist() if sizes is not None else x.shape[axis] // 2, axis)

    def Slice(self, x, starts, ends, axes=None, steps=None):
        axes = range(len(starts)) if axes is None else axes.tolist()
        cut = [slice(None)] * x.dim()
        for axis, start, end in zip(axes, starts.tolist(), ends.tolist()):
            cut[axis] = slice(start, min(end, x.shape[axis]))
        return x[tuple(cut)]

    def Resize(self, x, _roi=None, scales=None, sizes=None, mode=b"nearest", **_more):
        factor = [float(scale) for scale in scales[2:]] if scales is not None and scales.numel() else None
        size = None if factor else [int(one) for one in sizes[2:]]
        return functional.interpolate(x, size=size, scale_factor=factor, mode=mode.decode())


def load(path):
    return OnnxNetwork(path).eval()
