"""PyTorch to ONNX files that a browser likes: named axes, no shape arithmetic, small weights, notes and a recipe beside them."""

import io
import warnings

import onnx
import torch
from onnx import helper

from common import write_json
from small_weights import store_small

# What computes shapes, or does in most exports.
SHAPE_OPERATORS = {"Shape", "Slice", "Gather", "ConstantOfShape", "Expand"}


def to_onnx(model, dims, outputs, opset=13, name="images"):
    """dims: axes of the input after the batch. outputs: for each output's name its axes after the batch."""
    buffer = io.BytesIO()
    warnings.filterwarnings("ignore", message="The shape inference of prim::Constant")
    torch.onnx.export(
        model.eval(),
        torch.zeros(2, *dims),
        buffer,
        opset_version=opset,
        input_names=[name],
        output_names=list(outputs),
        dynamic_axes={port: {0: "batch"} for port in (name, *outputs)},
        do_constant_folding=True,
    )
    graph = onnx.load_from_string(buffer.getvalue())
    start_from_nothing(graph)
    name_dims(graph.graph.input[0], dims)
    for port in graph.graph.output:
        name_dims(port, outputs[port.name])
    return graph


def start_from_nothing(graph):
    """A recurrent layer's first state is zero unless it is given; PyTorch computes that zero in a chain of shapes."""
    for node in graph.graph.node:
        if node.op_type in ("GRU", "LSTM") and len(node.input) > 5:
            node.input[5] = ""
    while True:
        used = {name for node in graph.graph.node for name in node.input} | {port.name for port in graph.graph.output}
        dead = [node for node in graph.graph.node if not used & set(node.output)]
        if not dead:
            break
        for node in dead:
            graph.graph.node.remove(node)
    for tensor in [t for t in graph.graph.initializer if t.name not in used]:
        graph.graph.initializer.remove(tensor)


def name_dims(port, dims):
    shape = port.type.tensor_type.shape
    del shape.dim[:]
    shape.dim.add().dim_param = "batch"
    for dim in dims:
        shape.dim.add().dim_value = dim


def publish(path, model, description, digest, dims, outputs, metadata, recipe, metrics, opset=13, bits=16):
    """
    Writes a model, its recipe and its metrics. dims and outputs: see to_onnx. metadata: further entries of the file's own.
    recipe: what it says besides version and name. metrics: how it was trained and how well it does. bits: of the weights.
    """
    graph = to_onnx(model, dims, outputs, opset, recipe["input"]["name"])
    store_small(graph, bits)
    common = {"description": f"{description}; says nothing about photos", "author": "xai-viewer", "license": "MIT", "version": "1"}
    helper.set_model_props(graph, {**common, **metadata, "training_hash": digest})
    graph.producer_name = "xai-viewer"
    graph.producer_version = "1"
    onnx.checker.check_model(graph)
    found = {node.op_type for node in graph.graph.node} & SHAPE_OPERATORS
    if found:
        raise SystemExit(f"{path.name} computes shapes: {sorted(found)}")
    onnx.save(graph, path)
    write_json(
        path.with_suffix(".recipe.json"),
        {"$schema": "../../schemas/recipe.schema.json", "version": 1, "name": description, **recipe},
    )
    size = sum(p.numel() for p in model.parameters())
    about = {"model": path.name, "parameters": size, "bytes": path.stat().st_size, "trainingHash": digest, **metrics}
    write_json(path.with_suffix(".metrics.json"), about)
    print(path.stem, about, flush=True)


def picture_metadata(names, task, size, stride):
    """Metadata in the form that Ultralytics' exporter made common."""
    return {
        "task": task,
        "stride": str(stride),
        "batch": "1",
        "imgsz": f"[{size}, {size}]",
        "names": "{" + ", ".join(f"{i}: '{name}'" for i, name in enumerate(names)) + "}",
        "mean": "[0, 0, 0]",
        "std": "[1, 1, 1]",
    }


def picture_input(size, resize):
    return {"name": "images", "layout": "NCHW", "width": size, "height": size, "channels": "RGB", "resize": resize}
