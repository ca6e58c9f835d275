"""
The trained detector once more, as many exporters write one: batch fixed at 1, suppression in the graph, one row a find.
Usage: export_nms.py full|quick DATA OUTPUT
"""

import json
import sys
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

from common import SETS, training_hash, write_json

SIZE, CLASSES = SETS["sceneSize"], SETS["classes"]
MOST_PER_CLASS, LEAST_IOU, LEAST_SCORE = 100, 0.5, 0.05


def constant(name, values, dtype):
    return numpy_helper.from_array(numpy.array(values, dtype=dtype), name)


def fix_batch(port):
    axis = port.type.tensor_type.shape.dim[0]
    axis.ClearField("dim_param")
    axis.dim_value = 1


def append_suppression(graph):
    """output0 [1, 4 + C, A] to boxes [M, 4] as corners in pixels, scores [M], labels [M]; M varies, and may be 0."""
    graph.initializer.extend(
        [
            constant("nms.most", [MOST_PER_CLASS], numpy.int64),
            constant("nms.iou", [LEAST_IOU], numpy.float32),
            constant("nms.score", [LEAST_SCORE], numpy.float32),
            constant("nms.parts", [2, 2, len(CLASSES)], numpy.int64),
            constant("nms.half", 0.5, numpy.float32),
            constant("nms.class", 1, numpy.int64),
            constant("nms.box", 2, numpy.int64),
            constant("nms.pair", [1, 2], numpy.int64),
            constant("nms.first", [0], numpy.int64),
        ]
    )
    node = helper.make_node
    graph.node.extend(
        [
            node("Split", ["output0", "nms.parts"], ["nms.centre", "nms.size", "nms.scores"], axis=1),
            node("Mul", ["nms.size", "nms.half"], ["nms.reach"]),
            node("Sub", ["nms.centre", "nms.reach"], ["nms.low"]),
            node("Add", ["nms.centre", "nms.reach"], ["nms.high"]),
            node("Concat", ["nms.low", "nms.high"], ["nms.corners"], axis=1),
            node("Transpose", ["nms.corners"], ["nms.rows"], perm=[0, 2, 1]),
            node("NonMaxSuppression", ["nms.rows", "nms.scores", "nms.most", "nms.iou", "nms.score"], ["nms.chosen"]),
            node("Gather", ["nms.chosen", "nms.class"], ["labels"], axis=1),
            node("Gather", ["nms.chosen", "nms.box"], ["nms.which"], axis=1),
            node("Squeeze", ["nms.rows", "nms.first"], ["nms.all"]),
            node("Gather", ["nms.all", "nms.which"], ["boxes"], axis=0),
            node("Squeeze", ["nms.scores", "nms.first"], ["nms.table"]),
            node("Gather", ["nms.chosen", "nms.pair"], ["nms.cells"], axis=1),
            node("GatherND", ["nms.table", "nms.cells"], ["scores"]),
        ]
    )
    del graph.output[:]
    graph.output.extend(
        [
            helper.make_tensor_value_info("boxes", TensorProto.FLOAT, ["found", 4]),
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["found"]),
            helper.make_tensor_value_info("labels", TensorProto.INT64, ["found"]),
        ]
    )


def main(_kind, _data, output):
    source = Path(output) / "detector.onnx"
    path = Path(output) / "detector-nms.onnx"
    model = onnx.load(source)
    fix_batch(model.graph.input[0])
    append_suppression(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    recipe = json.loads(source.with_suffix(".recipe.json").read_text())
    recipe["name"] = "Detector of drawn scenes, suppression in the graph"
    recipe["output"] = {"format": "detections", "boxes": "boxes", "scores": "scores", "labels": "labels", "classes": len(CLASSES)}
    del recipe["iouThreshold"]
    write_json(path.with_suffix(".recipe.json"), recipe)
    digest = training_hash("train_detector.py", "networks.py", "detector_loss.py", "export_nms.py")
    write_json(path.with_suffix(".metrics.json"), {"model": path.name, "from": source.name, "bytes": path.stat().st_size, "trainingHash": digest})


if __name__ == "__main__":
    main(*sys.argv[1:4])
