"""PyTorch to ONNX files that a browser likes: named axes, no shape arithmetic, weights stored as 16-bit floats."""

import io
import json
import warnings

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 13
# Halving a bias or a short constant saves nothing worth a Cast.
LEAST_VALUES = 128


def to_onnx(model, size, dims, channels=3):
    """dims: axes of the one output after the batch, as numbers."""
    buffer = io.BytesIO()
    example = torch.zeros(2, channels, size, size)
    warnings.filterwarnings("ignore", message="The shape inference of prim::Constant")
    torch.onnx.export(
        model.eval(),
        example,
        buffer,
        opset_version=OPSET,
        input_names=["images"],
        output_names=["output0"],
        dynamic_axes={"images": {0: "batch"}, "output0": {0: "batch"}},
        do_constant_folding=True,
    )
    graph = onnx.load_from_string(buffer.getvalue())
    name_dims(graph.graph.input[0], [channels, size, size])
    name_dims(graph.graph.output[0], dims)
    return graph


def name_dims(port, dims):
    shape = port.type.tensor_type.shape
    del shape.dim[:]
    shape.dim.add().dim_param = "batch"
    for dim in dims:
        shape.dim.add().dim_value = dim


def halve_weights(graph):
    """Stores large float weights as 16 bits with a Cast behind each; runtimes fold it when they load the model."""
    kept, casts = [], []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < LEAST_VALUES or numpy.abs(values).max() > 6e4:
            kept.append(tensor)
            continue
        stored = f"{tensor.name}.half"
        kept.append(numpy_helper.from_array(values.astype(numpy.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [tensor.name], name=f"{tensor.name}.cast", to=TensorProto.FLOAT))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    nodes = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend(casts + nodes)


def save(graph, path, names, task, size, stride, description, hash_):
    """Writes the file with notes in the form that Ultralytics' exporter made common."""
    halve_weights(graph)
    notes = {
        "description": description,
        "author": "xai-viewer",
        "license": "MIT",
        "version": "1",
        "task": task,
        "stride": str(stride),
        "batch": "1",
        "imgsz": f"[{size}, {size}]",
        "names": "{" + ", ".join(f"{i}: '{name}'" for i, name in enumerate(names)) + "}",
        "mean": "[0, 0, 0]",
        "std": "[1, 1, 1]",
        "training_hash": hash_,
    }
    helper.set_model_props(graph, notes)
    graph.producer_name = "xai-viewer"
    graph.producer_version = "1"
    onnx.checker.check_model(graph)
    onnx.save(graph, path)
    shapes = [node.op_type for node in graph.graph.node if node.op_type in ("Shape", "Slice", "Gather", "ConstantOfShape")]
    if shapes:
        raise SystemExit(f"{path.name} computes shapes: {sorted(set(shapes))}")


def write_recipe(path, name, task, size, names, output, **more):
    """The recipe beside a model; the schema is the project's own."""
    recipe = {
        "$schema": "../../schemas/recipe.schema.json",
        "version": 1,
        "name": name,
        "task": task,
        "input": {
            "name": "images",
            "layout": "NCHW",
            "width": size,
            "height": size,
            "channels": "RGB",
            "resize": "letterbox-centre" if task == "detection" else "centre-crop",
        },
        "output": output,
        "labels": names,
        **more,
    }
    path.with_suffix(".recipe.json").write_text(json.dumps(recipe, indent=2) + "\n")
