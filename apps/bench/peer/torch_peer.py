#!/usr/bin/env python3
"""PyTorch doing the same work as ours, on request: the peer of `pnpm bench`.

One process is one workload in one mode. It reads commands from standard input, a line each, and answers each with one
line of JSON:

  step N      N training steps (forward, backward, clipping, fused AdamW): {"ms": [...]}
  forward N   N forward passes without gradients: {"ms": [...]}
  memory      {"peak_mb": ...}, the peak resident memory of this process

The model is RoMAE's pre-training model with [CLS]: pre-norm blocks with RMSNorm, bias-free attention and SiLU MLP, rotary
positions on each head computed from real-valued positions at every step, an asymmetric decoder.
"""

import argparse
import json
import math
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class RMSNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-12) * self.weight


class Rotary(nn.Module):
    """Angles from positions [batch, axes, length]; rotation of [batch, length, heads, head_dim]."""

    def __init__(self, head_dim, axes, fraction=0.75):
        super().__init__()
        self.axis_dim = head_dim // axes
        pairs = self.axis_dim // 2
        kept = int(fraction * self.axis_dim // 2)
        timescale = torch.full((pairs,), math.inf)
        timescale[:kept] = 10_000.0 ** (2.0 * torch.arange(kept) / self.axis_dim)
        self.register_buffer("timescale", timescale)

    def tables(self, positions):
        angles = positions.transpose(1, 2)[..., None] / self.timescale  # [batch, length, axes, pairs]
        angles = angles[:, :, None]  # [batch, length, 1, axes, pairs]
        return torch.cos(angles), torch.sin(angles)

    def forward(self, x, tables):
        cos, sin = tables
        batch, length, heads, head_dim = x.shape
        first, second = x.view(batch, length, heads, -1, 2, self.axis_dim // 2).unbind(4)
        rotated = torch.stack([first * cos - second * sin, second * cos + first * sin], 4)
        return rotated.view(batch, length, heads, head_dim)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.wq, self.wk, self.wv, self.wo = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.w1 = nn.Linear(width, 4 * width, bias=False)
        self.w2 = nn.Linear(4 * width, width, bias=False)
        self.attention_norm, self.ffn_norm = RMSNorm(width), RMSNorm(width)

    def forward(self, x, rotary, tables, keys=None):
        batch, length, width = x.shape
        y = self.attention_norm(x)
        q, k, v = (w(y).view(batch, length, self.heads, -1) for w in (self.wq, self.wk, self.wv))
        q, k = rotary(q, tables), rotary(k, tables)
        q, k, v = (part.transpose(1, 2) for part in (q, k, v))
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=keys)
        x = x + self.wo(attended.transpose(1, 2).reshape(batch, length, width))
        return x + self.w2(F.silu(self.w1(self.ffn_norm(x))))


class Stack(nn.Module):
    def __init__(self, width, heads, depth, axes):
        super().__init__()
        self.rotary = Rotary(width // heads, axes)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))

    def forward(self, x, positions, keys=None):
        """keys [batch, 1, 1, length]: true for a token, false for padding; None where there is none."""
        tables = self.rotary.tables(positions)
        for block in self.blocks:
            x = block(x, self.rotary, tables, keys)
        return x


class Romae(nn.Module):
    def __init__(self, encoder, decoder, token_size, axes):
        super().__init__()
        self.axes = axes
        self.projection = nn.Linear(token_size, encoder[0])
        self.cls = nn.Parameter(torch.randn(encoder[0]) * 0.02)
        self.encoder = Stack(*encoder, axes)
        self.bridge = nn.Linear(encoder[0], decoder[0])
        self.mask_token = nn.Parameter(torch.randn(1, 1, decoder[0]) * 0.02)
        self.decoder = Stack(*decoder, axes)
        self.norm = RMSNorm(decoder[0])
        self.head = nn.Linear(decoder[0], token_size)

    def forward(self, visible, visible_positions, targets, masked_positions):
        batch, masked = targets.shape[:2]
        x = torch.cat([self.cls.expand(batch, 1, -1), self.projection(visible)], 1)
        positions = torch.cat([visible_positions.new_zeros(batch, self.axes, 1), visible_positions], 2)
        x = self.bridge(self.encoder(x, positions))
        x = torch.cat([x, self.mask_token.expand(batch, masked, -1)], 1)
        x = self.decoder(x, torch.cat([positions, masked_positions], 2))
        return F.mse_loss(self.head(self.norm(x[:, -masked:])), targets)


def numbers(text):
    return tuple(int(part) for part in text.split(","))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=numbers, required=True, help="width,heads,depth")
    parser.add_argument("--decoder", type=numbers, required=True, help="width,heads,depth")
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--visible", type=int, required=True)
    parser.add_argument("--masked", type=int, required=True)
    parser.add_argument("--token-size", type=int, required=True)
    parser.add_argument("--axes", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--mode", choices=["eager", "compile"], required=True)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--precision", choices=["float32", "tf32", "bf16"], default="float32")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high" if options.precision == "tf32" else "highest")
    device = options.device
    model = Romae(options.encoder, options.decoder, options.token_size, options.axes).to(device)
    autocast = torch.autocast(device, torch.bfloat16, enabled=options.precision == "bf16")
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    forward = torch.compile(model) if options.mode == "compile" else model
    batch = options.batch
    data = [
        torch.randn(batch, options.visible, options.token_size),
        torch.rand(batch, options.axes, options.visible) * 8,
        torch.randn(batch, options.masked, options.token_size),
        torch.rand(batch, options.axes, options.masked) * 8,
    ]
    data = [part.to(device) for part in data]

    def step():
        optimizer.zero_grad()
        with autocast:
            loss = forward(*data)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    def infer():
        with torch.no_grad(), autocast:
            forward(*data)

    def timed(work, count):
        result = []
        for _ in range(count):
            start = time.perf_counter()
            work()
            if device == "cuda":
                torch.cuda.synchronize()
            result.append((time.perf_counter() - start) * 1e3)
        return result

    ready = {
        "ready": torch.__version__,
        "parameters": sum(p.numel() for p in model.parameters()),
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
    }
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        command, *count = line.split()
        if command == "memory":
            answer = {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        else:
            answer = {"ms": timed({"step": step, "forward": infer}[command], int(count[0]))}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
