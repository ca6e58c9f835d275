"""Weights stored in less than 32 bits, brought back by nodes that runtimes fold away when they load the model."""

import numpy
from onnx import TensorProto, helper, numpy_helper

# Shortening a bias or a brief constant saves nothing worth a node.
LEAST_VALUES = 128


def store_small(graph, bits=16):
    """bits: 16 for half floats behind a Cast, 8 for whole numbers with a scale for each output, behind a Cast and a Mul."""
    kept, nodes = [], []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < LEAST_VALUES or numpy.abs(values).max() > 6e4:
            kept.append(tensor)
        elif bits == 16:
            kept.append(numpy_helper.from_array(values.astype(numpy.float16), f"{tensor.name}.half"))
            nodes.append(cast(f"{tensor.name}.half", tensor.name))
        else:
            scale = numpy.abs(values).max(tuple(range(1, values.ndim)), keepdims=True) / 127
            whole = numpy.round(values / numpy.where(scale > 0, scale, 1)).astype(numpy.int8)
            kept.append(numpy_helper.from_array(whole, f"{tensor.name}.whole"))
            kept.append(numpy_helper.from_array(scale.astype(numpy.float32), f"{tensor.name}.scale"))
            nodes.append(cast(f"{tensor.name}.whole", f"{tensor.name}.steps"))
            nodes.append(helper.make_node("Mul", [f"{tensor.name}.steps", f"{tensor.name}.scale"], [tensor.name], name=f"{tensor.name}.mul"))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    rest = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend(nodes + rest)


def cast(source, result):
    return helper.make_node("Cast", [source], [result], name=f"{source}.cast", to=TensorProto.FLOAT)
