"""Losses of PyTorch's distributions, and their gradients, for packages/core/src/likelihoods.

  likelihoods.py > packages/core/src/testing/pytorch-likelihoods.json

Prints one line of JSON: for each likelihood its options, what a head puts out (`[values][parameters]`), targets, and in float64
the loss of each value and the gradient of their sum.
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(25)
VALUES = 12


def gaussian(raw, targets, scaleFloor):
    variance = (F.softplus(raw[:, 1]) + scaleFloor) ** 2
    return F.gaussian_nll_loss(raw[:, 0], targets, variance, full=True, eps=1e-12, reduction="none")


def student_t(raw, targets, scaleFloor, degreesOfFreedom):
    scale = F.softplus(raw[:, 1]) + scaleFloor
    return -torch.distributions.StudentT(degreesOfFreedom, raw[:, 0], scale).log_prob(targets)


def quantiles(raw, targets, levels):
    middle = levels.index(0.5)
    steps = F.softplus(raw)
    total = 0
    for index, level in enumerate(levels):
        up = steps[:, middle + 1 : index + 1].sum(1)
        down = steps[:, index:middle].sum(1)
        error = targets - (raw[:, middle] + up - down)
        total = total + 2 * torch.where(error >= 0, level * error, (level - 1) * error)
    return total / len(levels)


def huber(raw, targets):
    return 2 * F.huber_loss(raw[:, 0], targets, reduction="none")


def squared_error(raw, targets):
    return F.mse_loss(raw[:, 0], targets, reduction="none")


cases = [
    (squared_error, 1, {"kind": "squaredError"}),
    (huber, 1, {"kind": "huber"}),
    (gaussian, 2, {"kind": "gaussian", "scaleFloor": 0.001}),
    (gaussian, 2, {"kind": "gaussian", "scaleFloor": 0.1}),
    (student_t, 2, {"kind": "studentT", "scaleFloor": 0.001, "degreesOfFreedom": 5}),
    (student_t, 2, {"kind": "studentT", "scaleFloor": 0.001, "degreesOfFreedom": 1}),
    (quantiles, 1, {"kind": "quantiles", "levels": [0.5]}),
    (quantiles, 5, {"kind": "quantiles", "levels": [0.05, 0.25, 0.5, 0.6, 0.95]}),
]
result = []
for function, parameters, likelihood in cases:
    raw = (1.5 * torch.randn(VALUES, parameters)).double().requires_grad_()
    targets = (2 * torch.randn(VALUES)).double()
    options = {name: value for name, value in likelihood.items() if name != "kind"}
    loss = function(raw, targets, **options)
    loss.sum().backward()
    result.append(
        {
            "likelihood": likelihood,
            "raw": raw.tolist(),
            "targets": targets.tolist(),
            "loss": loss.tolist(),
            "gradient": raw.grad.tolist(),
        }
    )
print(json.dumps(result))
