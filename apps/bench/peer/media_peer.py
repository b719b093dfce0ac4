#!/usr/bin/env python3
"""torchaudio, torchvision and Pillow doing the same work as ours, on one thread: the peer of `pnpm bench media`.

The folder holds `sounds.f32` (32-bit samples, one sound after the other), `sounds.json` and `images/*.jpg`. Commands come
from standard input, a line each, and are answered each with one line of JSON:

  fbank N   the filter banks of N sounds: {"cpu_ms": [...]}, the processor time of each
  images N  N images decoded, resized to 224 × 224 and normalised: {"cpu_ms": [...]}
  sharp N   N images decoded: {"cpu_ms": [...]}
  sample W  {"values": [...]}: every 997th number of the first result of work W, to compare
"""

import io
import json
import pathlib
import sys
import time

import torch

# torchaudio refuses a torch that was built for another version of CUDA; nothing here uses one.
torch.version.cuda = None
from PIL import Image  # noqa: E402
from torchaudio.compliance import kaldi  # noqa: E402
from torchvision import transforms  # noqa: E402

torch.set_num_threads(1)
torch.set_grad_enabled(False)

folder = pathlib.Path(sys.argv[1])
layout = json.loads((folder / "sounds.json").read_text())
samples = torch.frombuffer(bytearray((folder / "sounds.f32").read_bytes()), dtype=torch.float32)
sounds = samples.view(layout["count"], 1, layout["length"])
files = [path.read_bytes() for path in sorted((folder / "images").glob("*.jpg"))]
prepare = transforms.Compose(
    [
        transforms.Resize((224, 224)),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ]
)


def fbank(number):
    return kaldi.fbank(
        sounds[number % len(sounds)],
        htk_compat=True,
        sample_frequency=layout["rate"],
        use_energy=False,
        window_type="hanning",
        num_mel_bins=128,
        dither=0.0,
        frame_shift=10,
    )


def decoded(number):
    return Image.open(io.BytesIO(files[number % len(files)])).convert("RGB")


def image(number):
    return prepare(decoded(number))


works = {"fbank": fbank, "images": image, "sharp": decoded}


def timed(work, count):
    result = []
    for number in range(count):
        start = time.process_time()
        work(number)
        result.append((time.process_time() - start) * 1e3)
    return result


print(json.dumps({"ready": torch.__version__}), flush=True)
for line in sys.stdin:
    command, argument = line.split()
    if command == "sample":
        # [channels, rows, columns] -> [rows, columns, channels], as ours
        result = works[argument](0)
        if argument == "images":
            result = result.permute(1, 2, 0)
        elif argument == "sharp":
            result = torch.frombuffer(bytearray(result.tobytes()), dtype=torch.uint8)
        answer = {"values": result.reshape(-1)[::997].tolist()}
    else:
        answer = {"cpu_ms": timed(works[command], int(argument))}
    print(json.dumps(answer), flush=True)
