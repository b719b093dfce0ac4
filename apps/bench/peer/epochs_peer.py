#!/usr/bin/env python3
"""PyTorch training on samples of different lengths, as people do it with a DataLoader: the peer of `pnpm bench epochs`.

One process is one set, in one mode, with one way to make batches:

  padded  shuffled, and padded to the longest of the batch
  sorted  samples of about one length in a batch, the batches shuffled

The first line that it writes says what it has read; then each line of standard input is answered with one line of JSON:

  epoch   {"ms": ..., "loss": ...}, one pass over the data
  memory  {"peak_mb": ...}, the peak resident memory of this process
"""

import argparse
import json
import math
import pathlib
import resource
import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader
from torch_peer import Romae, numbers

MASK_RATIO = 0.75


def read_csv(path):
    """Of each series its observations: standardised values [n, 1], and time and channel [n, 2]."""
    import pandas

    table = pandas.read_csv(path)
    channel = pandas.factorize(table["channel"])[0]
    values = table["value"].groupby(channel).transform(lambda one: (one - one.mean()) / (one.std() or 1.0))
    time_unit = table["time"].diff().abs().median() or 1.0
    positions = torch.tensor([(table["time"] / time_unit).tolist(), channel.tolist()], dtype=torch.float32).T.contiguous()
    values = torch.tensor(values.to_numpy(), dtype=torch.float32)[:, None]
    counts = table.groupby("id", sort=False).size().tolist()
    return list(zip(values.split(counts), positions.split(counts)))


def read_tokens(folder):
    layout = json.loads((folder / "tokens.json").read_text())
    part = lambda name, size: torch.frombuffer(  # noqa: E731
        bytearray((folder / name).read_bytes()), dtype=torch.float32
    ).view(-1, size)
    values, positions = part("values.f32", layout["tokenSize"]), part("positions.f32", layout["axes"])
    return list(zip(values.split(layout["lengths"]), positions.split(layout["lengths"])))


def padded(parts):
    """Tensors [n, size] as [batch, longest, size], and which of it is no padding [batch, longest]."""
    real = nn.utils.rnn.pad_sequence([torch.ones(len(part), dtype=torch.bool) for part in parts], batch_first=True)
    return nn.utils.rnn.pad_sequence(parts, batch_first=True), real


def collate(samples):
    visible, targets, visible_at, masked_at = [], [], [], []
    for values, positions in samples:
        order = torch.randperm(len(values))
        masked = math.ceil(MASK_RATIO * len(values))
        hidden, shown = order[:masked], order[masked:]
        visible.append(values[shown])
        visible_at.append(positions[shown])
        targets.append(values[hidden])
        masked_at.append(positions[hidden])
    (visible, shown), (targets, hidden) = padded(visible), padded(targets)
    across = lambda parts: padded(parts)[0].transpose(1, 2)  # noqa: E731
    return visible, across(visible_at), targets, across(masked_at), shown, hidden


class SortedBatches:
    """Batches of samples of about one length, in another order each epoch."""

    def __init__(self, lengths, size):
        order = sorted(range(len(lengths)), key=lengths.__getitem__)
        self.batches = [order[start : start + size] for start in range(0, len(order), size)]

    def __iter__(self):
        return (self.batches[place] for place in torch.randperm(len(self.batches)).tolist())

    def __len__(self):
        return len(self.batches)


class Masked(Romae):
    """The same model where lengths differ: padding is no key of attention, and the loss is that of real masked tokens."""

    def forward(self, visible, visible_positions, targets, masked_positions, shown, hidden):
        batch, masked = targets.shape[:2]
        x = torch.cat([self.cls.expand(batch, 1, -1), self.projection(visible)], 1)
        positions = torch.cat([visible_positions.new_zeros(batch, self.axes, 1), visible_positions], 2)
        shown = torch.cat([shown.new_ones(batch, 1), shown], 1)
        x = self.bridge(self.encoder(x, positions, shown[:, None, None]))
        x = torch.cat([x, self.mask_token.expand(batch, masked, -1)], 1)
        keys = torch.cat([shown, hidden], 1)[:, None, None]
        x = self.decoder(x, torch.cat([positions, masked_positions], 2), keys)
        errors = (self.head(self.norm(x[:, -masked:])) - targets).square().mean(-1)
        return (errors * hidden).sum() / hidden.sum()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--encoder", type=numbers, required=True, help="width,heads,depth")
    parser.add_argument("--decoder", type=numbers, required=True, help="width,heads,depth")
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--mode", choices=["eager", "compile"], required=True)
    parser.add_argument("--batches", choices=["padded", "sorted"], required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    start = time.perf_counter()
    csv = options.folder / "series.csv"
    samples = read_csv(csv) if csv.exists() else read_tokens(options.folder)
    values, positions = samples[0]
    model = Masked(options.encoder, options.decoder, values.shape[1], positions.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    forward = torch.compile(model, dynamic=True) if options.mode == "compile" else model
    if options.batches == "sorted":
        way = {"batch_sampler": SortedBatches([len(values) for values, _ in samples], options.batch)}
    else:
        way = {"batch_size": options.batch, "shuffle": True}
    loader = DataLoader(samples, collate_fn=collate, **way)

    def epoch():
        losses = []
        for batch in loader:
            optimizer.zero_grad()
            loss = forward(*batch)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        return sum(losses) / len(losses)

    ready = {
        "ready": torch.__version__,
        "read_ms": (time.perf_counter() - start) * 1e3,
        "samples": len(samples),
        "tokens": sum(len(values) for values, _ in samples),
        "parameters": sum(p.numel() for p in model.parameters()),
    }
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        if line.strip() == "memory":
            answer = {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        else:
            start = time.perf_counter()
            loss = epoch()
            answer = {"ms": (time.perf_counter() - start) * 1e3, "loss": loss}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
