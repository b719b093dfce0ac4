"""The gradient norms of a pre-training fixture in PyTorch: in float64, in float32, and in float32 with every operator exact.

  train_orders.py FIXTURE COUNT

Hidden units of the MLPs in another order are the same model, summed in another order. Prints one line of JSON: for each of
COUNT orders the largest relative difference of a gradient norm from float64's, once in plain float32 and once where every
operator computes in float64 and rounds its result to float32.
"""

import json
import math
import sys

import torch
import torch.nn.functional as F
from safetensors import safe_open

torch.set_num_threads(1)
path, count = sys.argv[1], int(sys.argv[2])
with safe_open(path, "pt") as file:
    meta = json.loads(file.metadata()["meta"])
    tensors = {name: file.get_tensor(name) for name in file.keys()}
config = meta["config"]
axes = config["n_pos_dims"]
weights = {
    name[6:]: tensor
    for name, tensor in tensors.items()
    if name.startswith("state/") and "embedding" not in name and name != "state/zeros"
}


class Arithmetic:
    """Operators on tensors of `dtype`, computed in `inner`."""

    def __init__(self, dtype, inner):
        self.dtype, self.inner = dtype, inner

    def __call__(self, operator, *inputs):
        return operator(*(x.to(self.inner) for x in inputs)).to(self.dtype)


def in_order(seed):
    """The weights with the hidden units of each MLP in another order."""
    generator = torch.Generator().manual_seed(seed)
    shuffled = dict(weights)
    for name in weights:
        if name.endswith("feed_forward.w1.weight"):
            other = name.replace("w1", "w2")
            order = torch.randperm(len(weights[name]), generator=generator)
            shuffled[name], shuffled[other] = weights[name][order], weights[other][:, order]
    return shuffled


def rms_norm(do, x, gain, epsilon):
    return do(lambda x, gain: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * gain, x, gain)


def rotate(do, x, positions):
    """x [batch, length, heads, head dimension], positions [batch, axes, length]"""
    size = x.shape[-1] // axes
    kept = int(config["p_rope_val"] * size // 2)
    scales = torch.full((size // 2,), math.inf, dtype=do.dtype)
    scales[:kept] = torch.tensor([10000 ** (2 * j / size) for j in range(kept)])
    slices = []
    for axis in range(axes):
        angle = (positions[:, axis, :, None] / scales)[:, :, None, :]
        first, second = x[..., size * axis : size * (axis + 1)].chunk(2, -1)
        slices.append(do(lambda u, v, a: torch.cat([u * a.cos() - v * a.sin(), v * a.cos() + u * a.sin()], -1), first, second, angle))
    return torch.cat(slices, -1)


def run_stack(do, parameters, name, x, positions, padding, options):
    batch, length, width = x.shape
    heads, epsilon = options["nhead"], options["layer_norm_eps"]
    for layer in range(options["depth"]):
        weight = lambda part: parameters[f"{name}.layers.{layer}.{part}.weight"]
        y = rms_norm(do, x, weight("attention_norm"), epsilon)
        q, k, v = (do(F.linear, y, weight(f"attention.w{part}")).view(batch, length, heads, -1) for part in "qkv")
        q, k, v = (z.transpose(1, 2) for z in (rotate(do, q, positions), rotate(do, k, positions), v))
        scores = do(lambda q, k: q @ k.transpose(-1, -2) / math.sqrt(width // heads), q, k)
        scores = scores.masked_fill(padding[:, None, None, :], -math.inf)
        attended = do(torch.matmul, do(lambda s: s.softmax(-1), scores), v).transpose(1, 2).reshape(x.shape)
        x = x + do(F.linear, attended, weight("attention.wo"))
        y = rms_norm(do, x, weight("ffn_norm"), epsilon)
        x = x + do(F.linear, do(F.silu, do(F.linear, y, weight("feed_forward.w1"))), weight("feed_forward.w2"))
    return x


def loss_of(do, parameters, index):
    values = tensors["in/values"][index].flatten(2).to(do.dtype)  # [batch, length, values of a token]
    positions = tensors["in/positions"][index].to(do.dtype).transpose(1, 2)  # [batch, length, axes]
    masked, padding = tensors["in/mask"][index].bool(), tensors["in/pad_mask"][index].bool()
    batch = len(values)
    pick = lambda x, rows: x[rows].view(batch, -1, *x.shape[2:])
    seen = ~masked
    cls = parameters["cls"].reshape(1, 1, -1).expand(batch, 1, -1)
    x = torch.cat([cls, do(F.linear, pick(values, seen), parameters["projection.weight"].flatten(1), parameters["projection.bias"])], 1)
    places = torch.cat([positions.new_zeros(batch, 1, axes), pick(positions, seen)], 1)
    hidden = torch.cat([padding.new_zeros(batch, 1), pick(padding, seen)], 1)
    x = run_stack(do, parameters, "encoder", x, places.transpose(1, 2), hidden, config["encoder_config"])
    x = do(F.linear, x, parameters["encoder_decoder_proj.weight"], parameters["encoder_decoder_proj.bias"])
    targets, ignored = pick(values, masked), pick(padding, masked)
    count = targets.shape[1]
    x = torch.cat([x, parameters["mask_token"].reshape(1, 1, -1).expand(batch, count, -1)], 1)
    places, hidden = torch.cat([places, pick(positions, masked)], 1), torch.cat([hidden, ignored], 1)
    x = run_stack(do, parameters, "decoder", x, places.transpose(1, 2), hidden, config["decoder_config"])
    y = rms_norm(do, x[:, -count:], parameters["head.head.1.weight"], config["decoder_config"]["layer_norm_eps"])
    y = do(F.linear, y, parameters["head.head.2.weight"], parameters["head.head.2.bias"])
    return do(lambda y, t: (y - t).pow(2).masked_fill(ignored[..., None], 0).mean(), y, targets)


def gradient_norms(do, initial):
    parameters = {name: tensor.to(do.dtype).clone().requires_grad_() for name, tensor in initial.items()}
    options = meta["optimizer_args"]
    optimizer = torch.optim.AdamW(parameters.values(), lr=1, betas=options["betas"], weight_decay=options["weight_decay"])
    norms = []
    for step, rate in enumerate(tensors["out/lr"].tolist()):
        optimizer.zero_grad()
        loss_of(do, parameters, step % meta["n_batches"]).backward()
        norms.append(torch.nn.utils.clip_grad_norm_(parameters.values(), meta["gradient_clip"]).item())
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
    return torch.tensor(norms, dtype=torch.float64)


exact = gradient_norms(Arithmetic(torch.float64, torch.float64), weights)
worst = lambda do, seed: (gradient_norms(do, in_order(seed)) / exact - 1).abs().max().item()
plain, rounded = Arithmetic(torch.float32, torch.float32), Arithmetic(torch.float32, torch.float64)
answer = {"norms": exact.tolist(), **{name: [worst(do, seed) for seed in range(count)] for name, do in (("float32", plain), ("rounded", rounded))}}
print(json.dumps(answer))
