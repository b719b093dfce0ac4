#!/usr/bin/env python3
"""PyTorch and the safetensors package reading what @romae/trainer wrote: the peer of `pnpm check interop`.

It reads requests from standard input, each a JSON list on a line of its own, and answers each with a line of JSON:

    ["round-trip", OURS, OUT]    loads a file and saves the same tensors and metadata anew
    ["compare", OURS, THEIRS]    two model folders: names, shapes, dtypes, metadata, configuration, values
    ["run", FOLDER, INPUTS]      what a model computes from weights loaded with strict keys

An answer is {"problems": [...], ...}. The model is written from the description of the tensors in the
fixtures' README and shares no code with the reference; its modules are named as checkpoints name their weights.
"""

import json
import math
import sys

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F


class RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width))
        self.eps = eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


class RotaryTable(nn.Module):
    """Timescales of one axis's pairs; infinity where p-RoPE rotates nothing."""

    def __init__(self, pairs):
        super().__init__()
        self.register_buffer("timescale", torch.empty(pairs))

    def tables(self, positions):
        angles = positions.transpose(1, 2)[..., None] / self.timescale  # [batch, length, axes, pairs]
        return torch.cos(angles)[:, :, None], torch.sin(angles)[:, :, None]  # [batch, length, 1, axes, pairs]

    def rotate(self, x, tables):
        cos, sin = tables
        axes, pairs = cos.shape[-2:]
        first, second = x.unflatten(-1, (axes, 2, pairs)).unbind(-2)  # [batch, length, heads, axes, pairs]
        return torch.stack([first * cos - second * sin, second * cos + first * sin], -2).flatten(-3)


class SinusoidTable(nn.Module):
    def __init__(self, length, width):
        super().__init__()
        self.register_buffer("pe", torch.empty(length, width))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.wq, self.wk, self.wv, self.wo = (nn.Linear(width, width, bias=False) for _ in range(4))

    def forward(self, x, rotary, tables, padding):
        q, k, v = (w(x).unflatten(-1, (self.heads, -1)) for w in (self.wq, self.wk, self.wv))
        if tables is not None:
            q, k = rotary.rotate(q, tables), rotary.rotate(k, tables)
        keep = None if padding is None else ~padding[:, None, None, :]
        y = F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), attn_mask=keep)
        return self.wo(y.transpose(1, 2).flatten(-2))


