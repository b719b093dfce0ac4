"""Runs the cases of a folder by onnxruntime: python run_cases.py FOLDER.

Reads cases.json, tensors.f32 and the files that they name; writes outputs.f32 and, to standard output, one JSON object.
"""

import json
import os
import sys
from pathlib import Path

OPSET = {"": 17, "com.microsoft": 1}
IR_VERSION = 8


def model_problems(onnx, path: Path) -> list[str]:
    """What the checker of onnx, and a look at versions and weights, find wrong with a file."""
    problems = []
    model = onnx.load(path, load_external_data=False)
    try:
        onnx.checker.check_model(model)
    except onnx.checker.ValidationError as error:
        problems.append(f"onnx.checker: {error}")
    opset = {entry.domain: entry.version for entry in model.opset_import}
    if opset != OPSET or model.ir_version != IR_VERSION:
        problems.append(f"opset {opset}, IR version {model.ir_version}; {OPSET} and {IR_VERSION} are documented")
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer):
        problems.append("weights are outside the file")
    read = {name for node in model.graph.node for name in node.input}
    unread = [tensor.name for tensor in model.graph.initializer if tensor.name not in read]
    if unread:
        problems.append(f"nothing reads {', '.join(unread)}")
    return problems


def main(folder: Path) -> dict:
    # Python's onnxruntime, too, sends data to its makers otherwise; it reads this when it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        import numpy
        import onnxruntime
    except ModuleNotFoundError as error:
        return {"missing": error.name}
    try:
        import onnx
    except ModuleNotFoundError:
        onnx = None

    tensors = numpy.fromfile(folder / "tensors.f32", dtype="<f4")

    def load(shape: list[int], offset: int):
        return tensors[offset : offset + int(numpy.prod(shape))].reshape(shape)

    shapes, outputs, problems = [], [], []
    for case in json.loads((folder / "cases.json").read_text())["files"]:
        path = folder / case["file"]
        if onnx is not None:
            problems += [f"{case['file']}: {problem}" for problem in model_problems(onnx, path)]
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        results = []
        for trial in case["trials"]:
            feeds = {name: load(**tensor) for name, tensor in trial.items()}
            results += session.run([case["output"]], feeds)
        shapes.append([result.shape for result in results])
        outputs += [result.astype("<f4").ravel() for result in results]
    numpy.concatenate(outputs).tofile(folder / "outputs.f32")
    runtime = f"Python's onnxruntime {onnxruntime.__version__}"
    runtime += f" and onnx {onnx.__version__}" if onnx else " (without the package onnx: files not checked by it)"
    return {"runtime": runtime, "shapes": shapes, "problems": problems}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
