#!/usr/bin/env python3
"""A rank of PyTorch's DistributedDataParallel over Gloo, started by torchrun: the peer of `pnpm bench scaling`.

Every rank connects to the socket that its argument names and reads tasks from it, a line of JSON each, answered each with one:

  {"work": "load", "workload": {...}}   the model of torch_peer.py: {"torch": version}
  {"work": "step", "count": N}                            N training steps on the ranks' shares of the batch: [{"ms": ...}, ...]
"""

import datetime
import json
import socket
import sys
import time

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torch_peer import Romae


def load(workload):
    torch.manual_seed(0)
    model = Romae(workload["encoder"], workload["decoder"], workload["token_size"], workload["axes"])
    wrapped = DistributedDataParallel(model, gradient_as_bucket_view=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    rows, axes, width = workload["batch"] // dist.get_world_size(), workload["axes"], workload["token_size"]
    data = [
        torch.randn(rows, workload["visible"], width),
        torch.rand(rows, axes, workload["visible"]) * 8,
        torch.randn(rows, workload["masked"], width),
        torch.rand(rows, axes, workload["masked"]) * 8,
    ]

    def step():
        optimizer.zero_grad()
        wrapped(*data).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return step


def timed(work, count):
    result = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        result.append({"ms": (time.perf_counter() - start) * 1e3})
    return result


def main():
    path, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    dist.init_process_group("gloo", timeout=datetime.timedelta(minutes=5))
    channel = socket.socket(socket.AF_UNIX)
    channel.connect(path)
    lines = channel.makefile("rw")

    def say(answer):
        lines.write(json.dumps(answer) + "\n")
        lines.flush()

    say({"rank": dist.get_rank()})
    step = None
    for line in lines:
        task = json.loads(line)
        if task["work"] == "load":
            step = load(task["workload"])
            say({"torch": torch.__version__})
        else:
            dist.barrier()
            say(timed(step, task["count"]))
    dist.destroy_process_group()


main()