class FeedForward(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.w1, self.w2 = nn.Linear(width, hidden, bias=False), nn.Linear(hidden, width, bias=False)

    def forward(self, x):
        return self.w2(F.silu(self.w1(x)))


class Block(nn.Module):
    def __init__(self, width, heads, hidden, eps):
        super().__init__()
        self.attention_norm, self.ffn_norm = RMSNorm(width, eps), RMSNorm(width, eps)
        self.attention, self.feed_forward = Attention(width, heads), FeedForward(width, hidden)

    def forward(self, x, *positions_and_padding):
        x = x + self.attention(self.attention_norm(x), *positions_and_padding)
        return x + self.feed_forward(self.ffn_norm(x))


class Stack(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden = config["dim_feedforward"] or round(config["mlp_ratio"] * config["d_model"])
        block = (config["d_model"], config["nhead"], hidden, config["layer_norm_eps"])
        self.layers = nn.ModuleList(Block(*block) for _ in range(config["depth"]))

    def forward(self, x, positions, padding, rotary):
        tables = None if rotary is None else rotary.tables(positions)
        for layer in self.layers:
            x = layer(x, rotary, tables, padding)
        return x


class Head(nn.Module):
    def __init__(self, width, outputs, eps):
        super().__init__()
        self.head = nn.ModuleList([nn.Identity(), RMSNorm(width, eps), nn.Linear(width, outputs)])

    def forward(self, x):
        return self.head[2](self.head[1](x))


class Romae(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.pretraining = "decoder_config" in config
        self.encoding = config["pos_encoding"]
        encoder = config["encoder_config"]
        token_size = math.prod(config["tubelet_size"]) * config["n_channels"]
        self.register_buffer("zeros", torch.empty(1))
        self.projection = nn.Linear(token_size, encoder["d_model"])
        self.cls = nn.Parameter(torch.empty(encoder["d_model"])) if config["use_cls"] else None
        self.encoder = Stack(encoder)
        self.add_table("encoder_" if self.pretraining else "", encoder, config)
        if self.pretraining:
            decoder = config["decoder_config"]
            self.encoder_decoder_proj = nn.Linear(encoder["d_model"], decoder["d_model"])
            self.mask_token = nn.Parameter(torch.empty(1, 1, decoder["d_model"]))
            self.decoder = Stack(decoder)
            self.add_table("decoder_", decoder, config)
            self.head = Head(decoder["d_model"], token_size, decoder["layer_norm_eps"])
        else:
            self.head = Head(encoder["d_model"], config["dim_output"], encoder["layer_norm_eps"])

    def add_table(self, prefix, stack, config):
        if self.encoding == "ropend":
            pairs = stack["d_model"] // stack["nhead"] // config["n_pos_dims"] // 2
            setattr(self, prefix + "attn_pos_embedding", RotaryTable(pairs))
        elif self.encoding == "absolute":
            setattr(self, prefix + "inpt_pos_embedding", SinusoidTable(config["max_len"], stack["d_model"]))

    def table(self, name):
        return getattr(self, name + "attn_pos_embedding", None)

    def with_cls(self, x, positions, padding):
        if self.cls is None:
            return x, positions, padding
        x = torch.cat([self.cls.expand(len(x), 1, -1), x], 1)
        positions = torch.cat([positions.new_zeros(*positions.shape[:2], 1), positions], 2)
        padding = None if padding is None else torch.cat([padding.new_zeros(len(x), 1), padding], 1)
        return x, positions, padding

    def pretrain(self, visible, visiblePositions, maskedPositions, visiblePadding=None, maskedPadding=None):
        x, positions, padding = self.with_cls(self.projection(visible), visiblePositions, visiblePadding)
        x = self.encoder_decoder_proj(self.encoder(x, positions, padding, self.table("encoder_")))
        batch, _, masked = maskedPositions.shape
        if padding is not None or maskedPadding is not None:
            none = lambda length: torch.zeros(batch, length, dtype=torch.bool)
            parts = [none(x.shape[1]) if padding is None else padding]
            parts.append(none(masked) if maskedPadding is None else maskedPadding)
            padding = torch.cat(parts, 1)
        x = torch.cat([x, self.mask_token.expand(batch, masked, -1)], 1)
        x = self.decoder(x, torch.cat([positions, maskedPositions], 2), padding, self.table("decoder_"))
        return self.head(x[:, -masked:])

    def predict(self, values, positions, padding=None):
        x, positions, padding = self.with_cls(self.projection(values), positions, padding)
        x = self.encoder(x, positions, padding, self.table(""))
        if self.cls is not None:
            return self.head(x[:, 0])
        keep = torch.ones(x.shape[:2]) if padding is None else (~padding).float()
        return self.head((x * keep[..., None]).sum(1) / keep.sum(1, keepdim=True))


def metadata_of(path):
    with safe_open(path, "pt") as file:
        return file.metadata()


def round_trip(ours, out):
    save_file(load_file(ours), out, metadata=metadata_of(ours))
    with safe_open(ours, "pt") as file:
        return {"problems": [], "names": sorted(file.keys())}


def compare(ours, theirs):
    problems = []
    a, b = load_file(f"{ours}/model.safetensors"), load_file(f"{theirs}/model.safetensors")
    missing, extra = sorted(b.keys() - a.keys()), sorted(a.keys() - b.keys())
    problems += [f"weights missing: {missing}"] * bool(missing) + [f"weights extra: {extra}"] * bool(extra)
    for name in a.keys() & b.keys():
        if a[name].shape != b[name].shape or a[name].dtype != b[name].dtype:
            problems.append(f"{name}: {a[name].dtype} {list(a[name].shape)}, theirs {b[name].dtype} {list(b[name].shape)}")
        elif not torch.equal(a[name], b[name]):
            problems.append(f"{name}: other values")
    metadata = [metadata_of(f"{folder}/model.safetensors") for folder in (ours, theirs)]
    if metadata[0] != metadata[1]:
        problems.append(f"metadata {metadata[0]}, theirs {metadata[1]}")
    if open(f"{ours}/model_config.json").read() != open(f"{theirs}/model_config.json").read():
        problems.append("model_config.json is not the same text")
    return {"problems": problems}


def run(folder, inputs):
    with open(f"{folder}/model_config.json") as file:
        model = Romae(json.load(file))
    model.load_state_dict(load_file(f"{folder}/model.safetensors"), strict=True)
    tensors = load_file(inputs)
    expected = {name: tensors.pop(f"expected.{name}") for name in ("predictions", "loss")}
    targets = tensors.pop("targets")
    tensors = {name: t.bool() if name.lower().endswith("padding") else t for name, t in tensors.items()}
    with torch.no_grad():
        predictions = (model.pretrain if model.pretraining else model.predict)(**tensors)
        if model.pretraining:
            squared = (predictions - targets).pow(2)
            padding = tensors.get("maskedPadding")
            keep = torch.ones(squared.shape[:2]) if padding is None else (~padding).float()
            loss = (squared.mean(-1) * keep).sum() / keep.sum()
            predictions, wanted = predictions * keep[..., None], expected["predictions"] * keep[..., None]
        else:
            loss, wanted = F.cross_entropy(predictions, targets.long()), expected["predictions"]
    errors = {
        "predictions": ((predictions - wanted).abs().max() / wanted.abs().max()).item(),
        "loss": ((loss - expected["loss"]).abs() / expected["loss"].abs()).item(),
    }
    return {"problems": [], "errors": errors}


commands = {"round-trip": round_trip, "compare": compare, "run": run}
for line in sys.stdin:
    command, *arguments = json.loads(line)
    print(json.dumps(commands[command](*arguments)), flush=True)
