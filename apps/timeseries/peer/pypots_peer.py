"""Trains a model of PyPOTS on arrays in a folder, fills the test array, and says what it took.

In FOLDER: train.npy, validation.npy, validation-truth.npy and test.npy, float32, [samples, steps, features] with NaN where
nothing is known; settings.json. Writes filled.npy there, and a line of JSON to standard output.
"""

import json
import sys
import time
from pathlib import Path

# PyPOTS greets on standard output.
answers, sys.stdout = sys.stdout, sys.stderr

import numpy
import pypots
import torch
from pypots.imputation import BRITS, SAITS
from pypots.nn.modules.loss import MAE
from pypots.utils.random import set_random_seed


def make(settings, steps, features):
    common = {
        "n_steps": steps,
        "n_features": features,
        "batch_size": settings["batchSize"],
        "epochs": settings["epochs"],
        "patience": settings["patience"],
        "training_loss": MAE,
        "device": "cpu",
        "saving_path": None,
    }
    if settings["model"] == "BRITS":
        return BRITS(rnn_hidden_size=settings["hiddenSize"], **common)
    width, heads = settings["width"], 4
    return SAITS(
        n_layers=2,
        d_model=width,
        n_heads=heads,
        d_k=width // heads,
        d_v=width // heads,
        d_ffn=2 * width,
        dropout=0.1,
        **common,
    )


def main():
    folder = Path(sys.argv[1])
    settings = json.loads((folder / "settings.json").read_text())
    train, validation, truth, test = (
        numpy.load(folder / f"{name}.npy") for name in ("train", "validation", "validation-truth", "test")
    )
    set_random_seed(settings["seed"])
    model = make(settings, *train.shape[1:])
    start = time.process_time()
    model.fit({"X": train}, {"X": validation, "X_ori": truth})
    filled = model.predict({"X": test})["imputation"]
    seconds = time.process_time() - start
    numpy.save(folder / "filled.npy", numpy.ascontiguousarray(filled, dtype="<f4"))
    parameters = sum(parameter.numel() for parameter in model.model.parameters())
    versions = f"PyPOTS {pypots.__version__}, PyTorch {torch.__version__}"
    print(json.dumps({"seconds": seconds, "parameters": parameters, "versions": versions}), file=answers)


main()
